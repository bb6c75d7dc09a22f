"""The strict form of an expression, as it stands in plans and answers: what `canonical` prints.

No multiplication is implied, a name before a bracket is a head of the vocabulary or else the application
of a function that is only a name, and nothing is guessed:

    relation   a = b   a != b   a < b <= c (a chain is `and`)
    sum        -28*m**2 + 6          product   3/4*x, left to right      power   2**-x**2, right to left
    f(x)       f'(x)                 apply(gamma, x): a name that is also a head
    (a, b)     [a, b]   [a, b)   (a, b]   open(a, b)   list(a, …)   {a, …}   {x: 1}   [[1, 2], [3, 4]]
    head(a, …) for everything else

A precedence-climbing parser: time linear in the length of the text, three frames of the stack for a level.
"""

from __future__ import annotations

import re

from abacist.core.errors import ParseError, TooLarge
from abacist.core.expr import HEADS, Call, Expr, Symbol, add, call, div, mul, neg, pow_
from abacist.core.language import Message
from abacist.core.limits import LIMITS
from abacist.notation.numerals import number_from

__all__ = ["OPEN_INTERVAL", "parse_canonical"]

OPEN_INTERVAL = "open"
"""`open(a, b)` is the open interval, since `(a, b)` is a pair."""

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?!\w))
      | (?P<name>[^\W\d]\w*)
      | (?P<sign>\*\*|!=|<=|>=|[-+*/^=<>(){}\[\],:'])
      | (?P<end>\Z)
    )""",
    re.VERBOSE,
)
_RELATIONS = {"=": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
_RELATION, _SUM, _TERM, _NEGATED, _POWER = 10, 20, 30, 25, 40
_CHARACTERS = 10 * LIMITS.formula_characters  # an answer may be longer than what a person types
_TOKENS = 10 * LIMITS.formula_nodes


def parse_canonical(text: str) -> Expr:
    """The expression that a canonical text stands for.

    Raises `ParseError` with the place where the text is not canonical, `TooLarge` beyond the bounds.
    """
    if len(text) > _CHARACTERS:
        raise TooLarge(
            Message(
                en=f"an expression may have at most {_CHARACTERS} characters",
                zh=f"表达式至多有 {_CHARACTERS} 个字符",
            )
        )
    return _Parser(text).whole()


class _Parser:
    """One pass over one text. `kind` and `text` are those of the token at hand."""

    __slots__ = ("at", "depth", "kind", "next", "source", "start", "text", "tokens")

    def __init__(self, source: str) -> None:
        self.source = source
        self.depth = 0
        self.tokens = 0
        self.next = 0
        self.advance()

    def advance(self) -> None:
        """Moves to the next token."""
        found = _TOKEN.match(self.source, self.next)
        if found is None:
            blank = re.compile(r"\s*").match(self.source, self.next)
            raise self.error(blank.end() if blank else self.next)
        self.kind = found.lastgroup or "end"
        self.text = found[self.kind]
        self.start, self.next = found.start(self.kind), found.end()
        self.tokens += 1
        if self.tokens > _TOKENS:
            raise TooLarge(
                Message(
                    en=f"an expression may have at most {_TOKENS} parts",
                    zh=f"表达式至多有 {_TOKENS} 个部分",
                )
            )

    def error(self, offset: int | None = None) -> ParseError:
        """What to raise where the text is not canonical."""
        place = self.start if offset is None else offset
        found = self.source[place : place + 1]
        if not found:
            message = Message(en="the expression ends too early", zh="表达式不完整")
        else:
            message = Message(en=f"unexpected {found!r}", zh=f"此处不应出现 {found!r}")
        return ParseError(message, self.source, place)

    def expect(self, sign: str) -> None:
        """Moves past `sign`."""
        if self.text != sign or self.kind != "sign":
            raise self.error()
        self.advance()

    def deeper(self) -> None:
        """Counts a level of nesting; the caller counts it back."""
        self.depth += 1
        if self.depth > LIMITS.formula_depth:
            raise TooLarge(
                Message(
                    en=f"an expression may be nested at most {LIMITS.formula_depth} levels deep",
                    zh=f"表达式至多嵌套 {LIMITS.formula_depth} 层",
                )
            )

    def whole(self) -> Expr:
        """The expression up to the end of the text."""
        found = self.expression(0)
        if self.kind != "end":
            raise self.error()
        return found

    def expression(self, floor: int) -> Expr:
        """The longest expression whose operators bind at least as strongly as `floor`."""
        self.deeper()
        left = self.negated(floor) if self.text == "-" else self.primary()
        while self.kind == "sign":
            sign = self.text
            if sign in ("**", "^"):
                self.advance()
                left = pow_(left, self.expression(_POWER))
            elif sign in ("*", "/") and floor <= _TERM:
                left = self.product(left)
            elif sign in ("+", "-") and floor <= _SUM:
                left = self.sum(left)
            elif sign in _RELATIONS and floor <= _RELATION:
                left = self.chain(left)
            else:
                break
        self.depth -= 1
        return left

    def negated(self, floor: int) -> Expr:
        """−a·b is −(a·b), but inside a product or power the sign takes a power only."""
        self.advance()
        return neg(self.expression(_NEGATED if floor <= _NEGATED else _POWER))

    def product(self, left: Expr) -> Expr:
        """A chain of `*` and `/`, left to right."""
        factors, quotients = [left], 0
        while self.kind == "sign" and self.text in ("*", "/"):
            sign = self.text
            self.advance()
            right = self.expression(_TERM + 1)
            if sign == "*":
                factors.append(right)
                continue
            quotients += 1
            self.depth += quotients
            self.deeper()
            self.depth -= quotients + 1
            factors = [div(mul(*factors), right)]
        return mul(*factors)

    def sum(self, left: Expr) -> Expr:
        """A chain of `+` and `-`."""
        terms = [left]
        while self.kind == "sign" and self.text in ("+", "-"):
            sign = self.text
            self.advance()
            term = self.expression(_SUM + 1)
            terms.append(neg(term) if sign == "-" else term)
        return add(*terms)

    def chain(self, left: Expr) -> Expr:
        """A relation, or a chain of them, which is their conjunction."""
        relations: list[Expr] = []
        while self.kind == "sign" and self.text in _RELATIONS:
            head = _RELATIONS[self.text]
            self.advance()
            right = self.expression(_RELATION + 1)
            relations.append(call(head, left, right))
            left = right
        return relations[0] if len(relations) == 1 else call("and", *relations)

    def primary(self) -> Expr:
        """A number, a name with its arguments or primes, or something in brackets."""
        kind, text = self.kind, self.text
        if kind == "number":
            found = number_from(text, LIMITS.result_digits)
            self.advance()
            return found
        if kind == "name":
            return self.name()
        if text == "(":
            return self.round_brackets()
        if text == "[":
            return self.square_brackets()
        if text == "{":
            return self.braces()
        raise self.error()

    def name(self) -> Expr:
        """A symbol, f', f(x), f'(x) or a call of a head."""
        name, place = self.text, self.start
        if not (name[0].isalpha() or name[0] == "_"):
            raise self.error()
        self.advance()
        order = 0
        while self.text == "'" and self.kind == "sign":
            order += 1
            self.advance()
        function: Expr = Symbol(name)
        if order:
            function = call("prime", function, number_from(str(order)))
        if self.kind != "sign" or self.text != "(":
            return function
        self.advance()
        args = self.items(")")
        self.expect(")")
        if order:
            args, head = [function, *args], "apply"
        elif name == OPEN_INTERVAL:
            head = "interval_open"
        elif name in HEADS:
            head = name
        else:
            args, head = [function, *args], "apply"
        try:
            return call(head, *args)
        except ValueError as error:
            raise ParseError(_arity(name, head, len(args)), self.source, place) from error

    def items(self, close: str) -> list[Expr]:
        """Expressions separated by commas, up to but without the closing bracket."""
        if self.text == close and self.kind == "sign":
            return []
        found = [self.expression(0)]
        while self.text == "," and self.kind == "sign":
            self.advance()
            found.append(self.expression(0))
        return found

    def round_brackets(self) -> Expr:
        self.advance()
        found = self.items(")")
        if self.text == "]" and len(found) == 2:
            self.advance()
            return call("interval_left_open", *found)
        self.expect(")")
        if not found:
            raise self.error(self.start - 1)
        return found[0] if len(found) == 1 else call("tuple", *found)

    def square_brackets(self) -> Expr:
        self.advance()
        if self.text == "[":
            return self.matrix()
        found = self.items("]")
        if len(found) != 2:
            raise self.error()
        if self.text == ")":
            self.advance()
            return call("interval_right_open", *found)
        self.expect("]")
        return call("interval", *found)

    def matrix(self) -> Expr:
        rows: list[Expr] = []
        while True:
            self.expect("[")
            rows.append(call("list", *self.items("]")))
            self.expect("]")
            if self.text != ",":
                break
            self.advance()
        self.expect("]")
        return call("matrix", *rows)

    def braces(self) -> Expr:
        self.advance()
        if self.text == "}":
            self.advance()
            return call("set")
        first = self.expression(0)
        if self.text != ":":
            return self.set_of(first)
        named: list[Expr] = []
        while True:
            if not isinstance(first, Symbol):
                raise self.error()
            self.expect(":")
            named.append(Call("eq", (first, self.expression(0))))
            if self.text != ",":
                break
            self.advance()
            first = self.expression(0)
        self.expect("}")
        return call("named", *named)

    def set_of(self, first: Expr) -> Expr:
        members = [first]
        while self.text == ",":
            self.advance()
            members.append(self.expression(0))
        self.expect("}")
        return call("set", *members)


def _arity(name: str, head: str, given: int) -> Message:
    least, most = HEADS[head]
    wanted = str(least) if least == most else f"{least}-{most}"
    return Message(
        en=f"{name} takes {wanted} arguments, not {given}",
        zh=f"{name} 需要 {wanted} 个参数，而不是 {given} 个",
    )
