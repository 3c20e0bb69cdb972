"""What sales hears and marketing answers: the way back of the funnel."""

from salesdesk.actions import action
from salesdesk.actions.checks import needed, one_of
from salesdesk.errors import UserError
from salesdesk.store.database import Database

KINDS = ("preference", "objection", "lead_quality", "competitor", "price", "praise")


@action("Tell marketing")
def say(
    db: Database,
    kind: str,
    words: str,
    *,
    campaign_id: int | None = None,
    segment_id: int | None = None,
    deal_id: int | None = None,
    lead_id: int | None = None,
) -> int:
    """Write down what a customer or seller says about a campaign; its key."""
    return db.table("feedback").insert(
        {
            "kind": one_of(kind, KINDS, "kind of feedback"),
            "words": needed(words, "What was said"),
            "campaign_id": campaign_id,
            "segment_id": segment_id,
            "deal_id": deal_id,
            "lead_id": lead_id,
            "person_id": db.person_id,
            "said_on": db.today().isoformat(),
        }
    )


@action("Act on feedback")
def act(db: Database, key: int, reply: str | None = None) -> None:
    """Marketing did something about it; `reply` says what."""
    _answer(db, key, "acted", reply)


@action("Decline feedback")
def decline(db: Database, key: int, reply: str) -> None:
    """Marketing will do nothing about it, and says why."""
    if not reply.strip():
        raise UserError("Nothing says why.", "Write one line for the person who told you.")
    _answer(db, key, "declined", reply)


@action("Reply to feedback")
def reply(db: Database, key: int, words: str) -> None:
    """Answer the person who said it."""
    status = db.table("feedback").get(key)["status"]
    _answer(db, key, "seen" if status == "new" else status, needed(words, "The reply"))


def _answer(db: Database, key: int, status: str, words: str | None) -> None:
    values: dict[str, str] = {"status": status}
    if words and words.strip():
        values["reply"] = words.strip()
    db.table("feedback").update(key, values)
