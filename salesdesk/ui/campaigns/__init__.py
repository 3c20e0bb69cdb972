"""The campaigns section: the table with its figures, the timeline and the detail."""
