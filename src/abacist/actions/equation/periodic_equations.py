"""Equations in circular functions of one unknown: reduced to one function of one angle, then to families.

Products are split into factors. A factor in one function of the angle is a polynomial in it; a·sin + b·cos = c
is one cosine; everything else is rational in tan(θ/2). Families that lie evenly are joined.

Source: I. N. Bronshtein et al., Handbook of Mathematics, 6th ed., Springer 2015, §2.7.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm
from typing import Any

from abacist.actions.equation.families import Family, joined, members
from abacist.actions.equation.ranges import bounds_of
from abacist.actions.equation.solution_forms import Found, Unsolved, moved_to_left
from abacist.core.errors import AbacistError
from abacist.core.expr import Expr, call, eq, number, symbol
from abacist.core.language import Message
from abacist.core.step import Step

__all__ = ["solve_periodic"]

_METHOD = Message(en="reduction to one circular function", zh="化为同名同角的三角函数")
_MOST_DEGREE = 12


def solve_periodic(equation: Expr, name: str, conditions: tuple[Expr, ...]) -> Found:
    """All real roots, as families or, under bounds on the unknown, as a finite list. Raises `Unsolved`."""

    from abacist.notation.sympy_form import from_sympy, sympy_symbol, to_sympy

    x = sympy_symbol(name, "real")
    try:
        residual = to_sympy(moved_to_left(equation), domain={name: "real"})
    except AbacistError as error:
        raise Unsolved from error
    if residual.free_symbols != {x}:
        raise Unsolved
    work = _Work(x, residual)
    steps = [
        Step(
            rule="one angle",
            says=Message(
                en="Write everything in sines and cosines of one angle and bring it to one side.",
                zh="化为同一个角的正弦与余弦，并移项。",
            ),
            before=equation,
            after=eq(from_sympy(work.shown()), number(0)),
        )
    ]
    families = [f for f in work.families() if _is_root(residual, x, f)]
    kept = joined(families)
    low, high = bounds_of(name, conditions)
    if low is not None and high is not None:
        return _bounded(kept, name, conditions, low, high, steps)
    return _general(kept, name, steps)


def _general(kept: list[Family], name: str, steps: list[Step]) -> Found:
    from abacist.notation.sympy_form import from_sympy

    parameter = "n" if name != "n" else "k"
    roots = tuple((from_sympy(f.general(parameter)),) for f in kept)
    says = Message(
        en="The values repeat with the period; {n} is any integer.",
        zh="按周期写出通解，其中 {n} 为任意整数。",
    )
    if roots:
        after = call("set", *(root[0] for root in roots))
        steps.append(
            Step(rule="general solution", says=says, values={"n": symbol(parameter)}, after=after)
        )
    else:
        none = Message(
            en="A sine or cosine stays between -1 and 1, so there is no solution.",
            zh="正弦与余弦的值在 -1 与 1 之间，故无解。",
        )
        steps.append(Step(rule="range of the function", says=none))
    return Found(roots, tuple(steps), parameters=(parameter,) if roots else (), method=_METHOD)


def _bounded(
    kept: list[Family],
    name: str,
    conditions: tuple[Expr, ...],
    low: Expr,
    high: Expr,
    steps: list[Step],
) -> Found:
    from abacist.actions.equation.restriction import holds
    from abacist.actions.equation.solution_forms import ordered
    from abacist.notation.sympy_form import from_sympy, to_sympy

    found: list[Expr] = []
    for family in kept:
        for value in members(family, to_sympy(low), to_sympy(high)):
            root = from_sympy(value)
            truths = [holds(c, {name: root}) for c in conditions]
            if None in truths and False not in truths:
                raise Unsolved
            if False not in truths:
                found.append(root)
    roots = ordered(found)
    says = Message(
        en="From the general solution take what lies between {low} and {high}.",
        zh="在 {low} 与 {high} 之间取值。",
    )
    step = Step(
        rule="selection",
        says=says,
        values={"low": low, "high": high},
        after=call("set", *roots),
    )
    return Found(tuple((root,) for root in roots), (*steps, step), method=_METHOD)


class _Work:
    """The residual as a polynomial in s = sin θ, c = cos θ with θ = g·x."""

    def __init__(self, x: Any, residual: Any) -> None:
        import sympy

        self.sp, self.x = sympy, x
        self.scale = self._common_angle(residual)
        self.theta = sympy.Symbol("theta", real=True)
        self.s, self.c = sympy.symbols("s c")
        self.polynomial = self._polynomial(residual)

    def shown(self) -> Any:
        """The polynomial with the functions written out."""
        angle = self.scale * self.x
        return self.polynomial.as_expr().subs(
            {self.s: self.sp.sin(angle), self.c: self.sp.cos(angle)}
        )

    def _common_angle(self, residual: Any) -> Any:
        """The largest g such that every angle is a whole multiple of g·x plus a constant."""
        sp = self.sp
        ratios: list[Any] = []
        for function in residual.atoms(sp.sin, sp.cos, sp.tan, sp.cot, sp.sec, sp.csc):
            argument = sp.expand(function.args[0])
            if not argument.has(self.x):
                continue
            a = argument.coeff(self.x, 1)
            if (argument - a * self.x).has(self.x) or a.free_symbols:
                raise Unsolved
            ratios.append(a)
        if not ratios:
            raise Unsolved
        base = ratios[0]
        quotients = [sp.nsimplify(sp.simplify(r / base)) for r in ratios]
        if not all(q.is_Rational for q in quotients):
            raise Unsolved
        top = gcd(*(int(abs(q.p)) for q in quotients))
        bottom = lcm(*(int(q.q) for q in quotients))
        found = base * sp.Rational(top, bottom)
        return -found if found.is_negative else found

    def _polynomial(self, residual: Any) -> Any:
        sp = self.sp
        expr = _in_sine_and_cosine(residual.subs(self.x, self.theta / self.scale))
        expr = expr.subs({sp.sin(self.theta): self.s, sp.cos(self.theta): self.c})
        if expr.has(self.theta):
            raise Unsolved
        top = sp.expand(sp.fraction(sp.together(expr))[0])
        try:
            polynomial = sp.Poly(top, self.s, self.c)
        except sp.PolynomialError as error:
            raise Unsolved from error
        if polynomial.is_zero or polynomial.total_degree() > _MOST_DEGREE:
            raise Unsolved
        return polynomial

    def families(self) -> list[Family]:
        """All θ at which the polynomial vanishes, as families of x."""
        found: list[Family] = []
        for factor in self._factors():
            found += self._of_factor(factor)
        return [Family(f.base / self.scale, f.step / self.scale) for f in found]

    def _factors(self) -> list[Any]:
        """Factors of the shortest of the forms with s² or c² replaced."""
        sp, s, c = self.sp, self.s, self.c
        forms = [self.polynomial]
        for old, new in ((s, 1 - c**2), (c, 1 - s**2)):
            forms.append(sp.Poly(_reduced(self.polynomial.as_expr(), old, new), s, c))
        best: list[Any] = []
        for form in forms:
            if form.is_zero:
                raise Unsolved
            factors = [f for f, _ in form.factor_list()[1]]
            if not best or _cost(factors) < _cost(best):
                best = factors
        return best

    def _of_factor(self, factor: Any) -> list[Family]:
        sp, s, c = self.sp, self.s, self.c
        expr = factor.as_expr()
        if not expr.has(c):
            return [f for u in self._values(expr, s) for f in _sine(sp, u)]
        if not expr.has(s):
            return [f for u in self._values(expr, c) for f in _cosine(sp, u)]
        if factor.total_degree() == 1:
            return self._linear(factor)
        if {sum(m) for m in factor.monoms()} <= {0, 2}:
            return self._double_angle(factor)
        return self._half_angle(expr)

    def _double_angle(self, factor: Any) -> list[Family]:
        """a·s² + b·s·c + d·c² + k = 0 is linear in sin 2θ and cos 2θ."""
        sp, s, c = self.sp, self.s, self.c
        a, b, d, k = (factor.coeff_monomial(m) for m in (s**2, s * c, c**2, 1))
        double = sp.Poly(b / 2 * s + (d - a) / 2 * c + (a + d) / 2 + k, s, c)
        found = self._linear(double) if b else self._of_factor(double)
        return [Family(f.base / 2, f.step / 2) for f in found]

    def _values(self, expr: Any, u: Any) -> list[Any]:
        """The real roots between −1 and 1 in closed form."""
        sp = self.sp
        polynomial = sp.Poly(expr, u)
        roots = sp.roots(polynomial)
        if sum(roots.values()) < polynomial.degree():
            raise Unsolved
        found = []
        for root in roots:
            value = root.evalf(30)
            if abs(sp.im(value)) > sp.Float("1e-20") or abs(sp.re(value)) > 1 + sp.Float("1e-20"):
                continue
            if not root.is_real:
                raise Unsolved
            found.append(root)
        return found

    def _linear(self, factor: Any) -> list[Family]:
        """a·s + b·c + k = 0: a² + b² > 0, one cosine with a phase."""
        sp = self.sp
        a, b, k = (factor.coeff_monomial(m) for m in (self.s, self.c, 1))
        size = sp.sqrt(a**2 + b**2)
        if b == 0:
            return [f for u in self._values(factor.as_expr(), self.s) for f in _sine(sp, u)]
        if k == 0:
            return [Family(sp.atan(sp.radsimp(-b / a)), sp.pi)]
        u = sp.radsimp(sp.simplify(-k / size))
        if abs(u.evalf(30)) > 1 + sp.Float("1e-20"):
            return []
        phase = _phase(sp, a, b)
        return [Family(phase + f.base, f.step) for f in _cosine(sp, u)]

    def _half_angle(self, expr: Any) -> list[Family]:
        """t = tan(θ/2); θ = π is looked at apart."""
        sp, t = self.sp, self.sp.Symbol("t", real=True)
        rational = expr.subs({self.s: 2 * t / (1 + t**2), self.c: (1 - t**2) / (1 + t**2)})
        top = sp.Poly(sp.fraction(sp.together(rational))[0], t)
        roots = sp.roots(top)
        if sum(roots.values()) < top.degree():
            raise Unsolved
        found = []
        for root in roots:
            if abs(sp.im(root.evalf(30))) > sp.Float("1e-20"):
                continue
            if not root.is_real:
                raise Unsolved
            found.append(Family(2 * sp.atan(root), 2 * sp.pi))
        if sp.simplify(expr.subs({self.s: 0, self.c: -1})) == 0:
            found.append(Family(sp.pi, 2 * sp.pi))
        return found


def _in_sine_and_cosine(expr: Any) -> Any:
    """All circular functions by sine and cosine of θ, multiples and sums expanded."""
    import sympy

    for head, by in (
        (sympy.tan, lambda a: sympy.sin(a) / sympy.cos(a)),
        (sympy.cot, lambda a: sympy.cos(a) / sympy.sin(a)),
        (sympy.sec, lambda a: 1 / sympy.cos(a)),
        (sympy.csc, lambda a: 1 / sympy.sin(a)),
    ):
        expr = expr.replace(head, by)
    expr = expr.replace(
        lambda e: isinstance(e, (sympy.sin, sympy.cos)), lambda e: type(e)(sympy.expand(e.args[0]))
    )
    return sympy.expand_trig(expr)


def _reduced(expr: Any, old: Any, square: Any) -> Any:
    """With old² replaced until the degree in `old` is below two."""
    import sympy

    polynomial = sympy.Poly(expr, old)
    total = sympy.Integer(0)
    for (degree,), coefficient in polynomial.terms():
        total += coefficient * square ** (degree // 2) * old ** (degree % 2)
    return sympy.expand(total)


def _cost(factors: list[Any]) -> tuple[int, int]:
    """Factors in one function only are best, then low degrees."""
    mixed = sum(1 for f in factors if len(f.free_symbols) > 1)
    return mixed, sum(f.total_degree() for f in factors)


def _sine(sp: Any, u: Any) -> list[Family]:
    base = sp.asin(u)
    if u in (1, -1):
        return [Family(base, 2 * sp.pi)]
    return [Family(base, 2 * sp.pi), Family(sp.pi - base, 2 * sp.pi)]


def _cosine(sp: Any, u: Any) -> list[Family]:
    base = sp.acos(u)
    if u in (1, -1):
        return [Family(base, 2 * sp.pi)]
    return [Family(base, 2 * sp.pi), Family(-base, 2 * sp.pi)]


def _phase(sp: Any, a: Any, b: Any) -> Any:
    """φ with a·sin θ + b·cos θ = √(a² + b²)·cos(θ − φ)."""
    angle = sp.atan2(a, b)
    return angle if not angle.has(sp.atan2) else sp.atan(a / b) + (0 if b > 0 else sp.pi)


def _is_root(residual: Any, x: Any, family: Family) -> bool:
    """True where the original equation is defined and holds for a member."""
    value = residual.subs(x, family.base)
    number_ = value.evalf(40)
    if not number_.is_finite or number_.has(x):
        return False
    return abs(number_) < Fraction(1, 10**25)
