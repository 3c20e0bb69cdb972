"""Bringing a file of any program into ours: look, map, try, bring in, and say what came of it."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from salesdesk.actions import imports
from salesdesk.actions.imports import Progress, Tally
from salesdesk.errors import UserError
from salesdesk.importing import mapping, sources, values
from salesdesk.importing.cells import Reading
from salesdesk.importing.fields import FIELDS, Field
from salesdesk.importing.sources import Source
from salesdesk.model.formats import counted
from salesdesk.queries import settings
from salesdesk.session import Session

DAYS = frozenset("received opened closed starts ends day converted_on created unsubscribed".split())
LOOKED_AT = 2000  # rows in which the order of day and month is looked for


@dataclass
class Preview:
    """A file that was looked at: its table, the mapping, and the order of its days."""

    source: Source
    kind: str
    columns: dict[str, str]
    orders: dict[str, str] = field(default_factory=dict)
    first: list[list[str]] = field(default_factory=list)
    #: Rows that were looked at; the table may have more.
    looked_at: int = 0

    def unmapped(self) -> list[str]:
        """Columns that fit no field; they become notes."""
        return [header for header in self.source.headers if header not in self.columns]


@dataclass(frozen=True)
class ImportResult:
    """What came of an import."""

    kind: str
    tally: Tally
    change: int | None
    preview: Preview
    today: date
    dry_run: bool = False

    def as_json(self) -> dict[str, Any]:
        """The counts, for programs; rows = created of the kind + updated + skipped + errors."""
        tally = self.tally
        return {
            "rows": tally.rows,
            "created": {name: count for name, count in tally.created.items() if count},
            "updated": tally.updated,
            "skipped": tally.skipped,
            "duplicates": tally.duplicates,
            "errors": len(tally.errors),
            "change": self.change,
        }

    def about_days(self) -> str:
        """What is to be said of rows that named no day and stand on today's; else nothing."""
        count = self.tally.dayless
        if not count:
            return ""
        rows = "1 row names" if count == 1 else f"{count:,} rows name"
        dated = "would be dated" if self.dry_run else "dated"
        return f"{rows} no day: {dated} today, {self.today.isoformat()}."

    def words(self) -> str:
        """The counts, for people."""
        tally = self.tally
        lines = [
            f"Read {self.preview.source.path.name}: {self.preview.source.notes}.",
            f"{counted(tally.rows, 'rows')}: {counted(tally.created_rows, self.kind)} "
            f"{'would be ' if self.dry_run else ''}created, {tally.updated:,} updated, "
            f"{tally.skipped:,} skipped, {len(tally.errors):,} with errors.",
        ]
        also = {n: c for n, c in tally.created.items() if n != self.kind and c}
        if also:
            lines.append("Also made: " + ", ".join(counted(c, n) for n, c in also.items()) + ".")
        if told := self.about_days():
            lines.append(told)
        notes = self.preview.unmapped()
        if notes:
            lines.append(f"Kept as notes: {', '.join(notes)}.")
        for error in tally.errors[:10]:
            where = f" {error.column}" if error.column else ""
            lines.append(f"  line {error.line}{where}: {error.reason}")
        if len(tally.errors) > 10:
            lines.append(f"  and {len(tally.errors) - 10:,} more; --errors FILE.csv keeps them all")
        return "\n".join(lines)


def describe_fields(kind: str | None = None) -> list[Field]:
    """The fields of one kind, or of all."""
    return [f for name, fields in FIELDS.items() if kind in (None, name) for f in fields]


def pairs(texts: Sequence[str], sign: str) -> dict[str, str]:
    """`left=right` texts as a dictionary; UserError for one without the sign."""
    found = {}
    for text in texts:
        left, found_sign, right = text.rpartition(sign)
        if not found_sign or not left.strip():
            raise UserError(f"“{text}” has no {sign} in it.", f"Write it as Theirs{sign}ours.")
        found[left.strip()] = right.strip()
    return found


def value_pairs(texts: Sequence[str]) -> dict[str, dict[str, str]]:
    """`field:Theirs=ours` texts as field -> theirs -> ours."""
    found: dict[str, dict[str, str]] = {}
    for left, ours in pairs(texts, "=").items():
        name, colon, theirs = left.partition(":")
        if not colon:
            raise UserError(f"“{left}” names no field.", "Write it as field:Theirs=ours.")
        found.setdefault(name.strip(), {})[theirs.strip().casefold()] = ours
    return found


