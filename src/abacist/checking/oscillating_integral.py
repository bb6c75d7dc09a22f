"""Integrals to infinity of integrands that oscillate, enclosed by turning the path of integration.

The integrand is written Σ g_k(x)·e^(ikφ) with φ = c·x^m. Beyond A, where no g_k has a singularity, Cauchy's theorem and
Jordan's lemma give for φ = cx and k > 0

    ∫_A^∞ g(x)·e^(ikcx) dx = i·e^(ikcA) ∫_0^∞ g(A + iy)·e^(−kcy) dy,

which converges like e^(−kcy) and is enclosed by ball arithmetic. A phase c·x^m is first made linear by t = x^m.
Source: L. V. Ahlfors, Complex Analysis, 3rd ed. (1979), §4.5.3; D. Huybrechs, S. Vandewalle, On the evaluation of
highly oscillatory integrals by analytic continuation, https://doi.org/10.1137/050636814.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from abacist.checking.elementary_forms import ElementaryForms, is_identity
from abacist.checking.exact_derivatives import NotDifferentiable, derivative
from abacist.checking.normal_forms import NotNormal
from abacist.checking.power_series import Unsettled, evaluate
from abacist.core.expr import Call, Expr, Number, add, div, mul, number, symbol
from abacist.notation.sympy_form import NotRepresentable, from_sympy, to_sympy

__all__ = ["oscillates", "oscillating_tail", "repeats_forever"]

_WAVES = frozenset({"sin", "cos"})
_MOST_HARMONIC = 12
_DECAY = 90


@dataclass(frozen=True, slots=True)
class _Phase:
    """φ = c·x^m."""

    c: Fraction
    m: int


@dataclass(frozen=True, slots=True)
class _Amplitude:
    """x^power·above(x)/below(x) with polynomials over real balls, lowest coefficient first."""

    power: Fraction
    above: tuple[Any, ...]
    below: tuple[Any, ...]


def oscillates(integrand: Expr, variable: str) -> bool:
    """True where a sine or cosine of the variable occurs."""
    return any(
        isinstance(node, Call) and node.head in _WAVES and variable in node.args[0].free_symbols()
        for node in integrand.walk()
    )


def oscillating_tail(integrand: Expr, variable: str) -> tuple[Any, Any, Expr]:
    """(A, the part of the integral from A to ∞ that oscillates, the part of the integrand that does not).

    Raises `Unsettled` where the integrand is not of the form above.
    """
    phase = _common_phase(integrand, variable)
    steady, harmonics = _harmonics(integrand, variable, phase)
    amplitudes = {k: _linear(_amplitude(g, variable), phase) for k, g in harmonics.items()}
    start = _start(list(amplitudes.values()))
    total = 0
    for k, amplitude in amplitudes.items():
        total = total + 2 * _turned(amplitude, k * phase.c, start).real
    cut = start if phase.m == 1 else _root(start, phase.m)
    return cut, total, steady


# decomposition


def _common_phase(integrand: Expr, variable: str) -> _Phase:
    """The phase of which every wave is a whole multiple, constants apart."""
    found: list[_Phase] = []
    for node in integrand.walk():
        if (
            isinstance(node, Call)
            and node.head in _WAVES
            and variable in node.args[0].free_symbols()
        ):
            found.append(_monomial(node.args[0], variable))
    if not found or len({phase.m for phase in found}) != 1:
        raise Unsettled("no common phase")
    base = found[0].c
    for phase in found[1:]:
        base = _common_measure(base, phase.c)
    if any(phase.c / base > _MOST_HARMONIC for phase in found):
        raise Unsettled("too many harmonics")
    return _Phase(base, found[0].m)


def _common_measure(a: Fraction, b: Fraction) -> Fraction:
    from math import gcd, lcm

    return Fraction(gcd(a.numerator, b.numerator), lcm(a.denominator, b.denominator))


def _monomial(expr: Expr, variable: str) -> _Phase:
    """|c| and m of c·x^m + constant."""
    try:
        slope = derivative(expr, variable)
        for m in range(1, 5):
            power = number(1) if m == 1 else _power(variable, m - 1)
            c = ElementaryForms().form(div(slope, power)).constant
            if c is not None and c != 0:
                return _Phase(abs(c) / m, m)
    except (NotDifferentiable, NotNormal) as error:
        raise Unsettled("a phase without a normal form") from error
    raise Unsettled("a phase that is no power of the variable")


def _power(variable: str, m: int) -> Expr:
    return Call("pow", (symbol(variable), number(m)))


def _harmonics(integrand: Expr, variable: str, phase: _Phase) -> tuple[Expr, dict[int, Any]]:
    """The part without waves, and the coefficient (SymPy) of e^(ikφ) for each k > 0."""
    import sympy as sp

    try:
        f = to_sympy(integrand)
    except NotRepresentable as error:
        raise Unsettled(str(error)) from error
    x, z = sp.Symbol(variable), sp.Symbol("_z")
    base = sp.Rational(phase.c.numerator, phase.c.denominator) * x**phase.m

    def wave(argument: Any, cosine: bool) -> Any:
        argument = sp.expand(argument)
        k = argument.coeff(x, phase.m) / base.coeff(x, phase.m)
        rest = sp.exp(sp.I * (argument - k * base))
        up, down = z**k * rest, z**-k / rest
        return (up + down) / 2 if cosine else (up - down) / (2 * sp.I)

    g = f.replace(sp.sin, lambda a: wave(a, False) if a.has(x) else sp.sin(a))
    g = g.replace(sp.cos, lambda a: wave(a, True) if a.has(x) else sp.cos(a))
    above, below = sp.fraction(sp.together(g))
    if not (above.is_polynomial(z) and below.is_polynomial(z)):
        raise Unsettled("an integrand that is not polynomial in its waves")
    bottom = sp.Poly(below, z).terms()
    if len(bottom) != 1:
        raise Unsettled("a wave below the fraction bar")
    (shift,), common = bottom[0]
    parts = {power - shift: c / common for (power,), c in sp.Poly(above, z).terms()}
    if any(abs(k) > _MOST_HARMONIC for k in parts):
        raise Unsettled("too many harmonics")
    steady = from_sympy(sp.together(parts.pop(0, sp.S.Zero)))
    return steady, {k: sp.together(part) for k, part in parts.items() if k > 0}


def _amplitude(g: Any, variable: str) -> _Amplitude:
    """x^q·P(x)/Q(x); the coefficients may be complex."""
    import sympy as sp

    x = sp.Symbol(variable)
    above, below = sp.fraction(sp.together(sp.powsimp(g)))
    power = Fraction(0)
    parts = []
    for side, sign in ((above, 1), (below, -1)):
        rest = side
        for factor in sp.Mul.make_args(side):
            if (
                factor.is_Pow
                and factor.base == x
                and factor.exp.is_Rational
                and not factor.exp.is_Integer
            ):
                power += sign * Fraction(int(factor.exp.p), int(factor.exp.q))
                rest = rest / factor
        if not rest.is_polynomial(x):
            raise Unsettled("an amplitude that is not rational")
        coefficients = sp.Poly(rest, x).all_coeffs()[::-1]
        parts.append(tuple(evaluate(from_sympy(c), {}) for c in coefficients))
    if parts[1][-1].contains(0):
        raise Unsettled("an amplitude whose degree is not known")
    return _Amplitude(power, parts[0], parts[1])


def _linear(a: _Amplitude, phase: _Phase) -> _Amplitude:
    """The amplitude in t = x^m, with the factor dx/dt, for m > 1 only of a single power of x."""
    if phase.m == 1:
        return a
    if len(a.below) != 1 and any(not c.contains(0) or c != 0 for c in a.below[:-1]):
        raise Unsettled("a rational amplitude with a phase that is not linear")
    above = [(i, c) for i, c in enumerate(a.above) if c != 0]
    if len(above) != 1:
        raise Unsettled("several powers with a phase that is not linear")
    exponent, c = above[0]
    power = a.power + exponent - (len(a.below) - 1)
    m = phase.m
    return _Amplitude((power + 1) / m - 1, (c / a.below[-1] / m,), (c / c,))


# the turned path


def _degree(a: _Amplitude) -> Fraction:
    return a.power + len(a.above) - len(a.below)


def _start(amplitudes: list[_Amplitude]) -> Any:
    """A point beyond twice every zero of every denominator, where Jordan's lemma applies."""
    from flint import arb

    radius = arb(2)
    for a in amplitudes:
        if _degree(a) >= 0:
            raise Unsettled("an amplitude that does not tend to zero")
        largest = max((float(abs(c / a.below[-1]).upper()) for c in a.below[:-1]), default=0.0)
        radius = max(radius, 2 * (1 + arb(largest)).ceil(), key=float)
    return radius


