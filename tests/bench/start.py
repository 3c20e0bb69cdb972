"""From the start of the process to the first painted list, and what `figures` costs."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tests.bench import kit

ROUNDS = 7
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
#: What `salesdesk open FILE` does, on a day on which the list argv names was open last; it ends
#: when rows of that list have been painted. The command line's own dispatch is counted.
OURS = """
import json, os, sys, time
from pathlib import Path
import salesdesk.__main__, salesdesk.mistakes
from salesdesk import start
import gc
gc.disable()
clock = start.clock(os.environ.get("SALESDESK_TODAY"))
session = start.Session.open(Path(sys.argv[1]), clock=clock)
app = start.screen()
from PySide6.QtWidgets import QApplication
from salesdesk.ui.kit.lists import RowDelegate
from salesdesk.ui.shell import places
section, _, view = sys.argv[2].partition(":")
places.left = lambda session: (section, view)
rows = []
def watch(kind):
    inner = kind.paint
    def paint(self, *given):
        inner(self, *given)
        rows.append(given)
    kind.paint = paint
watch(RowDelegate)
if section == "leads":
    from salesdesk.ui.leads.delegate import LeadDelegate
    watch(LeadDelegate)
desk = app.desk(session, clock)
while not rows:
    QApplication.processEvents()
"""
TELL = """
status = open("/proc/self/status").read()
high = int(status.split("VmHWM:")[1].split()[0]) * 1024
spent = time.process_time()
print(json.dumps([time.time(), spent, high, [m for m in sys.argv[3:] if m in sys.modules]]))
sys.stdout.flush()
import os
os._exit(0)
"""
HEAVY = (
    "sqlite_utils reportlab babel phonenumbers rapidfuzz xlsxwriter python_calamine email_validator"
)


def measure(big: Path, small: Path) -> list[str]:
    """Start, memory, size of the file, and the command line."""
    with tempfile.TemporaryDirectory() as folder:
        # an installed program has its modules compiled, whatever this shell forbids
        own = {**os.environ, "PYTHONPYCACHEPREFIX": folder}
        own.pop("PYTHONDONTWRITEBYTECODE", None)
        return _measured(big, small, own)


def _measured(big: Path, small: Path, own: dict[str, str]) -> list[str]:
    asked = ((BARE, big, "-"), (OURS, big, "leads:all"), (OURS, small, "leads:all"))
    bare, ours, little, today = _started((*asked, (OURS, big, "today")), own)
    python, figures = _calls(own, ("-c", "pass"), _sums(big))
    return [
        kit.ratio("start to first painted list / bare window", ours.wall, bare.wall, 1.5),
        kit.ratio("   the same in processor time", ours.spent, bare.spent, 1.5),
        kit.ratio("start to rows of Today / bare window", today.wall, bare.wall, 1.5),
        kit.ratio("memory at the first painted list / bare window", ours.memory, bare.memory, 1.3),
        kit.ratio("the big file / a file of 1,000 leads", ours.wall, little.wall, 1.1),
        kit.ratio("   the same in processor time", ours.spent, little.spent, 1.1),
        kit.ratio("salesdesk figures, a month / bare Python", figures, python, 12),
        kit.said("heavy modules at first paint", ", ".join(ours.heavy) or "none"),
    ]


class Start(NamedTuple):
    """The least seconds to the paint, on the clock and of the processor; memory; heavy modules."""

    wall: float
    spent: float
    memory: float
    heavy: list[str]


def _started(asked: Sequence[tuple[str, Path, str]], own: dict[str, str]) -> list[Start]:
    """The best of some starts of each, in turn: what disturbs one disturbs the others, too."""
    told: list[list[Start]] = [[] for _ in asked]
    for turn in range(ROUNDS + 1):
        for (code, path, place), kept in zip(asked, told, strict=True):
            began = time.time()
            command = [sys.executable, "-c", code + TELL, str(path), place, *HEAVY.split()]
            done = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=own)
            at, spent, high, heavy = json.loads(done.stdout)
            if turn:  # the first one compiles
                kept.append(Start(at - began, spent, high, heavy))
    return [_best(kept) for kept in told]


def _best(told: list[Start]) -> Start:
    wall, spent = min(one.wall for one in told), min(one.spent for one in told)
    return Start(wall, spent, kit.middle([one.memory for one in told]), told[-1].heavy)


def _sums(path: Path) -> tuple[str, ...]:
    return ("-m", "salesdesk", "figures", str(path), "--month", "2026-10")


def _calls(own: dict[str, str], *calls: tuple[str, ...]) -> list[float]:
    """The least seconds of each command."""

    def run(words: tuple[str, ...]) -> None:
        command = [sys.executable, *words]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=own)

    spans = [[kit.seconds(partial(run, words)) for words in calls] for _ in range(ROUNDS + 1)]
    return [min(column[1:]) for column in zip(*spans, strict=True)]
