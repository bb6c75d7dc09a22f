"""Trees as the SymPy source that builds them exactly. Use `python_code`."""

from __future__ import annotations

from fractions import Fraction

from abacist.core.expr import Call, Expr, Number, Symbol
from abacist.notation.arb_real import as_ratio
from abacist.notation.code_printer import ATOM, POWER, PRODUCT, UNARY, CodePrinter, identifier
from abacist.notation.numerals import decimal_text
from abacist.notation.refusal import NotRepresentable
from abacist.notation.sympy_table import RELATIONS, SYMPY_NAME

__all__ = ["SympyPrinter"]

_INTERVALS = {
    "interval": "",
    "interval_open": ", True, True",
    "interval_left_open": ", True, False",
    "interval_right_open": ", False, True",
}


class SympyPrinter(CodePrinter):
    """Python's own numbers stay where SymPy's arithmetic meets them; a quotient of two is a `Rational`."""

    functions = {
        **SYMPY_NAME,
        **RELATIONS,
        "ln": "log",
        "log": "log",
        "sqrt": "sqrt",
        "permutations": "ff",
        "gcd": "igcd",
        "lcm": "ilcm",
        "lambertw": "LambertW",
        "hyper": "hyper",
        "meijerg": "meijerg",
        "and": "And",
        "or": "Or",
        "not": "Not",
        "implies": "Implies",
        "in": "Contains",
        "set": "FiniteSet",
        "union": "Union",
        "intersection": "Intersection",
        "difference": "Complement",
    }
    constants = {
        "pi": "pi",
        "E": "E",
        "I": "I",
        "oo": "oo",
        "undefined": "nan",
        "true": "S.true",
        "false": "S.false",
        "Reals": "S.Reals",
        "Integers": "S.Integers",
        "Naturals": "S.Naturals0",
        "Rationals": "S.Rationals",
        "Complexes": "S.Complexes",
    }

    def number(self, value: Fraction) -> tuple[str, int]:
        if value.denominator == 1:
            return decimal_text(value), UNARY if value < 0 else ATOM
        return f"Rational({decimal_text(Fraction(value.numerator))}, {value.denominator})", ATOM

    def other(self, expr: Call) -> tuple[str, int]:
        if expr.head in _INTERVALS:
            ends = ", ".join(self.text(arg) for arg in expr.args)
            return f"Interval({ends}{_INTERVALS[expr.head]})", ATOM
        return super().other(expr)

    def on_div(self, a: Expr, b: Expr) -> tuple[str, int]:
        if isinstance(a, Number) and isinstance(b, Number) and b.value:
            if a.value.denominator == b.value.denominator == 1:
                above, below = decimal_text(a.value), decimal_text(b.value)
                return f"Rational({above}, {below})", ATOM
            return self.number(a.value / b.value)
        if _is_python_number(a) and _is_python_number(b):
            return f"Integer({self.text(a)})/{self.text(b, UNARY + 1)}", PRODUCT
        return super().on_div(a, b)

    def on_pow(self, a: Expr, b: Expr) -> tuple[str, int]:
        whole = isinstance(b, Number) and b.value.denominator == 1 and b.value >= 0
        if _is_python_number(a) and not whole and _is_python_number(b):
            return f"Integer({self.text(a)})**{self.text(b, POWER)}", POWER
        return super().on_pow(a, b)

    def on_root(self, a: Expr, n: Expr) -> tuple[str, int]:
        degree = as_ratio(n)
        odd = degree is not None and degree.denominator == 1 and degree % 2 == 1
        return self.called("real_root" if odd else "root", a, n), ATOM

    def on_percent(self, a: Expr) -> tuple[str, int]:
        return self.on_div(a, Number(Fraction(100)))

    def on_degree(self, a: Expr) -> tuple[str, int]:
        return f"{self.text(a, PRODUCT)}*pi/180", PRODUCT

    def on_apply(self, function: Expr, *args: Expr) -> tuple[str, int]:
        shown = ", ".join(self.text(arg) for arg in args)
        if isinstance(function, Symbol):
            return f"Function('{function.name}')({shown})", ATOM
        if not isinstance(function, Call) or not isinstance(function.args[0], Symbol):
            raise NotRepresentable("a function that is neither a name nor a name with primes")
        name, order = function.args[0].name, self.text(function.args[1])
        if len(args) == 1 and isinstance(args[0], Symbol):
            return f"Derivative(Function('{name}')({shown}), ({shown}, {order}))", ATOM
        inner = f"Derivative(Function('{name}')(Symbol('xi')), (Symbol('xi'), {order}))"
        return f"Subs({inner}, Symbol('xi'), {shown})", ATOM

    def on_derivative(self, f: Expr, *variables: Expr) -> tuple[str, int]:
        shown = [self.text(variable) for variable in variables]
        if len(shown) % 2:
            shown.append("1")
        pairs = [f"({name}, {order})" for name, order in zip(shown[::2], shown[1::2], strict=True)]
        return f"Derivative({self.text(f)}, {', '.join(pairs)})", ATOM

    def on_integral(self, f: Expr, x: Expr, *limits: Expr) -> tuple[str, int]:
        if not limits:
            return self.called("Integral", f, x), ATOM
        return self._over("Integral", f, x, *limits)

    def on_sum(self, term: Expr, n: Expr, a: Expr, b: Expr) -> tuple[str, int]:
        return self._over("Sum", term, n, a, b)

    def on_product(self, term: Expr, n: Expr, a: Expr, b: Expr) -> tuple[str, int]:
        return self._over("Product", term, n, a, b)

    def _over(self, kind: str, f: Expr, *limits: Expr) -> tuple[str, int]:
        return f"{kind}({self.text(f)}, ({', '.join(self.text(part) for part in limits)}))", ATOM

    def on_limit(self, f: Expr, x: Expr, a: Expr) -> tuple[str, int]:
        return self._limit(f, x, a, "+-")

    def on_limit_left(self, f: Expr, x: Expr, a: Expr) -> tuple[str, int]:
        return self._limit(f, x, a, "-")

    def on_limit_right(self, f: Expr, x: Expr, a: Expr) -> tuple[str, int]:
        return self._limit(f, x, a, "+")

    def _limit(self, f: Expr, x: Expr, a: Expr, direction: str) -> tuple[str, int]:
        shown = ", ".join(self.text(part) for part in (f, x, a))
        return f"Limit({shown}, '{direction}')", ATOM

    def on_piecewise(self, *parts: Expr) -> tuple[str, int]:
        pairs = (
            f"({self.text(value)}, {'True' if condition is None else self.text(condition)})"
            for value, condition in self.cases(parts)
        )
        return f"Piecewise({', '.join(pairs)})", ATOM

    def on_image(self, expression: Expr, parameter: Expr, base: Expr) -> tuple[str, int]:
        function = self.called("Lambda", parameter, expression)
        return f"ImageSet({function}, {self.text(base)})", ATOM

    def on_list(self, *items: Expr) -> tuple[str, int]:
        return f"[{', '.join(self.text(item) for item in items)}]", ATOM

    def on_tuple(self, *items: Expr) -> tuple[str, int]:
        return f"({', '.join(self.text(item) for item in items)}{',' * (len(items) == 1)})", ATOM

    def on_vector(self, *items: Expr) -> tuple[str, int]:
        return f"Matrix({self.on_list(*items)[0]})", ATOM

    def on_matrix(self, *rows: Expr) -> tuple[str, int]:
        return f"Matrix({self.on_list(*rows)[0]})", ATOM

    def on_named(self, *items: Expr) -> tuple[str, int]:
        pairs = (item.args for item in items if isinstance(item, Call))
        return "{" + ", ".join(f"{self.text(a)}: {self.text(b)}" for a, b in pairs) + "}", ATOM

    def on_transpose(self, a: Expr) -> tuple[str, int]:
        return f"{self.text(a, ATOM)}.T", ATOM

    def on_determinant(self, a: Expr) -> tuple[str, int]:
        return f"{self.text(a, ATOM)}.det()", ATOM

    def on_inverse(self, a: Expr) -> tuple[str, int]:
        return f"{self.text(a, ATOM)}.inv()", ATOM

    def on_trace(self, a: Expr) -> tuple[str, int]:
        return f"{self.text(a, ATOM)}.trace()", ATOM

    def on_rank(self, a: Expr) -> tuple[str, int]:
        return f"{self.text(a, ATOM)}.rank()", ATOM

    def on_norm(self, a: Expr) -> tuple[str, int]:
        return f"{self.text(a, ATOM)}.norm()", ATOM

    def on_adjugate(self, a: Expr) -> tuple[str, int]:
        return f"{self.text(a, ATOM)}.adjugate()", ATOM

    def on_dot(self, a: Expr, b: Expr) -> tuple[str, int]:
        return f"{self.text(a, ATOM)}.dot({self.text(b)})", ATOM

    def on_cross(self, a: Expr, b: Expr) -> tuple[str, int]:
        return f"{self.text(a, ATOM)}.cross({self.text(b)})", ATOM

    def symbol(self, name: str) -> str:
        return self.constants.get(name) or identifier(name)


def _is_python_number(expr: Expr) -> bool:
    """True where the source is arithmetic of Python's own integers, whose quotient would be a float."""
    if isinstance(expr, Number):
        return expr.value.denominator == 1
    if not isinstance(expr, Call):
        return False
    if expr.head in ("add", "mul", "neg"):
        return all(_is_python_number(arg) for arg in expr.args)
    if expr.head == "pow":
        base, exponent = expr.args
        natural = isinstance(exponent, Number) and exponent.value >= 0
        return natural and _is_python_number(base) and _is_python_number(exponent)
    return False
