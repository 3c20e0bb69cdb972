"""Colours: every pair of text and ground that is allowed can be read in both themes."""

import pytest

from salesdesk.ui.kit import tokens
from salesdesk.ui.kit.tokens import AVATARS, THEMES

GROUNDS = ("surface", "surface-2", "sidebar", "sunken", "chrome", "hover", "selection")
STATES = {
    "accent-text": "accent-soft",
    "mkt": "mkt-soft",
    "sales": "sales-soft",
    "good": "good-soft",
    "warn": "warn-soft",
    "bad": "bad-soft",
}
TEXT = [
    *[(ink, ground) for ink in ("text", "text-2", "text-3") for ground in GROUNDS],
    *[
        (ink, ground)
        for ink, soft in STATES.items()
        for ground in ("surface", soft, "selection", "sidebar", "hover")
    ],
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    ("on-tip", "tip"),
]
EDGES = [
    ("field", "surface"),
    ("field", "surface-2"),
    *[(fill, "surface") for fill in ("mkt-fill", "sales-fill", "good-fill", "bad-fill")],
]


def luminance(value: str) -> float:
    parts = [int(value[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(theme: str, ink: str, ground: str) -> None:
    assert contrast(THEMES[theme][ink], THEMES[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_and_bars_can_be_seen(theme: str, edge: str, ground: str) -> None:
    assert contrast(THEMES[theme][edge], THEMES[theme][ground]) >= 3


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_initials_can_be_read(theme: str) -> None:
    assert all(contrast(back, letters) >= 4.5 for back, letters in AVATARS[theme])


def test_both_themes_have_the_same_tokens() -> None:
    assert set(THEMES["light"]) == set(THEMES["dark"])


@pytest.mark.parametrize("name", ["light", "dark"])
def test_high_contrast_has_full_ink_and_dark_edges(name: str) -> None:
    tokens.set_theme(name)
    tokens.set_contrast(True)
    try:
        for ink in (
            "text",
            "text-2",
            "text-3",
            "accent-text",
            "mkt",
            "sales",
            "good",
            "warn",
            "bad",
        ):
            wanted = 7 if ink.startswith("text") else 4.5
            assert contrast(tokens.hexa(ink), tokens.hexa("surface")) >= wanted
        for edge in ("border", "border-strong", "field"):
            assert contrast(tokens.hexa(edge), tokens.hexa("surface")) >= 3
        assert tokens.hexa("warn-soft") == tokens.hexa("surface")
    finally:
        tokens.set_contrast(False)
        tokens.set_theme("light")
