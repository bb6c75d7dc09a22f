"""A standalone SymPy script that verifies a solution, and finds it again where the constants are fixed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from abacist.actions.ode.closed_form import ClosedForm
from abacist.core.expr import Expr
from abacist.core.value import Value
from abacist.notation.differential import condition_of
from abacist.notation.refusal import NotRepresentable

__all__ = ["symbolic_code"]

_NAME = re.compile(r"\b[A-Za-z_]\w*\b")


def symbolic_code(
    equations: Sequence[Expr], conditions: Sequence[Expr], form: ClosedForm, value: Value
) -> str:
    """The script; "" for several branches, systems and implicit solutions, which SymPy writes in its own way."""
    from abacist.notation.sympy_form import to_sympy
    from abacist.notation.values import answer_text

    branches, functions = list(form.branches), list(form.functions)
    if form.implicit or len(functions) > 1 or len(branches) > 1:
        return ""
    y, x, formula = functions[0], form.variable, branches[0][0]
    try:
        equation = str(to_sympy(equations[0], functions={y: x}))
        solution = str(to_sympy(formula))
        given = _conditions(conditions, y, x)
    except NotRepresentable:
        return ""
    body = [f"equation = {equation}", f"solution = {solution}"]
    if given and not form.constants:
        body.append(f"found = dsolve(equation, {y}({x}), ics={given})")
        body.append("assert simplify(found.rhs - solution) == 0")
    else:
        body.append(f"assert checkodesol(equation, Eq({y}({x}), solution))[0]")
    body.append(f"print({answer_text(value)!r})")
    names = sorted(formula.free_symbols() | {x} | (equations[0].free_symbols() - {y}))
    return "\n".join([_imports(body, {*names, y}), "", *_declared(names, y), *body]) + "\n"


def _conditions(conditions: Sequence[Expr], y: str, x: str) -> str:
    """The dictionary of initial conditions in SymPy's form."""
    from abacist.notation.sympy_form import to_sympy

    parts = []
    for condition in conditions:
        found = condition_of(condition)
        if found is None:
            raise NotRepresentable(str(condition))
        _, order, place, value = found
        at, wanted = to_sympy(place), to_sympy(value)
        left = f"{y}({at})" if order == 0 else f"{y}({x}).diff({x}, {order}).subs({x}, {at})"
        parts.append(f"{left}: {wanted}")
    return "{" + ", ".join(parts) + "}" if parts else ""


def _declared(names: Sequence[str], y: str) -> list[str]:
    return [f"{', '.join(names)} = symbols({' '.join(names)!r})", f"{y} = Function({y!r})"]


def _imports(body: Sequence[str], declared: set[str]) -> str:
    """An import of exactly the names of SymPy that the script uses."""
    import sympy

    code = [line for line in body if not line.startswith("print")]
    assigned = {line.split(" = ")[0] for line in code if re.match(r"\w+ = ", line)}
    used = {name for line in code for name in _NAME.findall(line)} | {"symbols", "Function"}
    taken = used - assigned - declared - {"ics", "rhs", "diff", "subs"}
    return f"from sympy import {', '.join(sorted(n for n in taken if hasattr(sympy, n)))}"
