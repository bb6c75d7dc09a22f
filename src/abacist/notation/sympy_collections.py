"""How logic, sets, lists, matrices and piecewise functions are built in SymPy. See `sympy_builder`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from abacist.core.expr import Call, Expr, Symbol
from abacist.notation.refusal import NotRepresentable
from abacist.notation.sympy_arithmetic import items
from abacist.notation.sympy_builder import Builder, Rule
from abacist.notation.sympy_calculus import variable_name

__all__ = ["COLLECTIONS"]


def _piecewise(to: Builder, *parts: Expr) -> Any:
    pairs = []
    for part in parts:
        if not isinstance(part, Call) or part.head not in ("case", "otherwise"):
            raise NotRepresentable("a piecewise function without cases")
        condition = to.build(part.args[1]) if part.head == "case" else to.sp.true
        pairs.append((to.build(part.args[0]), condition))
    return to.sp.Piecewise(*pairs, **to.options)


def _of_all(name: str) -> Rule:
    def rule(to: Builder, *args: Expr) -> Any:
        return getattr(to.sp, name)(*(to.build(arg) for arg in args), **to.options)

    return rule


def _set(to: Builder, *members: Expr) -> Any:
    return to.sp.FiniteSet(*(to.build(member) for member in members))


def _interval_with(left_open: bool, right_open: bool) -> Rule:
    def rule(to: Builder, a: Expr, b: Expr) -> Any:
        return to.sp.Interval(to.build(a), to.build(b), left_open, right_open)

    return rule


def _such_that(to: Builder, x: Expr, condition: Expr) -> Any:
    """A membership of the variable gives the base set; without one it is everything."""
    name, base = variable_name(x), to.sp.S.UniversalSet
    inner, rest, found = to.binding(name), [], False
    is_and = isinstance(condition, Call) and condition.head == "and"
    for part in condition.args if is_and and isinstance(condition, Call) else (condition,):
        if not found and isinstance(part, Call) and part.head == "in" and part.args[0] == x:
            base, found = to.build(part.args[1]), True
        else:
            rest.append(inner.build(part))
    return to.sp.ConditionSet(inner.symbol(name), to.sp.And(*rest), base)


def _image(to: Builder, expression: Expr, parameter: Expr, base: Expr) -> Any:
    name = variable_name(parameter)
    whole = base in (Symbol("Integers"), Symbol("Naturals"))
    inner = to.binding(name, "integer" if whole else None)
    return to.sp.ImageSet(to.sp.Lambda(inner.symbol(name), inner.build(expression)), to.build(base))


def _list(to: Builder, *members: Expr) -> Any:
    return [to.build(member) for member in members]


def _tuple(to: Builder, *members: Expr) -> Any:
    return to.sp.Tuple(*(to.build(member) for member in members))


def _named(to: Builder, *members: Expr) -> Any:
    if not all(isinstance(member, Call) and member.head == "eq" for member in members):
        raise NotRepresentable("named values that are not written as name = value")
    pairs = [member.args for member in members if isinstance(member, Call)]
    return {to.build(name): to.build(value) for name, value in pairs}


def _vector(to: Builder, *members: Expr) -> Any:
    return to.sp.ImmutableMatrix([to.build(member) for member in members])


def _matrix(to: Builder, *rows: Expr) -> Any:
    built = [items(to, row) for row in rows]
    if len({len(row) for row in built}) != 1:
        raise NotRepresentable("a matrix whose rows differ in length")
    return to.sp.ImmutableMatrix(built)


def _as_matrix(to: Builder, a: Expr) -> Any:
    built = to.build(a)
    if isinstance(built, to.sp.MatrixBase):
        return built
    if isinstance(built, to.sp.Tuple):
        return to.sp.ImmutableMatrix(list(built))
    raise NotRepresentable(
        "an operation on matrices with something that is not written as a matrix"
    )


def _matrix_method(name: str) -> Rule:
    def rule(to: Builder, *args: Expr) -> Any:
        first, *others = (_as_matrix(to, arg) for arg in args)
        return getattr(first, name)(*others)

    return rule


def _inverse(to: Builder, a: Expr) -> Any:
    matrix = _as_matrix(to, a)
    if not matrix.is_square or matrix.det().is_zero:
        return to.sp.S.NaN
    return matrix.inv()


def _square_method(name: str) -> Rule:
    def rule(to: Builder, a: Expr) -> Any:
        matrix = _as_matrix(to, a)
        return getattr(matrix, name)() if matrix.is_square else to.sp.S.NaN

    return rule


def _rank(to: Builder, a: Expr) -> Any:
    matrix = _as_matrix(to, a)
    if matrix.free_symbols:
        raise NotRepresentable("the rank of a matrix with symbols, which depends on their values")
    return to.sp.Integer(matrix.rank())


COLLECTIONS: Mapping[str, Rule] = {
    "piecewise": _piecewise,
    "and": _of_all("And"),
    "or": _of_all("Or"),
    "not": _of_all("Not"),
    "implies": _of_all("Implies"),
    "in": _of_all("Contains"),
    "union": _of_all("Union"),
    "intersection": _of_all("Intersection"),
    "difference": _of_all("Complement"),
    "set": _set,
    "interval": _interval_with(False, False),
    "interval_open": _interval_with(True, True),
    "interval_left_open": _interval_with(True, False),
    "interval_right_open": _interval_with(False, True),
    "such_that": _such_that,
    "image": _image,
    "list": _list,
    "tuple": _tuple,
    "named": _named,
    "vector": _vector,
    "matrix": _matrix,
    "transpose": _matrix_method("transpose"),
    "dot": _matrix_method("dot"),
    "cross": _matrix_method("cross"),
    "norm": _matrix_method("norm"),
    "determinant": _square_method("det"),
    "trace": _square_method("trace"),
    "adjugate": _square_method("adjugate"),
    "inverse": _inverse,
    "rank": _rank,
}
