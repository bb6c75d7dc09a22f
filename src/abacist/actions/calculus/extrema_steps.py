"""How extrema come about: the derivative, its zeros, its sign between them, the values compared."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from abacist.actions.calculus.critical_points import Candidate
from abacist.actions.calculus.derivative_rules import Differentiation, NoRule
from abacist.actions.calculus.forms import neat
from abacist.actions.calculus.real_region import Region
from abacist.core.expr import Expr, call, eq, symbol
from abacist.core.language import Message
from abacist.core.step import Step
from abacist.core.value import Table
from abacist.notation.terminal import terminal

__all__ = ["steps_in_one_variable", "steps_in_several"]


def steps_in_one_variable(
    function: Expr, variable: str, region: Region, candidates: Sequence[Candidate], *, local: bool
) -> tuple[Step, ...]:
    """For local extrema the sign of the derivative in every part, for global ones the values side by side."""
    inner = [each for each in candidates if each.place == "interior"]
    zeros = _zeros(function, variable, inner)
    last = _sign_step(function, variable, region, inner) if local else _values_step(candidates)
    return tuple(step for step in (_derivative(function, variable), zeros, last) if step)


def _derivative(function: Expr, variable: str) -> Step:
    """The derivative, with the rules that give it where the rules reach."""
    mark = call("derivative", function, symbol(variable))
    try:
        found = Differentiation(variable).of(function)
    except NoRule:
        return Step(rule="derivative", says=_DIFFERENTIATE, before=mark)
    rules = (found.step,) if found.step.children else ()
    return Step(
        rule="derivative",
        says=_DIFFERENTIATE,
        before=mark,
        after=neat(found.value),
        children=rules,
    )


def _zeros(function: Expr, variable: str, inner: Sequence[Candidate]) -> Step:
    shown = next((each.derivative for each in inner if each.derivative is not None), None)
    if not inner:
        return Step(rule="critical points", says=_NO_ZERO)
    places = [eq(symbol(variable), each.point[0]) for each in inner]
    after = places[0] if len(places) == 1 else call("or", *places)
    says = _ZEROS_AND_KINKS if function.has("abs", "sign", "piecewise") else _ZEROS
    return Step(rule="critical points", says=says, before=shown, after=after)


def _sign_step(
    function: Expr, variable: str, region: Region, inner: Sequence[Candidate]
) -> Step | None:
    """The sign of f' in each part between the points where it can change, and what f does there."""
    signs = _signs(function, variable, region, inner)
    if not inner or signs is None:
        return _kinds_step(inner) if inner else None
    edges = [region.lower, *(each.point[0] for each in inner), region.upper]
    rows: list[tuple[str, ...]] = []
    for index, (left, right) in enumerate(pairwise(edges)):
        sign = signs[index]
        part = terminal(call("interval_open", left, right))
        rows.append((part, sign, "rises" if sign == "+" else "falls", ""))
        if index < len(inner):
            here = inner[index]
            at = terminal(eq(symbol(variable), here.point[0]))
            rows.append((at, "", terminal(here.value), _kind(here)))
    name = terminal(symbol(variable))
    return Step(
        rule="sign of the derivative",
        says=_SIGNS,
        table=Table(columns=(name, "f'", "f", "type"), rows=tuple(rows)),
    )


def _signs(
    function: Expr, variable: str, region: Region, inner: Sequence[Candidate]
) -> list[str] | None:
    """+ or − for f' at a point of each part; None where it is not a number there."""
    import sympy

    from abacist.notation.sympy_form import to_sympy

    f = to_sympy(function, domain={variable: "real"})
    x = next((s for s in f.free_symbols if s.name == variable), None)
    if x is None:
        return None
    slope = sympy.diff(f, x)
    edges = [to_sympy(each) for each in (region.lower, *(c.point[0] for c in inner), region.upper)]
    found = []
    for left, right in pairwise(edges):
        value = sympy.N(slope.subs(x, _between(left, right)), 20)
        if not value.is_real or value == 0:
            return None
        found.append("+" if value > 0 else "−")
    return found


def _between(left: Any, right: Any) -> Any:
    import sympy

    if left.is_infinite and right.is_infinite:
        return sympy.Integer(0)
    if left.is_infinite:
        return right - 1
    return left + 1 if right.is_infinite else (left + right) / 2


def _kinds_step(inner: Sequence[Candidate]) -> Step:
    rows = tuple((_place(each), terminal(each.value), _kind(each)) for each in inner)
    return Step(rule="classification", says=_KINDS, table=Table(columns=_COLUMNS, rows=rows))


