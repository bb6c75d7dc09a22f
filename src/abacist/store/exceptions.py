"""What an exception of a database means: the one place where they are translated.

SQLite names the reason by its error code, PostgreSQL by the five letters of SQLSTATE (the first two are
its class); only where there is neither, the class of the exception decides. Sources: "Result and Error
Codes" of SQLite's documentation, appendix A of PostgreSQL's.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import Enum

from sqlalchemy import exc

from abacist.core.errors import AbacistError, Conflict, StoreError, StoreUnavailable
from abacist.core.language import Message

__all__ = ["SQLALCHEMY", "SQLITE", "SQLSTATE", "Trouble", "translated", "trouble_of"]


class Trouble(Enum):
    """What is wrong: the error it is raised as, what is said, and what may help."""

    FULL = (
        StoreUnavailable,
        Message(en="the disk of the database is full", zh="数据库所在磁盘已满"),
        Message(en="free some space; nothing was changed", zh="请释放磁盘空间；数据未被更改"),
    )
    READ_ONLY = (
        StoreUnavailable,
        Message(en="the database can only be read", zh="数据库只读，无法写入"),
        Message(
            en="check the permissions of its file and folder, or the role of the server",
            zh="请检查数据库文件与目录的权限，或服务器的角色",
        ),
    )
    LOCKED = (
        StoreUnavailable,
        Message(
            en="the database is in use by another program and did not become free in time",
            zh="数据库正被其他程序占用，等待超时",
        ),
        Message(en="try again", zh="请稍后重试"),
    )
    GONE = (
        StoreUnavailable,
        Message(en="the database cannot be reached", zh="无法连接数据库"),
        Message(
            en="check that its file is there, or that its server runs",
            zh="请确认数据库文件存在，或数据库服务器正在运行",
        ),
    )
    BUSY = (
        StoreUnavailable,
        Message(en="every connection to the database is in use", zh="数据库连接已全部占用"),
        Message(en="try again", zh="请稍后重试"),
    )
    REFUSED = (
        StoreUnavailable,
        Message(en="the database refuses the login or the access", zh="数据库拒绝登录或访问"),
        Message(
            en="check user, password and rights in the database URL",
            zh="请检查数据库地址中的用户名、密码和权限",
        ),
    )
    DAMAGED = (
        StoreUnavailable,
        Message(
            en="the database is damaged, or its file is no database",
            zh="数据库已损坏或文件不是数据库",
        ),
        Message(
            en="name another file, or restore this one from a backup",
            zh="请指定其他文件，或从备份恢复",
        ),
    )
    FOREIGN = (
        StoreUnavailable,
        Message(
            en="the database has not the tables of this version of Abacist",
            zh="数据库中没有当前版本 Abacist 的数据表",
        ),
        Message(
            en="start the program anew: it makes them", zh="请重新启动程序，它会自动建立数据表"
        ),
    )
    MEMORY = (
        StoreUnavailable,
        Message(en="the database is out of memory", zh="数据库内存不足"),
        None,
    )
    CHANGED = (
        Conflict,
        Message(en="it is kept already, or was changed meanwhile", zh="该记录已存在或已被更改"),
        None,
    )
    MISUSED = (
        StoreError,
        Message(en="the database does not accept this", zh="数据库不接受该操作"),
        None,
    )

    def __init__(self, kind: type[StoreError], message: Message, hint: Message | None) -> None:
        self.kind, self.message, self.hint = kind, message, hint

    def error(self) -> StoreError:
        """The error to raise."""
        return self.kind(self.message, self.hint)


SQLITE: Mapping[str, Trouble] = {
    **dict.fromkeys("SQLITE_FULL SQLITE_IOERR_WRITE SQLITE_IOERR_SHMSIZE".split(), Trouble.FULL),
    **dict.fromkeys("SQLITE_READONLY SQLITE_PERM".split(), Trouble.READ_ONLY),
    **dict.fromkeys("SQLITE_BUSY SQLITE_LOCKED SQLITE_PROTOCOL".split(), Trouble.LOCKED),
    **dict.fromkeys(
        "SQLITE_CANTOPEN SQLITE_IOERR SQLITE_NOLFS SQLITE_ABORT SQLITE_INTERRUPT "
        "SQLITE_READONLY_DBMOVED".split(),
        Trouble.GONE,
    ),
    **dict.fromkeys(
        "SQLITE_CORRUPT SQLITE_NOTADB SQLITE_FORMAT SQLITE_IOERR_CORRUPTFS "
        "SQLITE_IOERR_DATA".split(),
        Trouble.DAMAGED,
    ),
    "SQLITE_AUTH": Trouble.REFUSED,
    "SQLITE_SCHEMA": Trouble.FOREIGN,
    **dict.fromkeys("SQLITE_NOMEM SQLITE_IOERR_NOMEM".split(), Trouble.MEMORY),
    "SQLITE_CONSTRAINT": Trouble.CHANGED,
    **dict.fromkeys(
        "SQLITE_ERROR SQLITE_INTERNAL SQLITE_TOOBIG SQLITE_MISMATCH SQLITE_MISUSE SQLITE_RANGE "
        "SQLITE_EMPTY SQLITE_NOTFOUND".split(),
        Trouble.MISUSED,
    ),
}
"""By the name of SQLite's error code; an extended code without a row is taken as its primary one."""

