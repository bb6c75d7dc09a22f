"""Products of vectors: u · v and u × v of what is known to be a vector are `dot` and `cross`.

Known are names in bold (\\mathbf{v}, small letters) or below an arrow, tuples, columns, and what is made of them.
"""

from __future__ import annotations

from collections.abc import Collection

from abacist.core.expr import Call, Expr, Symbol, call

__all__ = ["is_vector", "vector_product"]

_DOTS = frozenset({r"\cdot", "·", "⋅", "∙"})
_CROSSES = frozenset({r"\times", "×"})


def is_vector(expr: Expr, names: Collection[str]) -> bool:
    """Whether an expression is a vector, `names` being those of vectors."""
    if isinstance(expr, Symbol):
        stem = expr.name.partition("_")[0]
        return expr.name in names or stem in names or expr.name.endswith("_vec")
    if not isinstance(expr, Call):
        return False
    if expr.head in ("tuple", "vector", "cross"):
        return True
    if expr.head == "matrix":
        widths = {len(row.args) if isinstance(row, Call) else 0 for row in expr.args}
        return widths == {1} and len(expr.args) > 1
    if expr.head in ("add", "neg", "mul"):
        return any(is_vector(part, names) for part in expr.args)
    return expr.head == "div" and is_vector(expr.args[0], names)


def vector_product(sign: str, left: Expr, right: Expr) -> Expr | None:
    """The product of two vectors by the sign as written; None for a sign that leaves it open."""
    if sign in _DOTS:
        return call("dot", left, right)
    return call("cross", left, right) if sign in _CROSSES else None
