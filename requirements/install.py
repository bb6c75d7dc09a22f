"""Makes `.venv` and installs groups of hash-pinned requirements into it.

    install.py GROUP...      a group is a file beside this one: run, test, check, docs

Whoever calls this first does the work, anybody else waits for the lock and then finds it done.
While something is being installed the environment carries a mark, so one that was left half-made
(Ctrl-C, a full disk, no network) is recognised and made anew. After each group a copy of its
requirement file is kept as the stamp: a group is up to date exactly while the two are equal.
Runs with the standard library alone.
"""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parent
ROOT = REQUIREMENTS.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "installed"
UNFINISHED = VENV / "unfinished"

CONFIG_ERROR = 6  # the exit code of ConfigError
INTERRUPTED = 130


class InstallError(Exception):
    """The environment cannot be made; the message is for the person."""


def main(groups: list[str]) -> int:
    try:
        with lock() as held:
            make_environment()
            for group in groups:
                install(group, held)
    except InstallError as error:
        print(f"abacist: {error}", file=sys.stderr)
        return CONFIG_ERROR
    except OSError as error:
        print(f"abacist: .venv cannot be made: {error}", file=sys.stderr)
        return CONFIG_ERROR
    except KeyboardInterrupt:
        print("\nabacist: interrupted; the next call starts anew", file=sys.stderr)
        return INTERRUPTED
    return 0


@contextmanager
def lock() -> Iterator[int]:
    """Held until this process *and* the installer it started are gone, however they end."""
    with (REQUIREMENTS / "run.txt").open("r+b") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another call is installing; waiting for it", "另一个调用正在安装，请稍候")
            fcntl.flock(held, fcntl.LOCK_EX)
        yield held.fileno()


def make_environment() -> None:
    """Leaves a working environment alone and makes any other anew."""
    if VENV.exists() and not UNFINISHED.exists() and works():
        return
    say(
        "first run: installing into .venv (about a minute)",
        "首次运行：正在安装到 .venv（约一分钟）",
    )
    empty()
    venv.create(VENV, with_pip=True, symlinks=True)
    link_sources()


def empty() -> None:
    """Leaves nothing but the mark; the stamps go first, so that nobody trusts what is being removed."""
    VENV.mkdir(exist_ok=True)
    UNFINISHED.touch()
    shutil.rmtree(STAMPS, ignore_errors=True)
    for entry in VENV.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry != UNFINISHED:
            entry.unlink()


def works() -> bool:
    """Whether the Python of the environment is still there and new enough."""
    test = "import sys; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([PYTHON, "-I", "-c", test], check=False).returncode == 0
    except OSError:
        return False


def link_sources() -> None:
    """Puts `src` on the path; relative, so that the folder may be moved as a whole."""
    site = next((VENV / "lib").glob("python3*/site-packages"))
    (site / "abacist.pth").write_text("../../../../src\n", encoding="utf-8")


def install(group: str, held: int) -> None:
    """Installs one group unless its stamp says that this was done."""
    wanted, stamp = REQUIREMENTS / f"{group}.txt", STAMPS / f"{group}.txt"
    if not wanted.is_file():
        raise InstallError(f"no such group of requirements: {group}")
    content = wanted.read_bytes()
    if stamp.is_file() and stamp.read_bytes() == content:
        stamp.touch()  # for make, which goes by time
        return
    if not UNFINISHED.exists():
        say(f"installing requirements/{group}.txt", f"正在安装 requirements/{group}.txt")
        UNFINISHED.touch()
    run_pip(wanted, held)
    compile_sources()
    STAMPS.mkdir(exist_ok=True)
    stamp.write_bytes(content)
    UNFINISHED.unlink()


def run_pip(wanted: Path, held: int) -> None:
    """Shows what pip had to say only where it failed."""
    command = [PYTHON, "-I", "-m", "pip", "install", "--quiet", "--no-input", "--no-deps"]
    command += ["--disable-pip-version-check", "--require-hashes", "-r", wanted]
    pip = subprocess.run(
        command,
        pass_fds=[held],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if pip.returncode != 0:
        sys.stderr.write(pip.stdout)
        raise InstallError(
            f"pip could not install requirements/{wanted.name} (its message is above)"
        )


def compile_sources() -> None:
    """Saves the first call the time to compile; a failure here costs nothing but that."""
    subprocess.run([PYTHON, "-I", "-m", "compileall", "-q", ROOT / "src"], check=False)


def say(english: str, chinese: str) -> None:
    print(f"abacist: {english} · {chinese}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["run"]))
