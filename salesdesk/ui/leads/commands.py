"""The verbs of the lead inbox, with their keys, in the order of the menu."""

from collections.abc import Callable
from functools import partial

from salesdesk.ui.kit.panels import Command
from salesdesk.ui.kit.text import tr

#: command -> label, key, icon; in the order of the menu
COMMANDS: tuple[tuple[str, str, str, str], ...] = (
    ("qualify", "Qualify", "Q", "circle-check"),
    ("hand_over", "Hand over", "H", "send"),
    ("accept", "Accept", "A", "check"),
    ("return", "Return to marketing", "R", "undo-2"),
    ("ask", "Ask the sender", "M", "message-square"),
    ("snooze", "Snooze", "S", "alarm-clock"),
    ("nurture", "Nurture", "N", "leaf"),
    ("disqualify", "Disqualify", "X", "circle-x"),
    ("duplicate", "Duplicate, merge", "D", "copy"),
    ("log", "Log a call", "C", "phone"),
    ("done", "Next step done", "E", "check"),
    ("step", "Plan or move the next step", "T", "calendar"),
    ("edit", "Edit lead", "F2", "pencil"),
    ("open", "Reopen, or open the deal", "O", "rotate-ccw"),
    ("take_back", "Take the handover back", "B", "undo-2"),
    ("assign", "Give to someone else", "Shift+G", "user-check"),
    ("convert", "Make a deal of it now", "Shift+H", "columns-3"),
    ("unread", "Mark as not read", "U", "mail"),
    ("details", "Details", "I", "info"),
    ("note", "Add a note", "Shift+N", "pencil"),
    ("checklist", "Go to the checklist", "L", "list-checks"),
    ("trash", "Delete lead", "Del", "trash-2"),
)


def verbs(do: Callable[[str | int], object]) -> list[Command]:
    """Every verb; one that does not fit the lead says so or does nothing."""
    found = [
        Command(tr(label), key, partial(do, name), icon) for name, label, key, icon in COMMANDS
    ]
    for number in range(1, 7):
        label = tr("Return reason {n}").format(n=number)
        found.append(Command(label, str(number), partial(do, number)))
    return found
