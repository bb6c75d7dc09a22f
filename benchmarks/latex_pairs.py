"""How the grammar reads LaTeX whose meaning is known: pairs of a formula and the SymPy expression it stands for.

    python -m benchmarks.latex_pairs [pairs.jsonl]

A line of the file is {"latex": …, "sympy_source": …}; a source "None" or null says that the formula is none.
The sources are walked as syntax trees, never run. Prints how many formulas are read with the same meaning, with
another one (this must be none), or refused.

Outside the grammar's purpose, and only counted: quantum states, symbols whose name has a prime (for us a' is a
derivative), an index that is an expression (a_{n+k} is for us a member of a sequence), a name with a blank in it,
and \\imaginaryunit, which no LaTeX package defines.
"""

from __future__ import annotations

import ast
import json
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from abacist.core.errors import AbacistError
from abacist.notation.grammar import parse
from abacist.notation.sympy_form import to_sympy
from abacist.notation.text import canonical

PAIRS = Path(__file__).parents[2] / "shared/data/equivalence/latex_to_sympy_pairs.jsonl"

OUTSIDE = ("Bra(", "Ket(", "imaginaryunit", "HELLO world")


def outside(latex: str, source: str) -> bool:
    """Whether a pair is outside the grammar's purpose, by the rule of the module's page."""
    if any(mark in latex + source for mark in OUTSIDE):
        return True
    names = [
        node.value
        for node in ast.walk(ast.parse(source, mode="eval"))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return any("'" in name or "+" in name or "*" in name for name in names)


def meaning(source: str) -> Any:
    """The SymPy object that a source describes; None for `None`."""
    return _value(ast.parse(source, mode="eval").body)


def _value(node: ast.expr) -> Any:
    match node:
        case ast.Constant(value=value):
            return (
                value
                if isinstance(value, str) or value is None
                else _names()["sympify"](str(value))
            )
        case ast.Name(id=name):
            return _named(name)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand)
        case ast.BinOp(left=left, op=op, right=right):
            return _operate(op, _value(left), _value(right))
        case ast.List(elts=items) | ast.Tuple(elts=items):
            values = [_value(item) for item in items]
            return values if isinstance(node, ast.List) else tuple(values)
        case ast.Call(func=ast.Attribute(value=owner, attr="det")):
            return _value(owner).det()
        case ast.Call(func=function, args=args, keywords=keywords):
            named = {word.arg: _value(word.value) for word in keywords if word.arg}
            return _value(function)(*(_value(arg) for arg in args), **named)
        case _:
            raise ValueError(ast.dump(node))


def _operate(op: ast.operator, left: Any, right: Any) -> Any:
    match op:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
        case ast.Div():
            return left / right
        case ast.Pow():
            return left**right
        case _:
            raise ValueError(ast.dump(op))


@cache
def _names() -> dict[str, Any]:
    """What the sources call by name."""
    import sympy as sp

    public = (
        "Abs Derivative Eq Function Ge Gt I Integral Le Limit Lt Matrix Max Min Ne Pow Product Rational Sum Trace "
        "Transpose acos asin atan binomial ceiling conjugate cos csc exp factorial floor log oo pi root sec sin "
        "sqrt tan E GreaterThan LessThan StrictGreaterThan StrictLessThan Unequality"
    )
    names = {name: getattr(sp, name) for name in public.split()}

    def named(name: str, make: Any) -> Any:
        plain = name.replace("{", "").replace("}", "")
        return sp.pi if plain == "pi" else make(plain)

    return names | {
        "sympify": lambda text: sp.Rational(text),
        "Symbol": lambda name: named(name, sp.Symbol),
        "Function": lambda name: named(name, sp.Function),
        "_Add": lambda *args: sp.Add(*args),
        "_Mul": lambda *args: sp.Mul(*args),
        "_Pow": sp.Pow,
        "_Sqrt": sp.sqrt,
        "_Abs": sp.Abs,
        "_Conjugate": sp.conjugate,
        "_factorial": sp.factorial,
        "_exp": sp.exp,
        "_log": sp.log,
        "_binomial": sp.binomial,
        "_Max": sp.Max,
        "_Min": sp.Min,
        "_MatAdd": lambda *args: sp.MatAdd(*args),
        "_MatMul": lambda *args: sp.MatMul(*args),
    }


def _named(name: str) -> Any:
    names = _names()
    if name in names:
        return names[name]
    return names["Function" if name == "f" else "Symbol"](name)


def same(ours: Any, theirs: Any) -> bool:
    """Whether two SymPy objects mean the same: equal as trees, or of equal kind with parts that do."""
    import sympy as sp

    if ours == theirs:
        return True
    binders = (sp.Limit, sp.Sum, sp.Product, sp.Integral, sp.Derivative)
    if isinstance(ours, (sp.Rel, *binders)) or isinstance(theirs, (sp.Rel, *binders)):
        alike = type(ours) is type(theirs) and len(ours.args) == len(theirs.args)
        return alike and all(map(same, ours.args, theirs.args))
    if isinstance(ours, sp.Tuple) and isinstance(theirs, sp.Tuple):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    if isinstance(ours, str) or isinstance(theirs, str) or not hasattr(ours, "doit"):
        return False
    if getattr(ours, "is_Matrix", False) or getattr(theirs, "is_Matrix", False):
        difference = sp.Matrix(ours.doit() - theirs.doit())
        return all(sp.simplify(entry) == 0 for entry in difference)
    return sp.simplify(ours.doit() - theirs.doit()) == 0


def judge(latex: str, source: str) -> tuple[str, str]:
    """One of same, other, refused, outside, and what was read."""
    theirs = meaning(source) if not outside(latex, source) else None
    wanted = source != "None"
    try:
        tree = parse(latex)
    except AbacistError as error:
        verdict = "outside" if outside(latex, source) else "refused" if wanted else "same"
        return verdict, error.message.en
    if outside(latex, source):
        return "outside", canonical(tree)
    if not wanted:
        return "other", canonical(tree)
    return ("same" if same(to_sympy(tree, roots="principal"), theirs) else "other"), canonical(tree)


def judged(path: Path) -> Iterator[tuple[str, str, str, str]]:
    """(verdict, LaTeX, source, what was read) of every pair of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        latex, source = pair["latex"], pair["sympy_source"] or "None"
        yield (*judge(latex, source), latex, source)


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else PAIRS
    counts: Counter[str] = Counter()
    for verdict, read, latex, source in judged(path):
        counts[verdict] += 1
        if verdict in ("other", "refused"):
            print(f"{verdict:8}{latex}\n        expected {source}\n        {read}")
    within = counts["same"] + counts["other"] + counts["refused"]
    print(
        f"within the purpose {within}: same meaning {counts['same']} ({counts['same'] / within:.1%}), "
        f"another {counts['other']}, refused {counts['refused']}; outside {counts['outside']}"
    )


if __name__ == "__main__":
    main()
