"""The help window: search and contents at the left, the page at the right; it stays beside work."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout

from salesdesk.ui.help import pages
from salesdesk.ui.help.keys_page import keys_page
from salesdesk.ui.help.pages import Page
from salesdesk.ui.help.sheet import Sheet
from salesdesk.ui.kit import fonts
from salesdesk.ui.kit.fields import line
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.tokens import hexa
from salesdesk.ui.kit.widgets import Pane, Rule

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow

ID = Qt.ItemDataRole.UserRole


class HelpWindow(Pane):
    """One for each window of a file. Esc closes it, / searches, Alt Left goes back."""

    def __init__(self, window: "MainWindow", page: str = pages.ORDER[0]) -> None:
        super().__init__("surface", window)
        self.setWindowFlags(Qt.WindowType.Window)
        self.setWindowTitle(tr("Help — SalesDesk"))
        self._window = window
        self._back: list[str] = []
        self._shown = ""
        self._pages: list[Page] = []
        self._build()
        self._keys()
        self.resize(min(872, window.width() - 48), min(680, window.height() - 40))
        self.open_at(page)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        side = Pane("sidebar")
        side.setFixedWidth(fonts.scaled(232))
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        self.field = line("", tr("Search the help"))
        self.field.setAccessibleName(tr("Search the help"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        column.addWidget(self.field)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Pages of the help"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(self._chosen)
        column.addWidget(self.list, 1)
        self.nothing = Label("", "small", "text-2", wrap=True)
        self.nothing.hide()
        column.addWidget(self.nothing)
        column.addWidget(Label(tr("/ search   Alt ← back   Esc close"), "tiny", "text-3"))
        row.addWidget(side)
        row.addWidget(Rule(standing=True))
        self.sheet = Sheet()
        self.sheet.page_wanted.connect(self.turn_to)
        row.addWidget(self.sheet, 1)

    def _keys(self) -> None:
        for sequence, slot in (
            ("Esc", self.close),
            ("F1", self.close),
            ("Ctrl+F", self._to_search),
            ("Alt+Left", self.back),
        ):
            QShortcut(QKeySequence(sequence), self, slot)

    # -- pages --------------------------------------------------------------------------------

    def open_at(self, page: str) -> None:
        """Show a page, whatever was searched before."""
        self.list.setStyleSheet(
            f"QListWidget {{ background: {hexa('sidebar')}; border: none; outline: none; }}"
            f"QListWidget::item {{ height: {fonts.scaled(28)}px; padding-left: 8px;"
            f" border-radius: 6px; color: {hexa('text')}; }}"
            f"QListWidget::item:hover {{ background: {hexa('hover')}; }}"
            f"QListWidget::item:selected {{ background: {hexa('selection')};"
            f" color: {hexa('text')}; }}"
        )
        self._pages = [
            keys_page(self._window) if name == pages.KEYS else pages.shipped(name)
            for name in pages.ORDER
        ]
        self.field.clear()
        self._fill(self._pages, page)
        self.list.setFocus()

    def page(self) -> str:
        """The id of the page that is shown."""
        return self._shown

    def listed(self) -> list[str]:
        """The ids of the pages in the contents, as they stand."""
        return [str(self.list.item(n).data(ID)) for n in range(self.list.count())]

    def turn_to(self, page: str) -> None:
        """Go where a link leads."""
        if page in pages.ORDER:
            self.field.clear()
            self._fill(self._pages, page)

    def back(self) -> None:
        """The page that was shown before."""
        if len(self._back) > 1:
            self._back.pop()
            self.turn_to(self._back.pop())

    def _fill(self, found: list[Page], chosen: str) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for page in found:
            item = QListWidgetItem(page.title)
            item.setData(ID, page.id)
            self.list.addItem(item)
        names = [page.id for page in found]
        self.list.setCurrentRow(names.index(chosen) if chosen in names else 0)
        self.list.blockSignals(False)
        self._chosen()

    def _search(self, typed: str) -> None:
        found = pages.searched(self._pages, typed)
        words = tr("Nothing in the help says “{words}”. Fewer words find more.")
        self.nothing.setText(words.format(words=typed.strip()))
        self.nothing.setVisible(not found)
        stays = "" if typed.strip() else self._shown
        self._fill(found, stays)

    def _chosen(self, *_: object) -> None:
        if self.list.currentRow() < 0:
            return
        item = self.list.currentItem()
        self._shown = str(item.data(ID))
        page = next(p for p in self._pages if p.id == self._shown)
        self.sheet.show_page(page, self.field.text())
        if not self._back or self._back[-1] != self._shown:
            self._back.append(self._shown)

    # -- keys ---------------------------------------------------------------------------------

    def _to_search(self) -> None:
        self.field.setFocus()
        self.field.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows walk through what was found while the cursor stays in the search."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            step = steps.get(Qt.Key(event.key()))
            if step is not None:
                row = self.list.currentRow() + step
                self.list.setCurrentRow(max(0, min(self.list.count() - 1, row)))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.sheet.setFocus()
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() == "/":
            self._to_search()
            return
        super().keyPressEvent(event)


def show_help(window: "MainWindow", page: str = "") -> HelpWindow:
    """Open the help at a page, or at the page of the section that is open."""
    page = page or pages.OF_SECTION.get(window.section().id, pages.ORDER[0])
    found = window.findChild(HelpWindow)
    made = found if isinstance(found, HelpWindow) else HelpWindow(window, page)
    if found is not None:
        made.open_at(page)
    made.show()
    made.raise_()
    made.activateWindow()
    return made
