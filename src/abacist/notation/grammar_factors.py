"""Factors: numerals, roots, and what stands behind or above a factor: powers, factorials, primes, signs."""

from __future__ import annotations

from abacist.core.expr import HEADS, Call, Expr, Symbol, add, call, div, neg, number, pow_
from abacist.notation.grammar_latex import Commands
from abacist.notation.grammar_names import APPLIED
from abacist.notation.lexer import Kind, Token
from abacist.notation.numerals import number_from
from abacist.notation.vocabulary import FUNCTION_NAMES

__all__ = ["SUM_WORDS", "Factors"]

_ROOTS = {"√": 2, "∛": 3, "∜": 4}
_TRANSPOSES = frozenset({"T", r"\top", r"\intercal"})
_CALLED = frozenset(FUNCTION_NAMES) | (frozenset(HEADS) - frozenset({"gamma", "beta", "zeta"}))
SUM_WORDS = frozenset({"sum", "prod", "int"})
"""Words that are big operators where a subscript follows: sum_{n=1}^9."""


class Factors(Commands):
    """Reads one factor."""

    __slots__ = ()

    def factor(self) -> Expr:
        """A primary with its powers, factorials, primes, percent and degree signs."""
        token = self.token
        kind = token.kind
        if kind is Kind.NUMBER:
            left = self.numeral()
        elif kind is Kind.NAME:
            left = self.named()
        elif kind is Kind.OPEN:
            left = self.bracketed()
        else:
            left = self.sign()
        marks = 0
        while self.token.kind is Kind.OPERATOR:
            found = self.raised(left, token)
            if found is None:
                break
            marks += 1
            self.level(marks)
            left = found
        return left

    def sign(self) -> Expr:
        """What begins with a sign, a command or one of the words sum, prod, int."""
        token = self.token
        text = token.text
        if token.kind is Kind.COMMAND:
            return self.command()
        if token.kind is Kind.OPERATOR:
            if text == "|":
                return self.bar()
            if text == "‖":
                self.advance()
                found = self.inner()
                self.expect("‖")
                return call("norm", found)
            if text in _ROOTS:
                return self.radical()
            if text in "∫∬∭∮":
                return self.integral()
            if text in "∑∏":
                return self.big_sum()
            if text == "∂" and (found := self.leibniz()) is not None:
                return found
            if text == "∅":
                self.advance()
                return call("set")
        if token.kind is Kind.WORD and self.peek().text == "_" and text in SUM_WORDS:
            return self.integral() if text == "int" else self.big_sum()
        raise self.unexpected()

    def radical(self) -> Expr:
        """√2, √(x + 1), ∛x; √2x could be √(2x) and is refused."""
        sign = self.advance()
        bracket = self.token.kind is Kind.OPEN
        self.deeper()
        radicand = self.atom()
        self.depth -= 1
        after = self.token
        if (
            not bracket
            and not after.blank
            and after.kind in (Kind.NAME, Kind.OPEN)
            and self.starts_factor()
        ):
            raise self.ambiguous("how far does the root reach?", "根号作用到哪里为止？", sign)
        if not bracket and self.at("^", "!"):
            raise self.ambiguous("how far does the root reach?", "根号作用到哪里为止？", sign)
        index = _ROOTS[sign.text]
        return call("sqrt", radicand) if index == 2 else call("root", radicand, number(index))

    def atom(self) -> Expr:
        """One number, symbol, bracket or command: the reach of √, of a bound, of an exponent."""
        token = self.token
        if token.kind is Kind.NUMBER:
            return self.numeral(mixed=False)
        if token.kind is Kind.NAME and (
            token.text in self.variables or token.text not in FUNCTION_NAMES
        ):
            follows = self.peek().text == "(" and (
                token.text in self.functions or token.text in "fg"
            )
            if not follows and token.text != "lim":
                self.advance()
                return self.symbol_of(token.text)
        if token.kind is Kind.NAME:
            return self.named()
        if token.kind is Kind.OPEN:
            return self.bracketed()
        return self.sign()

    def numeral(self, mixed: bool = True) -> Expr:
        """A number; 3 1/2, 3½ and 3\\frac12 are mixed numbers."""
        text = self.advance().text
        if "/" in text:
            upper, _, lower = text.partition("/")
            return div(number(upper), number(lower))
        if self.latex and (self.token.text == "." or self.token.text == r"\overline"):
            repeating = self.repeating(text)
            if repeating is not None:
                return repeating
        found = number_from(text)
        if not mixed or not text.isdecimal():
            return found
        after = self.token
        if after.kind is Kind.COMMAND:
            return self.mixed(found)
        if after.kind is not Kind.NUMBER:
            return found
        slash, last = self.peek(), self.peek(2)
        if "/" in after.text:
            return add(found, self.numeral(mixed=False))
        numerals = after.text.isdecimal() and last.text.isdecimal()
        if slash.text == "/" and numerals and after.blank and not slash.blank and not last.blank:
            upper, lower = number_from(after.text), number_from(last.text)
            if 0 < upper.value < lower.value:
                self.jump(self.i + 3)
                return add(found, div(upper, lower))
        raise self.ambiguous("two numbers side by side", "两个数相邻，含义不明")

    def raised(self, left: Expr, first: Token) -> Expr | None:
        """The next of ^ ! ' % ° applied to `left`; None where none stands here."""
        token = self.token
        text = token.text
        before = self.tokens[self.i - 1]
        if text == "^":
            return self.power(left, first)
        if text == "!":
            return self.factorial(left, before)
        if text[0] == "'":
            return self.primed(left, before)
        if text == "%":
            self.advance()
            return call("percent", left)
        if text == "°":
            self.advance()
            return self.degrees(left)
        return None

    def factorial(self, left: Expr, before: Token) -> Expr:
        """n! and n!!; three in a row are refused."""
        if isinstance(left, Call) and left.head == "pow" and before.kind is not Kind.CLOSE:
            raise self.ambiguous(
                "a factorial of the power or of the exponent?", "是幂的阶乘还是指数的阶乘？"
            )
        count = 0
        while self.take("!"):
            count += 1
        if count > 2:
            raise self.ambiguous("a factorial of a factorial?", "是阶乘的阶乘吗？", before)
        return call("factorial" if count == 1 else "double_factorial", left)

    def degrees(self, left: Expr) -> Expr:
        """30°, behind its sign; °C is a unit."""
        if self.token.text in ("C", "F") and self.token.kind is Kind.NAME and not self.token.blank:
            raise self.fail("a temperature is not part of a formula", "温度单位不是公式的一部分")
        return call("degree", left)

    def primed(self, left: Expr, before: Token) -> Expr:
        """(x²)', and the transpose A' of a matrix written out."""
        if before.kind is not Kind.CLOSE and before.text != "}":
            raise self.unexpected()
        return self.primed_by(left, len(self.advance().text))

    def primed_by(self, left: Expr, count: int) -> Expr:
        if left.has("matrix"):
            return call("transpose", left) if count % 2 else left
        function = call("prime", left, number(count))
        if self.token.text == "(" and self.token.kind is Kind.OPEN:
            return self.application(function)
        return function

    def power(self, left: Expr, first: Token) -> Expr | None:
        """left^…: a power, a degree, a derivative, a transpose, or one side of a limit's point."""
        if self.limits and self.sided():
            return None
        special = self.special_power(left, first)
        if special is not None:
            return special
        self.no_collection(left)
        before = self.tokens[self.i - 1]
        if isinstance(left, Call) and left.head == "pow" and before.text != ")":
            raise self.ambiguous("a power of a power?", "是幂的幂吗？")
        braced = self.peek().text == "{"
        exponent = self.exponent()
        function = first.text in self.functions or first.text in APPLIED
        if function and isinstance(left, Symbol) and self.at("("):
            raise self.ambiguous("a power or the inverse of a function?", "是幂还是反函数？", first)
        if not braced:
            self.no_long_exponent(first, exponent)
        return pow_(left, exponent)

    def sided(self) -> bool:
        """In the point of a limit: takes 0^+ or 0^{-} as a side."""
        index = self.i + 1
        braced = self.tokens[index].text == "{"
        sign = self.tokens[index + braced]
        after = self.tokens[index + braced + 1]
        if sign.text not in ("+", "-") or (braced and after.text != "}"):
            return False
        if not braced and after.kind is not Kind.CLOSE:
            return False
        self.direction = sign.text
        self.jump(index + 1 + 2 * braced)
        return True

    def special_power(self, left: Expr, first: Token) -> Expr | None:
        """^\\circ, ^T, ^\\ast, ^{\\prime}; None for a true exponent."""
        index = self.i + 1
        braced = self.tokens[index].text == "{"
        sign = self.tokens[index + braced]
        count = 1
        while braced and self.tokens[index + count + 1].text in ("*", "∗"):
            count += 1
        if braced and self.tokens[index + count + 1].text != "}":
            return None
        end = index + count + (2 if braced else 0)
        if sign.text in ("∘", "°"):
            self.jump(end)
            return self.degrees(left)
        single = first.kind is Kind.NAME and first.text.isupper() and isinstance(left, Symbol)
        if sign.text in _TRANSPOSES and (single or left.has("matrix")):
            self.jump(end)
            return call("transpose", left)
        if sign.text in ("H", "*", "∗") and left.has("matrix"):
            self.jump(end)
            return call("conj", call("transpose", left)) if count % 2 else left
        if sign.text[:1] == "'" and sign.kind is Kind.OPERATOR:
            if first.kind is Kind.NUMBER:
                raise self.unexpected()
            self.jump(end)
            return self.primed_by(left, len(sign.text))
        return None

    def exponent(self) -> Expr:
        """What stands above: a group, or one signed factor; powers go from right to left."""
        self.expect("^")
        if self.token.text == "{" and self.token.kind is Kind.OPEN:
            self.advance()
            found = self.inner()
            self.expect("}")
            return found
        self.deeper()
        negative = self.take("-")
        if not negative:
            self.take("+")
        found = self.atom()
        if self.at("^") and not (self.limits and self.sided()):
            found = pow_(found, self.exponent())
        self.depth -= 1
        return neg(found) if negative else found

    def no_long_exponent(self, first: Token, exponent: Expr) -> None:
        """e^2x, e^xy and x^1/2 in plain text could mean that all of it is raised."""
        after = self.token
        glued = after.kind is Kind.NAME and not after.blank and not self.latex
        before = self.tokens[self.i - 1]
        if glued and (
            before.kind is Kind.NAME or (before.kind is Kind.NUMBER and first.text == "e")
        ):
            raise self.ambiguous("how far does the exponent reach?", "指数到哪里为止？", after)
        if (
            exponent == number(1)
            and after.text == "/"
            and self.peek().kind is Kind.NUMBER
            and not after.blank
        ):
            raise self.ambiguous("how far does the exponent reach?", "指数到哪里为止？", after)
