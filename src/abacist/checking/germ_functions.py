"""How each function behaves on germs: at ordinary points, at ±∞, at poles and branch points.

Source: NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov: §4.24 (arcsine at ±1), §5.11 (Stirling's
series and its error), §6.12 and §7.12 (exponential integrals, error and Fresnel functions at infinity).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from abacist.checking.exact_constants import Constant
from abacist.checking.germ_composition import (
    HALF,
    absolute,
    composed,
    exponential,
    inverse,
    limit_sign,
    logarithm,
    power,
    sign,
    split,
    value_at,
)
from abacist.checking.germs import Germ, Germs
from abacist.checking.power_series import Unsettled
from abacist.core.expr import symbol

__all__ = ["FUNCTIONS"]


def _of_exponentials(signs: tuple[int, int], halves: bool) -> Callable[[Germs, Germ], Germ]:
    def rule(to: Germs, g: Germ) -> Germ:
        up, down = exponential(to, g), exponential(to, to.negative(g))
        total = to.add(
            to.scaled(up, to.constants.of(signs[0])), to.scaled(down, to.constants.of(signs[1]))
        )
        return to.scaled(total, to.constants.of(HALF)) if halves else total

    return rule


_sinh = _of_exponentials((1, -1), True)
_cosh = _of_exponentials((1, 1), True)


def _tanh(to: Germs, g: Germ) -> Germ:
    return to.multiply(_sinh(to, g), inverse(to, _cosh(to, g)))


# functions with a special behaviour somewhere


def _oscillating(head: str) -> Callable[[Germs, Germ], Germ]:
    def rule(to: Germs, g: Germ) -> Germ:
        from flint import arb

        if _diverges(to, g):
            return to.within(arb(-1).union(arb(1)))
        return composed(to, head, g, lambda c: _trigonometric(to, head, c))

    return rule


def _diverges(to: Germs, g: Germ) -> bool:
    """True where sin and cos of g are only known to be bounded."""
    try:
        return limit_sign(to, g) != 0
    except Unsettled:
        return True


def _trigonometric(to: Germs, head: str, c: Constant) -> list[Constant]:
    """The exact Taylor coefficients of sine or cosine."""
    constants = to.constants
    sine, cosine = value_at(to, "sin", c), value_at(to, "cos", c)
    cycle = [sine, cosine, constants.negative(sine), constants.negative(cosine)]
    start = 0 if head == "sin" else 1
    found, factorial = [], 1
    for j in range(to.length):
        factorial *= max(j, 1)
        found.append(
            constants.multiply(cycle[(start + j) % 4], constants.of(Fraction(1, factorial)))
        )
    return found


_sin, _cos = _oscillating("sin"), _oscillating("cos")


def _tan(to: Germs, g: Germ) -> Germ:
    return to.multiply(_sin(to, g), inverse(to, _cos(to, g)))


def _pi(to: Germs, q: Fraction) -> Germ:
    constants = to.constants
    return to.constant(constants.multiply(constants.from_expr(symbol("pi")), constants.of(q)))


def _atan(to: Germs, g: Germ) -> Germ:
    side = limit_sign(to, g)
    if side:
        return to.add(_pi(to, side * HALF), to.negative(composed(to, "atan", inverse(to, g))))
    return composed(to, "atan", g)


def _acos(to: Germs, g: Germ) -> Germ:
    """2·asin(√((1 − z)/2)) where z → 1, π minus that of −z where z → −1."""
    constant, rest = split(to, g)
    if constant is not None and constant.rational in (1, -1) and not to.is_zero(rest):
        if constant.rational == -1:
            return to.add(_pi(to, Fraction(1)), to.negative(_acos(to, to.negative(g))))
        half = to.scaled(to.add(to.number(1), to.negative(g)), to.constants.of(HALF))
        return to.scaled(composed(to, "asin", power(to, half, HALF)), to.constants.of(2))
    return composed(to, "acos", g)


def _asin(to: Germs, g: Germ) -> Germ:
    constant, _ = split(to, g)
    if constant is not None and constant.rational in (1, -1):
        return to.add(_pi(to, HALF), to.negative(_acos(to, g)))
    return composed(to, "asin", g)


def _square_plus(to: Germs, g: Germ, c: int) -> Germ:
    return power(to, to.add(to.multiply(g, g), to.number(c)), HALF)


def _asinh(to: Germs, g: Germ) -> Germ:
    side = limit_sign(to, g)
    if side < 0:
        return to.negative(_asinh(to, to.negative(g)))
    if side:
        return logarithm(to, to.add(g, _square_plus(to, g, 1)))
    return composed(to, "asinh", g)


def _acosh(to: Germs, g: Germ) -> Germ:
    return logarithm(to, to.add(g, _square_plus(to, g, -1)))


def _atanh(to: Germs, g: Germ) -> Germ:
    above, below = to.add(to.number(1), g), to.add(to.number(1), to.negative(g))
    return to.scaled(
        to.add(logarithm(to, above), to.negative(logarithm(to, below))), to.constants.of(HALF)
    )


def _floor(to: Germs, g: Germ) -> Germ:
    from flint import arb

    if limit_sign(to, g):
        return to.add(g, to.within(arb(-1).union(arb(0))))
    constant, rest = split(to, g)
    if constant is None:
        raise Unsettled("the whole part of a remainder")
    if constant.rational is not None:
        whole = constant.rational.numerator // constant.rational.denominator
        if constant.rational.denominator == 1 and sign(to, rest) < 0:
            whole -= 1
        return to.number(whole)
    whole = constant.ball.floor().unique_fmpz()
    if whole is None:
        raise Unsettled("a whole part that is not decided")
    return to.number(int(whole))


def _erf(to: Germs, g: Germ) -> Germ:
    """1 − θ·exp(−g²) with 0 < θ ≤ 1 where g → ∞."""
    from flint import arb

    side = limit_sign(to, g)
    if not side:
        return composed(to, "erf", g)
    flat = exponential(to, to.negative(to.multiply(g, g)))
    rest = to.multiply(flat, to.within(arb(0).union(arb(1))))
    return to.scaled(to.add(to.number(1), to.negative(rest)), to.constants.of(side))


def _decaying(head: str, at_infinity: Callable[[Germs], Germ], factor: int) -> Any:
    """A function that tends to ±limit at ±∞ with an error of at most factor/|g|."""

    def rule(to: Germs, g: Germ) -> Germ:
        from flint import arb

        side = limit_sign(to, g)
        if not side:
            return composed(to, head, g)
        rest = to.multiply(inverse(to, g), to.within(arb(-factor).union(arb(factor))))
        return to.add(to.scaled(at_infinity(to), to.constants.of(side)), rest)

    return rule


def _loggamma(to: Germs, g: Germ) -> Germ:
    """Stirling's series at +∞; its error is at most the first term left out."""
    from flint import arb

    if limit_sign(to, g) <= 0:
        return composed(to, "loggamma", g)
    log = logarithm(to, g)
    back = inverse(to, g)
    cube = to.multiply(back, back, back)
    fifth = to.multiply(cube, back, back)
    pi = to.constants.from_expr(symbol("pi"))
    two_pi = to.constants.multiply(to.constants.of(2), pi)
    half_log = to.scaled(to.constant(value_at(to, "ln", two_pi)), to.constants.of(HALF))
    return to.add(
        to.multiply(to.add(g, to.number(-HALF)), log),
        to.negative(g),
        half_log,
        to.scaled(back, to.constants.of(Fraction(1, 12))),
        to.scaled(cube, to.constants.of(Fraction(-1, 360))),
        to.multiply(fifth, to.within((arb(-1).union(arb(1))) / 1260)),
    )


