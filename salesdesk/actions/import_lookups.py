"""The small lists that an import refers to by name: found, or made when they are new."""

from collections import Counter
from typing import Any

from salesdesk.importing import meanings
from salesdesk.importing.cells import Cells
from salesdesk.model.text import fold
from salesdesk.queries import imports as known
from salesdesk.queries import settings
from salesdesk.store.database import Database


class Lookups:
    """One import's view of people, channels, campaigns, products, stages and reasons."""

    def __init__(self, db: Database, created: Counter[str]) -> None:
        self._db = db
        self.created = created
        self._people = known.people(db)
        self._named: dict[str, dict[str, int]] = {
            table: known.by_name(db, table) for table in ("channel", "campaign", "product")
        }
        self._campaign_refs = known.by_reference(db, "campaign")
        self._reasons = known.reasons(db)
        self._stages = list(settings.stages(db))
        self._stage_cache: dict[str, tuple[int, str]] = {}

    def person(self, cells: Cells) -> int | None:
        """The owner: by key, email, name or initials; made when nobody fits."""
        return self.owner(cells.text("owner_ref"), cells.text("owner"))

    def owner(self, ref: str | None, named: str | None) -> int | None:
        """The owner by the other program's key, else by what it is called."""
        word = ref or named
        if word is None:
            return None
        found = self._people.get(fold(word))
        if found is None:
            email = word if "@" in word else None
            name = word.split("@")[0].replace(".", " ").title() if email else word
            initials = "".join(part[0] for part in name.split()[:2]).upper() or name[:2].upper()
            row: dict[str, Any] = {"name": name, "initials": initials, "email": email}
            row |= {"role": "both", "colour": len(self._people) % 4}
            if ref is not None:
                row["external_ref"] = word
            found = self._make("person", row)
            self._people[fold(word)] = found
        return found

    def channel(self, word: str | None) -> int | None:
        """A channel by its name."""
        if word is None:
            return None
        return self._named_or_made(
            "channel", word, {"name": word, "kind": meanings.channel_kind(word), "position": 99}
        )

    def campaign(self, word: str | None, **more: Any) -> int | None:
        """A campaign by its name, code or other program's key."""
        if word is None:
            return None
        if word in self._campaign_refs:
            return self._campaign_refs[word]
        row = {"name": word, "name_key": fold(word), "status": "active", **more}
        return self._named_or_made("campaign", word, row)

    def product(self, word: str | None) -> int | None:
        """A product by its name."""
        if word is None:
            return None
        return self._named_or_made("product", word, {"name": word, "name_key": fold(word)})

    def reason(self, kind: str, word: str | None) -> int | None:
        """A reason of a kind by its label."""
        if word is None:
            return None
        key = (kind, fold(word))
        if key not in self._reasons:
            row = {"kind": kind, "label": word, "position": 99}
            self._reasons[key] = self._make("reason", row)
        return self._reasons[key]

    def stage(self, word: str | None, probability: int | None) -> tuple[int, str]:
        """(stage, kind) for their word: won and lost by meaning, open ones by name or stem."""
        if word is None:
            first = next(s for s in self._stages if s.kind == "open")
            return first.key, "open"
        cached = self._stage_cache.get(fold(word))
        if cached is not None:
            return cached
        kind = meanings.stage_kind(word)
        fitting = [s for s in self._stages if s.kind == kind]
        exact = next((s for s in fitting if fold(s.name) == fold(word)), None)
        near = next((s for s in fitting if meanings.same_stage(word, s.name)), None)
        chosen = exact or near or (fitting[0] if kind != "open" and fitting else None)
        if chosen is not None:
            found = (chosen.key, kind)
        else:
            share = 50 if probability is None else probability
            row = {"name": word, "kind": kind, "probability": share}
            row |= {"pipeline_id": self._stages[0].pipeline_id, "position": len(self._stages)}
            found = (self._make("stage", row), kind)
        self._stage_cache[fold(word)] = found
        return found

    def _named_or_made(self, table: str, word: str, row: dict[str, Any]) -> int:
        names = self._named[table]
        found = names.get(fold(word))
        if found is None:
            found = names[fold(word)] = self._make(table, row)
        return found

    def _make(self, table: str, row: dict[str, Any]) -> int:
        plural = {"person": "people"}.get(table, f"{table}s")
        self.created[plural] += 1
        return self._db.table(table).insert(row)
