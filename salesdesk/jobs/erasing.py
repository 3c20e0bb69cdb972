"""The whole job of erasing a person: a backup unless it is not wanted, then the erasure."""

from salesdesk.actions import erasing
from salesdesk.session import Session


def erase_person(session: Session, table: str, key: int, *, backup: bool = True) -> str:
    """Erase the person behind a lead or contact; what to say about it. It cannot be undone.

    Where a backup is wanted and none can be written, UserError: nothing is erased.
    """
    words = ""
    if backup:
        made = session.back_up("before-erase")
        words = f" A backup that still holds them: {made.name}."
    rows = session.begin_with("Erase person", erasing.erase, table, key)
    return f"Erased: {rows:,} records were emptied.{words}"
