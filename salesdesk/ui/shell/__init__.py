"""The window around the panels: sidebar, menus, status line, palette, first run."""
