"""How late the window's thread is: a timer that notes how long after its turn it came."""

import time

from PySide6.QtCore import QObject, Qt, QTimer

EVERY_MS = 4


class Watchdog(QObject):
    """While it watches it keeps the lateness of each tick, in milliseconds."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.late: list[float] = []
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def watch(self) -> None:
        """Begin anew."""
        self.late = []
        self._last = time.perf_counter()
        self._timer.start(EVERY_MS)

    def stop(self) -> list[float]:
        """End; how late each tick was."""
        self._timer.stop()
        return self.late

    def _tick(self) -> None:
        now = time.perf_counter()
        self.late.append(max(0.0, (now - self._last) * 1000 - EVERY_MS))
        self._last = now
