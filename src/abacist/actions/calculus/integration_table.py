"""Linearity and the table: integrals that are read off, with a linear inner function.

Source: Stewart, Calculus, 8th ed., table of integrals; NIST Digital Library of Mathematical Functions, §4.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from abacist.actions.calculus.antiderivative import Antiderivative, Engine
from abacist.core.language import Message

__all__ = ["constant_multiple", "from_table", "linear_part", "sum_rule"]


def linear_part(u: Any, x: Any) -> Any:
    """a where u = a·x + b with constant a, b; None otherwise."""
    import sympy as sp

    slope = sp.diff(u, x)
    return slope if slope != 0 and not slope.has(x) else None


def sum_rule(engine: Engine, f: Any, x: Any) -> Antiderivative | None:
    """Term by term."""
    if not f.is_Add:
        return None
    parts = []
    for term in f.args:
        part = engine.integrate(term, x)
        if part is None:
            return None
        parts.append(part)
    value = sum((part.value for part in parts), start=0 * x)
    return engine.made("sum rule", _SUM, f, x, value, parts)


def constant_multiple(engine: Engine, f: Any, x: Any) -> Antiderivative | None:
    """Constants come out of the integral."""
    if not f.has(x):
        return engine.made("constant rule", _CONSTANT, f, x, f * x)
    c, rest = f.as_independent(x, as_Add=False)
    if c == 1:
        return None
    part = engine.integrate(rest, x)
    if part is None:
        return None
    value = _spread(c, part.value)
    return engine.made("constant multiple rule", _MULTIPLE, f, x, value, [part], c=c)


def _spread(c: Any, value: Any) -> Any:
    """c·value, multiplied through a sum of few terms."""
    import sympy as sp

    return (
        sp.Add(*(c * term for term in value.args))
        if value.is_Add and len(value.args) < 8
        else c * value
    )


def from_table(engine: Engine, f: Any, x: Any) -> Antiderivative | None:
    """Powers, exponentials and functions of a linear argument."""
    import sympy as sp

    if f.is_Pow:
        return _of_power(engine, f, x)
    if f.is_Function and len(f.args) == 1:
        a = linear_part(f.args[0], x)
        entry = _table().get(f.func)
        if a is not None and entry is not None:
            return _entry(engine, f, x, entry(f.args[0]) / a, f.args[0])
    if f.is_Mul and len(f.args) == 2:
        first, second = f.args
        pairs = {(sp.sec, sp.tan): sp.sec, (sp.csc, sp.cot): lambda u: -sp.csc(u)}
        for g, h in ((first, second), (second, first)):
            found = pairs.get((g.func, h.func))
            if found and g.args == h.args and (a := linear_part(g.args[0], x)) is not None:
                return _entry(engine, f, x, found(g.args[0]) / a, g.args[0])
    if f == x:
        return engine.made("power rule", _POWER, f, x, x**2 / 2, n=sp.Integer(1))
    return None


def _of_power(engine: Engine, f: Any, x: Any) -> Antiderivative | None:
    import sympy as sp

    base, exponent = f.base, f.exp
    if not exponent.has(x) and (a := linear_part(base, x)) is not None:
        if exponent == -1:
            value = sp.log(sp.Abs(base)) / a
            return engine.made("reciprocal rule", _RECIPROCAL, f, x, value, u=base)
        value = base ** (exponent + 1) / ((exponent + 1) * a)
        return engine.made("power rule", _POWER, f, x, value, n=exponent)
    if not base.has(x) and (a := linear_part(exponent, x)) is not None:
        value = f / (a * sp.log(base))
        return engine.made("exponential rule", _EXPONENTIAL, f, x, value)
    squares = {
        sp.cos: sp.tan,
        sp.sin: lambda u: -sp.cot(u),
        sp.cosh: sp.tanh,
        sp.sinh: lambda u: -sp.coth(u),
    }
    inverse = {
        sp.sec: sp.tan,
        sp.csc: lambda u: -sp.cot(u),
        sp.sech: sp.tanh,
        sp.csch: lambda u: -sp.coth(u),
    }
    table = squares if exponent == -2 else inverse if exponent == 2 else {}
    found = table.get(base.func)
    if found is not None and (a := linear_part(base.args[0], x)) is not None:
        return _entry(engine, f, x, found(base.args[0]) / a, base.args[0])
    if exponent == -1:
        found = {sp.cos: _table()[sp.sec], sp.sin: _table()[sp.csc]}.get(base.func)
        if found is not None and (a := linear_part(base.args[0], x)) is not None:
            return _entry(engine, f, x, found(base.args[0]) / a, base.args[0])
    return None


def _table() -> Mapping[Any, Callable[[Any], Any]]:
    """Function → an antiderivative in its argument u."""
    import sympy as sp

    return {
        sp.exp: sp.exp,
        sp.sin: lambda u: -sp.cos(u),
        sp.cos: sp.sin,
        sp.tan: lambda u: -sp.log(sp.Abs(sp.cos(u))),
        sp.cot: lambda u: sp.log(sp.Abs(sp.sin(u))),
        sp.sec: lambda u: sp.log(sp.Abs(sp.tan(u) + 1 / sp.cos(u))),
        sp.csc: lambda u: sp.log(sp.Abs(sp.tan(u / 2))),
        sp.sinh: sp.cosh,
        sp.cosh: sp.sinh,
        sp.tanh: lambda u: sp.log(sp.cosh(u)),
        sp.coth: lambda u: sp.log(sp.Abs(sp.sinh(u))),
        sp.sech: lambda u: sp.atan(sp.sinh(u)),
        sp.log: lambda u: u * sp.log(u) - u,
        sp.atan: lambda u: u * sp.atan(u) - sp.log(1 + u**2) / 2,
        sp.acot: lambda u: u * sp.acot(u) + sp.log(1 + u**2) / 2,
        sp.asin: lambda u: u * sp.asin(u) + sp.sqrt(1 - u**2),
        sp.acos: lambda u: u * sp.acos(u) - sp.sqrt(1 - u**2),
        sp.asinh: lambda u: u * sp.asinh(u) - sp.sqrt(1 + u**2),
        sp.atanh: lambda u: u * sp.atanh(u) + sp.log(1 - u**2) / 2,
        sp.Abs: lambda u: u * sp.Abs(u) / 2,
        sp.sign: sp.Abs,
        sp.erf: lambda u: u * sp.erf(u) + sp.exp(-(u**2)) / sp.sqrt(sp.pi),
        sp.Heaviside: lambda u: u * sp.Heaviside(u),
    }


_BY_PARTS = ("log", "atan", "acot", "asin", "acos", "asinh", "atanh", "erf")


def _entry(engine: Engine, f: Any, x: Any, value: Any, u: Any) -> Antiderivative:
    if type(f).__name__ in _BY_PARTS:
        return engine.made("integration by parts", _PARTS, f, x, value, g=f)
    if u == x:
        return engine.made("table", _TABLE, f, x, value)
    return engine.made("table with a linear argument", _LINEAR, f, x, value, u=u)


_SUM = Message(en="Integrate term by term.", zh="逐项积分。")
_CONSTANT = Message(
    en="A constant integrates to itself times the variable.", zh="常数的积分是它与自变量的乘积。"
)
_MULTIPLE = Message(
    en="The constant factor {c} comes out of the integral.", zh="常数因子 {c} 提到积分号外。"
)
_POWER = Message(
    en="Power rule: raise the exponent {n} by one and divide by the new exponent.",
    zh="幂函数积分法则：指数 {n} 加一，再除以新指数。",
)
_RECIPROCAL = Message(
    en="The reciprocal of {u} integrates to the logarithm of its absolute value.",
    zh="{u} 的倒数积分为其绝对值的对数。",
)
_EXPONENTIAL = Message(
    en="Exponential rule: divide by the logarithm of the base and the factor of the variable.",
    zh="指数函数积分法则：除以底数的对数与自变量的系数。",
)
_TABLE = Message(en="This is an integral from the table.", zh="由基本积分表直接得到。")
_LINEAR = Message(
    en="Table integral with the linear argument {u}: divide by its slope.",
    zh="基本积分，内层为一次函数 {u}：除以其斜率。",
)
_PARTS = Message(
    en="Integrate by parts with u = {g} and dv = dx.", zh="分部积分，取 u = {g}，dv = dx。"
)
