"""The lines of a list behind a number, its title, and the number in words."""

from datetime import date
from fractions import Fraction

from salesdesk.model import formats
from salesdesk.model.rules import half_up
from salesdesk.queries.behind import Behind, CampaignLine, DealLine
from salesdesk.queries.figures.supply import WEEKS_BACK
from salesdesk.queries.leads import LeadRow
from salesdesk.store.database import Database
from salesdesk.ui.campaigns.words import status_word
from salesdesk.ui.kit.text import tr
from salesdesk.ui.leads.words import STATUSES
from salesdesk.ui.today.rows import DayRow, row_of_lead

MONEY = ("booked", "forecast", "open_deals")


def title_of(code: str, day: date) -> str:
    """Which filter is on: what the number counts."""
    month = formats.LONG_MONTHS[day.month - 1]
    words = {
        "leads": tr("Leads received in {month}"),
        "qualified": tr("Leads received in {month} that qualified"),
        "accepted": tr("Leads received in {month} that sales accepted"),
        "won": tr("Leads received in {month} that were won"),
        "late": tr("Leads waiting past your promise"),
        "waiting": tr("Leads waiting"),
        "on_hand": tr("Qualified leads on hand, in no deal yet"),
        "kept": tr("Qualified leads, not handed over yet"),
        "offered": tr("Leads handed over, not answered yet"),
        "lately": tr("Leads that qualified in the last {weeks} weeks"),
        "booked": tr("Deals won in {month}"),
        "forecast": tr("Deals won in {month}, and deals due in what is left of it"),
        "open_deals": tr("Open deals"),
        "quiet": tr("Deals gone quiet"),
        "reach": tr("Campaigns that reached people in {month}"),
        "engaged": tr("Campaigns that engaged people in {month}"),
        "overdue": tr("Follow-ups overdue"),
    }[code]
    return words.format(month=month, weeks=WEEKS_BACK)


def total_words(found: Behind, currency: str) -> str:
    """The number that was clicked, with how many records it comes from."""
    if found.code in MONEY:
        money = formats.money(found.total, currency)
        deals = formats.plural(found.count, "deal")
        return tr("{money} in {deals}").format(money=money, deals=deals)
    if found.table == "campaign":
        campaigns = formats.plural(found.count, "campaign")
        number = formats.number(found.total)
        words = tr("{number} people by {campaigns}")
        return words.format(number=number, campaigns=campaigns)
    return formats.number(found.total)


def lead_row(ident: int, lead: LeadRow, db: Database) -> DayRow:
    """A lead with its status."""
    word, kind = STATUSES[lead.status]
    came = formats.day(lead.received_at[:10], db.today())
    words = " ".join((lead.asked_for or "").split()) or lead.place
    words = ", ".join(part for part in (came, words) if part)
    return row_of_lead(ident, lead, words, tr(word), kind)


def deal_row(ident: int, line: DealLine, currency: str, db: Database) -> DayRow:
    """A deal with what it adds to the sum; the likelihood is said where it counts."""
    card = line.card
    words = [card.title] if card.name else []
    if line.percent != 100:
        whole = formats.money(card.amount, currency)
        words.append(tr("{money} × {percent}%").format(money=whole, percent=line.percent))
    day = card.closed_on if card.status != "open" else card.expected_on
    if day is not None:
        won = tr("won {day}") if card.status == "won" else tr("due {day}")
        words.append(won.format(day=formats.day(day, db.today())))
    return DayRow(
        ident=ident,
        table="deal",
        key=card.key,
        icon="circle-check" if card.status == "won" else "columns-3",
        name=card.name or card.title,
        words=", ".join(words),
        due=formats.money(half_up(Fraction(line.part, 100)), currency),
        due_kind="good" if card.status == "won" else "sales",
        initials=card.initials or "",
        colour=card.colour or 0,
        owner=card.owner or "",
        has_step=card.next_step is not None,
        shown=vars(card),
    )


def campaign_row(ident: int, line: CampaignLine) -> DayRow:
    """A campaign with what it adds to the number."""
    return DayRow(
        ident=ident,
        table="campaign",
        key=line.key,
        icon="megaphone",
        name=line.name,
        words=status_word(line.status),
        due=formats.number(line.part),
        due_kind="mkt",
    )