def look(
    path: Path,
    kind: str,
    *,
    columns: Mapping[str, str] | None = None,
    date_order: str | None = None,
    sheet: str | None = None,
) -> Preview:
    """Look at a file without changing anything; UserError if it cannot be read."""
    if kind not in FIELDS:
        raise UserError(f"“{kind}” cannot be imported.", f"Choose from {', '.join(FIELDS)}.")
    source = sources.open_source(path, sheet)
    preview = Preview(source, kind, mapping.with_wishes(source.headers, kind, columns or {}))
    beginning: list[list[str]] = []
    for _, cells in source.rows():
        beginning.append(cells)
        if len(beginning) >= LOOKED_AT:
            break
    preview.first, preview.looked_at = beginning[:12], len(beginning)
    for number, header in enumerate(source.headers):
        column = [cells[number] for cells in beginning if number < len(cells)]
        guessed = header not in (columns or {})
        if guessed and mapping.misled(kind, preview.columns.get(header, ""), column):
            del preview.columns[header]
        if preview.columns.get(header) in DAYS:
            preview.orders[header] = date_order or values.order_of(column) or "dmy"
    return preview


def bring(
    session: Session,
    preview: Preview,
    *,
    value_table: Mapping[str, Mapping[str, str]] | None = None,
    on_duplicate: str = "skip",
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportResult | None:
    """Bring in what was looked at, as one change; None if `progress` stopped it."""
    reading = Reading(
        columns={h: f for h, f in preview.columns.items() if f != mapping.IGNORE},
        values=value_table or {},
        headers=preview.source.headers,
        currency=settings.settings(session.db).currency,
        zone=session.db.clock.zone,
        orders=preview.orders,
        ignored=frozenset(h for h, f in preview.columns.items() if f == mapping.IGNORE),
    )
    tally = Tally()
    if not dry_run:
        _back_up(session, preview)
    before = _newest_change(session)
    try:
        session.do(
            imports.bring_in,
            preview.kind,
            preview.source.path.name,
            reading,
            preview.source.rows(),
            on_duplicate,
            tally,
            progress,
            dry_run,
        )
    except imports.OnlyTried:
        pass
    except imports.Cancelled:
        return None
    after = _newest_change(session)
    change = after if after != before else None
    return ImportResult(preview.kind, tally, change, preview, session.today, dry_run)


def _back_up(session: Session, preview: Preview) -> None:
    from salesdesk.jobs import safekeeping
    from salesdesk.store import backups

    if preview.looked_at > backups.FEW_ROWS:
        safekeeping.before(session, "import")


def _newest_change(session: Session) -> int | None:
    from salesdesk.queries import history

    found = session.read(history.latest, 1)
    return found[0].id if found else None


def import_file(
    session: Session,
    source: Path,
    kind: str,
    *,
    columns: Mapping[str, str] | None = None,
    values: Mapping[str, Mapping[str, str]] | None = None,
    date_order: str | None = None,
    on_duplicate: str = "skip",
    dry_run: bool = False,
    errors_path: Path | None = None,
    progress: Progress | None = None,
) -> ImportResult:
    """Look at a file and bring it in at once, as the command line does."""
    if errors_path is not None:  # said before anything is brought in
        from salesdesk.jobs.exporting import may_write

        may_write(errors_path)
        if errors_path.exists() and source.exists() and errors_path.samefile(source):
            raise UserError(
                f"{source.name} is the table that is brought in.",
                "Name another file for the rows with errors.",
            )
    preview = look(source, kind, columns=columns, date_order=date_order)
    result = bring(
        session,
        preview,
        value_table=values,
        on_duplicate=on_duplicate,
        dry_run=dry_run,
        progress=progress,
    )
    if result is None:
        raise UserError("The import was stopped.", "Nothing of it was kept.")
    if errors_path is not None:
        write_errors(result, errors_path)
    return result


def write_errors(result: ImportResult, path: Path) -> None:
    """Write the rows that were refused, with line, column and reason, to be mended."""
    from salesdesk.jobs.exporting import writing

    with writing(path), path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Line", "Column", "Reason", *result.preview.source.headers])
        writer.writerows(_error_rows(result))


def _error_rows(result: ImportResult) -> Iterator[list[object]]:
    from salesdesk.jobs.exporting import harmless

    for error in result.tally.errors:
        yield [error.line, error.column, error.reason, *(harmless(c) for c in error.cells)]
