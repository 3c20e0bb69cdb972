"""What the campaigns section reads, off the window's thread: the table, and one detail."""

from dataclasses import dataclass
from datetime import date

from salesdesk.queries import campaigns, feedback, settings
from salesdesk.queries.campaigns import Line, Touch
from salesdesk.queries.feedback import Counted, Said
from salesdesk.queries.figures import Figures, figures
from salesdesk.session import Session
from salesdesk.ui.campaigns.model import Row


@dataclass(frozen=True)
class Overview:
    """Every campaign with its figures, and the whole business beside them."""

    rows: list[Row]
    whole: Figures
    margin: int | None
    currency: str
    today: date


@dataclass(frozen=True)
class Detail:
    """Everything about one campaign that its figures don't say."""

    key: int
    schedule: list[Line]
    touches: list[Touch]
    touch_count: int
    objections: list[Counted]
    returned: list[Counted]
    said: list[Said]


def read_overview(session: Session) -> Overview:
    """The table's rows."""
    db = session.db
    kept = settings.settings(db)
    rows = [Row(campaign, found) for campaign, found in campaigns.with_figures(db)]
    whole = figures(db, campaigns.since_start(db))
    return Overview(rows, whole, kept.gross_margin, kept.currency, db.today())


def read_detail(session: Session, key: int) -> Detail:
    """One campaign's timeline, activity and what sales says."""
    db = session.db
    return Detail(
        key,
        campaigns.schedule(db, key),
        campaigns.touches(db, key, 30),
        campaigns.touch_count(db, key),
        feedback.objections(db, key),
        feedback.returned(db, key),
        feedback.said(db, key),
    )
