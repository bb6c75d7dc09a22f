"""Every exception of the databases has its row, and none that is there is missing."""

from __future__ import annotations

import inspect
import sqlite3

import psycopg
import pytest
from sqlalchemy import exc

from abacist.core.errors import Conflict, NotFound, StoreError, StoreUnavailable
from abacist.store.exceptions import (
    SQLALCHEMY,
    SQLITE,
    SQLSTATE,
    Trouble,
    translated,
    trouble_of,
)

_NO_ERRORS = {"SQLITE_OK", "SQLITE_ROW", "SQLITE_DONE", "SQLITE_NOTICE", "SQLITE_WARNING"}


def _sqlite_errors() -> list[str]:
    """The names of SQLite's primary error codes: the constants that Python has for them."""
    actions = {  # numbers of the authorizer, of limits and of settings, which share the prefix
        "SQLITE_DENY", "SQLITE_IGNORE", "SQLITE_ALTER", "SQLITE_ANALYZE", "SQLITE_ATTACH",
        "SQLITE_DELETE", "SQLITE_DETACH", "SQLITE_FUNCTION", "SQLITE_INSERT", "SQLITE_PRAGMA",
        "SQLITE_READ", "SQLITE_RECURSIVE", "SQLITE_REINDEX", "SQLITE_SAVEPOINT", "SQLITE_SELECT",
        "SQLITE_TRANSACTION", "SQLITE_UPDATE",
    }  # fmt: skip
    names = {
        name
        for name in vars(sqlite3)
        if name.startswith("SQLITE_") and name.count("_") == 1 and name not in actions
    }
    return sorted(names - _NO_ERRORS)


def _states() -> list[type[psycopg.Error]]:
    return [
        each
        for each in vars(psycopg.errors).values()
        if inspect.isclass(each) and issubclass(each, psycopg.Error) and each.sqlstate
    ]


def _sqlite_error(name: str, message: str = "") -> sqlite3.Error:
    error = sqlite3.OperationalError(message)
    error.sqlite_errorname = name
    return error


def test_no_code_of_sqlite_is_missing() -> None:
    names = _sqlite_errors()
    assert {"SQLITE_FULL", "SQLITE_READONLY", "SQLITE_BUSY", "SQLITE_IOERR"} < set(names)
    assert [name for name in names if name not in SQLITE] == []
    extended = [n for n in vars(sqlite3) if n.startswith(("SQLITE_IOERR_", "SQLITE_CANTOPEN_"))]
    assert len(extended) > 10
    assert [each for each in extended if trouble_of(_sqlite_error(each)) is Trouble.MISUSED] == []


def test_no_state_of_postgresql_is_missing() -> None:
    states = {str(each.sqlstate) for each in _states()}
    assert len(states) > 200
    classes = {state[:2] for state in states}
    assert (
        sorted(each for each in classes if each not in SQLSTATE and not _whole(each, states)) == []
    )
    assert all(trouble_of(each()) is not None for each in _states())


def _whole(kind: str, states: set[str]) -> bool:
    """Whether every state of a class has a row of its own."""
    return all(each in SQLSTATE for each in states if each.startswith(kind))


def test_every_row_of_postgresql_exists() -> None:
    states = {str(each.sqlstate) for each in _states()}
    known = states | {state[:2] for state in states}
    # Classes that only the server's embedded languages use have no exception in the driver.
    assert sorted(set(SQLSTATE) - known - {"10"}) == []


def test_no_exception_of_sqlalchemy_is_missing() -> None:
    kinds = [
        each
        for each in vars(exc).values()
        if inspect.isclass(each)
        and issubclass(each, Exception)
        and not issubclass(each, Warning)
        and each.__module__ == exc.__name__
    ]
    assert len(kinds) > 30
    assert [each for each in kinds if trouble_of(each.__new__(each)) is None] == []
    assert set(SQLALCHEMY) <= set(kinds)


