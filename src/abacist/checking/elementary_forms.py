"""Expressions as normal forms: exponentials, logarithms, radicals and circular functions obey their laws.

    ln u                a generator; ln 12 = 2·ln 2 + ln 3, and products of positive symbols are split
    e^{q·m}             (e^{m/d})^{qd}, with m a monomial and d the common denominator: addition theorems hold
    e^{iq·m}            the same on the unit circle; sin, cos, tan … are rational in it
    a^u = e^{u·ln a}    and e^{q·ln a} = (a^{1/d})^{qd} with (a^{1/d})^d = a
    |u|                 |u|² = u², for real arguments
    anything else       a generator for each value of its arguments

Every rule holds for principal values wherever both of its sides are defined, for real symbols: ln e^x = x, |x|² = x².
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from abacist.checking.form_signs import is_positive, is_real
from abacist.checking.integer_functions import INTEGER_FUNCTIONS, TooLong, prime_factors
from abacist.checking.normal_forms import Finer, Generator, NormalForm, NotNormal, Ring
from abacist.core.expr import CONSTANTS, Call, Expr, Number, Symbol, add, neg

__all__ = ["ElementaryForms", "is_identity"]

_RESTARTS = 12


def is_identity(left: Expr, right: Expr, positive: Iterable[str] = ()) -> bool:
    """True where left = right is proved wherever both are defined. False says nothing."""
    try:
        return ElementaryForms(positive).form(add(left, neg(right))).is_zero
    except NotNormal:
        return False


class ElementaryForms:
    """Normal forms of expressions in one ring; `positive` names symbols that may be taken as positive."""

    def __init__(self, positive: Iterable[str] = ()) -> None:
        self.positive = frozenset(positive)
        self.ring = Ring()
        self._memo: dict[Expr, NormalForm] = {}

    def forms(self, *exprs: Expr) -> list[NormalForm]:
        """The normal forms in one ring. Raises `NotNormal` where one has none (1/0 included)."""
        for _ in range(_RESTARTS):
            try:
                return [self.of(expr) for expr in exprs]
            except Finer:
                self.ring.restart()
                self._memo = {}
            except (OverflowError, RecursionError, TooLong) as error:
                raise NotNormal from error
        raise NotNormal

    def form(self, expr: Expr) -> NormalForm:
        """The normal form of one expression."""
        return self.forms(expr)[0]

    def symbol_index(self, name: str) -> int | None:
        """The place of a symbol's generator, or None where it does not occur."""
        found = self.ring.generators.get(("symbol", name))
        return None if found is None else found.index

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
            return self._symbol(expr.name)
        assert isinstance(expr, Call)
        rule = _RULES.get(expr.head)
        if rule is not None:
            return rule(self, *expr.args)
        if expr.head in _OPAQUE_NEVER:
            raise NotNormal
        return self._opaque(expr)

    def _symbol(self, name: str) -> NormalForm:
        if name == "I":
            return self.ring.root_of_unity(Fraction(1, 4))
        if name == "E":
            return self._exponential(self.ring.constant(1))
        if name in CONSTANTS and name != "pi":
            raise NotNormal
        return self.ring.monomial(self.ring.generator("symbol", text=name))

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
            return self._exponential(power)
        value, whole = self.of(base), power.constant
        if whole is not None and whole.denominator == 1:
            if value.is_zero and whole <= 0:
                raise NotNormal
            return self.ring.power(value, int(whole))
        if value.is_zero:
            raise NotNormal
        return self._exponential(self.ring.times(power, self.logarithm(value)))

    def _root(self, radicand: Expr, degree: Expr) -> NormalForm:
        n, value = self.of(degree).constant, self.of(radicand)
        if n is None or n.denominator != 1 or not 2 <= n <= 60:
            raise NotNormal
        if value.is_zero:
            return value
        if n % 2 == 0:
            return self._exponential(self.ring.scaled(self.logarithm(value), 1 / n))
        known = value.constant
        if known is not None:
            size = self._exponential(
                self.ring.scaled(self.logarithm(self.ring.constant(abs(known))), 1 / n)
            )
            return self.ring.scaled(size, -1 if known < 0 else 1)
        generator = self.ring.generator(f"root{n}", value)
        generator.power, generator.value = int(n), value
        return self.ring.monomial(generator)

    # Logarithms and exponentials.

    def logarithm(self, value: NormalForm) -> NormalForm:
        """The principal logarithm: rational numbers by their primes, positive symbols one by one."""
        if value.is_zero:
            raise NotNormal
        argument = self._of_lambert(value)
        if argument is not None and (argument.constant or 0) > 0:  # ln W(z) = ln z − W(z)
            return self.ring.sum(self.logarithm(argument), self.ring.scaled(value, -1))
        content, rest = self.ring.content(value)
        total = self._logarithm_of_number(content)
        known = rest.constant
        if known is not None:
            if known < 0:  # ln(−c) = ln c + iπ
                turn = self.ring.times(self._symbol("I"), self._symbol("pi"))
                total = self.ring.sum(total, turn)
            return total
        for part, exponent in self._positive_parts(rest):
            logarithm = self._logarithm_of_exponential(part)
            if logarithm is None:
                logarithm = self.ring.monomial(self.ring.generator("ln", part))
            total = self.ring.sum(total, self.ring.scaled(logarithm, exponent))
        return total

    def _logarithm_of_number(self, value: Fraction) -> NormalForm:
        total = self.ring.constant(0)
        for number, sign in ((value.numerator, 1), (value.denominator, -1)):
            for prime, exponent in prime_factors(number):
                generator = self.ring.generator("ln", self.ring.constant(prime))
                term = self.ring.scaled(self.ring.monomial(generator), sign * exponent)
                total = self.ring.sum(total, term)
        return total

    def _logarithm_of_exponential(self, value: NormalForm) -> NormalForm | None:
        """u where the form is e^u with a real u."""
        generator = self.ring.single(value)
        if generator is None or not self._is_real_exponential(generator):
            return None
        inside = generator.inside
        assert inside is not None
        return self.ring.scaled(inside, Fraction(1, self.ring.parts[f"e {inside.text}"]))

    def _is_real_exponential(self, generator: Generator) -> bool:
        inside = generator.inside if generator.kind == "exp" else None
        return inside is not None and is_real(self.ring, inside, self._positive_places())

    def _positive_parts(self, value: NormalForm) -> list[tuple[NormalForm, int]]:
        """The factors known to be positive with their exponents, and the rest as one factor."""
        parts: list[tuple[NormalForm, int]] = []
        rest = value
        for generator in list(self.ring.generators.values()):
            if not (self.is_positive(generator) or self._is_real_exponential(generator)):
                continue
            up, down = (
                min((int(m[generator.index]) for m in side.monoms()), default=0)
                for side in (rest.numerator, rest.denominator)
            )
            if up != down:
                factor = self.ring.monomial(generator)
                parts.append((factor, up - down))
                rest = self.ring.times(rest, self.ring.power(factor, down - up))
        if rest.constant != 1:
            parts.append((rest, 1))
        return parts

    def is_positive(self, generator: Generator) -> bool:
        """True for π, for symbols so declared and for roots of positive numbers."""
        return is_positive(generator, self._positive_places())

    def _positive_places(self) -> set[int]:
        places = (self.symbol_index(name) for name in (*self.positive, "pi"))
        return {place for place in places if place is not None}

    def _exponential(self, exponent: NormalForm) -> NormalForm:
        """e to a sum of terms, each by what it is made of."""
        result = self.ring.constant(1)
        for coefficient, _, rest in self.ring.terms(exponent):
            result = self.ring.times(result, self._exponential_of_term(coefficient, rest))
        return result

    def _exponential_of_term(self, coefficient: Fraction, rest: NormalForm) -> NormalForm:
        around = self._imaginary_part(rest)
        if around is not None:
            return self._circle(coefficient, around)
        generator = self.ring.single(rest)
        if generator is not None and generator.kind == "ln" and generator.inside is not None:
            return self._power_of(generator.inside, coefficient)
        argument = self._of_lambert(rest) if coefficient.denominator == 1 else None
        if argument is not None:  # W·e^W = z
            ratio = self.ring.times(argument, self.ring.inverse(rest))
            return self.ring.power(ratio, int(coefficient))
        key = f"e {rest.text}"
        steps = self.ring.fine(key, coefficient)
        return self.ring.monomial(self.ring.generator("exp", rest), steps)

    def _of_lambert(self, form: NormalForm) -> NormalForm | None:
        """z where the form is W(z)."""
        generator = self.ring.single(form)
        return generator.inside if generator is not None and generator.kind == "lambertw" else None

    def _power_of(self, base: NormalForm, exponent: Fraction) -> NormalForm:
        """base^exponent, from a generator for base^{1/d}."""
        steps = self.ring.fine(f"power {base.text}", exponent)
        parts = self.ring.parts[f"power {base.text}"]
        if parts == 1:
            return self.ring.power(base, steps)
        prime = base.constant
        if parts == 2 and prime is not None and prime.denominator == 1:
            known = self.ring.square_root_of_prime(int(prime))
            if known is not None:
                return self.ring.power(known, steps)
        generator = self.ring.generator("power", base)
        generator.power, generator.value = parts, base
        return self.ring.monomial(generator, steps)

    def _imaginary_part(self, term: NormalForm) -> NormalForm | None:
        """The real monomial m where a term is i·m, else None."""
        unity = self.ring.generators.get(("unity", ""))
        if unity is None or len(term.numerator) != 1:
            return None
        if int(term.numerator.monoms()[0][unity.index]) != self.ring.unity // 4:
            return None
        if any(int(m[unity.index]) for m in term.denominator.monoms()):
            return None
        return self.ring.times(term, self.ring.inverse(self._symbol("I")))

    def _circle(self, coefficient: Fraction, angle: NormalForm) -> NormalForm:
        """e^{i·coefficient·angle}."""
        generator = self.ring.single(angle)
        if generator is not None and generator.index == self.symbol_index("pi"):
            return self.ring.root_of_unity(coefficient / 2)
        if generator is not None and generator.kind in _ARCS and generator.inside is not None:
            steps = self.ring.fine(f"turn {angle.text}", coefficient)
            if self.ring.parts[f"turn {angle.text}"] == 1:
                return self.ring.power(self._unit_of_arc(generator.kind, generator.inside), steps)
        key = f"turn {angle.text}"
        steps = self.ring.fine(key, coefficient)
        return self.ring.monomial(self.ring.generator("turn", angle), steps)

    def _unit_of_arc(self, head: str, u: NormalForm) -> NormalForm:
        """cos + i·sin of asin u, acos u, atan u; √(1 ∓ u²) is the principal one."""
        one, i = self.ring.constant(1), self._symbol("I")
        square = self.ring.power(u, 2)
        sign = 1 if head == "atan" else -1
        rest = self._square_root(self.ring.sum(one, self.ring.scaled(square, sign)))
        if head == "asin":
            return self.ring.sum(rest, self.ring.times(i, u))
        if head == "acos":
            return self.ring.sum(u, self.ring.times(i, rest))
        return self.ring.times(self.ring.sum(one, self.ring.times(i, u)), self.ring.inverse(rest))

    def _square_root(self, value: NormalForm) -> NormalForm:
        if value.is_zero:
            return value
        return self._exponential(self.ring.scaled(self.logarithm(value), Fraction(1, 2)))

    def _arc(self, head: str, argument: Expr) -> NormalForm:
        return self.ring.monomial(self.ring.generator(head, self.of(argument)))

    # Circular and hyperbolic functions.

    def _circular(self, head: str, argument: Expr) -> NormalForm:
        """sin u = (z − 1/z)/2i, cos u = (z + 1/z)/2 with z = e^{iu}; the hyperbolic ones with z = e^u."""
        ring, i = self.ring, self._symbol("I")
        circular = head in ("sin", "cos", "tan", "cot", "sec", "csc")
        inner = self.of(argument)
        up = self._exponential(ring.times(i, inner) if circular else inner)
        down = ring.inverse(up)
        cosine = ring.scaled(ring.sum(up, down), Fraction(1, 2))
        sine = ring.scaled(ring.sum(up, ring.scaled(down, -1)), Fraction(1, 2))
        if circular:
            sine = ring.times(sine, ring.inverse(i))
        top, bottom = {
            "sin": (sine, None), "cos": (cosine, None), "tan": (sine, cosine),
            "cot": (cosine, sine), "sec": (None, cosine), "csc": (None, sine),
        }[head.removesuffix("h") if not circular else head]  # fmt: skip
        found = ring.constant(1) if top is None else top
        return found if bottom is None else ring.times(found, ring.inverse(bottom))

    def _absolute(self, argument: Expr) -> NormalForm:
        """A positive number comes out; the sign of the rest is that of its leading coefficient."""
        value = self.of(argument)
        if value.is_zero:
            return value
        content, rest = self.ring.content(value)
        if rest.numerator.leading_coefficient() < 0:
            rest = self.ring.scaled(rest, -1)
        if rest.constant is not None:
            return self.ring.constant(content * abs(rest.constant))
        generator = self.ring.generator("abs", rest)
        if is_real(self.ring, rest, self._positive_places()):
            generator.power, generator.value = 2, self.ring.power(rest, 2)
        return self.ring.scaled(self.ring.monomial(generator), content)

    def _integer_function(self, head: str, *args: Expr) -> NormalForm:
        """Factorials and their kin of integers; of anything else a generator."""
        values = [self.of(arg).constant for arg in args]
        if any(v is None or v.denominator != 1 or not 0 <= v <= 2_000 for v in values):
            return self._opaque(Call(head, args))
        numbers = [int(v) for v in values if v is not None]
        return self.ring.constant(INTEGER_FUNCTIONS[head](*numbers))


