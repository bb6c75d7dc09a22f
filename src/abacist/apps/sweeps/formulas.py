"""A formula at many points: compiled once, computed on whole blocks by NumPy, checked by ball arithmetic.

Blocks of a grid stay boxes: what depends on one parameter is computed once for each of its values and
broadcast. A block is small enough for the processor's cache, and never takes long, so that a sweep can be
interrupted at any time.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from abacist.apps.sweeps.rows import Block, Cell, Rows
from abacist.apps.sweeps.subjects import Finished, Keep
from abacist.checking.formula_rows import RowCheck
from abacist.core.errors import InputError, TooLarge
from abacist.core.expr import Call, Expr, Number, Symbol, call
from abacist.core.language import Message
from abacist.core.outcome import Level, Outcome, Verdict
from abacist.notation import parse
from abacist.notation.numpy_form import compile_numpy
from abacist.notation.quantities import split_quantity
from abacist.notation.refusal import NotRepresentable

__all__ = ["FormulaSubject", "WrittenFormula", "read_formula"]

_BLOCK = 1 << 16
_WORK = 1 << 22  # operations on single numbers in a block, about 0.1 s
_MOST_OPERATIONS = 10_000_000  # for one row
_LEAST_CHECKED = 100  # rows of a block, of which 1 % would be next to nothing
_SPECIAL = frozenset("gamma loggamma digamma beta erf erfc erfi Ei besselj bessely besseli besselk "
                     "elliptic_k elliptic_e elliptic_f Si Ci Shi Chi fresnels fresnelc".split())  # fmt: skip


@dataclass(frozen=True, slots=True)
class WrittenFormula:
    """`name = expr`, and the text of its right side as it was written."""

    name: str
    expr: Expr
    right_side: str


def read_formula(text: str, names: Iterable[str]) -> WrittenFormula:
    """`S = …`, or an expression, whose value is then called `value`.

    Raises `ParseError`, and `InputError` for what is no formula for a number.
    """
    known = frozenset(names)
    expr = parse(text, variables=known | _left_name(text))
    name, right_side = "value" if "value" not in known else "result", text
    if isinstance(expr, Call) and expr.head == "eq" and isinstance(expr.args[0], Symbol):
        name, expr = expr.args[0].name, expr.args[1]
        right_side = text.strip().partition("=")[2].strip(" $")
    if name in known:
        raise InputError(
            Message(en=f"{name} is both a parameter and the result", zh=f"{name} 既是参数又是结果")
        )
    if expr.has(*_NO_VALUE):
        raise InputError(
            Message(
                en="this is no formula for one number: write S = …, or an expression",
                zh="这不是求一个数的公式：请写成 S = … 或一个表达式",
            )
        )
    return WrittenFormula(name, expr, right_side)


_NO_VALUE = ("eq", "approx", "in", "set", "list", "tuple", "vector", "matrix", "interval", "named")


def _left_name(text: str) -> frozenset[str]:
    """What stands before the equals sign is a name, even where it would be a product: `ab = …`."""
    left, sign, _ = text.partition("=")
    left = left.strip(" $\t")
    return frozenset({left}) if sign and left.isidentifier() and left.isascii() else frozenset()


class FormulaSubject:
    """See `Subject`; `share` of the rows is checked, all of them where it is 1.

    Raises `InputError` for a letter without values and a parameter without use, `UnitError`,
    `NotRepresentable` where NumPy has no such function, `TooLarge`.
    """

    has_answers = False

    def __init__(
        self,
        formula: WrittenFormula,
        units: Mapping[str, Expr | None],
        *,
        share: float = 0.01,
        exact: bool = False,
        seed: int = 0,
    ) -> None:
        _same_letters(formula.expr, units)
        self.name, self.share, self.seed, self.exact = formula.name, share, seed, exact
        self.expr, self.unit = _without_units(formula.expr, units)
        self._names = tuple(units)
        self._compute = compile_numpy(self.expr, self._names)
        operations = _operations(self.expr)
        if operations > _MOST_OPERATIONS:
            raise TooLarge(
                Message(
                    en="one row of this formula takes too many operations",
                    zh="此公式的一行所需运算过多",
                )
            )
        self.rows_at_once = max(1, min(_BLOCK, _WORK // operations))
        self._check = self._checker()

    def _checker(self) -> RowCheck | None:
        try:
            return RowCheck(self.expr, self._names)
        except NotRepresentable:
            if self.exact:
                raise
            return None

    def results(self, blocks: Iterable[Block], finished: Finished, keep: Keep) -> Iterator[Rows]:
        """See `Subject`."""
        return map(self.rows, blocks)

    def rows(self, block: Block) -> Rows:
        """The results of a block."""
        import numpy as np

        columns = block.columns()
        values = self._compute(*(block.arrays[name] for name in self._names))
        values = np.asarray(values, dtype=float).reshape(-1) + 0.0  # no −0
        cells: dict[int, Cell] = {}
        for place, why in block.bad.items():
            values[place] = math.nan
            cells[place] = Cell(Outcome.NOT_UNDERSTOOD, None, message=why)
        points = _Points([columns[name] for name in self._names])
        if self.exact:
            checked, undecided = self._enclose_all(points, values, cells)
        else:
            self._explain(points, values, cells)
            checked, undecided = self._recheck(block.start, points, values, cells)
        return Rows(block.start, columns, values, cells, checked, undecided)

    def _explain(self, points: _Points, values: Any, cells: dict[int, Cell]) -> None:
        """Every row without a value: why, or the value after all."""
        import numpy as np

        for place in map(int, np.flatnonzero(np.isnan(values))):
            if place not in cells:
                values[place], cells[place] = self._diagnosed(points[place])

    def _diagnosed(self, point: Sequence[float]) -> tuple[float, Cell]:
        if self._check is None:
            return math.nan, Cell(Outcome.UNABLE, None, message=_UNKNOWN)
        found = self._check.diagnose(point)
        level = Level.ENCLOSED if found.outcome is not Outcome.UNABLE else None
        return found.value, Cell(found.outcome, level, message=found.why)

    def _enclose_all(self, points: _Points, values: Any, cells: dict[int, Cell]) -> tuple[int, int]:
        assert self._check is not None
        undecided, skipped = 0, len(cells)
        for place in range(len(values)):
            if place in cells:
                continue
            value = self._check.exact(points[place])
            if value is not None:
                values[place], cells[place] = value, _ENCLOSED
                continue
            values[place], cells[place] = self._diagnosed(points[place])
            undecided += cells[place].level is None
        return len(values) - skipped, undecided

    def _recheck(
        self, start: int, points: _Points, values: Any, cells: dict[int, Cell]
    ) -> tuple[int, int]:
        """Checks a random share; where one row fails, the whole block. Returns how many, and undecided."""
        import numpy as np

        if self._check is None or not self.share:
            return 0, 0
        count = len(values)
        wanted = min(count, max(math.ceil(self.share * count), _LEAST_CHECKED))
        generator = np.random.default_rng([self.seed, start])
        chosen = generator.choice(count, wanted, replace=False) if wanted < count else range(count)
        verdicts = self._verdicts(map(int, chosen), points, values, cells)
        if wanted < count and Verdict.REFUTED in verdicts:
            verdicts = self._verdicts(range(count), points, values, cells)
        return len(verdicts), sum(each is Verdict.UNDECIDED for each in verdicts)

    def _verdicts(
        self, places: Iterable[int], points: _Points, values: Any, cells: dict[int, Cell]
    ) -> list[Verdict]:
        assert self._check is not None
        verdicts: list[Verdict] = []
        open_places: list[int] = []
        for place in places:
            cell = cells.get(place)
            if cell is None or cell is _ENCLOSED:
                open_places.append(place)
            elif cell.outcome is not Outcome.NOT_UNDERSTOOD:
                verdicts.append(_VERDICT_OF.get(cell.outcome, Verdict.ENCLOSED))
        told = values[open_places].tolist()
        found = self._check.verdicts(points.at(open_places), told)
        for place, value, verdict in zip(open_places, told, found, strict=True):
            if verdict is Verdict.ENCLOSED:
                cells[place] = _ENCLOSED
            elif verdict is Verdict.REFUTED:
                values[place] = math.nan
                cells[place] = Cell(Outcome.REFUTED, Level.REFUTED, message=_refuted(repr(value)))
        return verdicts + found


class _Points:
    """The points of a block as floats, taken out where they are needed."""

    def __init__(self, columns: Sequence[Any]) -> None:
        self._columns = columns

    def __getitem__(self, place: int) -> tuple[float, ...]:
        return tuple(float(column[place]) for column in self._columns)

    def at(self, places: Sequence[int]) -> list[tuple[float, ...]]:
        """The points at some places."""
        return list(zip(*(column[places].tolist() for column in self._columns), strict=True))


_ENCLOSED = Cell(level=Level.ENCLOSED)
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


def _same_letters(expr: Expr, units: Mapping[str, Expr | None]) -> None:
    """Every letter has values, and every parameter a use."""
    free = expr.free_symbols()
    missing, idle = sorted(free - units.keys()), [name for name in units if name not in free]
    if missing:
        names = ", ".join(missing)
        raise InputError(
            Message(en=f"no values are given for {names}", zh=f"没有给出 {names} 的取值"),
            Message(
                en=f'for example: --over "{missing[0]}=1:10"',
                zh=f'例如：--over "{missing[0]}=1:10"',
            ),
        )
    if idle:
        names = ", ".join(idle)
        raise InputError(
            Message(en=f"the formula has no {names}", zh=f"公式中没有 {names}"),
        )


def _without_units(expr: Expr, units: Mapping[str, Expr | None]) -> tuple[Expr, Expr | None]:
    """The formula for the bare numbers of the parameters, and the unit of its value."""
    quantities = {
        name: call("quantity", Symbol(name), unit)
        for name, unit in units.items()
        if unit is not None
    }
    return split_quantity(expr.substitute(quantities))


def _operations(expr: Expr) -> int:
    """How many operations on numbers a row takes, roughly."""
    if not isinstance(expr, Call):
        return 1
    inner = sum(map(_operations, expr.args)) + (50 if expr.head in _SPECIAL else 1)
    if expr.head in ("sum", "product"):
        first, last = expr.args[2], expr.args[3]
        if isinstance(first, Number) and isinstance(last, Number):
            return inner * max(1, int(last.value - first.value) + 1)
    return inner
