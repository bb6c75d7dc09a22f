"""Jobs handed in, looked up, cancelled and fetched, on both databases, with nobody who does them."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import ValidationError

from abacist.apps.jobs.job import Job, State
from abacist.apps.jobs.kinds.problems import ProblemsJob
from abacist.apps.jobs.office import Office
from abacist.core.errors import Conflict, InputError, NotFound, QueueFull
from abacist.store.jobs import Entry, Kept
from abacist.store.tables import jobs
from tests.apps.jobs.processes import Desk, problems

DeskAt = Callable[[str], Desk]


def test_a_new_job(desk: Desk) -> None:
    job, is_new = desk.office.submit(ProblemsJob(items=problems(70), priority=3))
    assert is_new
    assert (job.state, job.total, job.done, job.priority) == (State.SUBMITTED, 70, 0, 3)
    assert desk.office.get(job.id) == job
    assert desk.office.jobs.chunks(job.id) == [(0, 32), (32, 64), (64, 70)]
    assert [item.place for item in desk.office.jobs.waiting(job.id, 64, 70)] == [*range(64, 70)]
    assert not desk.office.is_served()


def test_newest_first_and_only_ones_own(desk: Desk) -> None:
    ours = [desk.office.submit(ProblemsJob(items=problems(1)), "a")[0].id for _ in range(3)]
    theirs = desk.office.submit(ProblemsJob(items=problems(1)), "b")[0].id
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
    told = ProblemsJob(items=problems(3), idempotency_key="monday")

    def submit(_: int) -> tuple[Job, bool]:
        return desk.office.submit(told, "a")

    with ThreadPoolExecutor(8) as threads:
        found = [*threads.map(submit, range(8))]
    assert len({job.id for job, _ in found}) == 1
    assert [is_new for _, is_new in found].count(True) == 1
    assert desk.office.submit(told, "b")[1]  # another owner's keys are another matter
    other = ProblemsJob(items=problems(4), idempotency_key="monday")
    with pytest.raises(Conflict, match="holds something else"):
        desk.office.submit(other, "a")


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"items": ()}, "items"),
        ({"items": ({"id": 1},)}, "items.0.problem"),
        ({"items": ({"problem": "1+1"}, {"problem": 7})}, "items.1.problem"),
        ({"items": ({"problem": "1+1", "level": 3},)}, "items.0.level"),
        ({"items": ("1+1",)}, "items.0"),
        ({"items": problems(1), "priority": 0}, "priority"),
        ({"items": problems(1), "options": {"timeout": -1}}, "options.timeout"),
        ({"items": problems(1), "kind": "dance"}, "kind"),
    ],
)
def test_what_no_job_can_be(wrong: dict[str, object], place: str) -> None:
    with pytest.raises(ValidationError) as raised:
        ProblemsJob.model_validate(wrong)
    assert ".".join(str(part) for part in raised.value.errors()[0]["loc"]) == place


def test_what_is_kept_of_a_kind_that_there_is_not(desk: Desk) -> None:
    job = desk.submit(1)
    with desk.database.write() as connection:
        connection.execute(jobs.update().values(kind="dance"))
    with pytest.raises(InputError, match="no kind of job called dance; there are: evaluation, pro"):
        desk.office.report(job.id)


def test_a_deleted_job_is_gone_with_all_it_had(desk: Desk) -> None:
    job, other = desk.submit(40), desk.submit(1)
    desk.office.jobs.keep(job.id, 0, [(0, "{}")])
    with pytest.raises(NotFound):
        desk.office.delete(job.id, "somebody")
    desk.office.delete(job.id)
    assert [each.id for each in desk.office.list()] == [other.id]
    assert [*desk.office.lines(job.id)] == []
    assert desk.office.jobs.load("") == (1, 1)
    with pytest.raises(NotFound):
        desk.office.delete(job.id)


def test_ended_jobs_are_kept_for_some_days(desk: Desk) -> None:
    old, new, live = desk.submit(1), desk.submit(2), desk.submit(3)
    for job in (old, new):
        desk.office.cancel(job.id)
    with desk.database.write() as connection:
        longer_ago = time.time() - 3 * 86_400
        change = jobs.update().where(jobs.c.id.in_((old.id, live.id)))
        connection.execute(change.values(created_at=longer_ago))
        connection.execute(jobs.update().where(jobs.c.id == old.id).values(ended_at=longer_ago))
    desk.office.jobs.forget(0)
    assert len(desk.office.list()) == 3
    desk.office.jobs.forget(2.5)
    assert {job.id for job in desk.office.list()} == {new.id, live.id}


def test_an_owner_has_only_so_much(desk: Desk) -> None:
    few = Office(desk.database, jobs_per_owner=2, items_per_owner=10)
    few.submit(ProblemsJob(items=problems(5)), "a")
    with pytest.raises(QueueFull, match="1 jobs with 5 items"):
        few.submit(ProblemsJob(items=problems(6)), "a")
    job, _ = few.submit(ProblemsJob(items=problems(5)), "a")
    with pytest.raises(QueueFull):
        few.submit(ProblemsJob(items=problems(1), idempotency_key="k"), "a")
    few.submit(ProblemsJob(items=problems(5)), "b")
    few.cancel(job.id, "a")
    few.submit(ProblemsJob(items=problems(5)), "a")


def test_each_row_is_kept_once_whoever_computes_it(desk: Desk) -> None:
    job = desk.submit(40)
    kept = desk.office.jobs

    def keep(worker: int) -> int:
        lines = [(place, f'{{"by": {worker}}}') for place in range(32)]
        return kept.keep(job.id, 0, lines)

    with ThreadPoolExecutor(6) as threads:
        assert sum(threads.map(keep, range(6))) == 32
    assert desk.office.get(job.id).done == 32
    assert kept.depth() == 8
    assert kept.chunks(job.id) == [(32, 40)]
    assert not kept.finish(job.id)
    kept.keep(job.id, 32, [(place, "{}") for place in range(32, 40)])
    assert kept.finish(job.id)
    assert not kept.finish(job.id)
    assert desk.office.get(job.id).state is State.FINISHED


def test_lines_come_in_order_and_with_the_gaps_on_request(desk: Desk) -> None:
    job = desk.submit(450)
    office = desk.office.jobs
    for place in (0, 1, 2, 7, 449):
        office.keep(job.id, place // 32 * 32, [(place, str(place))])
    kept = [Kept(place, 1, str(place)) for place in (0, 1, 2, 7, 449)]
    assert [*desk.office.lines(job.id)] == kept
    assert [*desk.office.lines(job.id, 2)] == kept[2:]
    assert desk.office.next_lines(job.id, 0) == kept[:3]
    assert desk.office.next_lines(job.id, 3) == []
    assert desk.office.next_lines(job.id, 7) == kept[3:4]
    assert desk.office.next_lines(job.id, 450) == []
    office.keep(job.id, 0, [(place, str(place)) for place in range(3, 32)])
    for first in range(32, 450, 32):
        stop = min(first + 32, 450)
        office.keep(job.id, first, [(place, str(place)) for place in range(first, stop)])
    assert [kept.line for kept in desk.office.lines(job.id)] == [str(each) for each in range(450)]


def test_an_ended_job_stays_as_it_ended(desk: Desk) -> None:
    job = desk.submit(1)
    assert desk.office.cancel(job.id).state is State.CANCELLED
    desk.office.jobs.keep(job.id, 0, [(0, "{}")])
    assert not desk.office.jobs.finish(job.id)
    assert desk.office.cancel(job.id).state is State.CANCELLED


def test_an_item_of_many_rows_counts_as_many(desk: Desk) -> None:
    """Of a sweep an item is a block of rows; whoever reads may begin anywhere within one."""
    store, row = desk.office.jobs, desk.office.jobs.get(desk.submit(1).id)
    columns = {name: getattr(row, name) for name in jobs.c.keys()}  # noqa: SIM118, columns are no mapping
    columns |= {"id": "blocks", "total": 200_007, "chunk": 2}
    sizes = (100_000, 7, 100_000)
    store.add(columns, [Entry(size, "{}") for size in sizes])
    assert store.chunks("blocks") == [(0, 100_007), (100_007, 200_007)]
    assert [item.place for item in store.waiting("blocks", 0, 100_007)] == [0, 100_000]
    assert store.keep("blocks", 0, [(100_000, "b")]) == 1
    assert (desk.office.get("blocks").done, store.depth()) == (7, 200_001)
    assert desk.office.next_lines("blocks", 0) == []
    store.keep("blocks", 100_007, [(100_007, "c")])
    store.keep("blocks", 0, [(0, "a"), (100_000, "b")])
    assert store.finish("blocks")
    for start, lines in (
        (0, "abc"),
        (99_999, "abc"),
        (100_000, "bc"),
        (100_007, "c"),
        (200_007, ""),
    ):
        assert "".join(kept.line for kept in desk.office.lines("blocks", start)) == lines
    assert [kept.line for kept in desk.office.next_lines("blocks", 100_006)] == ["b", "c"]
