"""The reports section: the report on paper, as it will be printed."""
