"""The machinery's own tables: the file's identity, its seats and its journal."""

#: The machinery's own tables: not journaled, not records.
JOURNAL_DDL = """
create table file_identity (id integer primary key check (id = 1), uuid text not null,
    made_at text not null, made_with text not null) strict;
create table seat (id integer primary key, name text not null, first_seen text not null,
    counter integer not null default 0) strict;
create table change (
    id integer primary key,           -- the global id: seat << 32 | counter
    clock integer not null,           -- hybrid logical clock: milliseconds << 16 | count
    seat integer not null, person_id integer, at text not null, words text not null,
    kind text not null check (kind in ('do', 'undo', 'redo', 'outside')),
    target integer,                   -- the change that an undo or redo turns
    undone_by integer,                -- the undo that took this change back, if it stands
    detail text,
    first_entry integer not null default 0,   -- its entries lie from here on; what came
    last_entry integer not null default -1,   -- by slices may have others' between them
    counter integer not null default 0,       -- how far the seat has counted its keys with it
    seen text,                        -- null: its author had all that arrived here before it
    arriving integer                  -- 1 or 2: a part of it is still to come, see slices.py
    ) strict;
create table entry (
    id integer primary key,           -- the order of arrival in this file; never taken away
    change_id integer not null,       -- 0: another program wrote it
    table_name text not null, row_id integer not null,
    op text not null check (op in ('i', 'u', 'd')),
    before text, after text) strict;
create table entry_of_row (row_id integer not null, entry_id integer not null,
    primary key (row_id, entry_id)) strict, without rowid;   -- filled now and then, up to `indexed`
create table journal_state (id integer primary key check (id = 1),
    change_id integer not null, indexed integer not null default 0) strict;
"""

#: What two people set differently without knowing of each other; it follows from the journal.
CLASH_DDL = """
create table clash (id integer primary key, table_name text not null, row_id integer not null,
    field text not null, won_change integer not null, lost_change integer not null,
    won text not null, lost text not null) strict;
create index clash_by_row on clash (table_name, row_id);
create index change_arriving on change (id) where arriving is not null;
"""
JOURNAL_DDL += CLASH_DDL
