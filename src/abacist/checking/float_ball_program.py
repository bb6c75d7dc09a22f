"""Formulas as straight-line programs over columns of balls of floats, which enclose them at many points at once.

What depends on no variable is enclosed once by Arb, and a function without a rule here (Γ, erf, J₀) by Arb
element by element. Common subexpressions are computed once. Not every ball found is narrow: what this leaves
open is for Arb alone, with more bits, point by point.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from abacist.checking.float_ball_functions import (
    FUNCTIONS,
    exponential,
    general_power,
    logarithm,
    odd_root,
)
from abacist.checking.float_balls import (
    FloatBalls,
    added,
    at_most,
    bounds,
    ceiling,
    divided,
    exact,
    floored,
    greater,
    kept_whole,
    multiplied,
    negated,
    powered,
    smaller,
    square_root,
    whole_quotient,
    widened,
    written,
)
from abacist.core.expr import Call, Expr, Symbol, call, number
from abacist.notation.arb import compile_enclosure
from abacist.notation.arb_real import as_ratio
from abacist.notation.refusal import NotRepresentable

__all__ = ["FloatBallProgram"]

_CHUNK = 4096  # rows at a time, so that the columns of all steps stay in the processor's cache
_MOST_STEPS = 1000
_MOST_FACTORS = 1024
_BITS = 128  # of constants
_FEW_BITS = 64  # of functions that are known to Arb alone
_WHOLE = frozenset({"integral", "limit", "derivative"})  # heads whose arguments are no values
_JUMPING = ("floor", "ceil", "mod", "sign", "heaviside", "piecewise")

Operation = Callable[..., Any]


class FloatBallProgram:
    """A formula in the variables `names`. Raises `NotRepresentable` for one that has no program."""

    def __init__(self, expr: Expr, names: Sequence[str]) -> None:
        self._variables = frozenset(names)
        self._slots: dict[Expr, int] = {Symbol(name): place for place, name in enumerate(names)}
        self._cells: list[Any] = [None] * len(names)
        self._steps: list[tuple[int, Operation, tuple[int, ...]]] = []
        # at a jump, and for a power of what is negative, it matters that a number is exact
        self._counts_whole = expr.has(*_JUMPING) or any(map(self._is_varying_power, expr.walk()))
        self._result = self.place(expr)

    def __call__(self, columns: Sequence[Any]) -> FloatBalls:
        """Enclosures of the formula wherever each variable is the float, or the decimal it is written as."""
        import numpy as np

        cells = self._cells.copy()
        with np.errstate(all="ignore"):
            cells[: len(columns)] = [
                written(np.asarray(column, float), told_apart=self._counts_whole)
                for column in columns
            ]
            for target, operation, sources in self._steps:
                cells[target] = operation(*[cells[source] for source in sources])
        return cells[self._result]

    def agrees(self, columns: Sequence[Any], values: Any, tolerance: float) -> Any:
        """Where `values` are surely off by no more than `tolerance` of themselves, as an array of truths."""
        import numpy as np

        agree = np.zeros(len(values), dtype=bool)
        for start in range(0, len(values), _CHUNK):
            chunk = slice(start, start + _CHUNK)
            ball, told = self([column[chunk] for column in columns]), values[chunk]
            with np.errstate(all="ignore"):
                agree[chunk] = at_most(ball, told, np.abs(told) * tolerance)
        return agree

    # ---- compiling

    def place(self, expr: Expr) -> int:
        """Where the value of an expression will be found."""
        slot = self._slots.get(expr)
        if slot is None:
            slot = self._slots[expr] = self._emitted(expr)
        return slot

    def _emitted(self, expr: Expr) -> int:
        if not self._varies(expr):
            return self._cell(_constant(expr))
        assert isinstance(expr, Call)
        rule = _RULES.get(expr.head)
        if rule is not None:
            return rule(self, *expr.args)
        function = FUNCTIONS.get(expr.head)
        if function is not None and len(expr.args) == 1:
            return self.step(function, *expr.args)
        varying = [arg for arg in expr.args if self._varies(arg)]
        return self.step(_by_arb(expr, varying), *varying)

    def _varies(self, expr: Expr) -> bool:
        return any(
            isinstance(each, Symbol) and each.name in self._variables for each in expr.walk()
        )

    def _is_varying_power(self, expr: Expr) -> bool:
        return isinstance(expr, Call) and expr.head == "pow" and self._varies(expr.args[1])

    def _cell(self, value: Any) -> int:
        self._cells.append(value)
        return len(self._cells) - 1

    def _add_step(self, operation: Operation, *sources: int) -> int:
        if len(self._steps) >= _MOST_STEPS:
            raise NotRepresentable("so long a formula in columns of balls")
        target = self._cell(None)
        self._steps.append((target, operation, sources))
        return target

    def step(self, operation: Operation, *args: Expr) -> int:
        """The place of an operation on the values of expressions."""
        return self._add_step(operation, *map(self.place, args))

    def fold(self, operation: Operation, args: Sequence[Expr]) -> int:
        """The place of an operation on all of them, from left to right."""
        total = self.place(args[0])
        for arg in args[1:]:
            total = self._add_step(operation, total, self.place(arg))
        return total

    def whole(self, operation: Operation, keep: Callable[..., FloatBalls]) -> Operation:
        """The operation, exact on whole numbers where the formula has jumps."""
        if not self._counts_whole:
            return operation
        return lambda a, b: keep(operation(a, b), a, b)

    def condition(self, expr: Expr) -> int:
        """The place of a pair of columns: where the condition surely holds, and where it surely does not."""
        if isinstance(expr, Symbol) and expr.name in ("true", "false"):
            return self._cell((expr.name == "true", expr.name == "false"))
        if isinstance(expr, Call) and expr.head in _RELATIONS:
            return self.step(_RELATIONS[expr.head], *expr.args)
        if isinstance(expr, Call) and expr.head in ("and", "or", "not"):
            places = [self.condition(arg) for arg in expr.args]
            return self._add_step(_CONNECTIVES[expr.head], *places)
        raise NotRepresentable("such a condition in columns of balls")

    def cases(self, parts: Sequence[Expr]) -> int:
        """The place of the first branch whose condition holds, those before it surely not holding."""
        places: list[int] = []
        for part in parts:
            if not isinstance(part, Call) or part.head not in ("case", "otherwise"):
                raise NotRepresentable("a piecewise function without cases")
            truth = part.args[1] if part.head == "case" else Symbol("true")
            places += [self.condition(truth), self.place(part.args[0])]
        return self._add_step(_first_branch, *places)


def _constant(expr: Expr) -> FloatBalls:
    """The float nearest to a number, and how far off it is."""
    import numpy as np
    from flint import ctx

    with ctx.workprec(_BITS):
        ball = compile_enclosure(expr, ())(())
        mid = float(ball.mid())
        if not (ball.is_finite() and np.isfinite(mid)):
            raise NotRepresentable("a constant that is no float")
        off = abs(ball - mid)
        if off.is_zero():
            return exact(mid)
        return widened(np.float64(mid), np.float64(float(off.upper())))


def _by_arb(expr: Call, varying: Sequence[Expr]) -> Operation:
    """A head applied by Arb, element by element."""
    import numpy as np
    from flint import arb, ctx

    if expr.head in _WHOLE:
        raise NotRepresentable(f"{expr.head}(…) in columns of balls")
    places = {arg: Symbol(f"_{place}") for place, arg in enumerate(varying)}
    applied = Call(expr.head, tuple(places.get(arg, arg) for arg in expr.args))
    closure = compile_enclosure(applied, [place.name for place in places.values()])

    def by_arb(*args: FloatBalls) -> FloatBalls:
        columns = np.broadcast_arrays(*(part for arg in args for part in arg))
        numbers = [column.tolist() for column in map(np.atleast_1d, columns)]
        balls = [map(arb, *pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)]
        with ctx.workprec(_FEW_BITS):
            values = [closure(point) for point in zip(*balls, strict=True)]
        mid = np.array([float(value.mid()) for value in values])
        rad = np.array([float(value.rad()) for value in values])
        return widened(mid, rad + np.abs(mid) * 2.0**-52)  # each rounded to a float

    return by_arb


# ---- relations between balls: where they surely hold, where they surely do not


def _less(a: FloatBalls, b: FloatBalls) -> tuple[Any, Any]:
    (low_a, high_a), (low_b, high_b) = bounds(a), bounds(b)
    return high_a < low_b, low_a >= high_b


def _at_most(a: FloatBalls, b: FloatBalls) -> tuple[Any, Any]:
    (low_a, high_a), (low_b, high_b) = bounds(a), bounds(b)
    return high_a <= low_b, low_a > high_b


def _equal(a: FloatBalls, b: FloatBalls) -> tuple[Any, Any]:
    (low_a, high_a), (low_b, high_b) = bounds(a), bounds(b)
    same = (low_a == high_a) & (low_b == high_b) & (low_a == low_b)
    return same, (high_a < low_b) | (low_a > high_b)


def _not(truth: tuple[Any, Any]) -> tuple[Any, Any]:
    return truth[1], truth[0]


def _and(*truths: tuple[Any, Any]) -> tuple[Any, Any]:
    """From left to right: behind a part that is not known to hold nothing is concluded."""
    holds, fails = truths[0]
    for also_holds, also_fails in truths[1:]:
        holds, fails = holds & also_holds, fails | (holds & also_fails)
    return holds, fails


def _or(*truths: tuple[Any, Any]) -> tuple[Any, Any]:
    return _not(_and(*map(_not, truths)))


_RELATIONS: Mapping[str, Operation] = {
    "lt": _less,
    "le": _at_most,
    "gt": lambda a, b: _less(b, a),
    "ge": lambda a, b: _at_most(b, a),
    "eq": _equal,
    "ne": lambda a, b: _not(_equal(a, b)),
}
_CONNECTIVES: Mapping[str, Operation] = {"and": _and, "or": _or, "not": _not}


def _first_branch(*conditions_and_values: Any) -> FloatBalls:
    import numpy as np

    mid, rad, is_open = np.float64(np.nan), np.float64(np.inf), np.bool_(True)
    for (holds, fails), value in zip(
        conditions_and_values[::2], conditions_and_values[1::2], strict=True
    ):
        chosen = is_open & holds
        mid, rad = np.where(chosen, value.mid, mid), np.where(chosen, value.rad, rad)
        is_open = is_open & fails
    return FloatBalls(mid, rad)


# ---- heads with rules of their own


def _power(to: FloatBallProgram, base: Expr, exponent: Expr) -> int:
    ratio = as_ratio(exponent)
    if ratio is not None and ratio and abs(ratio.numerator) <= _MOST_FACTORS:
        n = ratio.numerator
        if ratio.denominator == 1:
            return to.step(lambda a: powered(a, n), base)
        if ratio.denominator == 2:
            return to.step(lambda a: powered(square_root(a), n), base)
    if base == Symbol("E"):
        return to.step(exponential, exponent)
    return to.step(general_power, base, exponent)


def _root(to: FloatBallProgram, radicand: Expr, degree: Expr) -> int:
    ratio = as_ratio(degree)
    if ratio is None or ratio.denominator != 1 or not 2 <= ratio <= _MOST_FACTORS:
        raise NotRepresentable("such a root in columns of balls")
    n = int(ratio)
    if n == 2:
        return to.step(square_root, radicand)
    if n % 2:
        return to.step(lambda a: odd_root(a, n), radicand)
    return to.step(lambda a, b: exponential(divided(logarithm(a), b)), radicand, degree)


def _logarithm(to: FloatBallProgram, a: Expr, base: Expr | None = None) -> int:
    if base is None:
        return to.step(logarithm, a)
    return to.step(lambda x, b: divided(logarithm(x), logarithm(b)), a, base)


def _remainder(to: FloatBallProgram, a: Expr, b: Expr) -> int:
    """a − b·⌊a/b⌋"""
    divide, multiply, add = (
        to.whole(divided, whole_quotient),
        to.whole(multiplied, kept_whole),
        to.whole(added, kept_whole),
    )
    return to.step(lambda x, y: add(x, negated(multiply(y, floored(divide(x, y))))), a, b)


def _over_range(head: str) -> Callable[..., int]:
    def rule(to: FloatBallProgram, term: Expr, index: Expr, first: Expr, last: Expr) -> int:
        ends = as_ratio(first), as_ratio(last)
        if not isinstance(index, Symbol) or None in ends:
            raise NotRepresentable("such a sum in columns of balls")
        start, end = (int(each) for each in ends if each is not None)
        if not 0 <= end - start < _MOST_STEPS or [start, end] != list(ends):
            raise NotRepresentable("such a sum in columns of balls")
        terms = [term.substitute({index.name: number(k)}) for k in range(start, end + 1)]
        return _RULES[head](to, *terms)

    return rule


_RULES: Mapping[str, Callable[..., int]] = {
    "add": lambda to, *args: to.fold(to.whole(added, kept_whole), args),
    "mul": lambda to, *args: to.fold(to.whole(multiplied, kept_whole), args),
    "div": lambda to, *args: to.fold(to.whole(divided, whole_quotient), args),
    "max": lambda to, *args: to.fold(greater, args),
    "min": lambda to, *args: to.fold(smaller, args),
    "floor": lambda to, a: to.step(floored, a),
    "ceil": lambda to, a: to.step(ceiling, a),
    "degree": lambda to, a: to.fold(multiplied, [a, call("degree", number(1))]),
    "re": lambda to, a: to.place(a),
    "conj": lambda to, a: to.place(a),
    "pow": _power,
    "root": _root,
    "log": _logarithm,
    "mod": _remainder,
    "piecewise": lambda to, *parts: to.cases(parts),
    "sum": _over_range("add"),
    "product": _over_range("mul"),
}
"""Head → how it becomes steps."""
