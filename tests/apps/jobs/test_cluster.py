"""Jobs on a Dask cluster: a node that dies, and work that is taken back."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from abacist.apps.jobs.kinds.problems import ProblemsJob
from tests.apps.jobs.processes import (
    BLOCKS,
    HOPELESS,
    PATIENCE,
    PROBLEMS,
    Desk,
    Processes,
    until,
)

pytestmark = pytest.mark.timeout(round(3 * PATIENCE))


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'abacist.db'}"


def test_a_node_that_dies_in_mid_sweep(
    desk_at: Callable[[str], Desk], url: str, processes: Processes
) -> None:
    desk = desk_at(url)
    address = processes.scheduler()
    first, _ = processes.node(address), processes.node(address)
    processes.runner(url, "--compute", address)
    rows, blocks = desk.submit_plans(PROBLEMS), desk.submit_sweep(BLOCKS)
    until(desk.has_done(rows, PROBLEMS // 4))
    first.kill()
    for job in (rows, blocks):
        until(desk.has_ended(job))
        desk.check_sweep(job)


def test_a_node_that_dies_loses_and_doubles_nothing(
    desk_at: Callable[[str], Desk], url: str, processes: Processes
) -> None:
    desk = desk_at(url)
    address = processes.scheduler()
    first, _ = processes.node(address), processes.node(address)
    processes.runner(url, "--compute", address)
    job = desk.submit(2 * PROBLEMS)
    until(desk.has_done(job, PROBLEMS // 2))
    first.kill()
    until(desk.has_ended(job))
    desk.check_complete(job)

    hopeless = ({"id": "a", "problem": HOPELESS},)
    told = ProblemsJob(items=hopeless, options={"timeout": 600})
    stuck, _ = desk.office.submit(told)
    until(lambda: desk.office.get(stuck.id).state == "running")
    began = time.monotonic()
    desk.office.cancel(stuck.id)
    after = desk.submit(1)  # the only thread left is free for it at once
    until(desk.has_ended(after))
    assert time.monotonic() - began < 15
    desk.check_complete(after)
