"""Work on other threads: each job has a connection of its own, its answer comes back here."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from salesdesk.session import Session
from salesdesk.ui.kit.reader import Reader


class _Answer(QObject):
    ready = Signal(object, object)


class _Job(QRunnable):
    def __init__(self, session: Session, work: Callable[[Session], Any], answer: _Answer) -> None:
        super().__init__()
        self._session, self._work, self._answer = session, work, answer

    def run(self) -> None:
        result: Any = None
        failure: BaseException | None = None
        try:
            with self._session.another() as own:
                result = self._work(own)
        except Exception as error:
            failure = error
        try:
            self._answer.ready.emit(result, failure)
        except RuntimeError:
            return  # the window was closed meanwhile


class Jobs(QObject):
    """The jobs of one window."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._open: set[_Answer] = set()
        self._readers: list[Reader] = []
        self._closed = False

    def watch(self, reader: Reader) -> None:
        """Count what a panel's own reader does as work of this window."""
        self._readers.append(reader)

    def start(
        self,
        session: Session,
        work: Callable[[Session], Any],
        done: Callable[[Any], object],
        failed: Callable[[Exception], object],
    ) -> None:
        """Run `work` with a session of its own; then `done` or `failed` on this thread."""
        answer = _Answer(self)
        self._open.add(answer)

        def arrived(result: Any, failure: Exception | None) -> None:
            if answer not in self._open:
                return  # queued before the window was closed: its file is closed too
            if self._closed:  # an answer that was under way when the file was closed
                return
            self._open.discard(answer)
            answer.deleteLater()
            if failure is None:
                done(result)
            else:
                failed(failure)

        answer.ready.connect(arrived)
        self._pool.start(_Job(session, work, answer))

    def busy(self) -> bool:
        """True while an answer is awaited."""
        return bool(self._open) or any(reader.busy() for reader in self._readers)

    def wait(self) -> None:
        """Wait until the jobs that run have ended; their answers are dropped."""
        self._closed = True
        self._open.clear()
        for reader in self._readers:
            reader.close()
        self._pool.waitForDone()
