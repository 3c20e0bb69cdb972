"""The built package, installed away from the checkout, has everything it needs."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

LOOK = """
from pathlib import Path
import salesdesk
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtSvg import QSvgRenderer
from salesdesk.resources import resource_path
app = QGuiApplication([])
assert QSvgRenderer(str(resource_path("icons", "sun.svg"))).isValid()
fonts = sorted(resource_path("fonts").glob("Inter*Regular*.ttf"))
assert QFontDatabase.addApplicationFont(str(fonts[0])) >= 0
print(Path(salesdesk.__file__).parent)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = out.glob("*.whl")
    return built


def test_the_wheel_holds_every_resource_and_no_test(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        f"salesdesk/_resources/{path.relative_to(ROOT / 'resources').as_posix()}"
        for path in (ROOT / "resources").rglob("*")
        if path.is_file()
    }
    assert wanted <= inside
    assert not any(name.startswith("tests/") for name in inside)


def test_the_installed_program_starts_elsewhere(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "environment"
    venv.create(place, with_pip=False)
    (site,) = place.glob("[Ll]ib/**/site-packages")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(site)
    python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    # the libraries come from the environment of the tests: nothing is downloaded twice. A plain
    # search path runs no .pth file, so the checkout's own editable install stays out.
    libraries = next(p for p in sys.path if (Path(p) / "PySide6").is_dir())
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        "QT_QPA_PLATFORM": "offscreen",
        "SALESDESK_HOME": str(tmp_path / "home"),
    }
    (site / "libraries.pth").write_text(libraries + "\n", encoding="utf-8")

    def run(*words: str) -> str:
        done = subprocess.run(
            [str(python), *words], cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert Path(run("-c", LOOK).strip()) == site / "salesdesk"
    file = tmp_path / "Demo.salesdesk"
    run("-m", "salesdesk", "demo", str(file))
    run("-m", "salesdesk", "report", str(file), "monthly", "--out", str(tmp_path / "a.pdf"))
    run("-m", "salesdesk", "pictures", str(file), str(tmp_path), "--panel", "today")
    assert (tmp_path / "a.pdf").stat().st_size > 10_000
    assert list(tmp_path.glob("today*.png"))
