"""A block of a sweep: points in their order, and what came of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from abacist.core.language import Message
from abacist.core.outcome import Level, Outcome

__all__ = ["Block", "Cell", "Checked", "Rows"]


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

    def at(self, places: Any) -> dict[str, Any]:
        """The values of each parameter in the rows at an array of places."""
        import numpy as np

        where = places if len(self.shape) == 1 else np.unravel_index(places, self.shape)
        return {
            name: (array if array.shape == self.shape else np.broadcast_to(array, self.shape))[
                where
            ]
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
class Checked:
    """How many rows were checked by ball arithmetic, and what came of it.

    Arguments:
        in_columns: rows that passed in columns of balls of floats (NumPy).
        one_by_one: rows that went to Arb.
        refuted, undecided: rows among the latter that the check contradicts, and of which it could not tell.
    """

    in_columns: int = 0
    one_by_one: int = 0
    refuted: int = 0
    undecided: int = 0


@dataclass(frozen=True, slots=True)
class Rows:
    """Results of `count` rows from `start` on.

    Arguments:
        inputs: the values of each parameter.
        values: the results, nan where there is none.
        cells: rows of which there is more to tell than that they were solved, and computed or enclosed, by
            their place within the block.
        enclosed: places of solved rows that ball arithmetic encloses, each once.
        checked: how many rows were checked, and how.
    """

    start: int
    inputs: Mapping[str, Any]
    values: Any
    cells: Mapping[int, Cell] = field(default_factory=dict)
    enclosed: Sequence[int] = ()
    checked: Checked = Checked()

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
            [place - cut for place in self.enclosed if place >= cut],
        )
