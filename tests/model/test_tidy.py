"""Text is cleaned in one place, whoever writes it."""

from pathlib import Path

import pytest

from salesdesk.actions import campaigns, leads
from salesdesk.errors import UserError
from salesdesk.jobs.imports import import_file
from salesdesk.model import currencies, formats, tidy
from salesdesk.session import Session


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session.create(tmp_path / "a.salesdesk", name="Acme\r\n\x00Ltd")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ann\x00 Smith", "Ann Smith"),
        ("Ann\r\nSmith", "Ann Smith"),
        ("Ann\tSmith", "Ann Smith"),
        ("abc\u202efdp.exe", "abcfdp.exe"),
        ("\u2066Ann\u2069", "Ann"),
        ("Andre\u0301", "André"),
        ("a\ud800b", "ab"),
        ("Mona\u2028Lisa", "Mona Lisa"),
        ("عائشة\u200f (علي)", "عائشة\u200f (علي)"),
        ("👩\u200d🚀 王小明", "👩\u200d🚀 王小明"),
    ],
)
def test_a_name_stands_on_one_line_of_readable_characters(
    session: Session, typed: str, kept: str
) -> None:
    key = session.do(leads.create, {"name": typed, "notes": "one\r\ntwo\x07"})
    assert session.db.rows("select name, notes from lead") == [(kept, "one\ntwo")]
    assert session.db.value("select detail from change order by clock desc limit 1") == kept
    session.do(leads.edit, key, {"town": f"{typed}."})
    assert session.db.value("select town from lead") == f"{kept}."


def test_what_does_not_fit_is_refused_in_one_sentence(session: Session) -> None:
    for values in ({"name": "x" * 501}, {"name": "x", "notes": "y" * 100_001}):
        with pytest.raises(UserError, match="characters are too many, there is room for"):
            session.do(leads.create, values)
    with pytest.raises(UserError, match="no character that can be read"):
        session.do(leads.create, {"name": "\x00\x01"})
    with pytest.raises(UserError, match="characters are too many"):
        session.do(campaigns.create, "x" * 501)
    assert session.db.rows("select id from lead") == []
    assert session.db.value("select value from setting where name = 'business_name'") == "Acme Ltd"


def test_a_long_text_that_is_there_may_stay(session: Session) -> None:
    key = session.do(leads.create, {"name": "Ann"})
    session.db.connection.execute("update lead set town = ?", ("t" * 600,))
    session.do(leads.edit, key, {"town": "t" * 600, "name": "Anna"})
    assert session.db.rows("select name, length(town) from lead") == [("Anna", 600)]


def test_an_import_takes_the_other_rows(session: Session, tmp_path: Path) -> None:
    table = tmp_path / "leads.csv"
    rows = ['"Ann\nSmith","Line 1\r\nLine 2"', f"{'x' * 501},long", "Bob\u202e\x01 Ray,fine"]
    table.write_text("Name,Notes\n" + "\n".join(rows), "utf-8")
    result = import_file(session, table, "leads")
    assert [error.reason for error in result.tally.errors] == ["is longer than 500 characters"]
    assert session.db.rows("select name, notes, first_name from lead order by id") == [
        ("Ann Smith", "Line 1\nLine 2", "Ann"),
        ("Bob Ray", "fine", "Bob"),
    ]


def test_only_currencies_in_use_are_taken(tmp_path: Path) -> None:
    assert currencies.code(" gbp ") == "GBP"
    for wrong in ("ZZZ", "EURO", "", "£"):
        with pytest.raises(UserError, match="is not the code of a currency"):
            Session.create(tmp_path / "b.salesdesk", name="B", currency=wrong)
    assert not (tmp_path / "b.salesdesk").exists()
    assert (formats.decimals("JPY"), formats.decimals("OMR"), formats.decimals("USD")) == (0, 3, 2)


def test_plain_text_is_left_alone() -> None:
    text = "Two\nlines, and\ta tab"
    assert tidy.of_column("notes", text) == text
    assert tidy.of_column("value", "a\nb", "setting") == "a\nb"
