"""Extrema: critical points, corners, ends, several variables, and what is not attained."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from abacist.actions.calculus.extrema import Arguments, extrema
from abacist.checking.extrema_of import check
from abacist.core.answer import Solution
from abacist.core.expr import add, mul, number, pow_, symbol
from abacist.core.outcome import Outcome, Verdict
from abacist.core.value import Exact, Named
from abacist.notation.grammar import parse, parse_canonical
from tests.answers import same_answer

CONFIRMED = (Verdict.PROVED, Verdict.ENCLOSED, Verdict.CROSS_CHECKED)


def _extrema(function: str, region: str | None, wanted: str) -> Solution:
    return extrema(
        Arguments(
            function=parse(function),
            region=(parse(region),) if region else (),
            wanted=wanted,  # type: ignore[arg-type]
        )
    )


def _text(solution: Solution) -> str:
    value = solution.value
    if isinstance(value, Named):
        pairs = (f"{name}: {part.expr}" for name, part in value.items if isinstance(part, Exact))
        return "{" + ", ".join(pairs) + "}"
    assert isinstance(value, Exact), (solution.outcome, solution.notes)
    return str(value.expr)


# values: by hand from f' (each in a line), corners and ends compared
@pytest.mark.parametrize(
    "function, region, wanted, expected, verdict",
    [
        ("x^3-3x^2+2", None, "all", "{maximum: (0, 2), minimum: (2, -2)}", Verdict.PROVED),
        ("x^2+2x+1", "[-3,1]", "global_max", "4", Verdict.PROVED),
        ("x^2+2x+1", "[-3,1]", "global_max_point", "{-3, 1}", Verdict.PROVED),
        ("x^2-4x+7", None, "global_min", "3", Verdict.PROVED),
        ("x^2-4x+7", None, "global_min_point", "2", Verdict.PROVED),
        ("x+1/x", None, "all", "{maximum: (-1, -2), minimum: (1, 2)}", Verdict.PROVED),
        ("x+1/x", "(0,+∞)", "global_min", "2", Verdict.PROVED),
        ("x^4-2x^2", None, "global_min", "-1", Verdict.PROVED),
        ("x^4-2x^2", None, "global_min_point", "{-1, 1}", Verdict.PROVED),
        ("x^3-3x", "[-2,2]", "global_both", "{maximum: 2, minimum: -2}", Verdict.PROVED),
        ("x^4", None, "critical_points", "{0}", Verdict.PROVED),
        ("x^3", None, "critical_points", "{0}", Verdict.PROVED),
        ("x^3-12x", None, "local_max", "16", Verdict.PROVED),
        ("x^3-12x", None, "min_point", "2", Verdict.PROVED),
        ("|x|", None, "all", "{minimum: (0, 0)}", Verdict.PROVED),
        ("2|x|-x", None, "all", "{minimum: (0, 0)}", Verdict.PROVED),
        ("root(x,3)^2", None, "all", "{minimum: (0, 0)}", Verdict.PROVED),
        ("|x^2-1|", "[-2,2]", "global_both", "{maximum: 3, minimum: 0}", Verdict.PROVED),
        ("max(x,1-x)", None, "all", "{minimum: (1/2, 1/2)}", Verdict.PROVED),
        ("sqrt(x)", "[0,4]", "global_both", "{maximum: 2, minimum: 0}", Verdict.PROVED),
        ("sqrt(4-x^2)", None, "global_max", "2", Verdict.PROVED),
        ("x*sqrt(4-x^2)", "[-2,2]", "global_both", "{maximum: 2, minimum: -2}", Verdict.PROVED),
        ("1/(1+x^2)", None, "global_max", "1", Verdict.PROVED),
        ("x e^(-x)", None, "all", "{maximum: (1, 1/E)}", Verdict.PROVED),
        ("x e^(-x)", None, "global_max", "1/E", Verdict.PROVED),
        ("e^(-x^2)", None, "all", "{maximum: (0, 1)}", Verdict.PROVED),
        ("sin(x)", "[0,2*pi]", "global_both", "{maximum: 1, minimum: -1}", Verdict.ENCLOSED),
        ("sin(x)", "[0,2*pi]", "all", "{maximum: (pi/2, 1), minimum: (3*pi/2, -1)}", Verdict.PROVED),
        ("ln(x)/x", None, "global_max", "1/E", Verdict.CROSS_CHECKED),
        ("arcsin(x)", None, "global_max", "pi/2", Verdict.CROSS_CHECKED),
        ("x^2+y^2-2x", None, "all", "{minimum: (1, 0, -1)}", Verdict.PROVED),
        ("x^3-3x y+y^3", None, "all", "{minimum: (1, 1, -1)}", Verdict.PROVED),
        ("x^2-y^2", None, "critical_points", "{(0, 0)}", Verdict.PROVED),
        ("-(x-1)^2-(y+2)^2+5", None, "local_max", "5", Verdict.PROVED),
    ],
)  # fmt: skip
def test_extrema(
    function: str, region: str | None, wanted: str, expected: str, verdict: Verdict
) -> None:
    solution = _extrema(function, region, wanted)
    assert same_answer(_text(solution), expected), _text(solution)
    assert {check(claim).verdict for claim in solution.claims} == {verdict}
    assert solution.steps
    assert solution.code


@pytest.mark.parametrize(
    "function, region, wanted",
    [
        ("1/x", "(0,1]", "global_max"),
        ("x", "[0,1)", "global_max"),
        ("x^2/(1+x^2)", None, "global_max"),
        ("x^3", None, "global_min"),
        ("x+1/x", None, "global_min"),
        ("1/x^2", None, "global_max"),
        ("1/x", "[0,1]", "global_max"),  # no value at the end
        ("e^x", None, "global_min"),
        ("arctan(x)", None, "global_max"),
    ],
)
def test_what_is_not_attained(function: str, region: str | None, wanted: str) -> None:
    solution = _extrema(function, region, wanted)
    assert solution.outcome is Outcome.UNDEFINED
    assert {check(claim).verdict for claim in solution.claims} <= {
        Verdict.PROVED,
        Verdict.CROSS_CHECKED,
    }


def test_no_extremum_is_an_answer() -> None:
    solution = _extrema("x^3", None, "all")
    assert solution.outcome is Outcome.NO_SOLUTION
    assert [check(claim).verdict for claim in solution.claims] == [Verdict.PROVED]


@pytest.mark.parametrize(
    "function, region, wanted",
    [
        ("x^x", None, "all"),
        ("tan(x)", "[0,1]", "global_max"),
        ("sin(x)", None, "all"),
        ("sin(x)*e^y", None, "all"),
        ("x^2*y^2", None, "all"),
        ("x^2", "[1,1]", "global_max"),
    ],
)
def test_honest_refusals(function: str, region: str | None, wanted: str) -> None:
    solution = _extrema(function, region, wanted)
    assert solution.outcome is Outcome.UNABLE
    assert solution.notes


def test_constants_and_regions_of_several_variables_are_refused() -> None:
    with pytest.raises(ValidationError):
        Arguments(function=parse("5"))
    with pytest.raises(ValidationError):
        Arguments(function=parse("x*y"), wanted="global_max")
    with pytest.raises(ValidationError):
        Arguments(function=parse("x*y"), region=(parse("[0,1]"),))


def test_the_same_region_in_other_words_is_the_same_plan() -> None:
    written = [
        Arguments(function=parse("x^2"), region=(parse_canonical(text),))
        for text in ("interval(0, 2)", "in(x, interval(0, 2))", "and(le(0, x), le(x, 2))")
    ]
    assert len(set(written)) == 1


@settings(deadline=None, max_examples=15)
@given(st.lists(st.fractions(-3, 3, max_denominator=4), min_size=2, max_size=3, unique=True))
def test_polynomials_with_known_critical_points(zeros: list[Fraction]) -> None:
    """f' = Π (x − r): the signs alternate from the right, where f' > 0."""
    x = symbol("x")
    slope = [Fraction(1)]
    for r in zeros:
        shifted = [Fraction(0), *slope]
        slope = [a - r * b for a, b in zip(shifted, [*slope, Fraction(0)], strict=True)]
    terms = [mul(number(c / (k + 1)), pow_(x, number(k + 1))) for k, c in enumerate(slope) if c]
    solution = extrema(Arguments(function=add(*terms, number(0)), variable="x"))
    (claim,) = solution.claims
    assert check(claim).verdict is Verdict.PROVED
    found = {str(e.point[0]): e.type for e in claim.extrema}  # type: ignore[union-attr]
    ordered = sorted(zeros, reverse=True)
    expected = {str(r): ("minimum", "maximum")[k % 2] for k, r in enumerate(ordered)}
    assert found == expected


@settings(deadline=None, max_examples=15)
@given(
    st.fractions(-5, 5, max_denominator=6),
    st.fractions(-5, 5, max_denominator=6),
    st.fractions(-4, 0, max_denominator=3),
    st.fractions(1, 5, max_denominator=3),
)
def test_parabolas_on_intervals(p: Fraction, q: Fraction, lower: Fraction, upper: Fraction) -> None:
    """x² + p·x + q: the vertex if it lies inside, else the nearer end."""
    x = symbol("x")
    function = add(pow_(x, number(2)), mul(number(p), x), number(q))
    region = parse("[a,b]").substitute({"a": number(lower), "b": number(upper)})
    solution = extrema(Arguments(function=function, region=(region,), wanted="global_both"))
    vertex = min(max(-p / 2, lower), upper)
    low = vertex**2 + p * vertex + q
    high = max(lower**2 + p * lower, upper**2 + p * upper) + q
    expected = f"{{maximum: {high}, minimum: {low}}}"
    assert same_answer(_text(solution), expected), _text(solution)
    assert {check(claim).verdict for claim in solution.claims} == {Verdict.PROVED}
