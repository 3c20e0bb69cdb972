"""The rules of the house, each a sentence that fails where the code breaks it."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / "salesdesk"
MODULES = sorted(HOME.rglob("*.py"))
NAMES = [str(path.relative_to(HOME)) for path in MODULES]

ABOVE = {"session", "teams", "jobs", "ui", "cli"}
#: What each room must not import from the rest of the house.
FORBIDDEN = {
    "model": {"store", "queries", "actions", "importing", "exchange", "reports", *ABOVE},
    "store": {"queries", "actions", "importing", "exchange", "reports", *ABOVE},
    "queries": {"actions", "importing", "exchange", "reports", *ABOVE},
    "actions": {"exchange", "reports", *ABOVE},
    "exchange": {"queries", "actions", "importing", "reports", *ABOVE},
    "importing": {"store", "queries", "actions", "exchange", "reports", *ABOVE},
    "reports": {"actions", "importing", "exchange", *ABOVE},
    "session": {"importing", "reports", "jobs", "ui", "cli"},
    "teams": {"importing", "reports", "jobs", "ui", "cli"},
    "jobs": {"ui", "cli"},
    "ui": {"cli"},
}
SQLITE_ROOMS = {"store", "queries", "actions", "session"}
LONGEST_FILE = 330
LONGEST_FUNCTION = 50


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def room(path: Path) -> str:
    first = path.relative_to(HOME).parts[0]
    return first.removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield from ((node.lineno, f"{node.module}.{a.name}") for a in node.names)


def where(path: Path, line: int, what: str) -> str:
    return f"{path.relative_to(ROOT)}:{line} {what}"


def users_of(package: str) -> set[str]:
    return {
        str(path.relative_to(HOME))
        for path in MODULES
        for _, name in imports(path)
        if name.split(".")[0] == package
    }


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Every piece of text in the code, docstrings left out."""
    prose = {
        id(node.body[0].value)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.lineno, node.value


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef))


def is_action(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name) and mark.func.id == "action"
        for mark in function.decorator_list
    )


def test_dependencies_point_one_way() -> None:
    wrong = [
        where(path, line, name)
        for path in MODULES
        for line, name in imports(path)
        if name.startswith("salesdesk.") and name.split(".")[1] in FORBIDDEN.get(room(path), set())
    ]
    assert wrong == []


def test_only_the_window_knows_qt() -> None:
    assert {name for name in users_of("PySide6") if not name.startswith("ui/")} == set()


def test_only_the_pdf_writer_and_the_charts_know_reportlab() -> None:
    allowed = re.compile(r"reports/(pdf\w*|charts\w*)\.py")
    assert {name for name in users_of("reportlab") if not allowed.fullmatch(name)} == set()


def test_only_the_command_line_knows_click() -> None:
    assert {name for name in users_of("click") if not re.match(r"cli(\.py|/)", name)} == set()


@pytest.mark.parametrize("package", ["sqlite3", "sqlite_utils"])
def test_only_the_file_and_what_reads_and_writes_it_know_sqlite(package: str) -> None:
    assert {name for name in users_of(package) if room(HOME / name) not in SQLITE_ROOMS} == set()


WRITING = re.compile(
    r"^\s*(insert\s+(or\s+\w+\s+)?into|update\s+\w+\s+set|delete\s+from)\b", re.IGNORECASE
)
DEFINING = re.compile(
    r"^\s*(create\s+(temp\s+|temporary\s+|unique\s+|virtual\s+)*(table|index|trigger|view)"
    r"|drop\s+(table|index|trigger|view)|alter\s+table|pragma\s+\w)",
    re.IGNORECASE,
)
SQL_READING = re.compile(r"^\s*(select\b.+\bfrom\b|with\s+\w+\s*(\(.*?\))?\s+as\b)", re.I | re.S)


def sql_in(pattern: re.Pattern[str], rooms: set[str]) -> list[str]:
    return [
        where(path, line, text.strip()[:50])
        for path in MODULES
        if room(path) in rooms
        for line, text in texts(path)
        if pattern.search(text)
    ]


