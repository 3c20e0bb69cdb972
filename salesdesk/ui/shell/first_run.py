"""The first-run screen: three ways in, and the funnel as the one drawing of the program."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from salesdesk import __version__
from salesdesk.errors import UserError
from salesdesk.ui.kit import fonts, icons, paint
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.tokens import color
from salesdesk.ui.kit.widgets import Pane
from salesdesk.ui.shell import files
from salesdesk.ui.shell.new_file import NewFileDialog
from salesdesk.ui.shell.status import StatusLine

WRAPPED = int(Qt.TextFlag.TextWordWrap)


class WayIn(QPushButton):
    """A large tile: icon, what it does, and its key."""

    def __init__(self, icon: str, title: str, words: str, key: str) -> None:
        super().__init__()
        self._icon, self._words, self._key = icon, words, key
        self.setText(title)
        self.setAccessibleName(f"{title}. {words}")
        self.setMinimumWidth(360)

    def sizeHint(self) -> QSize:
        return QSize(526, fonts.scaled(70))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        on = self.hasFocus()
        fill = "accent-soft" if on else "hover" if self.underMouse() else "surface"
        edge = color("accent" if on else "border-strong")
        paint.box(painter, self.rect(), 8, color(fill), edge, 2 if on else 1)
        middle = self.height() // 2
        tile = QRect(16, middle - 20, 40, 40)
        paint.box(painter, tile, 8, color("accent" if on else "neutral-soft"))
        ink = "on-accent" if on else "text-2"
        paint.icon(painter, tile.left() + 10, tile.top() + 10, self._icon, ink, 20)
        paint.keycap(painter, self.width() - 36, middle - 9, self._key)
        words = self._words_rect()
        top = middle - (22 + words.height()) // 2
        title = QRect(72, top, self.width() - 120, 20)
        paint.text(painter, title, self.text(), "statement")
        painter.setFont(fonts.font("body"))
        painter.setPen(color("text-2"))
        painter.drawText(words.translated(0, top + 22), WRAPPED, self._words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where one line has no room for the words, two have."""
        super().resizeEvent(event)
        self.setFixedHeight(fonts.scaled(50) + self._words_rect().height())

    def _words_rect(self) -> QRect:
        room = QRect(72, 0, max(80, self.width() - 120), 200)
        metrics = QFontMetrics(fonts.font("body"))
        return metrics.boundingRect(room, WRAPPED, self._words).adjusted(0, 0, 2, 0)


