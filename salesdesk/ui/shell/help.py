"""Help: every key, what is new, and about the program."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from salesdesk import __version__
from salesdesk.resources import resource_path
from salesdesk.ui.help import pages
from salesdesk.ui.help.sheet import Sheet
from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow

LONG = 1_000  # characters; so many are scrolled in any case


def changelog() -> str:
    """What is new, as shipped; the dialog has its title."""
    return resource_path("CHANGELOG.md").read_text("utf-8").partition("\n")[2]


def about() -> str:
    """Version, licence and what it is built on."""
    return tr(
        "**SalesDesk {version}**\n\n"
        "Campaigns, leads and deals in one funnel, in one file on this computer. No account, "
        "no server.\n\n"
        "MIT licence. It stands on Qt and PySide6 (LGPL), SQLite (public domain), reportlab "
        "(BSD), sqlite-utils (Apache 2.0), the Inter typeface (SIL OFL) and Lucide icons (ISC)."
    ).format(version=__version__)


class TextDialog(Dialog):
    """Some text to read, written as a page of the help is."""

    def __init__(self, window: QWidget | None, title: str, words: str) -> None:
        super().__init__(title, window, tr("Close"), None, width=600)
        self.cancel.hide()
        self.body.setContentsMargins(0, 0, 0, 0)
        sheet = Sheet()
        sheet.show_page(pages.made(title, list(pages.parse(words))))
        sheet.setMinimumHeight(fonts.scaled(320 if len(words) > LONG else 180))
        sheet.setAccessibleName(title)
        self.body.addWidget(sheet)


class Caps(QWidget):
    """The caps of one key sequence."""

    def __init__(self, sequence: str) -> None:
        super().__init__()
        self._keys = sequence.replace("+", " ").split(" ") if sequence != "+" else ["+"]
        wide = sum(paint.keycap_width(k) + 4 for k in self._keys)
        self.setFixedSize(max(1, wide), 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        x = 0
        for key in self._keys:
            x += paint.keycap(painter, x, 1, key) + 4
        painter.setClipRect(QRect())


class ShortcutsDialog(Dialog):
    """Every key that works now: of this section, then everywhere."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(tr("All keys"), window, tr("Close"), None, width=848, icon="keyboard")
        self.cancel.hide()
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(4)
        panel = [(c.key, c.label) for c in window.panel().commands() if c.key]
        moves = [(keys, words) for keys, words in window.panel().hints()]
        everywhere = [(c.key, c.label) for c in window.menus.own_commands() if c.key]
        everywhere.append(("G T", tr("Go to Today; G L, G D, G C, G P, G R to the others")))
        left = [*panel, *(m for m in moves if m[0] not in {k for k, _ in panel})]
        for column, (title, rows) in enumerate(
            ((window.section().label, left), (tr("Everywhere"), everywhere))
        ):
            grid.addWidget(Label(title, "section"), 0, column * 2, 1, 2)
            for number, (keys, words) in enumerate(rows, start=1):
                grid.addWidget(Caps(keys), number, column * 2)
                grid.addWidget(Label(words, "body", "text-2"), number, column * 2 + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        grid.setRowStretch(100, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        scroll.setMinimumHeight(440)
        scroll.setAccessibleName(tr("Keys"))
        self.body.addWidget(scroll)
