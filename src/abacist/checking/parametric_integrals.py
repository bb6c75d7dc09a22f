"""Integrals with parameters, proved for all their values that the conditions allow.

The integrand is a sum of terms c·x^p·e^(λx), whose antiderivatives are written down by rule and taken between the
ends; an end at infinity or at a branch point needs the sign of λ or of p + 1, which the conditions must give. Or it
is 1/(Ax² + B) or e^(−Ax² + …) over a whole or a half line. The value is compared as an identity in the parameters.
Source: NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov, §§4.10, 5.2 and 7.7.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import factorial

from abacist.checking.elementary_forms import ElementaryForms, is_identity
from abacist.checking.exact_derivatives import NotDifferentiable, derivative, product, total
from abacist.checking.nonvanishing import Signs, positive_names
from abacist.checking.normal_forms import NotNormal
from abacist.core.claim import IntegralOf
from abacist.core.expr import Call, Expr, Number, Symbol, add, call, div, mul, neg, number, pow_
from abacist.core.value import Exact

__all__ = ["is_proved"]

_ZERO, _ONE, _OO = number(0), number(1), Symbol("oo")
_MOST_POWER, _MOST_TERMS = 12, 60


class _NotOfThisKind(Exception):
    """The integral is not one of those that are proved here."""


@dataclass(frozen=True, slots=True)
class _Term:
    """coefficient·x^power·e^(rate·x)."""

    coefficient: Expr
    power: Expr
    rate: Expr

    @property
    def degree(self) -> int | None:
        """The power where it is a whole number."""
        whole = isinstance(self.power, Number) and self.power.value.denominator == 1
        return int(self.power.value) if whole and self.power.value >= 0 else None  # type: ignore[attr-defined]


def is_proved(claim: IntegralOf) -> bool:
    """True where the value is proved for all parameters for which it is defined."""
    if len(claim.limits) != 1 or not isinstance(claim.value, Exact):
        return False
    variable, lower, upper = claim.limits[0]
    if variable in lower.free_symbols() | upper.free_symbols() | claim.value.expr.free_symbols():
        return False
    problem = _Problem(claim.integrand, variable, lower, upper, claim.conditions)
    positive = positive_names(claim.conditions)
    for method in (problem.by_terms, problem.of_square, problem.of_bell):
        try:
            if is_identity(claim.value.expr, method(), positive):
                return True
        except (_NotOfThisKind, NotDifferentiable, NotNormal):
            continue
    return False


@dataclass(frozen=True)
class _Problem:
    integrand: Expr
    variable: str
    lower: Expr
    upper: Expr
    conditions: tuple[Expr, ...]

    # sums of terms

    def by_terms(self) -> Expr:
        """The integral of a sum of terms, term by term."""
        parts: list[Expr] = []
        for term in self._terms(self.integrand):
            if (self.lower, self.upper) == (_ZERO, _OO) and term.degree is None:
                parts.append(self._gamma(term))
            else:
                parts += [self._at(term, self.upper, -1), neg(self._at(term, self.lower, 1))]
        return add(*parts) if len(parts) > 1 else parts[0]

    def _terms(self, expr: Expr) -> list[_Term]:
        if self.variable not in expr.free_symbols():
            return [_Term(expr, _ZERO, _ZERO)]
        if expr == Symbol(self.variable):
            return [_Term(_ONE, _ONE, _ZERO)]
        assert isinstance(expr, Call)
        args = expr.args
        if expr.head == "add":
            return [term for arg in args for term in self._terms(arg)]
        if expr.head == "neg":
            return self._products([_Term(number(-1), _ZERO, _ZERO)], self._terms(args[0]))
        if expr.head == "mul":
            found = self._terms(args[0])
            for arg in args[1:]:
                found = self._products(found, self._terms(arg))
            return found
        if expr.head == "div" and self.variable not in args[1].free_symbols():
            return self._products([_Term(div(_ONE, args[1]), _ZERO, _ZERO)], self._terms(args[0]))
        if expr.head == "exp" or (expr.head == "pow" and args[0] == Symbol("E")):
            return [self._exponential(args[-1])]
        if expr.head == "pow":
            return self._power(args[0], args[1])
        raise _NotOfThisKind

    def _products(self, left: Iterable[_Term], right: list[_Term]) -> list[_Term]:
        found = [
            _Term(product(a.coefficient, b.coefficient), total(a.power, b.power), total(a.rate, b.rate))
            for a in left
            for b in right
        ]  # fmt: skip
        if len(found) > _MOST_TERMS:
            raise _NotOfThisKind
        return [self._tidy(term) for term in found]

    def _tidy(self, term: _Term) -> _Term:
        """The power and the rate as numbers where they are."""
        power, rate = (ElementaryForms().form(part).constant for part in (term.power, term.rate))
        return _Term(
            term.coefficient,
            term.power if power is None else number(power),
            term.rate if rate is None else number(rate),
        )

    def _exponential(self, exponent: Expr) -> _Term:
        rate = derivative(exponent, self.variable)
        if self.variable in rate.free_symbols():
            raise _NotOfThisKind
        start = exponent.substitute({self.variable: _ZERO})
        return self._tidy(_Term(call("exp", start), _ZERO, rate))

    def _power(self, base: Expr, exponent: Expr) -> list[_Term]:
        if self.variable in exponent.free_symbols():
            if self.variable in base.free_symbols() or self._sign(base) != 1:
                raise _NotOfThisKind
            return [self._exponential(mul(exponent, call("ln", base)))]
        if base == Symbol(self.variable):
            return [_Term(_ONE, exponent, _ZERO)]
        whole = isinstance(exponent, Number) and exponent.value.denominator == 1
        if not whole or not 0 < exponent.value <= _MOST_POWER:  # type: ignore[attr-defined]
            raise _NotOfThisKind
        found = single = self._terms(base)
        for _ in range(int(exponent.value) - 1):  # type: ignore[attr-defined]
            found = self._products(found, single)
        return found

    def _at(self, term: _Term, end: Expr, inward: int) -> Expr:
        """The antiderivative of a term at an end; `inward` is the direction into the interval."""
        infinite = {_OO: 1, neg(_OO): -1}.get(end)
        if term.rate == _ZERO:
            return self._power_at(term, end, infinite, inward)
        if term.degree is None:
            raise _NotOfThisKind
        if infinite is not None:
            if self._sign(term.rate) != -infinite:
                raise _NotOfThisKind
            return _ZERO
        n = term.degree
        parts = [
            div(
                mul(number((-1) ** j * factorial(n) // factorial(n - j)), pow_(end, number(n - j)))
                if n > j
                else number((-1) ** j * factorial(n)),
                pow_(term.rate, number(j + 1)),
            )
            for j in range(n + 1)
        ]
        sum_ = add(*parts) if n else parts[0]
        return mul(term.coefficient, call("exp", mul(term.rate, end)), sum_)

    def _power_at(self, term: _Term, end: Expr, infinite: int | None, inward: int) -> Expr:
        above = add(term.power, _ONE)
        if term.degree is None:
            # a power that is not whole: only for x > 0, with the sign of p + 1 where the end is 0 or ∞
            if inward > 0 and end == _ZERO and self._sign(above) == 1:
                return _ZERO
            if infinite == 1 and self._sign(above) == -1:
                return _ZERO
            if infinite is not None or self._sign(end) != 1 or self._sign(above) is None:
                raise _NotOfThisKind
        elif infinite is not None:
            raise _NotOfThisKind
        return div(mul(term.coefficient, pow_(end, above)), above)

    def _gamma(self, term: _Term) -> Expr:
        """∫₀^∞ x^p·e^(λx) dx = Γ(p + 1)/(−λ)^(p + 1) for p + 1 > 0 > λ."""
        above = add(term.power, _ONE)
        if self._sign(above) != 1 or self._sign(term.rate) != -1:
            raise _NotOfThisKind
        return div(mul(term.coefficient, call("gamma", above)), pow_(neg(term.rate), above))

    # over a whole line or half of it

    def _lines(self) -> Expr:
        """1 for the whole line, 1/2 for half of it."""
        ends = (self.lower, self.upper)
        if ends == (neg(_OO), _OO):
            return _ONE
        if ends in ((_ZERO, _OO), (neg(_OO), _ZERO)):
            return div(_ONE, number(2))
        raise _NotOfThisKind

    def of_square(self) -> Expr:
        """1/(Ax² + B) with positive A and B: π/√(AB)."""
        share, x = self._lines(), Symbol(self.variable)
        inverse = div(_ONE, self.integrand)
        at_zero = {self.variable: _ZERO}
        b = inverse.substitute(at_zero)
        second = derivative(derivative(inverse, self.variable), self.variable)
        a = div(second.substitute(at_zero), number(2))
        if not is_identity(inverse, add(mul(a, pow_(x, number(2))), b)):
            raise _NotOfThisKind
        if self._sign(a) != 1 or self._sign(b) != 1:
            raise _NotOfThisKind
        return div(mul(share, Symbol("pi")), call("sqrt", mul(a, b)))

    def of_bell(self) -> Expr:
        """c·e^(−Ax²) with positive A: c·√(π/A)."""
        share, x = self._lines(), Symbol(self.variable)
        rate = div(derivative(self.integrand, self.variable), self.integrand)
        at_zero = {self.variable: _ZERO}
        a = div(derivative(rate, self.variable).substitute(at_zero), number(-2))
        if not is_identity(rate, mul(number(-2), a, x)) or self._sign(a) != 1:
            raise _NotOfThisKind
        return mul(share, self.integrand.substitute(at_zero), call("sqrt", div(Symbol("pi"), a)))

    def _sign(self, expr: Expr) -> int | None:
        """The sign of what has no x in it, under the conditions; None where it is open."""
        given = [c for c in self.conditions if isinstance(c, Call) and c.head in ("gt", "lt", "ne")]
        forms = ElementaryForms(positive_names(self.conditions))
        try:
            form = forms.forms(expr, *(side for c in given for side in c.args))[0]
            return Signs(forms, given).sign(form)
        except NotNormal:
            return None
