"""Rows of leads read a column at a time: the everyday cells, at a tenth of the cost.

What is not everyday (a second email, an odd address, a bad day, a row too long) is only marked
here, and the row is then read cell by cell. Both ways give the same values for the same row.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from salesdesk.importing import meanings, values
from salesdesk.importing.cells import Reading
from salesdesk.importing.sources import Row
from salesdesk.model import lead_text, money, points, scores, tidy
from salesdesk.model.text import fold

Column = Sequence[Any]
TEXTS = ("job_title", "address", "town", "postcode", "country", "asked_for", "next_step")
KINDS = ("channel", "campaign", "owner", "owner_ref")  # records that are found or made
_ALWAYS = ("name", "name_key", "first_name", "last_name", "received_at", "fold", "score", "status")
_PLAIN_EMAIL = re.compile(r"[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+")
#: What a lead was turned into: such rows are read cell by cell.
_LINKED = frozenset({"converted", "converted_on", "deal_ref", "contact_ref", "organisation_ref"})
#: Facts of a row that are not known before its records are found or made.
_KEYS = frozenset({"channel_id", "campaign_id", "owner_id", "import_id"})
_SEVERAL = frozenset({"email", "phone", "website"})
_KEPT = 50_000  # answers that are remembered
SEARCHED = lead_text.SEARCHED


@dataclass
class Slice:
    """Some rows by column, and which of them are to be read cell by cell."""

    columns: dict[str, Column]
    odd: set[int]


class Remembered(dict[str, Any]):
    """The answers of a function to texts that come again and again; None where it refuses."""

    def __init__(self, ask: Callable[[str], Any]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, text: str) -> Any:
        if len(self) > _KEPT:
            self.clear()
        try:
            answer = self._ask(text)
        except (ValueError, OverflowError):
            answer = None
        self[text] = answer
        return answer


class LeadColumns:
    """How the columns of one table become columns of `lead`."""

    def __init__(self, reading: Reading, rules: Sequence[scores.Rule]) -> None:
        self._width = len(reading.headers)
        self._places: dict[str, int] = {}
        self._more: list[int] = []
        self._notes: list[tuple[int, str]] = []
        self._ours: dict[str, Mapping[str, str]] = {}
        self._header: dict[str, str] = {}
        self.usable = all(word for table in reading.values.values() for word in table.values())
        for place, plan in enumerate(reading.plan):
            if plan is None:
                continue
            if plan.field is None or plan.field == "notes":
                note = (place, "" if plan.first else f"{plan.header}: ")
                self._notes.insert(0, note) if plan.first else self._notes.append(note)
                continue
            if plan.field in self._places:
                self._more.append(place)
                self.usable = self.usable and plan.field in _SEVERAL
            self._places.setdefault(plan.field, place)
            self._ours[plan.field] = plan.ours
            self._header.setdefault(plan.field, plan.header)
        self.usable = self.usable and not _LINKED & set(self._places)
        order = reading.orders.get(self._header.get("received", ""), "dmy")
        self._moments = Remembered(lambda text: values.read_moment(text, reading.zone, order))
        self._money = Remembered(lambda text: money.read_money(text, reading.currency))
        self._statuses = Remembered(self._status_of)
        self._scores = Scores(rules)
        #: The fields that some column fills, notes aside.
        self.fields = frozenset(self._places)
        self.usable = self.usable and not self._scores.asks(_KEYS)

    def names(self) -> tuple[str, ...]:
        """The columns of `lead` that are filled, all from this table's columns."""
        fields = self._places
        found = list(_ALWAYS)
        for field in (*TEXTS, "external_ref"):
            found += [field] * (field in fields)
        for field in ("email", "phone"):
            found += [field, f"{field}_key"] * (field in fields)
        for field in ("budget", "timing"):
            found += [field, f"{field}_ok"] * (field in fields)
        found += ["organisation_name"] * ("organisation" in fields)
        found += ["estimated_value"] * ("estimated_value" in fields)
        found += ["qualified_at", "closed_at"] * ("status" in fields)
        return (*found, "notes")

    def read(self, rows: Sequence[Row], now: str) -> Slice:
        """Read some rows; `now` is the moment of those that have none."""
        width = self._width
        odd = {number for number, (_, cells) in enumerate(rows) if any(cells[width:])}
        blank = [""] * width
        fitting = (c if len(c) == width else [*c, *blank][:width] for _, c in rows)
        grid = list(zip(*fitting, strict=True))
        for field, place in self._places.items():
            if field not in tidy.SEVERAL:
                odd.update(_long_or_broken(grid[place]))
        for place in self._more:
            odd.update(number for number, cell in enumerate(grid[place]) if cell)
        words = {field: self._words(field, grid[place]) for field, place in self._places.items()}
        found: dict[str, Column] = {name: words[name] for name in TEXTS if name in words}
        found.update((k, words[k]) for k in (*KINDS, "external_ref") if k in words)
        if "organisation" in words:
            found["organisation_name"] = words["organisation"]
        self._names(words, found, len(rows), odd)
        self._reach(words, found, odd)
        self._received(words, found, len(rows), now, odd)
        for field in ("budget", "timing"):
            if field in words:
                found[field] = words[field]
                found[f"{field}_ok"] = [None if word is None else 1 for word in words[field]]
        if "estimated_value" in words:
            found["estimated_value"] = _looked_up(words["estimated_value"], self._money, odd)
        self._status(words, found, len(rows))
        found["notes"] = self._noted(grid, words, len(rows), odd)
        found["fold"] = _folded(found, len(rows))
        found["score"] = self._scores.of(found, len(rows))
        return Slice(found, odd)

    def _words(self, field: str, column: Sequence[str]) -> list[str | None]:
        """The cells of a field; None for nothing and for the words that mean nothing."""
        nothing = values.EMPTY
        found = [
            cell if len(cell) > 4 or (cell and cell.casefold() not in nothing) else None
            for cell in column
        ]
        ours = self._ours[field]
        return [w and ours.get(w.casefold(), w) for w in found] if ours else found

    def _names(
        self, words: dict[str, Any], found: dict[str, Column], count: int, odd: set[int]
    ) -> None:
        none = [None] * count
        full, first, last = (words.get(f, none) for f in ("name", "first_name", "last_name"))
        names, keys, firsts, lasts = [], [], [], []
        for number, (name, given, family) in enumerate(zip(full, first, last, strict=True)):
            if given or family:
                name = f"{given} {family}" if given and family else given or family
            elif name:
                given, family = _split(name)
            else:
                odd.add(number)
                name = ""
            names.append(name)
            keys.append(fold(name))
            firsts.append(given)
            lasts.append(family)
        found |= {"name": names, "name_key": keys, "first_name": firsts, "last_name": lasts}

    def _reach(self, words: dict[str, Any], found: dict[str, Column], odd: set[int]) -> None:
        if "email" in words:
            emails = found["email"] = words["email"]
            keys = found["email_key"] = [email and email.lower() for email in emails]
            plain = _PLAIN_EMAIL.fullmatch
            odd.update(n for n, key in enumerate(keys) if key and not plain(key))
        if "phone" in words:
            phones = found["phone"] = words["phone"]
            odd.update(n for n, phone in enumerate(phones) if phone and ":::" in phone)
            key_of = points.phone_key
            found["phone_key"] = [
                key_of(phone) if phone and n not in odd else None for n, phone in enumerate(phones)
            ]

    def _received(
        self, words: dict[str, Any], found: dict[str, Column], count: int, now: str, odd: set[int]
    ) -> None:
        if "received" in words:
            moments = _looked_up(words["received"], self._moments, odd)
            found["received_at"] = [moment or now for moment in moments]
        else:
            found["received_at"] = [now] * count

    def _status_of(self, word: str) -> tuple[str, str | None]:
        """Our status for a word, and what is to be noted of it."""
        status = meanings.lead_status(word)
        if status is not None and fold(word) == status:
            return status, None
        return status or "new", f"{self._header['status']}: {word}"

    def _status(self, words: dict[str, Any], found: dict[str, Column], count: int) -> None:
        if "status" not in words:
            found["status"] = ["new"] * count
            return
        known = self._statuses
        states = found["status"] = [known[w][0] if w else "new" for w in words["status"]]
        pairs = list(zip(states, found["received_at"], strict=True))
        right = ("qualified", "handed_over", "accepted")
        over = ("accepted", "disqualified", "duplicate")
        found["qualified_at"] = [day if state in right else None for state, day in pairs]
        found["closed_at"] = [day if state in over else None for state, day in pairs]

    def _noted(
        self, grid: list[tuple[str, ...]], words: dict[str, Any], count: int, odd: set[int]
    ) -> list[str | None]:
        """The notes: what stands under notes first, then what fits no field."""
        columns: list[Sequence[str | None]] = []
        for place, head in self._notes:
            column = grid[place]
            columns.append([cell and head + cell for cell in column] if head else column)
        if "status" in words:
            columns.append([w and self._statuses[w][1] for w in words["status"]])
        if "website" in words:
            sites = words["website"]
            odd.update(number for number, site in enumerate(sites) if site and ":::" in site)
            columns.append(sites)
        if not columns:
            return [None] * count
        if len(columns) == 1:
            return [cell or None for cell in columns[0]]
        return ["\n".join(filter(None, cells)) or None for cells in zip(*columns, strict=True)]


