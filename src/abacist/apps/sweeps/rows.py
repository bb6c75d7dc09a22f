"""A block of a sweep: points in their order, and what came of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from abacist.core.language import Message
from abacist.core.outcome import Level, Outcome

__all__ = ["Block", "Cell", "Rows"]


@dataclass(frozen=True, slots=True)
class Block:
    """Points `start`, `start + 1`, … of a design.

    `arrays` are the values of each parameter, in shapes that broadcast to `shape`; read in C order, that is
    the order of the rows. `bad` says which rows have no point (a cell of a file that holds no number).
    """

    start: int
    shape: tuple[int, ...]
    arrays: Mapping[str, Any]
    bad: Mapping[int, Message] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many points there are."""
        count = 1
        for length in self.shape:
            count *= length
        return count

    def columns(self) -> dict[str, Any]:
        """The values of each parameter, one for each row."""
        import numpy as np

        return {
            name: np.broadcast_to(array, self.shape).reshape(-1)
            for name, array in self.arrays.items()
        }


@dataclass(frozen=True, slots=True)
class Cell:
    """What is told of one row beside its number: how it ended, how far it is checked, and why."""

    outcome: Outcome = Outcome.SOLVED
    level: Level | None = Level.COMPUTED
    answer: str = ""
    message: Message | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """Results of `count` rows from `start` on.

    Arguments:
        inputs: the values of each parameter.
        values: the results, nan where there is none.
        cells: rows of which there is more to tell than that they were solved and computed, by their place
            within the block.
        checked, undecided: how many were checked, and of how many the check could not tell.
    """

    start: int
    inputs: Mapping[str, Any]
    values: Any
    cells: Mapping[int, Cell] = field(default_factory=dict)
    checked: int = 0
    undecided: int = 0

    @classmethod
    def without_values(cls, block: Block, cell: Cell) -> Rows:
        """The points of a block, for each of which there is only the cell to tell."""
        import numpy as np

        cells = dict.fromkeys(range(block.count), cell)
        return cls(block.start, block.columns(), np.full(block.count, np.nan), cells)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.values)

    def behind(self, first: int) -> Rows:
        """The rows from the place `first` of the sweep on."""
        cut = max(0, first - self.start)
        if not cut:
            return self
        return Rows(
            self.start + cut,
            {name: column[cut:] for name, column in self.inputs.items()},
            self.values[cut:],
            {place - cut: cell for place, cell in self.cells.items() if place >= cut},
        )
