"""The reports section by keyboard: months, parts, black and white, save and print."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from salesdesk.model.calendar import Clock
from salesdesk.session import Session
from salesdesk.ui.app import application
from salesdesk.ui.reports.panel import ReportsPanel
from salesdesk.ui.reports.preview import TWO, WIDE
from salesdesk.ui.reports.printing import PrintRun, printer_for
from salesdesk.ui.shell.window import MainWindow

CLOCK = Clock("Europe/London", "2026-10-15")


@pytest.fixture
def window(sample_business: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    application("light")
    path = Path(shutil.copy(sample_business, tmp_path))
    made = MainWindow(Session.open(path, clock=CLOCK))
    qtbot.addWidget(made, before_close_func=lambda window: window.jobs.wait())
    made.resize(1440, 900)
    made.show()
    yield made
    made.jobs.wait()


@pytest.fixture
def panel(window: MainWindow, qtbot: QtBot) -> ReportsPanel:
    window.go("reports")
    found = window.findChild(ReportsPanel)
    assert isinstance(found, ReportsPanel)
    qtbot.waitUntil(lambda: found.made is not None)
    return found


def press(panel: ReportsPanel, key: str) -> None:
    """Do what stands on a key of this section."""
    [command] = [c for c in panel.commands() if c.key == key]
    assert command.enabled
    command.slot()


def test_the_last_full_month_is_shown_first(panel: ReportsPanel) -> None:
    assert panel.month == date(2026, 9, 1)
    assert panel.months.currentText() == "September 2026"
    assert panel.where.text() == f"A4 portrait, pages 1 and 2 of {panel.made.pages}"  # type: ignore[union-attr]
    assert panel.preview.zoom == TWO


def test_the_brackets_go_through_the_months_and_stop_at_today(
    panel: ReportsPanel, qtbot: QtBot
) -> None:
    press(panel, "]")
    qtbot.waitUntil(lambda: panel.made.report.title == "October 2026")  # type: ignore[union-attr]
    assert not panel.after.isEnabled()
    press(panel, "]")
    assert panel.month == date(2026, 10, 1)
    press(panel, "[")
    press(panel, "[")
    qtbot.waitUntil(lambda: panel.made.report.title == "August 2026")  # type: ignore[union-attr]


def test_a_part_that_is_switched_off_leaves_the_pages(panel: ReportsPanel, qtbot: QtBot) -> None:
    assert "Funnel" in text_of(panel.made.pdf)  # type: ignore[union-attr]
    panel.side.boxes["Funnel"].click()
    qtbot.waitUntil(lambda: "Funnel" not in text_of(panel.made.pdf))  # type: ignore[union-attr]
    assert "Funnel" in panel.side.boxes  # it can be had back
    assert not panel.side.boxes["Funnel"].isChecked()


def test_black_and_white_is_another_print_of_the_same_figures(
    panel: ReportsPanel, qtbot: QtBot
) -> None:
    coloured = panel.made.pdf  # type: ignore[union-attr]
    press(panel, "B")
    qtbot.waitUntil(lambda: panel.made.pdf != coloured)  # type: ignore[union-attr]
    assert text_of(panel.made.pdf) == text_of(coloured)  # type: ignore[union-attr]


def test_what_is_saved_is_what_is_shown(
    panel: ReportsPanel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "September"
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", staticmethod(lambda *_: (str(target), "PDF (*.pdf)"))
    )
    press(panel, "Ctrl+S")
    assert panel.made is not None
    assert target.with_suffix(".pdf").read_bytes() == panel.made.pdf
    panel.write_to(tmp_path / "September.csv")
    assert "Revenue won" in (tmp_path / "September.csv").read_text("utf-8-sig")


def test_a_folder_that_is_gone_is_told_in_words(
    panel: ReportsPanel, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(window, "toast", lambda words, undo=False: said.append(words))
    panel.write_to(tmp_path / "gone" / "a.pdf")
    assert said
    assert said[0].startswith(f"The folder {tmp_path / 'gone'} does not exist.")


def test_a_report_is_never_written_over_a_salesdesk_file(
    panel: ReportsPanel, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(window, "toast", lambda words, undo=False: said.append(words))
    path = window.session.path
    before = path.read_bytes()
    panel.write_to(path)
    assert said and "stays as it is" in said[0]
    assert path.read_bytes() == before


def test_print_puts_every_page_on_paper(panel: ReportsPanel, tmp_path: Path, qtbot: QtBot) -> None:
    assert panel.made is not None
    printer = printer_for(panel.made, plain=False)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    run = PrintRun(panel, panel.shell, panel.made, printer)
    done: list[bool] = []
    run.finished = lambda: done.append(True)
    run.start()
    qtbot.waitUntil(lambda: bool(done))
    document = pypdfium2.PdfDocument(tmp_path / "printed.pdf")
    assert len(document) == panel.made.pages
    assert round(document[0].get_width()) == 595
    document.close()


def test_a_narrow_window_shows_one_page(panel: ReportsPanel, window: MainWindow) -> None:
    panel.layout_for(1024)
    assert panel.preview.zoom == WIDE
    assert panel.preview.columns() == 1
    assert panel.where.text().startswith("A4 portrait, page 1 of")


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    found = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return found
