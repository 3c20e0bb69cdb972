"""The sections of the window, in the order of the sidebar, and where each panel lives."""

from importlib import import_module
from typing import NamedTuple, cast

from salesdesk.session import Session
from salesdesk.ui.kit.panels import Panel, Shell
from salesdesk.ui.kit.text import tr


class Section(NamedTuple):
    """One section: `letter` follows G, `tables` are the records that it opens."""

    id: str
    label: str
    icon: str
    letter: str
    module: str
    panel: str
    views_title: str = ""
    tables: tuple[str, ...] = ()

    def build(self, session: Session, shell: Shell) -> Panel:
        """Make the panel; its module is loaded at the first visit, which keeps the start fast."""
        made = getattr(import_module(self.module), self.panel)(session, shell)
        return cast(Panel, made)


def sections() -> list[Section]:
    """All sections, named in the user's language."""
    return [
        _section("today", tr("Today"), "sun", "T", "TodayPanel", tr("Pinned")),
        _section(
            "leads", tr("Leads"), "inbox", "L", "LeadsPanel", tr("Lead views"), "lead", "handover"
        ),
        _section("deals", tr("Deals"), "columns-3", "D", "DealsPanel", tr("Deal views"), "deal"),
        _section(
            "campaigns",
            tr("Campaigns"),
            "megaphone",
            "C",
            "CampaignsPanel",
            tr("Campaign views"),
            "campaign",
        ),
        _section(
            "contacts",
            tr("Contacts"),
            "users",
            "P",
            "ContactsPanel",
            tr("Contact views"),
            "contact",
            "organisation",
        ),
        _section("reports", tr("Reports"), "file-text", "R", "ReportsPanel", tr("Reports")),
    ]


def _section(
    name: str, label: str, icon: str, letter: str, panel: str, views: str, *tables: str
) -> Section:
    module = f"salesdesk.ui.{name}.panel"
    return Section(name, label, icon, letter, module, panel, views, tables)
