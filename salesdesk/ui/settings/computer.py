"""Settings, This computer: what holds for one person at one screen, and is in no file."""

from PySide6.QtWidgets import QCheckBox, QVBoxLayout

from salesdesk.session import Session
from salesdesk.ui.kit.fields import check
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr
from salesdesk.ui.settings.forms import Page
from salesdesk.ui.shell import looks


class ComputerPage(Page):
    """Switches that are remembered on this computer."""

    in_file = False

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.title = tr("This computer")
        self.boxes: dict[str, QCheckBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(4)
        column.addWidget(Label(tr("These hold for you alone, in every file."), "small", "text-2"))
        for name, words, more in (
            (
                "letters",
                tr("Single letters act as keys"),
                tr("Off: Q, H, / and the like do nothing; menus, Ctrl keys and Ctrl K still work."),
            ),
            ("compact", tr("Compact rows"), tr("Tables show more rows at once.")),
            ("contrast", tr("High contrast"), tr("Full ink and dark edges, no soft colours.")),
        ):
            box = self.boxes[name] = check(words)
            box.setAccessibleDescription(more)
            column.addSpacing(8)
            column.addWidget(box)
            column.addWidget(Label(more, "small", "text-2", wrap=True))
        note = tr("Colours, rows and text size show in windows that are opened from now on.")
        column.addSpacing(8)
        column.addWidget(Label(note, "small", "text-3", wrap=True))
        column.addStretch(1)

    def fill(self) -> None:
        for name, box in self.boxes.items():
            box.setChecked(looks.is_on(name))

    @property
    def touched(self) -> bool:
        return any(box.isChecked() != looks.is_on(name) for name, box in self.boxes.items())

    def save(self) -> None:
        for name, box in self.boxes.items():
            if box.isChecked() != looks.is_on(name):
                looks.turn(name, box.isChecked())
