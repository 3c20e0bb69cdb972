"""A step that rests on what a person sees: told first where somebody has changed that since.

Forms ask field by field (`edits.py`); this is for what is done at once: a verb, a drop, a short
question. What a step rests on stands with its action, as `rests_on`.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any, Concatenate, ParamSpec, TypeVar

from salesdesk.actions.edits import Clash, Gone, guarded
from salesdesk.errors import UserError
from salesdesk.model.merges import DERIVED
from salesdesk.queries import edits as queries
from salesdesk.queries.colleagues import Deed
from salesdesk.store.database import Database
from salesdesk.ui.kit import authors
from salesdesk.ui.kit.text import tr
from salesdesk.ui.team.sentences import told

P = ParamSpec("P")
T = TypeVar("T")


class Overtaken(UserError):
    """Somebody was quicker; nothing is written. Who repeats the step has been told, and may."""


def upon(
    action: Callable[Concatenate[Database, P], T], shown: object
) -> Callable[Concatenate[Database, P], T]:
    """`action`, if the record still holds what was `shown` of the fields that it rests on.

    `shown` is the row or the object that stood on the screen; what it does not have is not looked
    at. It is compared inside the change that writes, so nothing can come in between.
    """
    table_of, *fields = action.rests_on  # type: ignore[attr-defined]
    values: Mapping[str, Any] = shown if isinstance(shown, Mapping) else vars(shown)
    held = {name: values[name] for name in fields if name in values}

    def careful(db: Database, /, *args: P.args, **kw: P.kwargs) -> T:
        place: tuple[Any, ...] = (table_of, *args[:1]) if table_of else args[:2]
        table, key = place
        try:
            return guarded(action, lambda db: queries.row(db, table, key), held)(db, *args, **kw)
        except Gone as gone:
            raise Overtaken(
                _told(db, table, key, ("trashed_at",)), tr("Nothing was done.")
            ) from gone
        except Clash as clash:
            told = _told(db, table, key, clash.fields)
            held.update(_now(db, table, key, held))
            hint = _hint(lambda: action(db, *args, **kw), lambda: _now(db, table, key, held))
            raise Overtaken(told, hint) from clash

    careful.words = getattr(action, "words", action.__name__)  # type: ignore[attr-defined]
    return careful


def _now(db: Database, table: str, key: int, fields: Collection[str]) -> dict[str, Any]:
    found = queries.row(db, table, key) or {}
    return {name: found.get(name) for name in fields}


def _hint(step: Callable[[], object], now: Callable[[], dict[str, Any]]) -> str:
    """What is left to do, found by trying the step: the change it is tried in is rolled back."""
    before = now()
    try:
        step()
    except UserError as error:
        return error.hint
    if now() == before:
        return tr("Nothing was left to do.")
    return tr("Nothing was done here: repeat it if you still mean it.")


def _told(db: Database, table: str, key: int, fields: Collection[str]) -> str:
    """`Priya qualified Eleanor 3 min ago.`"""
    found = queries.authors(db, [(table, key)], 0)
    author = next((a for a in found if a.columns & set(fields)), None)
    if author is None:  # a version has no entry of its own
        author = next((a for a in found if a.columns - DERIVED), None)
    who = authors.who(db, author)
    name = who.name
    if who.own:  # of two windows here it may have been this one, whose list was not read again yet
        name = tr("You") if who.seat == who.here else tr("You, {where},").format(where=who.where)
    if author is None or not author.words:
        return tr("{who} changed this meanwhile.").format(who=name)
    deed = Deed(who.seat, who.name, who.own, author.words, author.detail, author.kind)
    return f"{told(name, deed)} {authors.ago(who.at, db.now())}."
