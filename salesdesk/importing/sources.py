"""Reading a table from a file of any program: encoding, delimiter and header row found."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from salesdesk.errors import UserError
from salesdesk.model import tidy
from salesdesk.model.spreadsheets import QUOTE, as_typed

MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".xlsb"})
SAMPLE_LINES, SAMPLE_BYTES = 60, 400_000
LARGEST = 2_000_000_000  # bytes
LARGEST_CELL = 5_000_000
#: A sheet of equal rows packs to a hundredth; what packs to less than this is made to.
LARGEST_RATIO, SMALL_PART = 400, 20_000_000
Row = tuple[int, list[str]]


@dataclass
class Source:
    """A table to import: its headings, and its rows as often as they are asked for.

    `notes` says what was found, in words: encoding, delimiter, sheet, header line.
    """

    path: Path
    headers: list[str]
    header_line: int
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)
    cells: list[list[str]] | None = None

    def rows(self) -> Iterator[Row]:
        """(line number, cells) of every row below the header that is not blank."""
        lines = enumerate(self.cells, 1) if self.cells is not None else _csv_rows(self)
        for number, cells in lines:
            if number > self.header_line:
                bare = [cell.strip() for cell in cells]
                if any(bare):
                    whole = "".join(bare)
                    if QUOTE in whole:  # what an export put before a formula
                        bare = [as_typed(cell) for cell in bare]
                    if not (whole.isascii() and whole.isprintable()):
                        bare = [tidy.text(cell).strip() for cell in bare]
                    yield number, bare

    @property
    def notes(self) -> str:
        """What was found, to be shown before anything is imported."""
        names = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
        if self.sheet:
            where = f"Sheet {self.sheet}"
        else:
            where = f"{self.encoding}, {names.get(self.delimiter, self.delimiter)}"
        at = f"headings in line {self.header_line}" if self.header_line else "no headings"
        return f"{where}, {at}"


def open_source(path: Path, sheet: str | None = None) -> Source:
    """Look at a file; UserError in plain words if it holds no table that can be read."""
    if not path.exists():
        raise UserError(f"There is no file {path.name}.", "Check the name and the folder.")
    if path.is_dir():
        raise UserError(f"{path.name} is a folder.", "Choose a file in it.")
    if path.stat().st_size == 0:
        raise UserError(f"{path.name} is empty.", "Export it again from where it came.")
    if path.stat().st_size > LARGEST:
        raise UserError(f"{path.name} is larger than 2 GB.", "Split it and import the parts.")
    csv.field_size_limit(LARGEST_CELL)
    try:
        _refuse_what_is_no_table(path)
        source = _workbook(path, sheet) if _is_workbook(path) else _text(path)
    except OSError as error:
        raise UserError(
            f"{path.name} cannot be read ({error.strerror}).",
            "Close it in other programs, or copy it to this computer and import the copy.",
        ) from error
    if not any(source.headers):
        raise UserError(f"{path.name} holds no table.", "Export it again with its headings.")
    return source


def _refuse_what_is_no_table(path: Path) -> None:
    """Other kinds of files may look like text in some encoding, and would come in as nonsense."""
    head = _head(path, 16)
    if head == b"SQLite format 3\0":
        raise UserError(
            f"{path.name} is a database, not a table.",
            "A copy of a SalesDesk file comes in by File, Merge.",
        )
    if head.startswith((b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")):
        raise UserError(
            f"{path.name} is a document or a picture, not a table.",
            "Export it from where it came as CSV or as a workbook.",
        )


def _is_workbook(path: Path) -> bool:
    head = _head(path, 8)
    return head[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0") or path.suffix.lower() in WORKBOOKS


def _head(path: Path, count: int) -> bytes:
    with path.open("rb") as file:
        return file.read(count)


def _refuse_bomb(path: Path) -> None:
    """A few kilobytes may unpack to more than the memory holds: that is seen beforehand."""
    import zipfile

    try:
        with zipfile.ZipFile(path) as packed:
            sizes = [(part.file_size, part.compress_size) for part in packed.infolist()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return  # an old kind of workbook, or a damaged one, which its reader says
    whole = sum(size for size, _ in sizes)
    if whole > LARGEST or any(
        size > SMALL_PART and size > LARGEST_RATIO * max(packed_size, 1)
        for size, packed_size in sizes
    ):
        raise UserError(
            f"{path.name} would unpack to {max(whole // 1_000_000, 1):,} MB: "
            "more than a table of this size can hold.",
            "Open it in a spreadsheet program, save it as CSV, and import that.",
        )


def _workbook(path: Path, wanted: str | None) -> Source:
    from python_calamine import CalamineWorkbook

    _refuse_bomb(path)

    try:
        book = CalamineWorkbook.from_path(str(path))
        names = list(book.sheet_names)
        if wanted is not None and wanted not in names:
            raise UserError(f"There is no sheet {wanted}.", f"Choose from {', '.join(names)}.")
        for name in [wanted] if wanted else names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            cells = [[_plain(value) for value in row] for row in rows]
            if sum(any(row) for row in cells) >= 1:
                number, headers = _header(cells[:SAMPLE_LINES])
                return Source(path, headers, number, sheet=name, sheets=names, cells=cells)
    except UserError:
        raise
    except Exception as error:  # calamine has no common base class for what it cannot read
        raise UserError(
            f"{path.name} is damaged: the workbook cannot be read.",
            "Open it in a spreadsheet program, save it as CSV, and import that.",
        ) from error
    raise UserError(f"{path.name} has no sheet with a table.", "Choose another file.")


def _plain(value: object) -> str:
    """A cell as a person would type it: 95101.0 is 95101, a date is ISO."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = str(value)
    return text.removesuffix(" 00:00:00") if re.match(r"\d{4}-\d\d-\d\d ", text) else text


