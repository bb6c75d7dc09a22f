"""Trees as source for NumPy arrays or for single floats. Use `python_code`."""

from __future__ import annotations

from fractions import Fraction

from abacist.core.expr import Call, Expr, Number, Symbol, call, div, number
from abacist.notation.arb_real import as_ratio
from abacist.notation.code_printer import ATOM, COMPARE, POWER, PRODUCT, UNARY, CodePrinter
from abacist.notation.numerals import decimal_text
from abacist.notation.refusal import NotRepresentable

__all__ = ["MathPrinter", "NumpyPrinter"]

_INVERTED = {
    "cot": "tan",
    "sec": "cos",
    "csc": "sin",
    "coth": "tanh",
    "sech": "cosh",
    "csch": "sinh",
}
_OF_INVERSE = {
    "acot": "atan",
    "asec": "acos",
    "acsc": "asin",
    "acoth": "atanh",
    "asech": "acosh",
    "acsch": "asinh",
}
_SPECIAL = {
    "gamma": "gamma",
    "loggamma": "gammaln",
    "digamma": "digamma",
    "beta": "beta",
    "erf": "erf",
    "erfc": "erfc",
    "erfi": "erfi",
    "Ei": "expi",
    "zeta": "zeta",
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
_PART = {
    "fresnels": ("fresnel", 0),
    "fresnelc": ("fresnel", 1),
    "Si": ("sici", 0),
    "Ci": ("sici", 1),
    "Shi": ("shichi", 0),
    "Chi": ("shichi", 1),
    "airyai": ("airy", 0),
    "airybi": ("airy", 2),
}


class _FloatPrinter(CodePrinter):
    """What arrays and floats share; `module` stands before the elementary functions."""

    module = ""
    names: dict[str, str] = {}

    def number(self, value: Fraction) -> tuple[str, int]:
        shown = decimal_text(value)
        if value.denominator == 1 and len(shown) > 15:
            shown += ".0"  # the integers of arrays and the squares of large ones overflow
        return shown, UNARY if value < 0 else ATOM

    def other(self, expr: Call) -> tuple[str, int]:
        """A head from the tables of elementary and special functions."""
        head, args = expr.head, expr.args
        if head in self.names:
            return self.called(self.module + self.names[head], *args), ATOM
        if head in _INVERTED:
            return "1/" + self.called(self.module + self.names[_INVERTED[head]], *args), PRODUCT
        if head in _OF_INVERSE:
            inverse = f"1/{self.text(args[0], UNARY + 1)}"
            return f"{self.module}{self.names[_OF_INVERSE[head]]}({inverse})", ATOM
        if head in _SPECIAL:
            return self.called("special." + _SPECIAL[head], *args), ATOM
        if head in _PART:
            name, part = _PART[head]
            return f"{self.called('special.' + name, *args)}[{part}]", ATOM
        if head in self.relations:
            return self.compared(head, *args)
        return super().other(expr)

    def on_degree(self, a: Expr) -> tuple[str, int]:
        return self.called(self.module + "radians", a), ATOM

    def on_percent(self, a: Expr) -> tuple[str, int]:
        return f"{self.text(a, PRODUCT)}/100", PRODUCT

    def on_mod(self, a: Expr, m: Expr) -> tuple[str, int]:
        return f"{self.text(a, PRODUCT)} % {self.text(m, UNARY + 1)}", PRODUCT

    def on_pow(self, a: Expr, b: Expr) -> tuple[str, int]:
        if a == Symbol("E"):
            return self.called(self.module + "exp", b), ATOM
        return super().on_pow(a, b)

    def on_log(self, a: Expr, base: Expr | None = None) -> tuple[str, int]:
        log = self.module + "log"
        if base is None:
            return self.called(log, a), ATOM
        if as_ratio(base) in (2, 10):
            return self.called(log + self.text(base), a), ATOM
        return f"{self.called(log, a)}/{self.called(log, base)}", PRODUCT

    def on_expint(self, n: Expr, x: Expr) -> tuple[str, int]:
        return self._of_whole_order("special.expn", n, x)

    def on_polygamma(self, n: Expr, x: Expr) -> tuple[str, int]:
        return self._of_whole_order("special.polygamma", n, x)

    def _of_whole_order(self, function: str, n: Expr, x: Expr) -> tuple[str, int]:
        if not (isinstance(n, Number) and n.value.denominator == 1 and n.value >= 0):
            raise NotRepresentable(f"{function} of another order than 0, 1, …")
        return self.called(function, n, x), ATOM

    def on_factorial(self, a: Expr) -> tuple[str, int]:
        return f"special.gamma({self.on_add(a, Number(Fraction(1)))[0]})", ATOM

    def degree_of(self, n: Expr) -> int:
        """The degree of a root, which must be written out."""
        degree = as_ratio(n)
        if degree is None or degree.denominator != 1 or degree < 2:
            raise NotRepresentable("a root whose degree is not an integer of at least 2")
        return int(degree)


class NumpyPrinter(_FloatPrinter):
    """Source for arrays, with `import numpy as np` and `from scipy import special`."""

    module = "np."
    constants = {"pi": "np.pi", "E": "np.e", "oo": "np.inf", "undefined": "np.nan"}
    names = {
        **{
            name: name for name in "exp sqrt sin cos tan sinh cosh tanh abs sign floor ceil".split()
        },
        "ln": "log",
        "asin": "arcsin",
        "acos": "arccos",
        "atan": "arctan",
        "asinh": "arcsinh",
        "acosh": "arccosh",
        "atanh": "arctanh",
        "atan2": "arctan2",
    }

    def on_root(self, a: Expr, n: Expr) -> tuple[str, int]:
        degree = self.degree_of(n)
        if degree == 3:
            return self.called("np.cbrt", a), ATOM
        if degree % 2 == 0:
            return self.on_pow(a, div(number(1), n))
        return f"{self.called('np.sign', a)}*{self.called('np.abs', a)}**(1/{degree})", PRODUCT

    def on_pow(self, a: Expr, b: Expr) -> tuple[str, int]:
        whole = isinstance(b, Number) and b.value.denominator == 1
        if isinstance(a, Number) and _natural(a) and not (isinstance(b, Number) and b.value >= 0):
            # arrays of integers have no negative powers
            return f"{self.number(a.value)[0]}.0**{self.text(b, POWER)}", POWER
        if not call("pow", a, b).free_symbols() and a != Symbol("E") and not whole:
            # Python's own ** makes a complex number of a negative base
            return self.called("np.power", a, b), ATOM
        return super().on_pow(a, b)

    def on_heaviside(self, a: Expr) -> tuple[str, int]:
        return f"np.heaviside({self.text(a)}, 0.5)", ATOM

    def on_max(self, *args: Expr) -> tuple[str, int]:
        return self._nested("np.maximum", args), ATOM

    def on_min(self, *args: Expr) -> tuple[str, int]:
        return self._nested("np.minimum", args), ATOM

    def _nested(self, function: str, args: tuple[Expr, ...]) -> str:
        shown = self.text(args[0])
        for arg in args[1:]:
            shown = f"{function}({shown}, {self.text(arg)})"
        return shown

    def on_piecewise(self, *parts: Expr) -> tuple[str, int]:
        shown = "np.nan"
        for value, condition in reversed(self.cases(parts)):
            if condition is None:
                shown = self.text(value)
            else:
                shown = f"np.where({self.text(condition)}, {self.text(value)}, {shown})"
        return shown, ATOM if shown.startswith("np.where") else 0

    def on_and(self, *parts: Expr) -> tuple[str, int]:
        return " & ".join(self.text(part, COMPARE + 1) for part in parts), COMPARE - 2

    def on_or(self, *parts: Expr) -> tuple[str, int]:
        return " | ".join(self.text(part, COMPARE + 1) for part in parts), COMPARE - 2

    def on_not(self, part: Expr) -> tuple[str, int]:
        return f"~{self.text(part, ATOM)}", ATOM


class MathPrinter(_FloatPrinter):
    """Source for single floats, with `import math` and, for special functions, `from scipy import special`."""

    module = "math."
    constants = {"pi": "math.pi", "E": "math.e", "oo": "math.inf", "undefined": "math.nan"}
    names = {
        **{
            name: name
            for name in (
                "exp sqrt sin cos tan sinh cosh tanh asin acos atan asinh acosh atanh atan2 floor ceil "
                "gamma erf erfc"
            ).split()
        },
        "ln": "log",
    }
    functions = {"abs": "abs", "max": "max", "min": "min"}

    def on_sign(self, a: Expr) -> tuple[str, int]:
        inner = self.text(a, COMPARE + 1)
        return f"(({inner} > 0) - ({inner} < 0))", ATOM

    def on_heaviside(self, a: Expr) -> tuple[str, int]:
        inner = self.text(a, COMPARE + 1)
        return f"(({inner} > 0) + ({inner} >= 0))/2", PRODUCT

    def on_root(self, a: Expr, n: Expr) -> tuple[str, int]:
        degree = self.degree_of(n)
        if degree == 3:
            return self.called("math.cbrt", a), ATOM
        if degree % 2 == 0:
            return f"math.pow({self.text(a)}, 1/{degree})", ATOM
        inner = self.text(a)
        return f"math.copysign(math.pow(abs({inner}), 1/{degree}), {inner})", ATOM

    def on_pow(self, a: Expr, b: Expr) -> tuple[str, int]:
        # Python's ** makes a complex number of a negative base; math.pow refuses it
        whole = isinstance(b, Number) and b.value.denominator == 1
        if whole or a == Symbol("E"):
            return super().on_pow(a, b)
        return self.called("math.pow", a, b), ATOM

    def on_piecewise(self, *parts: Expr) -> tuple[str, int]:
        shown = "math.nan"
        for value, condition in reversed(self.cases(parts)):
            if condition is None:
                shown = self.text(value, 1)
            else:
                shown = f"{self.text(value, 1)} if {self.text(condition, 1)} else {shown}"
        return shown, 0

    def on_and(self, *parts: Expr) -> tuple[str, int]:
        return " and ".join(self.text(part, 4) for part in parts), 3

    def on_or(self, *parts: Expr) -> tuple[str, int]:
        return " or ".join(self.text(part, 3) for part in parts), 2

    def on_not(self, part: Expr) -> tuple[str, int]:
        return f"not {self.text(part, 5)}", 4


def _natural(a: Number) -> bool:
    return a.value.denominator == 1 and a.value >= 0
