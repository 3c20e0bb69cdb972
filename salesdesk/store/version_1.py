"""The triggers of files of version 1, word for word.

Such a file is brought up to date only if it has exactly these, so nothing here ever changes.
"""

from collections.abc import Iterator

#: All other parts of such a file: `vetting.digest_of_parts`.
PARTS = "74f92c9721909368c05bdac13d79638d"
SEARCHED = ("name", "organisation_name", "email", "phone", "asked_for", "notes", "fold")


def journal_triggers(table: str, columns: list[str]) -> Iterator[tuple[str, str]]:
    """Name and body of what put each change of a table into the journal."""
    put = "insert into entry (change_id, table_name, row_id, op, before, after)"
    image = {
        side: "json_patch('{}', json_object("
        + ", ".join(f"'{c}', {side}.{c}" for c in columns)
        + "))"
        for side in ("old", "new")
    }
    fields = {
        side: "(select json_group_object(k, v) from ("
        + " union all ".join(
            f"select '{c}' k, {side}.{c} v where old.{c} is not new.{c}" for c in columns
        )
        + "))"
        for side in ("old", "new")
    }
    differs = " or ".join(f"old.{c} is not new.{c}" for c in columns)
    state = "from journal_state"
    yield (
        f"journal_{table}_i",
        f"after insert on {table} begin {put} "
        f"select change_id, '{table}', new.id, 'i', null, {image['new']} {state}; end",
    )
    yield (
        f"journal_{table}_u",
        f"after update on {table} when {differs} begin {put} "
        f"select change_id, '{table}', new.id, 'u', {fields['old']}, {fields['new']} {state}; end",
    )
    yield (
        f"journal_{table}_d",
        f"after delete on {table} begin {put} "
        f"select change_id, '{table}', old.id, 'd', {image['old']}, null {state}; end",
    )


def search_triggers() -> Iterator[tuple[str, str]]:
    """Name and body of what put each lead into the one search index."""
    names = ", ".join(SEARCHED)
    old = ", ".join(f"old.{c}" for c in SEARCHED)
    new = ", ".join(f"new.{c}" for c in SEARCHED)
    differs = " or ".join(f"old.{c} is not new.{c}" for c in SEARCHED)
    add = f"insert into lead_search (rowid, {names}) values (new.id, {new});"
    drop = (
        f"insert into lead_search (lead_search, rowid, {names}) values ('delete', old.id, {old});"
    )
    single = "when (select bulk from journal_state) = 0"
    yield "search_lead_i", f"after insert on lead {single} begin {add} end"
    yield "search_lead_u", f"after update on lead when {differs} begin {drop} {add} end"
    yield "search_lead_d", f"after delete on lead begin {drop} end"
