"""A board that follows a few changes shows the same as one that reads everything again."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from salesdesk.actions import deals
from salesdesk.model.calendar import Clock
from salesdesk.queries import deal_board, settings
from salesdesk.queries import deals as lists
from salesdesk.queries.deals import Filters
from salesdesk.session import Session
from salesdesk.ui.deals.board import Board
from salesdesk.ui.deals.card import CardDelegate
from salesdesk.ui.deals.words import Money


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    clock = Clock("Europe/London", "2026-10-15")
    with Session.create(tmp_path / "a.salesdesk", name="Test & Co", clock=clock) as made:
        for number in range(12):
            values = {"title": f"Deal {number}", "amount": number * 100_00}
            made.do(deals.create, {**values, "owner_id": made.person_id})
        yield made


@pytest.fixture
def board(session: Session, qtbot: QtBot) -> Board:
    made = Board(session, Money("GBP"))
    qtbot.addWidget(made)
    made.resize(1224, 700)
    made.reload(Filters())
    made.show()
    return made


def seen(board: Board) -> list[list[str]]:
    """What each column shows, from the top: name, amount and stage of its cards."""
    columns = []
    for frame in board.frames:
        rows = range(frame.view.column.rowCount())
        cards = [frame.view.card(row) for row in rows]
        columns.append([f"{c.title} {c.amount} {c.stage}" for c in cards if c is not None])
    return columns


def stands(session: Session, filters: Filters) -> list[list[str]]:
    """The same from the file."""
    columns = []
    for column in session.read(deal_board.board, filters):
        keys = session.read(deal_board.column_keys, column.stage.key, filters)
        cards = session.read(lists.cards, keys)
        columns.append([f"{cards[k].title} {cards[k].amount} {cards[k].stage}" for k in keys])
    return columns


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_to_deals_the_board_shows_what_the_file_says(
    session: Session, board: Board, seed: int
) -> None:
    dice = random.Random(seed)
    filters = Filters() if seed % 2 else replace(Filters(), text="1")
    board.reload(filters)
    session.subscribe(lambda changes: board.follow(changes.rows("deal") or (), filters))
    stages = [s.key for s in session.read(settings.stages) if s.kind == "open"]
    keys = [int(row[0]) for row in session.db.rows("select id from deal")]
    for _ in range(40):
        key, deed = dice.choice(keys), dice.randrange(8)
        status = session.db.value("select status from deal where id = ?", (key,))
        stage = dice.choice(stages)
        if deed < 4:
            others = session.read(deal_board.column_keys, stage, Filters())
            before = dice.choice([*others, None])
            session.do(deals.move, key, stage, before)
        elif deed == 4 and status == "open":
            session.do(deals.win, key)
        elif deed == 5:
            session.do(deals.edit, key, {"amount": dice.randrange(9999)})
        elif deed == 6:
            session.undo()
        else:
            session.redo()
        assert seen(board) == stands(session, filters)
        assert board.columns == session.read(deal_board.board, filters)


def test_the_moved_card_stays_picked(session: Session, board: Board) -> None:
    key = board.frames[0].view.column.cards.keys[3]
    board.pick_key(key)
    session.subscribe(lambda changes: board.follow(changes.rows("deal") or (), Filters()))
    session.do(deals.move, key, board.columns[2].stage.key, None)
    assert board.current_key() == key
    assert board.frames[2].view.current_card() is not None


def test_a_card_is_drawn_anew_only_when_something_on_it_changed(
    session: Session, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    paint_card = CardDelegate.paint_card

    def noted(self: CardDelegate, *args: object, **kw: object) -> None:
        drawn.append(args[2].title)  # type: ignore[attr-defined]
        paint_card(self, *args, **kw)  # type: ignore[arg-type]

    QApplication.processEvents()
    board.frames[0].paint_now()  # a card that was seen twice is kept as a picture
    monkeypatch.setattr(CardDelegate, "paint_card", noted)
    key = board.frames[0].view.column.cards.keys[2]
    session.subscribe(lambda changes: board.follow(changes.rows("deal") or (), Filters()))
    session.do(deals.edit, key, {"title": "Another name"})
    assert "Another name" in drawn
    assert not {"Deal 0", "Deal 1", "Deal 10", "Deal 11"} & set(drawn)
