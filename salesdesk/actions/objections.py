"""What a customer holds against buying, and the answers given."""

from salesdesk.actions import action
from salesdesk.actions.checks import needed
from salesdesk.errors import UserError
from salesdesk.store.database import Database


@action("Add objection")
def raise_objection(
    db: Database,
    words: str,
    *,
    deal_id: int | None = None,
    lead_id: int | None = None,
    reason_id: int | None = None,
    answer: str = "",
) -> int:
    """Write down an objection in the customer's words, with its answer if any; its key."""
    if deal_id is None and lead_id is None:
        raise UserError("This objection belongs to nothing.", "Open a deal or a lead first.")
    said = answer.strip()
    db.detail = needed(words, "What the customer said")
    return db.table("objection").insert(
        {
            "words": db.detail,
            "deal_id": deal_id,
            "lead_id": lead_id,
            "reason_id": reason_id,
            "answer": said or None,
            "state": "overcome" if said else "open",
            "raised_on": db.today().isoformat(),
        }
    )


@action("Answer objection")
def answer(db: Database, key: int, words: str) -> None:
    """Note the answer given; the objection counts as overcome."""
    said = needed(words, "The answer")
    db.detail = str(db.table("objection").get(key)["words"])
    db.table("objection").update(key, {"answer": said, "state": "overcome"})


@action("Overcome objection", rests_on=("objection", "state", "answer"))
def overcome(db: Database, key: int) -> None:
    """The customer no longer holds it against buying."""
    _become(db, key, "overcome")


@action("Mark objection as fatal", rests_on=("objection", "state", "answer"))
def fatal(db: Database, key: int) -> None:
    """This is what the sale fails on."""
    _become(db, key, "fatal")


@action("Reopen objection", rests_on=("objection", "state", "answer"))
def reopen(db: Database, key: int) -> None:
    """The customer came back to it."""
    _become(db, key, "open")


@action("Delete objection", rests_on=("objection", "state", "answer"))
def trash(db: Database, key: int) -> None:
    """Take an objection off the deal."""
    db.detail = str(db.table("objection").get(key)["words"])
    db.table("objection").trash(key)


def _become(db: Database, key: int, state: str) -> None:
    before = db.table("objection").get(key)
    if before["state"] != state:
        db.detail = str(before["words"])
        db.table("objection").update(key, {"state": state})
