"""From pane to pane by one key: the sidebar, then the parts of the section that is open."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QSplitter, QWidget

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow


def go_on(window: "MainWindow") -> None:
    """Put the focus into the pane after the one that has it, and after the last the first."""
    panes = [window.sidebar, *_parts(window.panel())]
    focus = QApplication.focusWidget()
    at = next((n for n, p in enumerate(panes) if focus and _holds(p, focus)), 0)
    for step in range(1, len(panes) + 1):
        target = _way_in(panes[(at + step) % len(panes)])
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)
            return


def _holds(pane: QWidget, focus: QWidget) -> bool:
    return pane is focus or pane.isAncestorOf(focus)


def _parts(panel: QWidget) -> list[QWidget]:
    splitter = next((s for s in panel.findChildren(QSplitter) if s.isVisible()), None)
    if splitter is None:
        return [panel]
    parts = [splitter.widget(n) for n in range(splitter.count())]
    return [part for part in parts if part is not None and part.isVisible()] or [panel]


def _way_in(pane: QWidget) -> QWidget | None:
    """A list before a button, a button before a field: a field would take the next letter."""
    found = [
        widget
        for widget in (pane, *pane.findChildren(QWidget))
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
    ]
    rank = {id(w): 0 if isinstance(w, QAbstractItemView) else 1 for w in found}
    rank |= {id(w): 2 for w in found if isinstance(w, QLineEdit)}
    return min(found, key=lambda w: rank[id(w)], default=None)
