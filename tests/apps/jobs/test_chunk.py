"""One chunk: what it does when things go wrong, told by a `Compute` that goes wrong on purpose."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence

import pytest

from abacist.apps.jobs.bench import Withdrawn
from abacist.apps.jobs.chunk import Chunk
from abacist.apps.jobs.compute import Line, Unreachable
from abacist.apps.jobs.job import State
from abacist.core.errors import QueueFull, StoreUnavailable
from abacist.store.jobs import Item, Kept
from tests.apps.jobs.processes import Desk


class Faulty:
    """Does what it is told with each item; by default its line is its place."""

    def __init__(self) -> None:
        self.began: list[int] = []
        self.fault: Callable[[int], None] = lambda place: None

    def width(self) -> int:
        return 1

    def lines(
        self, job: str, kind: str, options: str, items: Sequence[Item]
    ) -> Iterator[list[Line]]:
        for item in items:
            self.began.append(item.place)
            self.fault(item.place)
            yield [(item.place, str(item.place))]

    def stop(self, job: str) -> None: ...

    def forget(self, job: str) -> None: ...

    def close(self) -> None: ...


class Power(BaseException):
    """The process is killed here."""


class Ending(threading.Event):
    """Never waits: the clock is not what is tested here."""

    def wait(self, timeout: float | None = None) -> bool:
        return self.is_set()


@pytest.fixture
def faulty() -> Faulty:
    return Faulty()


@pytest.fixture
def ending() -> Ending:
    return Ending()


@pytest.fixture
def chunk(desk: Desk, faulty: Faulty, ending: Ending) -> Chunk:
    return Chunk(desk.office.jobs, faulty, ending)


def test_the_last_chunk_ends_the_job(desk: Desk, chunk: Chunk, faulty: Faulty) -> None:
    job = desk.submit(40)
    chunk.run(job.id, 32, 40)
    assert desk.office.get(job.id).state is State.RUNNING
    chunk.run(job.id, 0, 32)
    assert desk.office.get(job.id).state is State.FINISHED
    chunk.run(job.id, 0, 32)
    assert sorted(faulty.began) == [*range(40)]


def test_only_what_is_missing_is_computed(desk: Desk, chunk: Chunk, faulty: Faulty) -> None:
    job = desk.submit(10)
    desk.office.jobs.keep(job.id, 0, [(place, "kept") for place in (2, 5)])
    chunk.run(job.id, 0, 10)
    assert faulty.began == [0, 1, 3, 4, 6, 7, 8, 9]
    assert [*desk.office.lines(job.id)][5] == Kept(5, 1, "kept")


def test_a_mistake_is_tried_again_then_the_job_fails(
    desk: Desk, chunk: Chunk, faulty: Faulty
) -> None:
    job = desk.submit(4)

    def fail(place: int) -> None:
        if place == 2:
            raise QueueFull("there is no room")

    faulty.fault = fail
    chunk.run(job.id, 0, 4)
    ended = desk.office.get(job.id)
    assert (ended.state, ended.done) == (State.FAILED, 2)
    assert ended.message is not None
    assert ended.message.en == "there is no room"
    assert faulty.began == [0, 1, 2, 2, 2]


def test_what_cannot_be_reached_is_waited_for(desk: Desk, chunk: Chunk, faulty: Faulty) -> None:
    job = desk.submit(2)
    left = [1] * 20

    def fail(place: int) -> None:
        if left:
            left.pop()
            raise Unreachable("tcp://nowhere")

    faulty.fault = fail
    chunk.run(job.id, 0, 2)
    assert desk.office.get(job.id).state is State.FINISHED


def test_rows_wait_for_the_database(
    desk: Desk, chunk: Chunk, faulty: Faulty, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = desk.submit(3)
    keep, left = desk.office.jobs.keep, [1] * 20

    def away(*arguments: object) -> int:
        if left:
            left.pop()
            raise StoreUnavailable("away")
        return keep(*arguments)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(desk.office.jobs, "keep", away)
    chunk.run(job.id, 0, 3)
    assert desk.office.get(job.id).state is State.FINISHED
    assert faulty.began == [0, 1, 2]  # nothing was computed twice


def test_a_cancelled_job_is_left_alone(desk: Desk, chunk: Chunk, faulty: Faulty) -> None:
    job = desk.submit(4)

    def cancel(place: int) -> None:
        if place == 2:
            desk.office.cancel(job.id)
            raise Withdrawn

    faulty.fault = cancel
    chunk.run(job.id, 0, 4)
    chunk.run(job.id, 0, 4)
    assert faulty.began == [0, 1, 2]
    assert desk.office.get(job.id).state is State.CANCELLED


def test_a_deleted_job_is_left_alone(desk: Desk, chunk: Chunk, faulty: Faulty) -> None:
    job = desk.submit(4)

    def delete(place: int) -> None:
        if place == 2:
            desk.office.delete(job.id)

    faulty.fault = delete
    chunk.run(job.id, 0, 4)
    chunk.run(job.id, 0, 4)
    assert faulty.began == [0, 1, 2]
    assert desk.office.list() == []


def test_at_the_end_of_the_process_work_is_taken_back(
    desk: Desk, chunk: Chunk, faulty: Faulty, ending: Ending
) -> None:
    job = desk.submit(4)

    def end(place: int) -> None:
        if place == 1:
            ending.set()

    faulty.fault = end
    with pytest.raises(Withdrawn):
        chunk.run(job.id, 0, 4)
    assert desk.office.get(job.id).state is State.RUNNING
    with pytest.raises(Withdrawn):
        chunk.run(job.id, 0, 4)


def test_an_item_that_ends_the_process_is_found(desk: Desk, chunk: Chunk, faulty: Faulty) -> None:
    """Otherwise one problem would end one server after the other, for ever."""
    job = desk.submit(4)

    def power(place: int) -> None:
        if place == 2:
            raise Power

    faulty.fault = power
    crashes = 0
    while not desk.office.get(job.id).state.is_end:
        try:
            chunk.run(job.id, 0, 4)
        except Power:
            crashes += 1
        assert crashes < 20
    assert crashes == 8  # five with the others, three alone
    lines = [kept.line for kept in desk.office.lines(job.id)]
    assert (lines[0], lines[1], lines[3]) == ("0", "1", "3")
    assert json.loads(lines[2])["outcome"] == "crashed"
