"""A thread that reads what is wanted newest; what nobody waits for any more is given up."""

import threading
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Signal

from salesdesk import mistakes
from salesdesk.queries.stopping import Stopped, stoppable
from salesdesk.session import Session

T = TypeVar("T")


class _Wish(NamedTuple):
    number: int
    work: Callable[[Session], Any]
    done: Callable[[Any], object]


class Reader(QObject):
    """Its thread and its connection stay between two wishes, so that a keystroke pays neither.

    Only the newest wish waits. The one that is being read is stopped for it, unless the new one
    is patient.
    """

    _ready = Signal(object, object, object)

    def __init__(
        self, session: Session, failed: Callable[[Exception], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._failed = session, failed
        self._change = threading.Condition()
        self._next: _Wish | None = None
        self._running: _Wish | None = None
        self._stopped = 0
        self._asked = 0
        self._closing = False
        self._thread: threading.Thread | None = None
        self._ready.connect(self._arrived)

    def ask(
        self, work: Callable[[Session], T], done: Callable[[T], object], *, patient: bool = False
    ) -> None:
        """Run `work` with a session of its own, then `done` on this thread."""
        with self._change:
            self._asked += 1
            self._next = _Wish(self._asked, work, done)
            if not patient:
                self._stopped = self._asked - 1
            if self._thread is None:
                self._closing = False
                self._thread = mistakes.beside(self._run, "reader")
            self._change.notify()

    def drop(self) -> None:
        """Nothing that was asked for is wanted any more."""
        with self._change:
            self._next, self._running = None, None
            self._stopped = self._asked

    def busy(self) -> bool:
        """True while an answer is awaited."""
        return self._next is not None or self._running is not None

    def close(self) -> None:
        """Give up what is being read, and the connection."""
        self.drop()
        with self._change:
            thread, self._thread = self._thread, None
            self._closing = True
            self._change.notify()
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        own: Session | None = None
        try:
            while (wish := self._take()) is not None:
                result: Any = None
                failure: Exception | None = None
                try:
                    own = own or self._session.another()
                    with stoppable(own.db, lambda n=wish.number: n <= self._stopped):  # type: ignore[misc]
                        result = wish.work(own)
                except Exception as error:
                    failure = error
                try:
                    self._ready.emit(wish, result, failure)
                except RuntimeError:
                    return  # the window was closed meanwhile
        finally:
            if own is not None:
                own.close()

    def _take(self) -> _Wish | None:
        with self._change:
            while self._next is None and not self._closing:
                self._change.wait()
            if self._closing:
                return None
            self._running, self._next = self._next, None
            return self._running

    def _arrived(self, wish: _Wish, result: Any, failure: Exception | None) -> None:
        with self._change:
            if self._running is wish:
                self._running = None
            dropped = wish.number <= self._stopped
        if dropped or isinstance(failure, Stopped):
            return
        if failure is not None:
            self._failed(failure)
        else:
            wish.done(result)
