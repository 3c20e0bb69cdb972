"""The sample business, Marlow & Finch Joinery: fourteen plausible months up to any day."""

from pathlib import Path

from salesdesk.model.calendar import Clock
from salesdesk.sample import business, deals, leads, quotes
from salesdesk.sample.story import Story
from salesdesk.session import Session
from salesdesk.store.database import Database


def make_sample(path: Path, clock: Clock) -> Path:
    """Make the sample file at `path`, the same for the same day; UserError if one is there."""
    with Session.create(
        path, name="Marlow & Finch Joinery", currency="GBP", zone=clock.zone, clock=clock
    ) as session:
        session.begin_with("Make the sample business", _make)
    return path


def _make(db: Database) -> None:
    story = Story(db.today(), db.clock.local_now(), db.clock.zone)
    made = business.make(db, story)
    accepted = leads.make(db, story, made)
    desk = deals.make(db, story, made, accepted)
    leads.say(db, story, made)
    quotes.make(db, story, made, desk)
