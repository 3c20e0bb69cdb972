"""Whole jobs over an open file, each the same for the window and the command line."""
