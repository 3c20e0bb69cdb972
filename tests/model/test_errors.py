"""A message that repeats what somebody pasted stays one that can be read."""

from salesdesk.errors import UserError


def test_what_was_pasted_does_not_turn_or_flood_a_message() -> None:
    error = UserError("“a\u202eb\x00c” is not an amount.", "Write it as 12,500.")
    assert str(error) == "“abc” is not an amount. Write it as 12,500."
    assert UserError("x" * 100_000 + " is not a time.").title == "x" * 60 + "… is not a time."
    assert len(UserError("word " * 10_000).title) == 601
