"""Tables to import that were made to do harm, or are broken in their own ways."""

import zipfile
from pathlib import Path

import pytest

from salesdesk.errors import UserError
from salesdesk.importing.sources import open_source


def read(path: Path) -> list[list[str]]:
    return [row for _, row in open_source(path).rows()]


def test_a_workbook_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"<c/>" * 10_000_000)
    assert path.stat().st_size < 200_000
    with pytest.raises(UserError, match="would unpack to 40 MB"):
        open_source(path)


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04", b"PK\x03\x04" + b"\x00" * 500, b"\xd0\xcf\x11\xe0" + b"\xff" * 600],
)
def test_a_broken_workbook_is_said(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(UserError):
        open_source(tmp_path / "a.xlsx")


def test_a_nul_in_a_cell_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"Name,Email\nA\x00nn,ann@firm.example\n")
    assert read(tmp_path / "a.csv") == [["Ann", "ann@firm.example"]]


def test_an_endless_cell_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('Name,Notes\nAnn,"' + "x" * 6_000_000)
    with pytest.raises(UserError, match="breaks off"):
        read(tmp_path / "a.csv")


def test_ten_thousand_columns_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(",".join("abc" for _ in range(10_000)) + "\nx\n")
    assert len(open_source(tmp_path / "a.csv").headers) == 10_000
