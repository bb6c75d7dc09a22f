"""Exact dual bounds and infeasibility; integer programs against enumeration."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.checking.integer_programs import none_below
from abacist.checking.linear_programs import LinearProgram, dual_bound, infeasibility

small = st.integers(-4, 4).map(Fraction)
boxes = st.integers(0, 3).map(Fraction)


@st.composite
def programs(draw: st.DrawFn) -> LinearProgram:
    size, rows = draw(st.integers(1, 3)), draw(st.integers(0, 3))
    return LinearProgram(
        tuple(draw(small) for _ in range(size)),
        draw(small),
        tuple((tuple(draw(small) for _ in range(size)), draw(small)) for _ in range(rows)),
        (),
        tuple((Fraction(0), draw(boxes)) for _ in range(size)),
    )


def _values(program: LinearProgram) -> list[Fraction]:
    """The objective at every feasible integer point of the box."""
    ranges = [range(int(low or 0), int(high or 0) + 1) for low, high in program.bounds]
    found = []
    for point in product(*ranges):
        levels = [sum(a * x for a, x in zip(row, point, strict=True)) for row, _ in program.rows]
        if all(v <= b for v, (_, b) in zip(levels, program.rows, strict=True)):
            cost = sum(c * x for c, x in zip(program.cost, point, strict=True))
            found.append(cost + program.constant)
    return found


@settings(deadline=None, max_examples=40)
@given(programs())
def test_bounds_are_never_above_a_feasible_value(program: LinearProgram) -> None:
    values, bound = _values(program), dual_bound(program)
    if values:
        assert bound is not None
        assert bound <= min(values)
        assert not infeasibility(program)


@settings(deadline=None, max_examples=40)
@given(programs())
def test_integer_programs_agree_with_enumeration(program: LinearProgram) -> None:
    values, whole = _values(program), range(len(program.cost))
    if not values:
        assert none_below(program, whole, None)[0]
        return
    assert none_below(program, whole, min(values))[0]
    assert not none_below(program, whole, min(values) + 1)[0]
    assert not none_below(program, whole, None)[0]


def test_the_textbook_dual() -> None:
    """min 100x + 150y, 2x + y ≥ 8, x + 2y ≥ 10: 800; source: vertices (10, 0), (2, 4), (0, 8)."""
    one, two = Fraction(1), Fraction(2)
    program = LinearProgram(
        (Fraction(100), Fraction(150)),
        Fraction(0),
        (((-two, -one), Fraction(-8)), ((-one, -two), Fraction(-10))),
        (),
        ((Fraction(0), None), (Fraction(0), None)),
    )
    assert dual_bound(program) == 800


def test_an_unbounded_program_has_no_bound() -> None:
    program = LinearProgram((Fraction(-1),), Fraction(0), (), (), ((Fraction(0), None),))
    assert dual_bound(program) is None
    assert not infeasibility(program)
