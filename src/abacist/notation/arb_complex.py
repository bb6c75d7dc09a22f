"""Complex ball arithmetic with principal values, for constants and points that are not real.

A closure takes the values of the variables as acb numbers. Conventions are SymPy's: principal logarithm,
roots and powers, but `root` of odd degree of a real number is real. On the branch cuts of other functions,
where conventions differ, the ball is not finite.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from abacist.core.expr import Call, Expr, Symbol, number
from abacist.notation.arb_real import Closure, RealCompiler, as_ratio
from abacist.notation.refusal import NotRepresentable

__all__ = ["ComplexCompiler"]


@dataclass(frozen=True)
class ComplexCompiler:
    """Compiles expressions in the variables of `real`, whose values are acb numbers now."""

    real: RealCompiler

    @cached_property
    def flint(self) -> Any:
        """The module `flint`, imported on first use."""
        return self.real.flint

    @cached_property
    def nan(self) -> Any:
        """The ball that says nothing."""
        return self.flint.acb(self.real.nan, self.real.nan)

    def compile(self, expr: Expr) -> Closure:
        """The closure of an expression over tuples of acb numbers."""
        if isinstance(expr, Symbol):
            return self._symbol(expr)
        if not isinstance(expr, Call):
            closure, acb = self.real.compile(expr), self.flint.acb
            return lambda v: acb(closure(()))
        rule = _RULES.get(expr.head)
        if rule is not None:
            return rule(self, *expr.args)
        if expr.head in _UNARY:
            return _unary(self, expr.args[0], *_UNARY[expr.head])
        if expr.head in _OF_INVERSE:
            name, cut = _UNARY[_OF_INVERSE[expr.head]]
            return _unary(self, Call("pow", (expr.args[0], _MINUS_ONE)), name, cut)
        return self._of_real_parts(expr)

    def _symbol(self, expr: Symbol) -> Closure:
        if expr.name in self.real.places:
            place = self.real.places[expr.name]
            return lambda v: v[place]
        acb = self.flint.acb
        if expr.name == "I":
            return lambda _: acb(0, 1)
        closure = self.real.compile(expr)
        return lambda v: acb(closure(()))

    def _of_real_parts(self, expr: Call) -> Closure:
        """Heads that are known for real arguments alone: where the values are real, the real rule holds."""
        if any(node == Symbol("I") for node in expr.walk()):
            raise NotRepresentable(f"{expr.head}(…) of complex numbers in ball arithmetic")
        closure, acb, nan = self.real.compile(expr), self.flint.acb, self.nan

        def of_real(v: Sequence[Any]) -> Any:
            if not all(z.imag.is_zero() for z in v):
                return nan
            return acb(closure(tuple(z.real for z in v)))

        return of_real


Cut = Callable[[Any], bool]
"""True where a ball keeps away from the branch cut."""


def _off_real(w: Any) -> bool:
    return not w.imag.contains(0)


def _off_negative(w: Any) -> bool:
    return bool(w.real > 0) or _off_real(w)


def _off_outer(w: Any) -> bool:
    return bool(abs(w.real) < 1) or _off_real(w)


def _off_outer_imaginary(w: Any) -> bool:
    return bool(abs(w.imag) < 1) or not w.real.contains(0)


def _off_left_of_one(w: Any) -> bool:
    return bool(w.real > 1) or _off_real(w)


def _off_right_of_one(w: Any) -> bool:
    return bool(w.real < 1) or _off_real(w)


_UNARY: Mapping[str, tuple[str, Cut | None]] = {
    **{
        name: (name, None)
        for name in (
            "exp sin cos tan cot sec csc sinh cosh tanh coth sech csch gamma digamma erf erfc erfi zeta "
            "sqrt"
        ).split()
    },
    "ln": ("log", None),
    "sign": ("sgn", None),
    "conj": ("conjugate", None),
    "fresnels": ("fresnel_s", None),
    "fresnelc": ("fresnel_c", None),
    "Si": ("si", None),
    "Shi": ("shi", None),
    "airyai": ("airy_ai", None),
    "airybi": ("airy_bi", None),
    "loggamma": ("lgamma", _off_negative),
    "Ci": ("ci", _off_negative),
    "Chi": ("chi", _off_negative),
    "asin": ("asin", _off_outer),
    "acos": ("acos", _off_outer),
    "atanh": ("atanh", _off_outer),
    "atan": ("atan", _off_outer_imaginary),
    "asinh": ("asinh", _off_outer_imaginary),
    "acosh": ("acosh", _off_left_of_one),
    "elliptic_k": ("elliptic_k", _off_right_of_one),
    "elliptic_e1": ("elliptic_e", _off_right_of_one),
}

_OF_INVERSE = {
    "asec": "acos",
    "acsc": "asin",
    "asech": "acosh",
    "acsch": "asinh",
    "acoth": "atanh",
    "acot": "atan",
}


def _unary(to: ComplexCompiler, a: Expr, name: str, cut: Cut | None) -> Closure:
    inner, method, nan = to.compile(a), getattr(to.flint.acb, name), to.nan
    if cut is None:
        return lambda v: method(inner(v))

    def unary(v: Sequence[Any]) -> Any:
        w = inner(v)
        return method(w) if cut(w) else nan

    return unary


def _add(to: ComplexCompiler, *terms: Expr) -> Closure:
    closures = [to.compile(term) for term in terms]

    def add(v: Sequence[Any]) -> Any:
        total = closures[0](v)
        for closure in closures[1:]:
            total = total + closure(v)
        return total

    return add


def _mul(to: ComplexCompiler, *factors: Expr) -> Closure:
    closures = [to.compile(factor) for factor in factors]

    def multiply(v: Sequence[Any]) -> Any:
        product = closures[0](v)
        for closure in closures[1:]:
            product = product * closure(v)
        return product

    return multiply


def _neg(to: ComplexCompiler, a: Expr) -> Closure:
    inner = to.compile(a)
    return lambda v: -inner(v)


def _div(to: ComplexCompiler, a: Expr, b: Expr) -> Closure:
    above, below = to.compile(a), to.compile(b)
    return lambda v: above(v) / below(v)


def _pow(to: ComplexCompiler, a: Expr, b: Expr) -> Closure:
    base, exponent, ratio = to.compile(a), to.compile(b), as_ratio(b)
    nan = to.nan

    def power(v: Sequence[Any]) -> Any:
        w = base(v)
        if ratio is not None and ratio.denominator == 1 and abs(ratio) < 10_000:
            return w ** int(ratio) if ratio >= 0 else 1 / w ** -int(ratio)
        if w.is_zero():
            return w if exponent(v).real > 0 else nan
        return (exponent(v) * w.log()).exp()

    return power


def _root(to: ComplexCompiler, a: Expr, n: Expr) -> Closure:
    radicand, degree, nan = to.compile(a), as_ratio(n), to.nan
    if degree is None or degree.denominator != 1 or degree < 2:
        raise NotRepresentable("a root whose degree is not an integer of at least 2")
    k = int(degree)

    def root(v: Sequence[Any]) -> Any:
        w = radicand(v)
        if w.is_zero() or k % 2 == 0 or w.real > 0 or _off_real(w):
            return w if w.is_zero() else w.root(k)
        return -((-w).root(k)) if w.imag.is_zero() and w.real < 0 else nan

    return root


def _log(to: ComplexCompiler, a: Expr, base: Expr | None = None) -> Closure:
    above = _unary(to, a, "log", None)
    if base is None:
        return above
    below = _unary(to, base, "log", None)
    return lambda v: above(v) / below(v)


def _real_valued(name: str) -> Callable[..., Closure]:
    def rule(to: ComplexCompiler, a: Expr) -> Closure:
        inner, acb = to.compile(a), to.flint.acb
        if name == "abs":
            return lambda v: acb(abs(inner(v)))
        if name == "arg":
            return lambda v: to.nan if inner(v).is_zero() else acb(inner(v).arg())
        return lambda v: acb(getattr(inner(v), name))

    return rule


_MINUS_ONE = number(-1)

_RULES: Mapping[str, Callable[..., Closure]] = {
    "add": _add,
    "mul": _mul,
    "neg": _neg,
    "div": _div,
    "pow": _pow,
    "root": _root,
    "log": _log,
    "abs": _real_valued("abs"),
    "arg": _real_valued("arg"),
    "re": _real_valued("real"),
    "im": _real_valued("imag"),
}
