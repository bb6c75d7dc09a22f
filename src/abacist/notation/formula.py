"""The grammar's upper half: logic, relations, sets and sums, by how strongly they bind."""

from __future__ import annotations

from abacist.core.expr import Call, Expr, Number, Symbol, add, call, neg, number, sub
from abacist.notation.cursor import AND, NEGATED, OR, POWER, RELATION, SET, SUM, TERM
from abacist.notation.grammar_brackets import as_set, is_relation
from abacist.notation.grammar_products import Products
from abacist.notation.lexer import Kind

__all__ = ["Formula"]

_RELATIONS = {
    "=": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge", "≈": "approx", "∈": "in", "∉": "in",
    "⊆": "subset", "≡": "eq", "in": "in",
}  # fmt: skip
_ORDERS = frozenset({"lt", "le", "gt", "ge"})
_REAL = frozenset({"abs", "re", "im", "arg", "norm"})
_SETS = {"∪": "union", "U": "union", "∩": "intersection", "∖": "difference"}
_LOGIC = {"and": AND, "且": AND, "∧": AND, "or": OR, "或": OR, "∨": OR, "⇒": 2}


class Formula(Products):
    """A formula from its first token to its last."""

    __slots__ = ()

    def whole(self) -> Expr:
        """The one expression, or the list, that all tokens together mean."""
        parts = [self.expression(0)]
        while self.token.kind is Kind.COMMA or self.at(";", "、"):
            self.advance()
            parts.append(self.expression(0))
        if self.token.kind is not Kind.END:
            raise self.unexpected()
        return parts[0] if len(parts) == 1 else self.listed(parts)

    def listed(self, parts: list[Expr]) -> Expr:
        """x, y ∈ S; x, y > 0; a list of relations; a list of values."""
        related = [is_relation(part) for part in parts]
        if all(related) or not any(related):
            return call("list", *parts)
        last = parts[-1]
        if related[-1] and not any(related[:-1]) and isinstance(last, Call) and len(last.args) == 2:
            if last.head == "in":
                return call("in", call("tuple", *parts[:-1], last.args[0]), last.args[1])
            names = [*parts[:-1], last.args[0]]
            if last.head in ("lt", "le", "gt", "ge", "ne") and all(
                isinstance(n, Symbol) for n in names
            ):
                return call("and", *(call(last.head, name, last.args[1]) for name in names))
        raise self.ambiguous("relations and values in one list", "关系式与值混在一个列表里")

    def expression(self, floor: int) -> Expr:
        """The longest expression whose operators bind at least as strongly as `floor`."""
        self.deeper()
        token = self.token
        if token.kind is Kind.OPERATOR and token.text in ("-", "+", "±", "∓"):
            left = self.signed(floor)
        else:
            left = self.factor()
        while True:
            token = self.token
            kind, text = token.kind, token.text
            if kind is Kind.END or kind is Kind.CLOSE or kind is Kind.COMMA:
                break
            if kind is Kind.OPERATOR:
                if text == "*" or text == "/":
                    if floor > TERM:
                        break
                    left = self.product(left)
                    continue
                if text == "+" or text == "-" or text == "±" or text == "∓":
                    if floor > SUM or (self.limits and self.one_sided()):
                        break
                    left = self.sum(left)
                    continue
            if floor <= TERM and self.starts_factor():
                left = self.product(left)
            elif text == "mod" and floor <= TERM and self.modular:
                left = self.modulo(left, floor)
            else:
                found = self.looser(left, floor)
                if found is None:
                    break
                left = found
        self.depth -= 1
        return left

    def looser(self, left: Expr, floor: int) -> Expr | None:
        """Sets, relations and logic; None where nothing of the kind stands here or `floor` forbids it."""
        text, kind = self.token.text, self.token.kind
        if kind is Kind.OPERATOR or kind is Kind.NAME or kind is Kind.WORD or kind is Kind.HAN:
            if text in _SETS and floor <= SET and (kind is Kind.OPERATOR or self.between_sets()):
                return self.sets(left)
            if text in _RELATIONS and floor <= RELATION and kind is not Kind.HAN:
                return self.chain(left)
            if text in _LOGIC and floor <= _LOGIC[text]:
                return self.logic(left)
        return None

    # logic, relations, sets

    def logic(self, left: Expr) -> Expr:
        """a and b and c; a or b; a ⇒ b."""
        strength = _LOGIC[self.token.text]
        parts = [left]
        while _LOGIC.get(self.token.text) == strength and self.token.kind is not Kind.NAME:
            self.advance()
            parts.append(self.expression(strength + 1))
        if len(parts) > 2 and strength == 2:
            raise self.ambiguous("a chain of implications", "连续的蕴含")
        if not all(is_relation(part) for part in parts):
            raise self.fail("and, or stand between relations", "“且”“或”应连接两个关系式")
        return call({AND: "and", OR: "or", 2: "implies"}[strength], *parts)

    def chain(self, left: Expr) -> Expr:
        """One relation or a chain: 1 < x ≤ 2 is a conjunction."""
        relations: list[Expr] = []
        while self.token.text in _RELATIONS and self.token.kind is not Kind.HAN:
            token = self.advance()
            if token.text == "!=" and token.start and not token.blank:
                self.no_factorial(token.start)
            if token.text == "≡":
                relations.append(self.congruence(left))
                continue
            head = _RELATIONS[token.text]
            right = self.expression(RELATION + 1)
            if head in ("in", "subset"):
                right = as_set(right)
            if token.text == "=" and self.modulus_here():
                relations.append(self.congruent(left, right))
            else:
                if self.imaginary and head in _ORDERS:
                    self.no_order(left, right)
                if head == "eq" and _is_constant(left) != _is_constant(right):
                    self.no_constant(left if _is_constant(left) else right)
                made = call(head, left, right)
                relations.append(call("not", made) if token.text == "∉" else made)
            left = right
        return relations[0] if len(relations) == 1 else call("and", *relations)

    def no_constant(self, constant: Expr) -> None:
        """i = 5 and e = 2x are about variables."""
        name = "i" if constant == Symbol("I") else "e"
        raise self.fail(
            f"{name} is a constant unless it is declared as a variable",
            f"{name} 是常数；若为变量请先声明",
        )

    def no_order(self, *sides: Expr) -> None:
        """1 ≤ i ≤ n cannot be about the imaginary unit."""
        if any(_imaginary(side) for side in sides):
            raise self.fail(
                "i is the imaginary unit unless it is declared as a variable",
                "i 是虚数单位；若为变量请先声明",
            )

    def no_factorial(self, place: int) -> None:
        """5!=120 could be 5! = 120."""
        before = self.tokens[self.i - 2]
        if before.end == place and (
            before.kind is Kind.NUMBER or any(token.text == "!" for token in self.tokens[self.i :])
        ):
            raise self.ambiguous(
                "≠ or a factorial? put blanks around", "是“≠”还是阶乘？请加空格", before
            )

    def modulus_here(self) -> bool:
        """Whether (mod n) stands here."""
        if self.token.text == r"\pmod":
            return True
        return self.token.text == "(" and self.peek().text == "mod"

    def congruence(self, left: Expr) -> Expr:
        """a ≡ b (mod n)."""
        modular, self.modular = self.modular, False
        right = self.expression(RELATION + 1)
        self.modular = modular
        return self.congruent(left, right)

    def congruent(self, left: Expr, right: Expr) -> Expr:
        """The congruence of two sides, behind which the modulus stands."""
        modulus = self.modulus()
        if self.imaginary:
            self.no_order(left, right)
        if (
            isinstance(right, Number)
            and isinstance(modulus, Number)
            and right.value.denominator == 1
            and 0 <= right.value < modulus.value
        ):
            return call("eq", call("mod", left, modulus), right)
        return call("eq", call("mod", sub(left, right), modulus), number(0))

    def modulus(self) -> Expr:
        """n in (mod n), mod n and \\pmod{n}."""
        if self.token.text == r"\pmod":
            self.advance()
            return self.argument(digits=False)
        bracket = self.take("(")
        if self.token.text != "mod":
            raise self.fail("the modulus (mod n) is missing", "缺少模数 (mod n)")
        self.advance()
        found = self.expression(POWER) if not bracket else self.inner()
        if bracket:
            self.expect(")")
        return found

    def between_sets(self) -> bool:
        """Whether the name U stands between two brackets or sets: a union, as answers print it."""
        before, after = self.tokens[self.i - 1], self.peek()
        return before.kind is Kind.CLOSE and after.text in ("(", "[", "{", r"\{")

    def sets(self, left: Expr) -> Expr:
        """A ∪ B ∪ C; A ∩ B; A ∖ B."""
        head = _SETS[self.token.text]
        parts = [as_set(left)]
        while _SETS.get(self.token.text) == head:
            self.advance()
            parts.append(as_set(self.expression(SET + 1)))
            if head == "difference":
                break
        if self.token.text in _SETS and self.token.kind is Kind.OPERATOR:
            raise self.ambiguous("∪ and ∩ in one row", "∪ 与 ∩ 混用")
        return call(head, *parts)

    # sums and products

    def signed(self, floor: int) -> Expr:
        """−a, +a, ±a: a sign before a product, or before one power inside a product."""
        sign = self.advance()
        if self.token.kind is Kind.OPERATOR and self.token.text in ("+", "-", "±", "∓"):
            raise self.unexpected()
        operand = self.expression(NEGATED if floor <= NEGATED else POWER)
        self.no_collection(operand)
        if sign.text == "+":
            return operand
        return neg(operand) if sign.text == "-" else call("plus_minus", operand)

    def sum(self, left: Expr) -> Expr:
        """Terms with + and − between them."""
        self.no_collection(left)
        terms = [left]
        while self.token.kind is Kind.OPERATOR and self.token.text in ("+", "-", "±", "∓"):
            if self.limits and self.one_sided():
                break
            sign = self.advance().text
            signed = self.token.kind is Kind.OPERATOR and self.token.text == "-"
            term = self.signed(SUM + 1) if signed else self.expression(SUM + 1)
            self.no_collection(term)
            if sign in "±∓":
                if isinstance(terms[0], Call) and terms[0].head == "plus_minus":
                    raise self.ambiguous("two signs ± in one sum", "一个和式中有两个 ±")
                terms = [call("plus_minus", add(*terms), term)]
            else:
                terms.append(neg(term) if sign == "-" else term)
        return add(*terms)

    def one_sided(self) -> bool:
        """In the point of a limit: 0+ or 0- before the closing bracket."""
        if self.peek().kind is not Kind.CLOSE:
            return False
        self.direction = self.advance().text
        return True


def _is_constant(expr: Expr) -> bool:
    return isinstance(expr, Symbol) and expr.name in ("I", "E")


def _imaginary(expr: Expr) -> bool:
    """Whether the imaginary unit stands in an expression outside of |…| and the like."""
    if isinstance(expr, Call):
        return expr.head not in _REAL and any(_imaginary(arg) for arg in expr.args)
    return expr == Symbol("I")
