"""Two people change the settings at the same time: nothing of either is lost."""

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from salesdesk.actions import channels, score_rules, settings, targets
from salesdesk.queries import score_rules as rules
from salesdesk.queries import settings as queries
from salesdesk.session import Session
from salesdesk.ui.kit.conflicts import ConflictDialog
from salesdesk.ui.settings.dialog import SettingsDialog
from salesdesk.ui.settings.forms import FormPage
from salesdesk.ui.settings.lists import ListPage
from tests.windows import FakeWindow


@pytest.fixture
def shell(both: tuple[Session, Session], qtbot: QtBot) -> FakeWindow:
    made = FakeWindow(both[0])
    made.resize(1280, 800)
    qtbot.addWidget(made)
    made.show()
    return made


def opened(both: tuple[Session, Session], shell: FakeWindow, page: str) -> SettingsDialog:
    dialog = SettingsDialog(both[0], shell, page)  # type: ignore[arg-type]
    dialog.open_over()
    QApplication.processEvents()
    return dialog


def rows(dialog: SettingsDialog, name: str) -> list[dict[str, Any]]:
    page = dialog.pages[name]
    assert isinstance(page, ListPage)
    return page.model.rows


def question(shell: FakeWindow) -> ConflictDialog:
    found = [d for d in shell.findChildren(ConflictDialog) if d.isVisible()]
    assert len(found) == 1
    return found[0]


def test_a_setting_that_nobody_touched_follows(
    both: tuple[Session, Session], shell: FakeWindow
) -> None:
    hannah, priya = both
    dialog = opened(both, shell, "business")
    page = dialog.pages["business"]
    assert isinstance(page, FormPage)
    page._set["business_contact"]("0118 496 0142")
    priya.do(settings.change, {"business_name": "Marlow"})
    hannah.poll()
    assert page._get["business_name"]() == "Marlow"
    dialog.finish()
    held = hannah.read(queries.settings)
    assert (held.business_name, held.business_contact) == ("Marlow", "0118 496 0142")


def test_the_same_setting_asks(both: tuple[Session, Session], shell: FakeWindow) -> None:
    hannah, priya = both
    dialog = opened(both, shell, "business")
    page = dialog.pages["business"]
    assert isinstance(page, FormPage)
    page._set["business_name"]("Finch")
    priya.do(settings.change, {"business_name": "Marlow"})
    dialog.finish()
    asked = question(shell)
    assert asked.windowTitle() == "Priya changed this page while you were editing"
    asked.use_all("yours")
    asked.finish()
    assert hannah.read(queries.settings).business_name == "Finch"
    assert not dialog.isVisible() and shell.said[-1].startswith("Settings saved")


def test_a_rule_that_a_colleague_adds_is_not_thrown_away(
    both: tuple[Session, Session], shell: FakeWindow
) -> None:
    hannah, priya = both
    dialog = opened(both, shell, "score")
    rows(dialog, "score")[0]["points"] = 33
    known = [dict(r, key=r["id"], same=True) for r in priya.read(rules.all_rules)]
    new = {"key": None, "axis": "fit", "label": "Near", "condition": "in_area_ok", "points": 7}
    priya.do(score_rules.save, [*known, {**new, "active": True}])
    dialog.finish()
    held = {r["label"]: r["points"] for r in hannah.read(rules.all_rules)}
    assert held["Near"] == 7 and 33 in held.values()


def test_two_cells_of_one_row_merge_and_the_same_cell_asks(
    both: tuple[Session, Session], shell: FakeWindow
) -> None:
    hannah, priya = both
    dialog = opened(both, shell, "channels")
    first = rows(dialog, "channels")[0]
    first["name"] = "Mine"
    priya.do(channels.edit, first["key"], "event", "Theirs")
    hannah.poll()
    page = dialog.pages["channels"]
    assert isinstance(page, ListPage) and page.together is not None
    assert "Priya changed" in page.together.notice.words.text()
    assert rows(dialog, "channels")[0]["kind"] == "event"
    dialog.finish()
    asked = question(shell)
    assert asked.rows[0].theirs.words == "Theirs"
    asked.use_all("yours")
    asked.finish()
    found = next(c for c in hannah.read(queries.channels, False) if c.key == first["key"])
    assert (found.name, found.kind) == ("Mine", "event")


def test_targets_of_two_people_merge(both: tuple[Session, Session], shell: FakeWindow) -> None:
    hannah, priya = both
    dialog = opened(both, shell, "targets")
    rows(dialog, "targets")[0]["leads"] = 40
    priya.do(targets.set_target, "revenue", "2026-10", None, 500000)
    dialog.finish()
    held = {t.metric: t.value for t in hannah.read(queries.targets, "2026-10")}
    assert held == {"leads": 40, "revenue": 500000}
