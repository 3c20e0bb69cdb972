"""Where a window stood and what was open in it, remembered on this computer for each file."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray

from salesdesk.session import Session, recall, remember

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow


def left(session: Session) -> tuple[str, str]:
    """The section and the list to begin with: where one left off today; a new day is Today."""
    kept = recall().get(f"left:{session.path}")
    if not isinstance(kept, dict) or kept.get("day") != session.today.isoformat():
        return "today", ""
    return str(kept.get("section", "today")), str(kept.get("view", ""))


def stand(window: "MainWindow") -> None:
    """Put a new window where the last one of its file stood."""
    kept = recall().get(f"window:{window.session.path}")
    geometry = QByteArray.fromHex(kept.encode()) if isinstance(kept, str) else QByteArray()
    if geometry.isEmpty() or not window.restoreGeometry(geometry):
        window.resize(1440, 900)


def of_panel(session: Session, section: str) -> dict[str, Any]:
    """What a section remembers of the last time: its list, its sizes."""
    kept = recall().get(f"panels:{session.path}")
    state = kept.get(section) if isinstance(kept, dict) else None
    return state if isinstance(state, dict) else {}


def keep(window: "MainWindow") -> None:
    """Remember the place of a window that is about to close, and what is open in it."""
    path = window.session.path
    remember(f"window:{path}", bytes(window.saveGeometry().toHex().data()).decode())
    remember(f"left:{path}", {"day": window.session.today.isoformat(), **window.state()})
    kept = recall().get(f"panels:{path}")
    seen = {name: panel.state() for name, panel in window.panels().items()}
    remember(f"panels:{path}", {**(kept if isinstance(kept, dict) else {}), **seen})