def _text(path: Path) -> Source:
    head = _head(path, SAMPLE_BYTES)
    encoding = _encoding(path, head)
    source = Source(path, [], 0, encoding=encoding, delimiter=",")
    text = head.decode(encoding, errors="replace").lstrip("\ufeff").replace("\x00", "")
    if len(head) == SAMPLE_BYTES:
        text = text[: text.rfind("\n") + 1] or text
    _refuse_noise(path, text)
    first = text.split("\n", 1)[0].strip()
    named = re.fullmatch(r'"?sep=(.)"?', first)
    source.delimiter = named.group(1) if named else _delimiter(text)
    rows = list(_parse(io.StringIO(text, newline=""), source.delimiter, SAMPLE_LINES))
    if named:
        rows[0] = []
    if not any(any(row) for row in rows):
        raise UserError(f"{path.name} is empty.", "Export it again from where it came.")
    source.header_line, source.headers = _header(rows)
    return source


def _encoding(path: Path, head: bytes) -> str:
    for mark, name in MARKS:
        if head.startswith(mark):
            return name
    if head[:400].count(0) > len(head[:400]) // 4:
        return "utf-16-le" if head[1:2] == b"\x00" else "utf-16-be"
    try:
        with path.open(encoding="utf-8", newline="") as whole:
            while whole.read(1 << 20):
                pass
        return "utf-8"
    except UnicodeDecodeError:
        return _guessed(head)


def _guessed(head: bytes) -> str:
    from charset_normalizer import from_bytes

    high = sum(byte > 127 for byte in head)
    # few accented letters among many plain ones: a western Windows file, whatever a guess says
    if high < len(head) * 0.06:
        try:
            head.decode("cp1252")
            return "cp1252"
        except UnicodeDecodeError:
            return "latin-1"
    best = from_bytes(head[:40_000]).best()
    return best.encoding if best else "cp1252"


