"""What every step needs: a stopwatch, a way to wait, and the form of a line."""

import os
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from salesdesk.model.calendar import Clock
from salesdesk.session import Session
from tests.bench import data

PAGE_BYTES = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def opened(path: Path) -> Session:
    """The file, on the day that its rows end."""
    return Session.open(path, clock=Clock("Europe/London", data.TODAY))


def seconds(work: Callable[[], Any]) -> float:
    """How long `work` takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def best(work: Callable[[], Any], times: int = 3) -> float:
    """The shortest of some runs: what the machine can do when nothing else disturbs it."""
    return min(seconds(work) for _ in range(times))


def each(work: Callable[[int], Any], count: int) -> list[float]:
    """How long each of `count` turns takes."""
    return [seconds(partial(work, turn)) for turn in range(count)]


def middle(values: Sequence[float]) -> float:
    """The median."""
    return sorted(values)[len(values) // 2]


def most(values: Sequence[float], share: float) -> float:
    """The value that `share` of all do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def ratio(what: str, ours: float, theirs: float, promise: float) -> str:
    """A line: our seconds or bytes over the limit's, and whether that keeps the promise."""
    found = ours / theirs if theirs else float("inf")
    kept = "yes" if found <= promise else "NO"
    return f"{what:<66}{found:>9.3f}x  <= {promise:<7.3f}  {kept}   {_both(ours, theirs)}"


def times(what: str, ours: float, theirs: float, promise: float) -> str:
    """A line: how many times faster than the other way, which must be at least `promise`."""
    found = theirs / ours if ours else float("inf")
    kept = "yes" if found >= promise else "NO"
    return f"{what:<66}{found:>9.1f}x  >= {promise:<7.1f}  {kept}   {_both(ours, theirs)}"


def most_of(what: str, found: float, promise: float, unit: str) -> str:
    """A line: a plain amount that must not exceed `promise`."""
    kept = "yes" if found <= promise else "NO"
    return f"{what:<66}{found:>7.1f} {unit:<2}  <= {promise:<7.1f}  {kept}"


def said(what: str, words: str) -> str:
    """A line without a number to keep."""
    return f"{what:<66}{words}"


def _both(ours: float, theirs: float) -> str:
    if max(ours, theirs) > 10_000:
        return f"({ours / 1e6:,.1f} / {theirs / 1e6:,.1f} MB)"
    return f"({ours * 1000:,.1f} / {theirs * 1000:,.1f} ms)"


def memory() -> int:
    """The bytes of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_BYTES


def wait(until: Callable[[], bool], longest: float = 20.0) -> None:
    """Let the window work until something has happened; TimeoutError if it does not."""
    deadline = time.monotonic() + longest
    while not until():
        QApplication.processEvents()
        if time.monotonic() > deadline:
            raise TimeoutError("the window did not come to the awaited state")


def paint(widget: QWidget) -> None:
    """Paint now what is to be painted."""
    QApplication.processEvents()
    widget.repaint()
