"""Between our tree and SymPy's objects, in both directions.

    to_sympy(expr)                  plain complex symbols, as SymPy likes them
    to_sympy(expr, domain={"x": "real", "n": "integer"})
    to_sympy(expr, functions={"y": "x"})            y is y(x), y' is its derivative
    from_sympy(obj)

Nothing is parsed and nothing is evaluated but what SymPy's constructors do themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, Literal, get_args

from abacist.core.expr import Call, Expr, Number, Symbol
from abacist.notation.refusal import NotRepresentable
from abacist.notation.sympy_arithmetic import ARITHMETIC
from abacist.notation.sympy_builder import Builder
from abacist.notation.sympy_calculus import CALCULUS
from abacist.notation.sympy_collections import COLLECTIONS
from abacist.notation.sympy_read_rules import READ, read_any
from abacist.notation.sympy_reader import Reader, names_of

__all__ = ["Kind", "NotRepresentable", "domains_of", "from_sympy", "sympy_symbol", "to_sympy"]

Kind = Literal[
    "complex",
    "real",
    "nonzero",
    "positive",
    "negative",
    "nonnegative",
    "rational",
    "integer",
    "natural",
    "positive_integer",
]
"""What a symbol may be assumed to be; each but the first is real."""

_RULES = {**ARITHMETIC, **CALCULUS, **COLLECTIONS}


def to_sympy(
    expr: Expr,
    *,
    domain: Mapping[str, Kind] | None = None,
    default: Kind = "complex",
    functions: Mapping[str, str] | None = None,
    roots: Literal["real", "principal"] = "real",
    unevaluated: bool = False,
) -> Any:
    """The SymPy object of a tree: an expression, relation, set, matrix, tuple, list or dict.

    Arguments:
        domain: what is assumed of symbols; others are of the kind `default` (complex: a plain `Symbol`).
        functions: names that stand for functions, with their variable: `y`, `y'` become y(x), y(x)'.
        roots: what ³√a is where the sign of a is open. "real": negative for negative a (a `Piecewise`);
            "principal": a**(1/3), which is another number for negative a.
        unevaluated: keep every sum, product and power as it is written, for faithful printing.

    Raises `NotRepresentable` for what SymPy cannot say and `TooLarge` where SymPy would at once work out
    a number longer than `LIMITS.result_digits`.
    """
    builder = Builder(_RULES, domain or {}, functions or {}, default, roots, not unevaluated)
    unknown = {default, *(domain or {}).values()} - set(_STRENGTH)
    if unknown:
        raise ValueError(f"unknown kinds of symbols: {', '.join(sorted(unknown))}")
    try:
        return builder.build(expr)
    except (TypeError, ValueError, ArithmeticError, NotImplementedError, RecursionError) as refusal:
        # SymPy's own refusals: an inequality between complex numbers, the maximum of an infinity, …
        raise NotRepresentable(f"{type(refusal).__name__}: {str(refusal)[:120]}") from refusal


def from_sympy(
    obj: Any, *, roots: Literal["real", "principal"] = "principal", floats: bool = False
) -> Expr:
    """The tree of what SymPy returned; Python's numbers, truths and containers are read too.

    Arguments:
        roots: how x**(1/3) is read where the sign of x is open: "principal" leaves it a power; "real"
            makes it ³√x, right only where every such power came from one (see `to_sympy`).
        floats: read inexact numbers as the decimal they print as; else they are refused.

    Raises `NotRepresentable` for everything outside the vocabulary.
    """
    try:
        return read_any(Reader(READ, names_of(list(_basics(obj))), roots, floats), obj)
    except (
        TypeError,
        ValueError,
        ArithmeticError,
        AttributeError,
        NotImplementedError,
        RecursionError,
    ) as failure:
        # a property that SymPy cannot tell of this object, or a number no tree may hold
        raise NotRepresentable(f"{type(obj).__name__}: {str(failure)[:120]}") from failure


def _basics(obj: Any) -> Iterable[Any]:
    """The SymPy objects in Python's containers, however nested; whatever else there is, is refused."""
    import sympy

    if isinstance(obj, dict):
        obj = [part for pair in obj.items() for part in pair]
    if isinstance(obj, (list, tuple, set, frozenset)):
        for member in obj:
            yield from _basics(member)
    elif isinstance(obj, (sympy.Basic, sympy.MatrixBase)):
        yield obj
    elif not isinstance(obj, (bool, int, float, Fraction)):
        raise NotRepresentable(f"{type(obj).__name__} object")


def sympy_symbol(name: str, kind: Kind = "complex") -> Any:
    """The SymPy symbol that `to_sympy` makes for a name of this kind."""
    return to_sympy(Symbol(name), domain={name: kind})


def domains_of(
    conditions: Iterable[Expr], names: Iterable[str] = (), default: Kind = "real"
) -> dict[str, Kind]:
    """The narrowest kind that `conditions` (x > 0, n in Integers, …) give each symbol, for `to_sympy`.

    `names` and every symbol of a condition are of kind `default` unless a condition says more. Only
    conditions on a symbol alone count; everything else is for the caller to keep.
    """
    kinds: dict[str, Kind] = dict.fromkeys(names, default)
    for condition in conditions:
        for name in sorted(condition.free_symbols()):
            kinds.setdefault(name, default)
        found = _kind_of(condition)
        if found is not None:
            name, kind = found
            kinds[name] = _both(kinds.get(name, default), kind)
    return kinds


_MEMBER: Mapping[str, Kind] = {
    "Reals": "real",
    "Integers": "integer",
    "Naturals": "natural",
    "Rationals": "rational",
}
_SIGN: Mapping[str, Kind] = {
    "gt": "positive",
    "ge": "nonnegative",
    "lt": "negative",
    "ne": "nonzero",
}
_FLIPPED = {"gt": "lt", "lt": "gt", "ge": "le", "le": "ge", "ne": "ne"}


def _kind_of(condition: Expr) -> tuple[str, Kind] | None:
    if not isinstance(condition, Call) or len(condition.args) != 2:
        return None
    head, (a, b) = condition.head, condition.args
    if head == "in" and isinstance(a, Symbol) and isinstance(b, Symbol) and b.name in _MEMBER:
        return a.name, _MEMBER[b.name]
    if isinstance(b, Symbol) and isinstance(a, Number):
        head, a, b = _FLIPPED.get(head, ""), b, a
    if not (isinstance(a, Symbol) and isinstance(b, Number)):
        return None
    value = b.value
    if head in ("gt", "ge") and value > 0:
        return a.name, "positive"
    if head in ("lt", "le") and value < 0:
        return a.name, "negative"
    if head in _SIGN and value == 0:
        return a.name, _SIGN[head]
    return None


_JOINED: Mapping[frozenset[str], Kind] = {
    frozenset({"integer", "positive"}): "positive_integer",
    frozenset({"natural", "positive"}): "positive_integer",
    frozenset({"natural", "nonzero"}): "positive_integer",
    frozenset({"integer", "nonnegative"}): "natural",
    frozenset({"nonnegative", "nonzero"}): "positive",
}
_STRENGTH = get_args(Kind)


def _both(a: Kind, b: Kind) -> Kind:
    """A kind that is true of what is of both kinds; where there is none in the list, one of the two."""
    joined = _JOINED.get(frozenset({a, b}))
    return joined or (a if _STRENGTH.index(a) > _STRENGTH.index(b) else b)
