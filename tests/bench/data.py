"""The big file: leads, deals, activities and hand-overs of five years, the same in every run."""

import random
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from salesdesk.model.calendar import Clock
from salesdesk.model.lead_text import name_key
from salesdesk.session import Session
from salesdesk.store import journal, layout, triggers

TODAY = "2026-11-16"
FOLDER = Path(tempfile.gettempdir()) / "salesdesk-bench"
SHAPE = 9  # part of the cached file's name: raise it when the rows below change
DAYS = 5 * 365
OPEN_DEALS = 10_000
PEOPLE, CAMPAIGNS = 8, 60
STATUSES = (
    ["new"] * 3 + ["working"] * 4 + ["nurture"] * 6 + ["qualified"] * 3 + ["handed_over"]
    + ["accepted"] * 15 + ["returned"] * 3 + ["disqualified"] * 60 + ["duplicate"] * 5
)  # fmt: skip
SOUNDS = "ba be bi bo da de di do fa fe fi ga go ha he ka ke ko la le li lo ma me mi mo".split()
SOUNDS += "na ne ni no pa pe po ra re ri ro sa se si so ta te ti to va ve vi wa we ya yo za".split()
WORDS = (
    "asked about a fitted kitchen oak stairs sash windows quote needed before spring budget agreed "
    "call after five prefers email visited the showroom referred by neighbour measured twice sent "
    "brochure wants samples delivery in march planning permission granted alcove shelves wardrobe"
).split()
Row = tuple[Any, ...]


def path_of(leads: int) -> Path:
    """Where the file of that size is kept between runs."""
    return FOLDER / f"leads-{leads}-{SHAPE}-{_layout()}.salesdesk"


@cache
def _layout() -> str:
    """A digest of all tables, indexes and triggers: a file made by other words is refused."""
    made = layout.statements()
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in made:
            connection.execute(statement)
        made += triggers.wanted(connection).values()
    return f"{zlib.crc32(''.join(made).encode()):08x}"


def copy_of(path: Path) -> Path:
    """A copy that a step may write to."""
    FOLDER.mkdir(exist_ok=True)
    return Path(shutil.copyfile(path, FOLDER / f"copy-{path.name}"))


def make(path: Path, leads: int) -> Path:
    """Make the file unless it is there already."""
    if path.exists():
        return path
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob(f"*leads-{leads}-*.salesdesk*"):
        old.unlink()
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with Session.create(draft, name="Bench", clock=Clock("Europe/London", TODAY)) as session:
        _fill(session.db.connection, session.db.seat, leads)
    return draft.rename(path)


