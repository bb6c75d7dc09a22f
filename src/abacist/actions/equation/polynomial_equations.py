"""Equations of one unknown that are rational in it: brought to a polynomial, factored, each factor solved.

Linear factors directly, quadratics by the formula, x^n = c and quadratics in x^k by roots; other factors have
their real roots isolated by SymPy's exact intervals. Values at which a denominator vanishes are excluded.

Source: I. N. Bronshtein et al., Handbook of Mathematics, 6th ed., Springer 2015, §1.6.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal

from abacist.actions.equation.polynomial_steps import (
    NO_ROOT,
    discriminant_step,
    factor_step,
    linear_steps,
    polynomial_of,
    square_steps,
    standard_step,
)
from abacist.actions.equation.rational_polynomials import (
    Polynomial,
    collected,
    factors_of,
    primitive,
    sympy_polynomial,
)
from abacist.actions.equation.solution_forms import (
    Found,
    enclosure_expr,
    fraction_expr,
    moved_to_left,
    ordered,
)
from abacist.core.claim import Domain
from abacist.core.expr import Call, Expr, Number, Symbol, call, eq, number, symbol
from abacist.core.language import Message
from abacist.core.step import Step

__all__ = ["Way", "is_rational_in", "solve_polynomial"]

Way = Literal["", "factoring", "formula", "completing_square"]
"""How a quadratic equation is to be solved; empty: by factoring, else by the formula."""

_MOST_DEGREE = 200
_RADIUS = Fraction(1, 10**24)
_POLYNOMIAL = Message(en="factoring over the rationals", zh="在有理数范围内分解因式")


def is_rational_in(expr: Expr, name: str) -> bool:
    """True where the unknown occurs in sums, products, quotients and whole powers only, over the rationals."""
    for node in expr.walk():
        if isinstance(node, Number):
            continue
        if isinstance(node, Symbol):
            if node.name != name:
                return False
        elif isinstance(node, Call):
            if node.head == "pow":
                exponent = node.args[1]
                if not isinstance(exponent, Number) or exponent.value.denominator != 1:
                    return False
            elif node.head not in ("add", "mul", "neg", "div", "percent", "eq"):
                return False
    return True


def solve_polynomial(equation: Expr, name: str, domain: Domain, way: Way = "") -> Found:
    """All roots of a rational equation; `way`: how a quadratic one is to be solved.

    Raises `Unsolved` beyond what is handled.
    """
    expr = moved_to_left(equation)
    polynomial, fractional = collected(expr, name, _MOST_DEGREE)
    excluded = _excluded(expr, name)
    steps: list[Step] = []
    if any(Symbol("I") not in root.walk() for root in excluded):
        steps.append(_excluded_step(excluded, name))
    if not polynomial:
        return _identity(equation, name, excluded, steps)
    fractional = fractional or bool(excluded)
    if len(polynomial) != 2 or fractional:
        polynomial = primitive(polynomial)
    elif polynomial[0] < 0:
        polynomial = [-c for c in polynomial]  # else as it was written
    if len(polynomial) == 1:
        steps.append(_contradiction(equation))
        return Found((), tuple(steps), method=_POLYNOMIAL)
    steps += standard_step(equation, polynomial, name, fractional)
    roots = _roots(polynomial, name, domain, steps, way)
    kept = _kept(roots, excluded, steps)
    kept = _in_domain(kept, domain, steps)
    notes = () if excluded or domain != "real" else _note_on_complex(polynomial, name, len(roots))
    found = tuple((root,) for root in ordered(kept))
    return Found(found, tuple(steps), notes=notes, method=_POLYNOMIAL)


def _note_on_complex(polynomial: Polynomial, name: str, real: int) -> tuple[Message, ...]:
    """How many roots are left out because they are not real; who did not say "real" should know of them."""
    if len(polynomial) == 2:
        return ()
    others = sum(len(factor) - 1 for factor, _ in factors_of(polynomial, name)) - real
    if not others:
        return ()
    note = Message(
        en=f"Real solutions are meant; over the complex numbers there are {others} more.",
        zh=f"只求实数解；在复数范围内另有 {others} 个解。",
    )
    return (note,)


def _excluded(expr: Expr, name: str) -> list[Expr]:
    """Real values at which a denominator vanishes, cancelled or not."""
    found: list[Expr] = []
    for node in expr.walk():
        below: Expr | None = None
        if isinstance(node, Call) and node.head == "div":
            below = node.args[1]
        elif isinstance(node, Call) and node.head == "pow" and isinstance(node.args[1], Number):
            below = node.args[0] if node.args[1].value < 0 else None
        if below is None or name not in below.free_symbols():
            continue
        top, _ = collected(below, name, _MOST_DEGREE)
        if len(top) > 1:
            found += _roots(top, name, "complex", [])
    return list(dict.fromkeys(found))


def _excluded_step(excluded: list[Expr], name: str) -> Step:
    shown = [root for root in excluded if Symbol("I") not in root.walk()]
    says = Message(
        en="No denominator may vanish, so {x} must not be in {excluded}.",
        zh="分母不能为零，故 {x} 不能取 {excluded}。",
    )
    values: dict[str, Expr] = {"x": symbol(name), "excluded": call("set", *shown)}
    return Step(rule="domain of the equation", says=says, values=values)


def _identity(equation: Expr, name: str, excluded: list[Expr], steps: list[Step]) -> Found:
    says = Message(
        en="Both sides are the same expression: every {x} for which they are defined is a solution.",
        zh="等式两边恒等：凡使两边有意义的 {x} 都是解。",
    )
    steps.append(Step(rule="identity", says=says, values={"x": symbol(name)}, before=equation))
    real = tuple(root for root in excluded if Symbol("I") not in root.walk())
    return Found(((symbol(name),),), tuple(steps), free=True, excluded=real)


def _contradiction(equation: Expr) -> Step:
    says = Message(
        en="The unknown cancels and a false statement is left, so there is no solution.",
        zh="未知数消去后得到不成立的等式，故无解。",
    )
    after = eq(number(1), number(0))
    return Step(rule="contradiction", says=says, before=equation, after=after)


def _roots(
    polynomial: Polynomial, name: str, domain: Domain, steps: list[Step], way: Way = ""
) -> list[Expr]:
    """The different roots of a polynomial over the rationals, factor by factor."""
    degree = len(polynomial) - 1
    if degree == 1:
        return _of_factor(polynomial, name, domain, steps)
    if degree == 2 and way in ("formula", "completing_square"):
        return _of_quadratic(polynomial, name, domain, steps, way)
    factors = sorted(factors_of(polynomial, name), key=_smallest)
    if len(factors) > 1 or factors[0][1] > 1:
        steps.append(factor_step(polynomial, factors, name))
    roots: list[Expr] = []
    for factor, _ in factors:
        roots += _of_factor(factor, name, domain, steps)
    return roots


def _smallest(factor: tuple[Polynomial, int]) -> tuple[int, Fraction]:
    """Linear factors first, in the order of their roots."""
    polynomial = factor[0]
    if len(polynomial) > 2:
        return len(polynomial) - 1, Fraction(0)
    a, b = polynomial
    return 1, -b / a


def _of_factor(factor: Polynomial, name: str, domain: Domain, steps: list[Step]) -> list[Expr]:
    degree = len(factor) - 1
    if degree == 1:
        root = fraction_expr(-factor[1] / factor[0])
        steps += linear_steps(factor, name, root)
        return [root]
    if degree == 2:
        return _of_quadratic(factor, name, domain, steps)
    written = _by_radicals(factor, name, domain, steps)
    return _isolated(factor, name, domain, steps) if written is None else written


def _of_quadratic(
    coefficients: list[Fraction], name: str, domain: Domain, steps: list[Step], way: Way = ""
) -> list[Expr]:
    from abacist.actions.equation.radicals import quadratic_roots

    a, b, c = coefficients
    discriminant = b * b - 4 * a * c
    roots = quadratic_roots(a, b, c)
    if way == "completing_square":
        steps += square_steps(coefficients, name, roots, domain)
    else:
        steps.append(discriminant_step(coefficients, name, discriminant, roots, domain))
    return [] if discriminant < 0 and domain != "complex" else roots


def _by_radicals(
    coefficients: list[Fraction], name: str, domain: Domain, steps: list[Step]
) -> list[Expr] | None:
    """Roots of a·x^n + c, and of a quadratic in x²; None where no short radicals write them."""
    from abacist.actions.equation.radicals import binomial_roots, biquadratic_roots

    inner = coefficients[1:-1]
    if not any(inner):
        ratio = -coefficients[-1] / coefficients[0]
        roots = binomial_roots(ratio, len(coefficients) - 1, domain == "complex")
        if roots is None:
            return None
        says = Message(
            en="Isolate the power and take the root of degree {n}.", zh="移项后开 {n} 次方。"
        )
        before = eq(call("pow", symbol(name), number(len(coefficients) - 1)), fraction_expr(ratio))
        steps.append(
            Step(
                rule="extracting a root",
                says=says if roots else NO_ROOT,
                values={"n": number(len(coefficients) - 1)},
                before=before,
                after=call("set", *roots) if roots else None,
            )
        )
        return roots
    if len(coefficients) == 5 and not coefficients[1] and not coefficients[3]:
        roots = biquadratic_roots(
            coefficients[0], coefficients[2], coefficients[4], domain == "complex"
        )
        says = Message(
            en="It is quadratic in {u}: solve for {u}, then take square roots.",
            zh="这是关于 {u} 的二次方程：先解出 {u}，再开平方。",
        )
        square = call("pow", symbol(name), number(2))
        after = call("set", *roots) if roots else None
        steps.append(
            Step(rule="substitution of the square", says=says, values={"u": square}, after=after)
        )
        return roots
    return None


def _isolated(factor: Polynomial, name: str, domain: Domain, steps: list[Step]) -> list[Expr]:
    """Enclosures of the roots, real ones as intervals with exact ends."""
    import sympy

    polynomial = sympy_polynomial(factor, name)
    real: list[Expr] = []
    for (low, high), _ in polynomial.intervals(eps=sympy.Rational(1, 10**25)):
        middle = Fraction(int(low.p), int(low.q)) + Fraction(int(high.p), int(high.q))
        real.append(enclosure_expr(_short(middle / 2), _RADIUS))
    found = real + (_not_real(polynomial) if domain == "complex" else [])
    says = Message(
        en="This factor has no roots in short radicals; its roots are enclosed numerically: {count} real.",
        zh="该因式的根不能用简单根式表示；数值隔离得到 {count} 个实根。",
    )
    steps.append(
        Step(
            rule="root isolation",
            says=says,
            values={"count": number(len(real))},
            before=eq(polynomial_of(factor, name), number(0)),
            after=call("set", *found) if found else None,
        )
    )
    return found


def _short(value: Fraction) -> Fraction:
    """Rounded to 26 decimals."""
    scale = 10**26
    return Fraction(round(value * scale), scale)


def _not_real(polynomial: Any) -> list[Expr]:
    """Enclosures m ± r + (n ± r)·i of the roots that are not real."""
    found: list[Expr] = []
    for root in polynomial.nroots(n=40, maxsteps=200):
        real, imaginary = root.as_real_imag()
        if abs(imaginary) < 1e-20:
            continue
        parts = [enclosure_expr(_short(Fraction(str(part))), _RADIUS) for part in (real, imaginary)]
        found.append(call("add", parts[0], call("mul", parts[1], Symbol("I"))))
    return found


def _kept(roots: list[Expr], excluded: list[Expr], steps: list[Step]) -> list[Expr]:
    """The roots at which no denominator vanishes."""
    kept = [root for root in roots if root not in excluded]
    dropped = [root for root in roots if root in excluded]
    if dropped:
        says = Message(
            en="{dropped} makes a denominator zero, so it is discarded.",
            zh="{dropped} 使分母为零，是增根，舍去。",
        )
        steps.append(
            Step(rule="extraneous root", says=says, values={"dropped": call("set", *dropped)})
        )
    return kept


def _in_domain(roots: list[Expr], domain: Domain, steps: list[Step]) -> list[Expr]:
    """The roots that are integers, or natural numbers, where only these are asked for."""
    if domain not in ("integer", "natural"):
        return roots
    kept: list[Expr] = [
        root
        for root in roots
        if isinstance(root, Number)
        and root.value.denominator == 1
        and (domain == "integer" or root.value >= 0)
    ]
    if len(kept) < len(roots):
        says = Message(en="Only integers are asked for.", zh="只取整数解。")
        if domain == "natural":
            says = Message(en="Only natural numbers are asked for.", zh="只取自然数解。")
        after = call("set", *kept)
        steps.append(Step(rule="restriction", says=says, before=call("set", *roots), after=after))
    return kept
