"""The question before a person is erased, which cannot be undone."""

from PySide6.QtWidgets import QWidget

from salesdesk.jobs.erasing import erase_person
from salesdesk.session import Session
from salesdesk.ui.kit import fields
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.panels import Shell
from salesdesk.ui.kit.text import tr


class EraseDialog(Dialog):
    """Says what goes, what stays, and where copies may still be."""

    def __init__(
        self, parent: QWidget, session: Session, shell: Shell, table: str, key: int, name: str
    ) -> None:
        title = tr("Erase {name}?").format(name=name)
        super().__init__(title, parent, tr("Erase for good"), self._erase, width=560, danger=True)
        self._session, self._shell, self._who = session, shell, (table, key)
        for words in (
            tr(
                "Name, addresses, numbers, notes and what was said go for good, from the records, "
                "their history and the search. This cannot be undone. What was counted stays "
                "counted, as “Erased person”. Titles of deals stay: look through them."
            ),
            tr(
                "A keyed fingerprint of the email and phone stays, so that an import leaves this "
                "person out. Whoever has the file could test a guess against it."
            ),
            tr(
                "Backups, exports and copies that were made before still hold this person: delete "
                "them, or erase again after you restore one. In a team the erasure reaches "
                "everybody's copy; the change files in the team folder still hold what was sent."
            ),
        ):
            self.body.addWidget(Label(words, "body", "text-2", wrap=True))
        self.backup = fields.check(tr("Make a backup first; it will still hold this person"))
        self.backup.setChecked(True)
        self.body.addWidget(self.backup)

    def _erase(self) -> None:
        table, key = self._who
        backup = self.backup.isChecked()
        self._shell.toast(erase_person(self._session, table, key, backup=backup))