class Maker:
    """Rows of each table; keys are of the seat that made the file."""

    def __init__(self, connection: sqlite3.Connection, seat: int, leads: int) -> None:
        self.random = random.Random(7)
        self.leads, self.deals = leads, max(leads // 10, leads // 50 + 20)
        self.open_deals = min(OPEN_DEALS, self.deals // 2)
        if leads > 1000:
            self.deals, self.open_deals = max(self.deals, 2 * OPEN_DEALS), OPEN_DEALS
        self.seat = seat << 32
        self.next = journal.counter_of(connection, seat) + 1
        self.last_day = date.fromisoformat(TODAY)
        stages = connection.execute("select id, kind from stage order by position").fetchall()
        self.open_stages = [key for key, kind in stages if kind == "open"]
        self.won = next(key for key, kind in stages if kind == "won")
        self.lost = next(key for key, kind in stages if kind == "lost")
        self.people = self.keys(PEOPLE)
        self.campaigns = self.keys(CAMPAIGNS)
        self.lead_keys = self.keys(leads)
        self.deal_keys = self.keys(self.deals)
        names = [self._name() for _ in range(min(40_000, leads))]
        self.names = [(name, name_key(name)) for name in names]
        self.firms = [f"{self._name()} Ltd" for _ in range(min(30_000, leads))]
        self.made = ("2026-11-16T12:00:00Z",) * 2

    def keys(self, count: int) -> range:
        """The next keys."""
        first = self.seat | self.next
        self.next += count
        return range(first, first + count)

    def _name(self) -> str:
        parts = ("".join(self.random.choices(SOUNDS, k=self.random.choice((2, 3)))) for _ in "ab")
        return " ".join(parts).title()

    def moment(self, place: float) -> str:
        """A moment of the five years; `place` is 0 at their beginning, 1 today."""
        first = datetime(*self.last_day.timetuple()[:3], tzinfo=UTC) - timedelta(days=DAYS)
        when = first + timedelta(seconds=int(place * DAYS * 86_400))
        return when.strftime("%Y-%m-%dT%H:%M:%SZ")

    def lead_rows(self) -> Iterator[Row]:
        """Leads in the order in which they came in."""
        pick, chance = self.random.choice, self.random.random
        for place, key in enumerate(self.lead_keys):
            came = self.moment(place / self.leads)
            name, folded = pick(self.names)
            first, last = name.split()
            email = f"{first}.{last}{place % 997}@{pick(self.firms).split()[0]}.example".lower()
            phone = f"+447{place * 7919 % 1_000_000_000:09d}"
            status = pick(STATUSES)
            good = status in ("qualified", "handed_over", "accepted", "returned")
            words = " ".join(self.random.choices(WORDS, k=8 + place % 14))
            yield (
                key, came, name, folded, first, last, pick(self.firms), email, phone, email, phone,
                "Fitted kitchen", words, pick(self.campaigns), 50_000 + place % 900_000,
                pick(self.people), status, int(chance() * 100),
                self.moment(min(1.0, (place + 300) / self.leads)) if good else None,
                came if status != "new" else None, *self.made,
            )  # fmt: skip

    def deal_rows(self) -> Iterator[Row]:
        """Deals, the open ones last."""
        closed = self.deals - self.open_deals
        for place, key in enumerate(self.deal_keys):
            opened = self.moment(place / self.deals)[:10]
            is_open = place >= closed
            status = "open" if is_open else self.random.choice(("won", "lost", "lost"))
            stage = self.random.choice(self.open_stages) if is_open else self.won
            stage = self.lost if status == "lost" else stage
            shut = None if is_open else self.moment(min(1.0, (place + 900) / self.deals))
            title = f"{self.names[place % len(self.names)][0]} {self.random.choice(WORDS)}"
            owner = self.random.choice(self.people)
            yield (
                key, title, name_key(title), 10_000 + place * 7919 % 3_000_000, stage, status,
                opened, "2026-12-15" if is_open else None, shut and shut[:10], shut,
                None if is_open else owner, owner, self.lead_keys[place % self.leads],
                self.random.choice(self.campaigns), place * 1024, opened + "T09:00:00Z", *self.made,
            )  # fmt: skip

    def activity_rows(self) -> Iterator[Row]:
        """One for each lead; every tenth belongs to a deal too."""
        kinds = ("call", "email", "note", "meeting", "visit")
        for place, key in enumerate(self.keys(self.leads)):
            lead = self.lead_keys[place]
            deal = self.deal_keys[place // 10 % self.deals] if place % 10 == 0 else None
            yield (
                key, kinds[place % 5], "Talked about the work", self.moment(place / self.leads),
                10 + place % 50, self.people[place % PEOPLE], lead, deal, *self.made,
            )  # fmt: skip

    def handover_rows(self) -> Iterator[Row]:
        """One for every fifth lead."""
        count = self.leads // 5
        for place, key in enumerate(self.keys(count)):
            offered = self.moment(place / count)
            answered = self.moment(min(1.0, (place + 50) / count))
            outcome = "returned" if place % 6 == 0 else "accepted"
            yield (
                key, self.lead_keys[place * 5], self.people[0], self.people[place % PEOPLE],
                offered, answered, outcome, answered, *self.made,
            )  # fmt: skip

    def cost_rows(self) -> Iterator[Row]:
        """Two costs a month for each campaign."""
        for place, key in enumerate(self.keys(CAMPAIGNS * 120)):
            day = self.moment(place / (CAMPAIGNS * 120))[:10]
            yield (key, self.campaigns[place % CAMPAIGNS], day, 5_000 + place % 40_000, *self.made)


def _fill(connection: sqlite3.Connection, seat: int, leads: int) -> None:
    execute = connection.execute
    execute("pragma synchronous = off")
    # without indexes each new lead would look through all deals for those that wait for it
    execute("pragma foreign_keys = off")
    execute("begin immediate")
    indexes = []
    for kind, name, sql in execute(
        "select type, name, sql from sqlite_master where type = 'trigger' "
        "or type = 'index' and sql is not null"
    ).fetchall():
        execute(f"drop {kind} {name}")
        indexes += [sql] if kind == "index" else []
    maker = Maker(connection, seat, leads)
    _load(connection, maker)
    for statement in indexes:
        execute(statement)
    journal.index_range(connection, 0, (1 << 63) - 1)
    triggers.install(connection)
    execute("update seat set counter = ? where id = ?", (maker.next, seat))
    execute("commit")
    execute("pragma synchronous = full")


def _load(connection: sqlite3.Connection, maker: Maker) -> None:
    tables: dict[str, tuple[str, Iterator[Row]]] = {
        "person": (
            "id name initials",
            ((key, f"Person {n}", f"P{n}", *maker.made) for n, key in enumerate(maker.people)),
        ),
        "campaign": (
            "id name name_key status starts_on",
            (
                (key, f"Campaign {n}", f"campaign {n}", "active", "2021-12-01", *maker.made)
                for n, key in enumerate(maker.campaigns)
            ),
        ),
        "deal": (
            "id title title_key amount stage_id status opened_on expected_on closed_on closed_at "
            "closed_owner_id owner_id lead_id campaign_id rank stage_since",
            maker.deal_rows(),
        ),
        "lead": (
            "id received_at name name_key first_name last_name organisation_name email phone "
            "email_key phone_key asked_for notes campaign_id estimated_value owner_id status score "
            "qualified_at first_response_at",
            maker.lead_rows(),
        ),
        "activity": (
            "id kind subject done_at minutes person_id lead_id deal_id",
            maker.activity_rows(),
        ),
        "handover": (
            "id lead_id from_id to_id offered_at due_at outcome answered_at",
            maker.handover_rows(),
        ),
        "campaign_cost": ("id campaign_id spent_on amount", maker.cost_rows()),
    }
    for table, (columns, rows) in tables.items():
        names = [*columns.split(), "created_at", "updated_at"]
        marks = ", ".join("?" * len(names))
        connection.executemany(f"insert into {table} ({', '.join(names)}) values ({marks})", rows)
