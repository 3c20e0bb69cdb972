"""Inter in the sizes of the design system, following the user's text size."""

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase

from salesdesk.resources import resource_path

#: style -> pixels, weight, letter spacing in percent
STYLES = {
    "big figure": (28, 600, -2.0),
    "page title": (20, 600, -1.2),
    "dialog title": (15, 600, 0.0),
    "statement": (15, 600, -1.0),
    "section": (13, 600, 0.0),
    "body": (13, 400, 0.0),
    "body medium": (13, 500, 0.0),
    "body strong": (13, 600, 0.0),
    "small": (12, 400, 0.0),
    "small medium": (12, 500, 0.0),
    "small strong": (12, 600, 0.0),
    "tiny": (11, 500, 0.0),
    "tiny strong": (11, 600, 0.0),
    "initials": (9, 600, 0.0),
}
TABLE_ROW, COMPACT_ROW = 36, 28
_scale = [1.0]
_compact = [False]


def load() -> None:
    """Load the shipped font files; once for each program."""
    if "Inter" in QFontDatabase.families():
        return
    for weight in ("Regular", "Medium", "SemiBold", "Bold"):
        QFontDatabase.addApplicationFont(str(resource_path("fonts", f"Inter-{weight}.ttf")))


def set_scale(percent: int) -> None:
    """Follow View, Text size: 90 to 150 percent."""
    _scale[0] = percent / 100
    _made.cache_clear()


def scaled(pixels: int) -> int:
    """A height that holds text, at the user's text size."""
    return round(pixels * _scale[0])


def set_compact(on: bool) -> None:
    """Follow View, Compact rows: tables show more rows at once."""
    _compact[0] = on


def table_row() -> int:
    """How high a row of a table is."""
    return scaled(COMPACT_ROW if _compact[0] else TABLE_ROW)


def font(style: str = "body", *, figures: bool = False) -> QFont:
    """A font of the design system; `figures` gives all digits one width, for columns."""
    return QFont(_made(style, figures))


@lru_cache(maxsize=64)
def _made(style: str, figures: bool) -> QFont:
    pixels, weight, spacing = STYLES[style]
    made = QFont("Inter")
    made.setPixelSize(max(9, round(pixels * _scale[0])))
    made.setWeight(QFont.Weight(weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if spacing:
        made.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 100 + spacing)
    if figures and hasattr(made, "setFeature"):  # Qt 6.7 and newer
        made.setFeature(QFont.Tag.fromString("tnum"), 1)
    return made
