"""A standalone SymPy script that finds the value of an expression under equations from scratch."""

from __future__ import annotations

from abacist.core.expr import Call, Expr
from abacist.notation.python_code import declarations, sympy_code, sympy_import
from abacist.notation.refusal import NotRepresentable

__all__ = ["given_script"]


def given_script(wanted: Expr, equations: tuple[Expr, ...], count: int) -> str:
    """A script that solves, substitutes and prints the value or the set of values."""
    names = sorted({n for e in (*equations, wanted) for n in e.free_symbols()})
    try:
        target = sympy_code(wanted)
        sides = [
            f"{sympy_code(e.args[0])} - ({sympy_code(e.args[1])})"
            for e in equations
            if isinstance(e, Call)
        ]
    except NotRepresentable:
        return ""
    source = " ".join([target, *sides])
    show = "print(values.pop())" if count == 1 else "print(values)"
    return "\n".join(
        [
            "# Solve the given equations and put the solutions into the expression.",
            sympy_import(source, "solve", "simplify", "symbols"),
            "",
            declarations(names),
            f"equations = [{', '.join(sides)}]",
            f"wanted = {target}",
            f"solutions = solve(equations, [{', '.join(names)}], dict=True)",
            "values = {simplify(wanted.subs(solution)) for solution in solutions}",
            show,
            "",
        ]
    )
