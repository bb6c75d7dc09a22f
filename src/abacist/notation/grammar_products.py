"""Products: *, / and · between factors, factors side by side, and what a product side by side must not be."""

from __future__ import annotations

from abacist.core.expr import Call, Expr, Symbol, call, div, mul
from abacist.notation.cursor import POWER, SUM
from abacist.notation.grammar_factors import SUM_WORDS, Factors
from abacist.notation.grammar_latex import STARTS
from abacist.notation.grammar_vectors import is_vector, vector_product
from abacist.notation.lexer import Kind, Token

__all__ = ["Products"]

_FACTOR_SIGNS = frozenset("√ ∛ ∜ ∫ ∬ ∭ ∑ ∏ ∂ ∅".split())


class Products(Factors):
    """Reads a product from its first factor on."""

    __slots__ = ()

    def signed(self, floor: int) -> Expr:
        """A sign and what it stands before."""
        raise NotImplementedError

    def between_sets(self) -> bool:
        """Whether the name U stands between two sets."""
        raise NotImplementedError

    def modulo(self, left: Expr, floor: int) -> Expr:
        """a mod n, which does not mix with + and −: a + b mod n is open."""
        place = self.advance()
        right = self.expression(POWER)
        if floor > SUM or self.token.text in ("+", "-", "*", "/", "mod") or self.starts_factor():
            raise self.ambiguous("how far does mod reach?", "mod 作用到哪里为止？", place)
        return call("mod", left, right)

    def product(self, left: Expr) -> Expr:
        """Factors with *, / or nothing between them, from left to right."""
        self.no_collection(left)
        factors = [left]
        divided = quotients = 0
        while True:
            token = self.token
            if token.kind is Kind.OPERATOR and token.text == "*":
                self.advance()
                if self.integrals and self.differential_here():
                    break
                factors = self.times(token, factors, self.operand())
                divided = 0
            elif token.kind is Kind.OPERATOR and token.text == "/":
                quotients += 1
                self.level(quotients)
                before = self.tokens[self.i - 1]
                self.advance()
                start = self.i
                below = self.operand()
                numerals = (
                    before.kind is self.tokens[start].kind is Kind.NUMBER and self.i == start + 1
                )
                divided = 1 if numerals and len(factors) == 1 else 2
                factors = [div(mul(*factors), below)]
            elif self.starts_factor():
                if divided and not (divided == 1 and token.blank and token.kind is Kind.NAME):
                    raise self.ambiguous("how far does the division reach?", "除法作用到哪里为止？")
                right = self.beside()
                self.no_points(factors[-1], right, token)
                factors = self.times(None, factors, right)
            else:
                break
        return mul(*factors)

    def times(self, sign: Token | None, factors: list[Expr], right: Expr) -> list[Expr]:
        """The factors with one more; two vectors make a dot or cross product."""
        if not is_vector(right, self.vectors) or not is_vector(factors[-1], self.vectors):
            factors.append(right)
            return factors
        written = self.source[sign.start : sign.end] if sign is not None else ""
        found = vector_product(written, factors[-1], right)
        if found is None:
            raise self.ambiguous("the dot or the cross product?", "是点积还是叉积？")
        return [*factors[:-1], found]

    def operand(self) -> Expr:
        """What stands behind * or /: a factor, with a sign or without."""
        if self.token.kind is Kind.OPERATOR and self.token.text in ("-", "+"):
            return self.signed(POWER)
        if self.tokens[self.i - 1].text == "/":
            self.no_differential()
        found = self.factor()
        self.no_collection(found)
        return found

    def beside(self) -> Expr:
        """A factor that stands right beside another one."""
        before, token = self.tokens[self.i - 1], self.token
        if before.text == "%":
            raise self.ambiguous("percent or remainder?", "是百分号还是取余？", before)
        self.no_differential()  # x² dx without its ∫ is no product with a variable d
        if before.text == "d":
            self.jump(self.i - 1)
            self.no_differential()
            self.jump(self.i + 1)
        if before.kind is Kind.NUMBER and token.text == "(" and self.proper_fraction():
            raise self.ambiguous("a mixed number or a product?", "是带分数还是乘积？", before)
        found = self.factor()
        if isinstance(found, Call) and found.head == "tuple" and before.kind is not Kind.NUMBER:
            raise self.fail(
                "a tuple cannot be a factor here", "此处括号中有多个值，不能相乘", token
            )
        self.no_collection(found)
        return found

    def no_points(self, left: Expr, right: Expr, token: Token) -> None:
        """Two capitals side by side, A C or F_1F_2, are as likely the ends of a segment."""
        for factor in (left, right):
            primed = isinstance(factor, Call) and factor.head == "prime"
            if isinstance(factor, Call) and primed:
                factor = factor.args[0]
            if not isinstance(factor, Symbol) or factor.name in self.variables:
                return
            stem, mark, _ = factor.name.partition("_")
            if len(stem) != 1 or not stem.isupper() or not (mark or primed or token.blank):
                return
        if not self.source.startswith("\\", token.start):  # bold capitals are matrices
            raise self.ambiguous("a segment or a product?", "是线段还是乘积？", token)

    def proper_fraction(self) -> bool:
        """Whether the bracket at hand holds a proper fraction of numerals: 1(3/5) is a mixed number to some."""
        texts = [part.text for part in self.tokens[self.i + 1 : self.i + 5]]
        numerals = texts[0].isdecimal() and texts[2].isdecimal()
        return numerals and texts[1] == "/" and texts[3] == ")" and int(texts[0]) < int(texts[2])

    def starts_factor(self) -> bool:
        """True where the token at hand begins a factor, so that a product is meant."""
        token = self.token
        kind, text = token.kind, token.text
        if kind is Kind.NAME:
            if text == "mod" or (text == "U" and self.tokens[self.i - 1].kind is Kind.CLOSE):
                return text == "U" and not self.between_sets()
            return not (self.integrals and text == "d" and self.differential_here())
        if kind is Kind.OPEN:
            if text == "(":
                return not (self.peek().text == "mod" and self.peek(2).text != "(")
            if text == "{":
                return self.latex
            if text == r"\{":
                return self.tokens[self.i - 1].kind is Kind.CLOSE
            return True
        if kind is Kind.OPERATOR:
            if text == "|":
                return not self.bars and not self.builder
            return text in _FACTOR_SIGNS
        if kind is Kind.COMMAND:
            return text in STARTS
        if kind is Kind.NUMBER:
            return self.tokens[self.i - 1].text == "!"
        return kind is Kind.WORD and text in SUM_WORDS and self.peek().text == "_"
