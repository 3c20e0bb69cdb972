"""The quote editor: lines with quantity, price and discount, and what they come to."""

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from salesdesk.actions import quotes
from salesdesk.errors import UserError
from salesdesk.model import quotes as figures
from salesdesk.model.quotes import Line
from salesdesk.queries import quotes as queries
from salesdesk.session import Session
from salesdesk.ui.deals.words import Money
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.edits import Do, Editing, Record
from salesdesk.ui.kit.fields import Field, line
from salesdesk.ui.kit.held import Held, held
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr
from salesdesk.ui.settings.lists import ListPage
from salesdesk.ui.settings.staged import Column

Lines = Sequence[dict[str, Any]]
FIELDS = ("words", "quantity_milli", "unit_price", "discount_percent")


class QuoteDialog(Dialog):
    """Asks for the lines; `done(lines, tax, valid_until)` writes them."""

    def __init__(
        self,
        parent: QWidget | None,
        session: Session,
        title: str,
        money: Money,
        first: tuple[Lines, int, str | None],
        done: Callable[[Lines, int, str | None], object],
    ) -> None:
        super().__init__(title, parent, tr("Save"), self._save, width=848, icon="file-text")
        self._money, self._done = money, done
        #: How it follows a quote that is known; a new one has nothing to follow.
        self.editing: Editing | None = None
        rows, tax, until = first
        self.lines = ListPage(session, self._columns(), tr("Lines of the quote"))
        self.lines.tell = lambda error: self.fail(str(error))
        self.lines.add_button(tr("Add line"), "Ins", self._add)
        self.lines.add_order_buttons()
        self.lines.add_button(tr("Remove line"), "Ctrl+Del", self._remove)
        self.lines.buttons.addStretch()
        self.lines.setMinimumHeight(280)
        self.body.addWidget(self.lines)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        self.tax = line(str(tax))
        self.until = line(until or "", "2026-12-31")
        foot.addWidget(Field(tr("Tax %"), self.tax))
        foot.addWidget(Field(tr("Valid until (optional)"), self.until))
        foot.addStretch()
        self.total = Label("", "section", figures=True)
        foot.addWidget(self.total)
        self.body.addLayout(foot)
        for signal in (
            self.lines.model.dataChanged, self.lines.model.rowsInserted,
            self.lines.model.rowsRemoved, self.tax.textChanged,
        ):  # fmt: skip
            signal.connect(lambda *_: self._sum())
        self.lines.set_rows([{"key": row.get("id"), **row} for row in rows])
        self._sum()
        self.lines.table.setFocus()

    def _columns(self) -> tuple[Column, ...]:
        money = self._money

        def price(text: str) -> int:
            found = money.read(text)
            if found is None:
                raise ValueError(text)
            return found

        return (
            Column("words", tr("What is offered")),
            Column("quantity_milli", tr("Quantity"), 88, right=True, shown=_pieces, read=_milli),
            Column("unit_price", tr("Price"), 120, right=True, shown=money.exact, read=price),
            Column("discount_percent", tr("Discount %"), 96, right=True, read=_percent),
        )

    def _add(self) -> None:
        row = {"key": None, "words": "", "quantity_milli": 1000, "unit_price": 0}
        self.lines.start_row(len(self.lines.model.rows), {**row, "discount_percent": 0})

    def _remove(self) -> None:
        if self.lines.current >= 0:
            self.lines.model.take_row(self.lines.current)

    def _sum(self) -> None:
        net = figures.net(Line(*(row[name] for name in FIELDS)) for row in self.lines.model.rows)
        typed = self.tax.text().strip()
        tax = figures.tax(net, int(typed)) if typed.isdecimal() and len(typed) < 4 else 0
        words = tr("{net} before tax, {total} in all")
        self.total.setText(
            words.format(net=self._money.exact(net), total=self._money.exact(net + tax))
        )

    def _save(self) -> object:
        self.lines.finish_typing()
        if self.editing is not None:
            return self.editing.save() if self.editing.touched() else True
        values = self.values()
        return self._done(values["lines"], values["tax_percent"], values["valid_until"])

    def values(self) -> dict[str, Any]:
        """The quote as it stands here; UserError for what cannot be."""
        typed = self.tax.text().strip() or "0"
        if not typed.isdecimal() or len(typed) > 3:
            raise UserError(
                tr("The tax is not a number."), tr("Use a few digits only, such as 20.")
            )
        until = self.until.text().strip() or None
        return {"lines": self._rows(), "tax_percent": int(typed), "valid_until": until}

    def over(self, session: Session, quote_id: int, name: str) -> Editing:
        """It changes a quote that is known: ask where a colleague changed it meanwhile."""

        def write(do: Do, wanted: dict[str, Any]) -> None:
            lines = wanted.pop("lines")
            do(quotes.change, quote_id, lines, **wanted)

        fields = {
            "lines": Held(tr("Lines"), self._rows, self._put_rows, self._said),
            "tax_percent": held(tr("Tax %"), self.tax),
            "valid_until": held(tr("Valid until"), self.until),
        }
        record = Record(
            "quote",
            quote_id,
            tr("quote"),
            name,
            lambda db: queries.typed(db, quote_id),
            frozenset({"quote_line"}),
            lambda db, _field: queries.rows_of(db, quote_id),
        )
        self.editing = Editing(self, session, record, fields, self.values, write, whole=True)
        return self.editing

    def _rows(self) -> list[dict[str, Any]]:
        return [{n: row[n] for n in FIELDS} for row in self.lines.model.rows]

    def _put_rows(self, rows: list[dict[str, Any]] | None) -> None:
        self.lines.set_rows([{"key": None, **row} for row in rows or []])
        self._sum()

    def _said(self, rows: list[dict[str, Any]] | None) -> str:
        """Lines in words, one under the other."""
        return "\n".join(
            tr("{n} × {what}, {price}").format(
                n=_pieces(row["quantity_milli"]),
                what=row["words"],
                price=self._money.exact(row["unit_price"]),
            )
            + (f", −{row['discount_percent']}%" if row["discount_percent"] else "")
            for row in rows or []
        )


def _pieces(milli: int) -> str:
    if milli % 1000 == 0:
        return f"{milli // 1000}"
    return f"{Decimal(milli) / 1000:f}".rstrip("0")


def _milli(text: str) -> int:
    try:
        value = Decimal(text.strip().replace(",", "."))
        return int((value * 1000).quantize(Decimal(1), ROUND_HALF_UP))
    except ArithmeticError:
        raise ValueError(text) from None


def _percent(text: str) -> int:
    number = int(text.strip().rstrip("%").strip() or 0)
    if not 0 <= number <= 100:
        raise ValueError(text)
    return number
