"""Random expressions over the whole vocabulary, for properties of printers, parsers and conversions."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from abacist.core.expr import CONSTANTS, HEADS, Expr, Symbol, call, number

NAMES = (
    "x",
    "y",
    "t",
    "n",
    "R1",
    "x_1",
    "alpha",
    "C",
    "f",
    "_k",
    "小明_书",
    "E_",
    "sin",
    "open",
    "gamma",
)

integers = st.integers(-1000, 1000).map(number)
numbers = st.one_of(
    integers,
    st.integers(-(10**30), 10**30).map(number),
    st.decimals(-1000, 1000, places=4, allow_nan=False).map(lambda value: number(Fraction(value))),
    st.fractions(-50, 50, max_denominator=40).map(number),
)
symbols = st.sampled_from(NAMES).map(Symbol)
constants = st.sampled_from(sorted(CONSTANTS)).map(Symbol)


def calls(children: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    """Calls of any head with a number of arguments that it takes; arithmetic more often than the rest."""

    def of(head: str) -> st.SearchStrategy[Expr]:
        least, most = HEADS[head]
        args = st.lists(children, min_size=least, max_size=min(most, max(least, 3)))
        return args.map(lambda given: call(head, *given))

    arithmetic = st.sampled_from(["add", "mul", "neg", "div", "pow"])
    return st.one_of(arithmetic, arithmetic, st.sampled_from(sorted(HEADS))).flatmap(of)


def primes(children: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    """f', f''(a) and the like."""
    orders = st.integers(1, 6).map(number)
    derivatives = st.builds(lambda name, order: call("prime", name, order), symbols, orders)
    return st.one_of(
        derivatives,
        st.builds(lambda function, arg: call("apply", function, arg), derivatives, children),
    )


def collections(children: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    """Matrices of rows and named values, which have forms of their own."""
    rows = st.lists(
        st.lists(children, max_size=3).map(lambda row: call("list", *row)), min_size=1, max_size=3
    )
    entries = st.builds(lambda name, value: call("eq", name, value), symbols, children)
    return st.one_of(
        rows.map(lambda given: call("matrix", *given)),
        st.lists(entries, min_size=1, max_size=3).map(lambda given: call("named", *given)),
    )


leaves = st.one_of(numbers, symbols, constants)
expressions: st.SearchStrategy[Expr] = st.recursive(
    leaves,
    lambda children: st.one_of(
        calls(children), calls(children), primes(children), collections(children)
    ),
    max_leaves=12,
)
"""Any expression."""

_plain = st.sampled_from(["x", "y", "t", "n", "R1", "x_1", "alpha", "C", "pi", "k"]).map(Symbol)
_functions = [
    "sqrt",
    "sin",
    "cos",
    "exp",
    "ln",
    "abs",
    "factorial",
    "gamma",
    "asin",
    "floor",
    "conj",
]


def _arithmetic(children: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    several = st.lists(children, min_size=2, max_size=3)
    return st.one_of(
        several.map(lambda given: call("add", *given)),
        several.map(lambda given: call("mul", *given)),
        st.builds(lambda a, b: call("div", a, b), children, children),
        st.builds(lambda a, b: call("pow", a, b), children, children),
        children.map(lambda given: call("neg", given)),
        st.builds(lambda head, a: call(head, a), st.sampled_from(_functions), children),
        children.map(lambda given: call("apply", Symbol("f"), given)),
    )


arithmetic: st.SearchStrategy[Expr] = st.recursive(
    st.one_of(integers, _plain, st.decimals(0, 100, places=2).map(lambda v: number(Fraction(v)))),
    _arithmetic,
    max_leaves=10,
)
"""Sums, products, powers and functions of letters and numbers."""
