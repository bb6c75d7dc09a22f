"""Derivatives in Leibniz' notation, and how far an operator that stands before its operand reaches.

A sum, product, limit or d/dx reaches over one product of factors. Where terms that follow hold the bound
variable, it can only be meant inside: lim x² + x, Σ k² + k take them in. d/dx x² + x is refused, since x may
stand outside of d/dx. A sum followed by terms without its index is over before them.
"""

from __future__ import annotations

from abacist.core.errors import ParseError
from abacist.core.expr import Expr, Symbol, add, call, neg, number
from abacist.notation.cursor import SUM, TERM
from abacist.notation.grammar_names import Names
from abacist.notation.lexer import Kind, Token
from abacist.notation.vocabulary import FUNCTION_NAMES

__all__ = ["Derivatives"]

_GREEK_TOO = frozenset({"beta", "gamma", "zeta"})
_STOPS = frozenset("∑ ∏ ∫ ∬ ∭ ∮ lim . ? …".split())
_ENDS = frozenset("= != < <= > >= ≈ ≡ ∈ ∉ ∪ ∩ & ⇒ → , \\\\ ;".split())


class Derivatives(Names):
    """Reads what begins with d/d… or with ∂, and operands."""

    __slots__ = ()

    def scoped(self, name: str, outside: bool) -> Expr:
        """The operand: one product, with the following terms as far as they hold `name`.

        `outside`: the variable may also stand outside (that of d/dx may), so that such terms are refused.
        """
        first = self.token
        body = self.expression(TERM)
        last = self.last_use(name)
        if last is None or not self.at("+", "-"):
            return body
        if outside and first.kind is not Kind.OPEN:
            raise self.ambiguous("how far does the derivative reach?", "求导作用到哪里为止？")
        if outside:
            return body
        terms = [body]
        while self.i < last and self.at("+", "-"):
            sign = self.advance().text
            term = self.expression(SUM + 1)
            terms.append(neg(term) if sign == "-" else term)
        if self.at("+", "-"):
            raise self.ambiguous("how far does this reach?", "作用范围到哪里为止？")
        return add(*terms)

    def last_use(self, name: str) -> int | None:
        """Where `name` stands last among the terms that follow on this level, before the next big operator."""
        depth, found = 0, None
        for index in range(self.i, len(self.tokens)):
            token = self.tokens[index]
            kind = token.kind
            if kind is Kind.OPEN:
                depth += 1
            elif kind is Kind.CLOSE:
                depth -= 1
                if depth < 0:
                    break
            elif kind is Kind.END or token.text in _STOPS or (depth == 0 and token.text in _ENDS):
                break
            elif token.text == name and kind is Kind.NAME:
                found = index
        return found

    # derivatives

    def differential_here(self) -> bool:
        """Whether dx, dθ, … stands here: a `d` and, right behind it, a name."""
        if self.token.text != "d" or self.token.kind is not Kind.NAME:
            return False
        after = self.peek()
        if after.kind is not Kind.NAME or (
            after.text in FUNCTION_NAMES and after.text not in _GREEK_TOO
        ):
            return False
        if after.text == "d" and self.peek(2).kind is Kind.NAME and not self.peek(2).blank:
            return False  # in d dx the first d is a factor
        return not after.blank or self.latex

    def no_differential(self) -> None:
        """What is divided by dx and is no derivative that is read here is no product with `d` either."""
        if "d" not in self.variables and self.differential_here():
            raise self.ambiguous("a differential, or the variable d?", "是微分还是变量 d？")

    def leibniz(self) -> Expr | None:
        """dy/dx, d²y/dx², d/dx f, ∂f/∂x, ∂²f/∂x∂y in a line; None where `d` is a variable."""
        start = self.i
        sign = self.advance().text
        order = self.order()
        function: Expr | None = None
        if not self.at("/"):
            operand = self.token
            if (
                operand.kind is Kind.NAME
                and not operand.blank
                and operand.text not in FUNCTION_NAMES
            ):
                self.advance()
                function = self.applied_simply(operand)
        if order is None or not self.at("/"):
            self.jump(start)
            return self.no_derivative(sign)
        self.advance()
        wrapped = self.token.text == "(" and self.peek().text == sign
        if wrapped:
            self.advance()
        variables = self.denominators(sign)
        if not variables or (wrapped and not self.take(")")):
            self.jump(start)
            return self.no_derivative(sign)
        return self.derivative(function, order, variables)

    def wrapped_operand(self, sign: str) -> Expr | None:
        """f in d(f)/dx; None where the bracket is no numerator of a derivative."""
        close = self.pairs().get(self.i)
        if (
            close is None
            or self.tokens[close + 1].text != "/"
            or self.tokens[close + 2].text != sign
        ):
            return None
        self.advance()
        found = self.inner()
        self.expect(")")
        return found

    def no_derivative(self, sign: str) -> None:
        """`d` alone is a variable, ∂ alone is an error."""
        if sign == "∂":
            raise self.fail("∂ begins a derivative such as ∂f/∂x", "∂ 应写成 ∂f/∂x 的形式")

    def applied_simply(self, token: Token) -> Expr:
        """y or y(x) in the numerator of dy/dx."""
        if token.text in ("e", "i", "pi"):
            self.not_constant(token)
        if self.token.text == "(":
            return self.application(Symbol(token.text))
        return self.symbol_of(token.text)

    def order(self) -> int | None:
        """The order behind `d`: 1, or the integer above; None for any other exponent."""
        if not self.at("^"):
            return 1
        self.advance()
        braced = self.token.text == "{"
        token = self.peek() if braced else self.token
        if not token.text.isdecimal() or len(token.text) > 2:
            return None
        if braced and self.peek(2).text != "}":
            return None
        self.jump(self.i + (3 if braced else 1))
        return int(token.text)

    def denominators(self, sign: str) -> list[tuple[str, int]]:
        """dx, dx², ∂x ∂y below a derivative: the variables with their orders."""
        found: list[tuple[str, int]] = []
        while self.token.text == sign and self.peek().kind is Kind.NAME:
            if self.peek().blank and not self.latex:
                break
            if found and sign == "d":
                break
            self.advance()
            name = self.variable()
            order = self.order()
            if order is None:
                raise self.fail("the order of a derivative is an integer", "导数的阶应为整数")
            found.append((name, order))
        return found

    def derivative(
        self, function: Expr | None, order: int, variables: list[tuple[str, int]]
    ) -> Expr:
        """The derivative of `function`, or of what follows."""
        if order != sum(count for _, count in variables):
            raise self.fail("the orders above and below differ", "分子与分母的阶数不一致")
        if function is None:
            if not self.starts_factor():
                raise self.fail("what is differentiated should stand here", "此处缺少被求导的函数")
            function = self.scoped(variables[0][0], outside=True)
        pairs = (part for name, count in variables for part in (Symbol(name), number(count)))
        return call("derivative", function, *pairs)

    def leibniz_fraction(self) -> Expr | None:
        """\\frac{dy}{dx}, \\frac{d^2}{dx^2} f, \\frac{\\partial f}{\\partial x}; None for any other fraction."""
        start = self.i
        sign = self.peek().text
        close = self.pairs().get(self.i)
        if sign not in ("d", "∂") or close is None or self.tokens[close + 1].text != "{":
            return None
        if self.tokens[close + 2].text != sign or self.tokens[close + 3].kind is not Kind.NAME:
            return None
        self.jump(start + 2)
        order = self.order()
        function: Expr | None = None
        try:
            if order is not None and not self.at("}"):
                function = self.inner()
        except ParseError:
            order = None
        if order is None or self.i != close:
            self.jump(start)
            return None
        self.jump(close + 2)
        latex, self.latex = self.latex, True
        variables = self.denominators(sign)
        self.latex = latex
        if not variables or not self.at("}"):
            self.jump(start)
            return None
        self.advance()
        return self.derivative(function, order, variables)
