"""Keys: readable once, kept as a hash, bounded in time, revoked for ever."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from sqlalchemy import select, update

from abacist.core.errors import Conflict, InputError, NotFound
from abacist.store.database import Database
from abacist.store.keys import Keys
from abacist.store.tables import keys as table


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    with Database(database_url) as opened:
        yield opened


def test_a_key_opens(database: Database) -> None:
    keys = Keys(database)
    made, token = keys.add("笔记本", ["solve", "jobs"], requests_per_minute=60)
    found = Keys(database).check(token)
    assert found == made
    assert found.is_valid
    assert found.scopes == {"solve", "jobs"}
    assert (found.requests_per_minute, found.concurrent_requests) == (60, None)


def test_nothing_else_opens(database: Database) -> None:
    keys = Keys(database)
    made, token = keys.add("a", [])
    other, other_token = keys.add("b", [])
    swapped = token.replace(made.id, other.id)
    last = "A" if token[-1] != "A" else "B"
    for wrong in (
        "",
        "x",
        token[:-1],
        token[:-1] + last,
        token + "A",
        swapped,
        token.upper(),
        made.id,
    ):
        assert keys.check(wrong) is None, wrong
    assert keys.check(other_token) == other


def test_the_secret_is_nowhere(database: Database) -> None:
    keys = Keys(database)
    _, token = keys.add("a", ["solve"])
    secret = token.partition("_")[2].partition("_")[2]
    with database.read() as connection:
        for row in connection.execute(select(table)):
            assert not any(secret in str(value) for value in row)
    assert secret not in repr(keys.list())


def test_a_revoked_key(database: Database) -> None:
    keys, elsewhere = Keys(database), Keys(database)
    made, token = keys.add("a", [])
    assert elsewhere.check(token) == made
    revoked = keys.revoke(made.id)
    assert not revoked.is_valid
    seen = keys.check(token)
    assert seen is not None
    assert not seen.is_valid
    with pytest.raises(Conflict):
        keys.revoke(made.id)
    with pytest.raises(NotFound):
        keys.revoke("nobody")


def test_a_revocation_is_noticed_elsewhere(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys, elsewhere = Keys(database), Keys(database)
    made, token = keys.add("a", [])
    assert elsewhere.check(token) == made
    keys.revoke(made.id)
    later = time.monotonic() + 2.1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    seen = elsewhere.check(token)
    assert seen is not None
    assert not seen.is_valid


def test_a_key_expires(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = Keys(database)
    _, token = keys.add("a", [], expires_at=time.time() + 60)
    seen = keys.check(token)
    assert seen is not None
    assert seen.is_valid
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    seen = keys.check(token)
    assert seen is not None
    assert (seen.is_expired, seen.is_valid) == (True, False)


@pytest.mark.parametrize(
    ("name", "scopes", "ends_in"),
    [
        ("", [], 60),
        ("  ", [], 60),
        ("x" * 201, [], 60),
        ("a\nb", [], 60),
        ("a", ["No Scope"], 60),
        ("a", [], -1),
    ],
)
def test_what_makes_no_key(
    database: Database, name: str, scopes: list[str], ends_in: float
) -> None:
    with pytest.raises(InputError):
        Keys(database).add(name, scopes, expires_at=time.time() + ends_in)
    assert Keys(database).list() == []


def test_the_list_is_newest_first_and_knows_the_last_use(database: Database) -> None:
    keys = Keys(database)
    first, _ = keys.add("first", [])
    second, token = keys.add("second", [])
    with database.write() as connection:
        connection.execute(update(table).where(table.c.id == first.id).values(created_at=1.0))
    assert keys.check(token) == second
    keys.close()
    listed = keys.list()
    assert [each.name for each in listed] == ["second", "first"]
    assert listed[0].used_at is not None
    assert listed[1].used_at is None
