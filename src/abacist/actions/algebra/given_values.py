"""Values implied by equations: as a polynomial in their left sides, or by eliminating the unknowns."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any

from abacist.actions.algebra.rewriting import from_form
from abacist.core.expr import Call, Expr, add, eq, neg, number, symbol
from abacist.core.language import Message
from abacist.core.step import Step

__all__ = [
    "Contradiction",
    "GivenValues",
    "Undetermined",
    "elimination_values",
    "identity_in_givens",
]

_MOST_DEGREE = 4
_WANTED = "w_"
_NOT_POLYNOMIAL = ("abs", "sqrt", "root", "exp", "ln", "log", "sin", "cos", "tan", "max", "min")


class Undetermined(Exception):
    """The equations leave the value open, or no method finds it."""


class Contradiction(Exception):
    """No numbers satisfy all equations; `defined`: not even where the wanted expression is undefined."""

    def __init__(self, of_givens: bool) -> None:
        super().__init__()
        self.of_givens = of_givens


@dataclass(frozen=True, slots=True)
class GivenValues:
    """All values with the steps to them; `are_real`: those at the real solutions in `names` only."""

    values: tuple[Any, ...]
    steps: tuple[Step, ...]
    names: tuple[str, ...] = ()
    are_real: bool = False


def _form(expr: Expr) -> Any:
    from abacist.notation.sympy_form import to_sympy

    return to_sympy(expr)


def identity_in_givens(wanted: Expr, equations: tuple[Expr, ...]) -> GivenValues | None:
    """The wanted expression as a polynomial of low degree in left sides that equal constants."""
    import sympy

    sides: list[tuple[Expr, Any]] = []
    for equation in equations:
        assert isinstance(equation, Call)
        left, right = equation.args
        if right.free_symbols() and not left.free_symbols():
            left, right = right, left
        if right.free_symbols() or not left.free_symbols():
            return None
        sides.append((left, _form(right)))
    if len(sides) > 3:
        return None
    forms = [_form(left) for left, _ in sides]
    target = _form(wanted)
    for degree in range(1, _MOST_DEGREE + 1):
        coefficients = _fitted(target, forms, degree)
        if coefficients is None:
            continue
        value = sympy.Integer(0)
        shown: list[Expr] = []
        replaced: list[Expr] = []
        for exponents, coefficient in sorted(coefficients.items(), reverse=True):
            term = coefficient
            for (_, right), exponent in zip(sides, exponents, strict=True):
                term *= right**exponent
            value += term
            shown.append(_product(coefficient, [left for left, _ in sides], exponents))
            replaced.append(_product(coefficient, [from_form(r) for _, r in sides], exponents))
        _must_agree(equations)
        return GivenValues((value,), _steps(wanted, shown, replaced, value))
    return None


def _must_agree(equations: tuple[Expr, ...]) -> None:
    """Raises `Contradiction` where no complex numbers satisfy all equations."""
    import sympy

    names = sorted({n for e in equations for n in e.free_symbols()})
    symbols = [sympy.Symbol(name) for name in names]
    system = _numerators([*map(_residual, equations)], symbols)
    if not all(p.is_polynomial() for p in system):
        return
    if sympy.groebner(system, *_inverse(system), *symbols, order="grevlex").exprs == [1]:
        raise Contradiction(of_givens=True)


def _product(coefficient: Any, lefts: list[Expr], exponents: tuple[int, ...]) -> Expr:
    from abacist.core.expr import mul, pow_

    factors = [
        left if exponent == 1 else pow_(left, number(exponent))
        for left, exponent in zip(lefts, exponents, strict=True)
        if exponent
    ]
    if not factors:
        return from_form(coefficient)
    if coefficient == 1:
        return factors[0] if len(factors) == 1 else mul(*factors)
    if coefficient == -1:
        return neg(factors[0] if len(factors) == 1 else mul(*factors))
    return mul(from_form(coefficient), *factors)


def _fitted(target: Any, forms: list[Any], degree: int) -> dict[tuple[int, ...], Any] | None:
    """Rational coefficients with target = Σ c·Π formᵏ, identically; None where there are none."""
    import sympy

    exponents = [e for e in product(range(degree + 1), repeat=len(forms)) if sum(e) <= degree]
    unknowns = [sympy.Dummy(f"c{k}") for k in range(len(exponents))]
    total = -target
    for c, powers in zip(unknowns, exponents, strict=True):
        term = c
        for form, power in zip(forms, powers, strict=True):
            term *= form**power
        total += term
    numerator = sympy.expand(sympy.fraction(sympy.together(total))[0])
    variables = sorted(numerator.free_symbols - set(unknowns), key=str)
    if not variables or not numerator.is_polynomial(*variables):
        return None
    try:
        equations = sympy.Poly(numerator, *variables).coeffs()
    except sympy.PolynomialError:
        return None
    solutions = list(sympy.linsolve(equations, unknowns))
    if not solutions:
        return None
    free = dict.fromkeys(unknowns, 0)
    values = [value.subs(free) for value in solutions[0]]
    if not all(value.is_Rational for value in values):
        return None
    found = dict(zip(exponents, values, strict=True))
    return {e: v for e, v in found.items() if v != 0} or {exponents[0]: sympy.Integer(0)}


def _steps(wanted: Expr, shown: list[Expr], replaced: list[Expr], value: Any) -> tuple[Step, ...]:
    identity, numbers = (add(*terms) if len(terms) > 1 else terms[0] for terms in (shown, replaced))
    first = Message(
        en="Write the wanted expression with what is given: {wanted} = {identity}.",
        zh="用已知的式子表示所求：{wanted} = {identity}。",
    )
    second = Message(en="Put in the given values.", zh="代入已知的值。")
    steps = [Step(rule="substitution", says=second, before=numbers, after=from_form(value))]
    if identity != wanted:
        values = {"wanted": wanted, "identity": identity}
        steps.insert(
            0,
            Step(rule="identity", says=first, values=values, before=wanted, after=identity),
        )
    return tuple(steps)


def elimination_values(
    wanted: Expr, equations: tuple[Expr, ...], conditions: tuple[Expr, ...]
) -> GivenValues:
    """All values of the wanted expression, with steps. Raises `Contradiction`.

    With conditions the unknowns are real, and values at solutions that break a condition are left out.
    Raises `Undetermined` where the value is left open.
    """
    import sympy

    names = sorted({n for e in (*equations, wanted) for n in e.free_symbols()})
    symbols = [sympy.Symbol(name) for name in names]
    if (
        conditions
        or wanted.has("abs", "sqrt", "root")
        or any(
            e.has("abs", "sqrt", "root", "exp", "ln", "log", "sin", "cos", "tan") for e in equations
        )
    ):
        return _at_solutions(wanted, equations, names, conditions)
    w = sympy.Symbol(_WANTED)
    system = _numerators([*map(_residual, equations), w - _form(wanted)], symbols)
    try:
        basis = sympy.groebner(system, *_inverse(system), *symbols, w, order="lex")
    except (sympy.PolynomialError, ValueError) as error:
        raise Undetermined from error
    if basis.exprs == [1]:
        _must_agree(equations)
        raise Contradiction(of_givens=False)
    last = [p for p in basis.exprs if p.free_symbols == {w}]
    if not last:
        raise Undetermined
    polynomial = min(last, key=lambda p: sympy.degree(p, w))
    values = sorted(set(sympy.roots(sympy.Poly(polynomial, w))), key=sympy.default_sort_key)
    if len(values) < len(set(sympy.Poly(sympy.Poly(polynomial, w).sqf_part(), w).nroots())):
        raise Undetermined
    values = [sympy.radsimp(sympy.sqrtdenest(v)) for v in values]
    if len(values) > 1:
        real = _real_values(wanted, equations, names)
        if real is not None:
            return real
    says = Message(
        en="Set {w} = {wanted} and eliminate the other unknowns; what is left is {after}.",
        zh="令 {w} = {wanted}，消去其余未知数，得到 {after}。",
    )
    after = eq(from_form(sympy.expand(polynomial)), number(0))
    step = Step(
        rule="elimination",
        says=says,
        values={"w": symbol(_WANTED), "wanted": wanted, "after": after},
        after=after,
    )
    return GivenValues(tuple(values), (step,))


def _real_values(wanted: Expr, equations: tuple[Expr, ...], names: list[str]) -> GivenValues | None:
    """The values at the real solutions, where there are some and all of them are found."""
    try:
        return _at_solutions(wanted, equations, names, ())
    except (Undetermined, Contradiction):
        return None


def _residual(equation: Expr) -> Any:
    assert isinstance(equation, Call)
    return _form(add(equation.args[0], neg(equation.args[1])))


def _numerators(residuals: list[Any], symbols: list[Any]) -> list[Any]:
    """Numerators, and t·d − 1 for the product of all denominators so that none of them vanishes."""
    import sympy

    tops: list[Any] = []
    bottom = sympy.Integer(1)
    for residual in residuals:
        top, below = sympy.fraction(sympy.together(residual))
        tops.append(sympy.expand(top))
        bottom = sympy.lcm(bottom, below) if below.free_symbols & set(symbols) else bottom
    if bottom != 1:
        tops.append(sympy.expand(sympy.Symbol("t_") * bottom - 1))
    return tops


def _inverse(system: list[Any]) -> list[Any]:
    """The symbol for the inverse of the denominators, where there is one."""
    import sympy

    t = sympy.Symbol("t_")
    return [t] if any(t in p.free_symbols for p in system) else []


def _at_solutions(
    wanted: Expr, equations: tuple[Expr, ...], names: list[str], conditions: tuple[Expr, ...]
) -> GivenValues:
    """The values at all real solutions that satisfy the conditions."""
    from abacist.actions.equation.restriction import restricted
    from abacist.actions.equation.solution_forms import Unsolved
    from abacist.actions.equation.solve import solve_real

    try:
        found = restricted(solve_real(equations, tuple(names)), tuple(names), conditions)
    except (Unsolved, ValueError) as error:
        raise Undetermined from error
    if not found.roots:
        raise Contradiction(of_givens=True)
    if found.free or found.parameters or found.solutions is not None:
        raise Undetermined
    values: list[Any] = []
    for root in found.roots:
        fixed = wanted.substitute(dict(zip(names, root, strict=True)))
        if fixed.free_symbols() or fixed.has("plus_minus"):
            raise Undetermined
        from abacist.actions.arithmetic.simplest_constant import simplest_constant

        value = _form(simplest_constant(fixed))
        if value not in values:
            values.append(value)
    says = Message(
        en="Solve the given equations, then put each solution in.", zh="先解已知方程，再逐一代入。"
    )
    steps = (*found.steps, Step(rule="substitution", says=says, before=wanted))
    return GivenValues(tuple(values), steps, tuple(names), are_real=True)