@pytest.mark.parametrize(
    ("name", "trouble"),
    [
        ("SQLITE_FULL", Trouble.FULL),
        ("SQLITE_READONLY_DIRECTORY", Trouble.READ_ONLY),
        ("SQLITE_READONLY_DBMOVED", Trouble.GONE),
        ("SQLITE_BUSY_SNAPSHOT", Trouble.LOCKED),
        ("SQLITE_IOERR_WRITE", Trouble.FULL),
        ("SQLITE_IOERR_READ", Trouble.GONE),
        ("SQLITE_CANTOPEN_ISDIR", Trouble.GONE),
        ("SQLITE_CORRUPT_INDEX", Trouble.DAMAGED),
        ("SQLITE_NOTADB", Trouble.DAMAGED),
        ("SQLITE_CONSTRAINT_PRIMARYKEY", Trouble.CHANGED),
        ("SQLITE_NOMEM", Trouble.MEMORY),
        ("SQLITE_MISUSE", Trouble.MISUSED),
    ],
)
def test_codes_of_sqlite(name: str, trouble: Trouble) -> None:
    wrapped = exc.OperationalError("INSERT", {}, _sqlite_error(name))
    assert trouble_of(wrapped) is trouble_of(_sqlite_error(name)) is trouble


def test_a_table_that_is_missing() -> None:
    assert trouble_of(_sqlite_error("SQLITE_ERROR", "no such table: x")) is Trouble.FOREIGN
    assert trouble_of(_sqlite_error("SQLITE_ERROR", "syntax error")) is Trouble.MISUSED
    assert trouble_of(psycopg.errors.UndefinedTable()) is Trouble.FOREIGN


@pytest.mark.parametrize(
    ("kind", "trouble"),
    [
        (psycopg.errors.DiskFull, Trouble.FULL),
        (psycopg.errors.ReadOnlySqlTransaction, Trouble.READ_ONLY),
        (psycopg.errors.LockNotAvailable, Trouble.LOCKED),
        (psycopg.errors.QueryCanceled, Trouble.LOCKED),
        (psycopg.errors.AdminShutdown, Trouble.GONE),
        (psycopg.errors.ConnectionFailure, Trouble.GONE),
        (psycopg.errors.TooManyConnections, Trouble.BUSY),
        (psycopg.errors.OutOfMemory, Trouble.MEMORY),
        (psycopg.errors.InvalidPassword, Trouble.REFUSED),
        (psycopg.errors.InsufficientPrivilege, Trouble.REFUSED),
        (psycopg.errors.UniqueViolation, Trouble.CHANGED),
        (psycopg.errors.SerializationFailure, Trouble.CHANGED),
        (psycopg.errors.DeadlockDetected, Trouble.CHANGED),
        (psycopg.errors.DataCorrupted, Trouble.DAMAGED),
        (psycopg.errors.SyntaxError, Trouble.MISUSED),
        (psycopg.OperationalError, Trouble.GONE),
        (psycopg.ProgrammingError, Trouble.MISUSED),
    ],
)
def test_states_of_postgresql(kind: type[psycopg.Error], trouble: Trouble) -> None:
    assert trouble_of(kind()) is trouble


def test_what_is_raised() -> None:
    """All of them are a StoreError with a message in both languages; ours pass through unchanged."""
    for trouble in Trouble:
        assert issubclass(trouble.kind, StoreError)
        assert trouble.message.en != trouble.message.zh
    with (
        pytest.raises(StoreUnavailable, match="here: every connection") as caught,
        translated("here"),
    ):
        raise exc.TimeoutError
    assert caught.value.message.zh.startswith("here：")
    assert isinstance(caught.value.__cause__, exc.TimeoutError)
    with pytest.raises(Conflict), translated("here"):
        raise psycopg.errors.UniqueViolation
    with pytest.raises(NotFound, match="mine"), translated("here"):
        raise NotFound("mine")
    with pytest.raises(KeyError), translated("here"):
        raise KeyError("our own mistake")
