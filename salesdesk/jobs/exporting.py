"""Writing every table to files that other programs read: complete, counted, and harmless."""

import csv
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from salesdesk.errors import UserError
from salesdesk.model import formats, spreadsheets
from salesdesk.queries import exports, settings
from salesdesk.queries.exports import Export
from salesdesk.queries.figures import money_text
from salesdesk.store import leftovers
from salesdesk.store.database import Database
from salesdesk.store.files import is_ours

#: What one sheet of a workbook holds below its headings.
SHEET_ROWS = 2**20 - 1
#: What a cell of a workbook holds.
CELL = 32_767
#: A workbook is packed in memory up to this size.
IN_MEMORY = 64_000_000


@dataclass(frozen=True)
class Exported:
    """A file that was written and how many records are in it; in a workbook, one sheet."""

    path: Path
    rows: int
    sheet: str = ""
    #: How many texts were longer than a cell of a spreadsheet.
    cut: int = 0

    @property
    def name(self) -> str:
        """What to call it in a list."""
        return f"{self.path.name}, {self.sheet}" if self.sheet else self.path.name

    @property
    def words(self) -> str:
        """What was written, for people."""
        told = f"{self.name}: {self.rows} of {self.rows}"
        if self.cut:
            texts = "1 text is" if self.cut == 1 else f"{self.cut:,} texts are"
            told += f" ({texts} cut at {CELL:,} characters; CSV and JSON hold all of it)"
        return told


def may_write(path: Path) -> None:
    """UserError where a file that a person named cannot be written, or must not be.

    A SalesDesk file is never written over: a slip of the name would cost the whole business.
    """
    if path.is_dir():
        raise UserError(f"{path} is a folder.", "Name a file in it.")
    if path.exists() and not path.is_file():  # such as /dev/null, which a file would replace
        raise UserError(f"{path} is no file that can be written over.", "Choose another name.")
    if is_ours(path):
        raise UserError(
            f"{path.name} is a SalesDesk file and stays as it is.", "Choose another name."
        )
    if not path.absolute().parent.is_dir():
        raise UserError(
            f"The folder {path.absolute().parent} does not exist.",
            "Make it first, or choose another.",
        )


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Around the writing of one file that a person named: faults of the disk become words."""
    may_write(path)
    try:
        with leftovers.none_of(path):
            yield
    except OSError as error:
        raise UserError(
            f"Could not write {path} ({error.strerror or error}).",
            "Choose a folder that you can write to, on a disk that is not full.",
        ) from error


def harmless(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets a quote before it; numbers stay."""
    return spreadsheets.harmless(value) if isinstance(value, str) else value


def export_all(db: Database, outdir: Path, form: str, *, as_typed: bool = False) -> list[Exported]:
    """Write all tables as csv, json or one xlsx; UserError if a row is missing at the end.

    With `as_typed` no quote is put before what a spreadsheet would run: for programs that read
    the tables again, not for people who open them.
    """
    try:
        outdir.mkdir(parents=True, exist_ok=True)
        parts = [exports.export(db, table) for table in exports.TABLES]
        places = formats.decimals(settings.settings(db).currency)
        if form == "xlsx":
            return _workbook(parts, outdir / "SalesDesk.xlsx", places)
        if form == "json":
            return [_json(part, outdir / f"{part.table}.json", places) for part in parts]
        guard = (lambda value: value) if as_typed else harmless
        return [_csv(part, outdir / f"{part.table}.csv", places, guard) for part in parts]
    except OSError as error:
        raise UserError(
            f"Could not write to {outdir} ({error.strerror}).",
            "Choose a folder that you can write to, on a disk that is not full.",
        ) from error


def _cells(part: Export, places: int) -> Iterator[list[Any]]:
    for row in part.rows:
        yield [
            money_text(value, places) if number in part.money and value is not None else value
            for number, value in enumerate(row)
        ]


def _counted(part: Export, path: Path, written: int) -> Exported:
    if written != part.count:
        raise UserError(
            f"Only {written} of {part.count} rows of {part.table} were written.",
            "Somebody changed the file meanwhile: export again.",
        )
    return Exported(path, written)


def _csv(part: Export, path: Path, places: int, guard: Callable[[Any], Any]) -> Exported:
    written = 0
    # the byte order mark tells spreadsheets that it is UTF-8
    with leftovers.whole(path) as draft, draft.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(part.columns)
        for row in _cells(part, places):
            # amounts are numbers and stay what they are, with their minus
            out.writerow(
                value if number in part.money else guard(value) for number, value in enumerate(row)
            )
            written += 1
        return _counted(part, path, written)


def _json(part: Export, path: Path, places: int) -> Exported:
    written = 0
    with leftovers.whole(path) as draft, draft.open("w", encoding="utf-8") as file:
        file.write("[")
        for row in _cells(part, places):
            record = dict(zip(part.columns, row, strict=True))
            file.write((",\n" if written else "\n") + json.dumps(record, ensure_ascii=False))
            written += 1
        file.write("\n]\n")
        return _counted(part, path, written)


def _workbook(parts: list[Export], path: Path, places: int) -> list[Exported]:
    import xlsxwriter  # type: ignore[import-untyped]

    for part in parts:
        if part.count > SHEET_ROWS:
            raise UserError(
                f"A spreadsheet has no room for {part.count:,} rows of {part.table}.",
                "Export as CSV or JSON: they hold everything.",
            )
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    # packed elsewhere first, and not closed where that fails: its packer is not quiet then
    packed = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
    try:
        with xlsxwriter.Workbook(packed, options) as book:
            sheets = [(book.add_worksheet(part.table[:31]), part) for part in parts]
            done = [_sheet(sheet, part, path, places) for sheet, part in sheets]
    except xlsxwriter.exceptions.FileCreateError as error:
        raise OSError(*error.args[0].args) from error
    packed.seek(0)
    with packed, leftovers.whole(path) as draft, draft.open("wb") as file:
        shutil.copyfileobj(packed, file)
    return done


def _sheet(sheet: Any, part: Export, path: Path, places: int) -> Exported:
    sheet.write_row(0, 0, part.columns)
    written = cut = 0
    for written, row in enumerate(_cells(part, places), start=1):
        for number, value in enumerate(row):
            if number in part.money and value is not None:
                sheet.write_number(written, number, float(value))
            elif isinstance(value, int) and abs(value) < 2**53:
                sheet.write_number(written, number, value)
            elif value is not None:  # keys are longer than a spreadsheet's numbers
                text = str(harmless(value))
                if len(text) > CELL:
                    cut += 1
                    # whoever reads the cell must see that there was more
                    told = f" … [cut: {len(text):,} characters]"
                    text = text[: CELL - len(told)] + told
                sheet.write_string(written, number, text)
    return replace(_counted(part, path, written), sheet=part.table, cut=cut)
