"""How a limit is found by hand: continuity, cancelling, highest powers, conjugates, L'Hôpital's rule, logarithms,
squeezing, leading terms. Each method either explains the limit completely or is not used.

Source: Stewart, Calculus, 8th ed., §§2.3, 2.6, 4.4; Spivak, Calculus, chapter 5.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from abacist.core.expr import Expr, call, div
from abacist.core.language import Message
from abacist.core.step import Step
from abacist.notation.sympy_form import NotRepresentable, from_sympy

__all__ = ["explain"]

_MOST_ROUNDS = 4
_MOST_OPERATIONS = 120


class _Explanation:
    """Looks for a method; `x` and `a` are SymPy objects, `value` is the limit that was computed."""

    def __init__(self, x: Any, a: Any, head: str, value: Any) -> None:
        import sympy

        self.sp, self.x, self.a, self.head, self.value = sympy, x, a, head, value

    def limit_of(self, f: Any) -> Expr:
        """lim f as a formula."""
        return call(self.head, from_sympy(f), from_sympy(self.x), from_sympy(self.a))

    def at(self, f: Any) -> Any:
        """f(a), or its limit at infinity for the elementary terms; None where that says nothing."""
        found = f.subs(self.x, self.a) if self.a.is_finite else self.sp.limit(f, self.x, self.a)
        bad = found.has(self.sp.nan, self.sp.zoo, self.sp.AccumBounds)
        return None if bad else found

    def step(self, rule: str, says: Message, f: Any, after: Any, **values: Expr) -> Step:
        """One equation: lim f = after."""
        shown = self.limit_of(after) if after is not self.value else from_sympy(self.value)
        return Step(rule=rule, says=says, values=values, before=self.limit_of(f), after=shown)

    # methods: each returns steps that end at the value, or None

    def continuous(self, f: Any) -> list[Step] | None:
        """Put the point in."""
        if not self.a.is_finite or self._has_corners(f) or self._is_varying_power(f):
            return None
        if self.at(f) != self.value or not self.value.is_finite:
            return None
        return [self.step("continuity", _CONTINUOUS, f, self.value, a=from_sympy(self.a))]

    def _has_corners(self, f: Any) -> bool:
        sp = self.sp
        return bool(f.has(sp.Abs, sp.sign, sp.floor, sp.ceiling, sp.Piecewise, sp.Heaviside))

    def _is_varying_power(self, f: Any) -> bool:
        return bool(f.is_Pow and f.base.has(self.x) and f.exp.has(self.x))

    def one_side(self, f: Any) -> list[Step] | None:
        """On one side of the point an absolute value is plus or minus its argument."""
        sp = self.sp
        sign = {"limit_left": -1, "limit_right": 1}.get(self.head)
        if sign is None or not self.a.is_finite or not f.has(sp.Abs, sp.sign):
            return None
        u = sp.Dummy("u", positive=True)

        def plain(g: Any) -> Any:
            side = sp.limit(sp.sign(g.args[0].subs(self.x, self.a + sign * u)), u, 0, "+")
            return side * g.args[0] if isinstance(g, sp.Abs) else side

        simpler = f.replace(lambda g: isinstance(g, sp.Abs | sp.sign), plain)
        if self._has_corners(simpler) or simpler.has(sp.Limit, u):
            return None
        rest = self.steps(simpler) if simpler.has(self.x) else []
        after = simpler if rest else self.value
        return [self.step("sign on one side", _ONE_SIDE, f, after), *rest]

    def cancelled(self, f: Any) -> list[Step] | None:
        """Cancel common factors of a rational function, then put the point in."""
        if not f.is_rational_function(self.x):
            return None
        simpler = self.sp.cancel(f)
        if simpler == f or simpler == self.sp.cancel(self.sp.expand(f)) == f:
            return None
        rest = self.continuous(simpler)
        if rest is None:
            return None
        return [self.step("cancel common factors", _CANCEL, f, simpler), *rest]

    def highest_power(self, f: Any) -> list[Step] | None:
        """Divide numerator and denominator by the highest power of x."""
        if self.a.is_finite or not f.is_rational_function(self.x):
            return None
        above, below = (self.sp.Poly(p, self.x) for p in self.sp.fraction(self.sp.together(f)))
        if below.degree() == 0:
            return [self.step("leading term", _LEADING_POWER, f, self.value)]
        power = self.x ** below.degree()
        high, low = (self.sp.expand(p.as_expr() / power) for p in (above, below))
        divided = call("div", from_sympy(high), from_sympy(low))
        shown = call(self.head, divided, from_sympy(self.x), from_sympy(self.a))
        first = Step(
            rule="divide by the highest power", says=_HIGHEST, values={"p": from_sympy(power)},
            before=self.limit_of(f), after=shown,
        )  # fmt: skip
        second = Step(
            rule="limits of the terms", says=_TERMS, before=shown, after=from_sympy(self.value)
        )
        return [first, second]

    def squeezed(self, f: Any) -> list[Step] | None:
        """A bounded oscillating factor times something that tends to zero."""
        if self.value != 0 or (not f.is_Mul and not f.is_Pow):
            return None
        sp = self.sp
        bounded = [g for g in sp.Mul.make_args(f) if g.func in (sp.sin, sp.cos)]
        for g in bounded:
            rest = f / g
            if rest.has(sp.sin, sp.cos) or sp.limit(sp.Abs(rest), self.x, self.a, "+") != 0:
                continue
            values = {"b": from_sympy(g), "z": from_sympy(rest)}
            return [self.step("squeeze theorem", _SQUEEZE, f, self.value, **values)]
        return None

    def conjugate(self, f: Any) -> list[Step] | None:
        """Multiply √A − B by √A + B above and below."""
        sp = self.sp
        above, below = sp.fraction(sp.together(f))
        for part, other, flip in ((above, below, False), (below, above, True)):
            roots = [t for t in sp.Add.make_args(part) if t.has(sp.Pow) and self._is_root(t)]
            if len(sp.Add.make_args(part)) != 2 or not roots:
                continue
            first, second = sp.Add.make_args(part)
            mate = first - second
            product = sp.expand(first**2 - second**2)
            whole = product / (other * mate) if not flip else other * mate / product
            simpler = sp.cancel(whole) if whole.is_rational_function(self.x) else sp.simplify(whole)
            rest = self.continuous(simpler) or self.at_infinity(simpler)
            if rest is not None:
                values = {"m": from_sympy(mate)}
                return [self.step("conjugate", _CONJUGATE, f, simpler, **values), *rest]
        return None

    def at_infinity(self, f: Any) -> list[Step] | None:
        """The last step of an algebraic limit at infinity."""
        if self.a.is_finite:
            return None
        return [self.step("divide by the highest power", _DIVIDE, f, self.value)]

    def _is_root(self, term: Any) -> bool:
        return any(
            p.exp.is_Rational and p.exp.q == 2 for p in term.atoms(self.sp.Pow) if p.has(self.x)
        )

    def logarithmic(self, f: Any) -> list[Step] | None:
        """f = g^h with g and h varying: the limit of h·ln g."""
        sp = self.sp
        if not (f.is_Pow and f.base.has(self.x) and f.exp.has(self.x)):
            return None
        inner = f.exp * sp.log(f.base)
        exponent = sp.limit(inner, self.x, self.a, "+")
        if not isinstance(exponent, sp.Expr) or sp.exp(exponent) != self.value:
            return None
        below = _Explanation(self.x, self.a, self.head, exponent)
        children = tuple(below.steps(inner))
        return [
            Step(
                rule="logarithm", says=_LOGARITHM,
                values={"l": from_sympy(exponent), "h": from_sympy(f.exp), "g": from_sympy(f.base)},
                before=self.limit_of(f), after=from_sympy(self.value), children=children,
            )
        ]  # fmt: skip

    def hospital(self, f: Any) -> list[Step] | None:
        """L'Hôpital's rule, as often as the quotient stays indeterminate."""
        sp = self.sp
        above, below = self._quotient(f)
        if above is None:
            return None
        steps: list[Step] = []
        if sp.together(f) != above / below or f.is_Add:
            steps.append(self.step("one quotient", _QUOTIENT, f, above / below))
        for _ in range(_MOST_ROUNDS):
            kind = self._form(above, below)
            if kind is None:
                return None
            before = call("div", from_sympy(above), from_sympy(below))
            above, below = sp.diff(above, self.x), sp.diff(below, self.x)
            simpler = sp.together(sp.simplify(above / below))
            if simpler.count_ops() > _MOST_OPERATIONS:
                return None
            marked = call(self.head, before, from_sympy(self.x), from_sympy(self.a))
            after = call(
                self.head, div(from_sympy(above), from_sympy(below)), from_sympy(self.x),
                from_sympy(self.a),
            )  # fmt: skip
            says = _HOSPITAL_INFINITE if kind == "oo" else _HOSPITAL
            steps.append(Step(rule="L'Hôpital's rule", says=says, before=marked, after=after))
            end = self.finished(simpler)
            if end is not None:
                return [*steps, *end]
            above, below = sp.fraction(simpler)
        return None

    def finished(self, f: Any) -> list[Step] | None:
        """The methods that end an argument."""
        return (
            self.continuous(f)
            or self.highest_power(f)
            or self.vanishing(f)
        )  # fmt: skip

    def vanishing(self, f: Any) -> list[Step] | None:
        """A quotient whose denominator alone grows, or whose numerator alone does."""
        above, below = self.sp.fraction(self.sp.together(f))
        high, low = self.at(above), self.at(below)
        if high is None or low is None:
            return None
        if low.is_zero and high.is_nonzero and self.value.is_infinite:
            return [self.step("denominator tends to zero", _POLE, f, self.value)]
        if low.is_infinite and high.is_finite and self.value == 0:
            return [self.step("bounded over unbounded", _VANISHING, f, self.value)]
        if high.is_infinite and low.is_finite and low != 0 and self.value.is_infinite:
            return [self.step("unbounded over bounded", _GROWING, f, self.value)]
        return None

    def _quotient(self, f: Any) -> tuple[Any, Any]:
        sp = self.sp
        above, below = sp.fraction(sp.together(f))
        if below.has(self.x):
            return above, below
        factors = sp.Mul.make_args(f)
        logs = [g for g in factors if g.has(sp.log)]
        if len(factors) > 1 and logs:
            rest = f / sp.Mul(*logs)
            return sp.Mul(*logs), 1 / rest
        return None, None

    def _form(self, above: Any, below: Any) -> str | None:
        high, low = self.at(above), self.at(below)
        if high is None or low is None:
            return None
        if high.is_zero and low.is_zero:
            return "0"
        return "oo" if high.is_infinite and low.is_infinite else None

    def leading(self, f: Any) -> list[Step] | None:
        """The leading terms of the expansion at the point."""
        sp = self.sp
        try:
            main: Any = self._main_part(f)
        except (ValueError, NotImplementedError, TypeError, sp.PoleError):
            return None
        if (
            self._has_corners(f)
            or self.value.is_infinite
            or (bool(main.is_zero) and self.value != 0)
        ):
            return None
        if main == f or main.has(sp.Order, sp.nan, sp.zoo) or main.count_ops() > _MOST_OPERATIONS:
            return None
        return [self.step("expansion", _EXPANSION, f, self.value, e=from_sympy(main))]

    def _main_part(self, f: Any) -> Any:
        return self.sp.series(f, self.x, self.a, 2).removeO()

    def steps(self, f: Any) -> list[Step]:
        """The first method that explains the limit, else the bare result."""
        methods: Sequence[Callable[[Any], list[Step] | None]] = (
            self.continuous, self.one_side, self.cancelled, self.highest_power, self.squeezed, self.logarithmic,
            self.vanishing, self.conjugate, self.hospital, self.leading,
        )  # fmt: skip
        for method in methods:
            try:
                found = method(f)
            except (NotRepresentable, NotImplementedError, ValueError, TypeError):
                continue
            if found:
                return found
        return [
            Step(
                rule="comparison of growth",
                says=_GROWTH,
                before=self.limit_of(f),
                after=from_sympy(self.value),
            )
        ]


def explain(f: Any, x: Any, a: Any, head: str, value: Any) -> tuple[Step, ...]:
    """Steps for lim f = value (SymPy objects); `head` is limit, limit_left or limit_right."""
    return tuple(_Explanation(x, a, head, value).steps(f))


_CONTINUOUS = Message(
    en="The function is continuous at {a}: put it in.", zh="函数在 {a} 处连续，直接代入。"
)
_CANCEL = Message(
    en="Numerator and denominator share a factor that vanishes at the point: cancel it.",
    zh="分子分母有在该点为零的公因式，约去。",
)
_HIGHEST = Message(en="Divide numerator and denominator by {p}.", zh="分子分母同除以 {p}。")
_DIVIDE = Message(
    en="Divide numerator and denominator by the highest power of the variable.",
    zh="分子分母同除以变量的最高次幂。",
)
_TERMS = Message(
    en="Every term with the variable below tends to zero.", zh="分母含变量的各项都趋于零。"
)
_LEADING_POWER = Message(
    en="The highest power decides the behaviour at infinity.", zh="无穷远处的性态由最高次项决定。"
)
_SQUEEZE = Message(
    en="{b} stays between -1 and 1 while {z} tends to zero: by the squeeze theorem the product tends "
    "to zero.",
    zh="{b} 介于 -1 与 1 之间，而 {z} 趋于零：由夹逼准则，乘积趋于零。",
)
_CONJUGATE = Message(
    en="Multiply above and below by the conjugate {m} and simplify.",
    zh="分子分母同乘以共轭式 {m} 并化简。",
)
_LOGARITHM = Message(
    en="Base and exponent both vary: the limit is e to the limit of {h}·ln({g}), which is {l}.",
    zh="底数与指数都在变化：极限等于 e 的 {h}·ln({g}) 之极限次幂，该极限为 {l}。",
)
_QUOTIENT = Message(en="Write it as one quotient.", zh="写成一个分式。")
_HOSPITAL = Message(
    en="The form is 0/0. By L'Hôpital's rule differentiate numerator and denominator.",
    zh="属 0/0 型，由洛必达法则，分子分母分别求导。",
)
_HOSPITAL_INFINITE = Message(
    en="The form is ∞/∞. By L'Hôpital's rule differentiate numerator and denominator.",
    zh="属 ∞/∞ 型，由洛必达法则，分子分母分别求导。",
)
_ONE_SIDE = Message(
    en="On this side of the point the argument of the absolute value keeps its sign.",
    zh="在该点的这一侧，绝对值中的式子符号不变。",
)
_POLE = Message(
    en="The denominator tends to zero, the numerator does not: the quotient grows beyond every bound.",
    zh="分母趋于零而分子不趋于零，故商无限增大。",
)
_VANISHING = Message(
    en="The denominator grows without bound, the numerator does not.",
    zh="分母无限增大而分子有界。",
)
_GROWING = Message(
    en="The numerator grows without bound, the denominator does not.",
    zh="分子无限增大而分母有界。",
)
_EXPANSION = Message(
    en="Expand at the point: the leading terms are {e}.", zh="在该点展开，主部为 {e}。"
)
_GROWTH = Message(
    en="Compare the orders of growth of the parts (Gruntz's algorithm).",
    zh="比较各部分的增长阶（Gruntz 算法）。",
)
