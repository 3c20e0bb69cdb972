"""Merging in the window: the dialog, the fields that differ, and copies beside the file."""
