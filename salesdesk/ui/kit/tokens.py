"""The colours of both themes, in one table; nothing else in the program names a colour."""

from PySide6.QtGui import QColor

_NAMES = (
    "chrome sidebar surface surface-2 sunken hover border border-strong field text text-2 "
    "text-3 accent accent-hover on-accent accent-text accent-soft selection mkt mkt-fill "
    "mkt-soft sales sales-fill sales-soft good good-fill good-soft warn warn-fill "
    "warn-soft bad bad-fill bad-soft neutral-soft track tip on-tip "
).split()
_LIGHT = (
    "EFEFEC F6F6F4 FFFFFF FAFAF8 F2F2EF F1F1EE E4E4DF CDCDC6 898D95 1B1D21 4D525B 646973 "
    "3451C6 2B45AC FFFFFF 2E49B5 EDF0FC E2E8FB 0D6E66 1F8F86 E4F3F1 2E49B5 3451C6 EAEEFC "
    "1B7237 2C9650 E6F4EA 855200 D9940F FCF2DD B3261E CF3A30 FCEBE9 EDEDEA E7E7E2 26282D "
    "FFFFFF "
).split()
_DARK = (
    "111316 16181C 1B1E23 1F2228 15171B 23272E 2B3037 3D434C 737A86 ECEDEF B7BCC5 979EA9 "
    "4C66DA 536CDD FFFFFF A3B4FF 232A45 29325A 62CCBF 3DB3A6 17332F A3B4FF 5C74E8 242C4C "
    "74CF8E 3FAE63 18321F EBBB5B D39A2C 382C14 FF978D E5584D 422220 2A2E35 31363E ECEDEF "
    "1B1D21 "
).split()

THEMES: dict[str, dict[str, str]] = {
    "light": {n: f"#{v}" for n, v in zip(_NAMES, _LIGHT, strict=True)},
    "dark": {n: f"#{v}" for n, v in zip(_NAMES, _DARK, strict=True)},
}
AVATARS: dict[str, list[tuple[str, str]]] = {
    "light": [
        ("#D5E9E6", "#0B5A54"),
        ("#DCE2FA", "#2A409C"),
        ("#F7E5C4", "#6B4300"),
        ("#EFDDF1", "#6E2F7C"),
    ],
    "dark": [
        ("#1D4A45", "#A6E6DD"),
        ("#2E3A70", "#CBD5FF"),
        ("#513D14", "#F6D793"),
        ("#4A2A52", "#EFC7F6"),
    ],
}
#: With high contrast, what stands for a token: full ink, dark edges, no soft colours.
STRONG = {
    "text-2": "text",
    "text-3": "text",
    "border": "field",
    "border-strong": "text",
    "field": "text",
    "chrome": "surface",
    "sidebar": "surface",
    "surface-2": "surface",
    "sunken": "surface",
    **{f"{name}-soft": "surface" for name in "accent mkt sales good warn bad neutral".split()},
}
_current = ["light"]
_contrast = [False]


def theme() -> str:
    """The theme in use: light or dark."""
    return _current[0]


def set_theme(name: str) -> None:
    """Use `light` or `dark` from now on; `theme.apply_theme` also repaints."""
    _current[0] = name


def set_contrast(on: bool) -> None:
    """Use full ink and dark edges from now on; `theme.apply_theme` also repaints."""
    _contrast[0] = on


def hexa(name: str) -> str:
    """A token of the current theme as `#RRGGBB`."""
    return THEMES[_current[0]][STRONG.get(name, name) if _contrast[0] else name]


def color(name: str) -> QColor:
    """A token of the current theme."""
    return QColor(hexa(name))


def avatar_colors(number: int) -> tuple[QColor, QColor]:
    """Background and letters of a person's avatar; `number` is the person's colour."""
    back, letters = AVATARS[_current[0]][number % 4]
    return QColor(back), QColor(letters)
