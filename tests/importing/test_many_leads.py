"""Leads read by column are the leads that are read cell by cell."""

import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salesdesk.importing.lead_columns import LeadColumns
from salesdesk.jobs import imports
from salesdesk.model.calendar import Clock
from salesdesk.session import Session

HEADERS = (
    "Name,First name,Last name,Company,Email,Email 2,Phone,Mobile,City,Lead source,Owner,"
    "Lead status,Created,Value,Budget,Notes,Website,Shoe size,Comments"
).split(",")
COLUMNS: dict[str, tuple[str, ...]] = {
    "Name": ("Ann Lee", "Lee, Ann", "Ann  van Lee", "Zoë Öst", "ann lee", "Ann", "", "n/a", "-"),
    "First name": ("", "", "", "Jo", "Zoë"),
    "Last name": ("", "", "", "Bloggs", "none"),
    "Company": ("", "Firm Ltd", "firm ltd", "Ångström AB", "null"),
    "Email": (
        "",
        "a@x.example",
        "A@X.example",
        "b@y.example; c@y.example",
        "nonsense",
        "mailto:q@x.example",
    ),
    "Email 2": ("", "", "", "d@z.example"),
    "Phone": (
        "",
        "0118 496 0142",
        "+44 118 4960142",
        "+49 30 901820",
        "call me",
        "01184960142:::07700900123",
    ),
    "Mobile": ("", "", "07700 900123"),
    "City": ("", "Reading", "N/A"),
    "Lead source": ("", "Web", "web", "Trade show", "Radio"),
    "Owner": ("", "Priya Shah", "priya shah", "sam.okafor@x.example"),
    "Lead status": ("", "New", "new", "Contacted", "Qualified", "Junk", "Whatever", "Converted"),
    "Created": (
        "",
        "2026-02-03",
        "03/02/2026",
        "2026-07-01 10:30",
        "2026-07-01T10:30:00Z",
        "soon",
        "31/31/2026",
    ),
    "Value": ("", "£1,200.50", "12", "$5k"),
    "Budget": ("", "10 to 20", "-"),
    "Notes": ("", "Wants a kitchen", "-"),
    "Website": ("", "x.example", "x.example:::y.example"),
    "Shoe size": ("", "9"),
    "Comments": ("", "Said: yes"),
}
ROWS = st.lists(
    st.tuples(*(st.sampled_from(COLUMNS[header]) for header in HEADERS), st.integers(0, 30)),
    min_size=1,
    max_size=25,
)


def _leads(session: Session) -> list[dict[str, Any]]:
    """The leads in order, with what they refer to by name instead of by key."""
    found = session.db.dicts(
        "select l.*, c.name as channel, p.name as owner, p.initials as letters from lead l "
        "left join channel c on c.id = l.channel_id left join person p on p.id = l.owner_id "
        "order by l.id"
    )
    moving = ("id", "channel_id", "owner_id", "import_id", "created_by", "updated_by")
    return [{k: v for k, v in row.items() if k not in moving} for row in found]


def _brought(folder: Path, rows: list[tuple[str, ...]], policy: str) -> tuple[Any, ...]:
    source = folder / "rows.csv"
    with source.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([HEADERS, *rows])
    target = folder / "rows.salesdesk"
    target.unlink(missing_ok=True)
    with Session.create(target, name="Rows", clock=Clock(fixed="2026-10-15")) as session:
        first = source.with_name("first.csv")
        first.write_text("Name,Email,Phone\nAnn Lee,a@x.example,\nOld Phone,,01184960142\nAnn,,\n")
        imports.import_file(session, first, "leads")
        result = imports.import_file(session, source, "leads", on_duplicate=policy)
        points = session.db.rows("select kind, value, value_key from contact_point order by id")
        counts = {k: v for k, v in result.as_json().items() if k != "change"}
        assert counts["rows"] == (
            result.tally.created_rows + counts["updated"] + counts["skipped"] + counts["errors"]
        )
        assert session.check() == []
        return _leads(session), points, counts, result.tally.errors


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=ROWS, policy=st.sampled_from(["skip", "add", "fill", "overwrite"]))
def test_both_ways_give_the_same(rows: list[tuple[Any, ...]], policy: str, tmp_path: Path) -> None:
    texts = [row[:-1] if row[-1] else (*row[:-1], "too many") for row in rows]
    texts = [
        row[:12] if row_and[-1] == 1 else row for row, row_and in zip(texts, rows, strict=True)
    ]
    many = _brought(tmp_path, texts, policy)
    with pytest.MonkeyPatch.context() as patch:
        usual = LeadColumns.__init__

        def slowly(self: LeadColumns, *args: Any) -> None:
            usual(self, *args)
            self.usable = False

        patch.setattr(LeadColumns, "__init__", slowly)
        single = _brought(tmp_path, texts, policy)
    for ours, theirs in zip(many, single, strict=True):
        assert ours == theirs
