"""Waiting for a lock that another program holds, fairly."""

import random
import sqlite3
import time
from collections.abc import Callable
from typing import TypeVar

from salesdesk.store import faults

T = TypeVar("T")
BUSY_SECONDS = 10.0


def patiently(step: Callable[[], T], seconds: float | None = None) -> T:
    """Try `step` until the lock is free; what SQLite says when it stays locked.

    SQLite's own busy handler starves under many writers, so its timeout is 0 in a connection
    of ours. Short random waits are fair, and shorter ones for those who have waited longer.
    """
    try:
        return step()
    except sqlite3.OperationalError as error:
        if not faults.is_busy(error):
            raise
    began = time.monotonic()
    limit = BUSY_SECONDS if seconds is None else seconds
    while True:
        waited = time.monotonic() - began
        longest = max(0.001, 0.006 - waited / 20)
        time.sleep(random.uniform(longest / 6, longest))
        try:
            return step()
        except sqlite3.OperationalError as error:
            if not faults.is_busy(error) or waited > limit:
                raise
