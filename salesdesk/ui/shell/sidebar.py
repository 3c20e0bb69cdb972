"""The sidebar: sections with counts, the views of the section that is open, and who I am."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from salesdesk.queries.settings import Person
from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.labels import Elided, Label
from salesdesk.ui.kit.panels import View
from salesdesk.ui.kit.text import tip as plain
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.tokens import color
from salesdesk.ui.kit.widgets import Avatar, Pane, Rule
from salesdesk.ui.shell import pins
from salesdesk.ui.shell.sections import Section

RAIL, NARROW, WIDE = 56, 200, 216
#: The section whose lists can be saved as views, and how the ids of such views begin.
SAVING, SAVED = "leads", "saved:"


class NavRow(QPushButton):
    """One row: icon, words and a count at the right; in the rail only the icon."""

    def __init__(self, words: str, icon: str, height: int, tip: str = "") -> None:
        super().__init__()
        self._icon = icon
        self._count: int | None = None
        self._strong = False
        self.rail = False
        self.setText(words)
        self.setCheckable(True)
        self.setToolTip(plain(tip))
        self.setAccessibleName(words)
        self._height = height
        # a button's own policy would hold it as wide as its words, and the rail is narrower
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_count(self, count: int | None) -> None:
        """Show how many there are; None shows nothing."""
        self._count = count
        said = self.text() if count is None else f"{self.text()}, {count}"
        self.setAccessibleName(said)
        self.update()

    def set_strong(self, strong: bool) -> None:
        """Look like the section that is open, while one of its views is the active row."""
        self._strong = strong
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(180, fonts.scaled(self._height))

    def minimumSizeHint(self) -> QSize:
        return QSize(28, fonts.scaled(self._height))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = self.rect()
        ink, face = "text-2", "body"
        if self.isChecked():
            paint.box(painter, rect, 6, color("selection"))
            ink, face = "text", "body strong"
        elif self._strong:
            paint.box(painter, rect, 6, color("neutral-soft"))
            ink, face = "text", "body strong"
        elif self.underMouse():
            paint.box(painter, rect, 6, color("hover"))
        if self.hasFocus():
            paint.box(painter, rect, 6, None, color("accent"), 2)
        middle = rect.center().y()
        icon_ink = "accent-text" if self.isChecked() else ink
        if self.rail:
            paint.icon(painter, (rect.width() - 16) // 2, middle - 8, self._icon, icon_ink)
            return
        paint.icon(painter, 10, middle - 8, self._icon, icon_ink)
        right = rect.width() - 10
        if self._count is not None:
            number = QRect(right - 60, 0, 60, rect.height())
            used = paint.text(
                painter,
                number,
                f"{self._count:,}",
                "small strong" if face != "body" else "small",
                "accent-text" if self.isChecked() else "text-3",
                Qt.AlignmentFlag.AlignRight,
                figures=True,
            )
            right -= used + 6
        words = QRect(36, 0, max(0, right - 36), rect.height())
        paint.text(painter, words, self.text(), face, ink)


class Sidebar(Pane):
    """Says which section and which view is wanted; shows what the window tells it."""

    section_wanted = Signal(str)
    view_wanted = Signal(str)
    settings_wanted = Signal()
    pin_wanted = Signal(str)
    #: What is to be done with a saved view, and which: save, rename, remove.
    saving_wanted = Signal(str, str)

    def __init__(self, sections: Sequence[Section]) -> None:
        super().__init__("sidebar")
        self.setAccessibleName(tr("Sections and views"))
        self._rail = False
        self._shown = ("", False)
        self._rule: Rule | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(8, 8, 8, 8)
        self._column.setSpacing(0)
        self.rows: dict[str, NavRow] = {}
        for number, section in enumerate(sections):
            tip = f"{section.label}  G {section.letter}, Ctrl {number + 1}"
            row = NavRow(section.label, section.icon, 30, tip)
            row.clicked.connect(lambda _=False, s=section.id: self.section_wanted.emit(s))
            self.rows[section.id] = row
            self._column.addWidget(row)
        self._column.addLayout(self._head())
        self._views_box = QVBoxLayout()
        self._views_box.setSpacing(0)
        self._column.addLayout(self._views_box)
        self._column.addStretch()
        scroll = QScrollArea()
        # to be asked for Qt's own viewport, PySide would first set up every kind of widget
        scroll.setViewport(QWidget())
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setAccessibleName(tr("Sections and views"))
        scroll.setWidget(inner)
        inner.setAutoFillBackground(False)
        outer.addWidget(scroll, 1)
        self._notices: dict[str, NavRow] = {}
        self._notice_box = QVBoxLayout()
        self._notice_box.setContentsMargins(8, 0, 8, 0)
        self._notice_box.setSpacing(0)
        outer.addLayout(self._notice_box)
        outer.addWidget(Rule())
        outer.addWidget(self._user_row())
        self._views: list[NavRow] = []

    def _head(self) -> QHBoxLayout:
        """The name over the views, and the + that saves one more."""
        self._heading = Label("", "tiny strong", "text-3")
        self._heading.setContentsMargins(10, 16, 0, 6)
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        self.plus = Button("", "plus", quiet=True, small=True)
        self.plus.setToolTip(tr("Save this list as a view"))
        self.plus.setAccessibleName(tr("Save this list as a view"))
        self.plus.clicked.connect(lambda: self.saving_wanted.emit("save", ""))
        self.plus.hide()
        head.addWidget(self.plus, alignment=Qt.AlignmentFlag.AlignBottom)
        return head

    def _user_row(self) -> QWidget:
        self._user = QWidget()
        row = self._user_box = QHBoxLayout(self._user)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(10)
        self._avatar = Avatar("", 0, 24)
        row.addWidget(self._avatar)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._name = Elided("", "small strong")
        self._role = Label("", "tiny", "text-2")
        words.addWidget(self._name)
        words.addWidget(self._role)
        row.addLayout(words, 1)
        gear = Button("", "settings", quiet=True)
        gear.setToolTip(tr("Settings  Ctrl ,"))
        gear.setAccessibleName(tr("Settings"))
        gear.clicked.connect(lambda: self.settings_wanted.emit())
        row.addWidget(gear)
        self._gear = gear
        return self._user

    def notice(
        self, name: str, words: str, icon: str, tip: str, wanted: Callable[[], object]
    ) -> None:
        """Say something calmly above the person; it can be pressed. No words end it."""
        old = self._notices.pop(name, None)
        if old is not None and words and old.text() == words:
            self._notices[name] = old
            return
        if old is not None:
            old.hide()
            old.deleteLater()
        if words:
            row = self._notices[name] = NavRow(words, icon, 30, f"{words}. {tip}")
            row.setCheckable(False)
            row.rail = self._rail
            row.clicked.connect(lambda _=False: wanted())
            self._notice_box.addWidget(row)

    def notices(self) -> dict[str, NavRow]:
        """What is said above the person."""
        return self._notices

    def set_person(self, person: Person | None) -> None:
        """Show who uses the file here."""
        if person is None:
            return
        roles = {
            "owner": tr("Owner"),
            "sales": tr("Sales"),
            "marketing": tr("Marketing"),
            "both": tr("Marketing and sales"),
        }
        self._avatar.set_person(person.initials, person.colour, person.name)
        self._name.setText(person.name)
        self._role.setText(roles.get(person.role, ""))

    def show_section(
        self, section: Section, views: Sequence[View], view: str, *, whole: bool = False
    ) -> None:
        """Show the views of the section that is open, and which of them is.

        `whole`: the section itself is what is shown, and the views lead elsewhere. The rail
        shows no views, so there the section is always the active row.
        """
        self._shown = section.id, bool(views) and not whole
        self._mark()
        self._heading.setText(section.views_title)
        self._heading.setVisible(bool(views) and not self._rail)
        self.plus.setVisible(section.id == SAVING and not self._rail)
        if [r.property("view") for r in self._views] != [v.id for v in views]:
            self._rebuild(views)
        for row, item in zip(self._views, views, strict=True):
            row.set_count(item.count)
            row.setChecked(item.id == view)
            row.setVisible(not self._rail)

    def count_views(self, counts: Mapping[str, int]) -> None:
        """Show how many are in views that are shown."""
        for row in self._views:
            if row.property("view") in counts:
                row.set_count(counts[row.property("view")])

    def _mark(self) -> None:
        section, in_view = self._shown
        for name, row in self.rows.items():
            row.setChecked(name == section and (self._rail or not in_view))
            row.set_strong(name == section and in_view and not self._rail)

    def _menu_for(self, row: NavRow, view: str) -> None:
        menu = QMenu(row)
        pinned = view.startswith(pins.PREFIX)
        words = tr("Take the pin out") if pinned else tr("Pin to Today, or take the pin out")
        menu.addAction(words, lambda: self.pin_wanted.emit(view))
        if view.startswith(SAVED):
            for label, what in ((tr("Rename…"), "rename"), (tr("Remove"), "remove")):
                menu.addAction(label, partial(self.saving_wanted.emit, what, view))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(row.mapToGlobal(row.rect().bottomLeft()))

    def _rebuild(self, views: Sequence[View]) -> None:
        while (item := self._views_box.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        self._views, self._rule = [], None
        for view in views:
            if view.separate:
                rule = self._rule = Rule()
                rule.setVisible(not self._rail)
                self._views_box.addSpacing(6)
                self._views_box.addWidget(rule)
                self._views_box.addSpacing(6)
            row = NavRow(view.label, view.icon, 28)
            row.setProperty("view", view.id)
            row.clicked.connect(lambda _=False, v=view.id: self.view_wanted.emit(v))
            row.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            row.customContextMenuRequested.connect(lambda _, r=row, v=view.id: self._menu_for(r, v))
            self._views.append(row)
            self._views_box.addWidget(row)

    def set_count(self, section: str, count: int | None) -> None:
        """Show how many wait in a section."""
        self.rows[section].set_count(count)

    def layout_for(self, width: int) -> None:
        """Become a rail of icons in a narrow window."""
        self._rail = width < 1200
        self.setFixedWidth(RAIL if self._rail else NARROW if width < 1440 else WIDE)
        for row in (*self.rows.values(), *self._views, *self._notices.values()):
            row.rail = self._rail
            row.updateGeometry()
            row.update()
        self._mark()
        for row in self._views:
            row.setVisible(not self._rail)
        self._heading.setVisible(bool(self._views) and not self._rail)
        self.plus.setVisible(self._shown[0] == SAVING and not self._rail)
        # in the rail the gear stands under the avatar
        way = QBoxLayout.Direction
        self._user_box.setDirection(way.TopToBottom if self._rail else way.LeftToRight)
        self._user_box.setContentsMargins(*((12, 8, 12, 8) if self._rail else (16, 8, 8, 8)))
        centre = Qt.AlignmentFlag.AlignHCenter if self._rail else Qt.AlignmentFlag.AlignVCenter
        self._user_box.setAlignment(self._avatar, centre)
        self._user_box.setAlignment(self._gear, centre)
        for part in (self._name, self._role, self._rule):
            if part is not None:
                part.setVisible(not self._rail)
        self._column.activate()  # a row that is still wide would stand out for a frame
