"""Literal equations: solved for one symbol, the others kept, with the conditions under which this is right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from abacist.actions.equation.ranges import flattened
from abacist.actions.equation.solution_forms import Found, Unsolved, moved_to_left
from abacist.core.claim import Domain
from abacist.core.errors import AbacistError
from abacist.core.expr import Call, Expr, call, eq, number, symbol
from abacist.core.language import Message
from abacist.core.step import Step
from abacist.notation.terminal import terminal

if TYPE_CHECKING:
    from abacist.notation.sympy_form import Kind

__all__ = ["solve_literal"]

_METHOD = Message(en="isolating the unknown", zh="移项解出未知数")


def solve_literal(equation: Expr, name: str, domain: Domain, conditions: tuple[Expr, ...]) -> Found:
    """All roots in terms of the other symbols. Raises `Unsolved` beyond degree two and pure powers."""
    import sympy

    from abacist.notation.sympy_form import domains_of, from_sympy, sympy_symbol, to_sympy

    flat = tuple(flattened(conditions))
    default: Kind = "complex" if domain == "complex" else "real"
    known = domains_of(flat, (), default)
    names = equation.free_symbols()
    kinds: dict[str, Kind] = {n: known.get(n, default) for n in names}
    x = sympy_symbol(name, kinds[name])
    residual = sympy.together(to_sympy(moved_to_left(equation), domain=kinds))
    top, bottom = sympy.fraction(residual)
    try:
        polynomial = sympy.Poly(sympy.expand(top), x)
    except sympy.PolynomialError as error:
        raise Unsolved from error
    if any(c.has(x) for c in polynomial.all_coeffs()) or polynomial.degree() < 1:
        raise Unsolved
    roots = _roots(polynomial, kinds[name] == "positive")
    added = _conditions(polynomial, flat)
    steps = _steps(equation, polynomial, name, added)
    try:
        shown = [from_sympy(root, roots="real") for root in roots]
    except AbacistError as error:
        raise Unsolved from error
    after = [eq(symbol(name), root) for root in shown]
    says = Message(en="Solve for {x}.", zh="解出 {x}。")
    steps.append(
        Step(
            rule="solving for the unknown",
            says=says,
            values={"x": symbol(name)},
            after=after[0] if len(after) == 1 else call("or", *after),
        )
    )
    notes = tuple(_note(condition) for condition in added)
    if bottom.has(x):
        steps.append(_denominator_step(from_sympy(bottom)))
    return Found(
        tuple((root,) for root in shown),
        tuple(steps),
        conditions=added,
        notes=notes,
        method=_METHOD,
    )


def _roots(polynomial: Any, positive: bool) -> list[Any]:
    import sympy

    coefficients = polynomial.all_coeffs()
    degree = len(coefficients) - 1
    if degree == 1:
        return [sympy.factor(sympy.cancel(-coefficients[1] / coefficients[0]))]
    if not any(coefficients[1:-1]):
        return _pure(sympy.cancel(-coefficients[-1] / coefficients[0]), degree, positive)
    if degree == 2:
        a, b, c = coefficients
        discriminant = sympy.factor(sympy.expand(b**2 - 4 * a * c))
        surd = sympy.sqrt(discriminant)
        roots = [sympy.simplify((-b + sign * surd) / (2 * a)) for sign in (1, -1)]
        roots = list(dict.fromkeys(roots))
        if positive:
            kept = [root for root in roots if root.is_positive]
            dropped = [root for root in roots if root.is_nonpositive]
            if len(kept) + len(dropped) == len(roots):
                return kept
        return roots
    factors = [factor for factor, _ in polynomial.factor_list()[1]]
    if len(factors) > 1 or factors[0].degree() < degree:
        return [root for factor in factors for root in _roots(factor, positive)]
    raise Unsolved


def _pure(value: Any, degree: int, positive: bool) -> list[Any]:
    """The real roots of x^degree = value."""
    import sympy

    if degree % 2:
        root = (
            sympy.real_root(value, degree)
            if value.is_nonnegative is None
            else sympy.root(value, degree)
        )
        if value.is_nonnegative is None:
            raise Unsolved
        return [root]
    root = sympy.root(value, degree)
    return [root] if positive else [root, -root]


def _conditions(polynomial: Any, given: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """The leading coefficient must not vanish, where the given conditions do not see to that."""
    import sympy

    from abacist.notation.sympy_form import from_sympy

    lead = sympy.factor(polynomial.LC())
    added: list[Expr] = []
    for factor in sympy.Mul.make_args(lead):
        base = factor.base if factor.is_Pow else factor
        if base.is_nonzero or not base.free_symbols:
            continue
        condition = call("ne", from_sympy(base), number(0))
        if condition not in given and condition not in added:
            added.append(condition)
    return tuple(added)


def _steps(equation: Expr, polynomial: Any, name: str, added: tuple[Expr, ...]) -> list[Step]:
    from abacist.actions.equation.solution_forms import polynomial_expr
    from abacist.notation.sympy_form import from_sympy

    coefficients = [from_sympy(c) for c in polynomial.all_coeffs()]
    after = eq(polynomial_expr(coefficients, name), number(0))
    says = Message(
        en="Order by powers of {x}, the other symbols being constants.",
        zh="把其他字母看作常数，按 {x} 的次数整理。",
    )
    steps = []
    if after != equation:
        steps.append(
            Step(
                rule="collecting powers",
                says=says,
                values={"x": symbol(name)},
                before=equation,
                after=after,
            )
        )
    for condition in added:
        text = Message(en="Dividing by it needs {condition}.", zh="作除法需要 {condition}。")
        steps.append(Step(rule="condition", says=text, values={"condition": condition}))
    return steps


def _denominator_step(bottom: Expr) -> Step:
    says = Message(en="The denominator {d} must not vanish.", zh="分母 {d} 不能为零。")
    return Step(rule="domain of the equation", says=says, values={"d": bottom})


def _note(condition: Expr) -> Message:
    assert isinstance(condition, Call)
    shown = terminal(condition)
    return Message(en=f"This holds for {shown}.", zh=f"以上在 {shown} 时成立。")
