"""The checker of antiderivatives, on published pairs."""

from __future__ import annotations

import pytest

from abacist.checking.antiderivative_of import check
from abacist.core.claim import AntiderivativeOf
from abacist.core.outcome import Verdict
from abacist.notation.grammar import parse_canonical

# Stewart, Calculus, 8th ed., table of integrals; NIST DLMF §§6.2, 7.2, 10.22, 25.12.
PAIRS = [
    ("sin(x**2)", "sqrt(pi/2)*fresnels(sqrt(2/pi)*x)"),
    ("1/sqrt(4 - x**2)", "asin(x/2)"),
    ("exp(-x**2)", "sqrt(pi)/2*erf(x)"),
    (
        "1/(x**4 + 1)",
        "sqrt(2)/8*ln((x**2 + sqrt(2)*x + 1)/(x**2 - sqrt(2)*x + 1))"
        " + sqrt(2)/4*(atan(sqrt(2)*x + 1) + atan(sqrt(2)*x - 1))",
    ),
    ("tan(x)", "-ln(abs(cos(x)))"),
    ("1/x", "ln(x)"),
    ("sec(x)", "ln(abs(sec(x) + tan(x)))"),
    ("sqrt(x**2 + 1)", "x*sqrt(x**2 + 1)/2 + asinh(x)/2"),
    ("x**a", "x**(a + 1)/(a + 1)"),
    ("1/(1 + sin(x))", "-2/(tan(x/2) + 1)"),
    ("a**x", "a**x/ln(a)"),
    ("exp(x)/x", "Ei(x)"),
    ("abs(x)", "x*abs(x)/2"),
    ("root(x, 3)", "3/4*x*root(x, 3)"),
    ("besselj(1, x)", "-besselj(0, x)"),
    ("polylog(1, x)/x", "polylog(2, x)"),
    ("sqrt(1 - sin(x)**2/4)", "elliptic_e(x, 1/4)"),
    ("cosh(2*x)", "sinh(x)*cosh(x)"),
]


@pytest.mark.parametrize("integrand, antiderivative", PAIRS)
def test_proved(integrand: str, antiderivative: str) -> None:
    claim = AntiderivativeOf(
        integrand=parse_canonical(integrand),
        variable="x",
        antiderivative=parse_canonical(antiderivative),
    )
    assert check(claim).verdict is Verdict.PROVED


def test_any_constant_may_be_added() -> None:
    claim = AntiderivativeOf(
        integrand=parse_canonical("2*x"),
        variable="x",
        antiderivative=parse_canonical("x**2 + K"),
    )
    assert check(claim).verdict is Verdict.PROVED
