"""What every test starts from: no screen, no memory of other runs, and a fixed day."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from salesdesk import safekeeping

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

#: Real files made by others; not part of the project.
SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(autouse=True)
def own_memory(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[None]:
    """What the program remembers on this computer is empty in each test."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("SALESDESK_HOME", str(home))
    monkeypatch.delenv("SALESDESK_TODAY", raising=False)
    yield
    # a window that was closed may still back its file up: not into the memory of the next test
    safekeeping.wait()
    log = home / "errors.log"
    if "mistakes_are_meant" not in request.fixturenames and log.exists():
        pytest.fail(f"a mistake went to the log:\n{log.read_text('utf-8')}")


@pytest.fixture
def mistakes_are_meant() -> None:
    """In this test something is broken on purpose: it may go to the log."""


@pytest.fixture
def shared_data() -> Path:
    """The folder of real export files; the test is skipped where it is missing."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the folder of real export files is not here")
    return SHARED_DATA
