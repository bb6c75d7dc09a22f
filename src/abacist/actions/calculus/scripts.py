"""Standalone SymPy scripts that compute a result again from scratch.

A script imports the names that it uses, states the problem, computes and prints the answer. The text of an
expression is SymPy's own, which is Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from abacist.core.expr import Expr
from abacist.notation.sympy_form import NotRepresentable, to_sympy

__all__ = ["python_text", "script"]

_NAME = re.compile(r"\b[A-Za-z_]\w*\b")


def python_text(expr: Expr) -> str:
    """The expression as SymPy code; "" where SymPy has no word for it."""
    try:
        return str(to_sympy(expr))
    except NotRepresentable:
        return ""


def script(lines: Sequence[str], names: Iterable[str], comment: str = "") -> str:
    """The script: an import of exactly the names of SymPy that `lines` use, the symbols, the lines."""
    import sympy

    declared = sorted(set(names))
    assigned = {line.split(" = ")[0] for line in lines if re.match(r"\w+ = ", line)}
    used = {name for line in lines for name in _NAME.findall(line)} | {"symbols"}
    imported = sorted(
        name for name in used - assigned - set(declared) if name != "print" and hasattr(sympy, name)
    )
    head = [f"# {comment}"] if comment else []
    head.append(f"from sympy import {', '.join(imported)}")
    head.append("")
    if declared:
        head.append(f"{', '.join(declared)} = symbols({' '.join(declared)!r})")
    return "\n".join([*head, *lines]) + "\n"
