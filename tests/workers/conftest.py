"""A warm pool, and programs of which every process can be found."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest

from abacist.workers import Pool
from tests.workers.processes import MEBIBYTE, TARGETS, Program


@pytest.fixture
def program(request: pytest.FixtureRequest) -> Iterator[Callable[[str], Program]]:
    begun: list[Program] = []

    def begin(code: str) -> Program:
        begun.append(Program(code, f"{os.getpid()}-{request.node.name}-{len(begun)}"))
        return begun[-1]

    yield begin
    for each in begun:
        each.end()


@pytest.fixture(scope="session")
def pool() -> Iterator[Pool]:
    """One warm worker with 256 MiB."""
    with Pool(1, memory_limit=256 * MEBIBYTE, preload=(TARGETS,)) as opened:
        yield opened
