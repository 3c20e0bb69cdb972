"""A month's figures never walk through all leads, deals or activities."""

from typing import Any

import pytest

from salesdesk.model.calendar import parse_period
from salesdesk.queries.figures import figures, figures_by, supply

BIG = ("lead", "activity", "deal", "handover", "campaign_cost", "campaign_result", "l", "d")


def _scans(business: Any, monkeypatch: pytest.MonkeyPatch, read: Any) -> list[str]:
    asked: list[tuple[str, Any]] = []
    plain = business.db.rows

    def noted(sql: str, params: Any = ()) -> Any:
        asked.append((sql, params))
        return plain(sql, params)

    monkeypatch.setattr(business.db, "rows", noted)
    read()
    monkeypatch.undo()
    found: list[str] = []
    for sql, params in asked:
        for _, _, _, step in plain(f"explain query plan {sql}", params):
            words = step.split()
            if words[0] == "SCAN" and words[1] in (*BIG, "h", "a", "k", "r"):
                found.append(f"{step} in {sql}")
    return found


def test_a_month_is_found_by_index_alone(business: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    business.person(hourly_cost=100)
    month = parse_period("2026-10")
    scans = _scans(business, monkeypatch, lambda: figures(business.db, month))
    for by in ("person", "campaign", "channel", "month"):
        scans += _scans(business, monkeypatch, lambda by=by: figures_by(business.db, month, by))
    scans += _scans(business, monkeypatch, lambda: supply(business.db))
    # open deals alone are walked through: they are few
    assert [scan for scan in scans if "d.status = 'open'" not in scan] == []