def _gamma(to: Germs, g: Germ) -> Germ:
    if limit_sign(to, g) > 0:
        return exponential(to, _loggamma(to, g))
    constant, rest = split(to, g)
    q = constant.rational if constant is not None else None
    if q is not None and q.denominator == 1 and q <= 0 and not to.is_zero(rest):
        n = int(-q)
        factors = [to.add(g, to.number(j)) for j in range(n + 1)]
        above = composed(to, "gamma", to.add(g, to.number(n + 1)))
        return to.multiply(above, inverse(to, to.multiply(to.number(1), *factors)))
    return composed(to, "gamma", g)


def _shifted_gamma(to: Germs, g: Germ) -> Germ:
    return _gamma(to, to.add(g, to.number(1)))


def _signum(to: Germs, g: Germ) -> Germ:
    return to.number(sign(to, g))


def _step(to: Germs, g: Germ) -> Germ:
    found = sign(to, g)
    if not found:
        raise Unsettled("the step function at its jump")
    return to.number(1 if found > 0 else 0)


def _reciprocal_of(rule: Callable[[Germs, Germ], Germ]) -> Callable[[Germs, Germ], Germ]:
    return lambda to, g: inverse(to, rule(to, g))


def _of_reciprocal(rule: Callable[[Germs, Germ], Germ]) -> Callable[[Germs, Germ], Germ]:
    return lambda to, g: rule(to, inverse(to, g))


FUNCTIONS: Mapping[str, Callable[[Germs, Germ], Germ]] = {
    "exp": exponential,
    "ln": logarithm,
    "sqrt": lambda to, g: power(to, g, HALF),
    "sin": _sin,
    "cos": _cos,
    "tan": _tan,
    "cot": _reciprocal_of(_tan),
    "sec": _reciprocal_of(_cos),
    "csc": _reciprocal_of(_sin),
    "asin": _asin,
    "acos": _acos,
    "atan": _atan,
    "acot": _of_reciprocal(_atan),
    "sinh": _sinh,
    "cosh": _cosh,
    "tanh": _tanh,
    "coth": _reciprocal_of(_tanh),
    "sech": _reciprocal_of(_cosh),
    "csch": _reciprocal_of(_sinh),
    "asinh": _asinh,
    "acosh": _acosh,
    "atanh": _atanh,
    "abs": absolute,
    "sign": _signum,
    "heaviside": _step,
    "floor": _floor,
    "ceil": lambda to, g: to.negative(_floor(to, to.negative(g))),
    "erf": _erf,
    "erfc": lambda to, g: to.add(to.number(1), to.negative(_erf(to, g))),
    "gamma": _gamma,
    "factorial": _shifted_gamma,
    "loggamma": _loggamma,
    "Si": _decaying("Si", lambda to: _pi(to, HALF), 2),
    "fresnels": _decaying("fresnels", lambda to: to.number(HALF), 1),
    "fresnelc": _decaying("fresnelc", lambda to: to.number(HALF), 1),
}
"""Head → the rule; every other function of one argument is composed where it is analytic."""
