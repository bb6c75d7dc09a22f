"""Named functions with their arguments: sin x, sin²x, sin⁻¹x, log₂ x, max(a, b), C(n, k).

An argument without brackets is the names and numbers side by side up to the next function or sign: sin 2x cos y
is sin(2x)·cos y. Where it may or may not go on (sin x/2, sin x(x + 1), sin 2*x) the formula is refused.
"""

from __future__ import annotations

from abacist.core.expr import HEADS, Call, Expr, Number, Symbol, call, neg, number, pow_
from abacist.notation.cursor import POWER
from abacist.notation.grammar_brackets import Brackets
from abacist.notation.lexer import Kind, Token
from abacist.notation.vocabulary import BARE_FUNCTIONS, FUNCTION_NAMES

__all__ = ["Functions"]

_INVERTIBLE = {
    name: f"a{name}" for name in "sin cos tan cot sec csc sinh cosh tanh coth sech csch".split()
}
_BARE_TOO = frozenset({"sqrt", "cbrt", "abs", "tr", "trace", "rank", "adjugate", "re", "im", "arg"})


class Functions(Brackets):
    """Reads what begins with the name of a function."""

    __slots__ = ()

    def symbol_of(self, name: str) -> Expr:
        """The symbol or constant that a name is."""
        raise NotImplementedError

    def shape(self, index: int) -> tuple[bool, list[Token]]:
        """Whether a bracket holds a comma of its own, and the tokens within."""
        raise NotImplementedError

    def exponent(self) -> Expr:
        """What stands above, after `^`."""
        raise NotImplementedError

    def lowered(self) -> Expr:
        """What stands below, after `_`."""
        raise NotImplementedError

    def factor(self) -> Expr:
        """A primary with its powers, factorials and primes."""
        raise NotImplementedError

    def choose(self) -> Expr | None:
        """C(n, k) and C_n^k, where a binomial coefficient makes sense."""
        token = self.token
        if token.text == "C" and self.peek().text == "(":
            commas, _ = self.shape(self.i + 1)
            if not commas:
                return None
            self.advance()
            found = self.application(Symbol("C"))
            args = found.args[1:] if isinstance(found, Call) else ()
            return call("binomial", *args) if len(args) == 2 and _choosable(*args) else found
        lower = token.text[2:]
        if token.text == "C" and self.peek().text == "_":
            start = self.i
            self.advance()
            below = self.lowered()
            if not self.at("^"):
                self.jump(start)
                return None
        elif lower and self.peek().text == "^" and (lower.isdecimal() or len(lower) == 1):
            self.advance()
            below = number(lower) if lower.isdecimal() else self.symbol_of(lower)
        else:
            return None
        above = self.exponent()
        if not _choosable(below, above):
            raise self.ambiguous("a binomial coefficient or a power?", "是组合数还是幂？", token)
        return call("binomial", below, above)

    def function(self) -> Expr:
        """sin x, sin²x, sin⁻¹x, log₂ x, max(a, b): the function at hand with its argument."""
        token = self.advance()
        name = token.text
        head = FUNCTION_NAMES[name]
        base: Expr | None = None
        power: Expr | None = None
        if self.at("_") and name in ("log", "ln", "lg"):
            self.advance()
            if (
                self.token.kind is Kind.NUMBER
                and len(self.token.text) > 1
                and (self.token.text != "10")
            ):
                raise self.ambiguous("how far does the base reach?", "底数到哪里为止？", token)
            base = self.lowered()
        if self.at("^"):
            power = self.exponent()
            if power == number(-1):
                if head not in _INVERTIBLE:
                    raise self.ambiguous(
                        "the inverse or the reciprocal?", "是反函数还是倒数？", token
                    )
                head, power = _INVERTIBLE[head], None
        if self.at("'"):
            raise self.fail("write d/dx in front instead of a prime", "请写成 d/dx 的形式", token)
        if self.at("_") and base is None and name == "log":
            self.advance()
            base = self.lowered()
        args = self.arguments(token)
        result = self.value_of(token, head, base, args)
        return result if power is None else pow_(result, power)

    def arguments(self, token: Token) -> list[Expr]:
        """The arguments in brackets, or the one without."""
        if self.token.kind is Kind.OPEN and self.token.text == "(":
            self.advance()
            args = self.items(")")
            self.expect(")")
            return args
        if self.token.text in ("{", "[") and self.token.kind is Kind.OPEN:
            closing = "}" if self.token.text == "{" else "]"
            self.advance()
            args = self.items(closing)
            self.expect(closing)
            return args
        if token.text not in BARE_FUNCTIONS and token.text not in _BARE_TOO:
            raise self.missing("(")
        if token.text in _BARE_TOO:
            return [self.factor()]
        return [self.bare_argument(token)]

    def value_of(self, token: Token, head: str, base: Expr | None, args: list[Expr]) -> Expr:
        """The call of a function, its special spellings resolved."""
        if len(args) == 1 and (head in ("lg", "log2", "log10", "cbrt") or base is not None):
            if head == "cbrt":
                return call("root", args[0], number(3))
            fixed = base if base is not None else number(2 if head == "log2" else 10)
            return call("log", args[0], fixed)
        bounds = HEADS.get(head)
        if bounds is None or not bounds[0] <= len(args) <= bounds[1]:
            raise self.fail(
                f"{token.text} does not take {len(args)} arguments",
                f"{token.text} 的参数个数不能是 {len(args)}",
                token,
            )
        return call(head, *args)

    def bare_argument(self, function: Token) -> Expr:
        """The argument without brackets: names and numbers side by side, up to the next function or sign."""
        first = self.token
        if first.kind is Kind.OPERATOR and first.text in ("-", "+", "±", "∓"):
            if first.text != "-" or self.peek().blank or self.peek().text == "-":
                raise self.unexpected()
            self.advance()
            return neg(self.bare_argument(function))
        factors = [self.expression(POWER)]
        if first.kind is Kind.NAME and (first.text in FUNCTION_NAMES or first.text == "lim"):
            return factors[0]
        simple = first.kind is Kind.NAME or first.kind is Kind.NUMBER
        while self.starts_factor():
            token = self.token
            if token.kind is Kind.NAME and (token.text in FUNCTION_NAMES or token.text == "lim"):
                break
            if token.kind is not Kind.NAME or not simple:
                raise self.ambiguous(
                    f"how far does the argument of {function.text} reach?",
                    f"{function.text} 的自变量到哪里为止？",
                    token,
                )
            factors.append(self.expression(POWER))
        self.no_open_end(function, first, len(factors))
        return call("mul", *factors)

    def no_open_end(self, function: Token, first: Token, count: int) -> None:
        """sin x/2 and sin 2*x are open; sin x / 2, sin x/x and sin x · y are not."""
        token = self.token
        if token.kind is not Kind.OPERATOR or token.text not in ("/", "*"):
            return
        after = self.peek()
        spaced = token.blank and after.blank
        same = count == 1 and after.text == first.text and first.kind is Kind.NAME
        follows = after.kind is Kind.NAME and after.text in FUNCTION_NAMES
        if token.text == "/" and (spaced or same):
            return
        if token.text == "*" and (follows or (first.kind is Kind.NAME and (spaced or self.latex))):
            return
        raise self.ambiguous(
            f"how far does the argument of {function.text} reach?",
            f"{function.text} 的自变量到哪里为止？",
            token,
        )


def _choosable(n: Expr, k: Expr) -> bool:
    """Whether n over k can be a number of choices; (1, 2) is rather a point."""
    if isinstance(n, Number) and isinstance(k, Number):
        whole = n.value.denominator == k.value.denominator == 1
        return whole and n.value >= k.value >= 0
    return not any(isinstance(part, Number) and part.value < 0 for part in (n, k))
