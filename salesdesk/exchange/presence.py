"""Who is in: one small file for each seat, written by that seat alone."""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from salesdesk.exchange import writing
from salesdesk.exchange.folders import SEAT, Folder, read_json, vector
from salesdesk.model import tidy
from salesdesk.model.calendar import Clock, parse_moment
from salesdesk.store.schema import SCHEMA_VERSION

AWAY_SECONDS = 180.0


@dataclass(frozen=True)
class Presence:
    """What one seat says of itself."""

    seat: int
    computer: str
    person: str
    at: str
    version: str
    section: str = ""
    here: bool = True
    schema: int = SCHEMA_VERSION
    #: How far it has read the series of each other seat.
    read: Mapping[int, int] = field(default_factory=dict)
    #: How much of each seat's changes it had then.
    has: Mapping[int, int] = field(default_factory=dict)
    #: How many changes it had made then.
    made: int = 0
    #: Files of other seats that it cannot read: whoever can write them again does.
    wants: Mapping[int, int] = field(default_factory=dict)

    def is_here(self) -> bool:
        """Whether somebody sits there, as far as can be told."""
        with contextlib.suppress(ValueError):
            age = (parse_moment(Clock().now()) - parse_moment(self.at)).total_seconds()
            return self.here and age < AWAY_SECONDS
        return False


def say(folder: Folder, presence: Presence) -> None:
    """Write one's own file; OSError where that cannot be."""
    data = json.dumps(asdict(presence), ensure_ascii=False, indent=1).encode()
    writing.put(folder.presence / f"{presence.seat}.json", folder.seal.close(data))


def everyone(folder: Folder) -> list[Presence]:
    """Those who have ever said that they are there, by seat."""
    try:
        names = sorted(entry.name for entry in folder.presence.iterdir())
    except FileNotFoundError:
        return []
    found = []
    for name in names:
        seat, _, ending = name.partition(".")
        if ending == "json" and SEAT.fullmatch(seat):
            facts = read_json(folder.presence / name, folder.seal)
            if facts:
                found.append(_made(int(seat), facts))
    return found


def _made(seat: int, facts: Mapping[str, object]) -> Presence:
    def words(name: str) -> str:
        return tidy.line(str(facts.get(name) or "")[:200])

    schema, made = facts.get("schema"), facts.get("made")
    return Presence(
        *(seat, words("computer"), words("person"), words("at")[:20], words("version")),
        section=words("section"),
        here=facts.get("here") is True,
        schema=schema if type(schema) is int else SCHEMA_VERSION,
        read=vector(facts.get("read")),
        has=vector(facts.get("has")),
        made=made if type(made) is int else 0,
        wants=vector(facts.get("wants")),
    )
