"""A clean copy of a file that holds parts of somebody else: what SalesDesk knows, in a fresh file.

Nothing of the other file is run: rows are read column by column from its plain tables, within a
time limit, and written into tables that were made here. A row that does not fit, and a reference
that leads nowhere, stay behind and are counted.
"""

import json
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from salesdesk.errors import UserError
from salesdesk.model.calendar import Clock
from salesdesk.store import backups, faults, files, journal, leftovers, triggers, vetting
from salesdesk.store.reading import Progress
from salesdesk.store.schema import RECORDS, SCHEMA_VERSION
from salesdesk.store.search_index import SEARCH_INDEXES
from salesdesk.store.shipments import are_fields

JOURNAL = ("seat", "change", "entry")
AT_ONCE = 2000
Row = tuple[Any, ...]


@dataclass
class Cleaned:
    """What came of a clean copy."""

    path: Path
    rows: int = 0  # records that are in it
    left_out: int = 0  # rows and references that did not fit
    history: int = 0  # entries of the journal that came along


def suggestion(path: Path) -> Path:
    """A free name beside the file."""
    number, target = 1, path.with_name(f"{path.stem} clean.salesdesk")
    while target.exists():
        number += 1
        target = path.with_name(f"{path.stem} clean {number}.salesdesk")
    return target


def clean_copy(path: Path, target: Path, clock: Clock, go_on: Progress | None = None) -> Cleaned:
    """Write a fresh file at `target` with what is known of `path`; UserError if it cannot."""
    version = files.look(path)
    if target.exists():
        raise UserError(f"There is already a file called {target.name}.", "Choose another name.")
    cleaned = Cleaned(target)
    try:
        with leftovers.whole(target) as draft:
            _write(path, draft, version, cleaned, clock, go_on)
    except sqlite3.Error as error:
        raise faults.words_for(error) or UserError(
            f"{path.name} cannot be read ({error}).", _RESCUE
        ) from error
    except OSError as error:
        raise UserError(
            f"Could not write {target.name} ({error.strerror or error}).",
            "Choose a folder that you can write to, on a disk that is not full.",
        ) from error
    return cleaned


def _write(
    path: Path, draft: Path, version: int, cleaned: Cleaned, clock: Clock, go_on: Progress | None
) -> None:
    there = files.connect(path, "ro")
    there.text_factory = lambda text: text.decode("utf-8", "replace")
    here = files.connect(draft, "rwc")
    try:
        files.lay_out(here, clock)
        with vetting.in_time(there, path, go_on):
            _fill(there, here, version, cleaned)
        faults_found = backups.check(here)
    finally:
        there.close()
        here.close()
    if faults_found:
        raise UserError(f"The clean copy of {path.name} did not pass its check.", _RESCUE)


_RESCUE = "Rescue what it holds instead: salesdesk rescue FILE OUT."


def _fill(
    there: sqlite3.Connection, here: sqlite3.Connection, version: int, cleaned: Cleaned
) -> None:
    there.execute("pragma trusted_schema = off")
    there.execute("pragma query_only = on")
    here.execute("pragma foreign_keys = off")
    here.execute("begin immediate")
    triggers.remove(here)
    _identify(there, here)
    plain = _plain_tables(there)
    for table in RECORDS:
        if table in plain:
            kept, lost = _copy(there, here, table, plain[table])
            cleaned.rows += kept
            cleaned.left_out += lost
    cleaned.left_out += _mend_references(here)
    if version == SCHEMA_VERSION:  # an older journal has another form; its records came along
        here.execute("delete from change")
        for table in JOURNAL:
            if table in plain:
                cleaned.history = _copy(there, here, table, plain[table])[0]
        here.execute(
            "insert or ignore into change (id, clock, seat, at, words, kind) values "
            "(0, 0, 0, '', 'Changed outside SalesDesk', 'outside')"
        )
        journal.index_rows(here, journal.newest(here), least=1)
    for index in SEARCH_INDEXES:
        here.execute(f"insert into {index} ({index}) values ('rebuild')")
    triggers.install(here)
    here.execute("commit")
    here.execute("pragma foreign_keys = on")


