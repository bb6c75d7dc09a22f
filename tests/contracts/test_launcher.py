"""The launcher: from anywhere, once for all, and never from a half-made environment.

A copy of it runs in a folder of its own, beside requirement files that ask for nothing, so that
nothing is fetched; the program it starts prints its arguments.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.contracts.sources import ROOT

PROGRAM = "import sys; print(sys.argv[1:])"
FOREIGN = "raise SystemExit('a module of the current folder was imported')"
Installed = tuple[Path, tuple[int, str, str]]
MISSING = "no-such-distribution==1.0 --hash=sha256:" + "0" * 64 + "\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    return make_checkout(tmp_path)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """A checkout after its first call, and how that call went."""
    root = make_checkout(tmp_path_factory.mktemp("installed"))
    return root, call(root, "solve", "2x + 5 = 17")


def make_checkout(parent: Path) -> Path:
    """A checkout with the launcher and a program of one line, in a path with spaces and Chinese."""
    root = parent / "a 中文 checkout"
    apps = root / "src" / "abacist" / "apps"
    apps.mkdir(parents=True)
    (apps / "cli.py").write_text(PROGRAM, encoding="utf-8")
    (root / "requirements").mkdir()
    shutil.copy(ROOT / "abacist", root)
    for name in ("install.py", "install.sh"):
        shutil.copy(ROOT / "requirements" / name, root / "requirements")
    (root / "requirements" / "run.txt").touch()
    return root


def start(checkout: Path, *arguments: str, **settings: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "ABACIST_PYTHON": sys.executable, "PIP_NO_INDEX": "1", **settings}
    return subprocess.Popen(
        [checkout / "abacist", *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def call(checkout: Path, *arguments: str, **settings: str) -> tuple[int, str, str]:
    process = start(checkout, *arguments, **settings)
    out, err = process.communicate(timeout=100)
    return process.returncode, out, err


def test_first_call_installs_and_later_ones_go_straight_on(installed: Installed) -> None:
    checkout, (code, out, err) = installed
    assert (code, out) == (0, "['solve', '2x + 5 = 17']\n")
    assert len(err.splitlines()) == 1
    assert ".venv" in err
    assert call(checkout, "b") == (0, "['b']\n", "")


def test_it_runs_from_anywhere_and_through_links(installed: Installed) -> None:
    checkout, _ = installed
    elsewhere = checkout.parent / "bin"
    elsewhere.mkdir()
    (elsewhere / "absolute").symlink_to(checkout / "abacist")
    (elsewhere / "relative").symlink_to(Path("..") / checkout.name / "abacist")
    (elsewhere / "twice").symlink_to("relative")
    (elsewhere / "abacist.py").write_text(FOREIGN, encoding="utf-8")
    for name in ("absolute", "relative", "twice"):
        for command in (str(elsewhere / name), f"./{name}", f"../bin/{name}"):
            done = subprocess.run([command, "x"], cwd=elsewhere, capture_output=True, text=True)
            assert (done.stdout, done.stderr) == ("['x']\n", ""), command


def test_the_folder_may_be_moved(installed: Installed) -> None:
    checkout, _ = installed
    moved = checkout.rename(checkout.with_name("moved"))
    try:
        assert call(moved, "x") == (0, "['x']\n", "")
    finally:
        moved.rename(checkout)


def test_changed_requirements_are_installed(installed: Installed) -> None:
    checkout, _ = installed
    (checkout / "requirements" / "run.txt").write_text("# nothing else\n", encoding="utf-8")
    code, _, err = call(checkout)
    assert code == 0
    assert "requirements/run.txt" in err
    assert call(checkout)[2] == ""


def test_what_was_interrupted_is_made_anew(checkout: Path) -> None:
    interrupted = start(checkout)
    _wait_for(checkout / ".venv" / "pyvenv.cfg")
    os.killpg(interrupted.pid, signal.SIGINT)
    _, err = interrupted.communicate(timeout=60)
    assert interrupted.returncode != 0
    assert "interrupted" in err
    assert "Traceback" not in err
    assert not (checkout / ".venv" / "installed").exists()
    code, out, err = call(checkout, "x")
    assert (code, out) == (0, "['x']\n")
    assert "first run" in err


def test_two_first_calls_at_once(checkout: Path) -> None:
    processes = [start(checkout, str(number)) for number in range(2)]
    results = [process.communicate(timeout=100) for process in processes]
    assert [out for out, _ in results] == ["['0']\n", "['1']\n"]
    told = sorted("waiting" in err for _, err in results)
    assert told == [False, True]
    assert sum("first run" in err for _, err in results) == 1


def test_what_pip_says_is_shown_where_it_fails(checkout: Path) -> None:
    (checkout / "requirements" / "run.txt").write_text(MISSING, encoding="utf-8")
    code, out, err = call(checkout)
    assert code == 6
    assert out == ""
    assert "no-such-distribution" in err
    assert "Traceback" not in err
    (checkout / "requirements" / "run.txt").write_text("", encoding="utf-8")
    assert call(checkout, "x")[:2] == (0, "['x']\n")


def test_a_python_that_is_gone_is_replaced(installed: Installed) -> None:
    checkout, _ = installed
    for link in (checkout / ".venv" / "bin").glob("python*"):
        link.unlink()
        link.symlink_to("/nowhere/python")
    assert call(checkout, "x")[:2] == (0, "['x']\n")


def test_no_python_is_said_clearly(checkout: Path) -> None:
    code, _, err = call(checkout, ABACIST_PYTHON="/nowhere/python")
    assert code == 6
    assert "3.11" in err
    assert "/nowhere/python" in err


def _wait_for(path: Path) -> None:
    deadline = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < deadline, path
        time.sleep(0.005)
