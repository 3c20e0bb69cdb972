"""Importing deals, campaigns and campaign results."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from salesdesk.actions.deals import NOT_CLOSED
from salesdesk.actions.import_rows import Bringer, Outcome
from salesdesk.importing import meanings
from salesdesk.importing.cells import BadCell, Cells
from salesdesk.importing.fields import METRICS
from salesdesk.model import formats, points
from salesdesk.model.calendar import to_moment, zone_of
from salesdesk.model.text import fold
from salesdesk.queries import imports as known
from salesdesk.queries import settings

RANK_GAP = 1 << 20
PLACED = frozenset({*NOT_CLOSED, "stage_id", "status", "stage_since"})
STATUSES = ("planned", "active", "paused", "complete", "cancelled")


class Deals(Bringer):
    """Rows that become deals, open or closed, with their customer."""

    table = "deal"

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._firms = known.by_name(self.db, "organisation")
        self._refs_to = {
            "organisation": known.by_reference(self.db, "organisation"),
            "contact": known.by_reference(self.db, "contact"),
        }
        self._customers = known.had_business(self.db)
        self._rank = 0

    def values(self, cells: Cells) -> dict[str, Any]:
        organisation_id = self._customer(cells, "organisation", "web")
        contact_id = self._customer(cells, "contact", "email")
        title = cells.text("title") or cells.text("product") or cells.text("organisation")
        ref = cells.text("external_ref")
        title = title or (f"Deal {ref}" if ref else None)
        if not title:
            raise BadCell("", "has no title, customer or number")
        chance = cells.count("probability")
        stage_id, kind = self.lookups.stage(cells.text("stage"), chance)
        row: dict[str, Any] = {
            "title": title,
            "title_key": fold(title),
            "amount": cells.money("amount") or 0,
            "stage_id": stage_id,
            "status": kind,
            "owner_id": self.lookups.person(cells),
            "organisation_id": organisation_id,
            "contact_id": contact_id,
            "campaign_id": self.lookups.campaign(cells.text("campaign")),
            "product_id": self.lookups.product(cells.text("product")),
            "forecast_class": meanings.forecast_class(cells.text("forecast") or ""),
            "next_step": cells.text("next_step"),
            "external_ref": ref,
            "import_id": self.import_id,
        }
        if chance is not None and kind == "open":
            row["probability"] = max(0, min(100, chance))
        self._days(cells, row, kind)
        if cells.has("channel"):
            cells.note(f"{cells.column('channel')}: {cells.text('channel')}")
        row["notes"] = cells.notes()
        return row

    def _days(self, cells: Cells, row: dict[str, Any], kind: str) -> None:
        opened, closed = cells.day("opened"), cells.day("closed")
        if kind != "open":
            if closed is None:
                raise BadCell(cells.column("closed"), f"is {kind} but has no closing day")
            row["closed_on"] = row["expected_on"] = closed.isoformat()
            row["closed_at"] = self._noon(closed)
            row["closed_owner_id"] = row["owner_id"]
            row["reason_id"] = self.lookups.reason(kind, cells.text("reason"))
        else:
            row["expected_on"] = closed.isoformat() if closed else None
            if cells.has("reason"):
                cells.note(f"{cells.column('reason')}: {cells.text('reason')}")
        first = opened or (closed if kind != "open" else None) or self.db.today()
        row["opened_on"] = first.isoformat()
        row["stage_since"] = self._noon(closed if kind != "open" and closed else first)

    def _noon(self, day: date) -> str:
        zone = zone_of(self.db.clock.zone)
        return to_moment(datetime(day.year, day.month, day.day, 12, tzinfo=zone))

    def _customer(self, cells: Cells, what: str, point: str) -> int | None:
        """The customer by the other program's key, by address, else by name."""
        ref = cells.text(f"{what}_ref")
        if ref is not None:
            found = self._refs_to[what].get(ref)
            if found is None:
                key = points.key_of(point, ref)
                found = known.owner_of_point(self.db, point, key, what)
            if found is not None:
                return found
            cells.note(f"{cells.column(f'{what}_ref')}: {ref}")
        name = cells.text(what)
        if name is None:
            return None
        if what == "contact":
            return known.contact_named(self.db, fold(name), None) or self._new(what, name)
        if fold(name) not in self._firms:
            self._firms[fold(name)] = self._new(what, name)
        return self._firms[fold(name)]

    def _new(self, what: str, name: str) -> int:
        key = f"new {what} {fold(name)}"
        if key not in self._seen:
            row = {"name": name, "name_key": fold(name)}
            self._seen[key] = self.make(what, f"{what}s", row)
        return self._seen[key]

    def likeness(self, row: dict[str, Any]) -> list[str]:
        parts = (row["title_key"], row["organisation_id"], row["opened_on"], row["amount"])
        return [f"deal:{parts}"]

    def alike(self, row: dict[str, Any]) -> int | None:
        return known.deal_twin(self.db, row["title_key"], row["opened_on"], row["amount"])

    def linked(self, cells: Cells, row: dict[str, Any]) -> None:
        self._rank += RANK_GAP
        row["rank"] = self._rank
        who = [(w, row[f"{w}_id"]) for w in ("contact", "organisation") if row[f"{w}_id"]]
        row["is_new_customer"] = int(not any(w in self._customers for w in who))
        if row["status"] == "won":
            self._customers.update(who)
        event = {"deal_id": row["id"], "to_stage_id": row["stage_id"], "at": row["stage_since"]}
        self.wait("stage_event", {**event, "by_id": row["owner_id"]})

    def _update(self, key: int, row: dict[str, Any]) -> Outcome:
        """A deal that is known goes to its new stage as a whole, or (when filled) stays there."""
        before = known.fields(self.db, "deal", key)
        if self.on_duplicate == "fill":
            # the closing of a deal that is open here is no empty field
            row = {name: value for name, value in row.items() if name not in PLACED}
            return super()._update(key, row)
        if before["stage_id"] == row["stage_id"]:
            row = {name: value for name, value in row.items() if name != "stage_since"}
            return super()._update(key, row)
        if row["status"] == "open" and before["status"] != "open":
            self.db.table("deal").update(key, NOT_CLOSED)
        event = {"deal_id": key, "from_stage_id": before["stage_id"], "at": row["stage_since"]}
        event |= {"to_stage_id": row["stage_id"], "by_id": row["owner_id"]}
        self.wait("stage_event", event)
        return super()._update(key, row)


