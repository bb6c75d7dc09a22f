"""Trees as readable Python source for the standalone scripts that people are shown.

    sympy_code(expr)     2*x + Rational(1, 10)      exact; `from sympy import *` or the names it needs
    numpy_code(expr)     np.sin(x)**2               arrays; `import numpy as np`, `from scipy import special`
    math_code(expr)      math.sin(x)**2             floats; `import math`, `from scipy import special`

The source is made from trees alone; this program never runs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from abacist.core.expr import Expr
from abacist.notation.code_printer import identifier
from abacist.notation.float_code import MathPrinter, NumpyPrinter
from abacist.notation.sympy_code import SympyPrinter
from abacist.notation.sympy_table import KINDS

__all__ = ["declarations", "identifier", "math_code", "numpy_code", "sympy_code", "sympy_import"]


def sympy_code(expr: Expr) -> str:
    """Source that builds the tree in SymPy, exactly: 0.1 is `Rational(1, 10)`.

    Free symbols are written as `identifier` names them; see `declarations`. A single number is a Python
    number. Raises `NotRepresentable` for heads without a counterpart.
    """
    return SympyPrinter().text(expr)


def numpy_code(expr: Expr) -> str:
    """Source that computes the tree element by element for arrays."""
    return NumpyPrinter().text(expr)


def math_code(expr: Expr) -> str:
    """Source that computes the tree for single floats."""
    return MathPrinter().text(expr)


def declarations(names: Iterable[str], domain: Mapping[str, str] | None = None) -> str:
    """Lines that declare SymPy symbols: `x, y = symbols('x y')`; one line for each kind of `domain`."""
    kinds: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        kinds.setdefault((domain or {}).get(name, "complex"), []).append(name)
    lines = []
    for kind, members in kinds.items():
        assumed = "".join(f", {key}={value}" for key, value in KINDS[kind].items())
        targets = ", ".join(identifier(name) for name in members)
        lines.append(f"{targets} = symbols('{' '.join(members)}'{assumed})")
    return "\n".join(lines)


_WORD = re.compile(r"(?<![\w.'])[A-Za-z_]\w*")


def sympy_import(source: str, *more: str) -> str:
    """The line that imports from SymPy what a piece of source uses: `from sympy import Rational, sin`."""
    known = set(SympyPrinter.functions.values()) | _OTHERS
    known |= {name for name in SympyPrinter.constants.values() if "." not in name} | {"S"}
    used = {word for word in _WORD.findall(source) if word in known} | set(more)
    return f"from sympy import {', '.join(sorted(used, key=str.lower))}" if used else ""


_OTHERS = frozenset(
    "Rational Integer symbols Symbol Function Derivative Integral Sum Product Limit Piecewise Matrix Interval "
    "ImageSet Lambda Subs real_root root solve simplify expand factor diff integrate limit series".split()
)
