"""A quote is written, sent, changed as a new version and accepted, in the panel of its deal."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from salesdesk.actions import deals, quotes
from salesdesk.errors import UserError
from salesdesk.queries import deal_detail
from salesdesk.session import Session
from salesdesk.ui.deals.panel import DealsPanel
from salesdesk.ui.deals.quote_dialog import QuoteDialog
from tests.windows import FakeShell

LINE = {"words": "Oak door", "quantity_milli": 2000, "unit_price": 350_00, "discount_percent": 10}


@pytest.fixture
def deal(session: Session) -> int:
    return session.do(deals.create, {"title": "Kitchen", "amount": 9000_00})


@pytest.fixture
def panel(qtbot: QtBot, session: Session, deal: int) -> Iterator[DealsPanel]:
    made = DealsPanel(session, FakeShell(session))
    qtbot.addWidget(made)
    made.resize(1400, 800)
    made.layout_for(1440)
    made.reload()
    session.subscribe(lambda changes: made.reload())
    made.show()
    made.open_record(deal)
    yield made
    made.hide()


def newest(session: Session, deal: int) -> tuple[str, int, str, int]:
    found = session.read(deal_detail.quotes, deal)[0]
    return found.number, found.revision, found.status, found.net


def test_a_quote_is_written_sent_and_accepted(
    panel: DealsPanel, session: Session, deal: int, qtbot: QtBot
) -> None:
    bar = panel.pane.quotes
    assert bar.edit.text() == "Write a quote"
    assert not any(button.isVisible() for button in bar.marks.values())
    qtbot.mouseClick(bar.edit, Qt.MouseButton.LeftButton)
    dialog = panel.shell.dialogs[-1]  # type: ignore[attr-defined]
    assert isinstance(dialog, QuoteDialog)
    model = dialog.lines.model
    assert model.rows[0]["words"] == "Kitchen"  # the deal and its amount are the first line
    assert model.setData(model.index(0, 1), "1.5")
    assert model.setData(model.index(0, 2), "£8,000")
    assert model.setData(model.index(0, 3), "10%")
    assert not model.setData(model.index(0, 2), "a lot")
    dialog.tax.setText("20")
    assert dialog.total.text() == "£10,800.00 before tax, £12,960.00 in all"
    dialog.finish()
    assert newest(session, deal) == ("1001", 1, "draft", 10_800_00)
    assert panel.pane.quote.isVisible() and "1001" in panel.pane.quote.accessibleName()
    bar.marks["sent"].click()
    assert bar.edit.text() == "New version" and bar.marks["accepted"].isVisible()
    bar.marks["accepted"].click()
    assert newest(session, deal)[2] == "accepted"
    assert panel.pane.amount.text() == "£10,800"
    session.undo()
    assert newest(session, deal)[2] == "sent" and panel.pane.amount.text() == "£9,000"


def test_a_quote_with_nothing_in_it_is_refused_and_stays_open(panel: DealsPanel) -> None:
    command = next(c for c in panel.commands() if c.label == "Write or change quote")
    command.slot()
    dialog = panel.shell.dialogs[-1]  # type: ignore[attr-defined]
    dialog.lines.model.take_row(0)
    dialog.finish()
    assert "no lines" in dialog.note.text()
    dialog.lines.model.insert_row(0, {"key": None, **LINE, "words": " "})
    dialog.finish()
    assert "What is offered" in dialog.note.text()


def test_what_was_sent_stays_and_a_change_is_a_new_version(session: Session, deal: int) -> None:
    first = session.do(quotes.write, deal, [LINE], tax_percent=20)
    assert session.do(quotes.change, first, [LINE, LINE]) == first
    session.do(quotes.mark, first, "sent")
    second = session.do(quotes.change, first, [LINE], valid_until="2026-11-30")
    assert second != first
    assert [(q.revision, q.status, q.net) for q in session.read(deal_detail.quotes, deal)] == [
        (2, "draft", 630_00),
        (1, "sent", 1260_00),
    ]
    session.undo()
    assert newest(session, deal) == ("1001", 1, "sent", 1260_00)
    with pytest.raises(UserError, match="not a day"):
        session.do(quotes.change, first, [LINE], valid_until="soon")
    other = session.do(deals.create, {"title": "Stairs", "amount": 1})
    session.do(quotes.write, other, [LINE])
    assert newest(session, other)[0] == "1002"


def test_a_quote_goes_onto_paper_from_its_deal(
    panel: DealsPanel,
    session: Session,
    deal: int,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    head = panel.pane.quote_head
    keys = {command.key: command for command in panel.commands()}
    assert not head.isVisible()
    session.do(quotes.write, deal, [LINE], tax_percent=20)
    target = tmp_path / "quote.pdf"
    asked: list[str] = []

    def ask(*args: Any) -> tuple[str, str]:
        asked.append(args[2])
        return str(target), "PDF (*.pdf)"

    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(ask))
    assert head.name.text() == "Quote 1001" and "draft" in head.state.text()
    qtbot.mouseClick(head.save, Qt.MouseButton.LeftButton)
    assert asked[0].endswith("Quote 1001.pdf") and target.read_bytes().startswith(b"%PDF")
    target.unlink()
    keys["Ctrl+S"].slot()
    assert target.exists()
    keys["Ctrl+P"].slot()
    dialog = panel.shell.dialogs[-1]  # type: ignore[attr-defined]
    assert dialog.windowTitle() == "Print Quote 1001"
    dialog.close()


def test_what_no_deal_can_be_worth_is_said_and_not_saved(
    panel: DealsPanel, session: Session, deal: int
) -> None:
    huge = {**LINE, "quantity_milli": 10**13, "unit_price": 10**13}
    for line, words in (
        (huge, "larger than any amount"),
        ({**LINE, "unit_price": -5}, "less than"),
    ):
        key = session.do(quotes.write, deal, [line], tax_percent=20)
        panel.pane.show_deal(deal)  # it is told to the penny all the same
        with pytest.raises(UserError, match=words):
            session.do(quotes.mark, key, "accepted")
        assert session.db.value("select status from quote where id = ?", (key,)) == "draft"
    panel.pane.quotes.change(deal)
    dialog = panel.shell.dialogs[-1]  # type: ignore[attr-defined]
    assert isinstance(dialog, QuoteDialog)
    cells = dialog.lines.model
    for column, refused in ((1, "many"), (1, "1e999999"), (2, "9" * 5000), (3, "101"), (3, "²")):
        assert not cells.setData(cells.index(0, column), refused)
    for tax in ("9" * 5000, "-1", "½", "101"):
        dialog.tax.setText(tax)
        dialog.finish()
        assert "tax" in dialog.note.text().lower()
    dialog.tax.setText("20")
    for day in ("31/02/2026", "99999-12-31", "soon"):
        dialog.until.setText(day)
        dialog.finish()
        assert "valid" in dialog.note.text()
    assert session.db.value("select count(*) from quote") == 2
