"""The frame in which SymPy objects are built from our tree, node by node, each by its class.

The rules for single heads are in `sympy_arithmetic`, `sympy_calculus` and `sympy_collections`; the way in
is `sympy_form.to_sympy`. SymPy works out powers and factorials of numbers as soon as it sees them, so a
number that would be too long is refused here, before it is made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import lgamma, log
from typing import Any

from abacist.core.errors import TooLarge
from abacist.core.expr import Call, Expr, Number, Symbol
from abacist.core.language import Message
from abacist.core.limits import LIMITS
from abacist.notation.refusal import NotRepresentable
from abacist.notation.sympy_table import KINDS, RELATIONS, SYMPY_NAME

__all__ = ["Builder", "Rule"]

_CONSTANT = {
    "pi": "Pi",
    "E": "Exp1",
    "I": "ImaginaryUnit",
    "oo": "Infinity",
    "undefined": "NaN",
    "true": "true",
    "false": "false",
    "Reals": "Reals",
    "Integers": "Integers",
    "Naturals": "Naturals0",
    "Rationals": "Rationals",
    "Complexes": "Complexes",
}


@dataclass(frozen=True)
class Builder:
    """Builds SymPy objects; but for `rules` the fields are the arguments of `to_sympy`."""

    rules: Mapping[str, Rule]
    domain: Mapping[str, str]
    functions: Mapping[str, str]
    default: str
    roots: str
    evaluate: bool

    @cached_property
    def sp(self) -> Any:
        """The module `sympy`, imported on first use."""
        import sympy

        return sympy

    @property
    def options(self) -> dict[str, bool]:
        """The keyword that keeps SymPy from evaluating, where that is wanted."""
        return {} if self.evaluate else {"evaluate": False}

    def build(self, expr: Expr) -> Any:
        """The SymPy object of a tree."""
        if isinstance(expr, Number):
            return self.sp.Rational(expr.value.numerator, expr.value.denominator)
        if isinstance(expr, Symbol):
            return self._symbol(expr.name)
        assert isinstance(expr, Call)
        rule = self.rules.get(expr.head)
        if rule is not None:
            return rule(self, *expr.args)
        args = [self.build(arg) for arg in expr.args]
        if expr.head in SYMPY_NAME:
            if self.evaluate:
                _refuse_long_value(expr.head, args)
            return getattr(self.sp, SYMPY_NAME[expr.head])(*args, **self.options)
        if expr.head in RELATIONS:
            return getattr(self.sp, RELATIONS[expr.head])(*args, **self.options)
        raise NotRepresentable(f"{expr.head}(…) in SymPy")

    def symbol(self, name: str) -> Any:
        """The SymPy symbol for a name, the same for the same name and domain."""
        return self.sp.Symbol(name, **KINDS[self.domain.get(name, self.default)])

    def binding(self, name: str, kind: str | None = None) -> Builder:
        """This builder inside a scope that binds `name`, of `kind` unless its domain says otherwise."""
        functions = {key: value for key, value in self.functions.items() if key != name}
        return replace(
            self, functions=functions, domain={name: kind or self.default, **self.domain}
        )

    def power(self, base: Any, exponent: Any) -> Any:
        """base**exponent, refused where the result would be longer than `LIMITS.result_digits`."""
        if not self.evaluate:
            if base is self.sp.S.Exp1:
                return self.sp.exp(exponent, evaluate=False)
            return self.sp.Pow(base, exponent, evaluate=False)
        if exponent.is_Rational:
            refuse_digits(_bits(base) * abs(int(exponent.p)) / int(exponent.q) * log(2, 10))
        return base**exponent

    def _symbol(self, name: str) -> Any:
        constant = _CONSTANT.get(name)
        if constant is not None:
            return getattr(self.sp.S, constant)
        if name in self.functions:
            return self.sp.Function(name)(self.symbol(self.functions[name]))
        return self.symbol(name)


Rule = Callable[..., Any]
"""Builds the object of one head: takes the builder and the arguments, not yet built."""


def refuse_digits(digits: float) -> None:
    """Raises `TooLarge` for a number with more than `LIMITS.result_digits` digits."""
    if digits > LIMITS.result_digits:
        raise TooLarge(
            Message(
                en=f"a number with about {digits:.3g} digits; the limit is {LIMITS.result_digits}",
                zh=f"结果约有 {digits:.3g} 位数字，上限为 {LIMITS.result_digits} 位",
            )
        )


def _bits(base: Any) -> float:
    """How many bits of a rational number each unit of the exponent brings; 0 where nothing is worked out."""
    if base.is_Rational:
        largest = max(abs(int(base.p)), int(base.q))
        return log(largest, 2) if largest > 1 else 0.0
    if base.is_Mul:
        return sum(_bits(factor) for factor in base.args)
    if base.is_Pow and base.exp.is_Rational:
        return _bits(base.base) * abs(int(base.exp.p)) / int(base.exp.q)
    return 0.0


def _log_factorial(n: float) -> float:
    return lgamma(n + 1) / log(10) if 1 < n < 1e300 else (n if n > 1 else 0.0)


_DIGITS: Mapping[str, Callable[..., float]] = {
    "factorial": _log_factorial,
    "double_factorial": lambda n: _log_factorial(n) / 2,
    "gamma": _log_factorial,
    "loggamma": _log_factorial,
    "fibonacci": lambda n: abs(n) * 0.209,
    "binomial": lambda n, k: abs(k) * log(abs(n) + abs(k) + 2, 10),
    "permutations": lambda n, k: abs(k) * log(abs(n) + abs(k) + 2, 10),
    "beta": lambda a, b: abs(a) + abs(b),
}
"""About how many digits the value at whole arguments has."""

_MOST_TERMS = 2_000
_BY_RECURRENCE = frozenset(
    {
        "digamma",
        "polygamma",
        "lower_gamma",
        "upper_gamma",
        "expint",
        "polylog",
        "zeta",
        "dirichlet_eta",
    }
)
"""Functions whose values at whole numbers SymPy adds up term by term."""


def _refuse_long_value(head: str, args: list[Any]) -> None:
    estimate = _DIGITS.get(head)
    if estimate is None and head not in _BY_RECURRENCE:
        return
    whole = [float(int(arg)) if arg.is_Integer and abs(arg) < 10**300 else None for arg in args]
    if any(arg.is_Integer and abs(arg) >= 10**300 for arg in args):
        refuse_digits(float("inf"))
    if estimate is not None and all(value is not None for value in whole):
        refuse_digits(estimate(*whole))
    if head in _BY_RECURRENCE and any(
        abs(value) > _MOST_TERMS for value in whole if value is not None
    ):
        refuse_digits(float("inf"))
