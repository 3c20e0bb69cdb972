"""A report as CSV that no spreadsheet takes for formulas."""

import csv
import io
from typing import TextIO

from salesdesk.model.spreadsheets import harmless
from salesdesk.reports.blocks import Report
from salesdesk.reports.csv_out import write_csv


def write_spreadsheet(report: Report, out: TextIO) -> None:
    """Write the report as CSV with a quotation mark before each cell that could be a formula."""
    plain = io.StringIO(newline="")
    write_csv(report, plain)
    plain.seek(0)
    csv.writer(out).writerows([harmless(cell) for cell in row] for row in csv.reader(plain))
