"""A part of a sweep, computed by itself: some rows that follow one another, in a process of their own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from abacist.apps.sweeps.asking import Compute, Prepared, prepare
from abacist.apps.sweeps.designs import Design
from abacist.apps.sweeps.packing import pack
from abacist.apps.sweeps.rows import Block, Cell, Rows
from abacist.apps.sweeps.spec import Sweep
from abacist.core.model import Record

__all__ = ["PART", "Part", "blocks_of", "compute_part", "rows_of"]

PART = "abacist.apps.sweeps.part:compute_part"
"""The address of `compute_part`."""


class Part(Record):
    """What `compute_part` is asked: the rows of a sweep (of a formula) from `first` to before `stop`."""

    sweep: str
    first: int
    stop: int


def compute_part(text: str) -> str:
    """The rows of a `Part` (JSON), packed."""
    part = Part.model_validate_json(text)
    prepared = _prepared(part.sweep)
    return pack(rows_of(prepared, part.first, part.stop), prepared.layout)


@lru_cache(maxsize=4)
def _prepared(sweep: str) -> Prepared:
    """The formula is compiled once for all parts that come to this process."""
    return prepare(Sweep.model_validate_json(sweep), _no_plans)


def _no_plans() -> Compute:
    raise AssertionError("the rows of a plan are computed one by one")


def rows_of(prepared: Prepared, first: int, stop: int) -> Iterator[Rows]:
    """The results from `first` to before `stop`."""
    return prepared.subject.results(blocks_of(prepared.design, first, stop), {}, _no_need)


def blocks_of(design: Design, first: int, stop: int) -> Iterator[Block]:
    """The points from `first` to before `stop`."""
    while first < stop:
        block = next(design.blocks(first, stop - first))
        yield block
        first = block.start + block.count


def _no_need(place: int, value: float, cell: Cell) -> None:
    """A part is kept as a whole."""
