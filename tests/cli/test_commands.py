"""Each command of the command line, run as a person or a program runs it."""

import csv
import json
import shutil
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from salesdesk.actions import leads
from salesdesk.model.calendar import Clock
from salesdesk.session import Session
from tests.commands import run

TODAY = "2026-10-15"


def done(*words: object, **environment: str) -> str:
    result = run("--today", TODAY, *words, **environment)
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def sample(sample_business: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(
        shutil.copyfile(sample_business, tmp_path_factory.mktemp("sample") / "Marlow.salesdesk")
    )


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    path = tmp_path / "Acme.salesdesk"
    assert "Made" in done("new", path, "--name", "Acme")
    return path


def test_the_list_of_commands_says_each_in_a_whole_sentence() -> None:
    commands = run("--help", COLUMNS="80").stdout.partition("Commands:")[2]
    assert "import" in commands and "..." not in commands


def test_a_new_file_can_be_named_priced_and_timed(tmp_path: Path) -> None:
    path = tmp_path / "New.salesdesk"
    done("new", path, "--name", "Bakery", "--currency", "EUR", "--timezone", "Europe/Berlin")
    assert json.loads(done("figures", path, "--json"))["currency"] == "EUR"


@pytest.mark.parametrize(
    "words",
    [("--currency", "POUNDS"), ("--timezone", "Mars/Olympus")],
)
def test_a_new_file_with_a_wrong_setting_is_refused(tmp_path: Path, words: tuple[str, str]) -> None:
    result = run("new", tmp_path / "New.salesdesk", "--name", "Bakery", *words)
    assert result.returncode == 1
    assert result.stderr.startswith("error: ")
    assert "Traceback" not in result.stderr


def test_an_existing_file_is_never_written_over(empty: Path) -> None:
    before = empty.read_bytes()
    assert run("new", empty, "--name", "Other").returncode == 1
    assert empty.read_bytes() == before


def test_the_sample_business_is_made_where_one_says(tmp_path: Path) -> None:
    path = tmp_path / "Demo.salesdesk"
    assert str(path) in done("demo", path)
    assert json.loads(done("figures", path, "--json"))["leads"] > 0


def test_figures_name_everything_that_was_promised(sample: Path) -> None:
    figures = json.loads(done("figures", sample, "--month", "2026-09", "--json"))
    promised = """leads qualified handed_over accepted returned deals_won deals_lost deals_open
        revenue_won open_value weighted_value forecast win_rate average_won_deal median_won_deal
        median_cycle_days mean_cycle_days target spend cost_per_lead cost_per_accepted_lead
        cac roi"""
    assert set(promised.split()) <= set(figures)
    assert figures["revenue_won"] == str(Decimal(figures["revenue_won"]).quantize(Decimal("0.01")))
    won, lost = figures["deals_won"], figures["deals_lost"]
    assert figures["win_rate"] == round(won / (won + lost), 6)


@pytest.mark.parametrize("by", ["person", "campaign", "channel", "product", "stage", "month"])
def test_figures_can_be_split(sample: Path, by: str) -> None:
    parts = json.loads(done("figures", sample, "--year", "2026", "--by", by, "--json"))
    assert isinstance(parts, list)
    assert all(by in part for part in parts)


def test_the_months_of_a_year_add_up_to_the_year(sample: Path) -> None:
    months = json.loads(done("figures", sample, "--year", "2026", "--by", "month", "--json"))
    year = json.loads(done("figures", sample, "--year", "2026", "--json"))
    for name in ("leads", "deals_won", "deals_lost"):
        assert sum(month[name] for month in months) == year[name]


@pytest.mark.parametrize(
    "words",
    [("--quarter", "2026-Q3"), ("--from", "2026-07-01", "--to", "2026-09-30")],
)
def test_a_period_may_be_a_quarter_or_two_days(sample: Path, words: tuple[str, ...]) -> None:
    figures = json.loads(done("figures", sample, *words, "--json"))
    assert (figures["from"], figures["to"]) == ("2026-07-01", "2026-09-30")


def test_every_figure_is_explained() -> None:
    text = done("figures", "--explain")
    assert "revenue_won" in text and "roi" in text


def test_a_wrong_period_is_said_in_words(sample: Path) -> None:
    result = run("figures", sample, "--month", "October")
    assert result.returncode == 1
    assert "is not a month" in result.stderr
    assert run("figures", sample, "--month", "2026-10", "--year", "2026").returncode == 2


def test_today_is_set_by_a_word_or_by_the_environment(sample: Path) -> None:
    by_word = done("figures", sample, "--json")
    by_environment = run("figures", sample, "--json", SALESDESK_TODAY=TODAY).stdout
    assert by_word == by_environment
    assert json.loads(by_word)["period"] == "2026-10"
    assert run("--today", "yesterday", "figures", sample).returncode == 1


@pytest.mark.parametrize("form", ["csv", "json"])
def test_an_export_is_complete_and_says_so(sample: Path, tmp_path: Path, form: str) -> None:
    said = done("export", sample, tmp_path / "out", "--format", form)
    counted = {}
    for line in said.splitlines():
        name, _, count = line.partition(": ")
        written, _, total = count.partition(" of ")
        assert written == total
        counted[name] = int(total)
    assert counted.get(f"deal.{form}", counted.get(f"deals.{form}", 0)) > 300
    for name, total in counted.items():
        path = tmp_path / "out" / name
        if form == "csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                assert len(list(csv.reader(file))) - 1 == total
        else:
            assert len(json.loads(path.read_text(encoding="utf-8"))) == total


def test_a_workbook_is_exported(sample: Path, tmp_path: Path) -> None:
    done("export", sample, tmp_path, "--format", "xlsx")
    assert (tmp_path / "SalesDesk.xlsx").read_bytes().startswith(b"PK")


def test_a_text_that_a_cell_cannot_hold_is_said_to_be_cut(tmp_path: Path) -> None:
    file = tmp_path / "a.salesdesk"
    with Session.create(file, name="A") as session:
        session.do(leads.create, {"name": "Ann", "notes": "n" * 40_000})
    said = done("export", file, tmp_path / "out", "--format", "xlsx")
    assert "lead: 1 of 1 (1 text is cut at 32,767 characters; CSV and JSON hold all of it)" in said
    book = CalamineWorkbook.from_path(str(tmp_path / "out" / "SalesDesk.xlsx"))
    cells = [str(cell) for row in book.get_sheet_by_name("lead").to_python() for cell in row]
    assert [len(c) for c in cells if c.endswith(" … [cut: 40,000 characters]")] == [32_767]
    done("export", file, tmp_path / "out", "--format", "csv")
    assert "n" * 40_000 in (tmp_path / "out" / "lead.csv").read_text("utf-8-sig")


def test_the_monthly_report_is_printed(sample: Path, tmp_path: Path) -> None:
    out = tmp_path / "September.pdf"
    done("report", sample, "monthly", "--month", "2026-09", "--out", out)
    first = out.read_bytes()
    assert first.startswith(b"%PDF")
    done("report", sample, "monthly", "--month", "2026-09", "--out", out)
    assert out.read_bytes() == first
    missing = tmp_path / "no" / "where.pdf"
    assert run("report", sample, "monthly", "--out", missing).returncode == 1


def test_pictures_are_taken_of_one_panel(sample: Path, tmp_path: Path) -> None:
    done("pictures", sample, tmp_path, "--theme", "dark", "--size", "1024x700", "--panel", "deals")
    (picture,) = tmp_path.glob("*.png")
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert run("pictures", sample, tmp_path, "--size", "big").returncode == 1


def test_a_change_is_listed_undone_and_done_again(empty: Path, tmp_path: Path) -> None:
    source = tmp_path / "people.csv"
    source.write_text("Name,Email\nAnn Example,ann@example.com\n", encoding="utf-8")
    result = json.loads(done("import", empty, source, "--as", "leads", "--json"))
    assert result["rows"] == 1 and result["errors"] == 0
    newest = json.loads(done("history", empty, "--limit", "1", "--json"))
    assert len(newest) == 1 and "mport" in newest[0]["words"]
    assert "Undone" in done("undo", empty)
    assert json.loads(done("figures", empty, "--json"))["leads"] == 0
    assert "Done again" in done("redo", empty)
    assert json.loads(done("figures", empty, "--json"))["leads"] == 1


def test_one_row_is_told_as_one(empty: Path, tmp_path: Path) -> None:
    source = tmp_path / "one.csv"
    source.write_text("Name\nZebedee\n", "utf-8")
    told = done("import", empty, source, "--as", "leads")
    assert "1 row: 1 lead created, 0 updated" in told
    assert "1 lead from one.csv" in done("history", empty)


def test_the_fields_of_an_import_are_listed() -> None:
    assert "email" in done("import", "--fields", "--as", "leads")


def test_an_import_without_a_kind_is_wrong_usage(empty: Path) -> None:
    assert run("import", empty).returncode == 2


def test_a_whole_file_is_checked_and_backed_up(sample: Path, tmp_path: Path) -> None:
    assert "whole" in done("check", sample)
    copy = tmp_path / "Copy.salesdesk"
    done("backup", sample, copy)
    assert done("figures", copy, "--json") == done("figures", sample, "--json")


def test_a_backup_goes_beside_the_file_when_no_place_is_given(empty: Path) -> None:
    before = set(empty.parent.rglob("*"))
    done("backup", empty)
    assert set(empty.parent.rglob("*")) - before


def test_the_main_job_works_here() -> None:
    assert done("self-test").splitlines()[-1] == "ok"


@pytest.mark.parametrize("command", ["figures", "check", "history", "undo", "redo", "backup"])
@pytest.mark.parametrize("content", [None, b"", b"not one of ours" * 99])
def test_what_is_no_salesdesk_file_is_refused_in_words(
    tmp_path: Path, command: str, content: bytes | None
) -> None:
    path = tmp_path / "Odd.salesdesk"
    if content is not None:
        path.write_bytes(content)
    result = run(command, path)
    assert result.returncode == 1
    assert result.stderr.startswith("error: ")
    assert "Traceback" not in result.stderr
    assert (path.read_bytes() if path.exists() else None) == content


def test_an_unknown_command_is_wrong_usage() -> None:
    assert run("dance").returncode == 2


def test_our_own_mistake_names_its_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from salesdesk import cli
    from salesdesk.jobs import selftest

    def fail(clock: Clock) -> None:
        raise RuntimeError("a wheel came off")

    monkeypatch.setenv("SALESDESK_HOME", str(tmp_path))
    monkeypatch.setattr(selftest, "run", fail)
    monkeypatch.setattr(sys, "argv", ["salesdesk", "self-test"])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    assert stop.value.code == 3
    log = tmp_path / "errors.log"
    assert str(log) in capsys.readouterr().err
    assert "a wheel came off" in log.read_text(encoding="utf-8")


def refused(*words: object) -> str:
    """The one sentence of a command that fails in a way that people can mend."""
    result = run("--today", TODAY, *words)
    assert result.returncode == 1, (result.stdout, result.stderr)
    assert result.stderr.startswith("error: ")
    assert result.stderr.count("\n") == 1
    return result.stderr


def test_nothing_that_is_written_replaces_a_salesdesk_file(empty: Path, tmp_path: Path) -> None:
    before = empty.read_bytes()
    table = tmp_path / "leads.csv"
    table.write_text("name,email\nAnn,ann@example.com\n", encoding="utf-8")
    assert "stays as it is" in refused("report", empty, "monthly", "--out", empty)
    assert "stays as it is" in refused("import", empty, table, "--as", "leads", "--errors", empty)
    assert empty.read_bytes() == before
    assert "the table that is brought in" in refused(
        "import", empty, table, "--as", "leads", "--errors", table
    )
    assert json.loads(done("figures", empty, "--json"))["leads"] == 0


@pytest.mark.parametrize(
    ("option", "text", "words"),
    [
        ("--month", "2026-13", "“2026-13” is not a month. Write it as 2026-10."),
        ("--month", "2026-Q4", "“2026-Q4” is not a month. Write it as 2026-10."),
        ("--quarter", "2026-10", "“2026-10” is not a quarter. Write it as 2026-Q4."),
        ("--year", "9999", "“9999” is not a year. Write it as 2026."),
        ("--year", "0001", "“0001” is not a year. Write it as 2026."),
    ],
)
def test_a_period_that_is_none_is_said(empty: Path, option: str, text: str, words: str) -> None:
    assert words in refused("figures", empty, option, text)


def test_a_report_is_of_a_month(empty: Path, tmp_path: Path) -> None:
    for text in ("2026", "2026-Q4", "9999-12"):
        words = refused("report", empty, "monthly", "--month", text, "--out", tmp_path / "r.pdf")
        assert f"“{text}” is not a month." in words
    assert list(tmp_path.glob("*.pdf*")) == []


def test_days_at_the_ends_of_the_calendar_are_no_days(empty: Path) -> None:
    for day in ("0001-01-01", "9999-12-31"):
        result = run("--today", day, "figures", empty)
        assert (result.returncode, result.stderr.count("\n")) == (1, 1)
        assert f"“{day}” is not a day." in result.stderr


def test_the_sample_is_not_said_to_be_in_a_file_of_others(tmp_path: Path) -> None:
    other = tmp_path / "notes.salesdesk"
    other.write_text("hello", encoding="utf-8")
    assert "is not a SalesDesk file" in refused("demo", other)
    assert "is a folder" in refused("demo", tmp_path)
    assert other.read_text(encoding="utf-8") == "hello"


def test_a_workbook_names_each_sheet_that_it_counted(empty: Path, tmp_path: Path) -> None:
    said = done("export", empty, tmp_path / "out", "--format", "xlsx").splitlines()
    assert said[0] == "SalesDesk.xlsx, lead: 0 of 0"
    (tmp_path / "blocked" / "SalesDesk.xlsx").mkdir(parents=True)
    assert "Could not write" in refused("export", empty, tmp_path / "blocked", "--format", "xlsx")


def test_a_picture_has_the_size_of_a_window(empty: Path, tmp_path: Path) -> None:
    assert "Choose from 1024x700" in refused("pictures", empty, tmp_path / "p", "--size", "0x0")
    blocked = refused("pictures", empty, empty / "pictures", "--panel", "today")
    assert "cannot be made" in blocked


def test_a_missing_file_is_said_with_its_folder(tmp_path: Path) -> None:
    words = refused("check", tmp_path / "none.salesdesk")
    assert f"There is no file none.salesdesk in {tmp_path}." in words


def test_the_history_has_a_sensible_length(empty: Path) -> None:
    for limit in ("0", "-1", "9" * 20):
        assert run("history", empty, "--limit", limit).returncode == 2
