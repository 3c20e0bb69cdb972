"""Importing leads by the hundred thousand: read by column, looked up and written many at once."""

from collections.abc import Sequence
from typing import Any

from salesdesk.actions.import_leads import Leads
from salesdesk.actions.import_rows import FULL, Outcome, Tally
from salesdesk.importing.cells import Reading
from salesdesk.importing.lead_columns import LeadColumns, Slice
from salesdesk.importing.sources import Row
from salesdesk.model.text import fold
from salesdesk.queries import imports as known

REMEMBERED = 240_000  # marks of rows that came in; beyond that the file itself is asked
KEYS = ("external_ref", "email_key", "phone_key")
MADE = {"channel_id": "channel", "campaign_id": "campaign"}


class ManyLeads(Leads):
    """Everyday rows go through here; the odd ones among them through `Leads`, in their order."""

    def begin(self, reading: Reading) -> None:
        super().begin(reading)
        columns = LeadColumns(reading, self._rules)
        self._columns = None if self.nameless or not columns.usable else columns
        self._made = [column for column, field in MADE.items() if field in columns.fields]
        self._owned = bool(columns.fields & {"owner", "owner_ref"})
        owner = ["owner_id"] if self._owned else []
        self._names = ("id", "import_id", *columns.names(), *self._made, *owner)
        self._filled = frozenset(self._names)
        self._ready: list[tuple[Any, ...]] = []
        self._loaded: list[int] = []  # first and last key that are not in the search index yet
        self._in_file: dict[str, dict[str, int]] | None = None
        self._ask_file = "external_ref" in columns.fields or known.has_rows(self.db, "lead")
        self._renews = self.on_duplicate in ("fill", "overwrite")

    def take_all(self, rows: Sequence[Row], tally: Tally) -> None:
        if self._columns is None or self.suppressed:
            super().take_all(rows, tally)
            return
        if len(self._seen) > REMEMBERED:
            self.flush()
            self._seen.clear()
            self._ask_file = True
        part = self._columns.read(rows, self.db.now())
        self._in_file = self._twins_of(part) if self._ask_file else None
        start = 0
        for number in sorted(part.odd):
            self._take_run(part, start, number, tally)
            super().take_all(rows[number : number + 1], tally)
            start = number + 1
        self._take_run(part, start, len(rows), tally)

    def _twins_of(self, part: Slice) -> dict[str, dict[str, int]]:
        """The leads that the file has under the keys of these rows, asked once for all."""
        found: dict[str, dict[str, int]] = {}
        for column in KEYS:
            asked = [key for key in part.columns.get(column, ()) if key]
            found[column] = known.leads_by(self.db, column, asked) if asked else {}
        return found

    def _take_run(self, part: Slice, start: int, end: int, tally: Tally) -> None:
        """Bring in rows that follow each other and are all of the everyday kind."""
        if start >= end:
            return
        tally.rows += end - start
        found = self._found_or_made(part, start, end)
        none = [None] * (end - start)
        keyed = [found.get(name, none) for name in (*KEYS, "name_key", "organisation_name")]
        new: list[int] = []
        for number, keys in enumerate(zip(*keyed, strict=True)):
            marks = _marks(*keys)
            twin = None if self.on_duplicate == "add" else self._known_twin(marks, *keys)
            if twin is None:
                key = self.db.new_key()
                found["id"][number] = key
                new.append(number)
                for mark in marks:
                    self._seen.setdefault(mark, key)
            elif self._renews:
                self._put(found, new, tally)
                new = []
                self._renew(twin, found, number, tally)
            else:
                tally.skipped += 1
                tally.duplicates += 1
        self._put(found, new, tally)

    def _found_or_made(self, part: Slice, start: int, end: int) -> dict[str, list[Any]]:
        """The columns of a run, with the channels, campaigns and people in them."""
        found = {name: list(column[start:end]) for name, column in part.columns.items()}
        none = [None] * (end - start)
        found["id"] = list(none)
        found["import_id"] = [self.import_id] * (end - start)
        for column in self._made:
            find = getattr(self.lookups, MADE[column])
            found[column] = [None if word is None else find(word) for word in found[MADE[column]]]
        if self._owned:
            words = zip(found.get("owner_ref", none), found.get("owner", none), strict=True)
            found["owner_id"] = [self.lookups.owner(ref, word) for ref, word in words]
        return found

    def _known_twin(
        self,
        marks: list[str],
        ref: str | None,
        email: str | None,
        phone: str | None,
        name: str,
        firm: str | None,
    ) -> int | None:
        for mark in marks:
            if mark in self._seen:
                return self._seen[mark]
        if not self._ask_file:
            return None
        if not (ref or email or phone):
            return known.lead_named(self.db, name, firm)
        if self._in_file is None:
            return known.lead_twin(self.db, email, phone, ref)
        if ref:
            return self._in_file["external_ref"].get(ref)
        found = self._in_file["email_key"].get(email) if email else None
        if found is None and phone:
            found = self._in_file["phone_key"].get(phone)
        return found

    def _renew(self, twin: int, found: dict[str, list[Any]], number: int, tally: Tally) -> None:
        """Fill or overwrite the lead in the file."""
        self.flush()
        row = {name: found[name][number] for name in self._names if name != "id"}
        tally.count(self._update(twin, row))
        # what was asked of the file for these rows may not hold any more
        self._in_file, self._ask_file = None, True

    def _update(self, key: int, row: dict[str, Any]) -> Outcome:
        self._in_file, self._ask_file = None, True
        return super()._update(key, row)

    def _put(self, found: dict[str, list[Any]], new: list[int], tally: Tally) -> None:
        """Let the new rows of a run wait for the next load."""
        columns = [found[name] for name in self._names]
        if len(new) < len(found["id"]):
            columns = [[column[number] for number in new] for column in columns]
        self._ready.extend(zip(*columns, strict=True))
        tally.created_rows += len(new)
        if len(self._ready) >= FULL:
            self.flush()

    def wait(self, table: str, row: dict[str, Any]) -> None:
        if table != self.table or self._columns is None:
            super().wait(table, row)
            return
        self._ready.append(tuple(map(row.get, self._names)))

    def full(self) -> bool:
        return super().full() or len(self._ready) >= FULL

    def flush(self) -> None:
        ready, self._ready = self._ready, []
        if ready:
            self._loaded = [self._loaded[0] if self._loaded else ready[0][0], ready[-1][0]]
            self.db.table("lead").load(self._names, ready, journaled=not self.only_tried)
            if self._renews:
                self._index()
        super().flush()

    def finish(self) -> None:
        super().finish()
        if self._loaded and not self.only_tried:
            self._index()

    def _index(self) -> None:
        """All keys between are of this import: one statement, whatever their number."""
        self.db.table("lead").index_leads(*self._loaded)
        self._loaded = []


def _marks(
    ref: str | None, email: str | None, phone: str | None, name: str, firm: str | None
) -> list[str]:
    """What makes a row the same as another one in its table, as `Leads.marks` has it."""
    if ref:
        return [f"ref:{ref}"]
    if email:
        return [f"email_key:{email}", f"phone_key:{phone}"] if phone else [f"email_key:{email}"]
    return [f"phone_key:{phone}"] if phone else [f"name:{name}|{fold(firm or '')}"]