class Scores:
    """The score of each row; rows about which the rules learn the same share one answer."""

    def __init__(self, rules: Sequence[scores.Rule]) -> None:
        self._rules = rules
        told = " ".join(rule.condition for rule in rules)
        self._asked = frozenset(re.findall(r"\w+", told))
        self._plain = not re.search(r"[<>=~!]|\beach\b", told)
        self._known: dict[tuple[Any, ...], int] = {}

    def asks(self, names: frozenset[str]) -> bool:
        """True if a rule asks for one of these facts."""
        return bool(names & self._asked)

    def of(self, columns: Mapping[str, Column], count: int) -> list[int]:
        """The scores of `count` rows."""
        names = [name for name in columns if name in self._asked and name not in KINDS]
        if not names:
            return [self._score({})] * count
        rows = zip(*(columns[name] for name in names), strict=True)
        if not self._plain:
            return [self._score(dict(zip(names, row, strict=True))) for row in rows]
        known, found = self._known, []
        for row in rows:
            bits = tuple(map(bool, row))
            if bits not in known:
                known[bits] = self._score(dict(zip(names, row, strict=True)))
            found.append(known[bits])
        return found

    def _score(self, facts: Mapping[str, Any]) -> int:
        return max(0, min(100, scores.total(scores.lines(self._rules, facts))))


