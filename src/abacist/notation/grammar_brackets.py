"""Brackets of every shape: groups, tuples, intervals, lists, sets, matrices, absolute values, piecewise functions.

`(a, b)` is a pair, and an interval where it holds an infinity, has mixed brackets or stands where a set must
(right of ∈, beside ∪). `[a, b]` is an interval. `[x]` alone could be the integer part and is refused.
"""

from __future__ import annotations

from abacist.core.expr import Call, Expr, Number, Symbol, call
from abacist.notation.cursor import Cursor, is_collection
from abacist.notation.grammar_vectors import is_vector
from abacist.notation.lexer import Kind

__all__ = ["Brackets", "as_set"]

_OO = Symbol("oo")
_RELATIONS = frozenset(
    {"eq", "ne", "lt", "le", "gt", "ge", "approx", "in", "and", "or", "not", "subset"}
)
_SIMPLE = {"⌊": ("⌋", "floor"), "⌈": ("⌉", "ceil"), "|": ("|", "abs"), "‖": ("‖", "norm")}
_OTHERWISE = frozenset({"otherwise", "else"})
_CONDITIONS = frozenset({"if", "when", "for", "where"})


def as_set(expr: Expr) -> Expr:
    """A pair as the open interval it is where a set must stand; R, Z, N, Q, C as the number sets."""
    if isinstance(expr, Call) and expr.head == "tuple" and len(expr.args) == 2:
        return call("interval_open", *expr.args)
    if isinstance(expr, Symbol) and expr.name in _SETS:
        return Symbol(_SETS[expr.name])
    return expr


_SETS = {"R": "Reals", "Z": "Integers", "N": "Naturals", "Q": "Rationals", "C": "Complexes"}


def is_relation(expr: Expr) -> bool:
    """True for what is true or false."""
    return isinstance(expr, Call) and expr.head in _RELATIONS


def _infinite(expr: Expr) -> bool:
    return expr == _OO or (isinstance(expr, Call) and expr.head == "neg" and expr.args[0] == _OO)


