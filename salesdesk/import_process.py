"""An import in a process of its own, so that reading a table never makes the window wait."""

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import salesdesk
from salesdesk.errors import UserError
from salesdesk.store.locks import child_environment


class NotStarted(Exception):
    """There is no child process to be had here."""


class Broken(Exception):
    """The child had a fault of ours; its traceback."""


def call(job: object, *, told: Callable[[int], object], stop: threading.Event) -> Any:
    """Do `job` in a child process; what it answers.

    `told` hears how many rows are done; once `stop` is set the child ends and nothing of it is
    kept. NotStarted where no child can be had: do the job here instead.
    """
    child = _start()
    try:
        _hear(child, "ready")
        _say(child, pickle.dumps(job))
        watch = threading.Thread(target=_watch, args=(child, stop), daemon=True)
        watch.start()
        while True:
            word, what = _heard(child)
            if word == "rows":
                told(what)
            elif word == "done":
                return what
            else:
                raise Broken(str(what))
    finally:
        _end(child)


def _start() -> subprocess.Popen[bytes]:
    if getattr(sys, "frozen", False) or not sys.executable:
        raise NotStarted
    home = str(Path(salesdesk.__file__).resolve().parents[1])
    known = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([home, known]) if known else home
    try:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "salesdesk.import_job"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**child_environment(), "PYTHONPATH": path},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise NotStarted from error


def _hear(child: subprocess.Popen[bytes], wanted: str) -> None:
    try:
        assert child.stdout is not None
        if pickle.load(child.stdout)[0] != wanted:
            raise NotStarted
    except (EOFError, OSError, pickle.UnpicklingError) as error:
        raise NotStarted from error


def _heard(child: subprocess.Popen[bytes]) -> tuple[str, Any]:
    try:
        assert child.stdout is not None
        word, what = pickle.load(child.stdout)
    except (EOFError, OSError, pickle.UnpicklingError) as error:
        raise UserError(
            "The import ended before its time: its process was closed.",
            "Nothing of it was kept. Try again.",
        ) from error
    return str(word), what


def _say(child: subprocess.Popen[bytes], words: bytes) -> None:
    try:
        assert child.stdin is not None
        child.stdin.write(words)
        child.stdin.flush()
    except (OSError, ValueError):
        return  # it has ended; what it said last, or that it said nothing, is heard next


def _watch(child: subprocess.Popen[bytes], stop: threading.Event) -> None:
    """Pass a Cancel on, whatever the child is at."""
    while child.poll() is None:
        if stop.wait(0.05):
            _say(child, b".")
            return


def _end(child: subprocess.Popen[bytes]) -> None:
    """Let go of the child: one that still works hears the end of its input and stops."""
    for pipe in (child.stdin, child.stdout):
        try:
            assert pipe is not None
            pipe.close()
        except OSError:
            continue
    try:
        child.wait(10)
    except subprocess.TimeoutExpired:
        child.kill()  # one transaction: nothing half done is left
        child.wait()
