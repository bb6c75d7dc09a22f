"""Differential equations of any order, and systems of them, as one first-order system y' = f(t, y).

The states are the unknown functions and their derivatives below the highest: x'' = … becomes x, x_1 with
x' = x_1. The equations must be linear in the highest derivatives, which are solved for exactly.
Source: E. Hairer, S. P. Nørsett, G. Wanner, Solving Ordinary Differential Equations I (1993), §I.1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from abacist.core.expr import Call, Expr, Symbol, add, neg, number, sub, symbol
from abacist.core.language import Message
from abacist.notation.differential import condition_of, orders_of, replaced
from abacist.notation.refusal import NotRepresentable

__all__ = ["FirstOrderSystem", "first_order_system", "initial_values", "prime_name"]


@dataclass(frozen=True)
class FirstOrderSystem:
    """y' = `derivatives`(variable, states); `components` say which derivative of what each state is."""

    equations: tuple[Expr, ...]
    variable: str
    derivatives: tuple[Expr, ...]
    states: tuple[str, ...]
    components: tuple[tuple[str, int], ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """x, x', x'' … as people write the states."""
        return tuple(prime_name(name, order) for name, order in self.components)


def prime_name(name: str, order: int) -> str:
    """x, x', x'', …"""
    return name + "'" * order


def first_order_system(equations: Sequence[Expr], variable: str) -> FirstOrderSystem:
    """The first-order system of the equations. Raises `NotRepresentable` where there is no unique one."""
    orders = orders_of(equations)
    if len(orders) != len(equations):
        raise NotRepresentable(
            Message(
                en=f"{len(equations)} equations for {len(orders)} unknown functions",
                zh=f"{len(equations)} 个方程对应 {len(orders)} 个未知函数",
            )
        )
    components = tuple((name, k) for name, order in orders.items() for k in range(order))
    taken = {name for equation in equations for name in equation.names()} | {variable}
    names = {part: _state(*part, taken) for part in components}
    tops = {name: f"_D_{name}" for name in orders}

    def of(name: str, order: int) -> Expr:
        return Symbol(tops[name] if order == orders[name] else names[name, order])

    relations = [replaced(_equation(one), orders, variable, of) for one in equations]
    highest = _solved(relations, tops)
    slopes = tuple(
        highest[name] if k + 1 == orders[name] else symbol(names[name, k + 1])
        for name, k in components
    )
    states = tuple(names[part] for part in components)
    return FirstOrderSystem(tuple(equations), variable, slopes, states, components)


def initial_values(
    system: FirstOrderSystem, conditions: Sequence[Expr]
) -> tuple[Expr, tuple[Expr, ...]]:
    """The start and the states there. Raises `NotRepresentable` where conditions are missing or elsewhere."""
    given: dict[tuple[str, int], Expr] = {}
    starts: list[Expr] = []
    for condition in conditions:
        found = condition_of(condition)
        if found is None or (found[0], found[1]) not in system.components:
            raise NotRepresentable(Message(en=f"the condition {condition}", zh=f"条件 {condition}"))
        name, order, place, value = found
        if given.setdefault((name, order), value) != value:
            raise NotRepresentable(
                Message(en="two values for one initial condition", zh="同一初始条件有两个值")
            )
        starts.append(place)
    missing = [prime_name(*part) for part in system.components if part not in given]
    if missing:
        names = ", ".join(missing)
        raise NotRepresentable(
            Message(en=f"no initial value for {names}", zh=f"缺少初始条件：{names}")
        )
    if any(start != starts[0] for start in starts):
        raise NotRepresentable(Message(en="conditions at several points", zh="条件给在不同的点上"))
    return starts[0], tuple(given[part] for part in system.components)


def _state(name: str, order: int, taken: set[str]) -> str:
    """The name of a state: x, x_1, x_2; longer where that is taken."""
    if order == 0:
        return name
    candidate = f"{name}_{order}"
    while candidate in taken:
        candidate += "_"
    return candidate


def _equation(equation: Expr) -> Expr:
    if not (isinstance(equation, Call) and equation.head == "eq"):
        raise NotRepresentable(Message(en="what is not an equation", zh="不是方程的式子"))
    return equation


def _solved(relations: Sequence[Expr], tops: Mapping[str, str]) -> dict[str, Expr]:
    """The highest derivatives; each equation by itself where it holds one, else all together."""
    found: dict[str, Expr] = {}
    for relation in relations:
        unknown = [name for name, top in tops.items() if top in relation.free_symbols()]
        if len(unknown) != 1 or unknown[0] in found:
            return _solved_together(relations, tops)
        right = _isolated(relation, tops[unknown[0]])
        if right is None:
            return _solved_together(relations, tops)
        found[unknown[0]] = right
    return found


def _isolated(relation: Expr, unknown: str) -> Expr | None:
    """The right side where the unknown stands alone as a term of one side; None for anything else."""
    assert isinstance(relation, Call)
    left, right = relation.args
    if unknown in right.free_symbols():
        left, right = right, left
    if unknown in right.free_symbols():
        return None
    if left == Symbol(unknown):
        return right
    if not (isinstance(left, Call) and left.head == "add"):
        return None
    mine = [term for term in left.args if unknown in term.free_symbols()]
    if mine == [Symbol(unknown)]:
        others = [neg(term) for term in left.args if term != mine[0]]
        terms = others if right == number(0) else [right, *others]
        return add(*terms)
    return None


def _solved_together(relations: Sequence[Expr], tops: Mapping[str, str]) -> dict[str, Expr]:
    """All highest derivatives at once, by linear algebra over the rational functions."""
    import sympy

    from abacist.notation.sympy_form import from_sympy, to_sympy

    unknowns = [to_sympy(Symbol(top)) for top in tops.values()]
    rows = [to_sympy(sub(*one.args)) for one in relations if isinstance(one, Call)]
    matrix = sympy.Matrix(rows).jacobian(unknowns)
    if any(entry.has(*unknowns) for entry in matrix):
        raise NotRepresentable(
            Message(
                en="equations that are not linear in the highest derivative",
                zh="关于最高阶导数非线性的方程",
            )
        )
    rest = sympy.Matrix(rows).subs(dict.fromkeys(unknowns, 0))
    if matrix.det() == 0:
        raise NotRepresentable(
            Message(
                en="equations that do not determine the highest derivatives",
                zh="不能确定最高阶导数的方程组",
            )
        )
    solved = matrix.LUsolve(-rest)
    return {name: from_sympy(_tidy(value)) for name, value in zip(tops, solved, strict=True)}


def _tidy(value: object) -> object:
    import sympy

    return sympy.cancel(value) if getattr(value, "is_rational_function", lambda: False)() else value
