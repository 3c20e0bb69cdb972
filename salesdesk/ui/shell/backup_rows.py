"""How a backup, and a change that a restore would take away, look as a row."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from salesdesk.model import formats
from salesdesk.model.calendar import to_moment
from salesdesk.store.backup_folder import Backup
from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.lists import RowDelegate, RowList
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.tokens import color

RIGHT = Qt.AlignmentFlag.AlignRight


def why(backup: Backup) -> str:
    """Why a backup was made."""
    words = {
        "by-hand": tr("By hand"),
        "on-close": tr("When the file was closed"),
        "while-open": tr("While the file was open"),
        "before-update": tr("Before an update of the program"),
        "before-merge": tr("Before a merge"),
        "before-import": tr("Before an import"),
        "before-restore": tr("Before a restore"),
        "before-erase": tr("Before erasing"),
    }
    return words.get(backup.why, backup.why)


def size(count: int) -> str:
    """`3.4 MB`."""
    return f"{count / 1_000_000:,.1f} MB"


def _columns(rect: QRect) -> tuple[QRect, QRect, QRect, QRect]:
    """Where date, reason, size and check stand in a row."""
    inside = rect.adjusted(12, 0, -12, 0)
    widths = [fonts.scaled(190), 0, fonts.scaled(90), fonts.scaled(130)]
    widths[1] = max(0, inside.width() - sum(widths))
    made, left = [], inside.left()
    for wide in widths:
        made.append(QRect(left, inside.top(), wide - 8, inside.height()))
        left += wide
    return made[0], made[1], made[2], made[3]


class Heads(QWidget):
    """The names of the columns."""

    def __init__(self, rows: RowList) -> None:
        super().__init__()
        self._rows = rows
        self.setFixedHeight(fonts.scaled(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = QRect(0, 0, self._rows.viewport().width(), self.height())
        made, reason, weight, checked = _columns(shown)
        for rect, words in (
            (made, tr("Made")),
            (reason, tr("Why")),
            (checked.adjusted(20, 0, 0, 0), tr("Checked")),
        ):
            paint.text(painter, rect, words, "small", "text-2")
        paint.text(painter, weight, tr("Size"), "small", "text-2", RIGHT)
        paint.hairline(painter, self.rect())


class BackupDelegate(RowDelegate):
    """When, why, how large, and whether it was checked."""

    def __init__(self, now: str, zone: str) -> None:
        super().__init__()
        self._now, self._zone = now, zone

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: object) -> None:
        if not isinstance(row, tuple):
            return
        backup: Backup = row[1]
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, color("selection"))
        paint.hairline(painter, option.rect)
        made, reason, weight, checked = _columns(option.rect)
        paint.text(painter, made, said_when(backup, self._now), "body medium", figures=True)
        paint.text(painter, reason, why(backup), "body", "text-2")
        paint.text(painter, weight, size(backup.size), "body", "text-2", RIGHT, figures=True)
        mark, token = ("circle-check", "good") if backup.whole else ("circle-alert", "warn")
        y = checked.center().y() - 7
        paint.icon(painter, checked.left(), y, mark, token, 14)
        words = tr("Whole") if backup.whole else tr("Not known")
        paint.text(painter, checked.adjusted(20, 0, 0, 0), words, "small", "text-2")


def said_when(backup: Backup, now: str) -> str:
    """`Thu 15 Oct 17:02`, with the time for every day."""
    zone = getattr(backup.made.tzinfo, "key", "UTC")
    words = formats.when(to_moment(backup.made), now, zone)
    clock = f"{backup.made:%H:%M}"
    return words if words.endswith(clock) else f"{words} {clock}"


class LostDelegate(RowDelegate):
    """A change that would go: what, who, when."""

    def __init__(self, now: str, zone: str) -> None:
        super().__init__()
        self._now, self._zone = now, zone

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: object) -> None:
        if not isinstance(row, tuple):
            return
        lost = row[1]
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, color("selection"))
        paint.hairline(painter, option.rect)
        inside = option.rect.adjusted(12, 0, -12, 0)
        when = formats.when(lost.at, self._now, self._zone)
        who = f"{lost.person}, {when}" if lost.person else when
        used = paint.text(painter, inside, who, "small", "text-3", RIGHT, figures=True)
        paint.text(painter, inside.adjusted(0, 0, -used - 16, 0), lost.words, "body")