class Brackets(Cursor):
    """Reads what begins with an opening bracket or a bar."""

    __slots__ = ()

    def bracketed(self) -> Expr:
        """What the opening bracket at hand encloses."""
        text = self.token.text
        if text == "(":
            return self.round()
        if text == "[":
            return self.square()
        if text == "{" or text == r"\{":
            return self.braces()
        if text == "⟨":
            self.advance()
            found = self.items("⟩")
            if not found:
                raise self.unexpected()
            self.expect("⟩")
            return call("vector", *found)
        if text in _SIMPLE:
            closing, head = _SIMPLE[text]
            self.advance()
            found = self.inner()
            self.expect(closing)
            return self.magnitude(head, found)
        raise self.unexpected()

    def application(self, function: Expr) -> Expr:
        """function(a, …), at the opening bracket."""
        opening = self.advance()
        args = self.items(")")
        self.expect(")")
        if not 0 < len(args) < 16:
            raise self.fail(
                "a function takes 1 to 15 arguments", "函数应有 1 至 15 个自变量", opening
            )
        return call("apply", function, *args)

    def magnitude(self, head: str, found: Expr) -> Expr:
        """|a|, ‖a‖, ⌊a⌋, ⌈a⌉; |A| of a matrix written out is its determinant, |v| a norm."""
        if head == "abs" and isinstance(found, Call) and found.head == "matrix":
            head = "determinant"
        if head == "abs" and is_vector(found, self.vectors):
            head = "norm"
        return call(head, found)

    def bar(self) -> Expr:
        """|a|, where the bar at hand opens."""
        opening = self.advance()
        self.bars += 1
        builder, self.builder = self.builder, False
        found = self.expression(0)
        self.builder = builder
        if not self.at("|"):
            raise self.fail("this bar is not closed", "此竖线没有闭合", opening)
        self.bars -= 1
        self.advance()
        return self.magnitude("abs", found)

    def round(self) -> Expr:
        """(a), (a, b), (a, b]."""
        opening = self.advance()
        found = self.items(")]")
        closing = self.token
        if closing.kind is not Kind.CLOSE or closing.text not in ")]" or not found:
            raise self.unexpected()
        self.advance()
        if closing.text == "]":
            if len(found) != 2:
                raise self.fail("brackets do not match", "括号不匹配", opening)
            return self.interval("interval_left_open", found)
        if len(found) == 1:
            return found[0]
        if len(found) == 2 and (_infinite(found[0]) or _infinite(found[1])):
            return call("interval_open", *found)
        return call("tuple", *found)

    def square(self) -> Expr:
        """[a, b], [a, b), [a, b, c], [[1, 2], [3, 4]], or [a + b] as a group."""
        if self.peek().text == "[":
            inner_close = self.pairs().get(self.i + 1)
            if inner_close is not None and self.tokens[inner_close + 1].text in (",", "]"):
                return self.rows()
        opening = self.advance()
        found = self.items("])")
        closing = self.token
        if closing.kind is not Kind.CLOSE or closing.text not in ")]":
            raise self.unexpected()
        self.advance()
        if closing.text == ")":
            if len(found) != 2:
                raise self.fail("brackets do not match", "括号不匹配", opening)
            return self.interval("interval_right_open", found)
        if len(found) == 2 and not any(is_collection(part) for part in found):
            return call("interval", *found)
        if len(found) == 1:
            only = found[0]
            if isinstance(only, Symbol) or (
                isinstance(only, Number) and only.value.denominator > 1
            ):
                raise self.ambiguous(
                    "a group, a list or the integer part? use ( ), list( ) or floor( )",
                    "此方括号是分组、列表还是取整？请用 ( )、list( ) 或 floor( )",
                    opening,
                )
            whole = opening is self.tokens[0] and self.token.kind is Kind.END
            return call("list", only) if whole and isinstance(only, Number) else only
        return call("list", *found)

    def interval(self, head: str, ends: list[Expr]) -> Expr:
        """The interval between two ends, which are no sets."""
        for end in ends:
            self.no_collection(end)
        return call(head, *ends)

    def rows(self) -> Expr:
        """A matrix as a list of its rows."""
        self.advance()
        rows: list[Expr] = []
        while True:
            opening = self.expect("[")
            row = call("list", *self.items("]"))
            self.expect("]")
            assert isinstance(row, Call)
            if not row.args or (rows and len(row.args) != _width(rows[0])):
                raise self.fail("the rows differ in length", "矩阵各行长度不同", opening)
            rows.append(row)
            if self.token.kind is not Kind.COMMA:
                break
            self.advance()
        self.expect("]")
        return call("matrix", *rows)

    def braces(self) -> Expr:
        """A set, {x | …}, {x: 1}, a piecewise function, a system, or a LaTeX group."""
        opening = self.advance()
        closing = "}" if opening.text == "{" else r"\}"
        if self.take(closing):
            return call("set")
        builder, self.builder = self.builder, True
        bars, self.bars = self.bars, 0
        first = self.expression(0)
        self.builder, self.bars = builder, bars
        if self.at("|", ":"):
            return self.named_or_builder(first, closing)
        members = [first]
        while self.token.kind is Kind.COMMA:
            self.advance()
            members.append(self.inner())
        if self.at(";", "\\\\"):
            return self.plain_cases(members, closing)
        self.expect(closing)
        if len(members) == 1:
            grouped = opening.text == "{" and self.latex
            if grouped or self.starts_factor() or self.at("^", "!"):
                return first
        return call("set", *members)

    def starts_factor(self) -> bool:
        """True where the token at hand begins a factor."""
        raise NotImplementedError

    def named_or_builder(self, first: Expr, closing: str) -> Expr:
        """{x | condition}, {2k | k ∈ Z}, {x: 1, y: 2}."""
        named = self.token.text == ":"
        place = self.advance()
        second = self.inner()
        if named and isinstance(first, Symbol) and not is_relation(second):
            entries = [call("eq", first, second)]
            while self.token.kind is Kind.COMMA:
                self.advance()
                key = self.inner()
                if not isinstance(key, Symbol):
                    raise self.fail("a name should stand here", "此处应为名称")
                self.expect(":")
                entries.append(call("eq", key, self.inner()))
            self.expect(closing)
            return call("named", *entries)
        conditions = [second]
        while self.token.kind is Kind.COMMA:
            self.advance()
            conditions.append(self.inner())
        self.expect(closing)
        if not all(is_relation(condition) for condition in conditions):
            raise self.fail("a condition should stand here", "此处应为条件", place)
        condition = conditions[0] if len(conditions) == 1 else call("and", *conditions)
        return _builder(first, condition)

    def plain_cases(self, members: list[Expr], closing: str) -> Expr:
        """{ x, x > 0; -x, x <= 0 and { x + y = 3; x - y = 1, with or without the closing brace."""
        rows = [members]
        while self.take(";", "\\\\"):
            if self.token.text == closing or self.token.kind is Kind.END:
                break
            row = [self.inner()]
            while self.token.kind is Kind.COMMA:
                self.advance()
                row.append(self.otherwise() or self.inner())
            rows.append(row)
        if self.token.kind is not Kind.END or len(rows) < 2:
            self.expect(closing)
        return self.cases(rows)

    def otherwise(self) -> Expr | None:
        """The condition "otherwise", as the constant true."""
        if self.token.text in _OTHERWISE and self.token.kind is Kind.WORD:
            self.advance()
            return Symbol("true")
        if self.token.kind is Kind.HAN and self.token.text == "其":
            self.advance()
            if self.token.text not in ("他", "它", "余"):
                raise self.unexpected()
            self.advance()
            return Symbol("true")
        return None

    def cases(self, rows: list[list[Expr]]) -> Expr:
        """Rows of a value and its condition as a piecewise function; rows of relations as a list of them."""
        if all(len(row) == 1 and is_relation(row[0]) for row in rows):
            return call("list", *(row[0] for row in rows))
        parts: list[Expr] = []
        for index, row in enumerate(rows):
            last = index == len(rows) - 1
            if len(row) != 2:
                raise self.fail("a case is a value and its condition", "每一段应写成“值, 条件”")
            value, condition = row
            if condition == Symbol("true") and last:
                parts.append(call("otherwise", value))
            elif is_relation(condition) and not is_relation(value):
                parts.append(call("case", value, condition))
            else:
                raise self.fail("a case is a value and its condition", "每一段应写成“值, 条件”")
        return call("piecewise", *parts)

    def case_row(self) -> list[Expr]:
        """One row of a LaTeX cases environment: value & condition, or value, condition."""
        row: list[Expr] = []
        while True:
            while self.at("&") or self.token.kind is Kind.COMMA:
                self.advance()
            if row and (self.at("\\\\") or self.token.text == r"\end"):
                return row
            while self.token.text in _CONDITIONS or (
                self.token.kind is Kind.HAN and self.token.text in "当若"
            ):
                self.advance()
            found = self.otherwise()
            row.append(found if found is not None else self.inner())
            if self.token.kind is Kind.PUNCTUATION and self.token.text in ".;":
                self.advance()
            if self.token.kind is not Kind.COMMA and not self.at("&"):
                if self.token.text in _CONDITIONS:
                    continue
                return row


def _width(row: Expr) -> int:
    return len(row.args) if isinstance(row, Call) else 0


def _builder(first: Expr, condition: Expr) -> Expr:
    """{x ∈ S | c}, {x | c} and {2k | k ∈ Z}."""
    if isinstance(first, Call) and first.head == "in":
        return call("such_that", first.args[0], call("and", first, condition))
    member = isinstance(condition, Call) and condition.head == "in"
    if member and not isinstance(first, Symbol) and isinstance(condition, Call):
        variable, domain = condition.args
        if isinstance(variable, Symbol) and not (isinstance(first, Call) and first.head == "tuple"):
            return call("image", first, variable, domain)
    return call("such_that", first, condition)
