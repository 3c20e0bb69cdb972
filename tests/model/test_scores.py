"""A score is the sum of its lines, whatever the rules say."""

import pytest

from salesdesk.model import scores
from salesdesk.model.scores import Rule

FACTS = {"phone": "0118", "town": "Reading", "estimated_value": 1_200_000, "visits": 2,
         "asked_for": "A Shaker kitchen", "email": None, "weeks_quiet": 3}  # fmt: skip


@pytest.mark.parametrize(
    ("condition", "points"),
    [
        ("phone", 5), ("email", 0), ("town=reading", 5), ("town!=reading", 0),
        ("estimated_value>=1000000", 5), ("estimated_value<=10", 0), ("asked_for~kitchen", 5),
        ("visits>=1 and phone", 5), ("visits>=1 and email", 0), ("each visits", 10),
        ("each email", 0), ("no_such_fact", 0), ("town>=3", 0), ("???", 0),
    ],
)  # fmt: skip
def test_a_condition_gives_its_points_or_none(condition: str, points: int) -> None:
    rules = [Rule(1, "fit", "Rule", condition, 5)]
    assert scores.total(scores.lines(rules, FACTS)) == points


def test_lines_stand_in_the_order_of_the_rules_and_decay_takes_away() -> None:
    rules = [
        Rule(1, "fit", "Can be phoned", "phone", 8),
        Rule(2, "interest", "Weeks with no reply", "each weeks_quiet", -2),
        Rule(3, "fit", "Can be emailed", "email", 5),
    ]
    found = scores.lines(rules, FACTS)
    assert [(line.label, line.points) for line in found] == [
        ("Can be phoned", 8),
        ("Weeks with no reply", -6),
    ]
    assert scores.decays(rules) == [rules[1]]


def test_a_condition_that_cannot_be_read_is_told() -> None:
    assert scores.fault("phone and town=Reading") is None
    assert scores.fault("") == "The condition is empty."
    assert "cannot be read" in (scores.fault("phone; drop") or "")
