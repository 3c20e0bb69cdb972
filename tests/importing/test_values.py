"""Amounts, days, moments and names are read as people write them, or refused."""

from datetime import date

import pytest

from salesdesk.importing import values
from salesdesk.importing.cells import BadCell, Cells, Reading
from salesdesk.importing.fields import FIELDS
from salesdesk.importing.mapping import guess


def cells(field: str, text: str) -> Cells:
    reading = Reading({"Column": field}, {}, ["Column"], "GBP", "Europe/London", {})
    return Cells(reading, 2, [text])


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("£1,234.50", 123450),
        ("1.234,50 €", 123450),
        ("(1,234)", -123400),
        ("-12", -1200),
        ("1 234,5", 123450),
        ("1'234.50", 123450),
        ("1,234,567", 123456700),
        ("0.5", 50),
        ("62499790.17", 6249979017),
    ],
)
def test_amounts_as_people_write_them(text: str, pence: int) -> None:
    assert cells("amount", text).money("amount") == pence


@pytest.mark.parametrize("text", ["$5k", "about 500", "12.345.67,8.9", "1.23456", "5 or 6", "£"])
def test_what_is_no_amount_is_refused_and_names_its_column(text: str) -> None:
    with pytest.raises(BadCell) as refused:
        cells("amount", text).money("amount")
    assert refused.value.column == "Column"
    assert "is not an amount" in refused.value.reason


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2016-11-28", "dmy", date(2016, 11, 28)),
        ("2024/03/15 09:22:10", "dmy", date(2024, 3, 15)),
        ("28/11/2016", "dmy", date(2016, 11, 28)),
        ("11/28/2016", "mdy", date(2016, 11, 28)),
        ("3.4.21", "dmy", date(2021, 4, 3)),
        ("04/03/1999", "mdy", date(1999, 4, 3)),
        ("15-Jan-24", "dmy", date(2024, 1, 15)),
        ("5 March 2024", "dmy", date(2024, 3, 5)),
        ("20240229", "dmy", date(2024, 2, 29)),
        ("March 5, 2024", "dmy", date(2024, 3, 5)),
        ("Mon, 5 Feb 2024", "dmy", date(2024, 2, 5)),
    ],
)
def test_days_as_people_write_them(text: str, order: str, day: date) -> None:
    assert values.read_day(text, order) == day


@pytest.mark.parametrize("text", ["31/09/2026", "soon", "2023-02-29", "13", "may", "99/99/9999"])
def test_a_day_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(BadCell, match="is not a day"):
        cells("closed", text).day("closed")


@pytest.mark.parametrize(
    ("column", "order"),
    [
        (["03/04/2024", "14/09/2024"], "dmy"),
        (["03/04/2024", "09/14/2024"], "mdy"),
        (["03/04/2024", "01/02/2024"], None),
        (["2024-12-31", "2024-01-13"], None),
        ([], None),
    ],
)
def test_the_order_of_day_and_month_gives_itself_away(column: list[str], order: str | None) -> None:
    assert values.order_of(column) == order


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2023-03-24 10:23:10 UTC", "2023-03-24T10:23:10Z"),
        ("2024-07-10T09:00:00+02:00", "2024-07-10T07:00:00Z"),
        ("2024-07-10T09:00:00.000Z", "2024-07-10T09:00:00Z"),
        ("2024-07-10 09:00:05", "2024-07-10T08:00:05Z"),
        ("2024-01-10 09:00", "2024-01-10T09:00:00Z"),
        ("10/01/2024 9:05 pm", "2024-01-10T21:05:00Z"),
        ("10/01/2024 12:30 AM", "2024-01-10T00:30:00Z"),
        ("2024-07-10", "2024-07-10T11:00:00Z"),
        ("2016-11-04 00:00:00", "2016-11-04T12:00:00Z"),
        ("1700000000", "2023-11-14T22:13:20Z"),
    ],
)
def test_moments_are_kept_in_utc(text: str, moment: str) -> None:
    assert values.read_moment(text, "Europe/London") == moment


@pytest.mark.parametrize("text", ["2024-01-10 25:00", "tomorrow", "99999999999"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(BadCell):
        cells("received", text).moment("received")


@pytest.mark.parametrize(
    ("text", "number"), [("1,234", 1234), ("1 234", 1234), ("12.0", 12), ("75%", 75), ("0", 0)]
)
def test_counts(text: str, number: int) -> None:
    assert cells("clicks", text).count("clicks") == number


@pytest.mark.parametrize("text", ["many", "nan", "inf", "1e400", "12 or 13"])
def test_what_is_no_count_is_refused(text: str) -> None:
    if values.empty(text):
        assert cells("clicks", text).count("clicks") is None
        return
    with pytest.raises(BadCell, match="is not a number"):
        cells("clicks", text).count("clicks")


@pytest.mark.parametrize("text", ["", "-", "N/A", "null", "None", ".", "#N/A", "  "])
def test_the_words_for_nothing_are_nothing(text: str) -> None:
    assert cells("amount", text).money("amount") is None


@pytest.mark.parametrize(
    ("name", "halves"),
    [
        ("Joan Tully", ("Joan", "Tully")),
        ("Doe, Jane", ("Jane", "Doe")),
        ("Ana Maria de Souza", ("Ana Maria de", "Souza")),
        ("Cher", ("Cher", "")),
        ("  Joan   Tully ", ("Joan", "Tully")),
    ],
)
def test_one_name_becomes_two(name: str, halves: tuple[str, str]) -> None:
    assert values.split_name(name) == halves


def test_a_column_that_fits_no_field_is_kept_as_a_note() -> None:
    reading = Reading({"Name": "name"}, {}, ["Name", "Shoe size"], "GBP", "UTC", {})
    assert Cells(reading, 2, ["Ann", "41"]).notes() == "Shoe size: 41"


def test_a_row_with_too_many_cells_is_refused() -> None:
    reading = Reading({"Name": "name"}, {}, ["Name"], "GBP", "UTC", {})
    with pytest.raises(BadCell, match="2 more cells"):
        Cells(reading, 2, ["Ann", "x", "y"])


def test_every_field_knows_its_own_name_as_a_heading() -> None:
    for kind, fields in FIELDS.items():
        names = list(dict.fromkeys(field.name for field in fields))
        assert guess(names, kind) == {name: name for name in names}, kind
