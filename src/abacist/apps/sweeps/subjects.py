"""What a sweep computes at a point, and how it came to be known from what was asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

from abacist.apps.sweeps.rows import Block, Cell, Rows
from abacist.core.expr import Expr

__all__ = ["Finished", "Interrupted", "Keep", "Subject"]


class Interrupted(Exception):
    """The computation of a row was cancelled, so the row is not written."""


Finished = Mapping[int, tuple[float, Cell]]
"""Rows that an earlier run finished before the rows ahead of them: place in the sweep → result."""

Keep = Callable[[int, float, Cell], None]
"""Told of a row that is finished before those ahead of it."""


class Subject(Protocol):
    """What is computed.

    `name` and `unit` are those of the result; `rows_at_once` is the size of a block; `has_answers` is true
    where a row's result is more than a number.
    """

    name: str
    unit: Expr | None
    rows_at_once: int
    has_answers: bool

    def results(self, blocks: Iterable[Block], finished: Finished, keep: Keep) -> Iterator[Rows]:
        """The results of all points, in their order, as soon as they are there."""
        ...
