"""Named functions in floating point: for single numbers by `math`, for arrays by NumPy, the rest by SciPy.

All are real: outside its domain a function gives nan, or raises what `scalar_form` turns into nan.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["NUMPY_NAME", "SCALAR", "array_function", "special_function"]

_INF = math.inf


def _exp(x: float) -> float:
    try:
        return math.exp(x)
    except OverflowError:
        return _INF


def _sinh(x: float) -> float:
    try:
        return math.sinh(x)
    except OverflowError:
        return math.copysign(_INF, x)


def _cosh(x: float) -> float:
    try:
        return math.cosh(x)
    except OverflowError:
        return _INF


def _sign(x: float) -> float:
    return math.copysign(1.0, x) if x else x


def _acot(x: float) -> float:
    return math.atan(1.0 / x) if x else math.pi / 2


def _gamma(x: float) -> float:
    try:
        return math.gamma(x)
    except OverflowError:
        return _INF


def _loggamma(x: float) -> float:
    if x <= 0:
        raise ValueError("the logarithm of the gamma function is not real here")
    return math.lgamma(x)


SCALAR: Mapping[str, Callable[..., float]] = {
    "exp": _exp,
    "ln": math.log,
    "sqrt": math.sqrt,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "cot": lambda x: 1.0 / math.tan(x),
    "sec": lambda x: 1.0 / math.cos(x),
    "csc": lambda x: 1.0 / math.sin(x),
    "asin": math.asin,
    "acos": math.acos,
    "atan": math.atan,
    "acot": _acot,
    "asec": lambda x: math.acos(1.0 / x),
    "acsc": lambda x: math.asin(1.0 / x),
    "sinh": _sinh,
    "cosh": _cosh,
    "tanh": math.tanh,
    "coth": lambda x: 1.0 / math.tanh(x),
    "sech": lambda x: 1.0 / _cosh(x),
    "csch": lambda x: 1.0 / _sinh(x),
    "asinh": math.asinh,
    "acosh": math.acosh,
    "atanh": math.atanh,
    "acoth": lambda x: math.atanh(1.0 / x),
    "asech": lambda x: math.acosh(1.0 / x),
    "acsch": lambda x: math.asinh(1.0 / x),
    "abs": math.fabs,
    "sign": _sign,
    "floor": lambda x: float(math.floor(x)),
    "ceil": lambda x: float(math.ceil(x)),
    "factorial": lambda x: _gamma(x + 1.0),
    "gamma": _gamma,
    "loggamma": _loggamma,
    "erf": math.erf,
    "erfc": math.erfc,
    "atan2": lambda y, x: math.atan2(y, x) if y or x else math.nan,
    "heaviside": lambda x: 0.5 * (_sign(x) + 1.0),
    "max": lambda *values: max(values),
    "min": lambda *values: min(values),
    "re": lambda x: x,
    "conj": lambda x: x,
    "im": lambda x: 0.0 * x,
    "arg": lambda x: math.atan2(0.0, x) if x else math.nan,
    "percent": lambda x: x / 100.0,
    "degree": math.radians,
}
"""Head → function of floats; `ValueError`, `ZeroDivisionError` and `OverflowError` mean nan."""

NUMPY_NAME: Mapping[str, str] = {
    **{name: name for name in "exp sqrt sin cos tan sinh cosh tanh abs sign floor ceil".split()},
    "ln": "log",
    "asin": "arcsin",
    "acos": "arccos",
    "atan": "arctan",
    "asinh": "arcsinh",
    "acosh": "arccosh",
    "atanh": "arctanh",
    "degree": "radians",
}
"""Head → name in NumPy."""

_INVERTED = {
    "cot": "tan",
    "sec": "cos",
    "csc": "sin",
    "coth": "tanh",
    "sech": "cosh",
    "csch": "sinh",
}
_OF_INVERSE = {
    "asec": "arccos",
    "acsc": "arcsin",
    "asech": "arccosh",
    "acsch": "arcsinh",
    "acoth": "arctanh",
}


def array_function(head: str) -> Callable[..., Any] | None:
    """The NumPy function of a head, element by element; None where there is none."""
    import numpy as np

    if head in NUMPY_NAME:
        return getattr(np, NUMPY_NAME[head])
    if head in _INVERTED:
        function = getattr(np, _INVERTED[head])
        return lambda x: 1.0 / function(x)
    if head in _OF_INVERSE:
        inverse = getattr(np, _OF_INVERSE[head])
        return lambda x: inverse(1.0 / np.asarray(x, dtype=float))
    return {
        "acot": lambda x: np.where(
            np.equal(x, 0), np.pi / 2, np.arctan(1.0 / np.asarray(x, float))
        ),
        "atan2": lambda y, x: np.where(np.equal(y, 0) & np.equal(x, 0), np.nan, np.arctan2(y, x)),
        "heaviside": lambda x: np.heaviside(x, 0.5),
        "percent": lambda x: x / 100.0,
        "re": np.positive,
        "conj": np.positive,
        "im": lambda x: 0.0 * x,
        "arg": lambda x: np.where(np.equal(x, 0), np.nan, np.arctan2(0.0, x)),
    }.get(head)


_SPECIAL: Mapping[str, str] = {
    "gamma": "gamma",
    "loggamma": "gammaln",
    "digamma": "digamma",
    "beta": "beta",
    "erf": "erf",
    "erfc": "erfc",
    "erfi": "erfi",
    "Ei": "expi",
    "besselj": "jv",
    "bessely": "yv",
    "besseli": "iv",
    "besselk": "kv",
    "elliptic_k": "ellipk",
    "elliptic_e1": "ellipe",
    "elliptic_f": "ellipkinc",
    "elliptic_e": "ellipeinc",
    "binomial": "binom",
}
"""Head → name in scipy.special, with the same arguments."""


def special_function(head: str) -> Callable[..., Any] | None:
    """The function of a head by `scipy.special`, for numbers and arrays; None where there is none."""
    from scipy import special

    if head in _SPECIAL:
        function = getattr(special, _SPECIAL[head])
        return _positive_alone(function) if head == "loggamma" else function
    return {
        "factorial": lambda x: special.gamma(x + 1.0),
        "permutations": lambda n, k: special.gamma(n + 1.0) * special.rgamma(n - k + 1.0),
        "polygamma": _of_whole_order(special.polygamma, 0),
        "expint": _of_whole_order(special.expn, 0),
        "fresnels": lambda x: special.fresnel(x)[0],
        "fresnelc": lambda x: special.fresnel(x)[1],
        "Si": lambda x: special.sici(x)[0],
        "Ci": lambda x: _where_positive(x, special.sici(x)[1]),
        "Shi": lambda x: special.shichi(x)[0],
        "Chi": lambda x: _where_positive(x, special.shichi(x)[1]),
        "li": lambda x: special.expi(_log(x)),
        "zeta": _zeta,
        "airyai": lambda x: special.airy(x)[0],
        "airybi": lambda x: special.airy(x)[2],
        "lambertw": _lambertw,
        "lower_gamma": lambda s, x: special.gammainc(s, x) * special.gamma(s),
        "upper_gamma": lambda s, x: special.gammaincc(s, x) * special.gamma(s),
    }.get(head)


def _of_whole_order(function: Callable[[Any, Any], Any], least: int) -> Callable[[Any, Any], Any]:
    """A function of SciPy that cuts its order down to an integer: without a value for any other order."""
    import numpy as np

    def of_whole_order(n: Any, x: Any) -> Any:
        whole = np.equal(n, np.floor(n)) & np.greater_equal(n, least)
        return np.where(whole, function(np.where(whole, n, least).astype(int), x), np.nan)

    return of_whole_order


def _where_positive(x: Any, value: Any) -> Any:
    import numpy as np

    return np.where(np.greater(x, 0), value, np.nan)


def _positive_alone(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda x: _where_positive(x, function(x))


def _log(x: Any) -> Any:
    import numpy as np

    return np.log(x)


def _zeta(x: Any) -> Any:
    import numpy as np
    from scipy import special

    value = special.zeta(x)
    return np.where(np.equal(x, 1.0), np.nan, value)


def _lambertw(x: Any, branch: Any = 0.0) -> Any:
    import numpy as np
    from scipy import special

    value = special.lambertw(x, int(np.ravel(branch)[0]))
    return np.where(value.imag == 0, value.real, np.nan)
