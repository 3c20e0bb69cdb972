"""What becomes of a deal that is in the file already: left, filled, overwritten, added."""

from salesdesk.jobs.imports import import_file
from salesdesk.session import Session

HEADS = "Deal ID,Deal Name,Amount,Stage,Close Date,Next step\n"
OPEN = "D1,Kitchen,1200,Proposal,2026-11-01,\n"
WON = "D1,Kitchen,1500,Closed Won,2026-10-01,Fit it\n"


def bring(session: Session, row: str, policy: str) -> tuple[int, int]:
    table = session.path.with_name("deals.csv")
    table.write_text(HEADS + row, "utf-8")
    tally = import_file(session, table, "deals", on_duplicate=policy).tally
    assert tally.errors == []
    return tally.created_rows, tally.updated


def deals(session: Session) -> list[tuple[object, ...]]:
    return session.db.rows("select status, amount, closed_on, next_step from deal order by id")


def moves(session: Session) -> int:
    found = session.db.value("select count(*) from stage_event")
    assert isinstance(found, int)
    return found


def test_left_as_it_is(session: Session) -> None:
    bring(session, OPEN, "skip")
    assert bring(session, WON, "skip") == (0, 0)
    assert deals(session) == [("open", 120000, None, None)]


def test_filled_where_it_is_empty_and_not_closed(session: Session) -> None:
    bring(session, OPEN, "skip")
    assert bring(session, WON, "fill") == (0, 1)
    assert deals(session) == [("open", 120000, None, "Fit it")]
    assert moves(session) == 1


def test_overwritten_as_a_whole_with_its_move(session: Session) -> None:
    bring(session, OPEN, "skip")
    assert bring(session, WON, "overwrite") == (0, 1)
    assert deals(session) == [("won", 150000, "2026-10-01", "Fit it")]
    assert moves(session) == 2
    assert bring(session, WON, "overwrite") == (0, 0)
    assert moves(session) == 2


def test_a_won_deal_that_is_open_there_is_open_again(session: Session) -> None:
    bring(session, WON, "skip")
    assert bring(session, OPEN, "overwrite") == (0, 1)
    assert deals(session) == [("open", 120000, None, "Fit it")]
    session.undo()
    assert deals(session) == [("won", 150000, "2026-10-01", "Fit it")]


def test_added_as_another_one(session: Session) -> None:
    bring(session, OPEN, "skip")
    assert bring(session, WON, "add") == (1, 0)
    assert [row[0] for row in deals(session)] == ["open", "won"]
