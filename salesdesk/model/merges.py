"""What a record is after the changes of several copies of a file have come together.

The state of a record follows from the set of its events alone, never from the order in which
they arrived: the last one by the hybrid clock wins, field by field. An edit beats a deletion
that did not know of it. What two people set differently without knowing of each other is a
clash: the later value stands, the other is kept for a person to choose.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: Follow from other fields or from machinery: two values of these are no clash of people.
DERIVED = frozenset(
    "id created_at created_by name_key title_key email_key phone_key value_key fold score rank "
    "read_at stage_since last_contact_at import_id external_ref version".split()
)


@dataclass(frozen=True)
class Event:
    """One entry of the journal about one record, with the change that it belongs to."""

    op: str
    after: Mapping[str, Any]
    clock: int
    change: int
    place: int  # the order in the change
    seat: int
    at: str
    person_id: int | None
    arrival: int  # the order in this file
    #: What the author's copy knew: the newest change of each other seat. None for a change that
    #: was made where this file comes from: it knew all that had arrived before it.
    seen: Mapping[int, int] | None

    @property
    def order(self) -> tuple[int, int, int]:
        """The same in every copy."""
        return self.clock, self.change, self.place

    def knew(self, other: "Event") -> bool:
        """Whether who made this event had the other one in their copy."""
        if self.seat == other.seat:
            return (other.change, other.place) < (self.change, self.place)
        if self.seen is None:
            return other.arrival < self.arrival
        return other.change <= self.seen.get(other.seat, 0)


@dataclass(frozen=True)
class Clash:
    """Two values of one field, set by people who did not know of each other."""

    field: str
    won: Event
    lost: Event


@dataclass(frozen=True)
class Merged:
    """A record as it should be: `fields` as far as events tell, or gone."""

    exists: bool
    #: Every field that some event set; others stay as they are.
    fields: dict[str, Any]
    #: True if the events tell the whole record: fields not named are empty.
    whole: bool
    version: int
    last: Event
    clashes: tuple[Clash, ...]
    deletions: tuple[Event, ...]


def merge(events: Iterable[Event]) -> Merged:
    """The record that these events, all that are known of it, make together."""
    ordered = sorted(events, key=lambda event: event.order)
    deletions = [event for event in ordered if event.op == "d"]
    writes = [event for event in ordered if event.op != "d"]
    exists = not deletions or any(
        not any(deletion.knew(write) for deletion in deletions) for write in writes
    )
    made = next((event for event in reversed(writes) if event.op == "i"), None)
    if made is not None:
        # a record that is put back is whole: what was known before it is in it, or is empty
        writes = [event for event in writes if not made.knew(event)]
    setters: dict[str, list[Event]] = {}
    for event in writes:
        for field in event.after:
            setters.setdefault(field, []).append(event)
    fields = {field: events[-1].after[field] for field, events in setters.items()}
    clashes = [clash for field in setters for clash in _clashes(field, setters[field])]
    rescued = _rescuer(setters.get("trashed_at", ()), writes)
    if rescued is not None:
        fields["trashed_at"] = None
        clashes.append(Clash("trashed_at", rescued, setters["trashed_at"][-1]))
    return Merged(
        exists,
        fields,
        made is not None,
        _version(ordered),
        ordered[-1],
        tuple(clashes),
        tuple(deletions),
    )


def _clashes(field: str, events: Sequence[Event]) -> list[Clash]:
    """The values of one field that lost against its last one unknown to its author.

    A value that somebody knew of and replaced is no longer anybody's wish.
    """
    won = events[-1]
    if field in DERIVED:
        return []
    return [
        Clash(field, won, lost)
        for lost in events[:-1]
        if lost.op == "u"
        and not won.knew(lost)
        and lost.after[field] != won.after[field]
        and not any(other is not lost and other.knew(lost) for other in events if other is not won)
    ]


def _rescuer(trashing: Sequence[Event], writes: Sequence[Event]) -> Event | None:
    """The newest edit that somebody made without knowing of the deletion that stands."""
    if not trashing or trashing[-1].after["trashed_at"] is None:
        return None
    trash = trashing[-1]
    found = [
        event
        for event in writes
        if event.op == "u"
        and set(event.after) - DERIVED - {"trashed_at"}
        and not trash.knew(event)
        and not event.knew(trash)
    ]
    return found[-1] if found else None


def _version(ordered: Sequence[Event]) -> int:
    """How often the record has been written since it was last made; one for the making."""
    version = 1
    for event in ordered:
        version = 1 if event.op == "i" else version + (event.op == "u")
    return version
