"""How late the window's thread is while an import, a report and a search run behind it."""

import gc
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtTest import QTest

from salesdesk.errors import UserError
from salesdesk.jobs import imports
from salesdesk.session import Session
from salesdesk.ui.imports import work
from salesdesk.ui.leads.list_pane import ListPane
from salesdesk.ui.reports.making import Made, Wanted, make
from salesdesk.ui.shell import faults
from salesdesk.ui.shell.window import MainWindow
from tests.bench import data, importing, kit
from tests.bench.lists import inbox
from tests.bench.watchdog import Watchdog

LONGEST = 45.0
KEY_MS = 130  # between two keys of somebody who types fast
TYPED = ("oak stairs", "lima", "07911", "showroom ann")


def measure(big: Path, small: Path) -> list[str]:
    """Lateness with nothing behind the window, then with all of it, until the import is in."""
    window, pane = inbox(data.copy_of(big))
    pane.show_view("all")
    pane.reload()
    kit.wait(lambda: not window.jobs.busy())
    gc.freeze()  # as the program does when its first window stands
    faults.catch(lambda words: None, window.hearing.soon)
    dog = Watchdog(window)
    idle = _watched(dog, window, lambda: False, 2.0)
    running = _Jobs(window, importing.table())
    typist = _Typist(window, pane)
    late = _watched(dog, window, lambda: running.ended, LONGEST)
    typist.timer.stop()
    kit.wait(lambda: not window.jobs.busy(), 60)
    window.close()
    return [
        kit.said("lateness with nothing to do, 99 %", f"{kit.most(idle, 0.99):.1f} ms"),
        kit.most_of("lateness while jobs run, 99 %", kit.most(late, 0.99), 5, "ms"),
        kit.most_of("lateness while jobs run, worst", max(late), 33, "ms"),
        kit.said("meanwhile", f"{running.came_in} {running.reports} PDFs, {typist.keys} keys"),
    ]


class _Jobs:
    """An import of the table and one report after the other, as the window runs them."""

    def __init__(self, window: MainWindow, table: Path) -> None:
        self.window, self.ended, self.came_in, self.reports = window, False, "Nothing came in.", 0
        preview = imports.look(table, "leads")
        wish = work.Wish(table, None, "leads", preview.columns, {}, None, "add")
        window.background(
            lambda own: work.run(own, wish, dry_run=False, told=lambda _: None, stop=work.Stop()),
            self._came,
        )
        self._report()

    def _came(self, found: work.Outcome | UserError) -> None:
        self.came_in = found.words if isinstance(found, work.Outcome) else str(found)
        QTimer.singleShot(1000, self._end)  # what it brought is shown, too

    def _end(self) -> None:
        self.ended = True

    def _report(self, made: Made | None = None) -> None:
        self.reports += made is not None
        if not self.ended:
            self.window.background(_made, self._report)


def _made(own: Session) -> Made:
    return make(own, Wanted(None))


class _Typist:
    """Types into the search of the list, one key after the other."""

    def __init__(self, window: MainWindow, pane: ListPane) -> None:
        self._pane, self._left, self._turn, self.keys = pane, "", 0, 0
        window.activateWindow()
        pane.field.setFocus()
        self.timer = QTimer(window)
        self.timer.timeout.connect(self._key)
        self.timer.start(KEY_MS)

    def _key(self) -> None:
        if not self._left:
            self._left = TYPED[self._turn % len(TYPED)]
            self._turn += 1
            self._pane.field.clear()
        letter, self._left = self._left[0], self._left[1:]
        self.keys += 1
        QTest.keyClicks(self._pane.field, letter)


def _watched(
    dog: Watchdog, window: MainWindow, until: Callable[[], bool], longest: float
) -> list[float]:
    """In the event loop that the program runs in: it sleeps when there is nothing to do."""
    loop, deadline = QEventLoop(), time.monotonic() + longest

    def look() -> None:
        if until() or time.monotonic() > deadline:
            loop.quit()

    timer = QTimer(window)
    timer.timeout.connect(look)
    timer.start(100)
    dog.watch()
    loop.exec()
    timer.stop()
    return dog.stop()
