"""The targets page of the settings dialog: who is to reach what in a month, quarter or year."""

from datetime import date
from typing import Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout

from salesdesk.actions import targets
from salesdesk.model.calendar import add_months
from salesdesk.queries import settings as queries
from salesdesk.session import Session
from salesdesk.store.database import Database
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.edits import Do
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr
from salesdesk.ui.settings.amounts import read_money, shown_money
from salesdesk.ui.settings.lists import ListPage
from salesdesk.ui.settings.staged import Column, Row

MONEY = ("revenue", "spend")


def read_count(text: str) -> int | None:
    """A whole number as typed; nothing means no target."""
    bare = text.replace(",", "").strip()
    return int(bare) if bare and bare != "–" else None


class TargetsPage(ListPage):
    """One row for the team and one for each person, one column for each thing to reach."""

    listens = "target"

    def __init__(self, session: Session) -> None:
        currency = session.read(queries.settings).currency
        columns = [Column("who", tr("Who"), 124, locked=lambda _row: True)]
        for metric, words in metric_names():
            columns.append(_metric_column(metric, words, currency))
        super().__init__(session, columns, tr("Targets"))
        self.title = tr("Targets")
        self._staged: dict[str, tuple[list[Row], list[Row]]] = {}
        self.period = QComboBox()
        self.period.setAccessibleName(tr("Period"))
        for code, words in periods(session.db.today()):
            self.period.addItem(words, code)
        self.period.setCurrentIndex(self.period.findData(session.db.today().isoformat()[:7]))
        self.period.activated.connect(lambda _index: self._turn())
        row = QHBoxLayout()
        label = Label(tr("Targets for"), "small medium", "text-2")
        label.setBuddy(self.period)
        row.addWidget(label)
        row.addWidget(self.period)
        row.addStretch()
        self.box.insertLayout(0, row)
        self.copy: Button = self.add_button(tr("Copy from the month before"), "Alt+C", self._copy)
        self.buttons.addStretch()
        self._shown = ""

    def fill(self) -> None:
        self._staged = {}
        self._show(str(self.period.currentData()))

    @property
    def touched(self) -> bool:
        return super().touched or any(rows != held for rows, held in self._staged.values())

    @property
    def staged_elsewhere(self) -> bool:  # type: ignore[override]
        return any(rows != held for rows, held in self._staged.values())

    def write(self, do: Do) -> None:
        self._stash()
        for period, (rows, held) in self._staged.items():
            before = {row["key"]: row for row in held}
            wanted = {
                (metric, row["key"]): row[metric]
                for row in rows
                for metric, _ in metric_names()
                if row[metric] != before[row["key"]][metric]
            }
            if wanted:
                # only the cells that were changed are written; the shown ones were compared
                (do if period == self._shown else self.session.do)(targets.save, period, wanted)

    def stored(self, db: Database) -> list[Row]:
        return self._rows(db, self._shown)

    def _read(self, period: str) -> list[Row]:
        return self.session.read(self._rows, period)

    def _rows(self, db: Database, period: str) -> list[Row]:
        found = {(t.metric, t.person_id): t.value for t in queries.targets(db, period)}
        who: list[tuple[int | None, str]] = [(None, tr("The team"))]
        who += [(p.key, p.name) for p in queries.people(db)]
        rows: list[Row] = []
        for key, name in who:
            row: dict[str, Any] = {"key": key, "who": name}
            rows.append({**row, **{m: found.get((m, key)) for m, _ in metric_names()}})
        return rows

    def _show(self, period: str) -> None:
        held = self._read(period)
        self.set_rows(held)
        if period in self._staged:
            for at, row in enumerate(self._staged.pop(period)[0]):
                self.model.rows[at] = row
        self._shown = period
        self.copy.setEnabled(len(period) == 7 and "Q" not in period)

    def _stash(self) -> None:
        if super().touched:
            self._staged[self._shown] = (self.model.rows, self._read(self._shown))

    def _turn(self) -> None:
        self._stash()
        self._show(str(self.period.currentData()))

    def _copy(self) -> None:
        first = date.fromisoformat(f"{self._shown}-01")
        before = self._read(add_months(first, -1).isoformat()[:7])
        self.model.beginResetModel()
        self.model.rows = [dict(row) for row in before]
        self.model.endResetModel()


def _metric_column(metric: str, words: str, currency: str) -> Column:
    if metric in MONEY:
        return Column(
            metric,
            words,
            77,
            right=True,
            shown=lambda value: "–" if value is None else shown_money(value, currency),
            read=lambda text: read_money(text, currency) if text.strip("– ") else None,
        )
    return Column(
        metric,
        words,
        77,
        right=True,
        shown=lambda value: "–" if value is None else f"{value:,}",
        read=read_count,
    )


def metric_names() -> tuple[tuple[str, str], ...]:
    """(code, words) of everything that can be a target."""
    return (
        ("revenue", tr("Revenue")),
        ("deals_won", tr("Won")),
        ("new_customers", tr("Customers")),
        ("leads", tr("Leads")),
        ("qualified_leads", tr("Qualified")),
        ("accepted_leads", tr("Accepted")),
        ("activities", tr("Activities")),
        ("spend", tr("Spend")),
    )


def periods(today: date) -> list[tuple[str, str]]:
    """(code, words): this year's and next year's months, quarters and the years themselves."""
    names = tr(
        "January February March April May June July August September October November December"
    ).split()
    found = []
    for year in (today.year - 1, today.year, today.year + 1):
        found += [(f"{year}-{n:02}", f"{name} {year}") for n, name in enumerate(names, 1)]
        found += [
            (f"{year}-Q{n}", tr("Quarter {n} of {year}").format(n=n, year=year))
            for n in range(1, 5)
        ]
        found.append((str(year), tr("Year {year}").format(year=year)))
    return found
