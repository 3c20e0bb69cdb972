"""The two indexes that leads are searched by, both over the table `lead` itself."""

#: Every part of a word, in these columns of `lead`.
SEARCH_COLUMNS = ("name", "organisation_name", "email", "phone", "asked_for", "notes", "fold")
#: What a word of one or two letters must begin a word of.
START_COLUMNS = ("name", "organisation_name", "phone", "fold")
#: search index -> its columns of `lead`.
SEARCH_INDEXES = {"lead_search": SEARCH_COLUMNS, "lead_start": START_COLUMNS}

_LEAN = "content='lead', content_rowid='id', detail=none, columnsize=0"
TRIGRAM_DDL = f"""
create virtual table lead_search using fts5({", ".join(SEARCH_COLUMNS)},
    tokenize='trigram', {_LEAN});
"""
START_DDL = f"""
create virtual table lead_start using fts5({", ".join(START_COLUMNS)},
    tokenize='unicode61', prefix='1 2', {_LEAN});
"""
SEARCH_DDL = TRIGRAM_DDL + START_DDL