def _refuse_noise(path: Path, text: str) -> None:
    sample = text[:4000]
    strange = sum(c == "\ufffd" or (ord(c) < 32 and c not in "\t\r\n\x0b\x0c") for c in sample)
    far = sum(ord(c) > 0x2FFFF or 0xE000 <= ord(c) <= 0xF8FF for c in sample)
    wide = sum(ord(c) >= 0x2000 and not c.isalnum() and not c.isprintable() for c in sample)
    odd = sum(ord(c) % 256 == 0 and ord(c) >= 256 for c in sample)
    if strange + far + wide + odd > max(3, len(sample) // 12):
        raise UserError(
            f"{path.name} is not text that can be read, or its encoding is broken.",
            "Open it where it came from and save it as CSV in UTF-8.",
        )


def _parse(lines: io.TextIOBase, delimiter: str, limit: int | None = None) -> Iterator[list[str]]:
    clean = (line.replace("\x00", "") for line in lines)
    reader = csv.reader(clean, delimiter=delimiter, skipinitialspace=True)
    try:
        for number, row in enumerate(reader):
            if limit is not None and number >= limit:
                return
            yield row
    except csv.Error as error:
        raise UserError(
            f"The table breaks off near line {reader.line_num} ({error}).",
            "Look for an unclosed quotation mark there.",
        ) from error


def _delimiter(text: str) -> str:
    """The delimiter that splits most lines into the same number of cells, more than one."""
    best, most = ",", 0.0
    for delimiter in ",;\t|":
        try:
            rows = list(_parse(io.StringIO(text, newline=""), delimiter, SAMPLE_LINES))
        except UserError:
            continue
        widths = [len(row) for row in rows if any(row)]
        if not widths:
            continue
        common = max(set(widths), key=lambda w: (widths.count(w), w))
        if common > 1:
            score = widths.count(common) / len(widths) * min(common, 12) ** 0.5
            if score > most:
                best, most = delimiter, score
    return best


def _header(rows: list[list[str]]) -> tuple[int, list[str]]:
    """(line of the header, headings); line 0 and made-up headings where there is none."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    wide = sorted(count for count in filled if count)
    typical = wide[len(wide) // 2] if wide else 0
    for number, row in enumerate(rows):
        if filled[number] < max(1, min(typical, 2), typical * 0.6):
            continue
        if _looks_like_data(row) and number == _first(filled):
            width = max(len(r) for r in rows)
            return 0, [f"Column {n + 1}" for n in range(width)]
        return number + 1, _named(row)
    first = _first(filled)
    return first + 1, _named(rows[first]) if rows else []


def _first(filled: list[int]) -> int:
    return next((number for number, count in enumerate(filled) if count), 0)


def _looks_like_data(row: list[str]) -> bool:
    """True for a first row of numbers or addresses: headings are words."""
    cells = [cell.strip() for cell in row if cell.strip()]
    plain = [c for c in cells if re.fullmatch(r"[-+£$€]?[\d.,/:-]+%?|[^@\s]+@[^@\s]+\.\w+", c)]
    return bool(cells) and len(plain) > len(cells) / 2


def _named(row: list[str]) -> list[str]:
    """Headings, each its own: a second `Rate` becomes `Rate (2)`, an empty one `Column 3`."""
    seen: dict[str, int] = {}
    names = []
    for number, cell in enumerate(row):
        name = " ".join(cell.strip().strip("\ufeff").split()) or f"Column {number + 1}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names


def _csv_rows(source: Source) -> Iterator[Row]:
    with source.path.open(encoding=source.encoding, errors="replace", newline="") as file:
        clean = (line.replace("\x00", "") for line in file)
        reader = csv.reader(clean, delimiter=source.delimiter, skipinitialspace=True)
        number = 0
        try:
            for row in reader:
                number += 1
                if number == 1 and row:
                    row[0] = row[0].lstrip("\ufeff")
                yield number, row
        except csv.Error as error:
            raise UserError(
                f"The table breaks off near line {reader.line_num} ({error}).",
                "Look for an unclosed quotation mark there.",
            ) from error
