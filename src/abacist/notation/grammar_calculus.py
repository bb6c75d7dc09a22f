"""Integrals, sums, products and limits. An integral reaches to its differential."""

from __future__ import annotations

from abacist.core.expr import Expr, Symbol, call, div, neg, number
from abacist.notation.cursor import SUM, TERM
from abacist.notation.grammar_derivatives import Derivatives
from abacist.notation.lexer import Kind, Token

__all__ = ["Calculus"]

_SUMS = {
    "∑": "sum",
    "∏": "product",
    "sum": "sum",
    "prod": "product",
    "Sigma": "sum",
    "Pi": "product",
}
_MULTIPLE = {"∫": 1, "int": 1, "∬": 2, "∭": 3}


class Calculus(Derivatives):
    """Reads what begins with a big operator."""

    __slots__ = ()

    # integrals

    def integral(self) -> Expr:
        """∫ … dx, with or without bounds; several signs nest; ∬ … dx dy."""
        sign = self.advance()
        if sign.text not in _MULTIPLE:
            raise self.fail("this kind of integral is not read", "不支持这种积分", sign)
        count = _MULTIPLE[sign.text]
        lower, upper = self.bounds()
        if (lower is None) != (upper is None) or (count > 1 and lower is not None):
            raise self.fail(
                "an integral has both bounds or none", "积分应同时有上下限，或都没有", sign
            )
        self.integrals += 1
        known = len(self.differentials)
        builder, self.builder = self.builder, False
        body = self.integrand(sign)
        self.builder = builder
        variables: list[str] = []
        if len(self.differentials) > known:
            variables.append(self.differentials.pop())
        while len(variables) < count:
            if not self.differential_here():
                raise self.fail(
                    "the differential (dx) of the integral is missing",
                    "积分缺少微分（如 dx）",
                    sign,
                )
            variables.append(self.differential())
        self.integrals -= 1
        for name in variables:
            body = self.unbound(body, name)
            limits = () if lower is None or upper is None else (lower, upper)
            body = call("integral", body, Symbol(name), *limits)
        return body

    def integrand(self, sign: Token) -> Expr:
        """What stands between the bounds and the differential: 1 in ∫ dx, 1/x in ∫ dx/x."""
        if not self.differential_here():
            return self.expression(SUM)
        start = self.i
        name = self.differential()
        if self.at("/"):
            self.advance()
            below = self.expression(TERM + 1)
            self.differentials.append(name)
            return div(number(1), below)
        if not self.differential_here() and self.starts_factor():
            raise self.ambiguous(
                "does the integrand stand behind dx?", "被积函数在 dx 之后吗？", sign
            )
        self.jump(start)
        return number(1)

    def differential(self) -> str:
        """Moves past dx and returns x."""
        self.advance()
        return self.variable()

    def unbound(self, body: Expr, name: str) -> Expr:
        """The integrand, with `i` as a variable where it is the variable of integration."""
        if name == "i":
            return body.rebuild(lambda node: Symbol("i") if node == Symbol("I") else node)
        return body

    def bounds(self) -> tuple[Expr | None, Expr | None]:
        """What stands below and above a big operator, in either order."""
        lower: Expr | None = None
        upper: Expr | None = None
        for _ in range(2):
            if lower is None and self.at("_"):
                self.advance()
                lower = self.lowered()
            elif upper is None and self.at("^"):
                self.advance()
                upper = self.lowered()
        return lower, upper

    def lowered(self) -> Expr:
        """A bound: what is in braces or round brackets, or one name or number with its sign."""
        if self.token.kind is Kind.OPEN and self.token.text in ("{", "("):
            closing = "}" if self.advance().text == "{" else ")"
            found = self.inner()
            self.expect(closing)
            return found
        if self.take("+"):
            return self.lowered()
        if self.take("-"):
            return neg(self.lowered())
        token = self.token
        found = self.atom()
        after = self.token
        if (
            token.kind is Kind.NUMBER
            and after.kind is Kind.NAME
            and not after.blank
            and (after.text == "pi" or not self.latex)
        ):
            raise self.ambiguous("how far does the bound reach?", "上下限到哪里为止？", after)
        return found

    def atom(self) -> Expr:
        """One number, name, command with its arguments, or bracket."""
        raise NotImplementedError

    def leaf(self, braced: bool = True) -> Expr:
        """One symbol or constant: no function, no product."""
        raise NotImplementedError

    # sums and products

    def big_sum(self) -> Expr:
        """∑_{n=1}^{∞} a_n and ∏."""
        sign = self.advance()
        head = _SUMS[sign.text]
        index: str | None = None
        lower: Expr | None = None
        upper: Expr | None = None
        for _ in range(2):
            if index is None and self.at("_"):
                self.advance()
                index, lower, upper = self.index_range(upper)
            elif upper is None and self.at("^"):
                self.advance()
                upper = self.lowered()
        if index is None or lower is None or upper is None:
            raise self.fail("a sum needs its index and both bounds", "求和需要指标和上下限", sign)
        self.bound.append(index)
        body = self.scoped(index, outside=False)
        self.bound.pop()
        return call(head, body, Symbol(index), lower, upper)

    def index_range(self, upper: Expr | None) -> tuple[str, Expr, Expr | None]:
        """`n = 1` or `1 ≤ n ≤ 9` below a sum."""
        opening = self.token
        if opening.kind is not Kind.OPEN or opening.text not in ("{", "("):
            raise self.missing("{")
        self.advance()
        closing = "}" if opening.text == "{" else ")"
        if self.token.kind is Kind.NAME and self.peek().text == "=":
            index = self.variable()
            self.advance()
            lower = self.inner()
        else:
            lower = self.expression(SUM)
            self.expect("<=")
            index = self.variable()
            self.expect("<=")
            upper = self.expression(SUM)
        self.expect(closing)
        return index, lower, upper

    # limits

    def limit(self) -> Expr:
        """\\lim_{x \\to 0^+} f, lim(x→0) f, lim x→0 f, limit(f, x, 0)."""
        sign = self.advance()
        self.take("_")
        opening = self.token
        closing = ""
        if opening.kind is Kind.OPEN and opening.text in ("{", "(", "["):
            commas, _ = self.shape(self.i)
            if commas and opening.text == "(":
                self.advance()
                args = self.items(")")
                self.expect(")")
                return self.limit_call(sign, args)
            closing = {"{": "}", "(": ")", "[": "]"}[opening.text]
            self.advance()
        name = self.variable()
        if not self.take("→", "⇒"):
            raise self.missing("→")
        outer, self.direction = self.direction, ""
        self.limits += 1
        point = self.expression(SUM) if closing else self.lowered_point()
        self.limits -= 1
        head = {"": "limit", "-": "limit_left", "+": "limit_right"}[self.direction]
        self.direction = outer
        if closing:
            self.expect(closing)
        self.bound.append(name)
        body = self.scoped(name, outside=False)
        self.bound.pop()
        return call(head, body, Symbol(name), point)

    def lowered_point(self) -> Expr:
        """The point of `lim x→0 f`: one signed number or name."""
        found = self.lowered()
        if self.at("^") and self.peek().text in ("+", "-"):
            self.advance()
            self.direction = self.advance().text
        return found

    def limit_call(self, sign: Token, args: list[Expr]) -> Expr:
        """limit(f, x, a)."""
        if len(args) != 3:
            raise self.fail(
                "limit takes a function, a variable and a point", "limit 需要函数、变量和点", sign
            )
        return call("limit", *args)
