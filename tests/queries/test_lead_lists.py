"""Lists of leads and search find what a plain look at every lead would find."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesdesk.actions import leads, people
from salesdesk.model.calendar import Clock
from salesdesk.model.text import fold
from salesdesk.queries import lead_pages, search
from salesdesk.queries import leads as queries
from salesdesk.queries.stopping import Stopped, stoppable
from salesdesk.session import Session

NAMES = ("Ann Lee", "Łukasz Żółć", "Zoë Müller", "O’Brien & Sons", "Анна", "Nikos Παππάς", "Li")
ASKED = ("a shaker kitchen", "Türen und Fenster", '50% off? "oak"', "", "an* oak (door)")
PHONES = ("", "0118 496 0142", "+44 20 7946 0018", "01184960142")


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    path = tmp_path_factory.mktemp("lists") / "a.salesdesk"
    with Session.create(path, name="Acme", clock=Clock(fixed="2026-10-15")) as made:
        for n in range(120):
            made.do(
                leads.create,
                {
                    "name": f"{NAMES[n % 7]} {n}",
                    "organisation_name": f"Firm {n % 9} Øst",
                    "phone": PHONES[n % 4],
                    "asked_for": ASKED[n % 5],
                    "received_at": f"2026-09-{1 + n % 28:02}T10:00:00Z",
                },
            )
        yield made


def brute(session: Session, text: str) -> list[int]:
    words = search.words_of(text)
    found = session.db.dicts("select * from lead where trashed_at is null order by id desc")
    return [row["id"] for row in found if words and fits(row, words)]


def fits(row: dict[str, Any], words: list[str]) -> bool:
    if all(len(word) < 3 for word in words):
        parts = [fold(row[c] or "") for c in ("name", "organisation_name", "phone")]
        parts.append("".join(c for c in row["phone"] or "" if c in "0123456789"))
        begun = re.findall(r"[^\W_]+", " ".join(parts))
        tokens = [token for word in words for token in re.findall(r"[^\W_]+", word)]
        return bool(tokens) and all(any(p.startswith(t) for p in begun) for t in tokens)
    texts = [fold(row[c] or "") for c in ("name", "organisation_name", "phone", "asked_for")]
    texts.append("".join(c for c in row["phone"] or "" if c in "0123456789"))
    return all(any(word in text for text in texts) for word in words)


@pytest.mark.parametrize(
    "text",
    ["ann", "AN", "lukasz", "zolc", "müller", "brien", "παππασ", "анна", "kitchen shaker", "li",
     "0118 496", "4960142", "020 7946", "7946", "firm 3 ost", "50%", '"oak"', "an*", "(door)",
     "nothing at all", "o'brien", "a", "", "AND", "й", "ан", "бо", "πα", "44", "01", "f 3",
     "o'", "&", "łu ż", "50", "o_",
     "oak OR door"],
)  # fmt: skip
def test_search_finds_what_a_look_at_every_lead_finds(session: Session, text: str) -> None:
    assert session.read(search.keys, text, "all", None) == brute(session, text)


@settings(max_examples=60)
@given(st.text(max_size=8) | st.sampled_from(NAMES + ASKED).flatmap(
    lambda s: st.tuples(st.integers(0, 9), st.integers(1, 9)).map(lambda t: s[t[0]:t[0] + t[1]])
))  # fmt: skip
def test_any_text_at_all_is_searched_rightly(session: Session, text: str) -> None:
    assert session.read(search.keys, text, "all", None) == brute(session, text)


@pytest.mark.parametrize("order", list(lead_pages.ORDERS))
@pytest.mark.parametrize("view", ["all", "new", "nurture"])
def test_every_stretch_of_a_list_is_in_order_and_complete(
    session: Session, view: str, order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lead_pages, "EVERY", 16)
    pages = lead_pages.Pages(view, order)
    total = session.read(pages.prepare)
    assert total == session.read(queries.count, view)
    rows = [row for start in range(0, total, 50) for row in pages.fetch(session.db, start, 50)]
    assert len({row.key for row in rows}) == total
    marks = [(row.received_at, row.key) for row in rows]
    if order == "newest":
        assert marks == sorted(marks, reverse=True)
    elif order == "oldest":
        assert marks == sorted(marks)
    for place in range(0, total, 17):
        assert pages.place_of(session.db, rows[place].key) == place


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Leads of every status, awake and asleep, of mine, of nobody and of somebody else."""
    path = tmp_path_factory.mktemp("mixed") / "a.salesdesk"
    with Session.create(path, name="Acme", clock=Clock(fixed="2026-10-15")) as made:
        me = made.do(people.add, "Me Myself")
        other = made.do(people.add, "Other One")
        made.i_am(me)
        for n in range(180):
            key = made.do(
                leads.create,
                {
                    "name": f"Lead {n}",
                    "email": f"a{n % 70}@b.example" if n % 3 else None,
                    "phone": f"0118 496 0{n % 50:03}" if n % 4 else None,
                    "received_at": f"2026-09-{1 + n % 28:02}T10:00:00Z",
                },
            )
            sleep = (None, None, "2026-10-01", "2026-12-01")[n // 9 % 4]
            step = (None, "2026-10-15", "2026-11-01")[n // 36 % 3]
            trashed = "2026-10-01T10:00:00Z" if n % 17 == 0 else None
            made.db.execute(
                "update lead set status = ?, wake_on = ?, next_step_on = ?, owner_id = ?, "
                "trashed_at = ? where id = ?",
                (STATUSES[n % 9], sleep, step, (me, other, None)[n % 3], trashed, key),
            )
        yield made


STATUSES = ("new", "working", "nurture", "qualified", "handed_over", "accepted", "returned",
            "disqualified", "duplicate")  # fmt: skip


@pytest.mark.parametrize("view", list(queries.VIEWS))
def test_a_view_its_count_and_its_list_hold_what_its_condition_says(
    mixed: Session, view: str
) -> None:
    where = queries.VIEWS[view]
    wanted = mixed.db.rows(
        f"select l.id from lead l where l.trashed_at is null and {where}",
        queries.named(where, queries.params(mixed.db)),
    )
    pages = lead_pages.Pages(view, "oldest")
    total = mixed.read(pages.prepare)
    assert sorted(pages.keys(mixed.db, 0, 500)) == sorted(key for (key,) in wanted)
    assert (
        mixed.read(queries.counts)[view] == total == len(wanted) == mixed.read(queries.count, view)
    )


@pytest.mark.parametrize("view", ["waiting", "snoozed", "duplicates", "nurture", "all"])
@pytest.mark.parametrize("text", ["lead", "ead 1", "a1", "496", "le"])
def test_a_search_in_a_view_finds_its_leads_only(mixed: Session, view: str, text: str) -> None:
    pages = lead_pages.Pages(view, "newest", lead_pages.Filter(min_score=0))
    everywhere = set(mixed.read(search.keys, text, "all", None))
    mixed.read(pages.prepare)
    wanted = sorted(everywhere & set(pages.keys(mixed.db, 0, 500)), reverse=True)
    assert mixed.read(search.keys, text, view, None) == wanted
    finder = search.Finder(mixed.db)
    narrowed = lead_pages.Filter(min_score=0)
    for among in (None, pages.known):
        for end in range(1, len(text) + 1):  # as it is typed, one search narrows the next
            found = finder.find(text[:end], search.Place(view, narrowed, among))
        assert [row.key for row in found.rows] == wanted[: search.LIMIT]
        assert found.more == (len(wanted) > search.LIMIT)


def test_a_search_sees_what_changed_since_the_last_letter(tmp_path: Path) -> None:
    path = tmp_path / "a.salesdesk"
    with Session.create(path, name="Acme", clock=Clock(fixed="2026-10-15")) as session:
        session.do(leads.create, {"name": "Ann Lee", "received_at": "2026-09-01T10:00:00Z"})
        with session.another() as other:
            finder = search.Finder(other.db)
            assert len(finder.find("ann", search.Place()).rows) == 1
            session.do(leads.create, {"name": "Anna Bo", "received_at": "2026-09-02T10:00:00Z"})
            assert [r.name for r in finder.find("anna", search.Place()).rows] == ["Anna Bo"]


def test_reading_is_given_up_when_nobody_waits_for_it(mixed: Session) -> None:
    with pytest.raises(Stopped), stoppable(mixed.db, lambda: True):
        mixed.read(search.keys, "lead")
    wanted = iter([False])
    with pytest.raises(Stopped), stoppable(mixed.db, lambda: next(wanted, True)):
        mixed.db.rows(
            "with recursive n (x) as (select 1 union all select x + 1 from n limit 1000000) "
            "select count(*) from n"
        )
    assert mixed.read(search.keys, "lead")  # the connection is as good as before


def test_a_filter_narrows_a_view(session: Session) -> None:
    pages = lead_pages.Pages("all", "oldest", lead_pages.Filter(min_score=1, unread=True))
    total = session.read(pages.prepare)
    assert 0 < total < 120
    assert all(row.score >= 1 for row in pages.fetch(session.db, 0, 200))


@pytest.mark.parametrize(
    ("view", "order"), [("all", o) for o in lead_pages.ORDERS] + [("nurture", "oldest")]
)
def test_long_lists_are_read_by_an_index_not_sorted(
    session: Session, view: str, order: str
) -> None:
    pages = lead_pages.Pages(view, order)
    plans = []
    session.db.connection.set_trace_callback(None)
    column, way = lead_pages.ORDERS[order]
    sign = ">=" if way == "asc" else "<="
    for row in session.db.rows(
        f"explain query plan select l.{column}, l.id from lead l where {pages._all()} "
        f"and (l.{column}, l.id) {sign} (?, ?) order by {pages._by()} limit 9",
        ("2026", 1),
    ):
        plans.append(row[3])
    assert "USING" in plans[0]
    assert "INDEX" in plans[0]
    assert not any("TEMP B-TREE" in step for step in plans)
