"""A PNG of each panel, as the window shows it; for the README, reviews and screens elsewhere."""

import time
from pathlib import Path

from PySide6.QtWidgets import QApplication

from salesdesk.errors import UserError
from salesdesk.session import Session
from salesdesk.ui.app import application
from salesdesk.ui.shell.window import MainWindow

SETTLE_SECONDS = 6.0
#: The smallest window there is, and the largest picture that is worth its memory.
LEAST, MOST = (1024, 700), (7680, 4320)
QUIET_SECONDS = 0.3  # an answer may start the next job, and a layout takes a turn or two


def settle(window: MainWindow, seconds: float = SETTLE_SECONDS) -> None:
    """Let jobs on other threads end and their answers be painted."""
    deadline = time.monotonic() + seconds
    quiet_since = time.monotonic()
    while time.monotonic() < deadline and time.monotonic() - quiet_since < QUIET_SECONDS:
        QApplication.processEvents()
        if window.jobs.busy():
            quiet_since = time.monotonic()
        time.sleep(0.005)


def take_pictures(
    session: Session,
    outdir: Path,
    theme: str = "light",
    size: tuple[int, int] = (1440, 900),
    panel: str | None = None,
) -> list[Path]:
    """Write `<panel>-<theme>-<width>x<height>.png` for one panel or all; the paths, in order.

    The session is closed with its window.
    """
    if not (LEAST[0] <= size[0] <= MOST[0] and LEAST[1] <= size[1] <= MOST[1]):
        raise UserError(
            f"The window cannot be {size[0]} wide and {size[1]} high.",
            f"Choose from {LEAST[0]}x{LEAST[1]} to {MOST[0]}x{MOST[1]}.",
        )
    try:
        outdir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            f"The folder {outdir} cannot be made ({error.strerror}).",
            "Choose a folder that you can write to.",
        ) from error
    application(theme)
    window = MainWindow(session)
    window.resize(*size)
    window.show()
    names = [s.id for s in window.sections]
    if panel is not None and panel not in names:
        window.close()
        raise UserError(f"There is no panel called {panel}.", f"Choose from {', '.join(names)}.")
    written = []
    for name in [panel] if panel else names:
        window.go(name)
        settle(window)
        path = outdir / f"{name}-{theme}-{size[0]}x{size[1]}.png"
        if not window.grab().save(str(path)):
            window.close()
            raise UserError(
                f"Could not write {path}.",
                "Choose a folder that you can write to, on a disk that is not full.",
            )
        written.append(path)
    window.close()
    window.deleteLater()
    QApplication.processEvents()
    return written
