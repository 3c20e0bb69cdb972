"""The campaigns section: the table with its figures above, one campaign below."""

from typing import Any

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QStackedWidget, QVBoxLayout, QWidget

from salesdesk.queries.campaigns import total_of
from salesdesk.session import Session
from salesdesk.ui.campaigns.deeds import Deeds
from salesdesk.ui.campaigns.detail import DetailPane
from salesdesk.ui.campaigns.model import CampaignsModel, Row, in_view
from salesdesk.ui.campaigns.reading import Detail, Overview, read_detail, read_overview
from salesdesk.ui.campaigns.table import CampaignTable
from salesdesk.ui.campaigns.total import TablePane, TotalRow
from salesdesk.ui.kit import fonts
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.empty import EmptyState
from salesdesk.ui.kit.heads import PageHead
from salesdesk.ui.kit.panels import Command, Panel, Shell, View
from salesdesk.ui.kit.splitter import Splitter
from salesdesk.ui.kit.text import tr

TABLE, EMPTY, FILTERED = 0, 1, 2

#: How high the table is beside the campaign below it, until somebody drags.
TABLE_HIGH = 420


class CampaignsPanel(Panel):
    """Every campaign with what it cost and brought."""

    reads = frozenset(
        "campaign campaign_activity campaign_cost campaign_result channel person setting segment "
        "lead deal handover feedback objection activity".split()
    )

    def __init__(self, session: Session, shell: Shell) -> None:
        super().__init__(session, shell)
        self.model = CampaignsModel()
        self.overview: Overview | None = None
        self.key: int | None = None
        self._awaited: int | None = None
        self._width = 1440
        self._reading = self._again = False
        self.deeds = Deeds(self)
        self._build()

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        new = Button(tr("New campaign"), icon="plus", key="Ctrl N", primary=True)
        new.clicked.connect(self.new_record)
        self.head = PageHead(tr("Campaigns"), self.shell.open_palette, new)
        box.addWidget(self.head)
        self.needle = QLineEdit()
        self.needle.setPlaceholderText(tr("Name, code, channel or area"))
        self.needle.setAccessibleName(tr("Search campaigns"))
        self.needle.setClearButtonEnabled(True)
        self.needle.textEdited.connect(self._search)
        self.needle.hide()
        self._search_bar = QWidget()
        bar = QVBoxLayout(self._search_bar)
        bar.setContentsMargins(24, 0, 24, 8)
        bar.addWidget(self.needle)
        self._search_bar.hide()
        box.addWidget(self._search_bar)
        self.splitter = Splitter(Qt.Orientation.Vertical)
        self.splitter.forgotten.connect(lambda: self.splitter.place(TABLE_HIGH))
        self.splitter.addWidget(self._upper())
        self.detail = DetailPane()
        self.detail.hide()
        self.splitter.addWidget(self.detail)
        self.splitter.setSizes([TABLE_HIGH, 400])
        box.addWidget(self.splitter, 1)
        self._connect()
        self.setFocusProxy(self.table)

    def _upper(self) -> QStackedWidget:
        self.table = CampaignTable(self.model, self)
        self.total = TotalRow(self.table)
        self.stack = QStackedWidget()
        self.stack.addWidget(TablePane(self.table, self.total))
        words = tr("Campaigns stand here, with what each one cost and brought.")
        self.empty = EmptyState(words, tr("New campaign"), "Ctrl N", self.new_record)
        self.stack.addWidget(self.empty)
        self.filtered = EmptyState("", tr("Clear filter"), "Esc", self.clear_filter)
        self.stack.addWidget(self.filtered)
        self.stack.setMinimumHeight(fonts.scaled(160))
        return self.stack

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._moved())
        self.table.activated.connect(lambda _index: self.deeds.edit())
        self.model.modelReset.connect(self._arranged)
        d, deeds = self.detail, self.deeds
        d.log_wanted.connect(deeds.log)
        d.spend_wanted.connect(deeds.spend)
        d.edit_wanted.connect(deeds.edit)
        d.menu_wanted.connect(self._menu)
        d.time.plan_wanted.connect(deeds.plan_line)
        d.time.chart.line_opened.connect(deeds.open_line)
        d.time.chart.line_ticked.connect(deeds.tick_line)
        d.says.reply_wanted.connect(lambda said: deeds.answer(said, "seen"))
        d.says.act_wanted.connect(lambda said: deeds.answer(said, "acted"))
        d.says.say_wanted.connect(deeds.say)

    # -- reading ----------------------------------------------------------------------------

    def reload(self) -> None:
        if self._reading:
            self._again = True  # one reading at a time, however fast the changes come
            return
        self._reading, self._again = True, False
        self.shell.background(_safely, self._arrived)

    def _arrived(self, found: Overview | Exception) -> None:
        self._reading = False
        if isinstance(found, Exception):
            self.shell.failed(found)
            return
        if self._again:
            self.reload()
        self.overview = found
        if found.margin is None:
            words = tr("Figures since each campaign started. No gross margin is set: revenue ROI.")
        else:
            words = tr("Figures since each campaign started. ROI uses your {n}% gross margin.")
            words = words.format(n=found.margin)
        self.head.subtitle.setText(words)
        if self._awaited is not None:
            self.key, self._awaited = self._awaited, None
        self.model.set_rows(found.rows, found.today, found.currency)
        self.table.lay_out(self._width, found.margin)
        refresh = getattr(self.shell, "refresh_frame", None)
        if refresh is not None:
            refresh()

    def _arranged(self) -> None:
        """After rows, view, search or order changed: total, selection, empty states."""
        shown = self.model.shown
        self.total.set_rows(shown, total_of([row.figures for row in shown]))
        at = self.model.row_of(self.key)
        if shown:
            self._select(max(at, 0))
            self._show_current()
        hidden = bool(self.model.rows) and not shown
        self.stack.setCurrentIndex(TABLE if shown else FILTERED if hidden else EMPTY)
        if hidden:
            self.filtered.set_words(tr("No campaign is in this view."))
            if self.model.needle:
                words = tr("No campaign matches “{words}”.").format(words=self.needle.text())
                self.filtered.set_words(words)
        self.detail.setVisible(bool(shown))

    def _select(self, row: int) -> None:
        flags = QItemSelectionModel.SelectionFlag
        index = self.model.index(row, 0)
        self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.table.scrollTo(index)

    def row(self) -> Row | None:
        """The campaign that is chosen."""
        at = self.table.currentIndex().row()
        return self.model.shown[at] if 0 <= at < len(self.model.shown) else None

    def _moved(self) -> None:
        row = self.row()
        if row is not None and row.campaign.key != self.key:
            self._show_current()

    def _show_current(self) -> None:
        row, overview = self.row(), self.overview
        if row is None or overview is None:
            return
        key = row.campaign.key
        self.key = key
        self.detail.set_row(row, overview)
        self.shell.background(lambda session: read_detail(session, key), self._detail_arrived)

    def _detail_arrived(self, found: Detail) -> None:
        row = self.row()
        if row is not None and row.campaign.key == found.key and self.overview is not None:
            self.detail.set_detail(row, found, self.overview)

    # -- what the window asks ---------------------------------------------------------------

    def views(self) -> list[View]:
        rows = self.model.rows

        def count(view: str) -> int:
            return sum(in_view(row, view) for row in rows)

        return [
            View("all", tr("All campaigns"), "megaphone", len(rows)),
            View("running", tr("Running"), "circle-play", count("running")),
            View("planned", tr("Planned"), "calendar", count("planned")),
            View("finished", tr("Finished"), "archive", count("finished")),
            View("over_budget", tr("Over budget"), "bookmark", count("over_budget"), separate=True),
            View("best_roi", tr("Best ROI first"), "bookmark"),
        ]

    def view(self) -> str:
        return self.model.view

    def show_view(self, view_id: str) -> None:
        if view_id == "best_roi":
            self.model.sort_column, self.model.descending = "roi", True
        self.model.set_view(view_id)
        self.table.viewport().update()

    def commands(self) -> list[Command]:
        return self.deeds.commands()

    def hints(self) -> list[tuple[str, str]]:
        shown = tr("Show as table") if self.table.timeline else tr("Show as timeline")
        return [
            ("J K", tr("Move")),
            ("Enter", tr("Open")),
            ("C", tr("Log activity")),
            ("P", tr("Record spend")),
            ("V", shown),
        ]

    def open_record(self, key: int) -> None:
        if self.model.row_of(key) < 0:
            self.needle.clear()
            self.model.needle = ""
            self.model.set_view("all")
        at = self.model.row_of(key)
        if at >= 0:
            self._select(at)
        else:
            self._awaited = key  # it comes with the next answer

    def new_record(self) -> None:
        self.deeds.new()

    def search(self) -> None:
        self._search_bar.show()
        self.needle.show()
        self.needle.setFocus()
        self.needle.selectAll()

    def _search(self, text: str) -> None:
        self.model.set_needle(text)

    def clear_filter(self) -> None:
        """Show every campaign again."""
        self.needle.clear()
        self._search_bar.hide()
        self.model.needle = ""
        self.model.set_view("all")
        self.table.setFocus()
        refresh = getattr(self.shell, "refresh_frame", None)
        if refresh is not None:
            refresh()

    def layout_for(self, width: int) -> None:
        # text at 150% needs the room of the next narrower layout
        self._width = round(width / max(fonts.scaled(100) / 100, 1))
        self.detail.set_tabbed(self._width < 1200)
        self.table.lay_out(self._width, self.overview.margin if self.overview else None)
        self.total.update()

    def state(self) -> dict[str, Any]:
        """What to remember."""
        timeline = self.table.timeline
        return {"view": self.model.view, "table": self.splitter.chosen, "timeline": timeline}

    def restore(self, state: dict[str, Any]) -> None:
        """Begin with the same list, table or timeline, as high as it was."""
        self.splitter.restore(state.get("table"))
        if self.splitter.chosen is not None:
            self.splitter.place(TABLE_HIGH, 820)
        if state.get("view") in {view.id for view in self.views()}:
            self.model.view = state["view"]
        self.table.timeline = state.get("timeline") is True
        self.total.setVisible(not self.table.timeline)

    # -- keys -------------------------------------------------------------------------------

    def toggle_timeline(self) -> None:
        """V: the same campaigns as a table, or as bars on a timeline."""
        self.table.timeline = not self.table.timeline
        self.total.setVisible(not self.table.timeline)
        self.table.lay_out(self._width, self.overview.margin if self.overview else None)
        refresh = getattr(self.shell, "refresh_frame", None)
        if refresh is not None:
            refresh()

    def step(self, by: int) -> None:
        """The next or previous campaign."""
        at = self.table.currentIndex().row() + by
        if 0 <= at < len(self.model.shown):
            self._select(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and (self.model.needle or self._search_bar.isVisible()):
            self.clear_filter()
            return
        super().keyPressEvent(event)

    def _menu(self) -> None:
        menu = QMenu(self)
        for command in self.deeds.more():
            action = menu.addAction(command.label, command.slot)
            action.setShortcut(command.key)
        menu.popup(self.detail.more.mapToGlobal(self.detail.more.rect().bottomLeft()))


def _safely(session: Session) -> Overview | Exception:
    """What was read, or why it could not be; so that the panel knows when it has ended."""
    try:
        return read_overview(session)
    except Exception as error:
        return error
