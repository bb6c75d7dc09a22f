"""Square roots of rational numbers and of π under one root sign: √2·√π/2 is √(π/2), √2/√π is √(2/π).

SymPy keeps √2 and √π apart. Tables write them together, with nothing that is a square left under the root.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from abacist.core.expr import Expr, Symbol, call, div, mul, number, pow_

__all__ = ["Joined", "under_one_root"]

_LARGEST = 10**9  # numbers up to this one are split into a square and the rest


class Joined(NamedTuple):
    """A product taken apart: what stands above and below the bar, its sign, and the factors left."""

    above: list[Expr]
    below: list[Expr]
    negative: bool
    left: list[Any]


def under_one_root(sp: Any, factors: list[Any]) -> Joined | None:
    """The factors with √rational and √π put under one root; None where there are not both."""
    roots = [f for f in factors if f.is_Pow and f.base.is_Integer and abs(f.exp) == sp.S.Half]
    pis = [f for f in factors if f.is_Pow and f.base == sp.pi and f.exp.is_Rational]
    if not roots or len(pis) != 1 or pis[0].exp.q != 2 or not all(f.base > 0 for f in roots):
        return None
    rationals = [f for f in factors if f.is_Rational]
    square = sp.prod([f**2 for f in (*rationals, *roots)])
    if max(square.p, square.q) > _LARGEST:
        return None
    is_above = pis[0].exp > 0
    (outer, inner), (under, under_root) = _split(int(square.p)), _split(int(square.q))
    pi: list[Expr] = [Symbol("pi")]
    top = _product(inner, pi if is_above else [])
    bottom = _product(under_root, [] if is_above else pi)
    above = [number(outer)] if outer != 1 else []
    below = [number(under)] if under != 1 else []
    if top == number(1):
        below.append(call("sqrt", bottom))
    else:
        above.append(call("sqrt", top if bottom == number(1) else div(top, bottom)))
    whole = pis[0].exp - (sp.S.Half if is_above else -sp.S.Half)
    left = [f for f in factors if f not in (*rationals, *roots, *pis)]
    if whole > 0:
        power = Symbol("pi") if whole == 1 else pow_(Symbol("pi"), number(int(whole)))
        above.insert(1 if outer != 1 else 0, power)
    elif whole:
        left.insert(0, sp.pi**whole)
    return Joined(above, below, bool(sp.prod(rationals) < 0), left)


def _split(n: int) -> tuple[int, int]:
    """(a, b) with n = a²·b and no square in b."""
    from sympy import factorint

    outer = inner = 1
    for prime, times in factorint(n).items():
        outer *= prime ** (times // 2)
        inner *= prime ** (times % 2)
    return outer, inner


def _product(count: int, others: list[Expr]) -> Expr:
    factors = ([number(count)] if count != 1 else []) + others
    return mul(*factors) if len(factors) > 1 else factors[0] if factors else number(1)
