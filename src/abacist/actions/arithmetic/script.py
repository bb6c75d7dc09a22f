"""Standalone SymPy scripts that evaluate an expression again from scratch."""

from __future__ import annotations

from abacist.core.expr import Expr
from abacist.core.value import Ball, Exact
from abacist.notation.python_code import sympy_code, sympy_import
from abacist.notation.refusal import NotRepresentable

__all__ = ["evaluation_script"]


def evaluation_script(expression: Expr, worked: Expr, value: Exact | Ball) -> str:
    """A script that prints the value in its canonical form; "" where SymPy cannot say it."""
    try:
        source = sympy_code(expression)
    except NotRepresentable:
        return ""
    del worked, value
    return f"{sympy_import(source, 'simplify')}\n\nvalue = {source}\nprint(simplify(value))\n"
