"""The settings dialog: pages at the right of their names; saving writes what was changed."""

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from salesdesk.errors import UserError
from salesdesk.session import Session
from salesdesk.ui.kit import fonts
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.panels import Shell
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.tokens import hexa
from salesdesk.ui.kit.widgets import Pane, Rule, scrolled
from salesdesk.ui.settings.computer import ComputerPage
from salesdesk.ui.settings.forms import BusinessPage, FiguresPage, Page, WorkPage
from salesdesk.ui.settings.lists import ListPage
from salesdesk.ui.settings.pages import ChannelsPage, ReasonsPage, StagesPage
from salesdesk.ui.settings.people import PeoplePage
from salesdesk.ui.settings.score import ScorePage
from salesdesk.ui.settings.targets import TargetsPage

PAGES: dict[str, type[Page]] = {
    "business": BusinessPage,
    "work": WorkPage,
    "figures": FiguresPage,
    "people": PeoplePage,
    "channels": ChannelsPage,
    "stages": StagesPage,
    "reasons": ReasonsPage,
    "score": ScorePage,
    "targets": TargetsPage,
    "computer": ComputerPage,
}
HEIGHT = 480


class SettingsDialog(Dialog):
    """Everything about this file that is set once. Opening it writes nothing."""

    def __init__(self, session: Session, shell: Shell, page: str = "business") -> None:
        parent = shell if isinstance(shell, QWidget) else None
        super().__init__(
            tr("Settings of this file"), parent, tr("Save"), self._save, width=1000, icon="settings"
        )
        self.session = session
        self._shell = shell
        self._done: dict[str, bool] = {}  # pages that are saved, and whether in the file
        self.pages: dict[str, Page] = {name: made(session) for name, made in PAGES.items()}
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._names())
        row.addWidget(Rule(standing=True))
        self.stack = QStackedWidget()
        for each in self.pages.values():
            each.tell = self._tell
            self.stack.addWidget(_framed(each))
            each.fill()
            each.over(self)
        row.addWidget(self.stack, 1)
        self.body.addLayout(row)
        self.stack.setFixedHeight(self._height())
        self.list.currentRowChanged.connect(self._turned)
        self.list.setCurrentRow(list(PAGES).index(page))
        self._turned(self.list.currentRow())
        for step, keys in ((1, "Ctrl+PgDown"), (-1, "Ctrl+PgUp")):
            QShortcut(QKeySequence(keys), self, lambda step=step: self._turn(step))
        self.list.setFocus()

    def _height(self) -> int:
        parent = self.parentWidget()
        room = parent.window().height() - 200 if parent is not None else HEIGHT
        return max(320, min(fonts.scaled(HEIGHT), room))

    def _names(self) -> QListWidget:
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Pages of the settings"))
        self.list.setFixedWidth(fonts.scaled(176))
        self.list.addItems([page.title for page in self.pages.values()])
        self.list.setStyleSheet(
            f"QListWidget {{ background: {hexa('sidebar')}; padding: 12px 8px; outline: none; }}"
            f"QListWidget::item {{ height: {fonts.scaled(30)}px; padding-left: 8px;"
            f" border-radius: 6px; color: {hexa('text')}; }}"
            f"QListWidget::item:hover {{ background: {hexa('hover')}; }}"
            f"QListWidget::item:selected {{ background: {hexa('selection')};"
            f" color: {hexa('text')}; }}"
        )
        return self.list

    def page(self) -> Page:
        """The page that is shown."""
        return list(self.pages.values())[self.stack.currentIndex()]

    def _turned(self, row: int) -> None:
        self.stack.setCurrentIndex(row)
        self.note.set_token("text-2")
        page = self.page()
        words = tr("F2 edits a cell.") if isinstance(page, ListPage) else ""
        self.note.setText(words)

    def _turn(self, step: int) -> None:
        row = self.list.currentRow() + step
        if 0 <= row < self.list.count():
            self.list.setCurrentRow(row)

    def _tell(self, error: UserError) -> None:
        self.fail(str(error))

    def _save(self) -> bool:
        done = self._done
        for number, page in enumerate(self.pages.values()):
            if isinstance(page, ListPage):
                page.finish_typing()
            if not page.touched:
                continue
            try:
                if page.save() is False:
                    self.list.setCurrentRow(number)
                    return False  # it asks first, then all this comes again
            except UserError:
                self.list.setCurrentRow(number)
                raise
            done[page.title] = page.in_file
        if done:
            words = tr("Settings saved: {pages}.").format(pages=", ".join(done))
            self._shell.toast(words, undo=any(done.values()))
        return True


def _framed(page: Page) -> QWidget:
    """A page with its name above it; forms scroll where the window is low."""
    frame = Pane("surface")
    box = QVBoxLayout(frame)
    box.setContentsMargins(24, 16, 24, 16)
    box.setSpacing(12)
    box.addWidget(Label(page.title, "section"))
    if isinstance(page, ListPage):
        box.addWidget(page, 1)
        return frame
    box.addWidget(scrolled(page), 1)
    return frame
