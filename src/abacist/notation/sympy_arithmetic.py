"""How arithmetic and functions with special conventions are built in SymPy. See `sympy_builder`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from abacist.core.expr import Call, Expr
from abacist.notation.refusal import NotRepresentable
from abacist.notation.sympy_builder import Builder, Rule

__all__ = ["ARITHMETIC", "items"]


def _add(to: Builder, *terms: Expr) -> Any:
    built = [to.build(term) for term in terms]
    if any(isinstance(term, to.sp.MatrixBase) for term in built):
        total = built[0]
        for term in built[1:]:
            total = total + term
        return total
    return to.sp.Add(*built, **to.options)


def _mul(to: Builder, *factors: Expr) -> Any:
    built = [to.build(factor) for factor in factors]
    if any(isinstance(factor, to.sp.MatrixBase) for factor in built):
        product = built[0]
        for factor in built[1:]:
            product = product * factor
        return product
    return to.sp.Mul(*built, **to.options)


def _neg(to: Builder, a: Expr) -> Any:
    inner = to.build(a)
    if isinstance(inner, to.sp.MatrixBase):
        return -inner
    return to.sp.Mul(to.sp.S.NegativeOne, inner, **to.options)


def _div(to: Builder, a: Expr, b: Expr) -> Any:
    top, bottom = to.build(a), to.build(b)
    if to.evaluate:
        return top / bottom
    sp = to.sp
    return sp.Mul(top, sp.Pow(bottom, sp.S.NegativeOne, evaluate=False), evaluate=False)


def _pow(to: Builder, a: Expr, b: Expr) -> Any:
    return to.power(to.build(a), to.build(b))


def _sqrt(to: Builder, a: Expr) -> Any:
    return to.power(to.build(a), to.sp.S.Half)


def _root(to: Builder, a: Expr, n: Expr) -> Any:
    """The real root of odd degree, negative for a negative number; the principal root otherwise."""
    sp, radicand, degree = to.sp, to.build(a), to.build(n)
    principal = to.power(radicand, sp.S.One / degree)
    odd = bool(degree.is_Integer and degree > 0 and degree % 2 == 1)
    if to.roots == "principal" or not odd or radicand.is_nonnegative or radicand.is_real is False:
        return principal
    negative = -to.power(-radicand, sp.S.One / degree)
    if radicand.is_negative:
        return negative
    return sp.Piecewise((principal, radicand >= 0), (negative, True))


def _ln(to: Builder, a: Expr) -> Any:
    return to.sp.log(to.build(a), **to.options)


def _log(to: Builder, a: Expr, base: Expr | None = None) -> Any:
    if base is None:
        return _ln(to, a)
    sp, x, b = to.sp, to.build(a), to.build(base)
    if to.evaluate:
        return sp.log(x, b)
    inverse = sp.Pow(sp.log(b, evaluate=False), sp.S.NegativeOne, evaluate=False)
    return sp.Mul(sp.log(x, evaluate=False), inverse, evaluate=False)


def _percent(to: Builder, a: Expr) -> Any:
    return to.build(a) / 100


def _degree(to: Builder, a: Expr) -> Any:
    return to.build(a) * to.sp.pi / 180


def _mod(to: Builder, a: Expr, m: Expr) -> Any:
    modulus = to.build(m)
    if isinstance(a, Call) and a.head == "pow" and modulus.is_Integer and modulus > 0:
        base, exponent = (to.build(arg) for arg in a.args)
        if base.is_Integer and exponent.is_Integer and exponent >= 0:
            return to.sp.Integer(pow(int(base), int(exponent), int(modulus)))
    if modulus.is_zero:
        return to.sp.S.NaN
    return to.sp.Mod(to.build(a), modulus, **to.options)


def _gcd(to: Builder, *args: Expr) -> Any:
    return _of_integers(to, "gcd", args, to.sp.igcd)


def _lcm(to: Builder, *args: Expr) -> Any:
    return _of_integers(to, "lcm", args, to.sp.ilcm)


def _of_integers(
    to: Builder, head: str, args: tuple[Expr, ...], function: Callable[..., int]
) -> Any:
    built = [to.build(arg) for arg in args]
    # SymPy's gcd of symbols is the polynomial one, which is another function.
    if not all(arg.is_Integer for arg in built):
        raise NotRepresentable(f"{head} of anything but integers in SymPy")
    return to.sp.Integer(function(*(int(arg) for arg in built)))


def _lambertw(to: Builder, a: Expr, branch: Expr | None = None) -> Any:
    args = (a,) if branch is None else (a, branch)
    return to.sp.LambertW(*(to.build(arg) for arg in args), **to.options)


def _hyper(to: Builder, a: Expr, b: Expr, z: Expr) -> Any:
    return to.sp.hyper(items(to, a), items(to, b), to.build(z))


def _meijerg(to: Builder, a: Expr, b: Expr, z: Expr) -> Any:
    pairs = []
    for pair in (a, b):
        if not (isinstance(pair, Call) and pair.head in ("list", "tuple") and len(pair.args) == 2):
            raise NotRepresentable("meijerg without two lists of two lists")
        pairs.append([items(to, part) for part in pair.args])
    return to.sp.meijerg(pairs[0], pairs[1], to.build(z))


def items(to: Builder, a: Expr) -> list[Any]:
    """The built members of a list, tuple or vector."""
    if isinstance(a, Call) and a.head in ("list", "tuple", "vector"):
        return [to.build(arg) for arg in a.args]
    raise NotRepresentable("a list was expected")


ARITHMETIC: Mapping[str, Rule] = {
    "add": _add,
    "mul": _mul,
    "neg": _neg,
    "div": _div,
    "pow": _pow,
    "sqrt": _sqrt,
    "root": _root,
    "ln": _ln,
    "log": _log,
    "percent": _percent,
    "degree": _degree,
    "mod": _mod,
    "gcd": _gcd,
    "lcm": _lcm,
    "lambertw": _lambertw,
    "hyper": _hyper,
    "meijerg": _meijerg,
}
