"""Every write, one plain function for each thing a person does."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from salesdesk.store.database import Database

P = ParamSpec("P")
T = TypeVar("T")


def action(
    words: str,
) -> Callable[[Callable[Concatenate[Database, P], T]], Callable[Concatenate[Database, P], T]]:
    """Mark a function as something a person does; `words` stand in Undo and in the history.

    It takes the open database first and runs inside one change, begun by `session.do`. An
    action may call another one directly: both are then one change.
    """

    def mark(
        function: Callable[Concatenate[Database, P], T],
    ) -> Callable[Concatenate[Database, P], T]:
        function.words = words  # type: ignore[attr-defined]
        return function

    return mark