_ARCS = ("asin", "acos", "atan")
_COLLECTIONS = frozenset({"list", "tuple", "set", "vector", "matrix"})
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


_RULES: Mapping[str, _Rule] = {
    "add": ElementaryForms._add,
    "mul": ElementaryForms._mul,
    "neg": lambda f, a: f.ring.scaled(f.of(a), -1),
    "div": ElementaryForms._div,
    "pow": ElementaryForms._pow,
    "sqrt": lambda f, a: f._square_root(f.of(a)),
    "root": ElementaryForms._root,
    "exp": lambda f, a: f._exponential(f.of(a)),
    "ln": lambda f, a: f.logarithm(f.of(a)),
    "log": lambda f, a, b=None: (
        f.logarithm(f.of(a))
        if b is None
        else f.ring.times(f.logarithm(f.of(a)), f.ring.inverse(f.logarithm(f.of(b))))
    ),
    "percent": lambda f, a: f.ring.scaled(f.of(a), Fraction(1, 100)),
    "degree": lambda f, a: f.ring.scaled(f.ring.times(f.of(a), f._symbol("pi")), Fraction(1, 180)),
    "abs": ElementaryForms._absolute,
    **{
        head: _named(ElementaryForms._circular, head)
        for head in "sin cos tan cot sec csc sinh cosh tanh coth sech csch".split()
    },
    **{head: _named(ElementaryForms._arc, head) for head in _ARCS},
    **{head: _named(ElementaryForms._integer_function, head) for head in INTEGER_FUNCTIONS},
}
