"""The script that computes a sum or product again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from abacist.actions.calculus.scripts import script
from abacist.core.expr import Expr, Number, symbol
from abacist.notation.python_code import identifier, sympy_code
from abacist.notation.refusal import NotRepresentable
from abacist.notation.sympy_form import to_sympy

__all__ = ["code_for"]

_FEW = 2_000
_SAMPLES = ("1/3", "7/2", "-1/3", "3")


def code_for(arguments: Any, answer: Expr, conditions: Sequence[Expr] = ()) -> str:
    """A script that prints the answer.

    With whole numbers as bounds it adds up the terms; else it compares the closed form with SymPy's sum: for
    numeric bounds in the place of symbolic ones, numerically where the sum is infinite. "" where SymPy has no
    words for it.
    """
    index, lower, upper = arguments.range
    try:
        term, shown, first, last = map(sympy_code, (arguments.term, answer, lower, upper))
    except NotRepresentable:
        return ""
    name = identifier(index)
    names = arguments.term.free_symbols() | lower.free_symbols() | upper.free_symbols() | {index}
    declared = [identifier(each) for each in sorted(names | answer.free_symbols())]
    if isinstance(lower, Number) and isinstance(upper, Number) and upper.value - lower.value < _FEW:
        terms = f"(term.subs({name}, i) for i in range({first}, {last} + 1))"
        total = f"sum({terms}, S(0))" if arguments.operation == "sum" else f"prod({terms}, S(1))"
        lines = [f"term = S({term})", f"answer = {total}", "print(answer)"]
        return script(lines, declared)
    kind = "Sum" if arguments.operation == "sum" else "Product"
    lines = [
        f"{name} = symbols('{index}', integer=True)",
        f"whole = {kind}({term}, ({name}, {first}, {last}))",
        f"answer = S({shown})",
        *_comparison(arguments, answer, conditions),
        "print(answer)",
    ]
    return script(lines, declared)


def _comparison(arguments: Any, answer: Expr, conditions: Sequence[Expr]) -> list[str]:
    index, lower, upper = arguments.range
    bounds = sorted(lower.free_symbols() | upper.free_symbols())
    others = sorted((arguments.term.free_symbols() | answer.free_symbols()) - {index, *bounds})
    if not bounds and not others:
        return ["assert abs(N(whole.doit() - answer)) < 1e-10"]
    fixed = [f"{identifier(name)}: {5 + k}" for k, name in enumerate(bounds)]
    fixed += [f"{identifier(name)}: {_sample(name, conditions)}" for name in others]
    lines = [f"at = {{{', '.join(fixed)}}}"]
    infinite = upper == symbol("oo")
    test = "abs(N(whole.subs(at).doit() - answer.subs(at))) < 1e-10"
    exact = "simplify(whole.subs(at).doit() - answer.subs(at)) == 0"
    return [*lines, f"assert {test if infinite or others else exact}"]


def _sample(name: str, conditions: Sequence[Expr]) -> str:
    """A value of a parameter that satisfies the conditions on it alone."""
    import sympy

    relevant = [to_sympy(c) for c in conditions if c.free_symbols() == {name}]
    for text in _SAMPLES:
        value = sympy.Rational(text)
        if all(relation.subs(sympy.Symbol(name), value) == True for relation in relevant):  # noqa: E712
            return f"Rational({value.p}, {value.q})"
    return "Rational(1, 3)"
