"""Names: symbols, constants, functions with and without brackets, and what a name before a bracket means.

A name before a bracket is a function or a factor. In order:

1. `variables` are factors, `functions` are applied; so is what carries a prime, y'(0).
2. Two or more arguments: applied, f(x, y); C(5, 2) is a binomial coefficient.
3. f, g, F, G, φ, ψ, Φ, Ψ are applied.
4. One symbol in the brackets, y(x), P(t): applied, unless the name also stands alone in the formula.
5. One number, y(0), P(2): u v w x y z s p q r θ φ and capitals are applied, again unless they stand alone.
6. Else the name is a factor, x(x + 1), where it is not applied elsewhere; y, u, v, w and P, Q need to stand
   alone elsewhere, or within the brackets: y(1 − y).

What these leave open is refused. a_{n+1} is a member of a sequence, `apply(a, n + 1)`, and so are a_n and a_1 in
the same formula, below a sum over n, or where `a` is one of `functions`; otherwise a_1 is a symbol. `e` is
Euler's number and `i` the imaginary unit unless they are bound or declared; the variables E and I are the
symbols E_ and I_.
"""

from __future__ import annotations

import re

from abacist.core.expr import CONSTANTS, HEADS, Expr, Symbol, call, number
from abacist.notation.cursor import is_collection
from abacist.notation.grammar_brackets import as_set
from abacist.notation.grammar_functions import Functions
from abacist.notation.lexer import Kind, Token
from abacist.notation.vocabulary import (
    CONSTANT_NAMES,
    FUNCTION_NAMES,
    GREEK,
    UNIT_NAMES,
)

__all__ = ["APPLIED", "Names"]

APPLIED = frozenset("f g F G phi psi Phi Psi".split())
"""Names that are functions wherever a bracket follows."""

_AT_NUMBERS = frozenset("u v w x y z s p q r h H theta phi rho sigma".split())
_OFTEN_APPLIED = frozenset("y u v w P Q h H".split())
_NEVER_APPLIED = frozenset({"e", "i", "pi", "E", "I", "oo"})
_NEVER_OF_SYMBOLS = frozenset("x t n".split())
_NUMERIC = frozenset(
    {"-", "+", "pi", "/", "*", "{", "}", "√", r"\frac", r"\dfrac", r"\tfrac", r"\sqrt"}
)
_DIGITS = re.compile(r"[A-Za-z](?:0[0-9]+|[0-9]{3,}|[0-9]+_[0-9]+)")
_TIMES = frozenset({"t", "tau", "s"})
_GREEK_NAMES = frozenset(GREEK.values())
_HEADS = frozenset(HEADS) | {"open"}
_OF_SETS = {
    "in": 1,
    "subset": 0,
    "union": 0,
    "intersection": 0,
    "difference": 0,
}  # sets from this argument on
_BINDERS = frozenset(
    {"integral", "sum", "product", "limit", "limit_left", "limit_right", "derivative"}
)


