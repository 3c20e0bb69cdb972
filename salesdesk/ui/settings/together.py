"""A list in the settings that a colleague changes at the same time: cell by cell, nothing lost."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QAbstractItemView

from salesdesk.actions.edits import Clash as Raced
from salesdesk.actions.edits import guarded
from salesdesk.model.edits import Rows, joined, merge_rows
from salesdesk.queries import edits as queries
from salesdesk.store.database import Database
from salesdesk.store.faults import Busy
from salesdesk.store.feed import Changes
from salesdesk.ui.kit import authors
from salesdesk.ui.kit.asides import Notice, aside, once
from salesdesk.ui.kit.authors import Who, listed
from salesdesk.ui.kit.conflicts import Clash, ConflictDialog, Pick
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.edits import AGAIN_MS, TRIES, Do
from salesdesk.ui.kit.text import tr
from salesdesk.ui.settings.staged import Row

if TYPE_CHECKING:
    from salesdesk.ui.settings.lists import ListPage

Cell = tuple[Any, str]


class Together(QObject):
    """Follows the rows of one page; `save` writes them, or asks where both changed a cell."""

    def __init__(self, host: Dialog, page: "ListPage", table: str) -> None:
        super().__init__(page)
        self._host, self._page, self._table = host, page, table
        self._session = page.session
        self._since = self._session.position()
        self.notice = Notice()
        page.box.insertWidget(0, self.notice)
        end = once(self._session.subscribe(self._hear))
        host.finished.connect(end)
        self.destroyed.connect(end)

    def _hear(self, changes: Changes) -> None:
        if not changes.own and (not changes.tables or self._table in changes.tables):
            self.follow()

    def follow(self) -> None:
        """Bring what nobody touched here up to date; what is being typed is waited for."""
        typing = self._page.table.state() == QAbstractItemView.State.EditingState
        try:
            if not typing:
                self._merge()
                return
        except Busy:
            pass
        QTimer.singleShot(AGAIN_MS, self, self.follow)

    def _merge(self) -> tuple[Rows, list[Row]]:
        model, now = self._page.model, self._session.read(self._page.stored)
        found = merge_rows(model.held(), model.rows, now)
        moved: list[Any] = [*found.followed, *found.added, *found.taken]
        stored = {row.get("key") for row in now}
        moved += [row for row in model.rows if row.get("key") not in {None, *stored}]
        if moved or found.clashes:
            names = {**self._names(model.held()), **self._names(now)}
            labels = [self._label(cell, names) for cell in found.followed]
            labels += [names[key] for key in (*found.added, *found.taken) if key in names]
            labels += [self._label(cell, names) for cell in found.clashes]
            model.adopt(
                self._standing(found.rows, now), _with_clashes(now, model.held(), found.clashes)
            )
            if labels:
                self.notice.say(self._who().did(listed(dict.fromkeys(labels))))
        return found, now

    def _standing(self, rows: list[Row], now: list[Row]) -> list[Row]:
        """A row that is changed here and was taken away by others is made anew when saved."""
        there = {row.get("key") for row in now}
        if self._table == "target":  # its rows are the team and the people themselves
            return [row for row in rows if row.get("key") in there]
        return [row if row.get("key") in there else {**row, "key": None} for row in rows]

    def _who(self) -> Who:
        found = self._session.read(queries.authors_of, self._table, self._since)
        return authors.who(self._session.db, found[0] if found else None)

    # -- saving ------------------------------------------------------------------------------

    def save(self) -> bool:
        """Write the rows; False when something has to be asked first."""
        db = self._session.db
        hasty, db.impatient = db.impatient, False
        try:
            for _ in range(TRIES):
                found, now = self._merge()
                if found.clashes:
                    self._ask(found, now)
                    return False
                if not self._page.model.touched and not self._page.staged_elsewhere:
                    return True
                try:
                    self._page.write(self._do(now))
                except Raced:
                    continue
                return True
            raise Raced(())
        finally:
            db.impatient = hasty

    def _do(self, now: list[Row]) -> Do:
        def rows(db: Database) -> Mapping[str, Any]:
            return {"rows": self._page.stored(db)}

        def do(action: Callable[..., Any], *args: Any, **kw: Any) -> Any:
            return self._session.do(guarded(action, rows, {"rows": now}), *args, **kw)

        return do

    def _ask(self, found: Rows, now: list[Row]) -> None:
        model, who = self._page.model, self._who()
        mine, theirs = _by_key(model.rows), _by_key(now)
        before = _by_key(model.held())
        names = self._names(now)
        clashes = [
            Clash(
                str(number),
                self._label((key, field), names),
                self._say(field, before[key].get(field)),
                self._say(field, mine[key].get(field)),
                self._say(field, theirs[key].get(field)),
            )
            for number, (key, field) in enumerate(found.clashes)
        ]
        words = tr("{page}. You both changed this. Pick what to keep. Nothing is saved yet.")
        aside(
            self._host,
            ConflictDialog(
                self._host.parentWidget(),
                who.during(tr("list")),
                words.format(page=self._page.title),
                clashes,
                authors.me(self._session),
                who.side(self._session),
                [],
                lambda picks: self._settle(picks, found, now),
            ),
        )

    def _settle(self, picks: Mapping[str, Pick], found: Rows, now: list[Row]) -> None:
        model, theirs = self._page.model, _by_key(now)
        rows = {row.get("key"): dict(row) for row in model.rows}
        for number, pick in picks.items():
            key, field = found.clashes[int(number)]
            if pick == "theirs":
                rows[key][field] = theirs[key].get(field)
            elif pick == "both":
                rows[key][field] = joined(theirs[key].get(field), rows[key][field])
        fresh = [rows[r["key"]] if r.get("key") in theirs else r for r in model.rows]
        model.adopt(fresh, now)

    # -- words -------------------------------------------------------------------------------

    def _names(self, rows: list[Row]) -> dict[Any, str]:
        first = self._page.model.columns[0].field
        return {row.get("key"): str(row.get(first) or "") for row in rows}

    def _label(self, cell: Cell, names: Mapping[Any, str]) -> str:
        key, field = cell
        column = next((c for c in self._page.model.columns if c.field == field), None)
        return f"{names.get(key, '')}: {column.title if column else field}"

    def _say(self, field: str, value: Any) -> str:
        column = next((c for c in self._page.model.columns if c.field == field), None)
        if column is None:
            return str(value)
        if column.check:
            return tr("yes") if value else tr("no")
        return dict(column.choices).get(str(value), "") if column.choices else column.shown(value)


def _by_key(rows: list[Row]) -> dict[Any, Row]:
    return {row.get("key"): row for row in rows}


def _with_clashes(now: list[Row], held: list[Row], clashes: tuple[Cell, ...]) -> list[Row]:
    """What the file holds, but where both changed a cell still what it held before."""
    before = _by_key(held)
    fresh = {row.get("key"): dict(row) for row in now}
    for key, field in clashes:
        fresh[key][field] = before[key].get(field)
    return list(fresh.values())
