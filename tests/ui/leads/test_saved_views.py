"""Lead views of a person's own: saved with a name, shown with a count, changed, let go, undone."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from salesdesk.actions import leads
from salesdesk.actions import saved_views as actions
from salesdesk.errors import UserError
from salesdesk.model.calendar import Clock
from salesdesk.queries import saved_views as queries
from salesdesk.queries.lead_pages import Filter
from salesdesk.queries.saved_views import Rule
from salesdesk.session import Session
from salesdesk.ui.leads.naming import NameDialog
from salesdesk.ui.leads.panel import LeadsPanel
from salesdesk.ui.shell.window import MainWindow
from tests import windows

CLOCK = Clock("Europe/London", "2026-10-15")


@pytest.fixture
def window(session: Session, qtbot: QtBot) -> Iterator[MainWindow]:
    for name, wish in (("Ann", "Shaker kitchen"), ("Ben", "Oak stairs"), ("Cat", "Kitchen island")):
        session.do(leads.create, {"name": name, "asked_for": wish})
    with windows.shown(qtbot, session, "leads", (1440, 900)) as made:
        yield made


def panel(window: MainWindow) -> LeadsPanel:
    found = window.panel()
    assert isinstance(found, LeadsPanel)
    return found


def save(window: MainWindow, name: str, text: str = "kitchen") -> str:
    window.open_list("leads", "all")
    panel(window).list.field.setText(text)
    panel(window).list.reload()
    window.sidebar.plus.click()
    dialog = window.findChildren(NameDialog)[-1]
    dialog.name.setText(name)
    dialog.finish()
    return panel(window).view()


def rows(window: MainWindow) -> list[str]:
    model = panel(window).list.model
    return sorted(model.row_at(n).name for n in range(model.rowCount()))


def shown(window: MainWindow) -> dict[str, int | None]:
    return {view.label: view.count for view in panel(window).views()}


def test_a_search_is_kept_under_a_name_and_counted(window: MainWindow, qtbot: QtBot) -> None:
    view = save(window, "Kitchens")
    assert view.startswith("saved:")
    qtbot.waitUntil(lambda: shown(window).get("Kitchens") == 2)
    window.open_list("leads", "new")
    assert panel(window).list.field.text() == ""
    window.open_list("leads", view)
    assert rows(window) == ["Ann", "Cat"]
    assert panel(window).list.field.text() == "kitchen"
    assert panel(window).list._title.text() == "Kitchens"
    window.session.do(leads.create, {"name": "Dan", "asked_for": "Painted kitchen"})
    qtbot.waitUntil(lambda: shown(window).get("Kitchens") == 3)


def test_the_dialog_says_what_is_kept_and_what_is_wrong(window: MainWindow) -> None:
    save(window, "Kitchens")
    window.sidebar.plus.click()
    dialog = window.findChildren(NameDialog)[-1]
    dialog.name.setText("kitchens")
    dialog.finish()
    assert dialog.isVisible() and "already a view" in dialog.note.text()
    dialog.name.setText("  ")
    dialog.finish()
    assert "missing" in dialog.note.text()
    dialog.reject()


def test_a_view_is_renamed_and_removed_and_undo_brings_it_back(window: MainWindow) -> None:
    view = save(window, "Kitchens")
    window.sidebar.saving_wanted.emit("rename", view)
    dialog = window.findChildren(NameDialog)[-1]
    assert dialog.name.text() == "Kitchens"
    dialog.name.setText("Kitchens over £10k")
    dialog.finish()
    assert "Kitchens over £10k" in shown(window)
    window.sidebar.saving_wanted.emit("remove", view)
    assert "Kitchens over £10k" not in shown(window)
    assert panel(window).view() == "all"
    window.undo()
    assert "Kitchens over £10k" in shown(window)


def test_a_view_takes_up_another_search(window: MainWindow) -> None:
    view = save(window, "Mine")
    panel(window).list.field.setText("oak")
    panel(window).saved.update()
    window.open_list("leads", "all")
    window.open_list("leads", view)
    assert rows(window) == ["Ben"]


def test_a_view_that_a_colleague_removed_is_left_without_a_word(window: MainWindow) -> None:
    view = save(window, "Kitchens")
    key = int(view.removeprefix("saved:"))
    with Session.open(window.session.path, clock=CLOCK) as other:
        other.do(actions.remove, key)
    window.session.poll()
    assert panel(window).view() == "all"
    assert panel(window).list._title.text() == "All leads"


def test_the_plus_stands_in_the_lead_section_alone(window: MainWindow) -> None:
    assert window.sidebar.plus.isVisible()
    window.go("deals")
    assert not window.sidebar.plus.isVisible()
    window.go("leads")
    window.resize(1024, 700)
    assert not window.sidebar.plus.isVisible()


def test_a_rule_of_a_later_version_is_read_as_far_as_it_is_known(window: MainWindow) -> None:
    assert queries.rule_of("nonsense") == Rule()
    assert queries.rule_of("[1]") == Rule()
    later = '{"view": "dreams", "order": "sideways", "filter": {"min_score": 50, "mood": "good"}}'
    assert queries.rule_of(later) == Rule("all", "newest", "", Filter(min_score=50))
    rule = Rule("new", "oldest", "oak", Filter(min_score=50, unread=True))
    assert queries.rule_of(rule.stored()) == rule


def test_names_are_refused_in_words(window: MainWindow) -> None:
    session = window.session
    session.do(actions.save, "leads", "One", Rule().stored())
    with pytest.raises(UserError, match="already a view called one"):
        session.do(actions.save, "leads", "one", Rule().stored())
    assert session.do(actions.save, "deals", "One", Rule().stored())
