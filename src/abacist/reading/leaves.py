"""Formulas in a text: which stretches of tokens are mathematics, and of which types.

A run is a longest stretch of tokens that are no words. Within it a formula may begin and end at the run's
ends, at commas, and beside relation signs: `f(x)=x²` is an equation, and its right side is a formula too.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from abacist.core.errors import AbacistError
from abacist.core.expr import CONSTANTS, FUNCTIONS, Call, Expr, Number, Symbol, call, number
from abacist.core.phrase import is_subtype
from abacist.notation.grammar import parse_tokens
from abacist.notation.lexer import Kind, Token
from abacist.notation.variables import function_body
from abacist.notation.vocabulary import UNIT_NAMES
from abacist.reading.measurements import Leaf, as_quantity, quantities, units
from abacist.reading.numerals import chinese_numeral, english_numeral
from abacist.reading.shared_bounds import with_shared_bounds
from abacist.reading.words import COMMA, may_be_formula, word_of

__all__ = ["Leaf", "Run", "find_leaves", "math_runs", "types_of"]

_RELATIONS = frozenset(["=", "<", ">", "<=", ">=", "!=", "∈", "≡", "≈", "→", "⇒", "∃", ":"])
_JOINING = frozenset(["+", "*"])
_MOST_SPANS = 60


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of tokens that are no words, and the error where no formula covers it whole."""

    start: int
    end: int


def math_runs(
    tokens: Sequence[Token], words: Container[str], breaks: Container[int]
) -> Iterator[Run]:
    """The longest stretches of tokens that may belong to formulas.

    `words` are known to phrases, `breaks` the indices before which a `$` stood: no formula goes across.
    """
    start: int | None = None
    for index, token in enumerate(tokens):
        inside = may_be_formula(token, words) or _names_environment(tokens, index)
        if start is not None and (not inside or index in breaks):
            yield Run(start, index)
            start = None
        if inside and start is None:
            start = index
    if start is not None:
        yield Run(start, len(tokens))


def _names_environment(tokens: Sequence[Token], index: int) -> bool:
    """True for the word in \\begin{cases}."""
    return index > 1 and tokens[index - 2].text in ("\\begin", "\\end")


def find_leaves(
    tokens: Sequence[Token], source: str, words: Container[str], breaks: Container[int] = ()
) -> list[Leaf]:
    """Every formula, quantity and numeral in the text; see `math_runs` for `words` and `breaks`."""
    leaves: list[Leaf] = []
    functions = _defined_functions(tokens)
    names = _Names(functions, _letters_meant(tokens, functions))
    for run in math_runs(tokens, words, breaks):
        for start, end in _spans(tokens, run):
            leaves.extend(_formulas(tokens, source, start, end, names))
    leaves.extend(quantities(tokens, leaves))
    leaves.extend(units(tokens))
    leaves.extend(_numerals(tokens))
    leaves.extend(replace(n, type="Numeral") for n in leaves[:] if n.type in ("Integer", "Number"))
    return with_shared_bounds(leaves, tokens)


def _defined_functions(tokens: Sequence[Token]) -> frozenset[str]:
    """Names that the text defines as functions, `a(b) = …`: everywhere in it a( then applies a."""
    found: set[str] = set()
    for index in range(len(tokens) - 4):
        name, opened, parameter, closed, sign = tokens[index : index + 5]
        if (
            name.kind is Kind.NAME
            and name.text not in FUNCTIONS
            and (opened.text, closed.text, sign.text) == ("(", ")", "=")
            and parameter.kind is Kind.NAME
        ):
            found.add(name.text)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Names:
    """What the whole text says about names: functions it defines, and letters e and i that are unknowns."""

    functions: frozenset[str]
    letters: frozenset[str]


_NAMING = frozenset(["for", "to", "wrt", "let", "variable", "unknown", "对", "于", "设", "令"])
_BEHIND_NAME = frozenset([Kind.PUNCTUATION, Kind.COMMA, Kind.WORD, Kind.HAN])


