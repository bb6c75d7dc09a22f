"""Rigorous values: expressions in ball arithmetic (python-flint), rounded outward.

    enclose(expr, {"x": 2})              a ball that holds the value
    decide_sign(expr)                    -1, 0, 1, or None where no precision sufficed
    decide(relation, {"x": 2})           True, False or None
    compile_enclosure(expr, ("x", "y"))  a function of balls, for branch and bound and interval Newton
    integrate(expr, "x", 0, 1)           a ball that holds the definite integral

F. Johansson, Arb: efficient arbitrary-precision midpoint-radius interval arithmetic,
https://doi.org/10.1109/TC.2017.2690633

The working precision of FLINT belongs to the whole process: threads that use this module at the same time
can lose accuracy to each other, never rigour.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from abacist.core.expr import Expr, Symbol
from abacist.notation.arb_arithmetic import ARITHMETIC
from abacist.notation.arb_complex import ComplexCompiler
from abacist.notation.arb_conditions import CONDITIONAL, NotReal, compile_condition
from abacist.notation.arb_extension import ExtensionCompiler
from abacist.notation.arb_functions import FUNCTIONS
from abacist.notation.arb_integral import INTEGRANDS, integral_rule, integrate_over
from abacist.notation.arb_real import RealCompiler
from abacist.notation.refusal import NotRepresentable, Undecided

if TYPE_CHECKING:
    from flint import acb, arb

__all__ = [
    "Number",
    "Undecided",
    "bounds",
    "compile_condition_of",
    "compile_enclosure",
    "decide",
    "decide_sign",
    "enclose",
    "enclose_interval",
    "integrate",
    "is_zero",
]

Number = Any
"""What a variable may be given as: arb, acb, int, Fraction, Decimal, or an expression without variables."""

_RULES = {**ARITHMETIC, **FUNCTIONS, **CONDITIONAL, "integral": integral_rule}
_HIGHEST = 4096
_HIGHEST_OF_INTEGRALS = 512
_GUARD = 32


def _compiler(variables: Sequence[str], partial: bool = False) -> RealCompiler:
    return RealCompiler({name: place for place, name in enumerate(variables)}, _RULES, partial)


def compile_enclosure(
    expr: Expr, variables: Sequence[str], *, partial: bool = False
) -> Callable[[Sequence[arb]], arb]:
    """The expression as a function of a tuple of balls, in the order of `variables`, to one ball.

    The result holds every value that the expression takes at points of the balls; it is not finite where
    the expression is not known to be a real number there. With `partial` roots and inverse functions take
    a ball that is in part outside their domain for its part inside, so that the result holds the values at
    the points where the expression is defined. The precision is `flint.ctx.prec`.
    Raises `NotRepresentable` for heads without a rule and symbols that are no variables.
    """
    return _compiler(variables, partial).compile(expr)


def compile_condition_of(
    relation: Expr, variables: Sequence[str]
) -> Callable[[Sequence[arb]], bool | None]:
    """A relation as a function of a tuple of balls: true or false at all their points, else None."""
    condition = compile_condition(_compiler(variables), relation)

    def decided(v: Sequence[arb]) -> bool | None:
        try:
            return condition(v)
        except NotReal:
            return None

    return decided


def enclose(
    expr: Expr,
    values: Mapping[str, Number] | None = None,
    *,
    bits: int = 128,
    field: Literal["real", "complex"] | None = None,
    highest: int = _HIGHEST,
) -> arb | acb:
    """A ball that holds the value of an expression, with a relative accuracy of `bits` where possible.

    Arguments:
        values: the variables' values.
        field: "real": every part of the expression must be a real number; "complex": principal values, and
            an acb is returned; None: real if that is possible, else complex.
        highest: the precision in bits at which the search for accuracy ends.

    The ball may be wider than asked for: around 0, and where the values given are wide. Raises `Undecided`
    where no finite ball was found: the value is undefined, or was not seen to be defined.
    """
    given = values or {}
    if expr.has("integral"):
        highest = min(highest, _HIGHEST_OF_INTEGRALS)
    if field is None:
        complex_first = _is_complex(expr, given)
        orders = ("complex",) if complex_first else ("real", "complex")
    else:
        orders = (field,)
    for order in orders:
        try:
            ball = _refined(_evaluation(expr, given, order), bits, highest, _all_exact(given))
        except NotRepresentable:
            if order == "real":
                raise
            ball = None
        if ball is not None:
            return ball
    raise Undecided("the value of an expression in ball arithmetic")


def _is_complex(expr: Expr, values: Mapping[str, Number]) -> bool:
    if any(type(value).__name__ == "acb" for value in values.values()):
        return True
    return any(node == Symbol("I") for node in expr.walk())


def _all_exact(values: Mapping[str, Number]) -> bool:
    """True where more precision helps: no value is a ball with a radius of its own."""
    return not any(
        type(value).__name__ in ("arb", "acb") and not value.is_exact() for value in values.values()
    )


def _evaluation(expr: Expr, values: Mapping[str, Number], field: str) -> Callable[[], Any]:
    """A function without arguments that evaluates at the current precision."""
    names = tuple(values)
    real = _compiler(names)
    inputs = [_input(values[name]) for name in names]
    if field == "real":
        closure = real.compile(expr)
        return lambda: closure(tuple(make() for make in inputs))
    from flint import acb

    closure = ComplexCompiler(real).compile(expr)
    return lambda: closure(tuple(acb(make()) for make in inputs))


def _input(value: Number) -> Callable[[], Any]:
    from flint import arb, fmpq

    if isinstance(value, Expr):
        closure = _compiler(()).compile(value)
        return lambda: closure(())
    if isinstance(value, (int, Fraction, Decimal)):
        exact = Fraction(value)
        ratio = fmpq(exact.numerator, exact.denominator)
        return lambda: arb(ratio)
    if isinstance(value, float):
        return lambda: arb(value)
    return lambda: value


def _refined(
    evaluate: Callable[[], Any], bits: int, highest: int, exact_inputs: bool
) -> Any | None:
    """The best finite ball with rising precision; None where there is none."""
    from flint import ctx

    best = None
    precision = bits + _GUARD
    while precision <= max(highest, bits + _GUARD):
        with ctx.workprec(precision):
            ball = evaluate()
        if ball.is_finite():
            best = ball
            if ball.rel_accuracy_bits() >= bits or not exact_inputs:
                return best
        elif not exact_inputs and precision > 2 * (bits + _GUARD):
            return None
        precision *= 2
    return best


def decide_sign(
    expr: Expr, values: Mapping[str, Number] | None = None, *, highest: int = _HIGHEST
) -> Literal[-1, 0, 1] | None:
    """The sign of a real value: ±1 where a ball excludes 0, 0 where arithmetic was exact, else None."""
    from flint import ctx

    given = values or {}
    try:
        evaluate = _evaluation(expr, given, "real")
    except NotRepresentable:
        return None
    precision = 64
    while precision <= highest:
        with ctx.workprec(precision):
            ball = evaluate()
        if ball > 0:
            return 1
        if ball < 0:
            return -1
        if ball.is_zero():
            return 0
        if not _all_exact(given):
            return None
        precision *= 2
    return None


def is_zero(
    expr: Expr, values: Mapping[str, Number] | None = None, *, highest: int = _HIGHEST
) -> bool | None:
    """False only where a ball excludes 0, True only where the value came out exactly 0, else None."""
    if _is_complex(expr, values or {}):
        try:
            ball = enclose(expr, values, field="complex", bits=64, highest=highest)
        except (Undecided, NotRepresentable):
            return None
        return True if ball.is_zero() else (None if ball.contains(0) else False)
    sign = decide_sign(expr, values, highest=highest)
    return None if sign is None else sign == 0


def decide(
    relation: Expr, values: Mapping[str, Number] | None = None, *, highest: int = _HIGHEST
) -> bool | None:
    """The truth of a relation (also with and, or, not, in) between real values, or None."""
    from flint import ctx

    given = values or {}
    try:
        condition = compile_condition_of(relation, tuple(given))
        inputs = [_input(value) for value in given.values()]
    except NotRepresentable:
        return None
    precision = 64
    while precision <= highest:
        with ctx.workprec(precision):
            truth = condition(tuple(make() for make in inputs))
        if truth is not None or not _all_exact(given):
            return truth
        precision *= 2
    return None


def enclose_interval(lower: Number, upper: Number) -> arb:
    """The smallest ball, at the current precision, that holds both numbers and so all between them."""
    return _input(lower)().union(_input(upper)())


def bounds(ball: arb) -> tuple[Fraction, Fraction]:
    """Exact lower and upper bounds of a finite ball. Raises `Undecided` for one that is not finite."""
    if not ball.is_finite():
        raise Undecided("the bounds of a ball that is not finite")
    return _as_fraction(ball.lower()), _as_fraction(ball.upper())


def _as_fraction(exact: arb) -> Fraction:
    mantissa, exponent = exact.man_exp()
    scale = Fraction(2) ** abs(int(exponent))
    return int(mantissa) * scale if exponent >= 0 else int(mantissa) / scale


def integrate(
    expr: Expr,
    variable: str,
    lower: Number,
    upper: Number,
    *,
    values: Mapping[str, Number] | None = None,
    bits: int = 64,
    highest: int = _HIGHEST_OF_INTEGRALS,
) -> arb:
    """A ball that holds the integral of a real function from `lower` to `upper`.

    Arguments:
        lower, upper: numbers or expressions without variables; ends must be finite.
        values: values of the other variables.
        bits: relative accuracy aimed at; `highest` is where the precision stops rising.

    Raises `Undecided` where no finite ball was found (a singularity, a point where the integrand is not
    defined) and `NotRepresentable` for heads that are not continued analytically.
    """
    given = values or {}
    real = _compiler((*given, variable), partial=True)
    closure = real.compile(expr)
    extension = ExtensionCompiler(real, frozenset({variable}), INTEGRANDS).compile(expr)
    ends = _input(lower), _input(upper)
    inputs = [_input(value) for value in given.values()]

    def evaluate() -> Any:
        outer = tuple(make() for make in inputs)
        return integrate_over(closure, extension, ends[0](), ends[1](), outer)

    ball = _refined(evaluate, bits, highest, _all_exact({**given, "": lower, " ": upper}))
    if ball is None:
        raise Undecided("a definite integral in ball arithmetic")
    return ball
