"""Limits hold for all processes of a database together, and what a dead one held is free again."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from abacist.store.allowances import SILENCE, Allowances
from abacist.store.database import Database
from abacist.store.tables import buckets, places


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    with Database(database_url) as opened:
        yield opened


def _later(database: Database, seconds: float) -> None:
    """Lets time pass: what was noted is so much older."""
    with database.write() as connection:
        connection.execute(update(buckets).values(counted_at=buckets.c.counted_at - seconds))
        connection.execute(update(places).values(seen_at=places.c.seen_at - seconds))


def test_tokens_come_evenly(database: Database) -> None:
    one, other = Allowances(database, "one"), Allowances(database, "other")
    assert [one.take("key", 3, 1)[0], other.take("key", 3, 1)[0], one.take("key", 3, 5)[0]] == [
        1
    ] * 3
    taken, wait = other.take("key", 3, 1)
    assert taken == 0
    assert 19 < wait <= 20
    assert other.take("another key", 3, 1)[0] == 1
    _later(database, 20)
    assert one.take("key", 3, 2)[0] == 1
    _later(database, 3600)
    assert one.take("key", 3, 100)[0] == 3, "no more than a minute's worth is saved up"


def test_all_at_once_take_no_more_than_there_is(database: Database) -> None:
    each = [Allowances(database, str(number)) for number in range(8)]
    with ThreadPoolExecutor(8) as threads:
        taken = sum(threads.map(lambda own: sum(own.take("k", 20, 1)[0] for _ in range(5)), each))
        held = sum(threads.map(lambda own: own.hold("k", 5, 1), each))
    assert (taken, held) == (20, 5)


def test_places(database: Database) -> None:
    one, other = Allowances(database, "one"), Allowances(database, "other")
    assert one.hold("key", 3, 2)
    assert not other.hold("key", 3, 2)
    assert other.hold("key", 3, 1)
    assert not one.hold("key", 3, 3)
    one.keep("key", 1)
    assert other.hold("key", 3, 2)
    one.close()
    assert other.hold("key", 3, 3)
    other.keep("key", 0)
    assert one.hold("key", 3, 3)


def test_a_silent_process_holds_nothing(database: Database) -> None:
    one, other = Allowances(database, "one"), Allowances(database, "other")
    assert one.hold("key", 1, 1)
    _later(database, SILENCE / 2)
    assert not other.hold("key", 1, 1)
    one.keep("key", 1)
    _later(database, SILENCE / 2 + 1)
    assert not other.hold("key", 1, 1), "a sign of life counts"
    _later(database, SILENCE)
    assert other.hold("key", 1, 1)
