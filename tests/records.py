"""Records put into a file as they are, past the rules that an action follows."""

from collections.abc import Mapping
from typing import Any

from salesdesk.actions import action
from salesdesk.store.database import Database


@action("Put records in")
def put(db: Database, table: str, values: Mapping[str, Any]) -> int:
    return db.table(table).insert(dict(values))