class Campaigns(Bringer):
    """Rows that become campaigns."""

    table = "campaign"

    def values(self, cells: Cells) -> dict[str, Any]:
        name = cells.text("name")
        if not name:
            raise BadCell("", "has no name")
        word = fold(cells.text("status") or "active")
        if word not in STATUSES:
            cells.note(f"Status: {word}")
            word = "complete" if word in ("finished", "completed", "done") else "active"
        starts, ends = cells.day("starts"), cells.day("ends")
        return {
            "name": name,
            "name_key": fold(name),
            "code": cells.text("code"),
            "channel_id": self.lookups.channel(cells.text("channel")),
            "status": word,
            "starts_on": starts.isoformat() if starts else None,
            "ends_on": ends.isoformat() if ends else None,
            "budget": cells.money("budget") or 0,
            "offer": cells.text("offer"),
            "owner_id": self.lookups.person(cells),
            "external_ref": cells.text("external_ref"),
            "message": "\n".join(t for t in (cells.text("message"), cells.notes()) if t) or None,
        }

    def linked(self, cells: Cells, row: dict[str, Any]) -> None:
        spent = cells.money("spent")
        if spent:
            cost = {"campaign_id": row["id"], "amount": spent}
            cost["spent_on"] = row["starts_on"] or self.db.today().isoformat()
            self.dayless += row["starts_on"] is None
            self.wait("campaign_cost", cost)
            self.lookups.created["costs"] += 1


class Results(Bringer):
    """Rows that become results and costs of campaigns."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        currency = settings.settings(self.db).currency
        self._unit = 10 ** formats.decimals(currency)
        self._exact: dict[int, Decimal] = {}
        self._booked: dict[int, int] = {}
        self._results = known.results(self.db)
        self._costs = known.costs(self.db)

    def values(self, cells: Cells) -> dict[str, Any]:
        campaign = cells.text("campaign") or "Imported results"
        numbers = {metric: cells.count(metric) for metric in METRICS}
        spent = self._spent(cells)
        if spent is None and all(value is None for value in numbers.values()):
            raise BadCell("", "has no result and no cost")
        named = cells.day("day")
        day = named or self.db.today()
        return {
            "dayless": named is None,
            "campaign": self.lookups.campaign(campaign, starts_on=day.isoformat()),
            "day": day.isoformat(),
            "numbers": numbers,
            "spent": spent,
            "notes": cells.notes(),
        }

    def _spent(self, cells: Cells) -> Decimal | None:
        """What was spent, exactly: advertisers report more decimals than money has."""
        text = cells.text("spent")
        if text is None:
            return None
        bare = text.replace(",", "").strip("£$€ ")
        try:
            return Decimal(bare)
        except InvalidOperation:
            minor = cells.money("spent")
            return None if minor is None else Decimal(minor) / self._unit

    def take(self, cells: Cells) -> Outcome:
        row = self.values(cells)
        key, day = int(row["campaign"]), str(row["day"])
        amount = 0 if row["spent"] is None else self._share(key, row["spent"])
        if self.on_duplicate != "add" and self._stands(row, key, day, amount):
            return Outcome.DUPLICATE
        at = {"campaign_id": key, "noted_on": day, "note": row["notes"]}
        for metric, value in row["numbers"].items():
            if value is not None:
                self.wait("campaign_result", {**at, "metric": metric, "value": value})
                self.lookups.created["figures"] += 1
        self.dayless += row["dayless"]
        if amount:
            cost = {"campaign_id": key, "spent_on": day, "amount": amount, "category": "media"}
            self.wait("campaign_cost", cost)
            self.lookups.created["costs"] += 1
        if len(self._waiting.get("campaign_result", ())) >= 2000:
            self.flush()
        return Outcome.CREATED

    def _stands(self, row: dict[str, Any], key: int, day: str, amount: int) -> bool:
        """True if the file had all of this row before the import; each match counts once.

        Only what an earlier import left is compared: two like rows of one table are two results.
        """
        note = row["notes"] or ""
        asked = [(key, day, m, v, note) for m, v in row["numbers"].items() if v is not None]
        if not asked:
            found = amount != 0 and self._costs[key, day, amount] > 0
            self._costs[key, day, amount] -= found
            return found
        if any(self._results[each] <= 0 for each in asked):
            return False
        self._results.subtract(asked)
        return True

    def _share(self, key: int, spent: Decimal) -> int:
        """What the running total gains, so that rounding never adds up to pounds."""
        self._exact[key] = self._exact.get(key, Decimal(0)) + spent * self._unit
        whole = int(self._exact[key].quantize(Decimal(1), ROUND_HALF_UP))
        amount = whole - self._booked.get(key, 0)
        self._booked[key] = whole
        return amount
