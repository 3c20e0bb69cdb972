"""A lead's score: always a visible sum of rules, each worth its points or none.

A condition is one or more parts joined by ` and `. A part is a fact (`budget_ok`, `phone`,
`visits`), a comparison (`town=Reading`, `estimated_value>=1000000`), words that a fact holds
(`asked_for~kitchen`), or `each weeks_quiet`, which counts its points as often as the fact says:
that is how a score decays.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

EACH = "each "
_PART = re.compile(r"^\s*(\w+)\s*(?:(>=|<=|!=|=|~)\s*(.*?))?\s*$")

#: A fact, and the sign and the words that it is compared with; None for what cannot be read.
Part = tuple[str, str | None, str] | None

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
    counted, parts = _read(condition)
    if counted:
        return _whole(facts.get(counted)) or 0
    return int(all(_holds(part, facts) for part in parts))


@lru_cache(maxsize=256)
def _read(condition: str) -> tuple[str, tuple[Part, ...]]:
    """The fact that counts its points, or else the parts; read once, asked of every lead."""
    condition = condition.strip()
    if condition.startswith(EACH):
        return condition.removeprefix(EACH).strip(), ()
    matches = map(_PART.match, condition.split(" and "))
    return "", tuple((m[1], m[2], m[3]) if m else None for m in matches)


def _holds(part: Part, facts: Mapping[str, Any]) -> bool:
    if part is None:
        return False
    name, sign, wanted = part
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
