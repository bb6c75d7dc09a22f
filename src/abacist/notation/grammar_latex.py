"""LaTeX commands and environments: fractions, roots, binomials, accents, matrices, cases."""

from __future__ import annotations

from fractions import Fraction

from abacist.core.expr import Call, Expr, Number, Symbol, add, call, div, number
from abacist.notation.cursor import SUM
from abacist.notation.grammar_calculus import Calculus
from abacist.notation.lexer import Kind, Token
from abacist.notation.numerals import number_from

__all__ = ["Commands"]

_FRACTIONS = frozenset({r"\frac", r"\dfrac", r"\tfrac", r"\cfrac"})
_BINOMIALS = frozenset({r"\binom", r"\dbinom", r"\tbinom"})
_MATRICES = frozenset("matrix pmatrix bmatrix Bmatrix smallmatrix array vmatrix Vmatrix".split())
_SYSTEMS = frozenset("cases dcases rcases".split())
_ALIGNED = frozenset("aligned align align* gathered split".split())
_ACCENTS = {r"\bar": "bar", r"\hat": "hat", r"\tilde": "tilde", r"\vec": "vec", r"\widehat": "hat"}
_MOST_REPEATED = 50
_DOTS = {r"\dot": 1, r"\ddot": 2, r"\dddot": 3}

STARTS = (
    _FRACTIONS
    | _BINOMIALS
    | _ACCENTS.keys()
    | _DOTS.keys()
    | {r"\sqrt", r"\begin", r"\overline", r"\operatorname"}
)
"""Commands that begin a factor."""


