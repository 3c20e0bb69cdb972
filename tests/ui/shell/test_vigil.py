"""While a window is open, handovers run out on time and senders hear what became of theirs."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from salesdesk.actions import handovers, leads, people
from salesdesk.model.calendar import Clock
from salesdesk.queries import today
from salesdesk.session import Session
from salesdesk.ui.shell.vigil import tell_me
from salesdesk.ui.shell.window import MainWindow
from tests import windows

TICKED = {f"{point}_ok": 1 for point in ("need", "budget", "timing", "authority", "in_area")}
Opens = Callable[[str], MainWindow]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Session.create(tmp_path / "a.salesdesk", name="Acme", clock=at("15")) as session:
        tom = session.do(people.add, "Tom", role="sales")
        for name in ("Ann", "Ben"):
            key = session.do(leads.create, {"name": name, **TICKED})
            session.do(handovers.hand_over, key, tom)
    return tmp_path / "a.salesdesk"


def at(day: str) -> Clock:
    return Clock("Europe/London", f"2026-10-{day}T12:00")


@pytest.fixture
def opened(path: Path, qtbot: QtBot) -> Iterator[Opens]:
    made: list[MainWindow] = []

    def opens(day: str) -> MainWindow:
        window = MainWindow(Session.open(path, clock=at(day)))
        window.show()
        made.append(window)
        qtbot.waitUntil(lambda: window.vigil.looks > 0)
        return window

    yield opens
    for window in made:
        windows.gone(window)


def outcomes(session: Session) -> list[Any]:
    return [outcome for (outcome,) in session.db.rows("select outcome from handover order by id")]


def test_a_handover_runs_out_in_whatever_window_is_open(opened: Opens) -> None:
    window = opened("15")
    assert outcomes(window.session) == ["pending", "pending"]
    window.close()
    window = opened("20")
    session = window.session
    assert outcomes(session) == ["expired", "expired"]
    steps = [step.words for step in session.read(today.follow_ups)]
    assert steps == ["Hand over again: no answer from Tom"] * 2
    newest = "select words, kind from change order by clock desc limit 1"
    assert session.db.row(newest) == ("Handover ran out", "outside")


def test_undo_passes_over_what_ran_out_by_itself(opened: Opens) -> None:
    window = opened("20")
    window.session.do(leads.create, {"name": "Cid"})
    window.undo()
    held = "select count(*) from lead where name = 'Cid' and trashed_at is null"
    assert window.session.db.value(held) == 0
    assert outcomes(window.session) == ["expired", "expired"]


def test_the_sender_hears_of_the_answer_once(opened: Opens, qtbot: QtBot) -> None:
    window = opened("15")
    session = window.session
    first, second = (int(key) for (key,) in session.db.rows("select id from handover order by id"))
    tell_me(session, first)
    with session.another() as colleague:
        colleague.db.person_id = session.db.value("select id from person where name = 'Tom'")
        colleague.do(handovers.accept, first)
        colleague.do(handovers.accept, second)
    qtbot.waitUntil(lambda: window.toaster.words.text() == "Tom accepted Ann.")
    window.toast("Something else.")
    window.vigil.look()
    assert window.toaster.words.text() == "Something else."


def test_the_sender_hears_it_after_the_program_was_closed(opened: Opens, path: Path) -> None:
    window = opened("15")
    first = int(window.session.db.value("select min(id) from handover"))
    tell_me(window.session, first)
    window.close()
    window = opened("20")
    assert window.toaster.words.text() == "Tom did not answer in time: Ann is back."
