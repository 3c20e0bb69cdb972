"""Pinned views: lists of any section that one wants at hand in Today, kept on this computer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from salesdesk.queries.waiting import Place
from salesdesk.session import recall, remember
from salesdesk.ui.kit.panels import Panel, View
from salesdesk.ui.kit.text import tr
from salesdesk.ui.shell.sections import Section

PREFIX = "pin:"


def _slot(path: Path) -> str:
    return f"pins:{path}"


def pinned(path: Path) -> list[View]:
    """The pinned views of a file; each id is `pin:section:view`."""
    kept = recall().get(_slot(path))
    if not isinstance(kept, list):
        return [
            View("pin:leads:waiting", tr("Waiting for me"), "pin"),
            View("pin:deals:quiet", tr("Deals gone quiet"), "pin"),
            View("pin:deals:closing", tr("Closing this month"), "pin"),
        ]
    return [
        View(str(pin[0]), str(pin[1]), "pin")
        for pin in kept
        if isinstance(pin, list) and len(pin) == 2 and str(pin[0]).startswith(PREFIX)
    ]


def place(view_id: str) -> Place:
    """The section and the view behind the id of a pinned view."""
    _, section, view = view_id.split(":", 2)
    return section, view


def view_of(section: str, view: str) -> str:
    """The id of a pinned view."""
    return f"{PREFIX}{section}:{view}"


def turn(path: Path, section: str, view: str, label: str) -> bool:
    """Pin a view, or take its pin out; True if it is pinned now."""
    wanted = view_of(section, view)
    kept = [[pin.id, pin.label] for pin in pinned(path)]
    without = [pin for pin in kept if pin[0] != wanted]
    now = len(without) == len(kept)
    remember(_slot(path), [*kept, [wanted, label]] if now else without)
    return now


def shown(path: Path, sections: Sequence[Section], counts: Mapping[Place, int]) -> list[View]:
    """The pinned views of sections that there are, with the counts that are known."""
    here = {section.id for section in sections}
    return [
        replace(pin, count=counts.get(place(pin.id)))
        for pin in pinned(path)
        if place(pin.id)[0] in here
    ]


def turn_here(path: Path, section: str, panel: Panel, view: str) -> str:
    """Pin a view of the open section (or of a pin's id), or take it out; what to say."""
    name = view or panel.view()
    if view.startswith(PREFIX):
        section, name = place(view)
    if not name:
        return tr("Open a list of leads or deals first, then pin it.")
    label = next((v.label for v in panel.views() if v.id == name), name)
    if turn(path, section, name, label):
        return tr("“{list}” stands in Today now.").format(list=label)
    return tr("The list is no longer pinned.")
