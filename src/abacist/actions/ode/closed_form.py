"""Solutions of differential equations by formulas: rules with steps first, then SymPy's dsolve with a guard.

The general solution holds constants C1, C2, …; conditions fix them. Explicit solutions are preferred; an
implicit one is an equation between the variable, the function and C1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from abacist.actions.ode.first_order_rules import bernoulli, exact, homogeneous, separable
from abacist.actions.ode.linear_rules import constant_coefficients, first_order_linear
from abacist.actions.ode.patience import OutOfPatience, at_most
from abacist.actions.ode.symbolic import Rule, Scalar, Unmatched, step
from abacist.core.expr import Call, Expr, Symbol, sub
from abacist.core.language import Message
from abacist.core.step import Step
from abacist.notation.differential import Condition, condition_of, orders_of, replaced
from abacist.notation.refusal import NotRepresentable

__all__ = ["ClosedForm", "closed_form"]

_SECONDS_FOR_A_RULE = 2.0
_SECONDS_FOR_A_HINT = 6.0
_RULES: tuple[Callable[[Scalar], Rule], ...] = (
    constant_coefficients,
    first_order_linear,
    separable,
    bernoulli,
    exact,
    homogeneous,
)
_HINTS = (
    "nth_linear_euler_eq_homogeneous",
    "nth_linear_euler_eq_nonhomogeneous_undetermined_coefficients",
    "nth_linear_euler_eq_nonhomogeneous_variation_of_parameters",
    "nth_order_reducible",
    "nth_algebraic",
    "2nd_linear_airy",
    "2nd_linear_bessel",
    "1st_exact",
    "1st_homogeneous_coeff_best",
    "almost_linear",
    "linear_coefficients",
    "Riccati_special_minus2",
    "1st_rational_riccati",
    "factorable",
    "separable_reduced",
    "Liouville",
)
"""SymPy's hints that end quickly; series and Lie-group hints are left out."""


@dataclass(frozen=True)
class ClosedForm:
    """What was found: branches of a family of solutions, explicit (one expression for each function) or not.

    Arguments:
        branches: for each branch, y(x) for each function, or the implicit equation.
        general: the same before the conditions fixed constants.
        contradiction: relations for the constants that have no root (then `branches` is empty).
    """

    functions: tuple[str, ...]
    variable: str
    order: int
    branches: tuple[tuple[Expr, ...], ...]
    general: tuple[tuple[Expr, ...], ...]
    implicit: bool
    constants: tuple[str, ...]
    method: str
    steps: tuple[Step, ...]
    notes: tuple[Message, ...] = ()
    contradiction: tuple[Expr, ...] = ()


@dataclass(frozen=True)
class _Family:
    """Branches as SymPy objects."""

    branches: list[list[Any]]
    implicit: bool
    method: str
    steps: list[Step]
    notes: list[Message]


def closed_form(
    equations: Sequence[Expr], variable: str, conditions: Sequence[Expr], thorough: bool = True
) -> ClosedForm | None:
    """The solution by formulas, or None where no rule gives one; `thorough` tries SymPy's dsolve too."""
    orders = orders_of(equations)
    functions = tuple(orders)
    asked = [condition_of(one) for one in conditions]
    if len(equations) != len(functions) or not functions or None in asked:
        return None
    if any(Symbol("I") in one.walk() for one in (*equations, *conditions)):
        return None  # the rules here are for real coefficients
    family = None
    if len(functions) == 1:
        family = _by_rules(_scalar(equations[0], functions[0], orders[functions[0]], variable))
    if family is None and thorough:
        family = _by_dsolve(equations, functions, variable)
    if family is None:
        return None
    order = sum(orders.values())
    if any(len(_constants([branch])) != order for branch in family.branches):
        return None  # a branch with fewer constants is not the general solution
    return _with_conditions(family, functions, variable, order, [c for c in asked if c is not None])


