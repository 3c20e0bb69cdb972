"""The verbs of a timeline's entries: change and delete what was logged."""

from PySide6.QtWidgets import QWidget

from salesdesk.queries.timelines import Event
from salesdesk.session import Session
from salesdesk.ui.kit.panels import Shell
from salesdesk.ui.kit.timeline import Timeline


def offer(timeline: Timeline, owner: QWidget, session: Session, shell: Shell) -> None:
    """Let a timeline's activities be changed and deleted, where the file can be written."""

    def change(event: object) -> None:
        from salesdesk.queries import edits
        from salesdesk.ui.activities.change import ChangeDialog

        assert isinstance(event, Event)
        found = session.read(edits.row, "activity", event.key)
        if found is not None:
            shell.dialog(ChangeDialog(owner, session, shell, found))

    def delete(event: object) -> None:
        from salesdesk.actions import activities
        from salesdesk.ui.kit.seen import upon

        assert isinstance(event, Event)
        shell.run(upon(activities.trash, event), event.key)

    timeline.offer(change, delete, lambda: not session.db.read_only)
