"""Make the big file, run each step in a process of its own, and print a line for each promise."""

import argparse
import importlib
import os
import subprocess
import sys
import time
from pathlib import Path

from tests.bench import data

#: module -> the longest it may take, in seconds; a slower step is ended and said so.
STEPS = {
    "start": 90,
    "lists": 60,
    "searching": 90,
    "board": 60,
    "sums": 60,
    "paper": 60,
    "writes": 90,
    "thread": 60,
    "importing": 120,
}


def main() -> int:
    """Run all steps, or those named."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--leads", type=int, default=1_000_000, help="size of the big file")
    parser.add_argument("--only", choices=STEPS, action="append", help="run this step alone")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_LOGGING_RULES", "*.warning=false")  # offscreen says much
    os.environ["SALESDESK_TODAY"] = data.TODAY
    os.environ["SALESDESK_HOME"] = str(data.FOLDER / "home")
    big, small = data.path_of(wanted.leads), data.path_of(1000)
    if wanted.step:
        for line in importlib.import_module(f"tests.bench.{wanted.step}").measure(big, small):
            print(line, flush=True)  # at once: a step that is ended has said what it found
        return 0
    began = time.monotonic()
    for path, leads in ((small, 1000), (big, wanted.leads)):
        data.make(path, leads)
    print(f"{wanted.leads:,} leads, {big.stat().st_size / 1e6:,.0f} MB in {big}")
    print(f"{'measured':<66}{'result':>10}  {'promise':<10}  kept")
    codes = [_step(name, wanted.leads) for name in wanted.only or STEPS]
    print(f"{time.monotonic() - began:.0f} s in all")
    return max(codes)


def _step(name: str, leads: int) -> int:
    command = [sys.executable, "-m", "tests.bench", "--leads", str(leads), "--step", name]
    try:
        return subprocess.run(
            command, timeout=STEPS[name], cwd=Path(__file__).parents[2]
        ).returncode
    except subprocess.TimeoutExpired:
        print(f"{name}: ended after {STEPS[name]} s")
        return 1


sys.exit(main())
