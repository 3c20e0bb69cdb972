"""A lead's score: always a visible sum of rules, each worth its points or none.

A condition is one or more parts joined by ` and `. A part is a fact (`budget_ok`, `phone`,
`visits`), a comparison (`town=Reading`, `estimated_value>=1000000`), words that a fact holds
(`asked_for~kitchen`), or `each weeks_quiet`, which counts its points as often as the fact says:
that is how a score decays.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

EACH = "each "
_PART = re.compile(r"^\s*(\w+)\s*(?:(>=|<=|!=|=|~)\s*(.*?))?\s*$")

#: The facts that come from what happened with a lead; every column of a lead is a fact, too.
HAPPENED = ("calls", "visits", "meetings", "replies", "touches", "weeks_quiet")


class Rule(NamedTuple):
    """One line of the rules in Settings."""

    key: int
    axis: str
    label: str
    condition: str
    points: int


class Line(NamedTuple):
    """What one rule gives one lead."""

    axis: str
    label: str
    points: int


def lines(rules: Iterable[Rule], facts: Mapping[str, Any]) -> list[Line]:
    """What each rule that applies gives, in the order of the rules; their sum is the score."""
    found = []
    for rule in rules:
        times = _times(rule.condition, facts)
        if times and rule.points:
            found.append(Line(rule.axis, rule.label, rule.points * times))
    return found


def total(given: Iterable[Line]) -> int:
    """The score: the sum of its lines."""
    return sum(line.points for line in given)


def decays(rules: Iterable[Rule]) -> list[Rule]:
    """The rules whose points grow with time."""
    return [rule for rule in rules if rule.condition.strip().startswith(EACH)]


def fault(condition: str) -> str | None:
    """What is wrong with a condition, in plain words; None if it can be used."""
    body = condition.strip().removeprefix(EACH)
    if not body:
        return "The condition is empty."
    for part in body.split(" and "):
        if not _PART.match(part):
            return f"“{part.strip()}” cannot be read as a condition."
    return None


def facts_of(condition: str) -> list[str]:
    """The facts that a condition asks for."""
    parts = condition.strip().removeprefix(EACH).split(" and ")
    return [match.group(1) for match in map(_PART.match, parts) if match]


def _times(condition: str, facts: Mapping[str, Any]) -> int:
    condition = condition.strip()
    if condition.startswith(EACH):
        return _whole(facts.get(condition.removeprefix(EACH).strip())) or 0
    return int(all(_holds(part, facts) for part in condition.split(" and ")))


def _holds(part: str, facts: Mapping[str, Any]) -> bool:
    match = _PART.match(part)
    if match is None:
        return False
    name, sign, wanted = match.groups()
    value = facts.get(name)
    if sign is None:
        return bool(value)
    if sign in ("=", "!="):
        return (str(value or "").casefold() == wanted.casefold()) == (sign == "=")
    if sign == "~":
        return wanted.casefold() in str(value or "").casefold()
    have, need = _whole(value), _whole(wanted)
    if have is None or need is None:
        return False
    return have >= need if sign == ">=" else have <= need


def _whole(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None
