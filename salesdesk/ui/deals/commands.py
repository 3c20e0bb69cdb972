"""The words and commands of the deals section: views, keys, what an empty list says."""

from datetime import date
from typing import TYPE_CHECKING, Any

from salesdesk.queries.deals import Sum
from salesdesk.ui.deals.words import Money, month_word
from salesdesk.ui.kit.panels import Command
from salesdesk.ui.kit.text import tr

if TYPE_CHECKING:
    from salesdesk.ui.deals.panel import DealsPanel


def view_words(today: date) -> dict[str, tuple[str, str]]:
    """Name and icon of each view."""
    month = month_word(today.month)
    return {
        "open": (tr("All open"), "columns-3"),
        "mine": (tr("Mine"), "user"),
        "quiet": (tr("Gone quiet"), "hourglass"),
        "closing": (tr("Closing in {month}").format(month=month), "calendar-check"),
        "won": (tr("Won in {month}").format(month=month), "trophy"),
        "lost": (tr("Lost in {month}").format(month=month), "circle-x"),
    }


def empty_words() -> dict[str, str]:
    """What each view says when nothing is in it."""
    return {
        "open": tr("No deals yet. Leads that sales accepts become deals by themselves."),
        "mine": tr("No open deal is yours."),
        "quiet": tr("No deal has gone quiet."),
        "closing": tr("No open deal is likely to close this month."),
        "won": tr("Nothing won this month yet. W wins the picked deal."),
        "lost": tr("Nothing lost this month."),
    }


def total_words(total: Sum, money: Money, *, closed: bool) -> str:
    """The line under the title."""
    if closed:
        form = tr("1 deal, {sum}") if total.count == 1 else tr("{n} deals, {sum}")
    elif total.count == 1:
        form = tr("1 open deal, {sum}, weighted {weighted}")
    else:
        form = tr("{n} open deals, {sum}, weighted {weighted}")
    amount, weighted = money.whole(total.amount), money.whole(total.weighted)
    return form.format(n=f"{total.count:,}", sum=amount, weighted=weighted)


def hints(where: str) -> list[tuple[str, str]]:
    """The keys of the status line."""
    closing = [("W", tr("Won")), ("L", tr("Lost"))]
    if where == "carried":
        return [("Esc", tr("Put back")), ("1 – 5", tr("Drop in a column")), *closing]
    if where == "pane":
        rest = [("C", tr("Log a call")), ("Shift →", tr("Next stage")), ("Esc", tr("Close panel"))]
        return [("J K", tr("Next, previous")), *closing, *rest]
    if where == "table":
        return [("J K", tr("Deal")), *closing, ("Enter", tr("Open"))]
    walk = [("← →", tr("Column")), ("J K", tr("Card")), ("Shift →", tr("Move to next stage"))]
    return [*walk, *closing, ("Enter", tr("Open"))]


def commands_of(panel: "DealsPanel") -> list[Command]:
    """What can be done here now."""
    key = panel.current_key()
    some = key is not None
    deal = panel.deeds.detail(key) if key is not None else None
    is_open = deal is not None and deal.status == "open"
    board = panel.shows_board() and some
    head = panel.pane.quote_head

    def on(deed: Any) -> Any:
        return lambda: panel.with_current(deed)

    return [
        Command(tr("New deal"), "Ctrl+N", panel.new_record, "plus"),
        Command(tr("Won"), "W", on(panel.deeds.win), "circle-check", is_open),
        Command(tr("Lost"), "L", on(panel.deeds.lose), "circle-x", is_open),
        Command(tr("Next stage"), "Shift+Right", lambda: panel.board.ask_beside(1), "", board),
        Command(tr("Previous stage"), "Shift+Left", lambda: panel.board.ask_beside(-1), "", board),
        Command(tr("Log a call"), "C", on(panel.deeds.log), "phone", some),
        Command(tr("Next step done"), "E", on(panel.deeds.step_done), "check", some),
        Command(tr("Move next step"), "T", on(panel.deeds.plan), "calendar", some),
        Command(tr("Edit deal"), "F2", on(panel.deeds.edit), "pencil", some),
        Command(tr("Write or change quote"), "", on(panel.pane.quotes.change), "file-text", some),
        Command(tr("Print quote"), "Ctrl+P", on(head.print_quote), "printer", some),
        Command(tr("Save quote as PDF"), "Ctrl+S", on(head.save_quote), "download", some),
        Command(tr("Add objection"), "", on(panel.deeds.object), "circle-alert", some),
        Command(tr("Add note"), "", on(panel.deeds.note), "pencil", some),
        Command(tr("Give up without a decision"), "", on(panel.deeds.abandon), "", is_open),
        Command(tr("Reopen deal"), "", on(panel.deeds.reopen), "undo-2", some and not is_open),
        Command(tr("Delete deal"), "", on(panel.deeds.trash), "trash-2", some),
        Command(tr("Board or table"), "V", lambda: panel.show_table(not panel.shows_table())),
        Command(tr("Clear filters"), "", panel.filters.clear),
    ]
