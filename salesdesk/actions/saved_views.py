"""Keeping a list under a name, calling it something else, and letting it go."""

from salesdesk.actions import action
from salesdesk.actions.checks import needed
from salesdesk.errors import UserError
from salesdesk.queries import saved_views as queries
from salesdesk.store.database import Database


@action("Save view")
def save(db: Database, section: str, name: str, rule: str) -> int:
    """Keep a list of a section under a name; its key."""
    name = needed(name, "The name of the view")
    present = _refuse_double(db, section, name, None)
    db.detail = name
    values = {"section": section, "name": name, "rule": rule, "position": present}
    return db.table("saved_view").insert(values)


@action("Rename view", rests_on=("saved_view", "name"))
def rename(db: Database, key: int, name: str) -> None:
    """Call a saved list something else."""
    name = needed(name, "The name of the view")
    held = db.table("saved_view").get(key)
    _refuse_double(db, str(held["section"]), name, key)
    db.detail = name
    if held["name"] != name:
        db.table("saved_view").update(key, {"name": name})


@action("Change view", rests_on=("saved_view", "rule"))
def change(db: Database, key: int, rule: str) -> None:
    """Let a saved list show something else."""
    held = db.table("saved_view").get(key)
    db.detail = str(held["name"])
    if held["rule"] != rule:
        db.table("saved_view").update(key, {"rule": rule})


@action("Remove view", rests_on=("saved_view", "name", "rule"))
def remove(db: Database, key: int) -> None:
    """Let a saved list go; the leads in it stay."""
    db.detail = str(db.table("saved_view").get(key)["name"])
    db.table("saved_view").trash(key)


def _refuse_double(db: Database, section: str, name: str, but: int | None) -> int:
    """How many there are; refuses a name that another one of them has."""
    found = queries.of_section(db, section)
    if any(saved.name.casefold() == name.casefold() and saved.key != but for saved in found):
        raise UserError(f"There is already a view called {name}.", "Choose another name.")
    return len(found)
