"""How one column of a table fits its field: how much is filled, and what cannot be read."""

from collections.abc import Sequence
from dataclasses import dataclass

from salesdesk.importing import mapping, values
from salesdesk.importing.fields import FIELDS
from salesdesk.model import formats, money
from salesdesk.ui.kit.text import tr

GOOD, WARNING, BAD, QUIET = "good", "warn", "bad", "quiet"


@dataclass(frozen=True)
class Verdict:
    """Good, a warning or bad, in words; quiet where there is nothing to say."""

    state: str
    words: str


class Column:
    """One column with its first values, and the field that it goes to."""

    def __init__(self, header: str, cells: Sequence[str], kind: str, currency: str) -> None:
        self.header, self.cells = header, cells
        self._kind, self._currency = kind, currency

    def first_values(self) -> str:
        """Up to three different values, to recognise the column by."""
        found = list(dict.fromkeys(c for c in self.cells if c))[:3]
        return " · ".join(" ".join(c.split())[:40] for c in found) or tr("(empty)")

    def order(self, wished: str | None) -> str:
        """The order of day and month in this column."""
        return wished or values.order_of(self.cells) or "dmy"

    def accepts(self, field: str) -> str:
        """What the field takes."""
        return next((f.accepts for f in FIELDS[self._kind] if f.name == field), "")

    def shown(self, cell: str, field: str, wished: str | None) -> tuple[str, bool]:
        """A cell as it will arrive, and whether it can be read."""
        accepts = self.accepts(field)
        if not cell or values.empty(cell):
            return "–", True
        try:
            if accepts.startswith("a day"):
                if accepts != "a day" and values.read_moment(cell, "UTC", self.order(wished)):
                    pass
                return formats.day(values.read_day(cell, self.order(wished)), None), True
            if accepts == "an amount of money":
                minor = money.read_money(cell, self._currency)
                return formats.money(minor, self._currency), True
            if accepts == "a whole number":
                return f"{values.read_count(cell.rstrip('%')):,}", True
        except (ValueError, OverflowError, OSError):
            return cell, accepts.endswith("or yes")
        return cell, True

    def verdict(self, field: str, wished: str | None) -> Verdict:
        """What to say beside the choice."""
        if field == mapping.IGNORE:
            return Verdict(QUIET, "")
        filled = [c for c in self.cells if c and not values.empty(c)]
        count = tr("{n} of {all} filled").format(n=len(filled), all=len(self.cells))
        if field == mapping.NOTE:
            return Verdict(QUIET, tr("Kept in the notes") if filled else count)
        bad = sum(not self.shown(c, field, wished)[1] for c in filled)
        order = self._order_words(field, wished)
        if bad:
            words = tr("{n} cannot be read as {what}").format(n=bad, what=self.accepts(field))
            return Verdict(BAD, f"{order}{words}")
        if field == "name" and any(f.name == "first_name" for f in FIELDS[self._kind]):
            return Verdict(GOOD, tr("Split at the last space"))
        if "made if it is new" in self.accepts(field) or field == "owner":
            kinds = len(dict.fromkeys(c.casefold() for c in filled))
            return Verdict(GOOD, tr("{n} different, {count}").format(n=kinds, count=count))
        if not filled:
            return Verdict(WARNING, tr("Nothing in it"))
        return Verdict(GOOD, f"{order}{count}")

    def _order_words(self, field: str, wished: str | None) -> str:
        if not self.accepts(field).startswith("a day"):
            return ""
        if all(len(c) > 3 and c[:4].isdigit() for c in self.cells if c):
            return ""
        names = {
            "dmy": tr("Day/month/year. "),
            "mdy": tr("Month/day/year. "),
            "ymd": tr("Year/month/day. "),
        }
        return names[self.order(wished)]
