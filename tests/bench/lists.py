"""The list of leads against QSqlQueryModel on the same file: jumps, order, memory."""

import random
from pathlib import Path

from PySide6.QtSql import QSqlDatabase, QSqlQueryModel
from PySide6.QtWidgets import QApplication, QTableView

from salesdesk.ui.app import application
from salesdesk.ui.leads.list_pane import ListPane
from salesdesk.ui.leads.panel import LeadsPanel
from salesdesk.ui.shell.window import MainWindow
from tests.bench import kit

FRAME = 1 / 60
SQL = (
    "select id, name, organisation_name, status, score, received_at from lead "
    "where trashed_at is null order by {order} desc, id desc"
)


def inbox(path: Path) -> tuple[MainWindow, ListPane]:
    """The window on the inbox, all leads, counted and painted."""
    application("light")
    window = MainWindow(kit.opened(path), "leads")
    window.resize(1440, 900)
    window.show()
    kit.wait(lambda: not window.jobs.busy())
    panel = window.panel()
    if not isinstance(panel, LeadsPanel):
        raise TypeError(panel)
    return window, panel.list


def measure(big: Path, small: Path) -> list[str]:
    """Our list first, so that its memory is not hidden in what the other one left behind."""
    _warm(big)
    window, pane = inbox(big)
    before = kit.memory()
    pane.reader.forget()
    jump = kit.seconds(lambda: _first_jump(window, pane))
    grown = max(kit.memory() - before, 4096)
    again = kit.seconds(lambda: _first_jump(window, pane))
    chance = random.Random(3)
    later = [kit.seconds(lambda: _jump(pane, chance.random())) for _ in range(60)]
    scroll = kit.each(lambda step: _jump(pane, 0.3 + 0.00002 * step), 60)
    sort = min(kit.each(lambda turn: _sort(window, pane, ORDERS[turn]), len(ORDERS)))
    window.close()
    other = _other(big)
    return [
        kit.ratio("first jump to the middle / QSqlQueryModel", jump, other[0], 1 / 6),
        kit.said("the same, laid ahead while nothing was wanted", f"{again * 1000:.1f} ms"),
        kit.most_of("later jumps, 95 %, in frames", kit.most(later, 0.95) / FRAME, 2, "fr"),
        kit.most_of("later jumps, worst, in frames", max(later) / FRAME, 2, "fr"),
        kit.said("a scroll step, 95 %", f"{kit.most(scroll, 0.95) * 1000:.1f} ms"),
        kit.ratio("change of sort, kept at the middle / QSqlQueryModel", sort, other[1], 1 / 15),
        kit.ratio("memory growth / QSqlQueryModel", grown, other[2], 1 / 8),
    ]


ORDERS = ("score", "name", "newest")


def _warm(path: Path) -> None:
    """Read the file once: whoever comes first would pay for the disk, the other one would not."""
    with path.open("rb") as stream:
        while stream.read(1 << 20):
            pass


def _first_jump(window: MainWindow, pane: ListPane) -> None:
    pane.show_view("all")
    pane.reload()
    kit.wait(lambda: not window.jobs.busy())
    _jump(pane, 0.5)


def _jump(pane: ListPane, place: float) -> None:
    bar = pane.rows.verticalScrollBar()
    bar.setValue(int(bar.maximum() * place))
    pane.rows.viewport().repaint()


def _sort(window: MainWindow, pane: ListPane, order: str) -> None:
    pane.reader.forget()  # an order that was laid before costs nothing
    pane.set_order(order)
    # not until nothing is read any more: another list is laid ahead after this one is shown
    kit.wait(lambda: pane._pages is not None and pane._pages.order == order)
    _jump(pane, 0.5)


def _other(path: Path) -> tuple[float, float, int]:
    """Jump, sort and growth of a table view on QSqlQueryModel."""
    database = QSqlDatabase.addDatabase("QSQLITE")
    database.setDatabaseName(str(path))
    if not database.open():
        raise OSError(database.lastError().text())
    count = _count(path)
    view, model = QTableView(), QSqlQueryModel()
    view.setModel(model)
    view.resize(1000, 800)
    view.show()
    QApplication.processEvents()
    before = kit.memory()

    def read(order: str) -> None:
        model.setQuery(SQL.format(order=order), database)
        while model.rowCount() <= count // 2 and model.canFetchMore():
            model.fetchMore()
        view.scrollTo(model.index(count // 2, 0))
        view.viewport().repaint()

    jump = kit.seconds(lambda: read("received_at"))
    grown = kit.memory() - before
    sort = min(kit.each(lambda turn: read(("score", "name_key")[turn]), 2))
    view.close()
    return jump, sort, grown


def _count(path: Path) -> int:
    with kit.opened(path) as session:
        return int(session.db.value("select count(*) from lead where trashed_at is null"))
