"""What would go, and what would come back, if an older state took the place of a file."""

import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

from salesdesk.store import backups
from salesdesk.store.schema import RECORDS

NAMED = 100  # changes that are listed; more are only counted


@dataclass(frozen=True)
class Lost:
    """One change that the older state does not know."""

    at: str
    person: str | None
    words: str


@dataclass
class Difference:
    """Two states of a file: how it is now, and as a backup has it."""

    #: changes made since, the newest first; `lost` of them altogether
    changes: list[Lost] = field(default_factory=list)
    lost: int = 0
    by_person: list[tuple[str | None, int]] = field(default_factory=list)
    #: changes that the backup knows and the file does not, because it was restored before
    returning: int = 0
    #: records by table: in the file only, in the backup only, in both but not the same
    gone: dict[str, int] = field(default_factory=dict)
    back: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)

    @property
    def nothing(self) -> bool:
        """True if both are the same."""
        return not (self.lost or self.returning or self.gone or self.back or self.changed)


def compare(path: Path, backup: Path) -> Difference:
    """The file at `path` against a backup of it; both are only read."""
    connection = backups.open_backup(backup)
    try:
        connection.execute("attach ? as now", (f"{path.resolve().as_uri()}?mode=ro",))
        connection.execute("begin")  # one view of the file for all of it
        return _compare(connection)
    finally:
        connection.close()


def _compare(connection: sqlite3.Connection) -> Difference:
    found = Difference()
    for person, count in connection.execute(
        "select p.name, count(*) from now.change c left join now.person p on p.id = c.person_id "
        "where c.id not in (select id from main.change) group by 1 order by 2 desc, 1"
    ):
        found.by_person.append((person, int(count)))
    found.lost = sum(count for _, count in found.by_person)
    found.changes = [
        Lost(at, person, words if not detail else f"{words}: {detail}")
        for at, person, words, detail in connection.execute(
            "select c.at, p.name, c.words, c.detail from now.change c "
            "left join now.person p on p.id = c.person_id "
            "where c.id not in (select id from main.change) order by c.clock desc limit ?",
            (NAMED,),
        )
    ]
    found.returning = _number(
        connection,
        "select count(*) from main.change where id not in (select id from now.change)",
    )
    for table in _touched(connection):
        _count(connection, table, found)
    return found


def _touched(connection: sqlite3.Connection) -> list[str]:
    """The tables in which anything can differ: those touched since, where one follows the other."""
    both = _tables(connection, "main") & _tables(connection, "now")
    common = connection.execute(
        "select n.id from main.entry b join now.entry n on n.id = b.id and n.row_id = b.row_id "
        "and n.op = b.op and n.after is b.after order by b.id desc limit 1"
    ).fetchone()
    newest = _number(connection, "select coalesce(max(id), 0) from main.entry")
    if common is None or common[0] != newest:
        return [table for table in RECORDS if table in both]
    since = {
        row[0]
        for row in connection.execute(
            "select distinct table_name from now.entry where id > ?", (newest,)
        )
    }
    return [table for table in RECORDS if table in both & since]


def _count(connection: sqlite3.Connection, table: str, found: Difference) -> None:
    missing = (
        "select count(*) from {here}.{table} h where h.trashed_at is null and not exists "
        "(select 1 from {there}.{table} t where t.id = h.id and t.trashed_at is null)"
    )
    numbers = {
        "gone": _number(connection, missing.format(table=table, here="now", there="main")),
        "back": _number(connection, missing.format(table=table, here="main", there="now")),
        "changed": _number(
            connection,
            f"select count(*) from now.{table} n join main.{table} b on b.id = n.id where "
            "n.trashed_at is null and b.trashed_at is null "
            "and (n.version <> b.version or n.updated_at <> b.updated_at)",
        ),
    }
    for kind, number in numbers.items():
        if number:
            getattr(found, kind)[table] = number


def _tables(connection: sqlite3.Connection, schema: str) -> set[str]:
    return {str(r[0]) for r in connection.execute(f"select name from {schema}.sqlite_master")}


def _number(connection: sqlite3.Connection, sql: str) -> int:
    return int(connection.execute(sql).fetchone()[0])
