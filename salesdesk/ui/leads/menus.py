"""The menus over the list: which view, which order, which filter."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from salesdesk.queries import saved_views
from salesdesk.queries import settings as set_up
from salesdesk.queries.lead_pages import Filter
from salesdesk.queries.leads import campaign_names
from salesdesk.session import Session
from salesdesk.ui.kit.text import tr
from salesdesk.ui.leads import words


def views(parent: QWidget, session: Session, current: str, pick: Callable[[str], object]) -> QMenu:
    """All views, then those that were saved under a name."""
    menu = _menu(parent)
    for view, (label, _) in words.VIEWS.items():
        _add(menu, tr(label), view == current, partial(pick, view))
    saved = session.read(saved_views.of_section, "leads")
    if saved:
        menu.addSeparator()
    for one in saved:
        _add(menu, one.name, False, partial(pick, one.view))
    return menu


def orders(parent: QWidget, current: str, pick: Callable[[str], object]) -> QMenu:
    """All orders."""
    menu = _menu(parent)
    for order, label in words.ORDERS.items():
        _add(menu, tr(label), order == current, partial(pick, order))
    return menu


def filters(
    parent: QWidget, session: Session, now: Filter, pick: Callable[[Filter], object]
) -> QMenu:
    """What the list can be narrowed by; each choice adds to the others."""
    menu = _menu(parent)
    _add(menu, tr("Not read"), now.unread, partial(pick, now._replace(unread=not now.unread)))
    for score in (70, 50):
        on = now.min_score == score
        label = tr("Score {n} and over").format(n=score)
        _add(
            menu,
            label,
            on,
            partial(pick, now._replace(min_score=None if on else score)),
        )
    lists: list[tuple[str, str, list[tuple[int, str]]]] = [
        (tr("Campaign"), "campaign_id", session.read(campaign_names)),
        (
            tr("Channel"),
            "channel_id",
            [(channel.key, channel.name) for channel in session.read(set_up.channels)],
        ),
        (
            tr("Owner"),
            "owner_id",
            [(person.key, person.name) for person in session.read(set_up.people)],
        ),
    ]
    for title, name, options in lists:
        inner = menu.addMenu(title)
        for key, label in options:
            on = getattr(now, name) == key
            wanted: dict[str, Any] = {name: None if on else key}
            _add(inner, label, on, partial(pick, now._replace(**wanted)))
    menu.addSeparator()
    clear = menu.addAction(tr("Clear filter"))
    clear.setEnabled(now != Filter())
    clear.triggered.connect(lambda: pick(Filter()))
    return menu


def under(widget: QWidget) -> QPoint:
    """Where a menu opens: at the lower left of its button."""
    return widget.mapToGlobal(widget.rect().bottomLeft())


def _menu(parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _add(menu: QMenu, label: str, on: bool, slot: Callable[[], object]) -> None:
    act = menu.addAction(label.replace("&", "&&"))
    act.setCheckable(True)
    act.setChecked(on)
    act.triggered.connect(lambda _checked=False: slot())
