"""Figures: a month against plain tables, five years against a bare scan of the indexes."""

from pathlib import Path

from salesdesk.model.calendar import Period, parse_period
from salesdesk.queries.figures import figures
from salesdesk.store.database import Database
from tests.bench import kit

#: The sums of a month's figures, from tables that have no index to help.
PLAIN = (
    "select count(*), sum(status = 'qualified'), sum(deal_id is not null), min(first_response_at) "
    "from lead not indexed where received_at >= :a and received_at < :b and trashed_at is null",
    "select count(*) from lead not indexed where qualified_at >= :a and qualified_at < :b",
    "select outcome, count(*) from handover not indexed where offered_at >= :a "
    "and offered_at < :b and trashed_at is null group by outcome",
    "select outcome, count(*) from handover not indexed where answered_at >= :a "
    "and answered_at < :b and trashed_at is null group by outcome",
    "select status, count(*), sum(amount), sum(julianday(closed_on) - julianday(opened_on)) "
    "from deal not indexed where closed_on >= :c and closed_on <= :d and trashed_at is null "
    "group by status",
    "select stage_id, count(*), sum(amount * coalesce(probability, 50)) from deal not indexed "
    "where status = 'open' and trashed_at is null group by stage_id",
    "select person_id, sum(minutes) from activity not indexed where done_at >= :a "
    "and done_at < :b and trashed_at is null group by person_id",
    "select sum(amount) from campaign_cost not indexed where spent_on >= :c and spent_on <= :d",
)
#: The last column of each index keeps SQLite from answering out of anything smaller.
SCANS = (
    "select max(trashed_at), count(deal_id) from lead indexed by lead_figures where status in "
    "('new', 'working', 'nurture', 'qualified', 'handed_over', 'accepted', 'returned', "
    "'disqualified', 'duplicate') and received_at >= :a and received_at < :b",
    "select max(trashed_at) from lead indexed by lead_qualified where qualified_at >= :a "
    "and qualified_at < :b",
    "select max(trashed_at) from handover indexed by handover_offered where offered_at >= :a "
    "and offered_at < :b",
    "select max(trashed_at) from handover indexed by handover_answered where answered_at >= :a "
    "and answered_at < :b",
    "select max(is_new_customer) from deal indexed by deal_closed where closed_on >= :c "
    "and closed_on <= :d and closed_on is not null and trashed_at is null",
    "select max(trashed_at) from activity indexed by activity_done where done_at >= :a "
    "and done_at < :b and done_at is not null",
    "select max(amount) from campaign_cost indexed by cost_by_day where spent_on >= :c "
    "and spent_on <= :d",
)


def measure(big: Path, small: Path) -> list[str]:
    """Both ratios."""
    month = parse_period("2026-10")
    years = Period(parse_period("2022").first, parse_period("2026").last, "five years")
    with kit.opened(big) as session:
        db = session.db
        # an hour of everybody's costs something, so that the activities are read too
        db.connection.execute("begin immediate")
        db.connection.execute("update person set hourly_cost = 1500")
        lines = [
            kit.ratio(
                "figures of a month / the same sums without indexes",
                kit.best(lambda: figures(db, month)),
                kit.best(lambda: _run(db, PLAIN, month)),
                1 / 5,
            ),
            kit.ratio(
                "figures of five years / bare scan of the covering indexes",
                kit.best(lambda: figures(db, years), 2),
                kit.best(lambda: _run(db, SCANS, years), 2),
                3.5,
            ),
        ]
        db.connection.execute("rollback")
        return lines


def _run(db: Database, statements: tuple[str, ...], period: Period) -> None:
    first, last = period.moments(db.clock.zone)
    known = {"a": first, "b": last, "c": period.first.isoformat(), "d": period.last.isoformat()}
    for sql in statements:
        db.rows(sql, {name: value for name, value in known.items() if f":{name}" in sql})
