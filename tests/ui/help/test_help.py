"""The help: every page opens, every link leads somewhere, every command that it names exists."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from salesdesk.cli import cli
from salesdesk.model.calendar import Clock
from salesdesk.resources import resource_path
from salesdesk.session import Session
from salesdesk.ui.help import pages
from salesdesk.ui.help.pages import Page
from salesdesk.ui.help.window import HelpWindow, show_help
from salesdesk.ui.shell.window import MainWindow
from tests import windows

CLOCK = Clock("Europe/London", "2026-10-15")
WRITTEN = [name for name in pages.ORDER if name != pages.KEYS]


@pytest.fixture(scope="module")
def sample(sample_business: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copy(sample_business, tmp_path_factory.mktemp("help")))


@pytest.fixture
def window(sample: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    with windows.shown(qtbot, Session.open(sample, clock=CLOCK)) as made:
        yield made


@pytest.fixture
def help_window(window: MainWindow) -> HelpWindow:
    return show_help(window, "getting-started")


def written() -> list[Page]:
    return [pages.shipped(name) for name in WRITTEN]


def bold(page: Page) -> Iterator[str]:
    for block in page.blocks:
        yield from (run.words for run in block.runs if run.kind == "strong")


def entries(menu: QMenu, path: str) -> Iterator[str]:
    for action in menu.actions():
        words = action.text().split("\t")[0].replace("&", "")
        yield f"{path} > {words}"
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from entries(inner, f"{path} > {words}")


def menu_paths(window: MainWindow) -> set[str]:
    """Every command as it stands in the menus of every section."""
    found: set[str] = set()
    for section in window.sections:
        window.go(section.id)
        for top in window.menuBar().actions():
            menu = top.menu()
            if isinstance(menu, QMenu):
                found.update(entries(menu, top.text().replace("&", "")))
    return found


@pytest.mark.parametrize("name", pages.ORDER)
def test_every_page_opens(help_window: HelpWindow, name: str) -> None:
    help_window.turn_to(name)
    assert help_window.page() == name
    shown = help_window.sheet.toPlainText()
    assert shown.splitlines()[0] and len(shown) > 200


def test_every_file_of_the_help_is_listed_in_its_contents() -> None:
    files = {path.stem for path in resource_path("help").glob("*.md")}
    assert files == set(WRITTEN)


@pytest.mark.parametrize("page", written(), ids=lambda page: page.id)
def test_every_link_leads_to_another_page(page: Page) -> None:
    assert [to for to in page.links() if to not in pages.ORDER or to == page.id] == []


def test_every_page_is_led_to_from_another() -> None:
    reached = {to for page in written() for to in page.links()}
    reached |= set(pages.OF_SECTION.values()) | {pages.KEYS, "getting-started", "privacy"}
    assert set(WRITTEN) - reached == {"damage"}, "damage is found in the contents, in need"


def test_every_menu_path_that_is_named_exists(window: MainWindow) -> None:
    there = menu_paths(window)
    named = {(page.id, words) for page in written() for words in bold(page) if " > " in words}
    assert len(named) > 15
    assert {(page, words) for page, words in named if words not in there} == set()


def test_every_list_that_is_named_exists(window: MainWindow) -> None:
    shown = {view.label for s in window.sections for view in window.go(s.id).views()}
    named = {words for page in written() for words in bold(page) if " > " not in words}
    assert named - shown == set()


def test_every_key_that_is_named_works(window: MainWindow) -> None:
    known = {"Esc", "Enter", "G", "N:"}  # N: is a drive
    for section in window.sections:
        known.add(section.letter)
        known |= {c.key.replace("+", " ") for c in window.go(section.id).commands()}
    known |= {c.key.replace("+", " ") for c in window.menus.own_commands()}
    named = {
        run.words
        for page in written()
        for block in page.blocks
        for run in block.runs
        if run.kind == "key" and not run.words.startswith("salesdesk ")
    }
    assert named - known == set()


def test_every_word_of_the_command_line_that_is_named_exists() -> None:
    texts = " ".join(resource_path("help", f"{name}.md").read_text("utf-8") for name in WRITTEN)
    named = set(re.findall(r"`salesdesk ([a-z-]+)", texts))
    assert named - set(cli.commands) == set()


@pytest.mark.parametrize(("section", "page"), sorted(pages.OF_SECTION.items()))
def test_f1_opens_the_page_of_the_section(window: MainWindow, section: str, page: str) -> None:
    window.go(section)
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_F1)
    found = window.findChild(HelpWindow)
    assert isinstance(found, HelpWindow)
    assert found.isVisible() and found.page() == page


def test_the_page_of_the_keys_has_the_keys_of_the_section(window: MainWindow) -> None:
    window.go("leads")
    shown = show_help(window, pages.KEYS).sheet.toPlainText()
    for command in (c for c in window.go("leads").commands() if c.key):
        assert command.label.rstrip("…") in shown
    assert "G L Leads" in shown.replace("\xa0", " ")


def test_a_search_finds_pages_by_their_words(help_window: HelpWindow, qtbot: QtBot) -> None:
    QTest.keyClick(help_window, Qt.Key.Key_Slash)
    assert help_window.field.hasFocus()
    qtbot.keyClicks(help_window.field, "onedrive")
    assert help_window.listed()[0] == "sharing-cloud"
    assert help_window.page() == "sharing-cloud"
    marked = help_window.sheet.extraSelections()
    assert marked and marked[0].cursor.selectedText().lower() == "onedrive"
    QTest.keyClick(help_window.field, Qt.Key.Key_Down)
    assert help_window.page() == help_window.listed()[1]


def test_a_search_without_a_hit_says_so_and_lets_go(help_window: HelpWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(help_window.field, "xylophone")
    assert help_window.listed() == []
    assert help_window.nothing.isVisible() and "xylophone" in help_window.nothing.text()
    help_window.field.clear()
    assert help_window.listed() == list(pages.ORDER)
    assert not help_window.nothing.isVisible()


def test_a_link_turns_the_page_and_alt_left_goes_back(help_window: HelpWindow) -> None:
    help_window.sheet.anchorClicked.emit(QUrl("sharing"))
    assert help_window.page() == "sharing"
    QTest.keyClick(help_window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert help_window.page() == "getting-started"


def test_esc_closes_the_help_and_the_window_stays(help_window: HelpWindow) -> None:
    QTest.keyClick(help_window, Qt.Key.Key_Escape)
    assert not help_window.isVisible()
    assert help_window.parentWidget().isVisible()


def test_a_page_fetches_nothing_and_reads_no_markup(help_window: HelpWindow) -> None:
    words = "# <img src='http://example.com/x.png'>\n\n<b>not bold</b> [out](away)"
    help_window.sheet.show_page(pages.made("made", list(pages.parse(words))))
    assert "<b>not bold</b>" in help_window.sheet.toPlainText()
    assert "<img src" in help_window.sheet.toPlainText()
    assert help_window.sheet.loadResource(2, QUrl("http://example.com/x.png")) is None
    help_window.turn_to("away")
    assert help_window.page() == "getting-started"
