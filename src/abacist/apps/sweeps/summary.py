"""What came of a sweep: how many rows ended how, how far they are checked, where the extremes are."""

from __future__ import annotations

from collections import Counter
from typing import Any

from abacist.apps.sweeps.rows import Rows
from abacist.core.model import Record
from abacist.core.outcome import Level, Outcome

__all__ = ["Summary", "Tally"]


class Summary(Record):
    """The counts of a sweep, or of what is done of it.

    Arguments:
        rows: how many rows there are.
        outcomes, levels: how many of them ended how, and how far they are checked.
        checked, refuted, undecided: rows computed again by ball arithmetic, those it contradicts, and
            those of which it could not tell.
        engines: what checked how many of them: NumPy in columns of balls, or Arb one by one.
        least, greatest: the rows with the smallest and the largest value.
        name, unit: of the result.
        seconds: time taken, over all runs.
    """

    rows: int = 0
    outcomes: dict[str, int] = {}
    levels: dict[str, int] = {}
    checked: int = 0
    refuted: int = 0
    undecided: int = 0
    engines: dict[str, int] = {}
    least: dict[str, float] | None = None
    greatest: dict[str, float] | None = None
    name: str = ""
    unit: str | None = None
    seconds: float = 0.0

    @property
    def is_sound(self) -> bool:
        """False where a check contradicts a row, or no row has an answer."""
        answers = [count for name, count in self.outcomes.items() if Outcome(name).is_answer]
        return not self.refuted and (not self.rows or any(answers))


class Tally:
    """Counts rows as they come."""

    def __init__(self, before: Summary) -> None:
        self._before = before
        self._outcomes = Counter(before.outcomes)
        self._levels = Counter(before.levels)
        self._engines = Counter(before.engines)
        self._rows, self._checked = before.rows, before.checked
        self._undecided, self._refuted = before.undecided, before.refuted
        self._least, self._greatest = before.least, before.greatest

    @property
    def rows(self) -> int:
        """How many rows were counted."""
        return self._rows

    def add(self, rows: Rows) -> None:
        """Counts a block."""
        plain = rows.count - len(rows.cells)
        self._outcomes[Outcome.SOLVED] += plain
        self._levels[Level.COMPUTED] += plain - len(rows.enclosed)
        self._levels[Level.ENCLOSED] += len(rows.enclosed)
        for cell in rows.cells.values():
            self._outcomes[cell.outcome] += 1
            if cell.level is not None:
                self._levels[cell.level] += 1
            self._refuted += cell.outcome is Outcome.REFUTED
        self._rows += rows.count
        checked = rows.checked
        self._engines.update(NumPy=checked.in_columns, Arb=checked.one_by_one)
        self._checked += checked.in_columns + checked.one_by_one
        self._undecided += checked.undecided
        self._extremes(rows)

    def _extremes(self, rows: Rows) -> None:
        import numpy as np

        known = ~np.isnan(rows.values)
        if not known.any():
            return
        name = self._before.name
        low, high = int(np.nanargmin(rows.values)), int(np.nanargmax(rows.values))
        if self._least is None or rows.values[low] < self._least[name]:
            self._least = _row(rows, low, name)
        if self._greatest is None or rows.values[high] > self._greatest[name]:
            self._greatest = _row(rows, high, name)

    def summary(self, seconds: float) -> Summary:
        """The counts until now."""
        return self._before.model_copy(
            update={
                "rows": self._rows,
                "outcomes": _counts(self._outcomes),
                "levels": _counts(self._levels),
                "checked": self._checked,
                "refuted": self._refuted,
                "undecided": self._undecided,
                "engines": _counts(self._engines),
                "least": self._least,
                "greatest": self._greatest,
                "seconds": round(self._before.seconds + seconds, 3),
            }
        )


def _counts(counter: Counter[str]) -> dict[str, int]:
    return {str(name): count for name, count in counter.items() if count}


def _row(rows: Rows, place: int, name: str) -> dict[str, Any]:
    point = {key: float(column[place]) for key, column in rows.inputs.items()}
    return {**point, name: float(rows.values[place])}
