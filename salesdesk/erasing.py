"""The whole job of erasing a person: a backup if wanted, then the erasure, which stands."""

from salesdesk.actions import erasing
from salesdesk.session import Session


def erase_person(session: Session, table: str, key: int, *, backup: bool = False) -> str:
    """Erase the person behind a lead or contact; what to say about it. It cannot be undone."""
    words = ""
    if backup:
        words = f" A backup that still holds them: {session.back_up().name}."
    rows = session.begin_with("Erase person", erasing.erase, table, key)
    return f"Erased: {rows:,} records were emptied.{words}"