class Names(Functions):
    """Reads what begins with a name."""

    __slots__ = ()

    def named(self) -> Expr:
        """The factor that the name at hand begins."""
        token = self.token
        name = token.text
        if name not in self.variables and name not in self.functions:
            if name in FUNCTION_NAMES and (name not in _GREEK_NAMES or self.is_call(token)):
                return self.function()
            if name in _HEADS and self.peek().text == "(" and token.text != "lim":
                return self.head_call()
            if name == "lim" or name == "limit":
                return self.limit()
            if name in ("Sigma", "Pi") and self.peek().text == "_":
                return self.big_sum()
            if name == "d" and (found := self.leibniz()) is not None:
                return found
            if name == "C" or name.startswith("C_"):
                found = self.choose()
                if found is not None:
                    return found
            if name in UNIT_NAMES and name not in _GREEK_NAMES:
                raise self.fail(f"{name} is a unit, not a variable", f"{name} 是单位，不是变量")
            if name == "mod":
                raise self.unexpected()
            if "_" in name and self.is_long_index(token):
                raise self.ambiguous("how far does the index reach?", "下标到哪里为止？")
            if name[-1].isdecimal() and _DIGITS.fullmatch(name):
                raise self.fail(
                    f"{name}: a variable or a numeral with unknown digits?",
                    f"{name} 是变量还是含未知数字的数？",
                )
        self.advance()
        return self.applied(token)

    def is_call(self, token: Token) -> bool:
        """Whether Γ(…), ζ(…), gamma(…), beta(a, b) is the function of that name."""
        if self.peek().text != "(":
            return False
        spelled = self.source[
            token.start : token.start + 1
        ].isascii() and not self.source.startswith("\\", token.start)
        return token.text in ("Gamma", "zeta") or (spelled and token.text in HEADS)

    def is_long_index(self, token: Token) -> bool:
        """Whether x_ab could be x_a·b: two letters, or more in LaTeX, without braces."""
        index = self.source[token.start : token.end].partition("_")[2]
        return (
            index.isalpha()
            and index.isascii()
            and len(index) > 1
            and (self.latex or len(index) == 2)
        )

    def symbol_of(self, name: str) -> Expr:
        """The symbol or constant that a name is."""
        if name in self.variables or name in self.bound:
            return Symbol(f"{name}_" if name in ("E", "I") else name)
        stem, mark, index = name.partition("_")
        if mark and index and (index in self.bound or self.is_sequence(stem)):
            return call("apply", Symbol(stem), self.index_of(index))
        if name == "e":
            self.no_coefficient()
            return Symbol("E")
        if name == "i":
            self.imaginary = True
            return Symbol("I")
        if name in ("E", "I"):
            return Symbol(f"{name}_")
        return Symbol(CONSTANT_NAMES.get(name, name))

    def is_sequence(self, name: str) -> bool:
        """Whether a_1 is a member of a sequence: where a_{n+1} stands in the formula, or a is declared."""
        return name in self.functions or "sequence" in self.uses().get(name, ())

    def index_of(self, index: str) -> Expr:
        """The number or symbol below a name; `i` counts there."""
        if index == "i":
            return Symbol("i")
        return number(index) if index.isdecimal() else self.symbol_of(index)

    def indexed(self, token: Token) -> Expr:
        """a_{n+1}, a member of a sequence; or the name that \\mathbf{v}_1 and x_{\\text{max}} are."""
        self.expect("_")
        braced = self.token.text == "{"
        single = self.peek() if braced else self.token
        alone = single.kind in (Kind.NAME, Kind.NUMBER) and single.text.isalnum()
        if alone and (not braced or self.peek(2).text == "}"):
            self.jump(self.i + (3 if braced else 1))
            return self.symbol_of(f"{token.text}_{single.text}")
        if not braced:
            raise self.unexpected()
        if token.text in CONSTANT_NAMES:
            raise self.unexpected()
        self.bound.append("i")
        index = self.lowered()
        self.bound.pop()
        if is_collection(index):
            raise self.unexpected()
        return call("apply", Symbol(token.text), index)

    def no_coefficient(self) -> None:
        """e after a, b, c, d and not below an exponent is rather the next letter."""
        if self.token.text != "^" and self.peek().text != "^" and {"c", "d"} <= self.uses().keys():
            raise self.fail("e: Euler's number or a variable?", "e 是自然常数还是变量？")

    def limit(self) -> Expr:
        """A limit."""
        raise NotImplementedError

    def big_sum(self) -> Expr:
        """A sum or product over an index."""
        raise NotImplementedError

    def leibniz(self) -> Expr | None:
        """dy/dx where that stands here."""
        raise NotImplementedError

    def primes(self) -> int:
        """How many primes stand here: y'', y^{\\prime\\prime}, y^{(4)}."""
        count = 0
        while self.token.kind is Kind.OPERATOR:
            if self.token.text[0] == "'":
                count += len(self.advance().text)
                continue
            if self.token.text != "^":
                break
            order = self.raised_primes()
            if not order:
                break
            count += order
        return count

    def raised_primes(self) -> int:
        """The order that ^{\\prime\\prime} or ^{(4)} stands for, 0 for any other exponent."""
        after = self.peek()
        if after.text[:1] == "'" and after.kind is Kind.OPERATOR:
            self.advance()
            return len(self.advance().text)
        if after.text != "{":
            return 0
        index, count = self.i + 2, 0
        tokens = self.tokens
        while tokens[index].kind is Kind.OPERATOR and tokens[index].text[0] == "'":
            count += len(tokens[index].text)
            index += 1
        if not count and [token.text for token in tokens[index : index + 1]] == ["("]:
            order = tokens[index + 1]
            if order.text.isdecimal() and len(order.text) < 3 and tokens[index + 2].text == ")":
                count, index = int(order.text), index + 3
        if not count or tokens[index].text != "}":
            return 0
        self.jump(index + 1)
        return count

    def applied(self, token: Token) -> Expr:
        """The symbol that was just passed, with its primes and arguments."""
        name = token.text
        if self.at("_"):
            return self.indexed(token)
        primes = 0
        if self.token.kind is Kind.OPERATOR and name not in CONSTANT_NAMES:
            primes = self.primes()
            if primes and name in ("e", "i"):
                self.not_constant(token)
        function: Expr = self.symbol_of(name)
        if primes:
            function = call("prime", function, number(primes))
        if self.token.text != "(" or self.token.kind is not Kind.OPEN:
            return function
        if not self.is_applied(token, primes):
            return function
        return self.application(function)

    def not_constant(self, token: Token) -> None:
        """i', i(t) and di/dt are no constants; say that `i` is a variable to have them read."""
        if token.text not in self.variables and token.text not in self.functions:
            raise self.fail(
                f"{token.text} is a constant unless it is declared as a variable",
                f"{token.text} 是常数；若为变量请先声明",
                token,
            )

    def is_applied(self, token: Token, primes: int) -> bool:
        """Rules 1 to 6 of the module's page, for a name whose opening bracket is at hand."""
        name = token.text
        if self.peek().text == "mod" and self.peek(2).text != "(":
            return False
        if name in ("e", "i") and (primes or self.peek(2).text == ")" or self.shape(self.i)[0]):
            self.not_constant(token)
        if name in self.variables or (name in _NEVER_APPLIED and not primes):
            return False
        if primes or name in self.functions:
            return True
        commas, tokens = self.shape(self.i)
        base = name.partition("_")[0].rstrip("0123456789")
        if commas or base in APPLIED:
            return True
        uses = self.uses()
        alone = "alone" in uses.get(name, ()) or name in self.bound
        if not tokens:
            return True  # f() fails where its arguments are read
        if (
            len(tokens) == 1
            and tokens[0].kind is Kind.NAME
            and tokens[0].text not in _NEVER_APPLIED
        ):
            if alone or (name in _NEVER_OF_SYMBOLS and tokens[0].text not in _TIMES):
                raise self.undecided(token)
            return True
        if all(part.kind is Kind.NUMBER or part.text in _NUMERIC for part in tokens):
            if not alone and (
                "applied" in uses.get(name, ())
                or base in _AT_NUMBERS
                or base.isupper()
                or [part.text for part in tokens] == ["0"]
            ):
                return True
            if tokens[0].kind is Kind.NUMBER and len(tokens) == 1:
                raise self.undecided(token)
            return False
        return self.compound(token, base, alone, {part.text for part in tokens})

    def compound(self, token: Token, base: str, alone: bool, inside: set[str]) -> bool:
        """Rule 6: x(x + 1) is a product, y(x + 1) is open."""
        if "applied" in self.uses().get(token.text, ()):
            if alone:
                raise self.undecided(token)
            return True
        if base in _OFTEN_APPLIED and not alone and token.text not in inside:
            raise self.undecided(token)
        return False

    def undecided(self, token: Token) -> Exception:
        """The error for a name that may be a function or a factor."""
        name = token.text
        return self.fail(
            f"{name}(…): the function {name}, or {name} times the bracket? write {name}*(…) for a product",
            f"{name}(…) 是函数 {name} 还是乘积？乘积请写成 {name}*(…)",
            token,
        )

    def shape(self, index: int) -> tuple[bool, list[Token]]:
        """Whether the bracket that opens at `index` holds a comma of its own, and the tokens within (at most 12)."""
        close = self.pairs().get(index, len(self.tokens) - 1)
        inside = self.tokens[index + 1 : min(close, index + 13)]
        depth = 0
        for token in self.tokens[index + 1 : min(close, index + 200)]:
            if token.kind is Kind.OPEN:
                depth += 1
            elif token.kind is Kind.CLOSE:
                depth -= 1
            elif token.kind is Kind.COMMA and depth == 0:
                return True, inside
        return False, inside

    def uses(self) -> dict[str, set[str]]:
        """Name → how it occurs in the formula: `alone`, or `applied` to one symbol or with a prime."""
        if self.usage is None:
            self.usage = {}
            tokens = self.tokens
            for index, token in enumerate(tokens[:-1]):
                if token.kind is not Kind.NAME:
                    continue
                after = tokens[index + 1]
                if after.text == "_" and self.composite(index + 2):
                    use = "sequence"
                elif after.text == "(":
                    single = tokens[index + 2].kind is Kind.NAME and tokens[index + 3].text == ")"
                    use = "applied" if single else "bracket"
                elif after.text[:1] == "'":
                    use = "applied" if tokens[index + 2].text == "(" else "alone"
                else:
                    use = "alone"
                self.usage.setdefault(token.text, set()).add(use)
        return self.usage

    def composite(self, index: int) -> bool:
        """Whether the subscript at `index` is more than one name or number in braces."""
        return self.tokens[index].text == "{" and self.tokens[index + 2].text != "}"

    def head_call(self) -> Expr:
        """integral(f, x), limit(f, x, 0) and all other heads, written as in canonical text."""
        token = self.advance()
        self.advance()
        args = self.items(")")
        self.expect(")")
        head = "interval_open" if token.text == "open" else token.text
        least, most = HEADS[head]
        if not least <= len(args) <= most:
            raise self.fail(
                f"{head} takes {least} to {most} arguments",
                f"{head} 需要 {least} 至 {most} 个参数",
                token,
            )
        if head in _OF_SETS:
            args = [*args[: _OF_SETS[head]], *map(as_set, args[_OF_SETS[head] :])]
        if head in _BINDERS:
            args = self.rebound(args, token)
        return call(head, *args)

    def rebound(self, args: list[Expr], token: Token) -> list[Expr]:
        """The arguments of a sum, an integral, …: what is bound is a variable, `i` too."""
        if args[1] == Symbol("I"):
            body = args[0].rebuild(lambda node: Symbol("i") if node == Symbol("I") else node)
            args = [body, Symbol("i"), *args[2:]]
        if not isinstance(args[1], Symbol) or args[1].name in CONSTANTS:
            raise self.fail("the second argument should be a variable", "第二个参数应为变量", token)
        return args
