"""Where the database is: a URL from a person, or the file that is used where none is given.

sqlite:////var/lib/abacist/abacist.db        a file
postgresql+psycopg://user@host/database      a server
"""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from abacist.core.errors import ConfigError
from abacist.core.language import Message

__all__ = ["database_url", "default_file", "shown"]

_DRIVERS = {
    "sqlite": "sqlite+pysqlite",
    "sqlite+pysqlite": "sqlite+pysqlite",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
_SERVED = Message(
    en="use sqlite:////path/to/file.db or postgresql+psycopg://user@host/database",
    zh="请使用 sqlite:////路径/文件.db 或 postgresql+psycopg://用户@主机/数据库",
)


def default_file() -> Path:
    """`$XDG_DATA_HOME/abacist/abacist.db`, by default below `~/.local/share`."""
    home = os.environ.get("XDG_DATA_HOME", "")
    folder = Path(home) if os.path.isabs(home) else Path.home() / ".local" / "share"
    return folder / "abacist" / "abacist.db"


def database_url(text: str | None = None) -> URL:
    """The address that a person gave, with its driver and an absolute path.

    Raises `ConfigError` for what is no URL, and for databases other than SQLite files and PostgreSQL.
    """
    if not text:
        return URL.create("sqlite+pysqlite", database=str(default_file()))
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise ConfigError(
            Message(en="the database URL cannot be read", zh="无法识别数据库地址"), _SERVED
        ) from error
    driver = _DRIVERS.get(url.drivername)
    if driver is None:
        raise ConfigError(
            Message(
                en=f"databases of the kind {url.drivername} are not supported",
                zh=f"不支持 {url.drivername} 类型的数据库",
            ),
            _SERVED,
        )
    url = url.set(drivername=driver)
    return _file(url) if driver.startswith("sqlite") else url


def _file(url: URL) -> URL:
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise ConfigError(
            Message(
                en="the SQLite database has to be a file: several processes use it",
                zh="SQLite 数据库必须是文件，因为有多个进程使用它",
            ),
            _SERVED,
        )
    return url.set(database=str(Path(url.database).expanduser().absolute()), query={})


def shown(url: URL) -> str:
    """The address as it may be printed and logged: without its password."""
    if url.drivername.startswith("sqlite"):
        return str(url.database)
    return url.set(query={}).render_as_string(hide_password=True)
