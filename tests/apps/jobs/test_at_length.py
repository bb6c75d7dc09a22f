"""What takes longer than `make test` may: run by `make test-jobs`."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from abacist.apps.jobs.kinds.problems import ProblemsJob
from abacist.core.errors import StoreUnavailable
from tests.apps.jobs.processes import PATIENCE, PROBLEMS, Desk, Processes, problems, until
from tests.apps.program import abacist
from tests.disk import small_disk
from tests.postgres import PostgreSQL

pytestmark = pytest.mark.timeout(round(3 * PATIENCE))

DeskAt = Callable[[str], Desk]


def test_a_server_that_is_told_to_end_leaves_its_work_to_others(
    desk: Desk, database_url: str, processes: Processes
) -> None:
    job = desk.submit()
    first = processes.runner(database_url)
    until(desk.has_done(job, 1))
    began = time.monotonic()
    assert first.end() == 0
    assert time.monotonic() - began < 15
    assert not desk.office.get(job.id).state.is_end
    processes.runner(database_url)
    until(desk.has_ended(job))
    desk.check_complete(job)


def test_no_row_is_lost_while_the_database_is_away(desk_at: DeskAt, processes: Processes) -> None:
    server = PostgreSQL()  # one of our own, for others need theirs
    try:
        url = server.create()
        desk = desk_at(url)
        runner = processes.runner(url)
        job = desk.submit()
        until(desk.has_done(job, PROBLEMS // 4))
        server.stop()
        until(lambda: "jobs wait for the database" in runner.said())
        server.start()
        until(desk.has_ended(job))
        desk.check_complete(job)
        assert runner.process.poll() is None
    finally:
        server.close()


def test_the_urgent_job_comes_first(desk: Desk, database_url: str, processes: Processes) -> None:
    late, early = desk.submit(priority=9), desk.submit(64, priority=1)
    processes.runner(database_url)
    until(desk.has_ended(early))
    until(desk.has_ended(late))
    begun = {job.id: desk.office.get(job.id) for job in (late, early)}
    assert begun[early.id].started_at <= begun[late.id].started_at
    assert begun[early.id].ended_at < begun[late.id].ended_at


def test_no_row_is_lost_while_the_disk_is_full(
    desk_at: DeskAt, tmp_path: Path, processes: Processes
) -> None:
    """The limit on files makes every write of the runner fail as on a full disk, until it is lifted."""
    url = f"sqlite:///{tmp_path / 'abacist.db'}"
    desk = desk_at(url)
    runner = processes.runner(url)
    job = desk.submit()
    until(desk.has_done(job, PROBLEMS // 4))
    process = runner.process.pid
    before = resource.prlimit(process, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    until(lambda: "the disk of the database is full" in runner.said())
    assert desk.office.submit(ProblemsJob(items=problems(1)))[1]  # another process has room
    resource.prlimit(process, resource.RLIMIT_FSIZE, before)
    until(desk.has_ended(job))
    desk.check_complete(job)
    assert runner.process.poll() is None


def test_no_row_is_lost_while_the_disk_of_postgresql_is_full(
    desk_at: DeskAt, tmp_path: Path, processes: Processes
) -> None:
    server = PostgreSQL()  # one of our own, for its tables lie on a disk of their own
    folder = server.folder / "disk"
    folder.mkdir()
    try:
        with small_disk(folder, megabytes=96) as disk:
            tables = server.owned(folder / "tables")
            url = server.create(tables)
            desk = desk_at(url)
            runner = processes.runner(url)
            job = desk.submit()
            until(desk.has_done(job, PROBLEMS // 4))
            disk.fill()
            until(lambda: "the disk of the database is full" in runner.said())
            with pytest.raises(StoreUnavailable, match="the disk of the database is full"):
                _submit_for_ever(desk)
            assert desk.office.get(job.id).state == "running"  # reading goes on
            disk.free()
            until(desk.has_ended(job))
            desk.check_complete(job)
            assert runner.process.poll() is None
            runner.kill()
            server.stop()
    finally:
        server.close()


def _submit_for_ever(desk: Desk) -> None:
    """Until what was free within the tables is used up, too."""
    while True:
        desk.submit()


def test_a_new_scheduler_gets_what_the_old_one_lost(
    desk_at: DeskAt, tmp_path: Path, processes: Processes
) -> None:
    url = f"sqlite:///{tmp_path / 'abacist.db'}"
    desk = desk_at(url)
    address = processes.scheduler()
    processes.node(address)
    runner = processes.runner(url, "--compute", address)
    job = desk.submit()
    until(desk.has_done(job, PROBLEMS // 4))
    processes.begun[0].kill()
    until(lambda: f"jobs wait for {address}" in runner.said())
    assert processes.scheduler(port=address.rpartition(":")[2]) == address
    processes.node(address)
    until(desk.has_ended(job))
    desk.check_complete(job)


def test_no_scheduler(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'abacist.db'}"
    run = abacist("jobs", "work", "--compute", "tcp://127.0.0.1:9", ABACIST_DATABASE=url)
    assert run.code == 6
    assert run.err == (
        "abacist: error: the Dask scheduler at tcp://127.0.0.1:9 does not answer\n"
        "start it first (dask scheduler), or use --compute local\n"
    )
