"""What two people changed in one record, told apart field by field."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from salesdesk.model.edits import compare, joined, merge_rows, same

VALUES = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2) | st.none())


def test_fields_by_who_changed_them() -> None:
    before = {"phone": "1", "town": "A", "email": None}
    found = compare(before, {"town": "B", "email": "e"}, {"phone": "2", "town": "C", "email": ""})
    assert found.clashes == ("town",)
    assert found.theirs == ("phone",)
    assert found.yours == ("email",)


def test_the_same_value_from_both_is_no_clash() -> None:
    assert compare({"a": 1}, {"a": 2}, {"a": 2}).clashes == ()


def test_spaces_and_nothing_are_the_same() -> None:
    assert same(" x ", "x") and same("", None) and same("a\r\nb", "a\nb") and not same(0, None)


@given(VALUES, VALUES, VALUES)
def test_nothing_is_forgotten(
    before: dict[str, Any], yours: dict[str, Any], now: dict[str, Any]
) -> None:
    found = compare(before, yours, {**before, **now})
    assert set(found.clashes).isdisjoint(found.yours)
    assert set(found.theirs).isdisjoint(yours)
    for name in found.clashes:
        assert not same(yours[name], now[name])


def test_two_notes_are_kept_and_a_common_line_is_said_once() -> None:
    assert joined("Rang.\nAgreed.", "Rang.\nVoicemail.") == "Rang.\nAgreed.\n\nVoicemail."
    assert joined("", "b") == "b" and joined("a", "") == "a" and joined("a", "a") == "a"


def row(key: int | None, name: str, points: int = 1) -> dict[str, Any]:
    return {"key": key, "name": name, "points": points}


def test_lists_merge_by_cell() -> None:
    before = [row(1, "One"), row(2, "Two"), row(3, "Three")]
    mine = [row(1, "Eins"), row(2, "Two"), row(3, "Three"), row(None, "Mine")]
    now = [row(1, "One", 5), row(3, "Three"), row(4, "Theirs")]
    found = merge_rows(before, mine, now)
    names = {r["name"]: r["points"] for r in found.rows}
    assert names == {"Eins": 5, "Three": 1, "Theirs": 1, "Mine": 1}
    assert found.followed == ((1, "points"),)
    assert found.added == (4,) and found.taken == (2,) and found.clashes == ()


def test_a_cell_of_both_keeps_what_was_typed_and_is_named() -> None:
    found = merge_rows([row(1, "One")], [row(1, "Eins")], [row(1, "Un")])
    assert found.rows == [row(1, "Eins")] and found.clashes == ((1, "name"),)


def test_a_row_that_was_changed_here_outlives_its_removal() -> None:
    found = merge_rows([row(1, "One")], [row(1, "Eins")], [])
    assert found.rows == [row(1, "Eins")]


def test_an_order_that_nobody_changed_here_follows() -> None:
    before = [row(1, "One"), row(2, "Two")]
    assert merge_rows(before, before, before[::-1]).rows == before[::-1]
