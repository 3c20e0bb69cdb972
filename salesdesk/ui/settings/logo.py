"""The field that holds the logo: a picture, chosen from a file or taken away."""

import base64
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QWidget

from salesdesk.errors import UserError
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.text import tr

EDGE = 600


class LogoField(QWidget):
    """A picture as base64 PNG; nothing is written before the page is saved."""

    def __init__(self, tell: Callable[[UserError], None]) -> None:
        super().__init__()
        self._text = ""
        self._tell = tell
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._picture = QLabel()
        self._picture.setFixedSize(96, 56)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        choose = Button(tr("Choose picture…"))
        choose.clicked.connect(self._choose)
        self._remove = Button(tr("Remove picture"), quiet=True)
        self._remove.clicked.connect(lambda: self.set_text(""))
        for button in (choose, self._remove):
            button.setAutoDefault(False)
        for widget in (self._picture, choose, self._remove):
            row.addWidget(widget)
        row.addStretch()

    def text(self) -> str:
        """The picture, or nothing."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show another picture."""
        self._text = text
        self._remove.setEnabled(bool(text))
        picture = QPixmap()
        if text and picture.loadFromData(base64.b64decode(text)):
            keep, smooth = (
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            self._picture.setPixmap(picture.scaled(self._picture.size(), keep, smooth))
            self._picture.setAccessibleName(tr("The logo"))
        else:
            self._picture.setText(tr("No logo"))

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, tr("Choose a logo"), "", tr("Pictures (*.png *.jpg *.jpeg *.bmp *.gif *.webp)")
        )
        if not path:
            return
        try:
            self.set_text(logo_from(Path(path)))
        except UserError as error:
            self._tell(error)


def logo_from(path: Path) -> str:
    """A picture file as base64 PNG, made small enough for paper."""
    picture = QImage(str(path))
    if picture.isNull():
        raise UserError(f"{path.name} is not a picture.", tr("Choose a PNG or JPEG file."))
    if max(picture.width(), picture.height()) > EDGE:
        picture = picture.scaled(
            EDGE,
            EDGE,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]  # its stub says bytes, it takes str
    return base64.b64encode(bytes(data.data())).decode()
