"""Set up everything that SalesDesk needs on this machine, then run it or its tests.

    python3 packaging/dev.py run      open the window on a sample business
    python3 packaging/dev.py test     check and test everything
    python3 packaging/dev.py bench    measure the speed, as ratios

Standard library only: this runs before anything is installed.
"""

import ctypes.util
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")

#: What ctypes looks for, and the Debian package that holds it.
LIBRARIES = {
    "GL": "libgl1",
    "EGL": "libegl1",
    "glib-2.0": "libglib2.0-0",
    "dbus-1": "libdbus-1-3",
    "fontconfig": "libfontconfig1",
    "xkbcommon": "libxkbcommon0",
}
WINDOW_LIBRARIES = {
    "xcb-cursor": "libxcb-cursor0",
    "xcb-icccm": "libxcb-icccm4",
    "xcb-keysyms": "libxcb-keysyms1",
    "xcb-shape": "libxcb-shape0",
    "xkbcommon-x11": "libxkbcommon-x11-0",
    "cups": "libcups2",
    "wayland-cursor": "libwayland-cursor0",
}


def say(words: str) -> None:
    print(words, flush=True)


def screen() -> bool:
    """True where a window can be shown."""
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def found(name: str) -> bool:
    """True if the dynamic loader knows the library.

    find_library needs ldconfig or a compiler, which a bare machine may lack; so the
    usual names are tried as well.
    """
    if ctypes.util.find_library(name):
        return True
    for version in ("", ".0", ".1", ".2", ".3", ".4"):
        try:
            ctypes.CDLL(f"lib{name}.so{version}")
        except OSError:
            continue
        return True
    return False


def install_packages(packages: list[str]) -> bool:
    """Install Debian packages if this user may; else print the one line that does it."""
    if not packages:
        return True
    line = "apt-get install -y " + " ".join(packages)
    if shutil.which("apt-get") is None:
        say(f"Missing system libraries: {' '.join(packages)}. Install them, then run this again.")
        return False
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    sudo = [] if root else ["sudo", "-n"]
    line = line if root else f"sudo {line}"
    allowed = root or (
        shutil.which("sudo") is not None
        and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0
    )
    if not allowed:
        say(f"Some system libraries are missing. Please run once:\n\n    {line}\n")
        return False
    say(f"Installing system libraries: {' '.join(packages)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    prefix = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    subprocess.run([*prefix, "update"], env=quiet, stdout=subprocess.DEVNULL)
    done = subprocess.run(
        [*prefix, "install", "-y", "--no-install-recommends", *packages],
        env=quiet,
        stdout=subprocess.DEVNULL,
    )
    if done.returncode:
        say(f"That did not work. Please run once:\n\n    {line}\n")
    return done.returncode == 0


def system_libraries() -> None:
    """Fetch what Qt needs from the system."""
    if sys.platform != "linux":
        return
    wanted = LIBRARIES | (WINDOW_LIBRARIES if screen() else {})
    install_packages([package for name, package in wanted.items() if not found(name)])


def make_environment() -> None:
    """Make .venv, with the machine's own pip where Debian's python3-venv is missing."""
    say("Making the environment in .venv")
    plain = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if subprocess.run(plain, capture_output=True).returncode == 0:
        return
    if pip_of_machine():
        bare = subprocess.run([*plain, "--without-pip"], capture_output=True, text=True)
        if bare.returncode == 0:
            return
        problem = bare.stderr.strip()
    else:
        problem = "Python's venv package is missing."
        if install_packages([f"python3.{sys.version_info.minor}-venv"]):
            last = subprocess.run(plain, capture_output=True, text=True)
            if last.returncode == 0:
                return
            problem = last.stderr.strip()
    shutil.rmtree(VENV, ignore_errors=True)
    sys.exit(f"The environment in {VENV} could not be made. {problem}")


def pip_of_machine() -> bool:
    """True if the pip outside .venv can install into it (pip 22.3 and newer)."""
    words = [sys.executable, "-m", "pip", "--python", sys.executable, "--version"]
    return subprocess.run(words, capture_output=True).returncode == 0


def environment(extra: str) -> None:
    """Make .venv with SalesDesk and what it needs in it; quick when nothing has changed."""
    if not PYTHON.exists():
        make_environment()
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + extra.encode()).hexdigest()
    stamp = VENV / f"installed{extra.strip('[]')}"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("Installing SalesDesk and the libraries it uses")
    pip = [str(PYTHON), "-m", "pip"]
    if subprocess.run([*pip, "--version"], capture_output=True).returncode:
        pip = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    install = [*pip, "install", "-q", "--disable-pip-version-check", "-e", f"{ROOT}{extra}"]
    if subprocess.run(install).returncode:
        sys.exit("That did not work. Is this computer online? Run the same command again.")
    stamp.write_text(wanted)


