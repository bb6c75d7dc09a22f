"""Expressions as normal forms: exponentials, logarithms, radicals and circular functions obey their laws.

    ln u                a generator; ln 12 = 2·ln 2 + ln 3, and products of positive symbols are split
    e^{q·m}             (e^{m/d})^{qd}, with m a monomial and d the common denominator: addition theorems hold
    e^{iq·m}            the same on the unit circle; sin, cos, tan … are rational in it
    a^u = e^{u·ln a}    and e^{q·ln a} = (a^{1/d})^{qd} with (a^{1/d})^d = a
    |u|                 |u|² = u², for real arguments
    anything else       a generator for each value of its arguments

Every rule holds for principal values wherever both of its sides are defined. ln e^x = x and |x|² = x² are used of what
is real alone: symbols are, unless they are named as complex.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from abacist.checking.form_laws import ARCS, Laws
from abacist.checking.integer_functions import INTEGER_FUNCTIONS, TooLong
from abacist.checking.normal_forms import Finer, NormalForm, NotNormal
from abacist.core.expr import Call, Expr, Number, Symbol, add, neg

__all__ = ["ElementaryForms", "is_identity"]

_RESTARTS = 12


def is_identity(
    left: Expr,
    right: Expr,
    positive: Iterable[str] = (),
    unreal: Iterable[str] = (),
    smooth: bool = False,
) -> bool:
    """True where left = right is proved wherever both are defined. False says nothing."""
    try:
        return ElementaryForms(positive, unreal, smooth).form(add(left, neg(right))).is_zero
    except NotNormal:
        return False


class ElementaryForms(Laws):
    """Normal forms of expressions in one ring; see `Laws` for its arguments."""

    def __init__(
        self, positive: Iterable[str] = (), unreal: Iterable[str] = (), smooth: bool = False
    ) -> None:
        super().__init__(positive, unreal, smooth)
        self._memo: dict[Expr, NormalForm] = {}

    def forms(self, *exprs: Expr) -> list[NormalForm]:
        """The normal forms in one ring. Raises `NotNormal` where one has none (1/0 included)."""
        for _ in range(_RESTARTS):
            try:
                return [self.of(expr) for expr in exprs]
            except Finer:
                self.restart()
            except (OverflowError, RecursionError, TooLong) as error:
                raise NotNormal from error
        raise NotNormal

    def restart(self) -> None:
        """A fresh start with the denominators that were found to be needed."""
        self.ring.restart()
        self._memo = {}

    def form(self, expr: Expr) -> NormalForm:
        """The normal form of one expression."""
        return self.forms(expr)[0]

    def of(self, expr: Expr) -> NormalForm:
        """The form of one expression in the ring as it is; raises `Finer` for a fresh start."""
        found = self._memo.get(expr)
        if found is None:
            found = self._memo[expr] = self._of(expr)
        return found

    def _of(self, expr: Expr) -> NormalForm:
        if isinstance(expr, Number):
            return self.ring.constant(expr.value)
        if isinstance(expr, Symbol):
            return self.symbol(expr.name)
        assert isinstance(expr, Call)
        rule = _RULES.get(expr.head)
        if rule is not None:
            return rule(self, *expr.args)
        if expr.head in _OPAQUE_NEVER:
            raise NotNormal
        return self._opaque(expr)

    def _opaque(self, call: Call) -> NormalForm:
        """One generator for each head and normal forms of the arguments."""
        if any(isinstance(arg, Call) and arg.head in _COLLECTIONS for arg in call.args) or (
            call.free_symbols() != call.names()
        ):
            key = str(call)  # bound variables and collections: only the same text is the same
        else:
            key = ";".join(self.of(arg).text for arg in call.args)
            if len(call.args) == 1:
                return self.ring.monomial(self.ring.generator(call.head, self.of(call.args[0])))
        return self.ring.monomial(self.ring.generator(call.head, text=key))

    # Arithmetic.

    def _add(self, *terms: Expr) -> NormalForm:
        total = self.of(terms[0])
        for term in terms[1:]:
            total = self.ring.sum(total, self.of(term))
        return total

    def _mul(self, *factors: Expr) -> NormalForm:
        total = self.of(factors[0])
        for factor in factors[1:]:
            total = self.ring.times(total, self.of(factor))
        return total

    def _div(self, a: Expr, b: Expr) -> NormalForm:
        return self.ring.times(self.of(a), self.ring.inverse(self.of(b)))

    def _pow(self, base: Expr, exponent: Expr) -> NormalForm:
        power = self.of(exponent)
        if base == Symbol("E"):
            return self.exponential(power)
        value, whole = self.of(base), power.constant
        if whole is not None and whole.denominator == 1:
            if value.is_zero and whole <= 0:
                raise NotNormal
            return self.ring.power(value, int(whole))
        if value.is_zero:
            raise NotNormal
        return self.exponential(self.ring.times(power, self.logarithm(value)))

    def _root(self, radicand: Expr, degree: Expr) -> NormalForm:
        n, value = self.of(degree).constant, self.of(radicand)
        if n is None or n.denominator != 1 or not 2 <= n <= 60:
            raise NotNormal
        if value.is_zero:
            return value
        if n % 2 == 0:
            return self.exponential(self.ring.scaled(self.logarithm(value), 1 / n))
        known = value.constant
        if known is not None:
            size = self.exponential(
                self.ring.scaled(self.logarithm(self.ring.constant(abs(known))), 1 / n)
            )
            return self.ring.scaled(size, -1 if known < 0 else 1)
        generator = self.ring.generator(f"root{n}", value)
        generator.power, generator.value = int(n), value
        return self.ring.monomial(generator)

    def _arc(self, head: str, argument: Expr) -> NormalForm:
        return self.ring.monomial(self.ring.generator(head, self.of(argument)))

    def _of_reciprocal(self, head: str, argument: Expr) -> NormalForm:
        """acot u = atan(1/u), …; an inverse function of what is not its own generator."""
        inside = self.ring.inverse(self.of(argument))
        return self.ring.monomial(self.ring.generator(head, inside))

    def _factorial(self, argument: Expr) -> NormalForm:
        """Γ(u + 1), a number where u is one."""
        if isinstance(self.of(argument).constant, Fraction):
            return self._integer_function("factorial", argument)
        shifted = self.ring.sum(self.of(argument), self.ring.constant(1))
        return self.ring.monomial(self.ring.generator("gamma", shifted))

    def _bessel(self, head: str, order: Expr, argument: Expr) -> NormalForm:
        """Whole orders by those of order 0 and 1: f_n = a·f_(n−2) + b·2(n−1)/u·f_(n−1), f_(−n) = ±f_n."""
        n, u = self.of(order).constant, self.of(argument)
        if n is None or n.denominator != 1 or abs(n) > _MOST_ORDER or u.is_zero:
            return self._opaque(Call(head, (order, argument)))
        older, newer, odd = _BESSEL[head]
        ring = self.ring
        before, now = (ring.monomial(ring.generator(head, text=f"{k};{u.text}")) for k in (0, 1))
        if n == 0:
            return before
        for k in range(1, abs(int(n))):
            step = ring.times(ring.scaled(ring.inverse(u), 2 * k * newer), now)
            before, now = now, ring.sum(step, ring.scaled(before, older))
        return ring.scaled(now, odd) if n < 0 and n % 2 else now

    def applied(self, head: str, *forms: NormalForm) -> NormalForm:
        """A function of forms that this ring has."""
        names = [f"u{k}" for k in range(len(forms))]
        return self.put_in(
            Call(head, tuple(map(Symbol, names))), dict(zip(names, forms, strict=True))
        )

    def put_in(self, expr: Expr, forms: Mapping[str, NormalForm]) -> NormalForm:
        """An expression with forms that this ring has in the place of its symbols."""
        names = {name: Symbol(f"_{form.text}") for name, form in forms.items()}
        self._memo.update({names[name]: form for name, form in forms.items()})
        return self.of(expr.substitute(names))

    def _integer_function(self, head: str, *args: Expr) -> NormalForm:
        """Factorials and their kin of integers; of anything else a generator."""
        values = [self.of(arg).constant for arg in args]
        if any(v is None or v.denominator != 1 or not 0 <= v <= 2_000 for v in values):
            return self._opaque(Call(head, args))
        numbers = [int(v) for v in values if v is not None]
        return self.ring.constant(INTEGER_FUNCTIONS[head](*numbers))


_COLLECTIONS = frozenset({"list", "tuple", "set", "vector", "matrix"})
_MOST_ORDER = 12
_BESSEL = {
    "besselj": (-1, 1, -1),
    "bessely": (-1, 1, -1),
    "besseli": (1, -1, 1),
    "besselk": (1, 1, 1),
}
"""Head → coefficients of the recurrence in the order, and the sign of odd negative orders."""
_RECIPROCAL = {
    "acot": "atan", "asec": "acos", "acsc": "asin", "acoth": "atanh", "asech": "acosh",
    "acsch": "asinh",
}  # fmt: skip
_OPAQUE_NEVER = frozenset(
    "eq ne lt le gt ge approx in subset and or not implies tuple list vector set matrix interval "
    "interval_open interval_left_open interval_right_open union intersection difference such_that image "
    "named quantity plus_minus case otherwise".split()
)

_Rule = Callable[..., NormalForm]


def _named(method: Callable[..., NormalForm], head: str) -> _Rule:
    def rule(forms: Any, *args: Expr) -> NormalForm:
        return method(forms, head, *args)

    return rule


def _circular_rule(head: str) -> _Rule:
    return lambda f, a: f.circular(head, f.of(a))


_RULES: Mapping[str, _Rule] = {
    "add": ElementaryForms._add,
    "mul": ElementaryForms._mul,
    "neg": lambda f, a: f.ring.scaled(f.of(a), -1),
    "div": ElementaryForms._div,
    "pow": ElementaryForms._pow,
    "sqrt": lambda f, a: f.square_root(f.of(a)),
    "root": ElementaryForms._root,
    "exp": lambda f, a: f.exponential(f.of(a)),
    "ln": lambda f, a: f.logarithm(f.of(a)),
    "log": lambda f, a, b=None: (
        f.logarithm(f.of(a))
        if b is None
        else f.ring.times(f.logarithm(f.of(a)), f.ring.inverse(f.logarithm(f.of(b))))
    ),
    "percent": lambda f, a: f.ring.scaled(f.of(a), Fraction(1, 100)),
    "degree": lambda f, a: f.ring.scaled(f.ring.times(f.of(a), f.symbol("pi")), Fraction(1, 180)),
    "abs": lambda f, a: f.absolute(f.of(a)),
    "sign": lambda f, a: f.sign(f.of(a)),
    **{
        head: _circular_rule(head)
        for head in "sin cos tan cot sec csc sinh cosh tanh coth sech csch".split()
    },
    **{head: _named(ElementaryForms._arc, head) for head in ARCS},
    **{head: _named(ElementaryForms._integer_function, head) for head in INTEGER_FUNCTIONS},
    "factorial": ElementaryForms._factorial,
    **{head: _named(ElementaryForms._bessel, head) for head in _BESSEL},
    **{head: _named(ElementaryForms._of_reciprocal, inner) for head, inner in _RECIPROCAL.items()},
}
