"""Standalone SymPy scripts that rewrite an expression again from scratch."""

from __future__ import annotations

from abacist.core.expr import Expr
from abacist.notation.python_code import declarations, sympy_code, sympy_import
from abacist.notation.refusal import NotRepresentable

__all__ = ["rewriting_script"]


def rewriting_script(expression: Expr, function: str) -> str:
    """A script that applies one SymPy function and prints the result; "" where SymPy cannot say it."""
    try:
        source = sympy_code(expression)
    except NotRepresentable:
        return ""
    names = sorted(expression.free_symbols())
    declared = declarations(names, dict.fromkeys(names, "real"))
    lines = [
        f"# Apply {function} to the expression.",
        sympy_import(source, function, "symbols"),
        "",
        *([declared] if declared else []),
        f"expression = {source}",
        f"print({function}(expression))",
    ]
    return "\n".join(lines) + "\n"
