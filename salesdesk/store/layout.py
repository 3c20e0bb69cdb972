"""The parts of a fresh file: laid out in it, and compared with those that another file holds."""

import re
import sqlite3
from dataclasses import dataclass
from functools import cache

from salesdesk.store import triggers
from salesdesk.store.machinery import JOURNAL_DDL
from salesdesk.store.schema import INDEXES, RECORDS, record_ddl
from salesdesk.store.search_index import SEARCH_DDL, SEARCH_INDEXES

_TOKEN = re.compile(
    r"--[^\n]*|/\*.*?(?:\*/|$)|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|\[[^\]]*\]|\w+|\S",
    re.DOTALL,
)


@dataclass(frozen=True)
class Part:
    """One row of a file's own list of parts."""

    kind: str
    name: str
    table: str
    sql: str

    @property
    def is_table(self) -> bool:
        """True for a table, whatever is in it."""
        return self.kind == "table"

    @property
    def is_plain(self) -> bool:
        """True for what our own statements make: not the search index's inner tables."""
        return self.kind in ("table", "index", "view") and not self._inner

    @property
    def _inner(self) -> bool:
        return any(self.name.startswith(f"{index}_") for index in SEARCH_INDEXES)

    def is_as(self, other: "Part") -> bool:
        """True for the same part, however it is spelt."""
        same = (self.kind, self.name, self.table) == (other.kind, other.name, other.table)
        if same and self.is_table and self._inner:
            # SQLite's versions spell these differently; virtual they never are
            return "virtual" not in self.sql[:20].lower()
        return same and (self.sql == other.sql or canonical(self.sql) == canonical(other.sql))


def statements() -> list[str]:
    """What makes the tables and indexes of a new file."""
    tables = "".join(record_ddl(table) for table in RECORDS)
    script = JOURNAL_DDL + tables + INDEXES + SEARCH_DDL
    bare = "\n".join(line.split("--")[0] for line in script.splitlines())
    return [statement for statement in bare.split(";") if statement.strip()]


def parts_of(connection: sqlite3.Connection) -> dict[str, Part]:
    """Every part of a file; those that SQLite makes by itself for a table are left out."""
    found = connection.execute("select type, name, tbl_name, sql from sqlite_master").fetchall()
    return {
        str(name): Part(str(kind), str(name), str(table), str(sql or ""))
        for kind, name, table, sql in found
        if not (kind == "index" and sql is None)
    }


@cache
def fresh_parts() -> dict[str, Part]:
    """The parts of a file that was just made."""
    connection = sqlite3.connect(":memory:")
    try:
        for statement in statements():
            connection.execute(statement)
        triggers.install(connection)
        return parts_of(connection)
    finally:
        connection.close()


def canonical(sql: str) -> str:
    """A statement without comments, quotes and spaces; a table's columns in any order.

    A file that was brought up to date has the same columns as a new one in another order.
    """
    tokens = [_bare(t) for t in _TOKEN.findall(sql) if not t.startswith(("--", "/*"))]
    if tokens[:2] != ["create", "table"] or "(" not in tokens:
        return " ".join(tokens)
    start = tokens.index("(")
    depth, columns, column = 0, list[str](), list[str]()
    for place, token in enumerate(tokens[start:], start):
        depth += (token == "(") - (token == ")")
        if depth == 0:
            columns.append(" ".join(column))
            rest = " ".join(tokens[place + 1 :])
            return f"{' '.join(tokens[:start])} ({', '.join(sorted(columns))}) {rest}"
        if token == "," and depth == 1:
            columns.append(" ".join(column))
            column = []
        elif place > start:
            column.append(token)
    return " ".join(tokens)


def _bare(token: str) -> str:
    if token[:1] in '"`[':
        return token[1:-1].lower()
    return token if token[:1] == "'" else token.lower()
