"""A copy that was taken along is merged into a team's file: everybody gets what came."""

from collections.abc import Callable

from salesdesk.jobs import merges
from salesdesk.session import Session
from tests.exchange.computers import Computer, all_sync, change, new_lead

Make = Callable[[str], Computer]


def test_what_is_merged_into_a_teams_file_reaches_the_others(computer: Make) -> None:
    ann, ben = computer("ann"), computer("ben")
    lead = ann.lead("Eleanor")
    all_sync(ann, ben)
    fair = ann.home / "at the fair.salesdesk"
    ann.session.save_copy(fair)
    with Session.open(fair) as copy:
        copy.do(change, lead, town="Henley")
        for number in range(20):
            copy.do(new_lead, f"Visitor {number}")
    ben.change(lead, town="Woodley")
    all_sync(ben, ann)
    outcome = merges.merge(ann.session, fair)
    assert (outcome.changes, len(outcome.clashes)) == (21, 1)
    ann.sync()
    named = ben.sync().came_from
    assert named and all(named), "also what came from a copy that nobody of them has met"
    all_sync(ann, ben)
    assert ben.session.db.value("select count(*) from lead") == 21
    assert ann.tables() == ben.tables()
    assert merges.preview(ben.session, fair).nothing_new
    ann.here()
    assert ann.session.undo() == "Merge a copy"
    all_sync(ann, ben)
    assert ben.session.db.value("select count(*) from lead") == 1
    assert ann.tables() == ben.tables()


def test_the_shared_file_itself_can_be_merged_after_it_was_taken_home(computer: Make) -> None:
    ann = computer("ann")
    ann.lead("Eleanor")
    ann.sync(refresh=True)
    taken = ann.home / "Acme at home.salesdesk"
    taken.write_bytes(ann.shared.read_bytes())
    with Session.open(taken) as copy:
        copy.do(new_lead, "Gemma")
    assert merges.merge(ann.session, taken).changes == 1
    assert ann.session.db.value("select count(*) from lead") == 2
    assert ann.session.check() == []
