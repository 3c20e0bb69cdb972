"""A report as CSV that no spreadsheet takes for formulas."""

import csv
import io
import re
from typing import TextIO

from salesdesk.reports.blocks import Report
from salesdesk.reports.csv_out import write_csv

#: What a spreadsheet may run, where it is the first visible character of a cell.
_RISKY = tuple("=+-@|%＝＋－＠")
#: A real number, such as +15% or -1,200.50, is left alone.
_NUMBER = re.compile(r"[+-]?[\d,]+(\.\d+)?%?")


def write_spreadsheet(report: Report, out: TextIO) -> None:
    """Write the report as CSV with a quotation mark before each cell that could be a formula."""
    plain = io.StringIO(newline="")
    write_csv(report, plain)
    plain.seek(0)
    csv.writer(out).writerows([safe(cell) for cell in row] for row in csv.reader(plain))


def safe(words: str) -> str:
    """The words, harmless in a spreadsheet."""
    if words[:1] in ("\t", "\r", "\n") and words:
        return f"'{words}"
    risky = words.lstrip().startswith(_RISKY) and not _NUMBER.fullmatch(words.strip())
    return f"'{words}" if risky else words
