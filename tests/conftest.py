"""What every test starts from: no screen, no memory of other runs, and a fixed day."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from salesdesk.jobs import safekeeping
from salesdesk.model.calendar import Clock
from salesdesk.sample import make_sample
from salesdesk.session import Session
from salesdesk.store import locks
from salesdesk.ui.kit.theme import apply_theme

# No test fails because a machine is slow: a wait ends when its condition holds, examples are the
# same in every run and may take their time.
LONG_SECONDS = 120
for wait in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitSignals):
    wait.__kwdefaults__["timeout"] = LONG_SECONDS * 1000
settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
)
settings.load_profile("steady")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# nobody's own keyring or passphrase, also in the programs that a test starts
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
for secret in (locks.ENV_PASSPHRASE, locks.ENV_KEYS):
    os.environ.pop(secret, None)

#: Real files made by others; not part of the project.
SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture
def always() -> Iterator[pytest.MonkeyPatch]:
    """What is changed for all of a test, also where it takes its own changes back early."""
    with pytest.MonkeyPatch.context() as patched:
        yield patched


@pytest.fixture(autouse=True)
def own_memory(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    tmp_path: Path,  # goes after this fixture: no file is taken from under a backup on its thread
    always: pytest.MonkeyPatch,
) -> Iterator[None]:
    """What the program remembers on this computer is empty in each test."""
    home = tmp_path_factory.mktemp("home")
    always.setenv("SALESDESK_HOME", str(home))
    always.delenv("SALESDESK_TODAY", raising=False)
    locks.forget()
    yield
    # a window that was closed may still back its file up: not into the memory of the next test
    safekeeping.wait()
    log = home / "errors.log"
    if "mistakes_are_meant" not in request.fixturenames and log.exists():
        pytest.fail(f"a mistake went to the log:\n{log.read_text('utf-8')}")


@pytest.fixture(autouse=True)
def no_hurry(request: pytest.FixtureRequest, always: pytest.MonkeyPatch) -> None:
    """What a window shows for some seconds, or waits for so long, is there until a test ends."""
    if "qtbot" in request.fixturenames:
        always.setattr("salesdesk.ui.kit.toast.SHOWN_MS", LONG_SECONDS * 1000)
        always.setattr("salesdesk.ui.kit.lists.MARKED_MS", LONG_SECONDS * 1000)
        always.setattr("salesdesk.ui.team.live.LAST_SECONDS", float(LONG_SECONDS))
        always.setattr("salesdesk.teams.WAIT_SECONDS", float(LONG_SECONDS))


@pytest.fixture
def application(qapp: QApplication) -> QApplication:
    """The application in its light theme, whatever the test before has put on."""
    apply_theme(qapp, "light")
    return qapp


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A new file, open at noon of 15 October 2026."""
    clock = Clock("Europe/London", "2026-10-15")
    made = Session.create(tmp_path / "Acme.salesdesk", name="Marlow & Finch", clock=clock)
    yield made
    with suppress(sqlite3.ProgrammingError):  # a window that showed it has closed it
        made.close()


@pytest.fixture(scope="session")
def sample_business(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample business on 15 October 2026, made once: who writes to it writes to a copy."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SALESDESK_HOME", str(tmp_path_factory.mktemp("home")))
        path = tmp_path_factory.mktemp("sample") / "Marlow & Finch.salesdesk"
        return make_sample(path, Clock("Europe/London", "2026-10-15"))


@pytest.fixture
def mistakes_are_meant() -> None:
    """In this test something is broken on purpose: it may go to the log."""


@pytest.fixture
def shared_data() -> Path:
    """The folder of real export files; the test is skipped where it is missing."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the folder of real export files is not here")
    return SHARED_DATA
