"""Who acts on what they see is told first where a colleague has changed just that."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from salesdesk import actions
from salesdesk.actions import (
    activities,
    campaigns,
    contacts,
    deals,
    handovers,
    leads,
    objections,
    people,
    planned,
    saved_views,
)
from salesdesk.actions.lead_values import CHECKLIST
from salesdesk.errors import UserError
from salesdesk.model.calendar import Clock
from salesdesk.queries import deal_detail, edits
from salesdesk.queries import leads as queries
from salesdesk.queries import settings as set_up
from salesdesk.session import Session
from salesdesk.store.schema import RECORDS
from salesdesk.ui.kit.seen import Overtaken, upon

NOON = "2026-10-15T12:00"
AGAIN = "Nothing was done here: repeat it if you still mean it."


class Two:
    """Hannah and Priya at one file."""

    def __init__(self, path: Path) -> None:
        self.path, self.clock = path, Clock("Europe/London", NOON)
        self.hannah = Session.create(path, name="Acme", clock=self.clock)
        self.hannah.i_am(self.hannah.do(people.add, "Hannah Marlow", role="owner"))
        key = self.hannah.do(people.add, "Priya Shah", role="sales")
        self.priya = self.open(key)
        self.lead = self.hannah.do(leads.create, {"name": "Eleanor", "town": "Reading"})
        for point in CHECKLIST:
            self.hannah.do(leads.tick, self.lead, point, True)
        self.deal = self.hannah.do(deals.create, {"title": "Kitchen", "amount": 9000_00})

    def open(self, person: int, at: str = NOON) -> Session:
        return Session.open(self.path, clock=Clock("Europe/London", at), person_id=person)

    def row(self) -> dict[str, Any]:
        """The lead as the reading pane has it."""
        found = self.hannah.read(queries.one, self.lead)
        assert found is not None
        return found

    def detail(self) -> deal_detail.Detail:
        """The deal as its pane has it."""
        found = self.hannah.read(deal_detail.detail, self.deal)
        assert found is not None
        return found

    def stage(self, number: int) -> int:
        return [s for s in self.hannah.read(set_up.stages) if s.kind == "open"][number].key


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    made = Two(tmp_path / "a.salesdesk")
    yield made
    made.hannah.close()
    made.priya.close()


def refused(session: Session, action: Callable[..., Any], *args: Any, **kw: Any) -> str:
    """What is said, and that nothing was written."""
    before = session.db.value("select max(id) from entry")
    with pytest.raises(Overtaken) as told:
        session.do(action, *args, **kw)
    assert session.db.value("select max(id) from entry") == before
    return str(told.value)


def guarded_actions() -> list[Any]:
    found = {}
    for module in pkgutil.iter_modules(actions.__path__):
        here = importlib.import_module(f"salesdesk.actions.{module.name}")
        found.update({id(f): f for f in vars(here).values() if getattr(f, "rests_on", ())})
    return list(found.values())


@pytest.mark.parametrize("action", guarded_actions(), ids=lambda action: str(action.words))
def test_what_an_action_rests_on_is_in_the_file(action: Any, two: Two) -> None:
    table, *fields = action.rests_on
    assert table == "" or table in RECORDS
    for name in [table] if table else ["lead", "deal"]:
        columns = {
            c for (c,) in two.hannah.db.rows(f"select name from pragma_table_info('{name}')")
        }
        assert fields and columns.issuperset(fields)
        assert edits.row(two.hannah.db, name, 0) is None


def test_a_lead_that_a_colleague_qualified_is_said_and_left(two: Two) -> None:
    seen = two.row()
    two.priya.do(leads.qualify, two.lead)
    said = refused(two.hannah, upon(leads.qualify, seen), two.lead)
    assert said == "Priya qualified Eleanor just now. Hand it over to sales with H."
    said = refused(two.hannah, upon(leads.nurture, seen), two.lead)
    assert said == f"Priya qualified Eleanor just now. {AGAIN}"
    assert two.row()["status"] == "qualified"


def test_what_the_step_does_not_rest_on_is_merged(two: Two) -> None:
    seen = two.row()
    two.priya.do(leads.edit, two.lead, {"town": "Caversham"})
    two.hannah.do(upon(leads.qualify, seen), two.lead)
    assert (two.row()["status"], two.row()["town"]) == ("qualified", "Caversham")


def test_who_was_told_may_repeat_it(two: Two) -> None:
    snooze = upon(leads.snooze, two.row())
    two.priya.do(leads.snooze, two.lead, "2026-10-20")
    said = refused(two.hannah, snooze, two.lead, "2026-10-21")
    assert said == f"Priya snoozed Eleanor just now. {AGAIN}"
    two.hannah.do(snooze, two.lead, "2026-10-21")
    assert two.row()["wake_on"] == "2026-10-21"


def test_who_does_the_same_twice_has_nothing_left_to_do(two: Two) -> None:
    tom = two.hannah.do(people.add, "Tom Finch", role="sales")
    seen = two.row()
    two.priya.do(leads.assign, two.lead, tom)
    said = refused(two.hannah, upon(leads.assign, seen), two.lead, tom)
    assert said == "Priya gave Eleanor to Tom Finch just now. Nothing was left to do."


def test_a_deleted_record_is_said(two: Two) -> None:
    seen = two.row()
    two.priya.do(leads.trash, two.lead)
    said = refused(two.hannah, upon(leads.disqualify, seen), two.lead, 0)
    assert said == "Priya deleted Eleanor just now. Nothing was done."


def test_nobody_deletes_what_a_colleague_has_just_worked_on(two: Two) -> None:
    seen = two.row()
    two.priya.do(leads.edit, two.lead, {"town": "Caversham"})
    said = refused(two.hannah, upon(leads.trash, seen), two.lead)
    assert said == f"Priya edited Eleanor just now. {AGAIN}"


def test_one_hears_of_oneself_in_another_window_and_of_a_step_that_was_taken_back(two: Two) -> None:
    seen = two.row()
    with two.open(two.hannah.person_id or 0, "2026-10-15T11:57") as window:
        window.do(leads.qualify, two.lead)
        said = refused(two.hannah, upon(leads.nurture, seen), two.lead)
        assert said == f"You qualified Eleanor 3 min ago. {AGAIN}"
        seen = two.row()
        window.undo()
        said = refused(two.hannah, upon(leads.nurture, seen), two.lead)
        assert said.startswith("You took back: qualify lead: Eleanor")


def test_a_deal_that_a_colleague_moved_stays_where_it_is(two: Two) -> None:
    seen = two.detail()
    two.priya.do(deals.move, two.deal, two.stage(2))
    said = refused(two.hannah, upon(deals.move, seen), two.deal, two.stage(1))
    assert said == f"Priya moved Kitchen to Presenting just now. {AGAIN}"
    said = refused(two.hannah, upon(deals.move, seen), two.deal, two.stage(2))
    assert said == "Priya moved Kitchen to Presenting just now. Nothing was left to do."
    two.hannah.do(upon(deals.win, seen), two.deal)  # won is won, in whatever stage
    assert two.detail().status == "won"


def test_a_deal_is_won_once(two: Two) -> None:
    seen = two.detail()
    two.priya.do(deals.win, two.deal)
    said = refused(two.hannah, upon(deals.win, seen), two.deal)
    assert said == "Priya won Kitchen just now. Reopen it first to win it again."


def test_done_means_the_step_that_was_seen(two: Two) -> None:
    two.hannah.do(activities.plan_step, "deal", two.deal, "Call", "2026-10-15")
    seen = two.detail()
    two.priya.do(activities.finish_step, "deal", two.deal)
    two.priya.do(activities.plan_step, "deal", two.deal, "Send the quote", "2026-10-16")
    said = refused(two.hannah, upon(activities.finish_step, seen), "deal", two.deal)
    assert said == f"Priya planned next step: Kitchen just now. {AGAIN}"
    assert two.detail().next_step == "Send the quote"


def test_a_planned_call_is_finished_once(two: Two) -> None:
    def plan(db: Any) -> int:
        row = {"kind": "call", "direction": "out", "subject": "Ask again", "lead_id": two.lead}
        return int(db.table("activity").insert({**row, "planned_on": "2026-10-15"}))

    key = two.hannah.do(plan)
    seen = {"subject": "Ask again", "planned_on": "2026-10-15"}
    two.priya.do(planned.finish, key)
    said = refused(two.hannah, upon(planned.finish, seen), key)
    assert said == "Priya finished planned activity: Ask again just now. Nothing was done."
    with pytest.raises(Exception, match="done already"):
        two.hannah.do(planned.finish, key)
    assert two.hannah.db.value("select count(*) from activity where done_at is not null") == 1


def test_an_objection_that_was_answered_is_not_reopened_unseen(two: Two) -> None:
    key = two.hannah.do(objections.raise_objection, "Too dear", deal_id=two.deal)
    [seen] = two.hannah.read(deal_detail.objections, two.deal)
    two.priya.do(objections.answer, key, "Pays back in a year")
    said = refused(two.hannah, upon(objections.fatal, seen), key)
    assert said == f"Priya answered objection: Too dear just now. {AGAIN}"


def test_a_handover_is_answered_once(two: Two) -> None:
    two.hannah.do(leads.qualify, two.lead)
    slip = two.hannah.do(handovers.hand_over, two.lead, two.priya.person_id or 0)
    two.priya.do(handovers.accept, slip)
    said = refused(two.hannah, upon(handovers.withdraw, {"outcome": "pending"}), slip)
    assert said == "Priya accepted Eleanor just now. Look at the lead again."


def test_a_view_that_a_colleague_changed_is_not_overwritten(two: Two) -> None:
    key = two.hannah.do(saved_views.save, "leads", "Reading", "{}")
    two.priya.do(saved_views.change, key, '{"text": "Caversham"}')
    said = refused(two.hannah, upon(saved_views.change, {"rule": "{}"}), key, "[]")
    assert said == f"Priya changed view: Reading just now. {AGAIN}"


def test_of_many_lines_those_that_a_colleague_took_out_are_counted(two: Two) -> None:
    campaign = two.hannah.do(campaigns.create, "Fair")
    lines = [
        two.hannah.do(campaigns.record_spend, campaign, amount, "2026-10-01")
        for amount in (1, 2, 3)
    ]
    two.priya.do(campaigns.take_out, lines[:1], [])
    assert two.hannah.do(campaigns.take_out, lines[:2], []) == 1
    left = two.hannah.db.rows("select amount from campaign_cost where trashed_at is null")
    assert left == [(3,)]


def test_nobody_is_merged_with_one_who_was_deleted_meanwhile(two: Two) -> None:
    keep, other = (two.hannah.do(contacts.create, {"name": name}) for name in ("Ann", "Anna"))
    two.priya.do(contacts.trash, other)
    with pytest.raises(UserError, match="Anna was deleted meanwhile"):
        two.hannah.do(contacts.merge, keep, other)


def test_without_anything_seen_an_action_is_as_it_was(two: Two) -> None:
    two.priya.do(leads.snooze, two.lead, "2026-10-20")
    two.hannah.do(leads.snooze, two.lead, "2026-10-21")
    assert two.row()["wake_on"] == "2026-10-21"
