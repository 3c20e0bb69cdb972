"""Asks what a saved view is to be called."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.fields import Field, line
from salesdesk.ui.kit.labels import small
from salesdesk.ui.kit.text import tr


class NameDialog(Dialog):
    """What a view is called; a name that another one has is said here."""

    def __init__(
        self,
        panel: QWidget,
        title: str,
        verb: str,
        name: str,
        note: str,
        done: Callable[[str], object],
    ) -> None:
        super().__init__(title, panel.window(), verb, self._take, icon="bookmark")
        self._done = done
        self.name = line(name)
        self.name.selectAll()
        self.body.addWidget(Field(tr("Name"), self.name))
        if note:
            self.body.addWidget(small(note, "text-2", wrap=True))
        self.name.setFocus()

    def _take(self) -> None:
        self._done(self.name.text())