def _values_step(candidates: Sequence[Candidate]) -> Step | None:
    if not candidates:
        return None
    rows = tuple((_place(each), terminal(each.value), _kind(each)) for each in candidates)
    return Step(rule="values compared", says=_VALUES, table=Table(columns=_COLUMNS, rows=rows))


def steps_in_several(
    function: Expr, variables: tuple[str, ...], candidates: Sequence[Candidate]
) -> tuple[Step, ...]:
    """The gradient, its zeros, and the minors of the Hessian matrix at each of them."""
    import sympy

    from abacist.notation.sympy_form import from_sympy, to_sympy

    f = to_sympy(function, domain=dict.fromkeys(variables, "real"))
    names = [next((s for s in f.free_symbols if s.name == v), sympy.Symbol(v)) for v in variables]
    gradient = [
        eq(
            call("derivative", symbol("f"), symbol(v)),
            from_sympy(sympy.factor(sympy.diff(f, name))),
        )
        for v, name in zip(variables, names, strict=True)
    ]
    hessian = sympy.hessian(f, names)
    rows = []
    for each in candidates:
        at = {n: to_sympy(p) for n, p in zip(names, each.point, strict=True)}
        minors = [hessian[:k, :k].det().subs(at) for k in range(1, len(names) + 1)]
        shown = tuple(terminal(from_sympy(sympy.simplify(minor))) for minor in minors)
        rows.append((_place(each), *shown, terminal(each.value), _kind(each)))
    minors_named = tuple(f"D{'₁₂₃₄₅₆₇₈₉'[k]}" for k in range(len(names)))
    matrix = call(
        "matrix", *(call("list", *map(from_sympy, hessian.row(k))) for k in range(len(names)))
    )
    points = call("set", *(each.place_expr for each in candidates))
    return (
        Step(rule="gradient", says=_GRADIENT, after=call("and", *gradient)),
        Step(rule="critical points", says=_ALL_ZERO, after=points),
        Step(
            rule="second derivatives",
            says=_HESSIAN,
            after=eq(symbol("H"), matrix),
            table=Table(
                columns=(", ".join(variables), *minors_named, "f", "type"), rows=tuple(rows)
            )
            if rows
            else None,
        ),
    )


def _place(candidate: Candidate) -> str:
    places = zip(candidate.variables, candidate.point, strict=True)
    return ", ".join(terminal(eq(symbol(name), at)) for name, at in places)


def _kind(candidate: Candidate) -> str:
    if candidate.place == "boundary":
        return "endpoint"
    return "neither" if candidate.type == "inflection" else candidate.type


_COLUMNS = ("point", "f", "type")
_DIFFERENTIATE = Message(en="Differentiate.", zh="求导。")
_ZEROS = Message(
    en="Inside, an extremum can only be where the derivative is zero.",
    zh="在内部，极值只可能在导数为零处取得。",
)
_ZEROS_AND_KINKS = Message(
    en="Inside, an extremum can only be where the derivative is zero or does not exist.",
    zh="在内部，极值只可能在导数为零或不存在处取得。",
)
_NO_ZERO = Message(
    en="The derivative is nowhere zero inside, so there is no extremum inside.",
    zh="导数在内部处处不为零，故内部没有极值。",
)
_SIGNS = Message(
    en="The sign of the derivative says where the function rises and falls: from + to − it has a maximum, "
    "from − to + a minimum.",
    zh="由导数的符号判断函数的增减：由 + 变 − 处取极大值，由 − 变 + 处取极小值。",
)
_KINDS = Message(
    en="The sign of the derivative on either side says what each point is.",
    zh="由两侧导数的符号判定各点的类型。",
)
_VALUES = Message(
    en="Compare the values at these points and at the ends that belong to the interval.",
    zh="比较这些点以及属于区间的端点处的函数值。",
)
_GRADIENT = Message(
    en="At an extremum inside all partial derivatives are zero.", zh="内部极值点处各偏导数均为零。"
)
_ALL_ZERO = Message(en="Solve the system.", zh="解此方程组。")
_HESSIAN = Message(
    en="The leading minors D of the matrix of second derivatives decide: all positive for a minimum, signs "
    "−, +, −, … for a maximum.",
    zh="由二阶偏导数矩阵的顺序主子式 D 判定：全为正则为极小；符号依次为 −、+、−…则为极大。",
)
