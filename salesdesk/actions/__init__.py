"""Every write, one plain function for each thing a person does.

What they are given is as in the file: money in minor units, a day as `YYYY-MM-DD`.
"""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from salesdesk.store.database import Database

P = ParamSpec("P")
T = TypeVar("T")


def action(
    words: str, *, rests_on: tuple[str, ...] = ()
) -> Callable[[Callable[Concatenate[Database, P], T]], Callable[Concatenate[Database, P], T]]:
    """Mark a function as something a person does; `words` stand in Undo and in the history.

    It takes the open database first and runs inside one change, begun by `session.do`. An
    action may call another one directly: both are then one change.

    `rests_on` names a table and those of its fields by which a person decides: who looks at them
    and acts is told first where a colleague has changed them since (see `ui/kit/seen.py`). The
    record's key is the first argument; where the table is "", table and key are the first two.
    """

    def mark(
        function: Callable[Concatenate[Database, P], T],
    ) -> Callable[Concatenate[Database, P], T]:
        function.words = words  # type: ignore[attr-defined]
        function.rests_on = rests_on  # type: ignore[attr-defined]
        return function

    return mark
