"""Standalone SymPy scripts that evaluate an expression again from scratch."""

from __future__ import annotations

from abacist.core.expr import Expr
from abacist.core.value import Ball, Exact
from abacist.notation.python_code import sympy_code, sympy_import
from abacist.notation.refusal import NotRepresentable

__all__ = ["evaluation_script"]


def evaluation_script(expression: Expr, value: Exact | Ball) -> str:
    """A script that prints the value in its canonical form; "" where SymPy cannot say it."""
    try:
        source = sympy_code(expression)
    except NotRepresentable:
        return ""
    head = ["# Evaluate the expression exactly.", sympy_import(source, "Rational", "simplify"), ""]
    if isinstance(value, Ball):
        places = -int(value.mid.as_tuple().exponent)
        return "\n".join(
            [
                *head,
                f"value = simplify(Rational(1)*({source}))",
                f"digits = {value.digits + 20}",
                "decimal = value.evalf(digits)",
                f'print(f"{{float(round(decimal, {places})):.{max(places, 0)}f}}")',
                "",
            ]
        )
    return "\n".join([*head, f"value = Rational(1)*({source})", "print(simplify(value))", ""])