def test_actions_and_windows_contain_no_sql() -> None:
    rooms = {room(path) for path in MODULES} - {"store", "queries"}
    for pattern in (SQL_READING, WRITING, DEFINING):
        assert sql_in(pattern, rooms) == []


def test_queries_never_write() -> None:
    assert sql_in(WRITING, {"queries"}) == []


def test_tables_pragmas_and_triggers_are_defined_by_the_store_alone() -> None:
    assert sql_in(DEFINING, {room(path) for path in MODULES} - {"store"}) == []


def test_a_widget_never_writes_to_the_file_itself() -> None:
    wrong = [
        where(path, node.lineno, node.func.attr)
        for path in MODULES
        if room(path) == "ui"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (
            node.func.attr in {"execute", "executemany", "executescript"}
            or (node.func.attr == "table" and ast.unparse(node.func.value).endswith("db"))
        )
    ]
    assert wrong == []


def test_a_widget_calls_actions_through_the_session() -> None:
    wrong = []
    for path in MODULES:
        if room(path) != "ui":
            continue
        modules = {
            alias.asname or alias.name
            for node in ast.walk(tree(path))
            if isinstance(node, ast.ImportFrom) and node.module == "salesdesk.actions"
            for alias in node.names
        }
        wrong += [
            where(path, node.lineno, ast.unparse(node.func))
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id in modules
            and any(ast.unparse(arg).endswith(".db") for arg in node.args)
        ]
    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_every_module_opens_with_its_purpose_in_a_sentence(name: str) -> None:
    words = ast.get_docstring(tree(HOME / name))
    assert words, "say in one sentence what this module is for"
    assert words.splitlines()[0].endswith("."), "the first line is a whole sentence"


@pytest.mark.parametrize("name", NAMES)
def test_no_file_is_longer_than_one_can_take_in(name: str) -> None:
    length = len((HOME / name).read_text(encoding="utf-8").splitlines())
    assert length <= LONGEST_FILE


@pytest.mark.parametrize("name", NAMES)
def test_no_function_is_longer_than_a_screen(name: str) -> None:
    long = [
        where(HOME / name, function.lineno, function.name)
        for function in functions(HOME / name)
        if (function.end_lineno or 0) - function.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_every_action_says_what_it_does() -> None:
    actions = [
        (path, function)
        for path in MODULES
        if room(path) == "actions"
        for function in functions(path)
        if is_action(function)
    ]
    assert len(actions) > 40, "the rule looks at the real actions"
    silent = [where(p, f.lineno, f.name) for p, f in actions if not ast.get_docstring(f)]
    assert silent == []


def test_every_command_says_what_it_does() -> None:
    from salesdesk.cli import cli

    assert [name for name, command in cli.commands.items() if not command.help] == []


def test_the_map_names_every_room_and_no_other() -> None:
    told = (HOME / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rows = told[told.index("| room |") : told.index("The rules are tests")].splitlines()[2:]
    named = [name for row in rows if row for name in re.findall(r"`([^`]+)`", row.split("|")[1])]
    rooms = {f"{room(path)}.py" if path.parent == HOME else f"{room(path)}/" for path in MODULES}
    assert sorted(named) == sorted(rooms - {"__init__.py"})


def test_nothing_is_imported_with_a_star() -> None:
    wrong = [
        where(path, line, name)
        for path in MODULES
        for line, name in imports(path)
        if name.endswith(".*")
    ]
    assert wrong == []


HEAVY = (
    "PySide6", "reportlab", "sqlite_utils", "babel", "phonenumbers", "email_validator",
    "rapidfuzz", "xlsxwriter", "python_calamine", "charset_normalizer", "pypdfium2",
)  # fmt: skip


def heavy_after(code: str) -> str:
    """Which heavy libraries a fresh Python has loaded after some code."""
    ask = f"import sys; print(*sorted({{*sys.modules}} & {set(HEAVY)!r}))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{ask}"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    return done.stdout.strip()


def test_the_command_line_starts_without_the_heavy_libraries() -> None:
    assert heavy_after("import salesdesk.cli") == ""


def test_the_window_is_built_without_the_heavy_libraries() -> None:
    assert heavy_after("import salesdesk.ui.app, salesdesk.ui.shell.window") in ("", "PySide6")