def call(*words: str, **more: str) -> int:
    """Run a program of the environment in the project's folder."""
    return subprocess.run(
        [str(PYTHON), "-m", *words], cwd=ROOT, env={**os.environ, **more}
    ).returncode


def draws(**more: str) -> bool:
    """True if Qt starts: its libraries are here and so is the screen it is to use.

    Asked in a process of its own, because Qt ends the process where it cannot start.
    """
    start = "from PySide6.QtWidgets import QApplication; QApplication([])"
    words = [str(PYTHON), "-c", start]
    return subprocess.run(words, env={**os.environ, **more}, capture_output=True).returncode == 0


def run() -> int:
    """Open the window on a sample business, or do the main job on paper without a screen."""
    system_libraries()
    environment("")
    sample = ROOT / "out" / "Marlow & Finch.salesdesk"
    if screen() and draws():
        return call("salesdesk", "demo", str(sample))
    return paper(sample)


#: Makes the sample business without Qt, whose system libraries may be missing.
MAKE_SAMPLE = """
import os, sys
from pathlib import Path
from salesdesk.model.calendar import Clock
from salesdesk.sample import make_sample
make_sample(Path(sys.argv[1]), Clock(fixed=os.environ.get("SALESDESK_TODAY") or None))
"""


def paper(sample: Path) -> int:
    """The main job with no screen: the sample file, its report and a picture of each panel."""
    out = sample.parent
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    report, pictures = out / "Monthly report.pdf", out / "pictures"
    made = [str(PYTHON), "-c", MAKE_SAMPLE, str(sample)]
    code = subprocess.run(made, cwd=ROOT).returncode
    code = code or call("salesdesk", "report", str(sample), "monthly", "--out", str(report))
    drawn = draws(**OFFSCREEN)
    if drawn:
        code = code or call("salesdesk", "pictures", str(sample), str(pictures), **OFFSCREEN)
    if code == 0:
        say("No window can be opened here, so this was done instead:")
        say(f"  the sample business  {sample}")
        say(f"  its monthly report   {report}")
        if drawn:
            say(f"  a picture of each panel in {pictures}")
        else:
            say("  no pictures: they need the system libraries named above. Install them, then")
            say("  run this again.")
    return code


#: pytest without its Qt plugin, whose settings in pyproject.toml are then unknown to it.
WITHOUT_QT = (
    *("-p", "no:pytest-qt", "-W", "ignore::pytest.PytestConfigWarning"),
    *("-o", "addopts=-q --strict-markers --import-mode=importlib --ignore=tests/bench"),
    *("-m", "not slow"),
    *("--ignore=tests/ui", "--ignore=tests/e2e", "--ignore=tests/packaging"),
)


def test() -> int:
    """Format, lint, types, then the tests; pytest's own summary line closes."""
    system_libraries()
    environment("[test]")
    checks = (
        ("ruff", "format", "--check", "."),
        ("ruff", "check", "."),
        ("mypy",),
    )
    for check in checks:
        if call(*check):
            say(f"Failed: {' '.join(check)}")
            return 1
    if draws(**OFFSCREEN):
        return call("pytest", "-n", "2", **OFFSCREEN)
    say("The tests of the window are left out: they need the system libraries named above.")
    return call("pytest", "-n", "2", *WITHOUT_QT) or 1  # not everything was tested


def bench() -> int:
    """Measure the speed; prints ratios."""
    system_libraries()
    environment("[test]")
    return call("tests.bench", **OFFSCREEN)


def main() -> int:
    """Run one of the commands."""
    commands = {"run": run, "test": test, "bench": bench}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        say(__doc__ or "")
        return 2
    if sys.version_info < (3, 11):  # noqa: UP036 (whoever runs this may have an older one)
        say("SalesDesk needs Python 3.11 or newer.")
        return 1
    return commands[sys.argv[1]]()


if __name__ == "__main__":
    sys.exit(main())