SQLSTATE: Mapping[str, Trouble] = {
    **dict.fromkeys("53100 53400".split(), Trouble.FULL),
    "25006": Trouble.READ_ONLY,
    **dict.fromkeys("55P03 55006 57014".split(), Trouble.LOCKED),
    **dict.fromkeys("08 57 58 25P03 25P04 3D000".split(), Trouble.GONE),
    "53300": Trouble.BUSY,
    **dict.fromkeys("28 42501".split(), Trouble.REFUSED),
    **dict.fromkeys("XX F0".split(), Trouble.DAMAGED),
    **dict.fromkeys("42P01 42703 3F000".split(), Trouble.FOREIGN),
    "53": Trouble.MEMORY,
    **dict.fromkeys("23 40".split(), Trouble.CHANGED),
    **dict.fromkeys(
        "02 03 09 0A 0B 0F 0L 0P 0Z 10 20 21 22 24 25 26 27 2B 2D 2F 34 38 39 3B 3D 3F 42 44 54 55 "
        "72 HV P0".split(),
        Trouble.MISUSED,
    ),
}
"""By SQLSTATE, or by its class where the state has no row of its own."""

SQLALCHEMY: Mapping[type[BaseException], Trouble] = {
    exc.TimeoutError: Trouble.BUSY,
    exc.DisconnectionError: Trouble.GONE,
    exc.IntegrityError: Trouble.CHANGED,
    exc.OperationalError: Trouble.GONE,
    exc.InterfaceError: Trouble.GONE,
    exc.SQLAlchemyError: Trouble.MISUSED,
    exc.EmulatedDBAPIException: Trouble.MISUSED,
}
"""By the class, where the database gave no reason of its own."""

_NO_TABLE = ("no such table", "no such column", "has no column")


def trouble_of(error: BaseException) -> Trouble | None:
    """What an exception means; None where no database raised it."""
    cause = error.orig if isinstance(error, exc.DBAPIError) else error
    known = _reason(cause) if cause is not None else None
    if known is not None:
        return known
    for kind in type(error).__mro__:
        if kind in SQLALCHEMY:
            return SQLALCHEMY[kind]
    family = type(error).__module__.partition(".")[0]
    if isinstance(error, sqlite3.Error) or family == "psycopg":
        # Only what no server answered has no state: the connection failed or was lost.
        lost = type(error).__name__ in ("OperationalError", "InterfaceError")
        return Trouble.GONE if lost else Trouble.MISUSED
    return None


def _reason(error: BaseException) -> Trouble | None:
    """The reason that the database itself names."""
    name = getattr(error, "sqlite_errorname", None)
    if isinstance(name, str):
        if name == "SQLITE_ERROR" and any(each in str(error) for each in _NO_TABLE):
            return Trouble.FOREIGN
        primary = "_".join(name.split("_")[:2])
        return SQLITE.get(name) or SQLITE.get(primary)
    state = getattr(error, "sqlstate", None)
    if isinstance(state, str):
        return SQLSTATE.get(state) or SQLSTATE.get(state[:2])
    return None


@contextmanager
def translated(place: str) -> Iterator[None]:
    """Raises what a database raises inside the block as a `StoreError` that names the database."""
    try:
        yield
    except AbacistError:
        raise
    except Exception as error:
        trouble = trouble_of(error)
        if trouble is None:
            raise
        said = trouble.message
        message = Message(en=f"{place}: {said.en}", zh=f"{place}：{said.zh}")
        raise trouble.kind(message, trouble.hint) from error
