"""Standalone SymPy scripts that solve inequalities again from scratch."""

from __future__ import annotations

from abacist.core.expr import Expr
from abacist.notation.python_code import declarations, sympy_code, sympy_import
from abacist.notation.refusal import NotRepresentable

__all__ = ["inequality_script"]


def inequality_script(relation: Expr, name: str) -> str:
    """A script that prints the solution set; "" where SymPy cannot say the relation."""
    try:
        source = sympy_code(relation)
    except NotRepresentable:
        return ""
    return "\n".join(
        [
            "# Solve the inequality on the real line.",
            sympy_import(source, "symbols"),
            "from sympy import S",
            "from sympy.solvers.inequalities import solve_univariate_inequality",
            "",
            declarations([name], {name: "real"}),
            f"relation = {source}",
            "parts = relation.args if relation.func.__name__ == 'And' else [relation]",
            "solutions = S.Reals",
            "for part in parts:",
            f"    solutions &= solve_univariate_inequality(part, {name}, relational=False)",
            "print(solutions)",
            "",
        ]
    )
