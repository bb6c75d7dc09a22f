"""A formula at many points: compiled once, computed on whole blocks by NumPy, checked by ball arithmetic.

Blocks of a grid stay boxes: what depends on one parameter is computed once for each of its values and
broadcast. A block is small enough for the processor's cache, and never takes long, so that a sweep can be
interrupted at any time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from abacist.apps.sweeps.block_check import BlockCheck, ComputedBlock
from abacist.apps.sweeps.rows import Block, Rows
from abacist.apps.sweeps.subjects import Finished, Keep
from abacist.core.errors import InputError, TooLarge
from abacist.core.expr import Call, Expr, Number, Symbol, call
from abacist.core.language import Message
from abacist.notation import parse
from abacist.notation.numpy_form import compile_numpy
from abacist.notation.quantities import split_quantity

__all__ = ["FormulaSubject", "WrittenFormula", "read_formula"]

_BLOCK = 1 << 16
_TOGETHER = 6  # blocks that are checked at once
_WORK = 1 << 22  # operations on single numbers in a block, about 0.1 s
_MOST_OPERATIONS = 10_000_000  # for one row
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
        self.name = formula.name
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
        self._check = BlockCheck(
            self.expr, self._names, share=share, seed=seed, every_row_anew=exact
        )

    def results(self, blocks: Iterable[Block], finished: Finished, keep: Keep) -> Iterator[Rows]:
        """See `Subject`."""
        ahead = iter(blocks)
        while together := list(islice(ahead, _TOGETHER)):
            yield from self._check.checked([self._computed(block) for block in together])

    def _computed(self, block: Block) -> ComputedBlock:
        import numpy as np

        values = self._compute(*(block.arrays[name] for name in self._names))
        return self._check.begun(block, np.asarray(values, dtype=float).reshape(-1))


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
