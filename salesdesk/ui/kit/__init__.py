"""The design system in Qt: every panel is built from these and from nothing else.

tokens   `color("text-2") -> QColor`, `hexa(name) -> str`, `avatar_colors(person_id)`, `set_theme`
theme    `apply_theme(app, "light" | "dark" | "system")`
fonts    `font("body") -> QFont` of DESIGN_SYSTEM section 3; `figures(font)` for columns
icons    `icon(name, token="text-2", size=16) -> QIcon`, `pixmap(name, token, size)`
text     `tr(words)`, `elide(words, font, width)`
labels   `label(words, style="body", token="text")`, `page_title`, `section`, `small`
buttons  `Button(words, icon=None, key=None, primary=False, danger=False, small=False)`
fields   `Field(title, editor)` with `.fail(words)`; `line`, `area`, `choice`, `day`, `check`
paint    `chip`, `score`, `avatar`, `keycap`, `meter`, `dot`, `line_of` for delegates
widgets  `Avatar`, `Chip`, `Score`, `KeyCap`, `Meter`, `Card`, `Rule` for forms; `scrolled(content)`
funnel   `Funnel` with `set_steps`
heads    `PageHead(title, shell.open_palette, Button(..., primary=True))`, `SearchBox`
rows     `PaintedRows`: a few rows that one widget paints, walked by arrows
lists    `RowList` + `RowsModel` (small) or `WindowedModel` (a million rows)
tables   `DataTable(columns)` with `set_rows`
timeline `Timeline` with `set_entries`
dialogs  `Dialog(title, parent, width, primary)`; `.body`, `.note`, `.fail`
conflicts `ConflictDialog(parent, title, intro, clashes, yours, theirs, kept, on_save)`
empty    `EmptyState(words, button)`
panels   `Panel`, `View`, `Command`, `Shell`: what a section of the window is
"""
