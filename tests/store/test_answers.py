"""The cache: found by everyone, bounded, raced on, and never in the way."""

from __future__ import annotations

import logging
import multiprocessing
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from abacist.store.answers import Answers
from abacist.store.database import Database
from abacist.store.tables import answers
from tests.postgres import PostgreSQL


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    with Database(database_url) as opened:
        yield opened


def _kept(database: Database) -> set[str]:
    with database.read() as connection:
        return set(connection.execute(select(answers.c.key)).scalars())


def _age(database: Database, key: str, used_at: float) -> None:
    with database.write() as connection:
        connection.execute(update(answers).where(answers.c.key == key).values(used_at=used_at))


def test_what_was_kept_is_found(database: Database) -> None:
    cache = Answers(database)
    body = '{"答": "√2"}'.encode() + bytes(range(256))
    assert cache.find("a") is None
    cache.keep("a", body)
    assert cache.find("a") == body
    assert Answers(database).find("a") == body
    assert cache.find("b") is None


def test_the_first_answer_stays(database: Database) -> None:
    cache = Answers(database)
    cache.keep("a", b"first")
    cache.keep("a", b"second")
    assert cache.find("a") == b"first"
    cache.replace("a", b"third")
    assert cache.find("a") == b"third"
    cache.drop("a")
    assert cache.find("a") is None


def test_those_unused_for_longest_go(database: Database) -> None:
    cache = Answers(database, bound=16_000)
    for place in range(16):
        cache.keep(str(place), b"x" * 1000)
        _age(database, str(place), float(place))
    assert len(_kept(database)) == 16
    assert cache.find("0") is not None
    cache.close()  # writes down that 0 was used
    cache.keep("new", b"x" * 1000)
    assert _kept(database) == {"0", "new", *map(str, range(4, 16))}, "down to nine tenths"


def test_what_is_larger_than_a_part_of_the_bound_is_not_kept(database: Database) -> None:
    cache = Answers(database, bound=1600)
    cache.keep("a", b"x" * 101)
    cache.keep("b", b"x" * 100)
    assert _kept(database) == {"b"}


def test_the_bound_is_kept_whatever_is_written(database: Database) -> None:
    cache = Answers(database, bound=100_000)
    for place in range(300):
        cache.keep(str(place), b"x" * 1000)
        with database.read() as connection:
            total = connection.execute(select(func.sum(answers.c.size))).scalar_one()
        assert total <= 100_000 * (1 + 1 / 32)
    assert "299" in _kept(database)


def test_use_is_written_down_in_batches(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Answers(database)
    cache.keep("a", b"a")
    _age(database, "a", 1.0)
    began = time.time()
    for _ in range(100):
        cache.find("a")

    def used_at() -> float:
        with database.read() as connection:
            return connection.execute(select(answers.c.used_at)).scalar_one()

    assert used_at() == 1.0
    later = time.monotonic() + 60
    monkeypatch.setattr(time, "monotonic", lambda: later)
    cache.find("a")
    assert used_at() >= began


def _race(url: str, start: str, number: int) -> None:
    with Database(url) as database:
        cache = Answers(database, bound=50_000)
        while not Path(start).exists():
            time.sleep(0.001)
        for place in range(60):
            key = str(place)
            body = cache.find(key)
            assert body is None or body[:2] == key.rjust(2).encode()
            cache.keep(key, key.rjust(2).encode() + bytes([number]) * 1000)
        cache.close()


def test_processes_race(database: Database, database_url: str, tmp_path: Path) -> None:
    start = tmp_path / "start"
    context = multiprocessing.get_context("spawn")
    processes = [
        context.Process(target=_race, args=(database_url, str(start), number))
        for number in range(1, 4)
    ]
    for each in processes:
        each.start()
    start.touch()
    for each in processes:
        each.join(60)
    assert [each.exitcode for each in processes] == [0, 0, 0]
    with database.read() as connection:
        rows = connection.execute(select(answers.c.key, answers.c.body)).all()
    assert rows
    for key, body in rows:
        assert body[:2] == key.rjust(2).encode()
        assert len(set(body[2:])) == 1, "the bytes of one process, not of two"


def test_a_database_that_is_away_is_no_hindrance(
    postgres: PostgreSQL, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Database(postgres.create(), wait=2) as database:
        cache = Answers(database)
        cache.keep("a", b"a")
        postgres.stop()
        try:
            with caplog.at_level(logging.WARNING):
                assert cache.find("a") is None
            assert "cannot be reached" in caplog.text
            began = time.monotonic()
            cache.keep("b", b"b")
            assert cache.find("b") is None
            assert time.monotonic() - began < 1, "it is left alone for a while"
        finally:
            postgres.start()
        later = time.monotonic() + 6
        monkeypatch.setattr(time, "monotonic", lambda: later)
        assert cache.find("a") == b"a"