def _scalar(equation: Expr, name: str, order: int, variable: str) -> Scalar:
    from abacist.notation.sympy_form import sympy_symbol, to_sympy

    if not (isinstance(equation, Call) and equation.head == "eq"):
        raise NotRepresentable("an equation")
    tops = [f"_D{k}_{name}" for k in range(order + 1)]
    residual = replaced(
        sub(*equation.args), [name], variable, lambda f, k: Symbol(f if k == 0 else tops[k])
    )
    names = residual.free_symbols()
    built = to_sympy(residual, default="real")
    real = {one: sympy_symbol(one, "real") for one in (variable, name, *tops[1:])}
    return Scalar(
        built, real[variable], real[name], tuple(real[top] for top in tops[1:]), frozenset(names)
    )


def _by_rules(problem: Scalar) -> _Family | None:
    for rule in _RULES:
        try:
            with at_most(_SECONDS_FOR_A_RULE):
                found = rule(problem)
        except (Unmatched, NotRepresentable, NotImplementedError, ZeroDivisionError, OutOfPatience):
            continue
        branches = [[one] for one in (found.solution, *found.others)]
        return _Family(branches, found.implicit, found.name, found.steps, found.notes)
    return None


def _by_dsolve(
    equations: Sequence[Expr], functions: Sequence[str], variable: str
) -> _Family | None:
    """SymPy's dsolve, with the hints that end quickly."""
    import sympy

    from abacist.notation.sympy_form import sympy_symbol, to_sympy

    x = sympy_symbol(variable, "real")
    unknown = [sympy.Function(f"{name}_")(x) for name in functions]

    def of(name: str, order: int) -> Expr:
        return Symbol(f"_D{order}_{name}")

    built = []
    for equation in equations:
        if not (isinstance(equation, Call) and equation.head == "eq"):
            return None
        residual = to_sympy(replaced(sub(*equation.args), functions, variable, of), default="real")
        for name, function in zip(functions, unknown, strict=True):
            top = 12
            residual = residual.subs(
                {
                    sympy_symbol(f"_D{k}_{name}", "real"): function.diff(x, k) if k else function
                    for k in range(top)
                }
            )
        built.append(residual)
    try:
        found = _dsolved(built, unknown)
    except (NotImplementedError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    except (ZeroDivisionError, IndexError, NotRepresentable, sympy.PolynomialError, OutOfPatience):
        return None
    return None if found is None else _family(found, unknown, functions)


def _dsolved(built: list[Any], unknown: list[Any]) -> Any:
    import sympy
    from sympy.solvers.ode.systems import dsolve_system

    if len(built) > 1:
        with at_most(_SECONDS_FOR_A_HINT):
            return [list(system) for system in dsolve_system(built, funcs=unknown)]
    with at_most(_SECONDS_FOR_A_HINT):
        known = sympy.classify_ode(built[0], unknown[0])
    for hint in _HINTS:
        if hint in known:
            try:
                with at_most(_SECONDS_FOR_A_HINT):
                    found = sympy.dsolve(built[0], unknown[0], hint=hint)
            except (NotImplementedError, OutOfPatience):
                continue
            branches = found if isinstance(found, list) else [found]
            return [[one] for one in branches]
    return None


def _family(found: list[list[Any]], unknown: list[Any], functions: Sequence[str]) -> _Family | None:
    """Explicit branches as they are, implicit ones as equations in the symbol of the function."""
    import sympy

    from abacist.notation.sympy_form import sympy_symbol

    branches, implicit = [], False
    symbols = {f: sympy_symbol(n, "real") for f, n in zip(unknown, functions, strict=True)}
    for branch in found:
        solved = {equation.lhs: equation.rhs for equation in branch}
        if set(solved) == set(unknown) and not any(v.has(*unknown) for v in solved.values()):
            branches.append([_real_constants(solved[f]) for f in unknown])
            continue
        if len(unknown) > 1:
            return None
        implicit = True
        branches.append([_real_constants(branch[0].subs(symbols))])
    if any(one.has(sympy.Integral, sympy.nan, sympy.zoo) for branch in branches for one in branch):
        return None
    if implicit and len(branches) > 1 and not all(len(b) == 1 for b in branches):
        return None
    steps = [
        step(
            "general solution",
            Message(
                en="The general solution, found by computer algebra and verified by substitution.",
                zh="用计算机代数求得通解，并代回方程检验。",
            ),
        )
    ]
    return _Family(branches, implicit, "dsolve", steps, [])


def _real_constants(expression: Any) -> Any:
    import sympy

    return expression.subs(
        {
            s: sympy.Symbol(s.name, real=True)
            for s in expression.free_symbols
            if _is_constant(s.name)
        }
    )


def _is_constant(name: str) -> bool:
    return name[:1] == "C" and name[1:].isdigit()


def _constants(branches: Sequence[Sequence[Any]]) -> list[Any]:
    found = {s for branch in branches for one in branch for s in one.free_symbols}
    return sorted((s for s in found if _is_constant(s.name)), key=lambda s: int(s.name[1:]))


def _with_conditions(
    family: _Family,
    functions: tuple[str, ...],
    variable: str,
    order: int,
    conditions: Sequence[Condition],
) -> ClosedForm | None:
    from abacist.notation.sympy_form import from_sympy, sympy_symbol

    general = tuple(tuple(from_sympy(one) for one in branch) for branch in family.branches)
    names = tuple(s.name for s in _constants(family.branches))
    form = ClosedForm(
        functions,
        variable,
        order,
        general,
        general,
        family.implicit,
        names,
        family.method,
        tuple(family.steps),
        tuple(family.notes),
    )
    if not conditions:
        return form
    x = sympy_symbol(variable, "real")
    fixed: list[list[Any]] = []
    relations: list[Any] = []
    for branch in family.branches:
        relations = _relations(branch, family.implicit, functions, x, conditions)
        for values in _solved(relations, _constants([branch])):
            fixed.append([_tidied(one.subs(values)) for one in branch])
    if not fixed:
        if family.implicit or len(family.branches) > 1:
            return None
        return replace(form, branches=(), contradiction=tuple(from_sympy(r) for r in relations))
    steps = [*family.steps, _fixing(relations)]
    return replace(
        form,
        branches=tuple(tuple(from_sympy(one) for one in branch) for branch in fixed),
        constants=tuple(s.name for s in _constants(fixed)),
        steps=tuple(steps),
    )


def _relations(
    branch: Sequence[Any],
    implicit: bool,
    functions: Sequence[str],
    x: Any,
    conditions: Sequence[Condition],
) -> list[Any]:
    """What the conditions say about the constants."""
    import sympy

    from abacist.notation.sympy_form import sympy_symbol, to_sympy

    relations = []
    for name, derivative, place, value in conditions:
        at, wanted = to_sympy(place, default="real"), to_sympy(value, default="real")
        if implicit:
            relations.append(branch[0].subs({x: at, sympy_symbol(name, "real"): wanted}))
            continue
        one = branch[functions.index(name)]
        left = sympy.diff(one, x, derivative).subs(x, at)
        relations.append(sympy.Eq(left, wanted, evaluate=False))
    return relations


def _solved(relations: list[Any], constants: list[Any]) -> list[dict[Any, Any]]:
    """The values of the constants, those that stay free left out."""
    import sympy

    if any(r in (sympy.false, False) or r.has(sympy.nan, sympy.zoo) for r in relations):
        return []
    gaps = [r.lhs - r.rhs for r in relations if r not in (sympy.true, True)]
    gaps = [gap for gap in map(sympy.simplify, gaps) if gap != 0]
    if not gaps:
        return [{}]
    try:
        return sympy.solve(gaps, constants, dict=True)
    except NotImplementedError:
        return []


def _tidied(one: Any) -> Any:
    """The shortest of a few forms."""
    import sympy

    if isinstance(one, sympy.Equality):
        return one
    forms = [sympy.expand(one), one] if one.has(sympy.exp) else [one]
    if one.has(sympy.exp) and sympy.denom(sympy.together(one)).has(sympy.Add):
        forms.append(sympy.cancel(sympy.together(one)))
    return min(forms, key=sympy.count_ops)


def _fixing(relations: list[Any]) -> Step:
    import sympy

    found = [r for r in relations if isinstance(r, sympy.Equality)]
    shown = found[0] if len(found) == 1 else found
    return step(
        "initial conditions",
        Message(
            en="The conditions {conditions} fix the constants.",
            zh="由条件 {conditions} 确定常数。",
        ),
        conditions=shown,
    )