def _identify(there: sqlite3.Connection, here: sqlite3.Connection) -> None:
    """The copy is one of the same file, so that the two can be merged."""
    if "file_identity" not in _plain_tables(there):
        return
    found = there.execute("select uuid from file_identity limit 1").fetchone()
    if found and re.fullmatch(r"[0-9a-f-]{36}", str(found[0])):
        here.execute("update file_identity set uuid = ?", (found[0],))


def _plain_tables(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """The tables that only hold rows, and their columns that only hold values."""
    tables = {}
    for (name,) in connection.execute(
        "select name from sqlite_master where type = 'table' and rootpage > 0"
    ).fetchall():
        if name in RECORDS or name in (*JOURNAL, "file_identity"):
            columns = connection.execute("select name, hidden from pragma_table_xinfo(?)", (name,))
            tables[str(name)] = [str(column) for column, hidden in columns if hidden == 0]
    return tables


def _copy(
    there: sqlite3.Connection, here: sqlite3.Connection, table: str, columns: list[str]
) -> tuple[int, int]:
    """Copy the rows of one table; how many came, and how many did not fit."""
    known = [name for name in triggers.columns_of(here, table) if name in columns]
    if "id" not in known:
        return 0, 0
    names = ", ".join(known)
    put = f"insert or ignore into {table} ({names}) values ({', '.join('?' * len(known))})"
    before = here.total_changes
    read = 0
    rows = there.execute(f"select {names} from {table} not indexed")
    while chunk := rows.fetchmany(AT_ONCE):
        read += len(chunk)
        fitting = list(_fitting(here, table, known, chunk))
        here.execute("savepoint chunk")
        try:
            here.executemany(put, fitting)
        except sqlite3.Error:  # a value of the wrong type: `or ignore` does not pass over it
            here.execute("rollback to chunk")
            for row in fitting:
                _put_one(here, put, row)
        here.execute("release chunk")
    kept = here.total_changes - before
    return kept, read - kept


def _put_one(here: sqlite3.Connection, put: str, row: Row) -> None:
    try:
        here.execute(put, row)
    except sqlite3.IntegrityError:
        return


def _fitting(
    here: sqlite3.Connection, table: str, names: list[str], rows: list[Row]
) -> Iterator[Row]:
    """The rows of the journal that a reader of it may rely on; of other tables, all."""
    if table not in ("entry", "change"):
        yield from rows
        return
    for row in rows:
        values = dict(zip(names, row, strict=True))
        if table == "entry":
            columns = _columns(here, str(values.get("table_name")))
            if columns and all(are_fields(values.get(s), columns) for s in ("before", "after")):
                yield row
        elif _is_vector(values.get("seen")):
            yield row


def _columns(here: sqlite3.Connection, table: str) -> set[str]:
    return set(triggers.columns_of(here, table)) if table in RECORDS else set()


def _is_vector(text: object) -> bool:
    if text is None:
        return True
    try:
        found = json.loads(str(text))
        return isinstance(found, dict) and all(
            key.isdigit() and type(value) is int for key, value in found.items()
        )
    except (ValueError, RecursionError):
        return False


def _mend_references(here: sqlite3.Connection) -> int:
    """Empty each reference that leads nowhere; a row that cannot be without it goes."""
    mended = 0
    while broken := here.execute("pragma foreign_key_check").fetchall():
        for table, key, _, number in broken:
            column = next(
                str(row[3])
                for row in here.execute(f"pragma foreign_key_list({table})")
                if row[0] == number
            )
            needed = here.execute(
                'select "notnull" from pragma_table_info(?) where name = ?', (table, column)
            ).fetchone()[0]
            if needed:
                here.execute(f"delete from {table} where id = ?", (key,))
            else:
                here.execute(f"update {table} set {column} = null where id = ?", (key,))
            mended += 1
    return mended
