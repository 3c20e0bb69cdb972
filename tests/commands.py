"""The program as it is started in a terminal: in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def run(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run it with these words until it ends; nobody is there to answer a question."""
    return subprocess.run(
        [sys.executable, "-m", "salesdesk", *map(str, words)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **environment},
    )
