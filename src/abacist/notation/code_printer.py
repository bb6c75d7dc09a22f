"""Trees as Python source: precedence, names and what all three dialects of `python_code` share."""

from __future__ import annotations

import builtins
import keyword
from collections.abc import Callable, Mapping
from fractions import Fraction

from abacist.core.expr import Call, Expr, Number, Symbol
from abacist.notation.numerals import decimal_text
from abacist.notation.refusal import NotRepresentable

__all__ = ["ATOM", "COMPARE", "POWER", "PRODUCT", "SUM", "CodePrinter", "identifier"]

COMPARE, SUM, PRODUCT, UNARY, POWER, ATOM = 10, 20, 30, 35, 40, 50
"""How strongly an operation binds."""

_TAKEN = (
    frozenset(keyword.kwlist)
    | frozenset(dir(builtins))
    | frozenset(
        "np math special symbols Symbol Function Rational Integer Float Eq Ne Lt Le Gt Ge And Or Not Matrix "
        "Piecewise Derivative Integral Sum Product Limit Interval FiniteSet Union Intersection Complement "
        "ConditionSet ImageSet Lambda Contains Abs Max Min Mod E I N O Q S pi oo nan sqrt root real_root "
        "cbrt exp log sin cos tan cot sec csc asin acos atan acot asec acsc sinh cosh tanh coth sech csch "
        "asinh acosh atanh acoth asech acsch atan2 sign floor ceiling factorial factorial2 binomial ff gamma "
        "loggamma digamma polygamma beta erf erfc erfi fresnels fresnelc Si Ci Shi Chi Ei li zeta "
        "dirichlet_eta polylog expint airyai airybi besselj bessely besseli besselk elliptic_k elliptic_f "
        "elliptic_e re im arg conjugate fibonacci LambertW Heaviside lowergamma uppergamma igcd ilcm hyper "
        "meijerg solve diff integrate limit series Reals Integers".split()
    )
)


def identifier(name: str) -> str:
    """The Python name of a symbol: `x`, and `lambda_`, `gamma_` where the plain name is taken."""
    return name + "_" if name in _TAKEN else name


class CodePrinter:
    """Prints a tree; a dialect sets the tables and the forms that differ.

    `functions` maps a head to the name of a function with the same arguments.
    """

    functions: Mapping[str, str] = {}
    constants: Mapping[str, str] = {}
    relations: Mapping[str, str] = {
        "eq": "==",
        "ne": "!=",
        "lt": "<",
        "le": "<=",
        "gt": ">",
        "ge": ">=",
    }

    def text(self, expr: Expr, floor: int = 0) -> str:
        """The source of a node, in brackets where it binds less strongly than `floor`."""
        shown, level = self.node(expr)
        return f"({shown})" if level < floor else shown

    def node(self, expr: Expr) -> tuple[str, int]:
        """The source of a node and how strongly it binds."""
        if isinstance(expr, Number):
            return self.number(expr.value)
        if isinstance(expr, Symbol):
            return self.symbol(expr.name), ATOM
        assert isinstance(expr, Call)
        special = getattr(self, f"on_{expr.head}", None)
        if special is not None:
            return special(*expr.args)
        if expr.head in self.functions:
            return self.called(self.functions[expr.head], *expr.args), ATOM
        return self.other(expr)

    def other(self, expr: Call) -> tuple[str, int]:
        """A head that is in no table."""
        raise NotRepresentable(f"{expr.head}(…) in Python")

    def symbol(self, name: str) -> str:
        """A constant or a variable."""
        return self.constants.get(name) or identifier(name)

    def number(self, value: Fraction) -> tuple[str, int]:
        """A literal; a negative one binds like a sign."""
        shown = decimal_text(value)
        return shown, UNARY if value < 0 else ATOM

    def called(self, function: str, *args: Expr) -> str:
        """A call of a function."""
        return f"{function}({', '.join(self.text(arg) for arg in args)})"

    def on_add(self, *terms: Expr) -> tuple[str, int]:
        parts = [self.text(terms[0], SUM)]
        for term in terms[1:]:
            shown = self.text(term, SUM + 1)
            parts.append(f" - {shown[1:]}" if shown.startswith("-") else f" + {shown}")
        return "".join(parts), SUM

    def on_mul(self, *factors: Expr) -> tuple[str, int]:
        parts = [self.text(factors[0], PRODUCT)]
        parts += [self.text(factor, UNARY + 1) for factor in factors[1:]]
        return "*".join(parts), PRODUCT

    def on_neg(self, a: Expr) -> tuple[str, int]:
        return "-" + self.text(a, PRODUCT), PRODUCT

    def on_div(self, a: Expr, b: Expr) -> tuple[str, int]:
        return f"{self.text(a, PRODUCT)}/{self.text(b, UNARY + 1)}", PRODUCT

    def on_pow(self, a: Expr, b: Expr) -> tuple[str, int]:
        return f"{self.text(a, POWER + 1)}**{self.text(b, POWER)}", POWER

    def compared(self, head: str, a: Expr, b: Expr) -> tuple[str, int]:
        """A relation by its sign."""
        sign = self.relations[head]
        return f"{self.text(a, COMPARE + 1)} {sign} {self.text(b, COMPARE + 1)}", COMPARE

    def cases(self, parts: tuple[Expr, ...]) -> list[tuple[Expr, Expr | None]]:
        """The branches of a piecewise function with their conditions; None is otherwise."""
        found: list[tuple[Expr, Expr | None]] = []
        for part in parts:
            if not isinstance(part, Call) or part.head not in ("case", "otherwise"):
                raise NotRepresentable("a piecewise function without cases")
            found.append((part.args[0], part.args[1] if part.head == "case" else None))
        return found


Form = Callable[..., tuple[str, int]]