class Commands(Calculus):
    """Reads what begins with a LaTeX command."""

    __slots__ = ()

    def command(self) -> Expr:
        """The factor that the command at hand begins."""
        token = self.token
        text = token.text
        if text in _FRACTIONS:
            return self.fraction()
        if text == r"\sqrt":
            return self.root()
        if text == r"\begin":
            return self.environment()
        if text in _BINOMIALS:
            self.advance()
            upper = self.argument()
            return call("binomial", upper, self.argument())
        if text in _DOTS:
            return self.dotted()
        if text == r"\overline":
            return self.overlined()
        if text in _ACCENTS:
            return self.accented()
        shown = self.source[token.start : token.end]
        raise self.fail(f"{shown} is not read here", f"此处不支持 {shown}")

    def argument(self, digits: bool = True) -> Expr:
        """The argument of a command: a group, or one digit, name or command."""
        token = self.token
        if token.kind is Kind.OPEN and token.text == "{":
            self.advance()
            found = self.inner()
            self.expect("}")
            return found
        if token.kind is Kind.NUMBER:
            if digits:
                return self.digit()
            if len(token.text) > 1:
                raise self.ambiguous("how far does the argument reach?", "参数到哪里为止？", token)
        return self.atom()

    def digit(self) -> Expr:
        """One digit of the number at hand: \\frac12 is 1/2."""
        token = self.token
        if len(token.text) == 1 or not token.text.isdecimal():
            if not token.text.isdecimal():
                raise self.unexpected()
            return number_from(self.advance().text)
        rest = token._replace(text=token.text[1:], start=token.start + 1)
        self.tokens[self.i] = rest
        self.token = rest
        return number_from(token.text[0])

    def fraction(self) -> Expr:
        """\\frac{a}{b}, or the derivative that it is."""
        command = self.advance()
        if self.token.text == "{":
            found = self.leibniz_fraction()
            if found is not None:
                return found
        below_integral = self.token.text == "{" and self.integrals
        upper = self.numerator() if below_integral else self.argument()
        split = self.token.kind is Kind.NUMBER and len(self.token.text) > 2
        if self.token.text == "{" and self.peek().text == "d":
            self.advance()
            self.no_differential()
            self.jump(self.i - 1)
        lower = self.argument()
        if split or (self.token.kind is Kind.NUMBER and not self.token.blank):
            raise self.ambiguous("how far does the fraction reach?", "分数到哪里为止？", command)
        return div(upper, lower)

    def numerator(self) -> Expr:
        """The numerator of a fraction below an integral, which may hold the differential."""
        self.advance()
        bars, self.bars = self.bars, 0
        if self.differential_here():
            self.differentials.append(self.differential())
            found: Expr = number(1)
        else:
            found = self.expression(SUM)
            if self.differential_here():
                self.differentials.append(self.differential())
        self.bars = bars
        self.expect("}")
        return found

    def root(self) -> Expr:
        """\\sqrt{x}, \\sqrt[3]{x}."""
        self.advance()
        index: Expr | None = None
        if self.token.text == "[" and self.token.kind is Kind.OPEN:
            self.advance()
            index = self.inner()
            self.expect("]")
        radicand = self.argument(digits=False)
        if index is None or index == number(2):
            return call("sqrt", radicand)
        return call("root", radicand, index)

    def overlined(self) -> Expr:
        """The conjugate; \\overline{ab} could be a number of two digits, \\overline{A} a complement."""
        command = self.advance()
        inside = [token.kind for token in self.tokens[self.i + 1 : self.i + 3]]
        digits = self.token.kind is Kind.NUMBER
        if digits or (
            self.token.text == "{"
            and (
                inside == [Kind.NAME, Kind.NAME]
                or inside in ([Kind.NUMBER, Kind.CLOSE], [Kind.NUMBER, Kind.NAME])
                or (self.peek().text.isupper() and inside[1:] == [Kind.CLOSE])
            )
        ):
            raise self.ambiguous(
                "the conjugate, a complement or digits?", "是共轭、补集还是各位数字？", command
            )
        return call("conj", self.argument())

    def repeating(self, numeral: str) -> Expr | None:
        """0.8\\overline{3}, behind the numeral: the decimals below the line repeat for ever."""
        index = self.i + (self.token.text == ".")
        tokens = self.tokens
        if tokens[index].text != r"\overline" or tokens[index].blank:
            return None
        braced = tokens[index + 1].text == "{"
        digits = tokens[index + 1 + braced].text
        most = _MOST_REPEATED if braced else 1
        if not digits.isdecimal() or len(digits) > most or len(numeral) > _MOST_REPEATED:
            return None
        if braced and tokens[index + 3].text != "}":
            return None
        whole, _, part = numeral.partition(".")
        if (index == self.i) == (not part):
            return None
        self.jump(index + (4 if braced else 2))
        scale, period = 10 ** len(part), 10 ** len(digits) - 1
        return number(Fraction(int(whole + part) * period + int(digits), scale * period))

    def dotted(self) -> Expr:
        """\\dot x: the derivative by time."""
        order = _DOTS[self.advance().text]
        braced = self.token.text == "{"
        if braced:
            self.advance()
        name = self.token
        if name.kind is not Kind.NAME:
            raise self.unexpected()
        self.advance()
        if braced:
            self.expect("}")
        function = call("prime", self.symbol_of(name.text), number(order))
        if self.token.text == "(":
            return self.application(function)
        return function

    def accented(self) -> Expr:
        """\\bar x, \\hat p, \\vec v: a name of its own."""
        accent = _ACCENTS[self.advance().text]
        braced = self.take("{")
        name = self.token
        if name.kind is not Kind.NAME:
            raise self.unexpected()
        self.advance()
        if braced:
            self.expect("}")
        return Symbol(f"{name.text}_{accent}")

    def environment(self) -> Expr:
        """\\begin{…} … \\end{…}."""
        opening = self.advance()
        name = self.environment_name()
        if name in _MATRICES:
            if name == "array" and self.token.text == "{":
                self.jump(self.pairs().get(self.i, self.i) + 1)
            found: Expr = self.matrix(opening)
        elif name in _SYSTEMS:
            found = self.cases(self.case_rows())
        elif name in _ALIGNED:
            self.unaligned()
            rows = self.case_rows()
            found = self.cases(rows) if len(rows) > 1 or len(rows[0]) > 1 else rows[0][0]
        else:
            raise self.fail(f"the environment {name} is not read", f"不支持环境 {name}", opening)
        if self.token.text != r"\end":
            raise self.unexpected()
        self.advance()
        if self.environment_name() != name:
            raise self.fail(
                f"\\begin{{{name}}} is not closed", f"\\begin{{{name}}} 没有闭合", opening
            )
        if name == "vmatrix":
            return call("determinant", found)
        return call("norm", found) if name == "Vmatrix" else found

    def unaligned(self) -> None:
        """Drops the marks that only align: what remains of each row is one relation."""
        rest = self.tokens[self.i :]
        end = next((at for at, token in enumerate(rest) if token.text == r"\end"), len(rest))
        rows = [token for token in rest[:end] if token.text != "&"]
        self.tokens = [*self.tokens[: self.i], *rows, *rest[end:]]
        self._pairs = None
        self.token = self.tokens[self.i]

    def environment_name(self) -> str:
        """{pmatrix} behind \\begin or \\end."""
        opening = self.expect("{")
        while self.token.text != "}":
            if self.token.kind is Kind.END:
                raise self.unexpected()
            self.advance()
        return self.source[opening.end : self.advance().start].strip()

    def matrix(self, opening: Token) -> Expr:
        """Rows between `\\\\`, entries between `&`."""
        rows: list[Expr] = []
        while self.token.text != r"\end":
            entries = [self.inner()]
            while self.take("&"):
                entries.append(self.inner())
            rows.append(call("list", *entries))
            if not self.take("\\\\"):
                break
        widths = {len(row.args) for row in rows if isinstance(row, Call)}
        if len(widths) != 1:
            raise self.fail("the rows differ in length", "矩阵各行长度不同", opening)
        return call("matrix", *rows)

    def case_rows(self) -> list[list[Expr]]:
        """The rows of a cases environment."""
        rows: list[list[Expr]] = []
        while self.token.text != r"\end":
            rows.append(self.case_row())
            if not self.take("\\\\"):
                break
        if not rows:
            raise self.unexpected()
        return rows

    def mixed(self, whole: Expr) -> Expr:
        """3\\frac12 behind the 3 is a mixed number where the fraction is one of numerals; else the whole stays."""
        start = self.i
        if self.token.text not in _FRACTIONS or not self.numeral_fraction():
            return whole
        fraction = self.fraction()
        if not isinstance(fraction, Call) or fraction.head != "div":
            self.jump(start)
            return whole
        upper, lower = fraction.args
        proper = (
            isinstance(upper, Number)
            and isinstance(lower, Number)
            and 0 < upper.value < lower.value
        )
        if not proper:
            raise self.ambiguous(
                "a mixed number or a product?", "是带分数还是乘积？", self.tokens[start]
            )
        return add(whole, fraction)

    def numeral_fraction(self) -> bool:
        """Whether the fraction command at hand has numerals above and below."""
        tokens, index = self.tokens, self.i + 1
        first = tokens[index]
        if first.kind is Kind.NUMBER:
            if len(first.text) == 2:
                return first.text.isdecimal()
            index += 1
        elif (
            first.text == "{"
            and tokens[index + 1].text.isdecimal()
            and tokens[index + 2].text == "}"
        ):
            index += 3
        else:
            return False
        second = tokens[index]
        if second.kind is Kind.NUMBER:
            return second.text.isdecimal()
        return (
            second.text == "{"
            and tokens[index + 1].text.isdecimal()
            and tokens[index + 2].text == "}"
        )
