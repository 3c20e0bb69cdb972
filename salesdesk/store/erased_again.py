"""Who was erased stays erased: what was blanked since a backup is blanked in it, too."""

import sqlite3
from typing import Any


def erase_again(live: sqlite3.Connection, older: sqlite3.Connection) -> None:
    """Take out of an older state, about to replace the live file, what was erased since."""
    missing = _erased_since(live, older)
    if not missing:
        return
    from salesdesk.store import erasures  # hardly any restore needs it

    older.execute("begin immediate")
    rows = []
    for wish in missing:
        marks = ", ".join("?" * len(wish))
        older.execute(
            f"insert into suppression ({', '.join(wish)}) values ({marks})", list(wish.values())
        )
        table, key = str(wish.get("table_name") or ""), wish.get("row_id")
        if wish.get("kind") != "record" or key is None or table not in erasures.BLANK:
            continue
        blank: dict[str, Any] = dict(erasures.BLANK[table])
        if table == "contact_point":
            blank["trashed_at"] = wish["created_at"]
        fields = ", ".join(f"{name} = ?" for name in blank)
        older.execute(f"update {table} set {fields} where id = ?", [*blank.values(), key])
        rows.append((table, int(key)))
    # the triggers have noted what stood there before: blanked with the rest of the journal
    erasures.blank_journal(older, rows)
    erasures.forget_words(older)
    older.execute("commit")


def _erased_since(live: sqlite3.Connection, older: sqlite3.Connection) -> list[dict[str, Any]]:
    there = live.execute("select 1 from sqlite_master where name = 'suppression'").fetchone()
    if there is None:
        return []
    known = {row[0] for row in older.execute("select id from suppression")}
    cursor = live.execute("select * from suppression where trashed_at is null")
    names = [column[0] for column in cursor.description]
    found = [dict(zip(names, row, strict=True)) for row in cursor]
    return [wish for wish in found if wish["id"] not in known]
