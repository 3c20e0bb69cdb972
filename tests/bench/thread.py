"""How late the window's thread is while figures, a report and searches run behind it."""

import time
from pathlib import Path

from PySide6.QtCore import Qt, QTimer

from salesdesk.model.calendar import Period, parse_period
from salesdesk.queries import search
from salesdesk.queries.figures import figures
from salesdesk.reports import monthly
from salesdesk.session import Session
from salesdesk.ui.shell.window import MainWindow
from tests.bench import kit
from tests.bench.lists import inbox

EVERY_MS = 4
LONG = 10.0


def measure(big: Path, small: Path) -> list[str]:
    """Lateness with nothing behind the window, then with all of it."""
    window, _ = inbox(big)
    idle = _watch(window, 2.0)
    years = Period(parse_period("2022").first, parse_period("2026").last, "five years")
    turns = [0, 0, 0]

    def search_on(own: Session) -> None:
        for text in ("oak stairs", "lima", "07911", "showroom ann"):
            search.search(own.db, text)

    jobs = (
        lambda own: figures(own.db, years),
        lambda own: monthly.monthly(own.db, parse_period("2026-10").first),
        search_on,
    )

    def again(number: int) -> None:
        turns[number] += 1
        if time.monotonic() < deadline:
            window.background(jobs[number], lambda _: again(number))

    deadline = time.monotonic() + LONG
    for number in range(len(jobs)):
        again(number)
    late = _watch(window, LONG)
    kit.wait(lambda: not window.jobs.busy(), 30)
    window.close()
    return [
        kit.said("lateness with nothing to do, 99 %", f"{kit.most(idle, 0.99):.1f} ms"),
        kit.most_of("lateness while jobs run, 99 %", kit.most(late, 0.99), 5, "ms"),
        kit.most_of("lateness while jobs run, worst", max(late), 33, "ms"),
        kit.said("jobs ended meanwhile (figures, report, searches)", str([t - 1 for t in turns])),
    ]


def _watch(window: MainWindow, span: float) -> list[float]:
    """How many milliseconds too late each tick of a timer came."""
    late: list[float] = []
    last = [time.perf_counter()]

    def tick() -> None:
        now = time.perf_counter()
        late.append(max(0.0, (now - last[0]) * 1000 - EVERY_MS))
        last[0] = now

    timer = QTimer(window)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    timer.start(EVERY_MS)
    deadline = time.monotonic() + span
    kit.wait(lambda: time.monotonic() > deadline, span + 5)
    timer.stop()
    return late
