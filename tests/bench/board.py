"""The board with all open deals: against a widget for each card, and against an empty board."""

import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from salesdesk.actions import deals as actions
from salesdesk.queries import deal_board
from salesdesk.queries.deals import Filters
from salesdesk.session import Session
from salesdesk.ui.app import application
from salesdesk.ui.deals.board import Board
from salesdesk.ui.deals.panel import DealsPanel
from salesdesk.ui.deals.words import Money
from salesdesk.ui.shell.window import MainWindow
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
        board.show()
        kit.paint(board)
        scrolled = _scrolled(board)
        saved = [_saved(session, board, turn) for turn in range(6)]
        board.hide()
    dropped = _dropped(kit.opened(data.copy_of(big)))
    return [
        kit.ratio(f"board of {cards:,} cards / a widget per card", ready, widgets, 1 / 25),
        kit.ratio(f"board of {cards:,} cards / an empty board", ready, bare, 2),
        kit.most_of("scroll frame, 95 %", kit.most(scrolled, 0.95) * 1000, 8, "ms"),
        kit.most_of("drop to paint, saved, median", kit.middle(dropped) * 1000, 12, "ms"),
        kit.said("of which the change in the file", f"{kit.middle(saved) * 1000:.1f} ms"),
    ]


def _ready(session: Session) -> tuple[float, Board]:
    made: list[Board] = []

    def make() -> None:
        board = Board(session, Money("GBP"))
        board.resize(*SIZE)
        board.reload(Filters())
        board.show()
        kit.paint(board)
        kit.paint(board)
        made.append(board)

    taken = kit.seconds(make)
    made[0].hide()
    return taken, made[0]


def _widgets(session: Session) -> None:
    root = QWidget()
    row = QHBoxLayout(root)
    for column in session.read(deal_board.board, Filters()):
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


def _saved(session: Session, board: Board, turn: int) -> float:
    """The change alone: the first card of one column goes on top of the next."""
    key, stage, above = _next(board, turn)
    taken = kit.seconds(lambda: session.do(actions.move, key, stage, above))
    board.reload(Filters())
    return taken


def _next(board: Board, turn: int) -> tuple[int, int, int]:
    start, end = turn % 2, 1 - turn % 2
    key, above = (board.frames[number].view.column.cards.keys[0] for number in (start, end))
    return key, board.columns[end].stage.key, above


class _Painted(QObject):
    """When each column was painted last."""

    def __init__(self, board: Board) -> None:
        super().__init__()
        self.at: dict[QObject, float] = {}
        self.columns: list[QObject] = [frame.view.viewport() for frame in board.frames[:2]]
        for column in self.columns:
            column.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.at[watched] = time.perf_counter()
        return False


def _dropped(session: Session) -> list[float]:
    """In the real window: from the drop until both columns were painted as the file is now."""
    window = MainWindow(session, "deals")
    window.resize(1440, 900)
    window.show()
    kit.paint(window)
    panel = window.panel()
    assert isinstance(panel, DealsPanel)
    painted, taken = _Painted(panel.board), []
    for turn in range(12):
        kit.wait(lambda: not window.jobs.busy())
        kit.paint(window)
        key, stage, above = _next(panel.board, turn)
        painted.at.clear()
        began = time.perf_counter()
        panel.board.move_asked.emit(key, stage, above)
        kit.wait(lambda: len(painted.at) == len(painted.columns))
        assert panel.board.frames[1 - turn % 2].view.column.cards.keys[0] == key
        taken.append(max(painted.at.values()) - began)
    window.close()
    return taken
