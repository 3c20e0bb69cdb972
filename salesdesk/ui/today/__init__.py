"""Today: what waits, what is due, what went quiet, and how the month stands."""
