"""Readers of other programs' files: rows, mapping and values, without a database."""
