"""Reads the list of leads: at once in a small file, on a thread of its own in a big one."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from salesdesk.queries import lead_pages, leads
from salesdesk.queries.lead_pages import Filter, Laid, Pages
from salesdesk.queries.search import Finder, Found, Place
from salesdesk.session import Session
from salesdesk.ui.kit.panels import Shell
from salesdesk.ui.kit.reader import Reader
from salesdesk.ui.kit.text import tr

Asked = tuple[str, str, Filter]


class ListReader:
    """What the list shows comes from here; in a big file the window never waits for it."""

    def __init__(self, session: Session, shell: Shell, parent: QObject) -> None:
        self._session = session
        self._asked: Asked | None = None
        self._finder: Finder | None = None
        self._laid = Laid()
        self.big = False
        self.thread = Reader(session, shell.failed, parent)
        jobs = getattr(shell, "jobs", None)
        if jobs is not None:
            jobs.watch(self.thread)

    def look(self) -> None:
        """See anew whether the file is big."""
        self.big = self._session.read(lead_pages.is_big)

    def prepare(self, pages: Pages, done: Callable[[Pages], object], *, fresh: bool) -> None:
        """Count a list, then tell `done`.

        Where the same list is asked for again, what is being read is told first: a file that
        somebody else fills would otherwise never be shown.
        """
        if not self.big:
            pages.prepare(self._session.db)
            done(pages)
            return
        patient = pages.named == self._asked and not fresh
        self._asked = pages.named
        laid = self._laid
        self.thread.ask(lambda other: laid.prepared(other.db, pages), done, patient=patient)

    def lay_ahead(self) -> None:
        """While nothing else is wanted, count the longest list: it is there when it is opened."""
        if self.big and not self.thread.busy():
            laid, pages = self._laid, Pages("all", "newest")
            self.thread.ask(lambda other: laid.prepared(other.db, pages), lambda _: None)

    def headings(self, pages: Pages | None, count: int, hours: int) -> dict[int, str]:
        """row -> what stands over it: leads past the promise, oldest first, and those within."""
        if pages is None or pages.named[:2] != ("waiting", "oldest") or not count:
            return {}
        late = pages.count_until(self._session.db, self._session.read(leads.promise_line))
        found = {0: tr("Past your {n}-hour promise").format(n=hours)} if late else {}
        if late < count:
            found[late] = tr("Within {n} hours").format(n=hours)
        return found

    def forget(self) -> None:
        """Nothing that was counted is kept."""
        self._laid = Laid()

    def find(self, text: str, place: Place, done: Callable[[Found], object]) -> None:
        """Search, then tell `done`; a search that is still read is given up."""
        self._asked = None
        if self.big:
            self.thread.ask(lambda other: self._finder_of(other).find(text, place), done)
        else:
            done(Finder(self._session.db).find(text, place))

    def _finder_of(self, other: Session) -> Finder:
        if self._finder is None or self._finder.db is not other.db:
            self._finder = Finder(other.db)
        return self._finder
