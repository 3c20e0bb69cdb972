"""No spreadsheet runs what people typed, and what was exported comes back as it was typed."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from salesdesk.actions import leads
from salesdesk.importing.sources import open_source
from salesdesk.jobs.exporting import export_all
from salesdesk.model.calendar import Clock
from salesdesk.model.spreadsheets import as_typed, harmless
from salesdesk.session import Session

CLOCK = Clock(fixed="2026-10-15")
RUN = [
    "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "|calc", "%0A=1",
    "＝1+1", "＋1+1", "－1+1", "＠SUM(A1)", " =1+1", "\u200b=1+1", "\ufeff=1+1", "\u00a0=1+1",
    "\x00=1+1", "+44 20 7946 0958 ext 3", "=HYPERLINK(\"http://x\")",
]  # fmt: skip
LEFT = ["", "Ann", "-12.50", "+15%", "-1,200.50", "O'Brien", "'quoted'", "a=b", "ann@firm.example"]


@pytest.mark.parametrize("words", RUN)
def test_what_could_run_gets_a_quote(words: str) -> None:
    assert harmless(words) == "'" + words


@pytest.mark.parametrize("words", LEFT)
def test_everything_else_is_left_alone(words: str) -> None:
    assert harmless(words) == words
    assert as_typed(words) == words


@given(st.text(alphabet="'=+-@|%\t\n＝a1 .,", max_size=12) | st.text(max_size=20))
def test_it_comes_back_as_it_was_typed(words: str) -> None:
    assert as_typed(harmless(words)) == words


@pytest.fixture
def session(tmp_path: Path) -> Session:
    session = Session.create(tmp_path / "a.salesdesk", name="Acme", clock=CLOCK)
    row = {"name": "=1+1", "notes": "@SUM(A1)", "received_at": "2026-10-01T10:00:00Z"}
    session.do(leads.create, row)
    return session


def cells(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [cell for row in csv.reader(file) for cell in row]


def test_an_export_is_harmless_and_comes_back(session: Session, tmp_path: Path) -> None:
    export_all(session.db, tmp_path / "out", "csv")
    assert "'=1+1" in cells(tmp_path / "out" / "lead.csv")
    source = open_source(tmp_path / "out" / "lead.csv")
    ((_, row),) = source.rows()
    assert {"=1+1", "@SUM(A1)"} <= set(row)


def test_an_export_for_programs_has_no_quotes(session: Session, tmp_path: Path) -> None:
    export_all(session.db, tmp_path / "out", "csv", as_typed=True)
    assert "=1+1" in cells(tmp_path / "out" / "lead.csv")


def test_a_workbook_holds_text_and_no_formula(session: Session, tmp_path: Path) -> None:
    (found, *_) = export_all(session.db, tmp_path / "out", "xlsx")
    book = CalamineWorkbook.from_path(str(found.path))
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    assert "'=1+1" in [cell for row in rows for cell in row]
