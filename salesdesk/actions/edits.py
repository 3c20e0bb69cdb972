"""Saving a form without losing what somebody else wrote while it was open."""

from collections.abc import Callable, Mapping
from typing import Any, Concatenate, ParamSpec, TypeVar

from salesdesk.errors import UserError
from salesdesk.model.edits import same
from salesdesk.queries import edits
from salesdesk.store.database import Database

P = ParamSpec("P")
T = TypeVar("T")
Read = Callable[[Database], Mapping[str, Any] | None]


class Clash(UserError):
    """A field that is to be written holds something else than it was believed to hold."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(
            "Somebody has changed this record meanwhile.", "Look at both and pick what to keep."
        )
        self.fields = fields


class Gone(UserError):
    """The record was deleted while its form was open."""

    def __init__(self) -> None:
        super().__init__(
            "This record was deleted meanwhile.", "Restore it first, or leave the form."
        )


def guarded(
    action: Callable[Concatenate[Database, P], T],
    read: Read,
    expected: Mapping[str, Any],
    restore: tuple[str, int] | None = None,
) -> Callable[Concatenate[Database, P], T]:
    """`action`, but only if the record still holds `expected`: Clash or Gone if not.

    It is looked at inside the change that writes, so nothing can come in between. `restore`
    names a record that was deleted and is to be there again first.
    """

    def careful(db: Database, /, *args: P.args, **kw: P.kwargs) -> T:
        if restore is not None:
            bring_back(db, *restore)
        now = read(db)
        if now is None:
            raise Gone()
        moved = tuple(name for name, value in expected.items() if not same(now.get(name), value))
        if moved:
            raise Clash(moved)
        return action(db, *args, **kw)

    careful.words = getattr(action, "words", action.__name__)  # type: ignore[attr-defined]
    return careful


def bring_back(db: Database, table: str, key: int) -> None:
    """Take a record out of the trash, or put it in again as it was when it was taken out."""
    if edits.is_there(db, table, key):
        db.table(table).restore(key)
        return
    image = edits.last_image(db, table, key)
    if image is None:
        raise Gone()
    db.table(table).insert({**image, "id": key, "trashed_at": None})
