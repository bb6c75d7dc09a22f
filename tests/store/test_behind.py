"""Answers are written a moment later, in one transaction; nothing is lost at an orderly end, nor overwritten."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping

import pytest
from sqlalchemy import func, select

from abacist.store.answers import Answers
from abacist.store.behind import Behind
from abacist.store.database import Database
from abacist.store.tables import answers
from tests.apps.http.serving import until


class Held(Answers):
    """Answers that are written when the test says so."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.gate = threading.Event()
        self.batches: list[int] = []

    def keep_all(self, computed: Mapping[str, bytes]) -> None:
        self.batches.append(len(computed))
        self.gate.wait(20)
        super().keep_all(computed)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    with Database(database_url) as opened:
        yield opened


def _count(database: Database) -> int:
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(answers)).scalar_one()


def test_what_waits_is_found_and_written_soon(database: Database) -> None:
    held = Held(database)
    behind = Behind(held)
    for number in range(100):
        behind.keep(str(number), b"body %d" % number)
    behind.keep("7", b"another")
    assert [behind.find(str(number)) for number in (0, 7, 99)] == [b"body 0", b"body 7", b"body 99"]
    until(lambda: bool(held.batches))
    behind.keep("late", b"late")
    assert behind.find("late") == b"late"
    assert behind.find("7") == b"body 7"
    assert _count(database) == 0
    held.gate.set()
    until(lambda: _count(database) == 101)
    assert len(held.batches) < 100
    assert behind.find("7") == b"body 7"
    behind.close()


def test_an_orderly_end_writes_everything(database: Database) -> None:
    behind = Behind(Answers(database))
    behind.keep("a", b"a")
    behind.close()
    assert Answers(database).find("a") == b"a"
    behind.keep("b", b"b")
    assert Answers(database).find("b") == b"b", "late ones are written at once"


def test_a_fresh_answer_takes_the_place_of_one_that_waits(database: Database) -> None:
    behind = Behind(Answers(database))
    behind.keep("a", b"old")
    behind.replace("a", b"new")
    assert behind.find("a") == b"new"
    behind.close()
    assert Answers(database).find("a") == b"new"
