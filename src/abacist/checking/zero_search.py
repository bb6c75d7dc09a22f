"""All zeros of left − right on a box of the line are among given balls: proved by cutting the box up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from abacist.checking.algebraic_field import NotAlgebraic, UndefinedValue
from abacist.checking.algebraic_numbers import algebraic
from abacist.checking.complex_balls import NotEnclosed, OutsideReals, enclosure
from abacist.checking.constant_equality import compare_constants
from abacist.checking.elementary_forms import ElementaryForms
from abacist.checking.exact_derivatives import NotDifferentiable, derivative
from abacist.checking.extended_intervals import Nowhere, Range, hull
from abacist.checking.findings import NotApplicable
from abacist.checking.form_expressions import (
    NotWritable,
    expression_of,
    logarithm_of_term,
    terms_of,
)
from abacist.checking.interval_slopes import NoIntervals, Sloped, slopes
from abacist.checking.normal_forms import NotNormal
from abacist.core.expr import Call, Expr, Symbol, add, neg, number
from abacist.core.outcome import Verdict

__all__ = ["Found", "Root", "Search", "domain_of"]

_MOST_BOXES = 3_000
_FAR = 2.0**200
_NEAR = 2.0**-80
_WIDEST = 2
_MOST_ORDER = 4


@dataclass(frozen=True, slots=True)
class Root:
    """A known root: exact, or only `enclosed` in its ball."""

    expr: Expr
    ball: Any
    enclosed: bool


@dataclass(slots=True)
class Found:
    """How many boxes were looked at; where a zero certainly is that was not given; where it is open."""

    boxes: int = 0
    lost: str = ""
    open: str = ""


def domain_of(name: str, conditions: tuple[Expr, ...]) -> Range:
    """The box that conditions leave for the unknown. Raises `NotApplicable` for other conditions."""
    box = hull(-inf, inf)
    low, high, low_open, high_open = box.low, box.high, True, True
    x = Symbol(name)
    for condition in conditions:
        if not isinstance(condition, Call):
            raise NotApplicable
        for head, end in _bounds(condition, x):
            value = enclosure(end, bits=192).real
            if head in ("gt", "ge"):
                new = value.lower()
                if isinstance(low, float) or new > low:
                    low, low_open = new, head == "gt" and value.is_exact()
            else:
                new = value.upper()
                if isinstance(high, float) or new < high:
                    high, high_open = new, head == "lt" and value.is_exact()
    return hull(low, high, low_open=low_open, high_open=high_open)


def _bounds(condition: Call, x: Expr) -> list[tuple[str, Expr]]:
    """(ge, low), (le, high) … of a condition on the unknown alone."""
    head, args = condition.head, condition.args
    if head == "in" and args[0] == x and isinstance(args[1], Call) and len(args[1].args) == 2:
        heads = {
            "interval": ("ge", "le"),
            "interval_open": ("gt", "lt"),
            "interval_left_open": ("gt", "le"),
            "interval_right_open": ("ge", "lt"),
        }.get(args[1].head)
        if heads is None:
            raise NotApplicable
        infinite = (Symbol("oo"), neg(Symbol("oo")))
        return [(h, e) for h, e in zip(heads, args[1].args, strict=True) if e not in infinite]
    if head in ("lt", "le", "gt", "ge") and x in args and args[0] != args[1]:
        turned = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}
        found = (head, args[1]) if args[0] == x else (turned[head], args[0])
        if not found[1].free_symbols():
            return [found]
    raise NotApplicable


class Search:
    """The writings of an equation, and the search that uses them."""

    def __init__(self, left: Expr, right: Expr, name: str) -> None:
        self.name = name
        self.given = add(left, neg(right))
        self.writings, self.factors = _writings(self.given)
        self.found = Found()

    def run(self, box: Range, roots: Sequence[Root]) -> Found:
        """Looks at the whole box. `roots` have disjoint balls."""
        self.found = Found()
        nests: list[tuple[Any, Any]] = []
        for root in sorted(roots, key=lambda r: float(r.ball.mid())):
            nest = self._nest(root)
            if nest is None:
                self.found.open = str(root.expr)
                return self.found
            nests.append(nest)
        for piece in _pieces(box, nests):
            self._clear(piece)
            if self.found.lost or self.found.open:
                break
        return self.found

    def _nest(self, root: Root) -> tuple[Any, Any] | None:
        """A box around a root that holds no other zero."""
        from flint import arb

        width = arb(1)
        for _ in range(30):
            low, high = (root.ball - width).lower(), (root.ball + width).upper()
            if self._holds_only(hull(low, high), root):
                return low, high
            width = width / 4
        return None

    def _holds_only(self, box: Range, root: Root) -> bool:
        """Every factor that can vanish on the box is strictly monotonic there, and vanishes at the root.

        An exact root is a zero of the product, so where one factor alone can vanish it is that one; where
        several can, each is put to the test. An enclosed root needs a change of sign across its ball.
        """
        self.found.boxes += 1
        vanishing: list[tuple[Expr, list[int | None]]] = []
        touching = False
        for factor in self.factors:
            found = self._sloped(factor, box)
            if found is None:
                return False
            if found.value.nonzero:
                continue
            if not found.value.total:
                return False
            if not found.slope.nonzero:
                if not self._is_multiple(factor, box, root):
                    return False
                touching = True
                continue
            ends = [self._sign(factor, end) for end in (box.low, box.high)]
            if None in ends:
                return False
            if ends[0] != ends[1]:
                vanishing.append((factor, ends))
        if root.enclosed:
            if len(vanishing) != 1:
                return False
            factor, ends = vanishing[0]
            near = [self._sign(factor, end) for end in (root.ball.lower(), root.ball.upper())]
            return near == ends
        if len(vanishing) == 1 and not touching:
            return True
        return (touching or bool(vanishing)) and all(
            self._is_zero_at(factor, root) for factor, _ in vanishing
        )

    def _is_zero_at(self, expr: Expr, root: Root) -> bool:
        """True where the expression is proved to vanish at an exact root."""
        put_in = expr.substitute({self.name: root.expr})
        return compare_constants(put_in, number(0), real=True).verdict is Verdict.PROVED

    def _is_multiple(self, factor: Expr, box: Range, root: Root) -> bool:
        """A root of order k is the only zero where the derivative of order k − 1 is strictly monotonic.

        There the expression has at most k zeros with their orders (Rolle), and the root has at least k.
        """
        if root.enclosed or not self._is_zero_at(factor, root):
            return False
        current = factor
        for _ in range(_MOST_ORDER - 1):
            try:
                current = derivative(current, self.name)
            except NotDifferentiable:
                return False
            if not self._is_zero_at(current, root):
                return False
            found = self._sloped(current, box)
            if found is not None and found.value.total and found.slope.nonzero:
                return True
        return False

    def _sloped(self, expr: Expr, box: Range) -> Sloped | None:
        try:
            return slopes(expr, self.name, box)
        except (Nowhere, NoIntervals):
            return None

    def _sign(self, expr: Expr, end: Any) -> int | None:
        """The sign at an exact number."""
        try:
            ball = enclosure(expr, {self.name: end}, bits=256, real=True)
        except (NotEnclosed, OutsideReals):
            return None
        return 1 if ball.real > 0 else -1 if ball.real < 0 else None

    def _clear(self, box: Range) -> None:
        """Shows that there is no zero on the box, cutting it up as far as needed."""
        waiting = [box]
        while waiting:
            self.found.boxes += 1
            if self.found.boxes > _MOST_BOXES:
                self.found.open = "too many boxes"
                return
            part = waiting.pop()
            if self._is_free(part):
                continue
            if self.found.lost:
                return
            halves = self._at_zero(part) or _halves(part)
            if self.found.lost:
                return
            if halves is None:
                self.found.open = _shown(part)
                return
            waiting += halves

    def _at_zero(self, box: Range) -> list[Range] | None:
        """The parts left and right of 0, where many expressions change; 0 itself is looked at apart."""
        zero = _zero()
        inside = (isinstance(box.low, float) or box.low < 0) and (
            isinstance(box.high, float) or box.high > 0
        )
        if not inside or not box.finite:
            return None
        free = self._is_free_at_zero()
        if self.found.lost:
            return [box]
        return [
            hull(box.low, zero, low_open=box.low_open, high_open=free),
            hull(zero, box.high, low_open=free, high_open=box.high_open),
        ]

    def _is_free_at_zero(self) -> bool:
        """True where 0 certainly is no root; where it certainly is one, it was lost."""
        try:
            value = algebraic(self.given.substitute({self.name: number(0)}), real=True)
            if value.is_zero():
                self.found.lost = "0"
            return not value.is_zero()
        except UndefinedValue:
            return True
        except NotAlgebraic:
            sign = self._sign(self.given, _zero())
            return sign is not None

    def _is_free(self, box: Range) -> bool:
        """True where some writing certainly does not vanish on the box, or nothing is defined there."""
        for expr, apart in self.writings:
            try:
                found = slopes(expr, self.name, box)
                clear = apart is None or slopes(apart, self.name, box).value.nonzero
            except Nowhere:
                return True
            except NoIntervals:
                continue
            if not clear:
                continue
            if found.value.nonzero:
                return True
            if found.value.total and found.slope.nonzero and self._one_sided(expr, box, found):
                return True
            if self.found.lost:
                return False
        return False

    def _one_sided(self, expr: Expr, box: Range, found: Sloped) -> bool:
        """A strictly monotonic writing whose values at the ends have one sign has no zero between."""
        ends = [
            None if isinstance(end, float) else self._sign(expr, end) for end in (box.low, box.high)
        ]
        rising = found.slope.positive
        if ends[0] == (1 if rising else -1) or ends[1] == (-1 if rising else 1):
            return True
        if None not in ends and ends[0] != ends[1] and expr is self.given:
            self.found.lost = _shown(box)
        return False


def _writings(given: Expr) -> tuple[list[tuple[Expr, Expr | None]], list[Expr]]:
    """Expressions that vanish wherever the given one does, each with what must not vanish for that; factors."""
    writings: list[tuple[Expr, Expr | None]] = [(given, None)]
    factors = [given]
    if _has_open_powers(given):
        return writings, factors
    forms = ElementaryForms()
    try:
        numerator = forms.form(given).numerator
        parts = [f for f, _ in numerator.factor()[1]]
        one = numerator.context().constant(1)
        if len(parts) > 1 or numerator.factor()[1][0][1] > 1:
            factors = [expression_of(forms, forms.ring.quotient(f, one)) for f in parts]
        terms = terms_of(forms, numerator)
        if 2 <= len(terms) <= 6:
            writings += _scaled(forms, terms)
        if len(terms) == 2:
            first, second = (logarithm_of_term(forms, term) for term in terms)
            writings.append((add(first, neg(second)), expression_of(forms, terms[0])))
    except (NotNormal, NotWritable, NotApplicable, IndexError):
        return writings, factors
    return writings, factors


def _has_open_powers(expr: Expr) -> bool:
    """True for powers such as x^x, which have values at some negative numbers where e^{x·ln x} has none."""
    return any(
        isinstance(node, Call)
        and node.head == "pow"
        and node.args[0].free_symbols()
        and node.args[1].free_symbols()
        for node in expr.walk()
    )


def _scaled(forms: ElementaryForms, terms: list[Any]) -> list[tuple[Expr, Expr | None]]:
    """The sum of the terms divided by one of them, which must not vanish."""
    found: list[tuple[Expr, Expr | None]] = []
    for term in terms:
        below = forms.ring.inverse(term)
        quotients = [expression_of(forms, forms.ring.times(other, below)) for other in terms]
        found.append((add(*quotients), expression_of(forms, term)))
    return found


def _pieces(box: Range, nests: list[tuple[Any, Any]]) -> list[Range]:
    """The box without the nests."""
    pieces: list[Range] = []
    low, low_open = box.low, box.low_open
    for nest_low, nest_high in nests:
        begins = isinstance(low, float) or low < nest_low
        if begins and (isinstance(box.high, float) or nest_low < box.high):
            pieces.append(hull(low, nest_low, low_open=low_open))
        if isinstance(low, float) or nest_high > low:
            low, low_open = nest_high, False
    if isinstance(low, float) or isinstance(box.high, float) or low < box.high:
        pieces.append(hull(low, box.high, low_open=low_open, high_open=box.high_open))
    return pieces


def _halves(box: Range) -> list[Range] | None:
    """Two parts; towards infinity the cut is at a doubled distance. None where it is too small or too far."""
    from flint import arb

    low, high = box.low, box.high
    if isinstance(low, float) and isinstance(high, float):
        middle = arb(0)
    elif isinstance(low, float):
        middle = -_doubled(-high)
    elif isinstance(high, float):
        middle = _doubled(low)
    else:
        middle = _between(low, high)
    if middle is None or abs(middle) > _FAR:
        return None
    return [
        hull(low, middle, low_open=box.low_open),
        hull(middle, high, high_open=box.high_open),
    ]


def _doubled(end: Any) -> Any:
    from flint import arb

    return arb(_WIDEST) if end < 1 else (end * 2).upper()


def _between(low: Any, high: Any) -> Any | None:
    """The middle; nearer to zero on a wide box that begins there, so that small scales are reached."""
    width = high - low
    if width < _NEAR * (1 + abs(low)):
        return None
    return ((low + high) / 2).mid()


def _zero() -> Any:
    from flint import arb

    return arb(0)


def _shown(box: Range) -> str:
    ends = [f"{end}" if isinstance(end, float) else end.str(8) for end in (box.low, box.high)]
    return f"[{ends[0]}, {ends[1]}]"
