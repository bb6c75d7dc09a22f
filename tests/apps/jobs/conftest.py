"""Desks and processes that end with their test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.apps.jobs.processes import AT_LENGTH, Desk, Processes

collect_ignore = [] if AT_LENGTH else ["test_at_length.py"]


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    folder = tmp_path / "processes"
    folder.mkdir()
    begun = Processes(folder)
    yield begun
    begun.close()


@pytest.fixture
def desk_at() -> Iterator[Callable[[str], Desk]]:
    """Opens desks at databases."""
    opened: list[Desk] = []

    def open_at(url: str) -> Desk:
        opened.append(Desk(url))
        return opened[-1]

    yield open_at
    for desk in opened:
        desk.close()


@pytest.fixture
def desk(desk_at: Callable[[str], Desk], database_url: str) -> Desk:
    """A desk at an empty database, of one kind after the other."""
    return desk_at(database_url)
