"""Blocks of a formula's values, checked by ball arithmetic: a random share of the rows, or all of them.

The rows chosen from several blocks pass together in columns of balls of floats; what these leave open, and
every row without a value, goes to Arb one by one. Where Arb refutes a row, its whole block is checked.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from abacist.apps.sweeps.rows import Block, Cell, Checked, Rows
from abacist.checking.formula_rows import RowCheck
from abacist.core.expr import Expr
from abacist.core.language import Message
from abacist.core.outcome import Level, Outcome, Verdict
from abacist.notation.refusal import NotRepresentable

__all__ = ["BlockCheck", "ComputedBlock"]

_LEAST_CHECKED = 100  # rows of a block, of which 1 % would be next to nothing


@dataclass(frozen=True, slots=True)
class ComputedBlock:
    """Rows as floating point gives them, and those among them that will be checked.

    Arguments:
        block, values, cells: see `Rows`.
        has_gaps: whether a row has no value.
        chosen: places of the rows to be checked.
        columns, told: the values of each parameter and of the formula in these rows.
    """

    block: Block
    values: Any
    cells: dict[int, Cell]
    has_gaps: bool
    chosen: Any
    columns: list[Any]
    told: Any

    def finished(self, checked: Checked, enclosed: Sequence[int]) -> Rows:
        """The rows as they are told."""
        columns = self.block.columns()
        return Rows(self.block.start, columns, self.values, self.cells, enclosed, checked)


class BlockCheck:
    """Checks a `share` of the rows of each block, chosen by `seed`.

    With `every_row_anew` all values are computed by ball arithmetic instead. Raises `NotRepresentable`
    where that is wanted of a formula without a rule; else such rows remain unchecked.
    """

    def __init__(
        self, expr: Expr, names: Sequence[str], *, share: float, seed: int, every_row_anew: bool
    ) -> None:
        self._names, self._share, self._seed = tuple(names), share, seed
        self._every_row_anew = every_row_anew
        self._check: RowCheck | None = None
        try:
            self._check = RowCheck(expr, names)
        except NotRepresentable:
            if every_row_anew:
                raise

    def begun(self, block: Block, values: Any) -> ComputedBlock:
        """What is to be done about a block, gathered while it is still in the processor's cache."""
        import numpy as np

        cells: dict[int, Cell] = {}
        for place, why in block.bad.items():
            values[place] = math.nan
            cells[place] = Cell(Outcome.NOT_UNDERSTOOD, None, message=why)
        least = values.min(initial=np.inf)
        if not least > 0:  # only then is there any −0, which is told as 0
            values += 0.0
        places = self._chosen(block)
        columns = self._columns(block, places) if len(places) else []
        return ComputedBlock(
            block, values, cells, math.isnan(least), places, columns, values[places]
        )

    def checked(self, blocks: Sequence[ComputedBlock]) -> Iterator[Rows]:
        """The rows of blocks, in their order."""
        if self._every_row_anew:
            for block in blocks:
                yield self._enclosed(block)
            return
        for block, passing in zip(blocks, self._passed(blocks), strict=True):
            self._explain(block)
            yield self._rechecked(block, passing)

    def _chosen(self, block: Block) -> Any:
        """The places of the rows to be checked."""
        import numpy as np

        if self._check is None or not self._share or self._every_row_anew:
            return np.arange(0)
        wanted = min(block.count, max(math.ceil(self._share * block.count), _LEAST_CHECKED))
        if wanted == block.count:
            return np.arange(block.count)
        generator = np.random.default_rng([self._seed, block.start])
        return generator.choice(block.count, wanted, replace=False, shuffle=False)

    def _columns(self, block: Block, places: Any) -> list[Any]:
        columns = block.at(places)
        return [columns[name] for name in self._names]

    def _passed(self, blocks: Sequence[ComputedBlock]) -> list[Any]:
        """For each block, which of the chosen rows pass in columns."""
        import numpy as np

        if self._check is None or not self._share:
            return [np.zeros(0, dtype=bool) for _ in blocks]
        joined = zip(*(block.columns for block in blocks), strict=True)
        columns = [np.concatenate(parts) for parts in joined]
        told = np.concatenate([block.told for block in blocks])
        passed = self._check.in_columns(columns, told)
        return np.split(passed, np.cumsum([len(block.chosen) for block in blocks])[:-1])

    def _points(self, block: Block, places: Sequence[int]) -> list[tuple[float, ...]]:
        columns = self._columns(block, list(places))
        return list(zip(*(column.tolist() for column in columns), strict=True))

    def _rechecked(self, block: ComputedBlock, passing: Any) -> Rows:
        """The rows after the check of the chosen ones; of all, where it refuted one."""
        import numpy as np

        if self._check is None or not len(block.chosen):
            return block.finished(Checked(), ())
        rows = self._completed(self._check, block, block.chosen, passing)
        if not rows.checked.refuted or len(block.chosen) == len(block.values):
            return rows
        everywhere = np.arange(len(block.values))
        columns = self._columns(block.block, everywhere)
        passing = self._check.in_columns(columns, block.values)
        return self._completed(self._check, block, everywhere, passing)

    def _completed(self, check: RowCheck, block: ComputedBlock, places: Any, passing: Any) -> Rows:
        """The rows after the check of those at `places`: what does not pass in columns is taken one by one."""
        verdicts: list[Verdict] = []
        left: list[int] = []
        for place in places[~passing].tolist():
            cell = block.cells.get(place)
            if cell is None:
                left.append(place)
            elif cell.outcome is not Outcome.NOT_UNDERSTOOD:
                verdicts.append(_VERDICT_OF.get(cell.outcome, Verdict.ENCLOSED))
        singly = self._singly(check, block, left)
        passed = places[passing].tolist()
        also = [at for at, verdict in zip(left, singly, strict=True) if verdict is Verdict.ENCLOSED]
        verdicts += singly
        checked = Checked(
            in_columns=len(passed),
            one_by_one=len(verdicts),
            refuted=verdicts.count(Verdict.REFUTED),
            undecided=verdicts.count(Verdict.UNDECIDED),
        )
        return block.finished(checked, passed + also)

    def _singly(
        self, check: RowCheck, block: ComputedBlock, places: Sequence[int]
    ) -> list[Verdict]:
        """The verdicts on rows; the values that are refuted are withheld."""
        if not places:
            return []
        told = block.values[places].tolist()
        verdicts = check.verdicts(self._points(block.block, places), told)
        for place, value, verdict in zip(places, told, verdicts, strict=True):
            if verdict is Verdict.REFUTED:
                why = _refuted(repr(value))
                block.values[place] = math.nan
                block.cells[place] = Cell(Outcome.REFUTED, Level.REFUTED, message=why)
        return verdicts

    def _explain(self, block: ComputedBlock) -> None:
        """Every row without a value: why, or the value after all."""
        import numpy as np

        if not block.has_gaps:
            return
        gaps = np.flatnonzero(np.isnan(block.values)).tolist()
        gaps = [place for place in gaps if place not in block.cells]
        for place, point in zip(gaps, self._points(block.block, gaps), strict=True):
            block.values[place], block.cells[place] = self._diagnosed(point)

    def _diagnosed(self, point: Sequence[float]) -> tuple[float, Cell]:
        if self._check is None:
            return math.nan, Cell(Outcome.UNABLE, None, message=_UNKNOWN)
        found = self._check.diagnose(point)
        level = Level.ENCLOSED if found.outcome is not Outcome.UNABLE else None
        return found.value, Cell(found.outcome, level, message=found.why)

    def _enclosed(self, block: ComputedBlock) -> Rows:
        """All values by ball arithmetic, in place of what floating point gave."""
        assert self._check is not None
        undecided = 0
        enclosed: list[int] = []
        places = [place for place in range(len(block.values)) if place not in block.cells]
        for place, point in zip(places, self._points(block.block, places), strict=True):
            value = self._check.exact(point)
            if value is not None:
                block.values[place] = value
                enclosed.append(place)
                continue
            block.values[place], block.cells[place] = self._diagnosed(point)
            undecided += block.cells[place].level is None
        return block.finished(Checked(one_by_one=len(places), undecided=undecided), enclosed)


_VERDICT_OF = {Outcome.REFUTED: Verdict.REFUTED, Outcome.UNABLE: Verdict.UNDECIDED}
_UNKNOWN = Message(
    en="no floating-point value was found, and nothing here can tell why",
    zh="浮点计算没有得到数值，且无法判定原因",
)


def _refuted(shown: str) -> Message:
    return Message(
        en=f"floating point gives {shown}, which ball arithmetic refutes",
        zh=f"浮点结果 {shown} 被区间算术否定",
    )
