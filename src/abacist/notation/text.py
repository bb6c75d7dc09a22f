"""Expressions as plain text: `canonical` for plans and storage, `display` for answers.

`parse_canonical(canonical(e)) == e` for every expression that the constructors of `core.expr` make.
`display` differs in collections and quantities: open intervals `(a, b)`, lists `[a, b]`, unions `A U B`, `40 m**2`,
conjunctions and disjunctions in words; `parse` reads all of it, but a closed interval and a list of two look
alike, and a unit looks like a factor.
"""

from __future__ import annotations

from abacist.core.expr import HEADS, Call, Expr, Number, Symbol
from abacist.notation.canonical_grammar import OPEN_INTERVAL
from abacist.notation.numerals import decimal_text

__all__ = ["canonical", "display"]

_RELATION, _SUM, _TERM, _UNARY, _POWER, _ATOM = 10, 20, 30, 25, 40, 50
_RELATIONS = {"eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_INTERVALS = {
    "interval": "[]",
    "interval_right_open": "[)",
    "interval_left_open": "(]",
    "interval_open": "()",
}
_MOST_PRIMES = 4


def canonical(expr: Expr) -> str:
    """The one text of an expression that `parse_canonical` turns back into it."""
    return _Printer(answer=False).text(expr, 0)


def display(expr: Expr) -> str:
    """The form in which an answer is shown as plain text."""
    return _Printer(answer=True).text(expr, 0)


class _Printer:
    """Prints a tree; `answer` chooses the forms of `display`."""

    __slots__ = ("answer",)

    def __init__(self, answer: bool) -> None:
        self.answer = answer

    def text(self, expr: Expr, floor: int) -> str:
        """The text of a node, in brackets where it binds less strongly than `floor`."""
        if isinstance(expr, Symbol):
            return expr.name
        if isinstance(expr, Number):
            shown = decimal_text(expr.value)
            return f"({shown})" if expr.value < 0 and floor > _UNARY else shown
        assert isinstance(expr, Call)
        shown, level = self.operation(expr)
        return f"({shown})" if level < floor else shown

    def operation(self, expr: Call) -> tuple[str, int]:
        """The text of a call and how strongly it binds."""
        head, args = expr.head, expr.args
        if head == "add":
            return self.sum(args), _SUM
        if head == "quantity" and self.answer:
            return f"{self.text(args[0], _TERM)} {self.text(args[1], _TERM)}", _TERM
        if head == "mul":
            return self.product(args)
        if head == "div":
            left = self.text(args[0], _TERM if not _signed(args[0]) else _UNARY)
            shown = f"{left}/{self.text(args[1], _TERM + 1)}"
            return shown, _UNARY if shown[0] == "-" else _TERM
        if head == "neg":
            return "-" + self.text(args[0], _TERM), _UNARY
        if head == "pow":
            exponent = self.text(args[1], _POWER)
            return f"{self.text(args[0], _POWER + 1)}**{exponent}", _POWER
        if head in _RELATIONS:
            sides = (self.text(arg, _RELATION + 1) for arg in args)
            return f" {_RELATIONS[head]} ".join(sides), _RELATION
        return self.collection(expr)

    def sum(self, args: tuple[Expr, ...]) -> str:
        parts = [self.text(args[0], _SUM + 1)]
        for arg in args[1:]:
            shown = self.text(arg, _SUM + 1)
            parts.append(f" - {shown[1:]}" if shown[0] == "-" else f" + {shown}")
        return "".join(parts)

    def product(self, args: tuple[Expr, ...]) -> tuple[str, int]:
        first = self.text(args[0], _UNARY if _signed(args[0]) else _TERM)
        shown = "*".join([first, *(self.text(arg, _TERM + 1) for arg in args[1:])])
        return shown, _UNARY if shown[0] == "-" else _TERM

    def collection(self, expr: Call) -> tuple[str, int]:
        """Brackets of all kinds, words between sets and relations, and calls."""
        head, args = expr.head, expr.args
        if head in _INTERVALS:
            return self.interval(head, args), _ATOM
        if head == "tuple" and len(args) > 1:
            return f"({self.items(args)})", _ATOM
        if head == "set":
            return f"{{{self.items(args)}}}", _ATOM
        if head == "matrix" and all(_is_row(row) for row in args):
            rows = (f"[{self.items(row.args)}]" for row in args if isinstance(row, Call))
            return f"[{', '.join(rows)}]", _ATOM
        if head == "named" and all(_is_entry(entry) for entry in args):
            entries = (
                f"{self.text(entry.args[0], 0)}: {self.text(entry.args[1], 0)}"
                for entry in args
                if isinstance(entry, Call)
            )
            return f"{{{', '.join(entries)}}}", _ATOM
        if self.answer and head == "list":
            return f"[{self.items(args)}]", _ATOM
        if self.answer and head in ("union", "and", "or"):
            word, level = {"union": (" U ", 15), "and": (" and ", 6), "or": (" or ", 4)}[head]
            return word.join(self.text(arg, level + 1) for arg in args), level
        return self.call(expr), _ATOM

    def interval(self, head: str, args: tuple[Expr, ...]) -> str:
        opening, closing = _INTERVALS[head]
        items = self.items(args)
        if head == "interval_open" and not self.answer:
            return f"{OPEN_INTERVAL}({items})"
        if items[0] == "[" and opening == "[":
            return f"{head}({items})"  # [[1, 2], … would be the first row of a matrix
        return f"{opening}{items}{closing}"

    def items(self, args: tuple[Expr, ...]) -> str:
        return ", ".join(self.text(arg, 0) for arg in args)

    def call(self, expr: Call) -> str:
        """head(a, …); f(a) for the application of a name that is no head; f' and f'(a)."""
        head, args = expr.head, expr.args
        if head == "prime" and _is_short_prime(expr):
            return self.text(args[0], 0) + "'" * _order(expr)
        if head == "apply":
            function = args[0]
            plain = isinstance(function, Symbol) and function.name not in HEADS
            if isinstance(function, Symbol) and function.name == OPEN_INTERVAL:
                plain = False
            if plain or (isinstance(function, Call) and _is_short_prime(function)):
                return f"{self.text(function, 0)}({self.items(args[1:])})"
        return f"{head}({self.items(args)})"


def _signed(expr: Expr) -> bool:
    """True for a number or a product that leads with one: its sign may stand before a product."""
    while isinstance(expr, Call) and expr.head in ("mul", "div"):
        expr = expr.args[0]
    return isinstance(expr, Number)


def _is_row(expr: Expr) -> bool:
    return isinstance(expr, Call) and expr.head == "list"


def _is_entry(expr: Expr) -> bool:
    return isinstance(expr, Call) and expr.head == "eq" and isinstance(expr.args[0], Symbol)


def _is_short_prime(expr: Call) -> bool:
    return (
        expr.head == "prime"
        and isinstance(expr.args[0], Symbol)
        and 1 <= _order(expr) <= _MOST_PRIMES
    )


def _order(expr: Call) -> int:
    order = expr.args[1]
    if isinstance(order, Number) and order.value.denominator == 1 and order.value <= _MOST_PRIMES:
        return int(order.value)
    return 0