def _turned(a: _Amplitude, omega: Fraction, start: Any) -> Any:
    """∫_A^∞ a(x)·e^(iωx) dx for ω > 0.

    For |x| ≥ A, twice the root bound, |Q(x)| ≥ |q_n|·(|x|/2)^n; so |a| is at most its bound at |x| = A.
    """
    from flint import acb, arb, fmpq

    rate = arb(fmpq(omega.numerator, omega.denominator))
    q = arb(fmpq(a.power.numerator, a.power.denominator))
    n = len(a.below) - 1
    bound = sum((abs(c) * start**j for j, c in enumerate(a.above)), start=arb(0))
    bound = bound * start**q / (abs(a.below[-1]) * (start / 2) ** n)
    length = _DECAY / rate

    def integrand(y: Any, analytic: bool) -> Any:
        x = start + acb(0, 1) * y
        value = _horner(a.above, x) / _horner(a.below, x) * (-rate * y).exp()
        return value * x.pow(acb(q), analytic=analytic) if a.power else value

    middle = acb.integral(integrand, acb(0), acb(length))
    rest = bound * (-rate * length).exp() / rate
    tail = acb((-rest).union(rest), (-rest).union(rest))
    return acb(0, 1) * (acb(0, 1) * rate * start).exp() * (middle + tail)


def _horner(coefficients: tuple[Any, ...], x: Any) -> Any:
    total = coefficients[-1]
    for c in reversed(coefficients[:-1]):
        total = total * x + c
    return total


def _root(value: Any, m: int) -> Any:
    return value.root(m)


# periodic integrands


def repeats_forever(integrand: Expr, variable: str) -> bool:
    """True where the integrand is proved to be periodic and is not zero somewhere."""
    from flint import acb

    if variable not in integrand.free_symbols():
        return isinstance(integrand, Number) and integrand.value != 0
    try:
        phase = _common_phase(integrand, variable)
        if phase.m != 1:
            return False
        period = mul(number(2 / phase.c), symbol("pi"))
        shifted = integrand.substitute({variable: add(symbol(variable), period)})
        somewhere = evaluate(integrand, {variable: acb("0.7320508")})
    except Unsettled:
        return False
    return is_identity(shifted, integrand) and not somewhere.contains(0)
