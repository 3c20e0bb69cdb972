"""Import of 100,000 rows: against a bare `.import`, and against sqlite-utils doing less."""

import csv
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path

from salesdesk.session import Session
from tests.bench import data, kit

ROWS = 100_000
HEADERS = "Name,Company,Email,Phone,Notes,Created".split(",")


def measure(big: Path, small: Path) -> list[str]:
    """The command line's import into a new file."""
    source = table()
    span, peak, said = _ours(source)
    lines = []
    if said:
        return [kit.said("import of 100,000 rows", said)]
    bare = _bare(source)
    if bare is None:
        lines.append(kit.said("import / sqlite3 .import", "not measured: no sqlite3 program"))
    else:
        lines.append(kit.ratio("import of 100,000 rows / sqlite3 .import", span, bare, 16))
    utils = kit.seconds(lambda: _utils(source))
    return [
        *lines,
        kit.times("import, faster than sqlite-utils insert_all by", span, utils, 3),
        kit.most_of("memory of the import", peak / 2**20, 150, "Mi"),
    ]


def table() -> Path:
    """The table of 100,000 rows, made once."""
    path = data.FOLDER / f"leads-{ROWS}.csv"
    if path.exists():
        return path
    with Session.create(data.FOLDER / "names.salesdesk", name="Names") as session:
        maker = data.Maker(session.db.connection, session.db.seat, ROWS)
    (data.FOLDER / "names.salesdesk").unlink()
    with path.open("w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(HEADERS)
        for row in islice(maker.lead_rows(), ROWS):
            rows.writerow([row[2], row[6], row[7], row[8], row[12], row[1][:10]])
    return path


def _fresh(name: str) -> Path:
    path = data.FOLDER / name
    path.unlink(missing_ok=True)
    return path


def _ours(source: Path) -> tuple[float, int, str]:
    """Seconds, peak bytes, and what went wrong."""
    target = _fresh("import.salesdesk")
    Session.create(target, name="Import").close()
    command = [sys.executable, "-m", "salesdesk", "import", str(target), str(source)]
    pipe = subprocess.PIPE
    began = time.perf_counter()
    child = subprocess.Popen([*command, "--as", "leads", "--json"], stdout=pipe, stderr=pipe)
    _, status, used = os.wait4(child.pid, 0)
    span = time.perf_counter() - began
    code = child.returncode = os.waitstatus_to_exitcode(status)
    words = "" if child.stderr is None else child.stderr.read().decode().strip()
    with sqlite3.connect(target) as connection:
        count = connection.execute("select count(*) from lead").fetchone()[0]
    wrong = f"failed: {words[-200:]}" if code else ""
    if not wrong and count != ROWS:
        wrong = f"{count:,} of {ROWS:,} rows came in"
    return span, used.ru_maxrss * 1024, wrong


def _bare(source: Path) -> float | None:
    program = shutil.which("sqlite3")
    if program is None:
        return None
    target = _fresh("import-bare.sqlite")
    command = [program, str(target), ".mode csv", f".import '{source}' lead"]
    return kit.seconds(lambda: subprocess.run(command, check=True))


def _utils(source: Path) -> None:
    import sqlite_utils

    database = sqlite_utils.Database(_fresh("import-utils.sqlite"))
    with source.open(newline="", encoding="utf-8") as stream:
        database.table("lead").insert_all(csv.DictReader(stream), pk="Email", replace=True)
    database.table("lead").enable_fts(
        ["Name", "Company", "Email", "Phone", "Notes"], create_triggers=True
    )
    database.close()
