"""From the start of the process to the first painted list, and what `figures` costs."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from tests.bench import kit

ROUNDS = 3
#: What a window costs that holds nothing.
BARE = """
import json, sys, time
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    painted = False
    def paintEvent(self, event):
        self.painted = True
app = QApplication([])
window = Window()
window.resize(1440, 900)
window.show()
while not window.painted:
    app.processEvents()
"""
#: The inbox of a file until rows stand in it; the command line's own modules are counted.
OURS = """
import json, sys, time
from pathlib import Path
import salesdesk.cli
from salesdesk.model.calendar import Clock
from salesdesk.session import Session
from salesdesk.ui.app import application
from salesdesk.ui.shell.window import MainWindow
app = application("light")
window = MainWindow(Session.open(Path(sys.argv[1]), clock=Clock()), sys.argv[2])
window.show()
app.processEvents()
if sys.argv[2] == "leads":
    window.open_list("leads", "all")
    rows = window.panel().list.rows
    while not rows.model().rowCount():
        app.processEvents()
    rows.viewport().repaint()
"""
TELL = """
status = open("/proc/self/status").read()
high = int(status.split("VmHWM:")[1].split()[0]) * 1024
print(json.dumps([time.time(), high, [m for m in sys.argv[3:] if m in sys.modules]]), flush=True)
import os
os._exit(0)
"""
HEAVY = (
    "sqlite_utils reportlab babel phonenumbers rapidfuzz xlsxwriter python_calamine email_validator"
)


def measure(big: Path, small: Path) -> list[str]:
    """Start, memory, size of the file, and the command line."""
    bare, bare_memory, _ = _started(BARE, big, "-")
    ours, memory, heavy = _started(OURS, big, "leads")
    little, _, _ = _started(OURS, small, "leads")
    today, _, _ = _started(OURS, big, "today")
    python = kit.middle([kit.seconds(lambda: _call("-c", "pass")) for _ in range(ROUNDS)])
    sums = ("-m", "salesdesk", "figures", str(big), "--month", "2026-10")
    figures = kit.middle([kit.seconds(lambda: _call(*sums)) for _ in range(ROUNDS)])
    return [
        kit.ratio("start to first painted list / bare window", ours, bare, 1.5),
        kit.ratio("start to Today painted / bare window", today, bare, 1.5),
        kit.ratio("memory at the first painted list / bare window", memory, bare_memory, 1.3),
        kit.ratio("the big file / a file of 1,000 leads", ours, little, 1.1),
        kit.ratio("salesdesk figures, a month / bare Python", figures, python, 12),
        kit.said("heavy modules at first paint", ", ".join(heavy) or "none"),
    ]


def _started(code: str, path: Path, section: str) -> tuple[float, float, list[str]]:
    """Median seconds to the paint, median peak of memory, heavy modules that came along."""
    spans, peaks, heavy = [], [], []
    for _ in range(ROUNDS):
        began = time.time()
        command = [sys.executable, "-c", code + TELL, str(path), section, *HEAVY.split()]
        told = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=os.environ)
        at, high, heavy = json.loads(told.stdout)
        spans.append(at - began)
        peaks.append(high)
    return kit.middle(spans), kit.middle(peaks), heavy


def _call(*words: str) -> None:
    subprocess.run([sys.executable, *words], stdout=subprocess.DEVNULL, check=True)