class FunnelDrawing(QWidget):
    """Reach to Won, with the hand-over between marketing and sales."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("sidebar"))
        names = [
            tr("Reach"),
            tr("Engaged"),
            tr("Leads"),
            tr("Qualified"),
            tr("Accepted"),
            tr("Won"),
        ]
        middle = self.width() // 2
        y = self.height() // 2 - 175
        for number, name in enumerate(names):
            if number == 4:
                self._joint(painter, middle, y + 6)
                y += 34
            wide = (360, 300, 244, 192, 144, 100)[number]
            wide = min(wide, self.width() - 40)
            rect = QRect(middle - wide // 2, y, wide, 36)
            token = "mkt" if number < 4 else "sales-fill"
            paint.box(painter, rect, 3, color(token))
            ink = "surface" if number < 4 else "on-accent"
            centre = Qt.AlignmentFlag.AlignHCenter
            paint.text(painter, rect, name, "small strong", ink, centre)
            y += 44
        words = tr(
            "Marketing brings people in and qualifies them. Sales accepts them and wins the "
            "work. SalesDesk counts every step, so you can see where the next deal comes from."
        )
        painter.setFont(fonts.font("body"))
        painter.setPen(color("text-2"))
        wide = min(400, self.width() - 48)
        rect = QRect(middle - wide // 2, y + 18, wide, 90)
        flags = int(Qt.AlignmentFlag.AlignHCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(rect, flags, words)

    def _joint(self, painter: QPainter, middle: int, y: int) -> None:
        centre = Qt.AlignmentFlag.AlignHCenter
        rect = QRect(middle - 60, y - 4, 120, 20)
        used = paint.text(painter, rect, tr("hand-over"), "small", "text-2", centre)
        for left in (middle - 200, middle + used // 2 + 10):
            right = middle - used // 2 - 10 if left < middle else middle + 200
            for x in range(left, right, 6):
                painter.fillRect(QRect(x, y + 6, 3, 1), color("field"))


class FirstRun(QMainWindow):
    """Shown when no file is open. `file_wanted` says which one to open."""

    file_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(tr("Welcome — SalesDesk"))
        self.setWindowIcon(icons.app_icon())
        self.setMinimumSize(1024, 700)
        self.resize(1440, 900)
        self._menus()
        root = Pane("surface")
        column = QVBoxLayout(root)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        halves = QHBoxLayout()
        halves.setSpacing(0)
        halves.addWidget(self._ways_in(), 1)
        drawing = FunnelDrawing()
        drawing.setAccessibleName(tr("Reach, engaged, leads, qualified, hand-over, accepted, won"))
        halves.addWidget(drawing, 1)
        column.addLayout(halves, 1)
        status = StatusLine()
        status.set_hints([("Tab", tr("Move")), ("Enter", tr("Choose")), ("F1", tr("Help"))])
        status.set_state(tr("Version {number}").format(number=__version__), "info")
        column.addWidget(status)
        self.setCentralWidget(root)
        self.ways[0].setFocus()

    def _menus(self) -> None:
        menu = self.menuBar().addMenu(tr("&File"))
        entries: list[tuple[str, Callable[[], object]]] = [
            (tr("New file…"), self.create_file),
            (tr("Open file…"), self.open_file),
            (tr("Quit"), QApplication.closeAllWindows),
        ]
        for words, slot in entries:
            menu.addAction(words).triggered.connect(lambda _=False, s=slot: s())
        off = (tr("&Edit"), tr("&View"), tr("&Go"), tr("&Lead"), tr("&Deal"), tr("&Report"))
        for words in off:
            self.menuBar().addMenu(words).setEnabled(False)
        help_menu = self.menuBar().addMenu(tr("&Help"))
        help_menu.addAction(tr("About SalesDesk")).triggered.connect(lambda _=False: self.help())

    def _ways_in(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(128, 24, 64, 24)
        column.setSpacing(8)
        column.addStretch()
        logo = QLabel()
        logo.setPixmap(icons.app_icon().pixmap(48, 48))
        column.addWidget(logo)
        column.addSpacing(12)
        column.addWidget(Label(tr("Welcome to SalesDesk"), "big figure"))
        column.addWidget(
            Label(
                tr(
                    "Campaigns, leads and deals in one funnel, in one file on this computer. "
                    "No account, no internet."
                ),
                "body",
                "text-2",
                wrap=True,
            )
        )
        column.addSpacing(16)
        tiles = self._tiles()
        self.ways = [tile for tile, _ in tiles]
        for tile, slot in tiles:
            tile.clicked.connect(lambda _=False, s=slot: s())
            column.addWidget(tile)
        column.addSpacing(8)
        self.note = Label(
            tr("Moving from a spreadsheet? Create a file first, then choose File, Import."),
            "small",
            "text-3",
            wrap=True,
        )
        column.addWidget(self.note)
        column.addStretch()
        return side

    def _tiles(self) -> list[tuple[WayIn, Callable[[], object]]]:
        return [
            (
                WayIn(
                    "file-plus",
                    tr("Create a new file"),
                    tr("Name your business and add your first lead. About 2 minutes."),
                    "N",
                ),
                self.create_file,
            ),
            (
                WayIn(
                    "folder-open",
                    tr("Open a file"),
                    tr("A .salesdesk file from this computer or a shared folder."),
                    "O",
                ),
                self.open_file,
            ),
            (
                WayIn(
                    "sofa",
                    tr("Look around with sample data"),
                    tr("A joinery firm with 14 months of leads and deals."),
                    "S",
                ),
                self.open_sample,
            ),
        ]

    def create_file(self) -> None:
        """Ask for the name of the business and make its file."""
        NewFileDialog(self, self.file_wanted.emit).open_over()

    def open_file(self) -> None:
        """Ask for a file."""
        path = files.choose_to_open(self)
        if path is not None:
            self.file_wanted.emit(path)

    def open_sample(self) -> None:
        """Make the sample business, or open the one that was made before."""
        self.file_wanted.emit(Path("sample"))

    def help(self) -> None:
        """Say what the program is."""
        from salesdesk.ui.shell.help import TextDialog, about

        TextDialog(self, tr("About SalesDesk"), about()).open_over()

    def toast(self, words: str) -> None:
        """Say something that is no trouble."""
        self.note.set_token("text-2")
        self.note.setText(words)

    def failed(self, error: UserError) -> None:
        """Say why a file was not opened."""
        self.note.set_token("bad")
        self.note.setText(str(error))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        slots = {
            Qt.Key.Key_N: self.create_file,
            Qt.Key.Key_O: self.open_file,
            Qt.Key.Key_S: self.open_sample,
            Qt.Key.Key_F1: self.help,
        }
        slot = slots.get(Qt.Key(event.key()))
        focus = self.focusWidget()
        if slot is not None:
            slot()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focus, WayIn):
            focus.click()
        else:
            super().keyPressEvent(event)
