"""The Deals section: board, table, one deal."""
