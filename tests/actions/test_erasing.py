"""A person is erased at their wish: nothing of them stays in the file, and the figures stay."""

from pathlib import Path

import pytest

from salesdesk.actions import contacts, erasing, leads
from salesdesk.model.calendar import Clock
from salesdesk.queries import search
from salesdesk.session import Session
from salesdesk.store import merging, shipments

CLOCK = Clock(fixed="2026-10-15")
ANN = {
    "name": "Ann Quill",
    "email": "ann.quill@firm.example",
    "phone": "+44 20 7946 0958",
    "notes": "Ann Quill likes boats",
    "received_at": "2026-10-01T10:00:00Z",
}


@pytest.fixture
def session(tmp_path: Path) -> Session:
    session = Session.create(tmp_path / "a.salesdesk", name="Acme", clock=CLOCK)
    session.do(leads.create, {"name": "Bo Lind", "received_at": "2026-10-01T10:00:00Z"})
    return session


def erase(session: Session, table: str, key: int) -> int:
    return session.begin_with("Erase person", erasing.erase, table, key)


def test_nothing_of_the_person_stays_in_the_file(session: Session) -> None:
    key = session.do(leads.create, ANN)
    session.do(leads.edit, key, {"notes": "Quill moved"})
    session.do(contacts.create, {"name": "Cy Dent"})
    erase(session, "lead", key)
    assert session.read(search.search, "quill") == []
    assert [r.name for r in session.read(search.search, "lind")] == ["Bo Lind"]
    assert session.db.value("select count(*) from lead") == 2
    assert session.check() == []
    path = session.path
    session.close()
    content = path.read_bytes().lower()
    assert b"quill" not in content
    assert b"boats" not in content
    # whole numbers: four digits alone may stand in the random key of a record
    assert b"7946 0958" not in content and b"79460958" not in content


def test_it_cannot_be_undone(session: Session) -> None:
    key = session.do(leads.create, ANN)
    erase(session, "lead", key)
    while session.undo() is not None:
        pass
    names = [name for (name,) in session.db.rows("select name from lead")]
    assert "Ann Quill" not in names


def test_a_contact_goes_with_its_points_and_the_leads_it_came_from(session: Session) -> None:
    key = session.do(contacts.create, {"name": "Ann Quill", "email": "ann.quill@firm.example"})
    erase(session, "contact", key)
    assert session.db.value("select name from contact where id = ?", (key,)) == "Erased person"
    points = "select count(*) from contact_point where trashed_at is null and contact_id = ?"
    assert session.db.value(points, (key,)) == 0


def test_erasing_beats_an_edit_that_did_not_know_of_it(session: Session, tmp_path: Path) -> None:
    key = session.do(leads.create, ANN)
    session.save_copy(tmp_path / "b.salesdesk")
    with Session.open(tmp_path / "b.salesdesk", clock=CLOCK) as other:
        erase(session, "lead", key)
        other.do(leads.edit, key, {"notes": "Quill called again", "job_title": "Captain Quill"})
        for here, there in ((session, other), (other, session)):
            sent = list(shipments.after(there.db.connection, shipments.known(here.db.connection)))
            merging.take_in(here.db, sent)
        for side in (session, other):
            row = side.db.dicts("select * from lead where id = ?", (key,))[0]
            assert row["name"] == "Erased person"
            assert row["notes"] is None
            assert "uill" not in str(row)
            assert side.db.value("select count(*) from entry where after like '%uill%'") == 0
            assert side.check() == []


def test_the_person_is_known_again_by_a_digest_alone(session: Session) -> None:
    from salesdesk.queries import persons

    key = session.do(leads.create, ANN)
    email = session.db.value("select email_key from lead where id = ?", (key,))
    erase(session, "lead", key)
    found = session.read(persons.suppressed)
    assert erasing.is_erased(session.db, found, email, "")
    assert not erasing.is_erased(session.db, found, "bo@firm.example", "")


@pytest.mark.parametrize("kind", ["leads", "contacts"])
def test_the_person_is_not_imported_again(session: Session, tmp_path: Path, kind: str) -> None:
    from salesdesk.jobs import imports

    key = session.do(leads.create, ANN)
    erase(session, "lead", key)
    table = tmp_path / "in.csv"
    table.write_text(
        "Name,Email,Phone\nAnn Quill,Ann.Quill@firm.example,\nAnn Q,,+44 20 7946 0958\n"
        "Di Orr,di@firm.example,\n"
    )
    result = imports.import_file(session, table, kind)
    assert [error.line for error in result.tally.errors] == [2, 3]
    assert "erased at their wish" in result.tally.errors[0].reason
    names = session.db.rows(f"select name from {kind.removesuffix('s')}")
    assert ("Di Orr",) in names
    assert not any("Quill" in name for (name,) in names)
