"""What was logged is put right or deleted, and what follows from it stays true."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from salesdesk.actions import activities, deals, leads, people
from salesdesk.errors import UserError
from salesdesk.model.calendar import Clock
from salesdesk.queries import deals as board
from salesdesk.queries import timelines
from salesdesk.queries.leads import stale_scores
from salesdesk.session import Session
from salesdesk.store import merging
from tests.store.copies import are_alike, lacking, with_two_more

NINE, TEN, ELEVEN = (f"2026-10-14T{hour:02}:00:00Z" for hour in (9, 10, 11))
CLOCK = Clock("Europe/London", "2026-10-15")


def a_lead(session: Session) -> int:
    return int(session.do(leads.create, {"name": "Ann", "received_at": "2026-10-12T09:00:00Z"}))


def state(session: Session, lead: int) -> tuple[object, ...] | None:
    return session.db.row("select status, first_response_at from lead where id = ?", (lead,))


def heard(session: Session, deal: int) -> object:
    return session.db.value("select last_contact_at from deal where id = ?", (deal,))


def titles(session: Session, table: str, key: int) -> list[str]:
    return [e.title for e in session.read(timelines.of_record, table, key) if e.table == "activity"]


def test_a_typing_error_is_put_right_and_taken_back(session: Session) -> None:
    lead = a_lead(session)
    key = session.do(activities.log, "call", "Called abuot kitchen", lead_id=lead, minutes=5)
    session.do(activities.edit, key, {"subject": " Called about kitchen ", "outcome": "no answer"})
    assert titles(session, "lead", lead) == ["Called about kitchen, no answer"]
    assert session.undo() == "Change activity"
    assert titles(session, "lead", lead) == ["Called abuot kitchen"]
    assert session.redo() == "Change activity"
    assert titles(session, "lead", lead) == ["Called about kitchen, no answer"]


def test_saving_what_it_held_writes_nothing(session: Session) -> None:
    key = session.do(activities.log, "call", "Rang", lead_id=a_lead(session))
    before = session.position()
    session.do(activities.edit, key, {"subject": "Rang", "outcome": "", "kind": "call"})
    assert session.position() == before


def test_the_first_response_follows_the_moment_of_a_call(session: Session) -> None:
    lead = a_lead(session)
    first = session.do(activities.log, "call", "Rang", lead_id=lead, at=NINE)
    session.do(activities.log, "email", "Wrote", lead_id=lead, at=TEN)
    session.do(activities.edit, first, {"done_at": ELEVEN})
    assert state(session, lead) == ("working", TEN)
    session.do(activities.edit, first, {"done_at": "2026-10-13T08:00:00Z"})
    assert state(session, lead) == ("working", "2026-10-13T08:00:00Z")
    session.undo()
    assert state(session, lead) == ("working", TEN)
    session.undo()
    assert state(session, lead) == ("working", NINE)


def test_without_its_only_call_a_lead_is_new_again(session: Session) -> None:
    lead = a_lead(session)
    key = session.do(activities.log, "call", "Rang", lead_id=lead, at=NINE)
    session.do(activities.trash, key)
    assert state(session, lead) == ("new", None) and titles(session, "lead", lead) == []
    assert session.undo() == "Delete activity"
    assert state(session, lead) == ("working", NINE)
    session.redo()
    assert state(session, lead) == ("new", None)


def test_a_call_that_was_a_note_reaches_nobody_and_the_other_way_round(session: Session) -> None:
    lead = a_lead(session)
    key = session.do(activities.log, "call", "Rang", lead_id=lead, at=NINE)
    session.do(activities.edit, key, {"kind": "note"})
    assert state(session, lead) == ("new", None)
    assert session.db.value("select direction from activity") == "none"
    session.do(activities.edit, key, {"kind": "email"})
    assert state(session, lead) == ("working", NINE)
    session.do(activities.edit, key, {"direction": "in"})
    assert state(session, lead) == ("new", None)


def test_a_first_response_that_came_with_the_lead_stays(session: Session) -> None:
    lead = a_lead(session)
    told = "2026-10-13T09:00:00Z"
    with session.db.change("Import"):
        values = {"first_response_at": told, "status": "working"}
        session.db.table("lead").update(lead, values)
    key = session.do(activities.log, "call", "Rang", lead_id=lead, at=NINE)
    session.do(activities.trash, key)
    assert state(session, lead) == ("working", told)


def test_a_closed_lead_stays_closed(session: Session) -> None:
    lead = a_lead(session)
    key = session.do(activities.log, "call", "Rang", lead_id=lead, at=NINE)
    reason = session.db.value("select id from reason where kind = 'disqualify' limit 1")
    session.do(leads.disqualify, lead, reason)
    session.do(activities.trash, key)
    assert state(session, lead) == ("disqualified", None)


def test_a_deal_is_quiet_again_without_the_call_that_was_deleted(session: Session) -> None:
    deal = session.do(deals.create, {"title": "Kitchen"})
    with session.db.change("Long ago"):
        session.db.table("deal").update(deal, {"stage_since": "2026-08-01T09:00:00Z"})
    old = session.do(activities.log, "call", "Rang", deal_id=deal, at="2026-08-02T09:00:00Z")
    key = session.do(activities.log, "call", "Rang again", deal_id=deal, at=NINE)
    quiet = board.Filters("quiet")
    assert heard(session, deal) == NINE and session.read(board.summary, quiet).count == 0
    session.do(activities.trash, key)
    assert heard(session, deal) == "2026-08-02T09:00:00Z"
    assert session.read(board.summary, quiet).count == 1
    session.do(activities.edit, old, {"done_at": TEN})
    assert heard(session, deal) == TEN
    session.undo()
    session.undo()
    assert heard(session, deal) == NINE


def test_what_cannot_be(session: Session) -> None:
    key = session.do(activities.log, "call", "Rang", lead_id=a_lead(session), at=NINE)
    with pytest.raises(UserError, match="still to come"):
        session.do(activities.edit, key, {"done_at": "2026-10-16T09:00:00Z"})
    with pytest.raises(UserError, match="What happened is missing"):
        session.do(activities.edit, key, {"subject": " "})
    session.do(activities.trash, key)
    for verb in (lambda: session.do(activities.trash, key),
                 lambda: session.do(activities.edit, key, {"subject": "Other"})):  # fmt: skip
        with pytest.raises(UserError, match="in the trash"):
            verb()


def test_one_persons_undo_stands_beside_a_later_call_of_another(tmp_path: Path) -> None:
    with Session.create(tmp_path / "a.salesdesk", name="A") as one:
        one.i_am(one.do(people.add, "Hannah Marlow"))
        deal = one.do(deals.create, {"title": "Kitchen"})
        with Session.open(one.path, person_id=one.do(people.add, "Priya Shah")) as other:
            one.do(activities.log, "call", "Rang", deal_id=deal, at=NINE)
            other.do(activities.log, "call", "Rang too", deal_id=deal, at=TEN)
            assert one.undo() == "Log activity"
            assert heard(one, deal) == TEN
            assert other.undo() == "Log activity"
            assert heard(one, deal) is None


def test_copies_agree_on_what_was_changed_here_and_deleted_there(tmp_path: Path) -> None:
    """An edit beats a deletion that did not know of it; different fields stand together."""
    first = Session.create(tmp_path / "0.salesdesk", name="A", clock=CLOCK)
    lead = a_lead(first)
    kept = first.do(activities.log, "call", "Rang", lead_id=lead, at=NINE)
    both = first.do(activities.log, "call", "Rang twice", lead_id=lead, at=TEN)
    gone = first.do(activities.log, "call", "Rang thrice", lead_id=lead, at=ELEVEN)
    copies = with_two_more(first, tmp_path)
    _, second, third = copies
    second.do(activities.trash, kept)
    third.do(activities.edit, kept, {"subject": "Rang about the kitchen"})
    second.do(activities.edit, both, {"outcome": "no answer"})
    third.do(activities.edit, both, {"kind": "email"})
    second.do(activities.trash, gone)
    for source in copies * 2:
        for target in copies:
            if target is not source:
                merging.take_in(target.db, lacking(source, target))
    assert are_alike(copies)
    said = titles(third, "lead", lead)
    assert said == ["Rang twice, no answer", "Rang about the kitchen"]
    assert first.db.value("select kind from activity where id = ?", (both,)) == "email"
    for copy in copies:
        copy.close()


class Corrections(RuleBasedStateMachine):
    """At random: log, change, delete, undo and redo; what follows is as if told from scratch."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.session = Session.create(self.folder / "a.salesdesk", name="A", clock=CLOCK)
        self.lead = a_lead(self.session)
        self.deal = int(self.session.do(deals.create, {"title": "Kitchen", "lead_id": self.lead}))
        self.steps = self.turned = 0

    def did(self) -> None:
        self.steps, self.turned = self.steps + 1, 0

    def any_of(self, data: st.DataObject) -> int | None:
        found = self.session.db.rows(
            "select id from activity where trashed_at is null and done_at is not null order by id"
        )
        return data.draw(st.sampled_from([key for (key,) in found])) if found else None

    kinds = st.sampled_from(("call", "email", "note", "visit"))
    ways = st.sampled_from(("in", "out"))
    moments = st.integers(1, 14).map(lambda day: f"2026-10-{day:02}T09:00:00Z")

    @rule(kind=kinds, way=ways, at=moments, of=st.sampled_from(("lead_id", "deal_id")))
    def log(self, kind: str, way: str, at: str, of: str) -> None:
        key = self.lead if of == "lead_id" else self.deal
        self.session.do(activities.log, kind, "x", direction=way, at=at, **{of: key})  # type: ignore[arg-type]
        self.did()

    @rule(data=st.data(), kind=kinds, way=ways, at=moments)
    def change(self, data: st.DataObject, kind: str, way: str, at: str) -> None:
        key = self.any_of(data)
        if key is not None:
            before = self.session.position()
            values = {"kind": kind, "direction": way, "done_at": at}
            self.session.do(activities.edit, key, values)
            if self.session.position() != before:
                self.did()

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        key = self.any_of(data)
        if key is not None:
            self.session.do(activities.trash, key)
            self.did()

    @precondition(lambda self: self.steps > 0)
    @rule()
    def undo(self) -> None:
        assert self.session.undo() is not None
        self.steps, self.turned = self.steps - 1, self.turned + 1

    @precondition(lambda self: self.turned > 0)
    @rule()
    def redo(self) -> None:
        assert self.session.redo() is not None
        self.steps, self.turned = self.steps + 1, self.turned - 1

    @invariant()
    def what_follows_is_true(self) -> None:
        session = self.session
        rows = session.db.rows(
            "select done_at, kind, direction, lead_id, deal_id from activity "
            "where trashed_at is null and kind <> 'note'"
        )
        answers = [at for at, _, way, lead, _ in rows if lead == self.lead and way != "in"]
        first = min(answers, default=None)
        assert state(session, self.lead) == ("working" if first else "new", first)
        spoke = [at for at, _, _, _, deal in rows if deal == self.deal]
        assert heard(session, self.deal) == max(spoke, default=None)
        assert session.read(stale_scores) == []

    def teardown(self) -> None:
        if hasattr(self, "session"):
            assert self.session.check() == []
            self.session.close()
            shutil.rmtree(self.folder)


Corrections.TestCase.settings = settings(
    max_examples=15,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestCorrections = Corrections.TestCase
