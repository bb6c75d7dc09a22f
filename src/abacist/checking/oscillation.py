"""Sequences that run into a point along which an oscillating sine or cosine has a fixed phase.

If h(x) → ±∞ continuously at the point, then for every phase θ there are x_j tending to the point with
h(x_j) = θ + 2πj; there sin(k·h) = sin(kθ) and cos(k·h) = cos(kθ) for whole k.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from abacist.checking.elementary_forms import ElementaryForms
from abacist.checking.exact_derivatives import NotDifferentiable, derivative
from abacist.checking.germ_composition import inverse, limit_sign
from abacist.checking.germs import Germ, Germs
from abacist.checking.normal_forms import NotNormal
from abacist.checking.one_sided import germ_of, neighbourhoods, side_of
from abacist.checking.power_series import Unsettled
from abacist.core.expr import Call, Expr, Number, call, div, mul, neg, number, symbol

__all__ = ["phases", "residues"]

_OSCILLATING = frozenset({"sin", "cos", "tan", "cot", "sec", "csc"})
# Multiples of π/6, those first that settle most cases.
_PHASES = (Fraction(0), Fraction(1, 2), Fraction(1), Fraction(3, 2), Fraction(1, 4), Fraction(1, 6))


def phases(
    function: Expr, variable: str, point: Expr, direction: int
) -> Iterator[tuple[str, Expr]]:
    """(phase as a multiple of π, the function with its oscillating parts at that phase)."""
    for to in neighbourhoods():
        try:
            near = side_of(to, point, direction)
            multiples = _multiples(to, function, variable, near)
        except Unsettled:
            continue
        for phase in _PHASES if multiples else ():
            yield str(phase), _at_phase(function, multiples, phase)
        return


def _multiples(to: Germs, function: Expr, variable: str, near: Germ) -> dict[Expr, int]:
    """The diverging arguments as whole multiples of one of them. Raises `Unsettled` where they are not."""
    arguments: dict[Expr, Germ] = {}
    for node in function.walk():
        if isinstance(node, Call) and node.head in _OSCILLATING:
            inner = node.args[0]
            if variable in inner.free_symbols() and inner not in arguments:
                germ = germ_of(to, inner, variable, near)
                if limit_sign(to, germ):
                    arguments[inner] = germ
    for base in arguments.values():
        ratios = {inner: _whole_ratio(to, germ, base) for inner, germ in arguments.items()}
        if all(ratio is not None for ratio in ratios.values()):
            return {inner: ratio for inner, ratio in ratios.items() if ratio is not None}
    if arguments:
        raise Unsettled("frequencies without a common measure")
    return {}


def _whole_ratio(to: Germs, germ: Germ, base: Germ) -> int | None:
    """k where germ = k·base exactly."""
    if germ.tail is not None or base.tail is not None:
        # Only arguments that are finite expansions are compared; the same argument is itself.
        return 1 if germ is base else None
    ratio = to.multiply(germ, inverse(to, base))
    if ratio.growth or ratio.tail is not None or len(ratio.terms) != 1:
        return 1 if germ is base else None
    scale, c = ratio.terms[0]
    if scale != (0, 0) or c.rational is None or c.rational.denominator != 1:
        return None
    return int(c.rational)


def _at_phase(function: Expr, multiples: dict[Expr, int], phase: Fraction) -> Expr:
    def change(node: Expr) -> Expr:
        if isinstance(node, Call) and node.head in _OSCILLATING and node.args[0] in multiples:
            angle = phase * multiples[node.args[0]]
            top = mul(number(angle.numerator), symbol("pi"))
            return call(node.head, div(top, number(angle.denominator)))
        return node

    return function.rebuild(change)


_PERIOD = 12


def residues(function: Expr, variable: str) -> list[tuple[str, Expr]]:
    """The function on n = r, r + 12, r + 24, … for each r, where (−b)ⁿ or sin(πqn) makes that matter.

    On each of these sequences (−1)ⁿ and sines and cosines of multiples of πn/6 are constant. Empty where
    nothing depends on the residue.
    """
    found = [(str(r), _with_residue(function, variable, r)) for r in range(_PERIOD)]
    return found if any(changed != function for _, changed in found) else []


def _with_residue(function: Expr, variable: str, r: int) -> Expr:
    def change(node: Expr) -> Expr:
        if not isinstance(node, Call):
            return node
        if node.head == "pow":
            return _power_with_residue(node, variable, r)
        if node.head in _OSCILLATING and variable in node.args[0].free_symbols():
            angle = _angle_at(node.args[0], variable, r)
            return node if angle is None else call(node.head, angle)
        return node

    return function.rebuild(change)


def _power_with_residue(node: Call, variable: str, r: int) -> Expr:
    """(−b)^(k·n + c) = ±b^(k·n + c) for whole k and c."""
    base, exponent = node.args
    negative = (isinstance(base, Number) and base.value < 0) or (
        isinstance(base, Call) and base.head == "neg"
    )
    if not negative or variable in base.free_symbols():
        return node
    line = _line(exponent, variable)
    if line is None or any(part.denominator != 1 for part in line):
        return node
    raised = call("pow", neg(base), exponent)
    odd = (line[0] * r + line[1]) % 2
    if neg(base) == number(1):
        return number(-1 if odd else 1)
    return neg(raised) if odd else raised


def _angle_at(argument: Expr, variable: str, r: int) -> Expr | None:
    """The argument of a sine at n = r where it is q·π·n + c·π with 12·q even; else None."""
    line = _line(div(argument, symbol("pi")), variable)
    if line is None or (line[0] * _PERIOD) % 2 != 0:
        return None
    q = line[0] * r + line[1]
    return div(mul(number(q.numerator), symbol("pi")), number(q.denominator))


def _line(expr: Expr, variable: str) -> tuple[Fraction, Fraction] | None:
    """(k, c) where the expression is exactly k·variable + c with rational k and c."""
    try:
        rate = derivative(expr, variable)
        at_zero = expr.substitute({variable: number(0)})
        slope, start = (form.constant for form in ElementaryForms().forms(rate, at_zero))
    except (NotDifferentiable, NotNormal):
        return None
    return None if slope is None or start is None else (slope, start)