def _letters_meant(tokens: Sequence[Token], functions: frozenset[str]) -> frozenset[str]:
    """e and i where the text uses them as unknowns: "for i", "let e be", i with a written ×, f(i) = … and f(i)."""
    found: set[str] = set()
    for index, token in enumerate(tokens):
        if token.text not in ("e", "i"):
            continue
        before = tokens[index - 1] if index else None
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        alone = after is None or after.kind in _BEHIND_NAME or after.text == "="
        named = alone and before is not None and before.text.casefold() in _NAMING
        times = [each for each in (before, after) if each is not None and each.text == "*"]
        inside = [each.text for each in (before, after) if each is not None] == ["(", ")"]
        applied = index > 1 and tokens[index - 2].text in functions
        if named or (inside and applied) or (token.text == "i" and times):
            found.add(token.text)
    return frozenset(found)


def _spans(tokens: Sequence[Token], run: Run) -> Iterator[tuple[int, int]]:
    """The stretches of a run that are worth trying, the longest first."""
    cuts, commas, members, depth = {run.start, run.end}, set[int](), set[int](), 0
    cuts |= set(_beside_dots(tokens, run))
    for index in range(run.start, run.end):
        token = tokens[index]
        depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
        if index > run.start and _article(tokens, index - 1):
            cuts.add(index)
        if index > run.start and _article_of_noun(tokens, index):
            cuts.add(index)
        if token.kind is Kind.WORD and token.blank:
            # "5 men": a short word that stands apart may be a word after all
            cuts |= {index, index + 1}
        if depth > 0:
            continue
        if _is_verb(tokens, index):
            cuts |= {index, index + 1}
        if word_of(token) == COMMA or token.text == ";":
            cuts |= {index, index + 1}
            commas.add(index)
        elif token.text in _RELATIONS:
            cuts |= {index, index + 1}
            if token.text in ("∈",):
                members.add(index)
    ordered = sorted(cuts)
    found = 0
    for width in range(len(ordered) - 1, 0, -1):
        for start, end in zip(ordered, ordered[width:], strict=False):
            inside = [comma for comma in commas if start <= comma < end]
            if inside and not any(max(inside) < member < end for member in members):
                continue
            if tokens[start].text in _RELATIONS or tokens[end - 1].text in _RELATIONS:
                continue
            found += 1
            if found > _MOST_SPANS:
                return
            yield start, end


def _is_verb(tokens: Sequence[Token], index: int) -> bool:
    """True for the max of "max z = 3x" and the s of "s.t.", which belong to no formula."""
    texts = [token.text for token in tokens[index : index + 4]]
    if texts[0] in ("max", "min"):
        return len(texts) > 1 and texts[1] not in ("(", "{", "_", "\\{")
    return texts == ["s", ".", "t", "."]


def _beside_dots(tokens: Sequence[Token], run: Run) -> Iterator[int]:
    """In 1 + 2 + … + n the signs beside the dots belong to no formula."""
    if (
        run.end < len(tokens)
        and tokens[run.end].text == "…"
        and tokens[run.end - 1].text in _JOINING
    ):
        yield run.end - 1
    if run.start and tokens[run.start - 1].text == "…" and tokens[run.start].text in _JOINING:
        yield run.start + 1


def _article(tokens: Sequence[Token], index: int) -> bool:
    """True where the token is the English article "a" before a number."""
    following = tokens[index + 1 : index + 2]
    return tokens[index].text in ("a", "A") and any(each.kind is Kind.NUMBER for each in following)


def _article_of_noun(tokens: Sequence[Token], index: int) -> bool:
    """True where the token is an "a" between blanks with a word behind it: in "is 91 a prime"."""
    if tokens[index].text != "a" or not tokens[index].blank or index + 1 >= len(tokens):
        return False
    return tokens[index + 1].kind is Kind.WORD and tokens[index + 1].blank


def _formulas(
    tokens: Sequence[Token], source: str, start: int, end: int, names: _Names
) -> Iterator[Leaf]:
    units = frozenset(token.text for token in tokens[start:end]) & UNIT_NAMES
    try:
        expr = parse_tokens(
            tokens[start:end], source, functions=names.functions, variables=units | names.letters
        )
    except AbacistError:
        return
    cost = 0.6 if _article(tokens, start) and end - start > 1 else 0.0
    quantity = as_quantity(expr)
    if units and quantity is None:
        return
    if quantity is not None:
        glued = not any(token.blank for token in tokens[start + 1 : end])
        yield Leaf("Quantity", start, end, quantity, 0.6 if glued else 0.0)
        cost += 0.0 if glued else 0.6
    for kind in () if units else types_of(expr):
        yield Leaf(kind, start, end, expr, cost)
    between = _open_interval(expr)
    if between is not None and not units:
        yield Leaf("Interval", start, end, between, cost + 0.1)


