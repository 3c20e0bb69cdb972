"""Where the program's own fonts, icons and texts lie, in a checkout and when installed."""

from functools import cache
from pathlib import Path

_HERE = Path(__file__).resolve().parent


def resource_path(*parts: str) -> Path:
    """The path of one of the program's own files, such as `resource_path("icons", "sun.svg")`."""
    return _root().joinpath(*parts)


@cache
def _root() -> Path:
    installed = _HERE / "_resources"
    return installed if installed.is_dir() else _HERE.parent / "resources"
