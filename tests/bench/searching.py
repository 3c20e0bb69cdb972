"""Search as you type: key to paint, against LIKE, the size of the index, and what it finds."""

import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from salesdesk.model.lead_text import SEARCHED, digits
from salesdesk.model.text import fold
from salesdesk.queries import search
from salesdesk.store.database import Database
from salesdesk.store.search_index import SEARCH_INDEXES
from salesdesk.ui.leads.list_pane import ListPane
from tests.bench import kit
from tests.bench.lists import inbox

TYPED, COMPARED = 25, 20
NOWHERE = "zqxjvkw"


def measure(big: Path, small: Path) -> Iterator[str]:
    """Typing in the window first, then the query alone."""
    window, pane = inbox(big)
    pane.show_view("all")
    pane.reload()
    kit.wait(lambda: not window.jobs.busy())
    window.activateWindow()
    pane.field.setFocus()
    db = window.session.db
    spans: list[float] = []
    painted = _Painted(window)
    pane.rows.viewport().installEventFilter(painted)
    for text in _typed(db):
        pane.field.clear()
        for letter in text:
            spans.append(kit.seconds(partial(_key, pane, painted, letter)))
    yield kit.most_of("key to paint, 95 %", kit.most(spans, 0.95) * 1000, 16, "ms")
    yield kit.most_of("key to paint, worst", max(spans) * 1000, 50, "ms")
    yield kit.times(
        "search that finds nothing, faster than LIKE by",
        kit.best(lambda: search.keys(db, NOWHERE)),
        kit.best(lambda: _like(db), 1),
        25,
    )
    yield kit.ratio("search index / lead table", *_sizes(db), 0.85)
    yield _compared(db)
    window.close()


class _Painted(QObject):
    """Whether something has been painted since it was last asked."""

    seen = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.seen = self.seen or event.type() == QEvent.Type.Paint
        return False


def _key(pane: ListPane, painted: _Painted, letter: str) -> None:
    """Until what the letter finds is painted; the thread that finds it has an answer to give."""
    QTest.keyClicks(pane.field, letter)
    while pane.reader.thread.busy():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    painted.seen = False
    QApplication.processEvents()
    if not painted.seen:  # it was painted in the same turn that brought the answer, or not at all
        pane.rows.viewport().repaint()


def _typed(db: Database) -> list[str]:
    """Parts of names, firms, addresses, numbers and notes of leads from all over the file."""
    chance = random.Random(5)
    low, high = db.row("select min(id), max(id) from lead") or (0, 0)
    found = []
    for place in range(TYPED):
        row = db.row(
            f"select {', '.join(SEARCHED)} from lead where id >= ? order by id limit 1",
            (chance.randint(low, high),),
        )
        text = str((row or ("anna",))[place % len(SEARCHED)] or "oak stairs")
        begin = chance.randrange(max(1, len(text) - 9))
        found.append(text[begin : begin + 9].strip())
    return found


def _like(db: Database) -> None:
    where = " or ".join(f"{name} like '%{NOWHERE}%'" for name in SEARCHED)
    db.rows(f"select id from lead where trashed_at is null and ({where}) limit 50")


def _sizes(db: Database) -> tuple[float, float]:
    """Bytes of the index and of the table; by page where this SQLite can tell."""
    try:
        found = db.rows(
            "select name, sum(pgsize) from dbstat where name = 'lead' "
            "or name like 'lead\\_search\\_%' escape '\\' "
            "or name like 'lead\\_start\\_%' escape '\\' "
            "group by name"
        )
        sizes = {str(name): float(size) for name, size in found}
        return sum(sizes.values()) - sizes["lead"], sizes["lead"]
    except Exception as error:
        if "dbstat" not in str(error):
            raise
    index = sum(db.value(f"select sum(length(block)) from {name}_data") for name in SEARCH_INDEXES)
    names = [str(row[1]) for row in db.rows("pragma table_info(lead)")]
    lengths = " + ".join(f"coalesce(length({name}), 0) + 1" for name in names)
    return float(index), float(db.value(f"select sum({lengths}) from lead"))


def _haystack(values: list[object]) -> str:
    """Everything a search looks through, folded: the truth that the index only speeds up."""
    phone = values[SEARCHED.index("phone")]
    return "\n".join([*(fold(str(value or "")) for value in values), digits(phone)])


def _compared(db: Database) -> str:
    """Whether the index finds what a look at every lead finds."""
    texts = [text for text in _typed(db) if min(map(len, text.split()), default=0) >= 3]
    wanted = {text: search.words_of(text) for text in texts[:COMPARED]}
    wanted[NOWHERE] = [NOWHERE]
    truth: dict[str, list[int]] = {text: [] for text in wanted}
    names = ", ".join(SEARCHED)
    for key, *values in db.execute(
        f"select id, {names} from lead where trashed_at is null order by id desc"
    ):
        hay = _haystack(values)
        for asked, words in wanted.items():
            if all(word in hay for word in words):
                truth[asked].append(int(key))
    wrong = [t for t, keys in truth.items() if search.keys(db, t, limit=len(keys) + 1) != keys]
    score = f"{len(wanted) - len(wrong)} of {len(wanted)} equal"
    return kit.said("found sets and brute force", score + "".join(f", not {t!r}" for t in wrong))
