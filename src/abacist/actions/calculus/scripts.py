"""Standalone SymPy scripts that compute a result again from scratch.

A script imports the names that it uses, states the problem, computes, compares and prints the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from abacist.core.expr import Expr
from abacist.notation.python_code import identifier, sympy_code
from abacist.notation.sympy_form import NotRepresentable

__all__ = ["agreement", "python_text", "script"]

_NAME = re.compile(r"(?<![\w.'])[A-Za-z_]\w*")
_ASSIGNED = re.compile(r"(\w+) = ")


def python_text(expr: Expr) -> str:
    """The expression as SymPy code; "" where SymPy has no word for it."""
    try:
        return sympy_code(expr)
    except NotRepresentable:
        return ""


def agreement(left: str, right: str, names: Iterable[str]) -> list[str]:
    """Lines that compare two expressions numerically at a point."""
    ordered = sorted(names)
    if not ordered:
        return [f"assert abs(N({left} - ({right}))) < 1e-9"]
    values = ", ".join(
        f"{identifier(name)}: Rational({7 + 4 * k}, 10)" for k, name in enumerate(ordered)
    )
    return [f"point = {{{values}}}", f"assert abs(N(({left} - ({right})).subs(point))) < 1e-9"]


def script(
    lines: Sequence[str], names: Iterable[str], comment: str = "", real: bool = False
) -> str:
    """The script: an import of exactly the names of SymPy that `lines` use, the symbols, the lines."""
    import sympy

    declared = sorted(set(names))
    symbols = [identifier(name) for name in declared]
    assigned = {found[1] for line in lines if (found := _ASSIGNED.match(line))}
    used = {name for line in lines for name in _NAME.findall(line)}
    used |= {"symbols"} if declared else set()
    known = {name for name in used - assigned - set(symbols) - {"print"} if hasattr(sympy, name)}
    head = [f"# {comment}"] if comment else []
    if known:
        head.append(f"from sympy import {', '.join(sorted(known, key=str.lower))}")
    head.append("")
    if declared:
        assumed = ", real=True" if real else ""
        head.append(f"{', '.join(symbols)} = symbols({' '.join(declared)!r}{assumed})")
    return "\n".join([*head, *lines]) + "\n"
