"""Lines of a change series that nobody of ours wrote: refused in words, nothing is taken in."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesdesk.actions import leads
from salesdesk.model.calendar import Clock
from salesdesk.session import Session
from salesdesk.store import merging, shipments
from salesdesk.store.shipments import Shipment

CLOCK = Clock(fixed="2026-10-15")
REFUSED = (ValueError, shipments.Unknown)


def line(**other: Any) -> str:
    """A change of another seat that adds a lead, with some parts replaced."""
    after = {
        "received_at": "2026-10-01T10:00:00Z",
        "name": "Ann",
        "name_key": "ann",
        "status": "new",
        "created_at": "2026-10-01T10:00:00Z",
    }
    made = {
        "id": 77 << 32 | 2,
        "clock": 1 << 50,
        "person_id": None,
        "at": "2026-10-01T10:00:00Z",
        "words": "Add lead",
        "kind": "do",
        "target": None,
        "detail": None,
        "counter": 2,
        "previous": 0,
        "seen": {},
        "entries": [["lead", 77 << 32 | 1, "i", None, json.dumps(other.pop("after", after))]],
    }
    return json.dumps(list((made | other).values()))


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = Session.create(tmp_path / "a.salesdesk", name="Acme", clock=CLOCK)
    made.do(leads.create, {"name": "Bo Lind", "received_at": "2026-10-01T10:00:00Z"})
    return made


def everything(session: Session) -> list[Any]:
    tables = ("lead", "person", "setting", "change", "entry", "seat")
    return [session.db.rows(f"select * from {table} order by 1") for table in tables]


def take(session: Session, text: str) -> merging.TakenIn:
    return merging.take_in(session.db, [shipments.from_line(text)])


def test_a_good_line_is_taken_in(session: Session) -> None:
    assert take(session, line()).changes == 1
    assert session.db.value("select name from lead where id = ?", (77 << 32 | 1,)) == "Ann"


EVIL = "name = (select group_concat(value) from setting) --"
BAD = {
    "no JSON": "{",
    "nothing": "null",
    "a text": '"change"',
    "too few parts": "[1, 2, 3]",
    "depth": "[" * 200_000,
    "deep fields": line(entries=[["lead", 1, "i", None, "[" * 200_000]]),
    "a huge number": line(id=10**40),
    "a long number": "[" + "9" * 10_000 + "]",
    "a fraction": line(clock=1.5),
    "yes": line(id=True),
    "no seat": line(id=5),
    "a negative seat": line(id=-(77 << 32) + 3),
    "a huge clock": line(clock=2**63),
    "a clock behind which there is no room": line(clock=2**63 - 1),
    "a count behind which there is no room": line(id=77 << 32 | 2**32 - 1, counter=2**32 - 1),
    "a count that is too small": line(counter=1),
    "a person that is words": line(person_id="1 or 1 = 1"),
    "a detail that is a list": line(detail=[1]),
    "words that are no text": line(words={"a": 1}),
    "half a letter": line(words="\ud800"),
    "an unknown kind": line(kind="drop"),
    "seen that is a list": line(seen=[1]),
    "seen by words": line(seen={"1 or 1": 2}),
    "seen in words": line(seen={"5": "x"}),
    "entries that are none": line(entries={"a": 1}),
    "an entry that is none": line(entries=[["lead"]]),
    "an unknown table": line(entries=[["sqlite_master", 1, "d", "{}", None]]),
    "a table of the machinery": line(entries=[["file_identity", 1, "d", "{}", None]]),
    "SQL for a table": line(entries=[["lead; drop table deal", 1, "d", "{}", None]]),
    "a key that is a text": line(entries=[["lead", "1", "d", "{}", None]]),
    "a huge key": line(entries=[["lead", 2**64, "d", "{}", None]]),
    "an unknown op": line(entries=[["lead", 1, "x", "{}", "{}"]]),
    "an insert of nothing": line(entries=[["lead", 1, "i", None, None]]),
    "fields that are a list": line(entries=[["lead", 1, "i", None, "[1]"]]),
    "fields in fields": line(after={"name": {"a": 1}}),
    "a huge field": line(after={"score": 2**70}),
    "a fraction in a field": line(after={"score": 0.5}),
    "not a number": line(entries=[["lead", 1, "i", None, '{"score": NaN}']]),
    "an unknown field": line(after={"evil": 1}),
    "SQL for a field": line(after={EVIL: 1}),
    "the key as a field": line(after={"ID": 1}),
    "bookkeeping": line(after={"version": 99}),
    "half a letter in a field": line(entries=[["lead", 1, "i", None, '{"name": "\\ud800"}']]),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_line_is_refused_and_changes_nothing(session: Session, what: str) -> None:
    before = everything(session)
    with pytest.raises(REFUSED):
        take(session, BAD[what])
    assert everything(session) == before


def test_a_very_long_line_is_refused_without_more_memory_than_it_needs(session: Session) -> None:
    with pytest.raises(REFUSED):
        take(session, "[" + "1," * 10_000_000 + "1]")
    with pytest.raises(REFUSED):
        take(session, '["' + "x" * 50_000_000 + '"]')


def test_a_row_that_breaks_a_rule_is_refused_whole(session: Session) -> None:
    before = everything(session)
    with pytest.raises(Exception) as caught:
        take(session, line(after={"name": "Ann", "status": "king"}))
    assert type(caught.value).__name__ != "KeyError"
    assert everything(session) == before


def test_a_nul_in_a_name_harms_nothing(session: Session) -> None:
    base = json.loads(json.loads(line())[-1][0][4])
    assert take(session, line(after={**base, "name": "A\x00nn"})).changes == 1
    assert session.check() == []
    assert session.db.value("select count(*) from lead") == 2


anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


@given(place=st.integers(0, 11), value=anything)
@settings(max_examples=200)
def test_whatever_stands_in_one_place_it_is_a_change_or_refused(place: int, value: Any) -> None:
    parts = json.loads(line())
    parts[place] = value
    try:
        made = shipments.from_line(json.dumps(parts))
    except REFUSED:
        return
    assert isinstance(made, Shipment)
    assert shipments.from_line(shipments.to_line(made)) == made


@given(text=st.text(max_size=200))
@settings(max_examples=200)
def test_no_text_is_taken_for_a_change(text: str) -> None:
    with pytest.raises(REFUSED):
        shipments.from_line(text)
