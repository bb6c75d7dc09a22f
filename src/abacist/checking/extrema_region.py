"""The region of a claim about extrema: as relations, without its ends, its finite ends, a grid over it."""

from __future__ import annotations

from fractions import Fraction

from abacist.checking.algebraic_field import NotAlgebraic, UndefinedValue
from abacist.checking.real_cells import CellReport, compare_on_cells
from abacist.checking.real_points import NoSuchPoint, NotCellular
from abacist.checking.truth import decide
from abacist.core.claim import ExtremaOf
from abacist.core.expr import Call, Expr, Symbol, call, neg, number, symbol

__all__ = [
    "conditions_of",
    "finite_ends",
    "grid",
    "interior_of",
    "is_inside",
    "is_one_interval",
    "on_cells",
]

_GRID = 400
_FARTHEST = Fraction(10) ** 12
_HEADS = ("interval", "interval_open", "interval_left_open", "interval_right_open")
_OO = symbol("oo")


def is_one_interval(claim: ExtremaOf) -> bool:
    """Whether the region is everything, or a single interval of a single variable."""
    return not claim.region or (
        len(claim.region) == 1 and len(claim.variables) == 1 and _interval(claim) is not None
    )


def _interval(claim: ExtremaOf) -> Call | None:
    for part in claim.region:
        if isinstance(part, Call) and part.head == "in" and part.args[0] == _variable(claim):
            part = part.args[1]
        if isinstance(part, Call) and part.head in _HEADS:
            return part
    return None


def _variable(claim: ExtremaOf) -> Expr:
    return Symbol(claim.variables[0])


def conditions_of(claim: ExtremaOf) -> list[Expr]:
    """The region as relations for the variable: at most one membership."""
    interval = _interval(claim)
    return [] if interval is None else [call("in", _variable(claim), interval)]


def interior_of(claim: ExtremaOf) -> list[Expr]:
    """The same without the ends."""
    interval = _interval(claim)
    if interval is None:
        return []
    return [call("in", _variable(claim), call("interval_open", *interval.args))]


def finite_ends(claim: ExtremaOf) -> tuple[Expr | None, Expr | None]:
    """The ends of the region; None for an infinite one."""
    interval = _interval(claim)
    if interval is None:
        return None, None
    lower, upper = (None if end in (_OO, neg(_OO)) else end for end in interval.args)
    return lower, upper


def is_inside(claim: ExtremaOf, point: Expr) -> bool:
    """True where the point certainly lies in the region."""
    at = {claim.variables[0]: point}
    return all(decide(condition.substitute(at), {}) is True for condition in conditions_of(claim))


def _rational_near(end: Expr) -> Fraction:
    """A rational number close to a constant."""
    from abacist.notation.arb import enclose

    text = enclose(end, bits=64, field="real").str(20, radius=False)
    return Fraction(float(text)).limit_denominator(10**6)


def grid(claim: ExtremaOf) -> list[Expr]:
    """Points of the region from left to right: evenly over a bounded one, else also very far out."""
    lower, upper = (None if end is None else _rational_near(end) for end in finite_ends(claim))
    if lower is not None and upper is not None:
        points = {lower + Fraction(k, _GRID) * (upper - lower) for k in range(_GRID + 1)}
    else:
        anchor = lower if lower is not None else upper if upper is not None else Fraction(0)
        sides = [1] if lower is not None else [-1] if upper is not None else [-1, 1]
        points = {anchor + side * step for side in sides for step in _steps()}
    return [number(point) for point in sorted(points) if is_inside(claim, number(point))]


def _steps() -> set[Fraction]:
    steps = {Fraction(k, 8) for k in range(_GRID // 2)}
    steps |= {Fraction(k, 997) for k in range(0, _GRID, 3)}
    far = Fraction(26)
    while far < _FARTHEST:
        steps.add(far)
        far = (far * 17 / 10).limit_denominator(7)
    return steps


def on_cells(claim: ExtremaOf, relation: Expr, points: list[Expr]) -> CellReport | None:
    """Whether a relation holds in the region exactly at these points; None for what is not algebraic."""
    parts = (relation, *conditions_of(claim))
    joined = call("and", *parts) if len(parts) > 1 else relation
    try:
        return compare_on_cells(joined, claim.variables[0], call("set", *points))
    except (NotCellular, NotAlgebraic, UndefinedValue, NoSuchPoint):
        return None
