"""What a record is after the changes of several copies of a file have come together.

The state of a record follows from the set of its events alone, never from the order in which
they arrived: the last one by the hybrid clock wins, field by field. An edit beats a deletion
that did not know of it. What two people set differently without knowing of each other is a
clash: the later value stands, the other is kept for a person to choose.

Fields that say one thing together (a deal's stage, status and closing) move together: who set one
of them last decides all, so that two closings never become a mixture that nobody meant.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: Follow from other fields or from machinery: two values of these are no clash of people.
DERIVED = frozenset(
    "id created_at created_by name_key title_key email_key phone_key value_key fold score rank "
    "read_at stage_since last_contact_at import_id external_ref version number revision".split()
)

NAMES = ("name", "name_key", "first_name", "last_name")
NEXT_STEP = ("next_step", "next_step_on", "next_step_at", "next_step_kind")
#: table -> groups of fields that move together; the first of a group stands for it in words.
GROUPS: dict[str, tuple[tuple[str, ...], ...]] = {
    "lead": (
        ("status", "reason_id", "reason_note", "closed_at", "wake_on", "qualified_at", "deal_id",
         "contact_id", "organisation_id", "duplicate_of"),
        NAMES, NEXT_STEP, ("email", "email_key"), ("phone", "phone_key"),
    ),
    "deal": (
        ("status", "stage_id", "closed_on", "closed_at", "closed_owner_id", "reason_id",
         "reason_note", "competitor_id", "is_new_customer", "stage_since"),
        NEXT_STEP, ("title", "title_key"),
    ),
    "handover": (("outcome", "answered_by", "answered_at", "reason_id", "comment"),),
    "contact": (NAMES,),
    "organisation": (("name", "name_key"),),
    "campaign": (("name", "name_key"),),
    "product": (("name", "name_key"),),
    "tag": (("name", "name_key"),),
    "contact_point": (("value", "value_key", "kind"),),
    "activity": (("planned_on", "planned_at"),),
}  # fmt: skip
#: Of moments that several people set on their own, this one is true.
FIRST_OR_LAST = {"last_contact_at": max, "first_response_at": min}
#: When something was done: two who did the same at other moments do not clash.
MOMENTS = frozenset("closed_at answered_at qualified_at stage_since".split())


@dataclass(frozen=True, eq=False)
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
    #: The change that this one takes back or does again.
    turns: int | None = None

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
    """Two values of one field, set by people who did not know of each other.

    For fields that move together, `field` is the first of them, and all stand in the values.
    """

    field: str
    won: Event
    lost: Event
    won_values: Mapping[str, Any]
    lost_values: Mapping[str, Any]


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


def merge(events: Iterable[Event], table: str = "") -> Merged:
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
    fields, clashes = _fields(table, writes, made)
    rescued = _rescuer([event for event in writes if "trashed_at" in event.after], writes)
    if rescued is not None:
        fields["trashed_at"] = None
        trash = next(e for e in reversed(writes) if "trashed_at" in e.after)
        kept = {"trashed_at": None}
        clashes.append(Clash("trashed_at", rescued, trash, kept, {**kept, **trash.after}))
    return Merged(
        exists,
        fields,
        made is not None,
        _version(ordered),
        ordered[-1],
        tuple(clashes),
        tuple(deletions),
    )


def _fields(
    table: str, writes: Sequence[Event], made: Event | None
) -> tuple[dict[str, Any], list[Clash]]:
    setters: dict[str, list[Event]] = {}
    for event in writes:
        for field in event.after:
            setters.setdefault(field, []).append(event)
    fields: dict[str, Any] = {}
    clashes: list[Clash] = []
    for field, events in setters.items():
        fields[field] = events[-1].after[field]
        if (choose := FIRST_OR_LAST.get(field)) is not None:
            said = [e.after[field] for e in _heads(events) if e.after[field] is not None]
            fields[field] = choose(said) if said else None
    grouped = set[str]()
    for group in GROUPS.get(table, ()):
        touching = [event for event in writes if not event.after.keys().isdisjoint(group)]
        grouped.update(group)
        if touching:
            fields |= (seen := view(group, touching, touching[-1], made))
            clashes += _clashes(group, touching, seen, made)
    for field in setters.keys() - grouped - DERIVED:
        events = setters[field]
        clashes += _clashes((field,), events, {field: fields[field]}, made)
    return fields, sorted(clashes, key=lambda clash: (clash.lost.order, clash.field))


def view(
    group: Sequence[str], touching: Sequence[Event], last: Event, made: Event | None
) -> dict[str, Any]:
    """What these fields held in the eyes of the author of `last`, once they had set them.

    What they knew from before the record was last `made` is as it was made.
    """
    values = {} if made is None else {field: made.after.get(field) for field in group}
    for event in reversed(chain(touching, last)):
        if event.op == "i":
            values = dict.fromkeys(group)
        values |= {field: event.after[field] for field in group if field in event.after}
    return values


def chain(touching: Sequence[Event], last: Event) -> list[Event]:
    """`last`, the newest that its author knew of, the newest that its author knew of, ..."""
    found = [last]
    for event in reversed(touching):
        if event.order < found[-1].order and found[-1].knew(event):
            found.append(event)
    return found


def _heads(events: Sequence[Event]) -> list[Event]:
    """The events that no author of another one knew of."""
    return [e for e in events if not any(o is not e and o.knew(e) for o in events)]


def _clashes(
    group: Sequence[str],
    events: Sequence[Event],
    won_values: Mapping[str, Any],
    made: Event | None,
) -> list[Clash]:
    """What lost against the last event unknown to its author.

    A value that somebody knew of and replaced is no longer anybody's wish; but who takes that
    back asks again.
    """
    meaning = set(group) - DERIVED - MOMENTS
    turned = _turned(events)
    found = []
    for lost in events:
        standing = events
        if turned:
            standing = [e for e in events if e not in turned or not turned[e].knew(lost)]
        won = standing[-1]
        if (
            won is lost
            or lost.order > won.order
            or (lost.op == "i" and won.op != "i")  # two may have made the same setting or target
            or won.knew(lost)
            or any(o is not lost and o.knew(lost) for o in standing if o is not won)
        ):
            continue
        values = view(group, events, lost, made)
        if any(values.get(f) != won_values.get(f) for f in meaning):
            found.append(Clash(group[0], won, lost, won_values, values))
    return found


def _turned(events: Sequence[Event]) -> dict[Event, Event]:
    """What was taken back, and what took it back: which event it was that no longer counts."""
    found: dict[Event, Event] = {}
    for turn in reversed(events):
        if turn.turns is not None and turn not in found:
            for event in events:
                if event.change == turn.turns:
                    found[event] = found[turn] = event
    return found


def _rescuer(trashing: Sequence[Event], writes: Sequence[Event]) -> Event | None:
    """The newest edit that somebody made without knowing of the deletion that stands."""
    if not trashing or trashing[-1].after["trashed_at"] is None:
        return None
    trash = trashing[-1]
    found = [
        event
        for event in writes
        if event.op == "u"
        and event is not trash
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
