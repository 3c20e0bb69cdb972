"""Erasing a person: the personal fields of rows are blanked in the file and in its journal.

No entry is ever taken away: what it held is replaced. In a team an erasure travels as the rows
of `suppression`; whoever takes them in blanks the same rows, and every edit of them that arrives
later is blanked too. So erasing beats everything.
"""

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from salesdesk.store import journal
from salesdesk.store.search_index import SEARCH_INDEXES

Row = tuple[str, int]
NAME = "Erased person"
#: table -> what stands in a field of an erased row; all that may say who somebody is.
BLANK: dict[str, dict[str, str | None]] = {
    "contact": {"name": NAME, "name_key": NAME.lower()}
    | dict.fromkeys(
        "first_name last_name job_title address town postcode country preferences notes "
        "external_ref".split()
    ),
    "lead": {"name": NAME, "name_key": NAME.lower()}
    | dict.fromkeys(
        "first_name last_name job_title organisation_name email phone email_key phone_key address "
        "town postcode country asked_for notes fold need budget authority timing in_area "
        "reason_note next_step external_ref".split()
    ),
    "contact_point": {"value": "erased", "value_key": "erased", "label": None},
    "consent": dict.fromkeys(("basis", "source")),
    "activity": {"subject": "Erased", "body": None, "outcome": None},
    "handover": {"checklist": "{}"}
    | dict.fromkeys(("summary", "first_step", "best_time", "comment")),
    "feedback": {"words": "Erased", "reply": None},
    "objection": {"words": "Erased", "answer": None},
}


def digest(uuid: str, kind: str, key: str) -> str:
    """What is kept of an address or number: who has the file can test a guess, not read it."""
    import hashlib
    import hmac

    return hmac.new(uuid.encode(), f"{kind}:{key}".encode(), hashlib.sha256).hexdigest()


def blank_journal(connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
    """Replace the personal fields of these rows in every entry about them."""
    connection.execute("pragma secure_delete = on")
    for table, key in rows:
        blank = BLANK.get(table)
        if not blank:
            continue
        for number in journal.of_row(connection, table, key):
            before, after, change = connection.execute(
                "select before, after, change_id from entry where id = ?", (number,)
            ).fetchone()
            connection.execute(
                "update entry set before = ?, after = ? where id = ?",
                (_blanked(before, blank), _blanked(after, blank), number),
            )
            connection.execute("update change set detail = null where id = ?", (change,))


def _blanked(text: str | None, blank: dict[str, str | None]) -> str | None:
    if text is None:
        return None
    fields: dict[str, Any] = json.loads(text)
    found = {name: blank.get(name, value) for name, value in fields.items()}
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def forget_words(connection: sqlite3.Connection) -> None:
    """Write the search indexes anew without what was taken out of them."""
    for index in SEARCH_INDEXES:
        connection.execute(f"insert into {index} ({index}) values ('optimize')")


def erased_among(connection: sqlite3.Connection, rows: Iterable[Row]) -> list[Row]:
    """Which of these rows were erased; where an erasure is among them, what it erases."""
    if connection.execute("select 1 from suppression limit 1").fetchone() is None:
        return []
    listed = json.dumps([list(row) for row in rows])
    found = connection.execute(
        "select s.table_name, s.row_id from suppression s where s.kind = 'record' and exists "
        "(select 1 from json_each(?) j where (j.value ->> 0 = s.table_name and "
        "j.value ->> 1 = s.row_id) or (j.value ->> 0 = 'suppression' and j.value ->> 1 = s.id))",
        (listed,),
    )
    return [(str(table), int(key)) for table, key in found if table in BLANK]
