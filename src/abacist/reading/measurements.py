"""Quantities in a text: numbers with units, and sums and products of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from abacist.core.errors import AbacistError
from abacist.core.expr import Call, Expr, Number, Symbol, call, neg
from abacist.notation.grammar import parse_tokens
from abacist.notation.lexer import Kind, Token
from abacist.notation.quantities import unit_named

__all__ = ["Leaf", "as_quantity", "quantities", "units"]

_UNIT_KINDS = frozenset([Kind.NAME, Kind.WORD, Kind.HAN, Kind.SUPERSCRIPT])
_UNIT_TOKENS = 4
_HEADS = {"+": "add", "-": "sub", "*": "mul", "/": "div"}
_MOST_TERMS = 12


@dataclass(frozen=True, slots=True)
class Leaf:
    """Tokens `start` to `end` are the formula `expr` of the type `type`; `cost` ranks it."""

    type: str
    start: int
    end: int
    expr: Expr
    cost: float = 0.0


def as_quantity(expr: Expr) -> Expr | None:
    """The expression with every "number times units" made a quantity; None unless all names are units."""
    names = expr.free_symbols()
    if not names or any(unit_named(name) is None for name in names):
        return None
    return _with_units(expr)


def _with_units(expr: Expr) -> Expr | None:
    if isinstance(expr, Call) and expr.head in ("add", "neg"):
        parts = [_with_units(arg) for arg in expr.args]
        return (
            None
            if None in parts
            else call(expr.head, *(part for part in parts if part is not None))
        )
    split = _split_unit(expr)
    if split is None or split[0] is None or split[1] is None:
        return None
    return call("quantity", split[0], split[1])


def _split_unit(expr: Expr) -> tuple[Expr | None, Expr | None] | None:
    """Number and unit of a product or quotient, either may be missing; None where it is neither."""
    if isinstance(expr, Number):
        return expr, None
    if isinstance(expr, Symbol):
        return None, unit_named(expr.name)
    if not isinstance(expr, Call):
        return None
    if expr.head == "pow" and isinstance(expr.args[1], Number):
        base = _split_unit(expr.args[0])
        if base is None or base[0] is not None or base[1] is None:
            return None
        return None, call("pow", base[1], expr.args[1])
    if expr.head not in ("mul", "div"):
        return None
    values: list[Expr] = []
    units: list[Expr] = []
    for index, arg in enumerate(expr.args):
        part = _split_unit(arg)
        if part is None or (
            part[0] is not None and (index > 0 or expr.head == "div") and part[1] is None
        ):
            return None
        values.extend([part[0]] if part[0] is not None else [])
        units.extend([part[1]] if part[1] is not None else [])
    if expr.head == "div" and (len(units) != 2 or len(values) > 1):
        return None
    unit = call(expr.head, *units) if len(units) > 1 else (units[0] if units else None)
    return (values[0] if values else None), unit


def _single_quantities(tokens: Sequence[Token], leaves: Sequence[Leaf]) -> Iterator[Leaf]:
    """Numbers followed by a unit: 8 metres, 5米, 12 km/h."""
    for leaf in leaves:
        if leaf.type not in ("Integer", "Number"):
            continue
        for width in range(1, _UNIT_TOKENS + 1):
            following = tokens[leaf.end : leaf.end + width]
            if len(following) < width or not _in_unit(following[-1]):
                break
            blank = " " if following[0].kind is Kind.WORD else ""
            unit = unit_named(blank.join(token.text for token in following))
            if unit is not None:
                yield Leaf(
                    "Quantity", leaf.start, leaf.end + width, call("quantity", leaf.expr, unit)
                )


def quantities(tokens: Sequence[Token], leaves: Sequence[Leaf]) -> Iterator[Leaf]:
    """Numbers with their units, and what +, -, * and / make of them: 12 km/h * 30 min."""
    single = list(_single_quantities(tokens, leaves))
    yield from single
    ends = {(leaf.start, leaf.end) for leaf in leaves}
    inside = [leaf for leaf in _numbers(tokens) if (leaf.start, leaf.end) not in ends]
    single += _single_quantities(tokens, inside)
    longest: dict[int, Leaf] = {}
    known = [leaf for leaf in leaves if leaf.type == "Quantity" and leaf.end - leaf.start > 1]
    plain = [leaf for leaf in leaves if leaf.type in ("Integer", "Number")]
    plain = [leaf for leaf in [*plain, *inside] if leaf.end - leaf.start == 1]
    for leaf in sorted([*plain, *known, *single], key=lambda leaf: leaf.end):
        if _is_one_term(leaf):
            longest[leaf.start] = leaf
    for start in sorted(longest):
        yield from _joined(tokens, longest, start)


def _numbers(tokens: Sequence[Token]) -> Iterator[Leaf]:
    """Every numeral, within formulas too: the 30 of 12 km/h * 30 min."""
    for index, token in enumerate(tokens):
        if token.kind is Kind.NUMBER:
            try:
                yield Leaf("Number", index, index + 1, parse_tokens([token], token.text))
            except AbacistError:
                continue


def _is_one_term(leaf: Leaf) -> bool:
    return isinstance(leaf.expr, Number) or (
        isinstance(leaf.expr, Call) and leaf.expr.head == "quantity"
    )


def _joined(tokens: Sequence[Token], terms: dict[int, Leaf], start: int) -> Iterator[Leaf]:
    """Terms with signs between them, the first at `start`; one of them at least has a unit."""
    parts, signs, end = [terms[start]], list[str](), terms[start].end
    while end + 1 < len(tokens) and len(parts) < _MOST_TERMS:
        head, following = _HEADS.get(tokens[end].text), terms.get(end + 1)
        if head is None or following is None:
            return
        signs.append(head)
        parts.append(following)
        end = following.end
        if any(part.type == "Quantity" for part in parts):
            yield Leaf("Quantity", start, end, _worked([p.expr for p in parts], signs), 0.02)


def _worked(terms: Sequence[Expr], signs: Sequence[str]) -> Expr:
    """The formula of terms and the signs between them: products before sums, each from left to right."""
    sums: list[tuple[str, Expr]] = [("add", terms[0])]
    for head, term in zip(signs, terms[1:], strict=True):
        if head in ("mul", "div"):
            sign, product = sums[-1]
            sums[-1] = (sign, call(head, product, term))
        else:
            sums.append((head, term))
    signed = [term if sign == "add" else neg(term) for sign, term in sums]
    return signed[0] if len(signed) == 1 else call("add", *signed)


def units(tokens: Sequence[Token]) -> Iterator[Leaf]:
    """Names of units by themselves, which say in what a quantity is wanted: in m, 多少厘米."""
    for start, token in enumerate(tokens):
        if token.kind not in _UNIT_KINDS:
            continue
        for width in range(1, _UNIT_TOKENS + 1):
            named = tokens[start : start + width]
            if len(named) < width or not _in_unit(named[-1]):
                break
            unit = unit_named((" " if token.kind is Kind.WORD else "").join(t.text for t in named))
            if unit is not None and not (isinstance(unit, Call) and unit.head == "mul"):
                yield Leaf("Unit", start, start + width, unit)


def _in_unit(token: Token) -> bool:
    return token.kind in _UNIT_KINDS or token.text == "/"
