"""Importing people: contacts and organisations with their emails, phones and consent."""

from typing import Any

from salesdesk.actions.import_rows import Bringer
from salesdesk.importing import values
from salesdesk.importing.cells import BadCell, Cells
from salesdesk.model import points
from salesdesk.model.text import fold
from salesdesk.queries import imports as known

PLACE = ("address", "town", "postcode", "country")
POINTS = {"email": "email", "phone": "phone", "web": "website"}
FIRM_POINTS = {"web": "website", "phone": "phone"}


def name_of(cells: Cells, nameless: str) -> dict[str, Any]:
    """name, first_name, last_name and name_key, from one column or two."""
    first, last = cells.text("first_name"), cells.text("last_name")
    name = " ".join(part for part in (first, last) if part) or cells.text("name")
    if name and not (first or last):
        first, last = values.split_name(name)
    for other in ("organisation", "email", "phone", "external_ref"):
        name = name or cells.text(other)
    if not name and nameless:
        name = f"Line {cells.line} {nameless}"
    if not name:
        raise BadCell("", "has no name, firm, email or phone")
    return {"name": name, "name_key": fold(name), "first_name": first, "last_name": last or None}


def email_of(cells: Cells) -> tuple[str | None, str | None]:
    """The first email and its key; an address that is none is a bad cell."""
    email = cells.text("email")
    if email is None:
        return None, None
    if not points.is_email(email):
        raise BadCell(cells.column("email"), f"“{email[:40]}” is not an email address")
    return email, points.email_key(email)


class Contacts(Bringer):
    """Rows that become contacts, each in its organisation."""

    table = "contact"

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._firms = known.by_name(self.db, "organisation")
        self._firm_refs = known.by_reference(self.db, "organisation")

    def values(self, cells: Cells) -> dict[str, Any]:
        row: dict[str, Any] = {
            **name_of(cells, self.nameless),
            **{field: cells.text(field) for field in (*PLACE, "job_title")},
            "organisation_id": self._firm(cells),
            "owner_id": self.lookups.person(cells),
            "external_ref": cells.text("external_ref"),
        }
        created = cells.day("created")
        if created is not None:
            cells.note(f"{cells.column('created')}: {created.isoformat()}")
        row["notes"] = cells.notes()
        _, row["_email"] = email_of(cells)
        phone = cells.text("phone")
        self.refuse_erased(cells, row["_email"], points.key_of("phone", phone) if phone else None)
        return row

    def _firm(self, cells: Cells) -> int | None:
        ref, name = cells.text("organisation_ref"), cells.text("organisation")
        if ref is not None:
            found = self._firm_refs.get(ref)
            found = found or known.owner_of_point(
                self.db, "web", points.web_key(ref), "organisation"
            )
            if found is not None:
                return found
        if name is None:
            return None
        found = self._firms.get(fold(name))
        if found is None:
            row = {"name": name, "name_key": fold(name)}
            found = self._firms[fold(name)] = self.make("organisation", "organisations", row)
        return found

    def likeness(self, row: dict[str, Any]) -> list[str]:
        if row.get("_email"):
            return [f"email:{row['_email']}"]
        return [f"name:{row['name_key']}|{row['organisation_id']}"]

    def alike(self, row: dict[str, Any]) -> int | None:
        if row.get("_email"):
            return known.owner_of_point(self.db, "email", row["_email"], "contact")
        return known.contact_named(self.db, row["name_key"], row["organisation_id"])

    def wait(self, table: str, row: dict[str, Any]) -> None:
        super().wait(table, {k: v for k, v in row.items() if not k.startswith("_")})

    def _update(self, key: int, row: dict[str, Any]) -> Any:
        return super()._update(key, {k: v for k, v in row.items() if not k.startswith("_")})

    def linked(self, cells: Cells, row: dict[str, Any]) -> None:
        for kind, field in POINTS.items():
            for number, value in enumerate(cells.texts(field)):
                point = {"contact_id": row["id"], "kind": kind, "value": value}
                point |= {"value_key": points.key_of(kind, value), "is_primary": int(not number)}
                self.wait("contact_point", point)
        state = self._consent(cells)
        if state is not None:
            at = cells.moment("unsubscribed") if _is_day(cells) else None
            consent = {"contact_id": row["id"], "state": state, "at": at or self.db.now()}
            self.wait("consent", {**consent, "source": "import", "channel": "email"})

    def must(self, cells: Cells, key: int) -> bool:
        """Who unsubscribed elsewhere must not be written to from here either."""
        if self._consent(cells) != "opted_out":
            return False
        self.flush()
        if known.consent_of(self.db, key) == "opted_out":
            return False
        # now, not then: a newer opt-in may stand in the file, and a refusal wins
        consent = {"contact_id": key, "state": "opted_out", "at": self.db.now()}
        self.wait("consent", {**consent, "source": "import", "channel": "email"})
        return True

    def also(self, cells: Cells, key: int) -> bool:
        return self.add_points(cells, "contact_id", key, POINTS)

    def _consent(self, cells: Cells) -> str | None:
        """An address that was unsubscribed anywhere must never be written to again."""
        gone = cells.text("unsubscribed")
        if gone is not None and (_is_day(cells) or values.read_yes(gone)):
            return "opted_out"
        wants = cells.text("subscribed")
        return "opted_in" if wants is not None and values.read_yes(wants) else None


def _is_day(cells: Cells) -> bool:
    text = cells.text("unsubscribed") or ""
    return any(c.isdigit() for c in text) and len(text) > 5


class Organisations(Bringer):
    """Rows that become organisations."""

    table = "organisation"

    def values(self, cells: Cells) -> dict[str, Any]:
        name = cells.text("name")
        if not name:
            raise BadCell("", "has no name")
        sites, phones = cells.texts("website"), cells.texts("phone")
        fields = ("industry", *PLACE, "external_ref")
        return {
            "name": name,
            "name_key": fold(name),
            **{field: cells.text(field) for field in fields},
            "website": sites[0] if sites else None,
            "phone": phones[0] if phones else None,
            "owner_id": self.lookups.person(cells),
            "notes": cells.notes(),
        }

    def also(self, cells: Cells, key: int) -> bool:
        return self.add_points(cells, "organisation_id", key, FIRM_POINTS)

    def linked(self, cells: Cells, row: dict[str, Any]) -> None:
        for kind, field in FIRM_POINTS.items():
            for value in cells.texts(field):
                point = {"organisation_id": row["id"], "kind": kind, "value": value}
                self.wait("contact_point", {**point, "value_key": points.key_of(kind, value)})
