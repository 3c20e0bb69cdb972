"""A child process of this program: one module of it, run beside the window."""

import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any, BinaryIO

import salesdesk
from salesdesk.store.locks import child_environment


class NotStarted(Exception):
    """There is no child process to be had here."""


class Ended(Exception):
    """The child ended before it answered."""


def start(module: str) -> subprocess.Popen[bytes]:
    """Start `python -m module`, which talks by its standard input and output."""
    if getattr(sys, "frozen", False) or not sys.executable:
        raise NotStarted
    home = str(Path(salesdesk.__file__).resolve().parents[1])
    known = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([home, known]) if known else home
    try:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**child_environment(), "PYTHONPATH": path},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise NotStarted from error


def begin() -> BinaryIO:
    """Be a child: what it answers goes here."""
    if hasattr(os, "nice"):
        os.nice(10)  # the window goes first where processors are few
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not print into the answers
    return out


def say(child: subprocess.Popen[bytes], words: bytes) -> None:
    """Write to its input; if it has ended, that is heard with its next answer."""
    try:
        assert child.stdin is not None
        child.stdin.write(words)
        child.stdin.flush()
    except (OSError, ValueError):
        return


def hear(child: subprocess.Popen[bytes]) -> Any:
    """Its next answer; Ended where there is none, or half of one."""
    try:
        assert child.stdout is not None
        return pickle.load(child.stdout)
    except (OSError, ValueError, EOFError, pickle.UnpicklingError) as error:
        raise Ended from error


def end(child: subprocess.Popen[bytes]) -> None:
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
