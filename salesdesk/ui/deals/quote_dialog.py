"""The quote editor: lines with quantity, price and discount, and what they come to."""

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from salesdesk.errors import UserError
from salesdesk.session import Session
from salesdesk.ui.deals.words import Money
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.fields import Field, line
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr
from salesdesk.ui.settings.lists import ListPage
from salesdesk.ui.settings.staged import Column

Lines = Sequence[dict[str, Any]]


class QuoteDialog(Dialog):
    """Asks for the lines; `done(lines, tax, valid_until)` writes them."""

    def __init__(
        self,
        parent: QWidget | None,
        session: Session,
        title: str,
        money: Money,
        held: tuple[Lines, int, str | None],
        done: Callable[[Lines, int, str | None], object],
    ) -> None:
        super().__init__(title, parent, tr("Save"), self._save, width=848, icon="file-text")
        self._money, self._done = money, done
        rows, tax, until = held
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
        net = sum(
            (r["quantity_milli"] * r["unit_price"] * (100 - r["discount_percent"]) + 50000)
            // 100000
            for r in self.lines.model.rows
        )
        typed = self.tax.text().strip()
        tax = (net * int(typed) + 50) // 100 if typed.isdecimal() and len(typed) < 4 else 0
        words = tr("{net} before tax, {total} in all")
        self.total.setText(
            words.format(net=self._money.exact(net), total=self._money.exact(net + tax))
        )

    def _save(self) -> None:
        self.lines.finish_typing()
        typed = self.tax.text().strip() or "0"
        if not typed.isdecimal():
            raise UserError(tr("The tax is not a number."), tr("Use digits only, such as 20."))
        self._done(self.lines.model.rows, int(typed), self.until.text().strip() or None)


def _pieces(milli: int) -> str:
    if milli % 1000 == 0:
        return f"{milli // 1000}"
    return f"{Decimal(milli) / 1000:f}".rstrip("0")


def _milli(text: str) -> int:
    try:
        value = Decimal(text.strip().replace(",", "."))
        return int((value * 1000).quantize(Decimal(1), ROUND_HALF_UP))
    except (InvalidOperation, OverflowError):
        raise ValueError(text) from None


def _percent(text: str) -> int:
    number = int(text.strip().rstrip("%").strip() or 0)
    if not 0 <= number <= 100:
        raise ValueError(text)
    return number