def _long_or_broken(column: Sequence[str]) -> list[int]:
    """The cells of a field of one line that have several, or that are too long for it."""
    if "\n" not in "".join(column) and max(map(len, column), default=0) <= tidy.LINE:
        return []
    return [n for n, cell in enumerate(column) if "\n" in cell or len(cell) > tidy.LINE]


def _split(name: str) -> tuple[str, str | None]:
    """As `values.split_name`, quick for two plain words."""
    parts = name.split()
    if len(parts) == 2 and "," not in name:
        return parts[0], parts[1]
    first, last = values.split_name(name)
    return first, last or None


def _looked_up(words: Sequence[str | None], known: Remembered, odd: set[int]) -> list[Any]:
    """What the words mean; a row with a word that means nothing is odd."""
    found = [None if word is None else known[word] for word in words]
    odd.update(n for n, word in enumerate(words) if word is not None and found[n] is None)
    return found


def _folded(columns: Mapping[str, Column], count: int) -> list[str | None]:
    """What the search index needs besides: folded text, digits of a phone number with gaps."""
    searched = [name for name in SEARCHED if name in columns]
    if all("".join(filter(None, columns[name])).isascii() for name in searched):
        phones = columns.get("phone")
        if phones is None:
            return [None] * count
        return [None if not p or p.isdecimal() else lead_text.digits(p) or None for p in phones]
    rows = zip(*(columns[name] for name in searched), strict=True)
    return [lead_text.search_fold(dict(zip(searched, row, strict=True))) for row in rows]
