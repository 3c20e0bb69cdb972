"""The CSV writer: the tables of a report, each under its heading; see `spreadsheet.py`."""

import csv
from typing import TextIO

from salesdesk.reports.blocks import (
    Bar,
    Cell,
    Definitions,
    Funnel,
    Heading,
    Lists,
    Months,
    Note,
    Outlook,
    Pairs,
    Report,
    Table,
    Words,
)


def write_csv(report: Report, out: TextIO) -> None:
    """Write every block that holds words or figures, in the order of the paper."""
    writer = csv.writer(out)
    writer.writerow([report.business, report.title, report.subtitle])
    for block in report.blocks:
        if isinstance(block, Heading):
            writer.writerow([])
            writer.writerow([block.words])
        elif isinstance(block, Words):
            writer.writerow([f"{block.lead} {block.words}".strip()])
        elif isinstance(block, Note):
            writer.writerow([block.words])
        elif isinstance(block, Table):
            writer.writerow([column.title for column in block.columns])
            rows = [*block.rows, *([block.total] if block.total else [])]
            writer.writerows([_words(cell) for cell in row] for row in rows)
        else:
            writer.writerows(_chart(block))


def _words(cell: Cell) -> str:
    return cell.words if isinstance(cell, Bar) else cell


def _chart(block: object) -> list[list[str]]:
    if isinstance(block, Funnel):
        return [[r.side, r.name, r.number, r.rate, r.before] for r in block.rows]
    if isinstance(block, Months):
        return [[m.label, m.words, m.target_words] for m in block.months]
    if isinstance(block, Pairs):
        return [[_words(r.name), r.first_words, r.second_words] for r in block.rows]
    if isinstance(block, Lists):
        sides = ((block.left_title, block.left), (block.right_title, block.right))
        return [row for title, lines in sides for row in ([title], *map(list, lines))]
    if isinstance(block, Outlook):
        return [list(f) for f in block.figures] + [[p] for p in block.points]
    if isinstance(block, Definitions):
        return [list(row) for row in block.rows]
    return []
