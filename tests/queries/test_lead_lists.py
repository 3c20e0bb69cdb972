"""Lists of leads and search find what a plain look at every lead would find."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salesdesk.actions import leads
from salesdesk.model.calendar import Clock
from salesdesk.model.text import fold
from salesdesk.queries import lead_pages, search
from salesdesk.queries import leads as queries
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
     "nothing at all", "o'brien", "a", "", "AND", "й", "ан", "бо", "πα", "44", "01", "f 3", "o'", "&", "łu ż", "50", "o_", "oak OR door"],
)  # fmt: skip
def test_search_finds_what_a_look_at_every_lead_finds(session: Session, text: str) -> None:
    assert session.read(search.keys, text, "all", None) == brute(session, text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
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
