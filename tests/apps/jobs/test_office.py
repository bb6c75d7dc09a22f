"""Jobs handed in, looked up, cancelled and fetched, on both databases, with nobody who does them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import ValidationError

from abacist.apps.jobs.job import Job, State, Submission
from abacist.apps.jobs.office import Office
from abacist.core.errors import Conflict, InputError, NotFound, QueueFull, TooLarge
from tests.apps.jobs.processes import Desk, problems

DeskAt = Callable[[str], Desk]


def test_a_new_job(desk: Desk) -> None:
    job, is_new = desk.office.submit(Submission(items=problems(70), priority=3))
    assert is_new
    assert (job.state, job.total, job.done, job.priority) == (State.SUBMITTED, 70, 0, 3)
    assert desk.office.get(job.id) == job
    assert desk.office.jobs.chunks(job.id) == [(0, 32), (32, 64), (64, 70)]
    assert [item.place for item in desk.office.jobs.waiting(job.id, 64, 70)] == [*range(64, 70)]
    assert not desk.office.is_served()


def test_newest_first_and_only_ones_own(desk: Desk) -> None:
    ours = [desk.office.submit(Submission(items=problems(1)), "a")[0].id for _ in range(3)]
    theirs = desk.office.submit(Submission(items=problems(1)), "b")[0].id
    assert [job.id for job in desk.office.list("a")] == ours[::-1]
    assert [job.id for job in desk.office.list("a", limit=1)] == ours[-1:]
    assert {job.id for job in desk.office.list()} == {*ours, theirs}
    assert desk.office.get(ours[0], "a").id == ours[0]
    for call in (desk.office.get, desk.office.cancel):
        with pytest.raises(NotFound):
            call(ours[0], "b")


def test_no_such_job(desk: Desk) -> None:
    with pytest.raises(NotFound, match="there is no job nothing"):
        desk.office.get("nothing")


def test_the_same_key_is_the_same_job(desk: Desk) -> None:
    told = Submission(items=problems(3), idempotency_key="monday")

    def submit(_: int) -> tuple[Job, bool]:
        return desk.office.submit(told, "a")

    with ThreadPoolExecutor(8) as threads:
        found = [*threads.map(submit, range(8))]
    assert len({job.id for job, _ in found}) == 1
    assert [is_new for _, is_new in found].count(True) == 1
    assert desk.office.submit(told, "b")[1]  # another owner's keys are another matter
    other = Submission(items=problems(4), idempotency_key="monday")
    with pytest.raises(Conflict, match="holds something else"):
        desk.office.submit(other, "a")


@pytest.mark.parametrize(
    ("items", "message"),
    [
        (({"id": 1},), "items[0].problem: Field required"),
        (({"problem": "1+1"}, {"problem": 7}), "items[1].problem: Input should be a valid string"),
        (({"problem": "1+1", "level": 3},), "items[0].level: Extra inputs are not permitted"),
        (("1+1",), "items[0]: Input should be an object"),
    ],
)
def test_items_that_are_none(desk: Desk, items: tuple[object, ...], message: str) -> None:
    with pytest.raises(InputError) as raised:
        desk.office.submit(Submission.model_validate({"items": items}))
    assert raised.value.message.en == message
    assert desk.office.list() == []


def test_what_no_job_can_be(desk: Desk) -> None:
    with pytest.raises(InputError, match="no kind of job called dance; there are: answers"):
        desk.office.submit(Submission(kind="dance", items=problems(1)))
    with pytest.raises(InputError, match=r"options\.timeout"):
        desk.office.submit(Submission(items=problems(1), options={"timeout": -1}))
    with pytest.raises(TooLarge):
        desk.office.submit(Submission(items=({"problem": "1"},) * 100_001))
    for wrong in ({"items": ()}, {"items": problems(1), "priority": 0}):
        with pytest.raises(ValidationError):
            Submission.model_validate(wrong)


def test_an_owner_has_only_so_much(desk: Desk) -> None:
    few = Office(desk.database, jobs_per_owner=2, items_per_owner=10)
    few.submit(Submission(items=problems(5)), "a")
    with pytest.raises(QueueFull, match="1 jobs with 5 items"):
        few.submit(Submission(items=problems(6)), "a")
    job, _ = few.submit(Submission(items=problems(5)), "a")
    with pytest.raises(QueueFull):
        few.submit(Submission(items=problems(1), idempotency_key="k"), "a")
    few.submit(Submission(items=problems(5)), "b")
    few.cancel(job.id, "a")
    few.submit(Submission(items=problems(5)), "a")


def test_each_row_is_kept_once_whoever_computes_it(desk: Desk) -> None:
    job = desk.submit(40)
    jobs = desk.office.jobs

    def keep(worker: int) -> int:
        lines = [(place, f'{{"by": {worker}}}') for place in range(32)]
        return jobs.keep(job.id, 0, lines)

    with ThreadPoolExecutor(6) as threads:
        assert sum(threads.map(keep, range(6))) == 32
    assert desk.office.get(job.id).done == 32
    assert jobs.depth() == 8
    assert jobs.chunks(job.id) == [(32, 40)]
    assert not jobs.finish(job.id)
    jobs.keep(job.id, 32, [(place, "{}") for place in range(32, 40)])
    assert jobs.finish(job.id)
    assert not jobs.finish(job.id)
    assert desk.office.get(job.id).state is State.FINISHED


def test_lines_come_in_order_and_with_the_gaps_on_request(desk: Desk) -> None:
    job = desk.submit(450)
    jobs = desk.office.jobs
    for place in (0, 1, 2, 7, 449):
        jobs.keep(job.id, place // 32 * 32, [(place, str(place))])
    assert [*desk.office.lines(job.id)] == [(place, str(place)) for place in (0, 1, 2, 7, 449)]
    assert desk.office.next_lines(job.id, -1) == ["0", "1", "2"]
    assert desk.office.next_lines(job.id, 2) == []
    assert desk.office.next_lines(job.id, 6) == ["7"]
    jobs.keep(job.id, 0, [(place, str(place)) for place in range(3, 32)])
    for first in range(32, 450, 32):
        stop = min(first + 32, 450)
        jobs.keep(job.id, first, [(place, str(place)) for place in range(first, stop)])
    assert [line for _, line in desk.office.lines(job.id)] == [str(each) for each in range(450)]


def test_an_ended_job_stays_as_it_ended(desk: Desk) -> None:
    job = desk.submit(1)
    assert desk.office.cancel(job.id).state is State.CANCELLED
    desk.office.jobs.keep(job.id, 0, [(0, "{}")])
    assert not desk.office.jobs.finish(job.id)
    assert desk.office.cancel(job.id).state is State.CANCELLED
