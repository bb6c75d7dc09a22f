"""What every part of the grammar stands on: the tokens, the place among them, the bounds, the complaints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from abacist.core.errors import ParseError, TooLarge
from abacist.core.expr import Call, Expr
from abacist.core.language import Message
from abacist.core.limits import LIMITS
from abacist.notation.lexer import Kind, Token
from abacist.notation.preparation import prepared

__all__ = [
    "AND",
    "NEGATED",
    "OR",
    "POWER",
    "RELATION",
    "SET",
    "SUM",
    "TERM",
    "Cursor",
    "is_collection",
    "too_many",
]

OR, AND, RELATION, SET, SUM, NEGATED, TERM, POWER = 4, 6, 10, 15, 20, 25, 30, 40
"""How strongly operators bind."""


class Cursor:
    """A place in a sequence of tokens.

    Arguments:
        tokens: from `tokenize`, or a slice of them.
        source: the text that their offsets count in.
        functions: names that are applied: f in f(x + 1).
        variables: names that are plain variables, whatever they look like: `e`, `i`, `ab`, `force`.
    """

    __slots__ = (
        "_pairs", "bars", "bound", "builder", "depth", "differentials", "direction", "functions", "i", "imaginary",
        "integrals",         "latex", "limits", "modular", "source", "token", "tokens", "usage", "variables", "vectors",
    )  # fmt: skip

    def __init__(
        self,
        tokens: Sequence[Token],
        source: str,
        functions: frozenset[str],
        variables: frozenset[str],
    ) -> None:
        if len(tokens) > LIMITS.formula_nodes:
            raise too_many(LIMITS.formula_nodes)
        self.source = source
        self.functions, self.variables = functions, variables
        self.tokens, self.latex, self.vectors = prepared(tokens, source, functions | variables)
        self.i = 0
        self.token = self.tokens[0]
        self.depth = 0
        self.bars = 0  # bars opened and not yet closed inside the innermost bracket
        self.builder = False  # a bar here separates the parts of a set {x | …}
        self.integrals = 0  # integrals whose differential is still to come
        self.limits = 0  # limits whose point is being read: 0+ and 0^+ are one-sided
        self.direction = ""
        self.modular = True  # whether `mod` is an operator here
        self.imaginary = False  # whether `i` was read as the imaginary unit
        self.differentials: list[str] = []  # found in the numerator of a fraction: ∫ dx/x
        self.bound: list[str] = []  # variables of the sums, products and limits around
        self._pairs: dict[int, int] | None = None
        self.usage: dict[str, set[str]] | None = None

    def advance(self) -> Token:
        """Moves past the token at hand and returns it."""
        passed = self.token
        self.i += 1
        self.token = self.tokens[self.i]
        return passed

    def peek(self, ahead: int = 1) -> Token:
        """The token so many places ahead; the last one is always END."""
        index = self.i + ahead
        return self.tokens[index] if index < len(self.tokens) else self.tokens[-1]

    def jump(self, index: int) -> None:
        """Moves to a place that was looked at before."""
        self.i = index
        self.token = self.tokens[index]

    def at(self, *texts: str) -> bool:
        """True where the token at hand is a sign with one of these texts."""
        return self.token.text in texts and self.token.kind in _SIGNS

    def take(self, *texts: str) -> bool:
        """Moves past the token at hand where it is one of these signs."""
        if self.token.text in texts and self.token.kind in _SIGNS:
            self.advance()
            return True
        return False

    def expect(self, *texts: str) -> Token:
        """Moves past one of these signs, or complains."""
        if not self.at(*texts):
            raise self.missing(texts[0])
        return self.advance()

    def pairs(self) -> dict[int, int]:
        """Index of each opening bracket → index of its closing one, of whatever shape; made when first asked."""
        if self._pairs is None:
            self._pairs = {}
            waiting: list[int] = []
            for index, token in enumerate(self.tokens):
                if token.kind is Kind.OPEN and token.text not in ("|", "‖"):
                    waiting.append(index)
                elif token.kind is Kind.CLOSE and token.text not in ("|", "‖") and waiting:
                    self._pairs[waiting.pop()] = index
        return self._pairs

    def deeper(self) -> None:
        """Counts a level of nesting; the caller counts it back with `self.depth -= 1`."""
        self.depth += 1
        self.level(0)

    def level(self, more: int) -> None:
        """Complains where `more` levels below the present one are too many."""
        if self.depth + more > LIMITS.formula_depth:
            raise TooLarge(
                Message(
                    en=f"a formula may be nested at most {LIMITS.formula_depth} levels deep",
                    zh=f"公式至多嵌套 {LIMITS.formula_depth} 层",
                )
            )

    def fail(
        self, en: str, zh: str, token: Token | None = None, hint: Message | None = None
    ) -> ParseError:
        """The error to raise at a token, by default the one at hand."""
        place = (token or self.token).start
        return ParseError(Message(en=en, zh=zh), self.source, place, hint)

    def ambiguous(self, en: str, zh: str, token: Token | None = None) -> ParseError:
        """The error for what could mean two things."""
        return self.fail(en, zh, token, _BRACKETS)

    def unexpected(self) -> ParseError:
        """The error for a token that cannot stand here."""
        token = self.token
        if token.kind is Kind.END:
            return self.fail("the formula ends too early", "公式不完整")
        shown = self.source[token.start : token.end] or token.text
        if token.kind in (Kind.WORD, Kind.HAN):
            return self.fail(f"{shown!r} is not part of a formula", f"“{shown}”不是公式的一部分")
        return self.fail(f"unexpected {shown!r}", f"此处不应出现 {shown!r}")

    def missing(self, sign: str) -> ParseError:
        """The error for a sign that should stand here."""
        return self.fail(f"expected {sign!r} here", f"此处缺少 {sign!r}")

    def variable(self) -> str:
        """Moves past the name of a variable that is bound or differentiated by, and returns it."""
        token = self.token
        constant = token.text in _CONSTANTS and token.text not in self.variables
        if token.kind is not Kind.NAME or constant or token.text in ("E", "I"):
            raise self.fail("a variable should stand here", "此处应为变量")
        return self.advance().text

    def no_collection(self, found: Expr) -> None:
        """Complains where a set, an interval, a list or a relation is to be calculated with."""
        if is_collection(found):
            raise self.fail(
                "a set, list or relation cannot be calculated with",
                "集合、列表或关系式不能参与运算",
                self.tokens[self.i - 1],
            )

    def expression(self, floor: int) -> Expr:
        """The longest expression whose operators bind at least as strongly as `floor`."""
        raise NotImplementedError

    def statement(self) -> Expr:
        """A relation or a logical combination of relations."""
        return self.expression(0)

    def inner(self) -> Expr:
        """A statement inside brackets: bars, set builders and limits of outside do not reach into it."""
        bars, builder, limits, integrals = self.bars, self.builder, self.limits, self.integrals
        self.bars, self.builder, self.limits, self.integrals = 0, False, 0, 0
        found = self.expression(0)
        self.bars, self.builder, self.limits, self.integrals = bars, builder, limits, integrals
        return found

    def items(self, closers: Iterable[str]) -> list[Expr]:
        """Statements separated by commas up to one of the closing brackets, which stays."""
        if self.token.kind is Kind.CLOSE and self.token.text in closers:
            return []
        starts = [self.i]
        found = [self.inner()]
        while self.token.kind is Kind.COMMA:
            self.advance()
            starts.append(self.i)
            found.append(self.inner())
        if len(starts) > 1:
            self._no_thousands(starts)
        return found

    def _no_thousands(self, starts: list[int]) -> None:
        """(1,234 + 5) could be the number 1234 or two things; (1,234) is two numbers."""
        for index in starts[1:]:
            before, comma, after = (
                self.tokens[index - 2],
                self.tokens[index - 1],
                self.tokens[index],
            )
            if (
                comma.end == after.start
                and before.end == comma.start
                and before.kind is after.kind is Kind.NUMBER
                and len(before.text) <= 3
                and len(after.text) == 3
                and after.text.isdecimal()
            ):
                alone = {*starts, *(start - 1 for start in starts)}
                if index + 1 not in alone and self.tokens[index + 1].kind is not Kind.CLOSE:
                    raise self.ambiguous(
                        "thousands separator or two numbers? put a blank after the comma or leave it out",
                        "此处逗号是千位分隔符还是分开两个数？请在逗号后加空格，或去掉逗号",
                        comma,
                    )


_COLLECTIONS = frozenset(
    "interval interval_open interval_left_open interval_right_open set such_that image union intersection "
    "difference list named eq ne lt le gt ge approx in subset and or not".split()
)
_CONSTANTS = frozenset({"e", "pi", "oo"})
_SIGNS = frozenset({Kind.OPERATOR, Kind.OPEN, Kind.CLOSE, Kind.COMMA, Kind.PUNCTUATION})
_BRACKETS = Message(en="write brackets to make it plain", zh="请加括号以消除歧义")


def is_collection(expr: Expr) -> bool:
    """True for a set, an interval, a list, named values or a relation."""
    return isinstance(expr, Call) and expr.head in _COLLECTIONS


def too_many(most: int) -> TooLarge:
    """The error for a formula of too many parts."""
    return TooLarge(
        Message(en=f"a formula may have at most {most} parts", zh=f"公式至多有 {most} 个部分")
    )
