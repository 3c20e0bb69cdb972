"""The next step of a lead or deal, planned while a colleague may plan it too."""

from collections.abc import Callable, Mapping
from typing import Any

from salesdesk.actions import activities
from salesdesk.queries import edits as queries
from salesdesk.session import Session
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.edits import Do, Editing, Record
from salesdesk.ui.kit.held import Held
from salesdesk.ui.kit.text import tr


def follow_step(
    dialog: Dialog,
    session: Session,
    place: tuple[str, int, str],
    fields: Mapping[str, Held],
    values: Callable[[], dict[str, Any]],
) -> Editing:
    """The dialog plans the step of `place` (table, key, name): its fields belong together."""
    table, key, name = place

    def write(do: Do, step: dict[str, Any]) -> None:
        kind = step.get("next_step_kind")
        if "next_step_kind" not in step:  # not asked for here: it stays with the same words
            now = session.read(queries.row, table, key) or {}
            kind = now.get("next_step_kind") if now.get("next_step") == step["next_step"] else None
        day, at = step["next_step_on"], step["next_step_at"]
        do(activities.plan_step, table, key, step["next_step"], day, at, kind)

    thing = tr("lead") if table == "lead" else tr("deal")
    record = Record(table, key, thing, name, lambda db: queries.row(db, table, key))
    return Editing(dialog, session, record, fields, values, write, whole=True)
