"""Keys while a card is carried by the mouse: a digit drops it in a column, W wins, L loses."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QDrag, QKeyEvent

KEYS = (*range(Qt.Key.Key_1, Qt.Key.Key_9 + 1), Qt.Key.Key_W, Qt.Key.Key_L)


class CarryKeys(QObject):
    """Listens during a drag; the first of its keys ends the drag and is kept in `pressed`."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.pressed: int | None = None

    @contextmanager
    def listening(self) -> Iterator[None]:
        """From when the drag's own listener is there, which would swallow every key."""
        self.pressed = None
        application = QCoreApplication.instance()
        begin = QTimer(self)
        begin.setSingleShot(True)
        if application is not None:
            begin.timeout.connect(lambda: application.installEventFilter(self))
        begin.start(0)
        try:
            yield
        finally:
            begin.stop()
            begin.deleteLater()
            if application is not None:
                application.removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take our keys, leave the others to the drag (Esc puts the card back)."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() not in KEYS:
            return False
        if self.pressed is None:
            self.pressed = event.key()
            QDrag.cancel()
        return True
