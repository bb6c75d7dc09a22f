"""Whatever is killed, whenever: every problem of a job is answered exactly once.

`make test-jobs` runs these with 2,000 problems instead of a few, and what is in `test_at_length.py`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from abacist.apps.jobs.kinds.problems import ProblemsJob
from abacist.store.tables import job_chunks
from tests.apps.jobs.processes import (
    BLOCKS,
    HOPELESS,
    PATIENCE,
    PROBLEMS,
    Desk,
    Processes,
    until,
)
from tests.postgres import PostgreSQL

pytestmark = pytest.mark.timeout(round(3 * PATIENCE))

DeskAt = Callable[[str], Desk]


def test_a_killed_server_goes_on_where_it_was(
    desk: Desk, database_url: str, processes: Processes
) -> None:
    job = desk.submit()
    first = processes.runner(database_url, DBOS__CLOUD="true", DBOS__VMID="elsewhere")
    until(desk.has_done(job, PROBLEMS // 3))
    assert first.listens_at() == []  # DBOS opens no port, and tells nobody what the problems are
    assert "Solve" not in first.said()
    first.kill()
    kept = desk.rows(job)
    assert PROBLEMS // 3 <= len(kept) < PROBLEMS
    assert not desk.office.is_served()
    processes.runner(database_url)
    until(desk.has_ended(job))
    desk.check_complete(job)
    rows = desk.rows(job)
    assert {place: rows[place] for place in kept} == kept  # none of them was made again


def test_a_killed_server_goes_on_with_its_sweep(
    desk: Desk, database_url: str, processes: Processes
) -> None:
    job = desk.submit_sweep(BLOCKS)
    first = processes.runner(database_url)
    until(desk.has_done(job, job.total // 4))
    first.kill()
    kept = desk.rows(job)
    assert desk.office.get(job.id).done < job.total
    processes.runner(database_url)
    until(desk.has_ended(job))
    desk.check_sweep(job)
    rows = desk.rows(job)
    assert {place: rows[place] for place in kept} == kept  # none of them was made again


def test_a_server_takes_over_from_another_one(
    desk_at: DeskAt, postgres: PostgreSQL, processes: Processes
) -> None:
    url = postgres.create()
    desk = desk_at(url)
    first, second = processes.runner(url), processes.runner(url)
    job = desk.submit(2 * PROBLEMS)
    until(desk.has_done(job, PROBLEMS // 3))
    first.kill()
    until(desk.has_ended(job))
    desk.check_complete(job)
    until(lambda: "is gone" in second.said())


def test_cancelling_kills_what_runs(desk_at: DeskAt, tmp_path: Path, processes: Processes) -> None:
    url = f"sqlite:///{tmp_path / 'abacist.db'}"
    desk = desk_at(url)
    items = ({"id": "a", "problem": "2x + 5 = 17"}, {"id": "b", "problem": HOPELESS})
    told = ProblemsJob(items=items, options={"timeout": 600})
    job, _ = desk.office.submit(told)
    runner = processes.runner(url, workers=1)
    until(desk.has_done(job, 1))
    began = time.monotonic()
    assert desk.office.cancel(job.id).state == "cancelled"
    after = desk.submit(1)  # the only worker is free for it at once
    until(desk.has_ended(after))
    assert time.monotonic() - began < 10
    desk.check_complete(after)
    ended = desk.office.get(job.id)
    assert (ended.state, ended.done) == ("cancelled", 1)
    [kept] = desk.office.lines(job.id)
    assert json.loads(kept.line)["id"] == "a"
    assert runner.end() == 0


def test_one_owner_has_only_so_many_chunks_at_once(
    desk_at: DeskAt, tmp_path: Path, processes: Processes
) -> None:
    url = f"sqlite:///{tmp_path / 'abacist.db'}"
    desk = desk_at(url)
    job = desk.submit(128)
    processes.runner(url, ABACIST_JOB_CHUNKS_PER_OWNER="1")
    most: set[int] = set()
    query = select(func.count()).where(
        job_chunks.c.tries > 0, job_chunks.c.done < job_chunks.c.stop - job_chunks.c.first
    )

    def has_ended() -> bool:
        with desk.database.read() as connection:
            most.add(connection.execute(query).scalar_one())
        return desk.office.get(job.id).state.is_end

    until(has_ended)
    desk.check_complete(job)
    assert max(most) == 1
