"""The team, as a list page of the settings dialog."""

from PySide6.QtWidgets import QComboBox, QHBoxLayout

from salesdesk.actions import people
from salesdesk.errors import UserError
from salesdesk.queries import settings as queries
from salesdesk.session import Session
from salesdesk.store.database import Database
from salesdesk.ui.kit.edits import Do
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr
from salesdesk.ui.settings.amounts import read_money, shown_money
from salesdesk.ui.settings.lists import HomeBar, ListPage
from salesdesk.ui.settings.staged import Column, Row


class PeoplePage(ListPage):
    """The team, and which of them sits at this computer."""

    listens = "person"

    def __init__(self, session: Session) -> None:
        currency = session.read(queries.settings).currency
        roles = (
            ("owner", tr("Owner")),
            ("marketing", tr("Marketing")),
            ("sales", tr("Sales")),
            ("both", tr("Marketing and sales")),
        )
        columns = (
            Column("name", tr("Name")),
            Column("initials", tr("Initials"), 72),
            Column("role", tr("Role"), 152, choices=roles),
            Column("area", tr("Area"), 96, read=lambda text: text.strip() or None),
            Column(
                "hourly_cost",
                tr("Cost an hour"),
                104,
                right=True,
                shown=lambda value: shown_money(value or 0, currency),
                read=lambda text: read_money(text, currency),
            ),
        )
        super().__init__(session, columns, tr("People"))
        self.title = tr("People")
        self._leaving: dict[int, int | None] = {}
        self.me = QComboBox()
        self.me.setAccessibleName(tr("Who I am"))
        row = QHBoxLayout()
        label = Label(tr("Who I am on this computer"), "small medium", "text-2")
        label.setBuddy(self.me)
        row.addWidget(label)
        row.addWidget(self.me)
        row.addStretch()
        self.box.insertLayout(0, row)
        words = tr("Names say who did what. They are no passwords and protect nothing.")
        self.box.insertWidget(1, Label(words, "small", "text-3"))
        self.add_button(tr("Add person"), "Ins", self._add)
        self.add_button(tr("Remove person"), "Ctrl+Del", self._remove)
        self.buttons.addStretch()
        self.home = HomeBar()
        self.box.addWidget(self.home)

    def fill(self) -> None:
        super().fill()
        everyone = self.session.read(queries.people)
        self._leaving = {}
        self.me.clear()
        for person in everyone:
            self.me.addItem(person.name, person.key)
        self.me.setCurrentIndex(self.me.findData(self.session.person_id))

    def stored(self, db: Database) -> list[Row]:
        fields = ("key", "name", "initials", "role", "email", "area", "hourly_cost")
        return [{name: getattr(p, name) for name in fields} for p in queries.people(db)]

    def write(self, do: Do) -> None:
        do(people.save, self.model.wanted(), self._leaving)

    @property
    def touched(self) -> bool:
        return super().touched or self._i_am_else

    @property
    def _i_am_else(self) -> bool:
        return self.me.currentData() not in (None, self.session.person_id)

    def save(self) -> bool:
        if self._i_am_else:
            self.session.i_am(self.me.currentData())
        if super().touched:
            return super().save()
        self.fill()
        return True

    def _add(self) -> None:
        blank = {"key": None, "name": "", "initials": "", "role": "both", "hourly_cost": 0}
        self.start_row(len(self.model.rows), {**blank, "email": None, "area": None})

    def _remove(self) -> None:
        if self.current < 0:
            return
        at, row = self.current, self.model.rows[self.current]
        if row["key"] is None:
            self.model.take_row(at)
            return
        if row["key"] == self.me.currentData():
            self.tell(
                UserError(
                    tr("{name} is who you are.").format(name=row["name"]),
                    tr("Choose another name under Who I am first."),
                )
            )
            return
        owned = self.session.read(queries.owned_open, row["key"])
        count = sum(len(keys) for keys in owned.values())
        others = [
            (r["key"], r["name"]) for r in self.model.rows if r["key"] not in (None, row["key"])
        ]
        if not count:
            self._leave(row, None)
            return
        self.home.ask(
            (
                tr("{name} has 1 open record. Who takes it over?")
                if count == 1
                else tr("{name} has {n} open records. Who takes them over?")
            ).format(name=row["name"], n=count),
            tr("Remove {name}").format(name=row["name"]),
            others,
            lambda heir: self._leave(row, heir),
        )

    def _leave(self, row: Row, heir_id: int | None) -> None:
        self._leaving[row["key"]] = heir_id
        self.model.take_row(self.model.rows.index(row))
