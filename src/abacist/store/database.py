"""The database: one object for SQLite and PostgreSQL, for several threads and processes.

SQLite runs in WAL mode: readers never wait, writers wait for each other, and a process that is killed
leaves the file whole. A transaction that writes takes its lock at its beginning, so that two of them
queue up rather than fail in the middle.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, exc, text

from abacist.core.errors import StoreUnavailable
from abacist.core.language import Message
from abacist.store.address import database_url, shown
from abacist.store.exceptions import Trouble, translated
from abacist.store.migrating import migrate

__all__ = ["Database"]

_WRITES = "abacist_writes"
_CONNECTIONS = 16
_SPARE = 48  # connections beyond, while many requests wait at once


class Database:
    """An open database whose tables are those of this version.

    **Arguments**

    - `url`: see `abacist.store.address`; None is the default file.
    - `wait`: seconds that a transaction waits for a lock or a connection.

    Opening it makes the tables or brings them up to date, however many processes do so at once.
    Raises `ConfigError` for a URL that is not served and for a database of a newer version,
    `StoreUnavailable` where the database cannot be used. Every error of the database inside `read`
    and `write` is raised as a `StoreError`.
    """

    def __init__(self, url: str | None = None, *, wait: float = 15.0) -> None:
        self.url = database_url(url)
        self.place = shown(self.url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        with translated(self.place):
            self.engine = self._file(wait) if self.is_sqlite else self._server(wait)
        try:
            with translated(self.place):
                migrate(self.engine, self.write, self.place)
        except BaseException:
            self.close()
            raise

    def _server(self, wait: float) -> Engine:
        return create_engine(
            self.url,
            pool_size=_CONNECTIONS,
            max_overflow=_SPARE,
            pool_timeout=wait,
            pool_pre_ping=True,  # a server that was away is found again
            connect_args={
                "connect_timeout": max(2, round(wait)),
                "application_name": "abacist",
                "options": f"-c lock_timeout={round(wait * 1000)}",
            },
        )

    def _file(self, wait: float) -> Engine:
        path = Path(str(self.url.database))
        self._make(path)
        name = f"file:{quote(str(path))}?mode=rw"  # one that vanished is never made anew, empty

        def connect() -> sqlite3.Connection:
            return sqlite3.connect(name, uri=True, timeout=wait, check_same_thread=False)

        engine = create_engine(
            self.url,
            creator=connect,
            pool_size=_CONNECTIONS,
            max_overflow=_SPARE,
            pool_timeout=wait,
        )
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        event.listen(engine, "connect", lambda raw, record: _remember(path, record))
        event.listen(engine, "checkout", lambda raw, record, proxy: _compare(path, record))
        return engine

    def _make(self, path: Path) -> None:
        """The file and its folder, readable for their owner alone: problems are private."""
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o600))
        except OSError as error:
            why = os.strerror(error.errno) if error.errno else str(error)
            raise StoreUnavailable(
                Message(en=f"{path}: {why}", zh=f"{path}：{why}"), Trouble.GONE.hint
            ) from error

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads; it sees one state of the database."""
        with translated(self.place), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that is kept as a whole at its end, or not at all where the block raises."""
        with translated(self.place), self.engine.connect() as connection:
            connection.execution_options(**{_WRITES: True})
            with connection.begin():
                yield connection

    def ping(self) -> None:
        """Raises `StoreUnavailable` where the database does not answer."""
        with self.read() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        """Closes every connection."""
        self.engine.dispose()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *ended: object) -> None:
        self.close()


def _prepare(raw: sqlite3.Connection, record: Any) -> None:
    raw.isolation_level = None  # transactions begin where we say so, see _begin
    raw.execute("PRAGMA foreign_keys=ON")
    raw.execute("PRAGMA synchronous=NORMAL")  # safe with WAL whenever a process is killed


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _remember(path: Path, record: Any) -> None:
    record.info["file"] = _identity(path)


def _compare(path: Path, record: Any) -> None:
    """A file that was removed or replaced is opened anew: what is written to the old one is lost."""
    if record.info.get("file") != _identity(path):
        raise exc.InvalidatePoolError("the file is another one now")
