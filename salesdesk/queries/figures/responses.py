"""Response times: working time to the first human contact, and whether the promise was kept."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from operator import itemgetter, sub
from typing import Any

from salesdesk.model.calendar import local_day, parse_moment, to_moment
from salesdesk.model.rules import WorkingHours
from salesdesk.queries.figures.scope import Scope
from salesdesk.queries.figures.tally import Key, Tallies, add
from salesdesk.queries.settings import Settings
from salesdesk.store.database import Database

LONG_SPAN = 20 * 366 * 1440  # minutes; the ladder has four bytes for each
#: Two lists of minutes after `base`, of the leads that were answered: when they came, and when
#: somebody met them. A row for each lead would take four times as long.
WAITS = """, json_group_array(unixepoch(l.received_at) / 60 - :base) filter (where {met}),
    json_group_array(unixepoch(l.first_response_at) / 60 - :base) filter (where {met})
    """.format(met="l.first_response_at is not null and l.status <> 'duplicate'")
Waits = list[tuple[Key, str, str]]


def base_of(params: dict[str, Any]) -> int:
    """The minute that the lists count from: the first of the period."""
    return _minute(params["start"])


def count_late(
    db: Database, scope: Scope, params: dict[str, Any], tallies: Tallies, settings: Settings
) -> None:
    """The leads that nobody has answered within the promise."""
    # by whole minutes, as the waits of the answered ones are
    late = _moment(_minute(db.now()) - settings.response_promise_hours * 60)
    rows = db.rows(
        f"""select {scope.key("lead")}, count(*) from lead l indexed by lead_figures
        where l.status = 'new' and l.received_at >= :start and l.received_at < :end
        and l.received_at < :late and l.first_response_at is null and l.trashed_at is null
        {scope.where("lead")} {scope.group}""",
        {**params, "late": late},
    )
    add(tallies, rows, "promised")


def count_waits(tallies: Tallies, found: Waits, base: int, settings: Settings, zone: str) -> None:
    """How long the answered leads of the period waited, and how often the promise was kept."""
    waits = [(key, *_read(came, met)) for key, came, met in found]
    waits = [wait for wait in waits if wait[1]]
    if not waits:
        return
    last = max(max(max(came), max(met)) for _, came, met in waits)
    upto = _ladder(settings, zone, base, base + last)
    promise = settings.response_promise_hours * 60
    for key, came, met in waits:
        tally = tallies[key]
        for minutes, count in Counter(map(sub, upto(met), upto(came))).items():
            tally.response_minutes[max(0, minutes)] += count
        tally.counts["promised"] += len(came)
        tally.counts["promise_kept"] += sum(map(promise.__ge__, map(sub, met, came)))


def _read(came: str, met: str) -> tuple[list[int], list[int]]:
    """The pairs in which both are moments; another program may have written something else.

    Who was answered before the period did not wait, however long before.
    """
    lists: tuple[list[int], list[int]] = json.loads(came), json.loads(met)
    if "null" in came or "null" in met:
        pairs = [pair for pair in zip(*lists, strict=True) if None not in pair]
        lists = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    if "-" in came or "-" in met:
        lists = [max(0, minute) for minute in lists[0]], [max(0, minute) for minute in lists[1]]
    return lists


def _ladder(
    settings: Settings, zone: str, first: int, last: int
) -> Callable[[list[int]], Iterable[int]]:
    """Minutes after `first` -> working minutes; a wrong year is not laid out minute by minute."""
    hours = WorkingHours(
        settings.working_days,
        settings.working_from,
        settings.working_to,
        zone,
        local_day(_moment(first), zone) - timedelta(days=1),
        local_day(_moment(last), zone) + timedelta(days=1),
    )
    if last - first > LONG_SPAN:
        return lambda minutes: [hours.upto(first + minute) for minute in minutes]
    ladder = hours.ladder(first, last)
    # one call for all takes a third less than one for each; of a single one it gives no tuple
    return lambda minutes: itemgetter(*minutes, 0)(ladder)[:-1]


def _minute(moment: str) -> int:
    return int(parse_moment(moment).timestamp()) // 60


def _moment(minute: int) -> str:
    return to_moment(datetime.fromtimestamp(minute * 60, UTC))
