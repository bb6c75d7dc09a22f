"""Random functions of x and y that have values, for agreement between the ways of computing them."""

from __future__ import annotations

from fractions import Fraction

import sympy
from hypothesis import strategies as st

from abacist.core.expr import Expr, Symbol, call, number

UNARY = (
    "sqrt exp ln sin cos tan cot sec csc asin acos atan sinh cosh tanh asinh acosh atanh abs sign floor ceil "
    "erf erfc fresnels fresnelc Si gamma airyai"
).split()

small = st.one_of(
    st.integers(-6, 6).map(number),
    st.fractions(-4, 4, max_denominator=6).map(number),
    st.decimals(-4, 4, places=2, allow_nan=False).map(lambda value: number(Fraction(value))),
)
variables = st.sampled_from(["x", "y"]).map(Symbol)
constants = st.sampled_from(["pi", "E"]).map(Symbol)
leaves = st.one_of(variables, variables, small, constants)


def _grow(children: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    exponents = st.sampled_from([2, 3, -1, -2, Fraction(1, 2), Fraction(3, 2), Fraction(-1, 3)])
    conditions = st.builds(
        lambda head, a, b: call(head, a, b), st.sampled_from(["lt", "le", "gt"]), children, children
    )
    return st.one_of(
        st.builds(lambda a, b: call("add", a, b), children, children),
        st.builds(lambda a, b: call("mul", a, b), children, children),
        st.builds(lambda a, b: call("div", a, b), children, children),
        st.builds(lambda a: call("neg", a), children),
        st.builds(lambda a, b: call("pow", a, number(b)), children, exponents),
        st.builds(lambda head, a: call(head, a), st.sampled_from(UNARY), children),
        st.builds(lambda head, a: call(head, a), st.sampled_from(UNARY), children),
        st.builds(lambda a, n: call("root", a, number(n)), children, st.integers(2, 5)),
        st.builds(
            lambda head, a, b: call(head, a, b), st.sampled_from(["max", "min"]), children, children
        ),
        st.builds(
            lambda c, a, b: call("piecewise", call("case", a, c), call("otherwise", b)),
            conditions,
            children,
            children,
        ),
    )


functions: st.SearchStrategy[Expr] = st.recursive(leaves, _grow, max_leaves=8)
"""Real functions of x and y, some of them nowhere defined."""

points = st.fractions(-3, 3, max_denominator=64)
"""Rational points near 0."""


def agree(a, b):
    """The same function: a product with a sum is multiplied out or not, depending on the order of steps."""
    difference = a - b
    if sympy.expand(difference) == 0:
        return True
    at = (
        {"x": sympy.Rational(3, 7), "y": sympy.Rational(-5, 3)},
        {"x": sympy.Rational(-2), "y": sympy.Rational(1, 9)},
    )
    values = [difference.subs(point).evalf(20) for point in at]
    return all(value is sympy.nan or abs(value) < 1e-15 for value in values)