def _open_interval(expr: Expr) -> Expr | None:
    """(0, 1) as an interval, which a region may be; None where its ends are in no order."""
    if not (isinstance(expr, Call) and expr.head == "tuple" and len(expr.args) == 2):
        return None
    low, high = expr.args
    if isinstance(low, Number) and isinstance(high, Number) and low.value >= high.value:
        return None
    return call("interval_open", low, high)


def types_of(expr: Expr) -> tuple[str, ...]:
    """The narrowest types of a formula."""
    if isinstance(expr, Number):
        return ("Integer",) if expr.value.denominator == 1 else ("Number",)
    if isinstance(expr, Symbol):
        return ("Number",) if expr.name in CONSTANTS else ("Symbol",)
    assert isinstance(expr, Call)
    if expr.head == "list":
        return _types_of_system(expr)
    kinds = _TYPE_OF_HEAD.get(expr.head)
    if kinds is not None:
        return kinds
    if expr.head == "eq":
        return _types_of_equation(expr)
    if expr.head == "and":
        return ("Inequality",) if expr.has("lt", "le", "gt", "ge", "ne") else ("Relation",)
    if not expr.names() and not expr.has("integral", "limit", "sum", "product", "derivative"):
        return ("Number",)
    return ("Expression",)


_TYPE_OF_HEAD: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("lt", "le", "gt", "ge", "ne"), ("Inequality",)),
    **dict.fromkeys(("in", "subset"), ("Membership",)),
    **dict.fromkeys(
        ("interval", "interval_open", "interval_left_open", "interval_right_open"), ("Interval",)
    ),
    **dict.fromkeys(("set", "union", "intersection", "difference", "such_that"), ("Set",)),
    "tuple": ("Point",),
    "vector": ("Vector",),
    "matrix": ("Matrix",),
    "integral": ("IntegralExpression",),
    **dict.fromkeys(("limit", "limit_left", "limit_right"), ("LimitExpression",)),
    **dict.fromkeys(("sum", "product"), ("SumExpression",)),
    "derivative": ("DerivativeExpression",),
    "quantity": ("Quantity",),
}


def _types_of_system(expr: Call) -> tuple[str, ...]:
    """Equations or inequalities in one brace are what each of them is."""
    kinds = {kind for part in expr.args for kind in types_of(part)}
    for common in ("DifferentialEquation", "Equation", "Inequality"):
        if all(is_subtype(kind, common) for kind in kinds):
            return (common,)
    return ("List",)


def _types_of_equation(expr: Call) -> tuple[str, ...]:
    left, right = expr.args
    if isinstance(left, Call) and left.head == "mod":
        return ("Congruence",)
    if _is_condition(left) and not right.has("derivative", "prime"):
        return ("InitialCondition",)
    if expr.has("derivative", "prime") and not (isinstance(left, Call) and left.head == "integral"):
        return ("DifferentialEquation",)
    if isinstance(left, Symbol) and not right.free_symbols() and not right.has("apply"):
        return ("Assignment",)
    if function_body(expr) is not None:
        return ("FunctionDefinition",)
    return ("Equation",)


def _is_condition(left: Expr) -> bool:
    """True for y(0), x'(0), y(a): a function's value at a place that is no variable of an equation."""
    if not (isinstance(left, Call) and left.head == "apply" and len(left.args) == 2):
        return False
    return not left.args[1].free_symbols()


def _numerals(tokens: Sequence[Token]) -> Iterator[Leaf]:
    words = [word_of(token) for token in tokens]
    for start, token in enumerate(tokens):
        if token.kind is Kind.WORD:
            found = english_numeral(words[start : start + 6])
            if found is not None:
                yield Leaf("Integer", start, start + found[1], number(Fraction(found[0])), 0.05)
        elif token.kind is Kind.HAN:
            end = start
            while end < len(tokens) and tokens[end].kind is Kind.HAN and end - start < 8:
                end += 1
                value = chinese_numeral("".join(words[start:end]))
                if value is None:
                    break
                yield Leaf("Integer", start, end, number(value), 0.05)
