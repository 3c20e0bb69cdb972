"""An import in a process of its own, so that reading a table never makes the window wait."""

import pickle
import subprocess
import threading
from collections.abc import Callable
from typing import Any

from salesdesk import mistakes
from salesdesk.errors import UserError
from salesdesk.jobs import children
from salesdesk.jobs.children import NotStarted as NotStarted


class Broken(Exception):
    """The child had a fault of ours; its traceback."""


def call(job: object, *, told: Callable[[int], object], stop: threading.Event) -> Any:
    """Do `job` in a child process; what it answers.

    `told` hears how many rows are done; once `stop` is set the child ends and nothing of it is
    kept. NotStarted where no child can be had: do the job here instead.
    """
    child = children.start("salesdesk.jobs.import_job")
    try:
        _wait_for(child)
        children.say(child, pickle.dumps(job))
        mistakes.beside(lambda: _watch(child, stop), "import")
        while True:
            word, what = _heard(child)
            if word == "rows":
                told(what)
            elif word == "done":
                return what
            else:
                raise Broken(str(what))
    finally:
        children.end(child)


def _wait_for(child: subprocess.Popen[bytes]) -> None:
    try:
        if children.hear(child)[0] != "ready":
            raise NotStarted
    except children.Ended as error:
        raise NotStarted from error


def _heard(child: subprocess.Popen[bytes]) -> tuple[str, Any]:
    try:
        word, what = children.hear(child)
    except children.Ended as error:
        raise UserError(
            "The import ended before its time: its process was closed.",
            "Nothing of it was kept. Try again.",
        ) from error
    return str(word), what


def _watch(child: subprocess.Popen[bytes], stop: threading.Event) -> None:
    """Pass a Cancel on, whatever the child is at."""
    while child.poll() is None:
        if stop.wait(0.05):
            children.say(child, b".")
            return
