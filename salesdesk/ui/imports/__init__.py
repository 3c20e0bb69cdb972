"""Importing a table in four steps: choose, match columns, check rows, import."""
