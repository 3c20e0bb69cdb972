"""The sample business, Marlow & Finch Joinery: fourteen plausible months up to any day."""

from pathlib import Path

from salesdesk.model.calendar import Clock
from salesdesk.sample.business import make
from salesdesk.session import Session


def make_sample(path: Path, clock: Clock) -> Path:
    """Make the sample file at `path`, the same for the same day; UserError if one is there."""
    with Session.create(
        path, name="Marlow & Finch Joinery", currency="GBP", zone=clock.zone, clock=clock
    ) as session:
        session.begin_with("Make the sample business", make)
    return path
