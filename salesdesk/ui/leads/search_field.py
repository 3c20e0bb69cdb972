"""The field over the list of leads that one types a search in."""

from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from salesdesk.ui.kit import icons
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.widgets import KeyCap


def search_field() -> QLineEdit:
    """A line with a magnifying glass, and the key that leads to it at its end."""
    field = QLineEdit()
    field.setAccessibleName(tr("Search leads"))
    field.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
    inside = QHBoxLayout(field)
    inside.setContentsMargins(0, 0, 7, 0)
    inside.addStretch(1)
    inside.addWidget(KeyCap("/"))
    return field
