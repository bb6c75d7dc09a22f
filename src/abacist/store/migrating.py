"""Brings the tables of a database up to date, once, however many processes start at the same time."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from threading import Lock

from sqlalchemy import Connection, Engine, inspect, text

from abacist.core.errors import ConfigError
from abacist.core.language import Message
from abacist.store.exceptions import Trouble, trouble_of

__all__ = ["latest", "migrate", "revisions"]

FOLDER = Path(__file__).with_name("migrations")
_ADVISORY = 0xABAC157  # PostgreSQL: the lock that all processes agree on
_ONE_AT_A_TIME = Lock()  # alembic keeps what it works on in module globals
_PAUSE = 0.02  # seconds between two attempts
_PATIENCE = 30.0  # seconds that another process may hold the file


def revisions() -> list[str]:
    """The revisions of the tables that this version knows, oldest first: `r0001_first.py` is 0001."""
    return sorted(file.stem[1:5] for file in (FOLDER / "versions").glob("r*.py"))


def latest() -> str:
    """The revision of this version."""
    return revisions()[-1]


def migrate(
    engine: Engine, write: Callable[[], AbstractContextManager[Connection]], place: str
) -> None:
    """Makes the tables, or brings them up to date; nothing else happens where they are.

    `write` opens a transaction, `place` names the database in errors. Raises `ConfigError` where a newer
    version of Abacist has made the tables.
    """
    with engine.begin() as connection:
        if _revision(connection, place) == latest():
            return
    is_sqlite = engine.dialect.name == "sqlite"
    if is_sqlite:
        _use_wal(engine)
    with write() as connection:
        if not is_sqlite:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_ADVISORY})"))
        if _revision(connection, place) != latest():
            _upgrade(connection)


def _revision(connection: Connection, place: str) -> str | None:
    """The revision of the tables; None where there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found is not None and found not in revisions():
        raise ConfigError(
            Message(
                en=f"{place}: a newer version of Abacist made this database (revision {found})",
                zh=f"{place}：该数据库由更新版本的 Abacist 建立（修订号 {found}）",
            ),
            Message(
                en="update Abacist, or use another database", zh="请更新 Abacist，或使用其他数据库"
            ),
        )
    return found


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    with _ONE_AT_A_TIME:
        command.upgrade(config, "head")


def _use_wal(engine: Engine) -> None:
    """SQLite changes its journal only while nobody else has the file open, and does not wait for that."""
    until = time.monotonic() + _PATIENCE
    raw = engine.raw_connection()
    try:
        while True:
            try:
                raw.cursor().execute("PRAGMA journal_mode=WAL")
                return
            except sqlite3.OperationalError as error:
                if trouble_of(error) is not Trouble.LOCKED or time.monotonic() > until:
                    raise
                time.sleep(_PAUSE)
    finally:
        raw.close()
