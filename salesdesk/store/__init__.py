"""The file itself: opening, schema, journal, backup, search index."""
