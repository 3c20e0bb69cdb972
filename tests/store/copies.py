"""Copies of one file in one test: what one lacks of another, and whether they are the same."""

from pathlib import Path
from typing import Any

from salesdesk.session import Session
from salesdesk.store import shipments
from salesdesk.store.schema import RECORDS
from salesdesk.store.shipments import Shipment


def tables(session: Session) -> dict[str, list[Any]]:
    """Every record as it is stored, bookkeeping included."""
    return {table: session.db.rows(f"select * from {table} order by id") for table in RECORDS}


def lacking(source: Session, target: Session) -> list[Shipment]:
    """The changes of one copy that the other one lacks."""
    has = shipments.known(target.db.connection)
    return list(shipments.after(source.db.connection, has))


def with_two_more(first: Session, folder: Path) -> list[Session]:
    """The copy, and two others that are made of it now."""
    copies = [first]
    for number in (1, 2):
        first.save_copy(folder / f"{number}.salesdesk")
        copies.append(Session.open(folder / f"{number}.salesdesk"))
    return copies


def pairs(copies: list[Session]) -> list[tuple[Session, Session]]:
    """Each copy with each other one."""
    return [(source, target) for target in copies for source in copies if source is not target]


def are_alike(copies: list[Session]) -> bool:
    """Whether every table has the same bytes in all of them."""
    return all(tables(copy) == tables(copies[0]) for copy in copies)
