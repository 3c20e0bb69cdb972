"""Setting up a new file: the usual pipeline, reasons, channels and score rules."""

import getpass
from zoneinfo import ZoneInfo

from salesdesk.actions import action
from salesdesk.errors import UserError
from salesdesk.model import currencies, tidy
from salesdesk.store.database import Database

STAGES = (
    ("Prospecting", "open", 10, 14),
    ("Qualifying", "open", 25, 14),
    ("Presenting", "open", 50, 14),
    ("Negotiating", "open", 70, 10),
    ("Closing", "open", 90, 7),
    ("Won", "won", 100, 0),
    ("Lost", "lost", 0, 0),
)
REASONS = {
    "return": (
        "Not enough budget",
        "Outside our area",
        "Not ready yet, put in nurture",
        "Cannot reach them",
        "We already have this customer",
        "Something else",
    ),
    "disqualify": ("Not our kind of work", "Outside our area", "No budget", "Not a real enquiry"),
    "lost": (
        "Price",
        "Went with a competitor",
        "Timing",
        "No decision",
        "Could not reach them",
        "Something else",
    ),
    "won": ("Price", "Quality", "Recommendation", "Speed", "Relationship"),
    "objection": ("Price", "Timing", "Trust", "Competitor", "Need", "Something else"),
}
CHANNELS = (
    ("advertising", "Advertising"),
    ("direct_mail", "Leaflet and post"),
    ("telemarketing", "Telephone"),
    ("email", "Email"),
    ("social", "Social media"),
    ("web", "Web site"),
    ("event", "Event"),
    ("referral", "Referral"),
    ("partner", "Partner"),
    ("pr", "Press"),
    ("walk_in", "Walk-in"),
    ("other", "Other"),
)
#: axis, label, condition (see model/scores.py), points
SCORE_RULES = (
    ("fit", "In our area", "in_area_ok", 15),
    ("fit", "Budget stated", "budget_ok", 20),
    ("fit", "Decides, or is asked", "authority_ok", 10),
    ("interest", "Real need", "need_ok", 20),
    ("interest", "Timing known", "timing_ok", 12),
    ("interest", "Said what they want", "asked_for", 10),
    ("interest", "Can be phoned", "phone", 8),
    ("interest", "Can be emailed", "email", 5),
)


def check(name: str, currency: str, zone: str) -> None:
    """Raise UserError unless a file can be set up with these."""
    tidy.business_name(name)
    currencies.code(currency)
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        raise UserError(
            f"There is no time zone called “{zone}”.", "Use a name such as Europe/London."
        ) from error


@action("New file")
def new_file(db: Database, name: str, currency: str, zone: str) -> int:
    """Fill a new file with what every business needs; the key of its first person."""
    name = tidy.business_name(name)
    settings = {"business_name": name, "currency": currencies.code(currency), "zone": zone}
    db.table("setting").insert_many({"name": k, "value": v} for k, v in settings.items())
    who = _user_name()
    person_id = db.table("person").insert(
        {"name": who, "initials": who[:1].upper(), "role": "owner"}
    )
    pipeline = db.table("pipeline").insert({"name": "Sales"})
    db.table("stage").insert_many(
        {
            "pipeline_id": pipeline,
            "name": label,
            "position": position,
            "kind": kind,
            "probability": probability,
            "quiet_days": quiet,
        }
        for position, (label, kind, probability, quiet) in enumerate(STAGES)
    )
    db.table("reason").insert_many(
        {"kind": kind, "label": label, "position": position}
        for kind, labels in REASONS.items()
        for position, label in enumerate(labels)
    )
    db.table("channel").insert_many(
        {"kind": kind, "name": label, "position": position}
        for position, (kind, label) in enumerate(CHANNELS)
    )
    db.table("score_rule").insert_many(
        {"axis": axis, "label": label, "condition": condition, "points": points, "position": n}
        for n, (axis, label, condition, points) in enumerate(SCORE_RULES)
    )
    db.detail = name
    return person_id


def _user_name() -> str:
    try:
        return getpass.getuser().split(".")[0].title() or "Me"
    except (OSError, KeyError, ImportError):
        return "Me"
