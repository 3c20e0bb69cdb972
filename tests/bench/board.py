"""The board with all open deals: against a widget for each card, and against an empty board."""

from pathlib import Path

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from salesdesk.actions import deals as actions
from salesdesk.queries import deals
from salesdesk.queries.deals import Filters
from salesdesk.session import Session
from salesdesk.ui.app import application
from salesdesk.ui.deals.board import Board
from salesdesk.ui.deals.words import Money
from tests.bench import data, kit

SIZE = (1200, 760)


def measure(big: Path, small: Path) -> list[str]:
    """Ready, scrolled, dropped."""
    application("light")
    empty_file = data.FOLDER / "empty.salesdesk"
    empty_file.unlink(missing_ok=True)
    Session.create(empty_file, name="Empty").close()
    with kit.opened(data.copy_of(big)) as session, kit.opened(empty_file) as nothing:
        ready = min(_ready(session)[0] for _ in range(3))
        bare = min(_ready(nothing)[0] for _ in range(3))
        cards = int(session.db.value("select count(*) from deal where status = 'open'"))
        widgets = kit.seconds(lambda: _widgets(session))
        _, board = _ready(session)
        scrolled = _scrolled(board)
        dropped = [_dropped(session, board, turn) for turn in range(6)]
    return [
        kit.ratio(f"board of {cards:,} cards / a widget per card", ready, widgets, 1 / 25),
        kit.ratio(f"board of {cards:,} cards / an empty board", ready, bare, 2),
        kit.most_of("scroll frame, 95 %", kit.most(scrolled, 0.95) * 1000, 8, "ms"),
        kit.most_of("drop to paint, saved, median", kit.middle(dropped) * 1000, 12, "ms"),
    ]


def _ready(session: Session) -> tuple[float, Board]:
    made: list[Board] = []

    def make() -> None:
        board = Board(session, Money("GBP"))
        board.resize(*SIZE)
        board.reload(Filters())
        board.show()
        kit.paint(board)
        made.append(board)

    return kit.seconds(make), made[0]


def _widgets(session: Session) -> None:
    root = QWidget()
    row = QHBoxLayout(root)
    for column in session.read(deals.board, Filters()):
        area, inner = QScrollArea(), QWidget()
        stack = QVBoxLayout(inner)
        for title, amount, day in session.db.rows(
            "select title, amount, expected_on from deal where stage_id = ? and status = 'open' "
            "and trashed_at is null order by rank, id",
            (column.stage.key,),
        ):
            card = QFrame()
            lines = QVBoxLayout(card)
            for words in (title, amount, day):
                lines.addWidget(QLabel(str(words)))
            stack.addWidget(card)
        area.setWidget(inner)
        row.addWidget(area)
    root.resize(*SIZE)
    root.show()
    kit.paint(root)


def _scrolled(board: Board) -> list[float]:
    view = board.frames[0].view
    bar = view.verticalScrollBar()

    def step(number: int) -> None:
        bar.setValue(number * 47 % max(1, bar.maximum()))
        view.viewport().repaint()

    return kit.each(step, 200)


def _dropped(session: Session, board: Board, turn: int) -> float:
    """The first card of one column goes on top of the next and is painted there."""
    start, end = turn % 2, 1 - turn % 2
    key = board.frames[start].view.column.cards.keys[0]
    above = board.frames[end].view.column.cards.keys[0]
    stage = board.columns[end].stage.key

    def drop() -> None:
        session.do(actions.move, key, stage, above)
        board.reload(Filters())
        board.repaint()

    return kit.seconds(drop)
