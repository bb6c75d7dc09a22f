"""A standalone SymPy script that puts a solution into the equations, or finds it again with dsolve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from abacist.actions.ode.closed_form import ClosedForm
from abacist.core.expr import Call, Expr, Symbol, sub
from abacist.core.value import Value
from abacist.notation.differential import condition_of, replaced
from abacist.notation.python_code import declarations, identifier, sympy_code, sympy_import
from abacist.notation.refusal import NotRepresentable
from abacist.notation.values import answer_text

__all__ = ["symbolic_code"]


def symbolic_code(
    equations: Sequence[Expr], conditions: Sequence[Expr], form: ClosedForm, value: Value
) -> str:
    """The script; "" where SymPy has no words for the equations or the solution."""
    try:
        if form.implicit:
            lines = _implicit(equations[0], form)
        else:
            lines = [line for branch in form.branches for line in _branch(equations, form, branch)]
            for branch in form.branches:
                lines += _conditions(conditions, form, branch)
    except NotRepresentable:
        return ""
    names = {form.variable} | {
        n for b in (*form.branches, *form.general) for e in b for n in e.names()
    }
    names |= {n for equation in (*equations, *conditions) for n in equation.names()}
    if not form.implicit:
        names -= set(form.functions)
    head = sympy_import("\n".join(lines), "symbols", "simplify", "diff")
    body = [head, "", declarations(sorted(names)), *lines, f"print({answer_text(value)!r})"]
    return "\n".join(body) + "\n"


def _branch(equations: Sequence[Expr], form: ClosedForm, branch: Sequence[Expr]) -> list[str]:
    """Each function's formula, and that every equation holds with it."""
    formulas = {name: f"{identifier(name)}_found" for name in form.functions}
    lines = [
        f"{formulas[name]} = {sympy_code(formula)}"
        for name, formula in zip(form.functions, branch, strict=True)
    ]
    for equation in equations:
        lines.append(f"assert simplify({_residual(equation, form, formulas)}) == 0")
    return lines


def _residual(equation: Expr, form: ClosedForm, formulas: Mapping[str, str]) -> str:
    """Left minus right side, with the formulas and their derivatives for the functions."""
    if not (isinstance(equation, Call) and equation.head == "eq"):
        raise NotRepresentable("an equation")
    used: dict[str, str] = {}

    def put(name: str, order: int) -> Expr:
        mark = f"placeholder_{order}_{name}"
        formula, variable = formulas[name], identifier(form.variable)
        used[identifier(mark)] = formula if order == 0 else f"diff({formula}, {variable}, {order})"
        return Symbol(mark)

    text = sympy_code(replaced(sub(*equation.args), form.functions, form.variable, put))
    for mark in sorted(used, key=len, reverse=True):
        text = text.replace(mark, used[mark])
    return text


def _conditions(conditions: Sequence[Expr], form: ClosedForm, branch: Sequence[Expr]) -> list[str]:
    lines = []
    for condition in conditions:
        found = condition_of(condition)
        if found is None:
            raise NotRepresentable(str(condition))
        name, order, place, value = found
        formula = sympy_code(branch[form.functions.index(name)])
        x = identifier(form.variable)
        slope = f"diff({formula}, {x}, {order})" if order else f"({formula})"
        lines.append(
            f"assert simplify({slope}.subs({x}, {sympy_code(place)}) - ({sympy_code(value)})) == 0"
        )
    return lines


def _implicit(equation: Expr, form: ClosedForm) -> list[str]:
    """F(x, y) = 0: the slope −F_x/F_y satisfies the equation."""
    y, x = identifier(form.functions[0]), identifier(form.variable)
    lines = []
    for branch in form.branches:
        relation = branch[0]
        if not isinstance(relation, Call):
            raise NotRepresentable(str(relation))
        lines += [
            f"relation = {sympy_code(sub(*relation.args))}",
            f"slope = -diff(relation, {x})/diff(relation, {y})",
        ]
        marks = {form.functions[0]: y}
        residual = _residual(equation, form, marks).replace(f"diff({y}, {x}, 1)", "slope")
        lines.append(f"assert simplify({residual}) == 0")
    return lines
