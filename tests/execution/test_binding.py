"""An answer is bound to its claims only where they state it, about its own arguments."""

from __future__ import annotations

from decimal import Decimal

import pytest

from abacist.core.claim import (
    AntiderivativeOf,
    Claim,
    CountOf,
    EqualTo,
    EvaluatesTo,
    InitialValueOf,
    IntegralOf,
    LimitOf,
    OptimumOf,
    RootsOf,
    SolutionSetOf,
)
from abacist.core.expr import Expr
from abacist.core.model import Record
from abacist.core.outcome import Outcome
from abacist.core.value import Ball, Exact, Named, SetOf, Truth, Value, Vector
from abacist.execution.binding import is_bound, supports
from abacist.notation.grammar import parse_canonical as e


def exact(text: str) -> Exact:
    return Exact(expr=e(text))


def near(middle: str, radius: str = "1e-4") -> Ball:
    return Ball(mid=Decimal(middle), rad=Decimal(radius))


class Nothing(Record):
    """No arguments."""


def roots(*rows: str | tuple[str, ...], unknowns: tuple[str, ...] = ("x",)) -> RootsOf:
    listed = tuple((e(row),) if isinstance(row, str) else tuple(map(e, row)) for row in rows)
    return RootsOf(equations=(e("x**2 - 5*x + 6 = 0"),), unknowns=unknowns, roots=listed)


INTEGRAL = IntegralOf(integrand=e("x"), limits=(("x", e("0"), e("1")),), value=exact("1/2"))
DIVERGENT = IntegralOf(integrand=e("1/x"), limits=(("x", e("0"), e("1")),), value=None)
START = InitialValueOf(
    derivatives=(e("v"), e("-x")),
    variable="t",
    states=("x", "v"),
    start=e("0"),
    initial=(e("1"), e("0")),
    end=e("1"),
    end_values=(Decimal("0.5403"), Decimal("-0.8415")),
    tolerance=Decimal("1e-4"),
)
OPTIMUM = OptimumOf(
    objective=e("x**2 + y"),
    variables=("x", "y"),
    bounds=((e("0"), e("1")), (e("2"), e("3"))),
    point=(e("0"), e("2")),
    value=e("2"),
)

STATED: list[tuple[Claim, Value]] = [
    (roots("2", "3"), exact("{2, 3}")),
    (roots("3", "2"), exact("{2, 3}")),
    (roots("2", "3"), exact("list(3, 2)")),
    (roots("2"), exact("2")),
    (roots("2"), exact("x = 2")),
    (roots(("1", "2"), unknowns=("x", "y")), exact("tuple(1, 2)")),
    (roots(("1", "2"), unknowns=("x", "y")), exact("named(y = 2, x = 1)")),
    (roots(("1", "2"), ("2", "1"), unknowns=("x", "y")), exact("{tuple(2, 1), tuple(1, 2)}")),
    (roots("plus_minus(1.5, 0.001)"), near("1.50", "0.001")),
    (roots("1", "plus_minus(1.5, 0.1)"), SetOf(items=(exact("1"), near("1.5", "0.1")))),
    (INTEGRAL, exact("1/2")),
    (EvaluatesTo(expression=e("pi"), value=near("3.14", "0.01")), near("3.14", "0.01")),
    (AntiderivativeOf(integrand=e("2*x"), variable="x", antiderivative=e("x**2")), exact("x**2")),
    (AntiderivativeOf(integrand=e("2*x"), variable="x", antiderivative=e("x**2")), exact("x**2 + C")),
    (EqualTo(left=e("x + x"), right=e("2*x")), exact("2*x")),
    (EqualTo(left=e("x + x"), right=e("2*x")), Truth(value=True)),
    (CountOf(pools=(("boys", 5),), choose=3, count=10), exact("10")),
    (START, Named(items=(("v", near("-0.8415")), ("x", near("0.5403"))))),
    (START, Vector(items=(near("0.5403"), near("-0.8415")))),
    (START, Vector(items=(near("0.54035", "2e-4"), near("-0.8415")))),  # wider, so implied
    (OPTIMUM, exact("2")),
    (OPTIMUM, exact("named(x = 0, y = 2, S = 2)")),
    (
        SolutionSetOf(relation=e("x < 1"), unknown="x", solutions=e("interval_open(-oo, 1)")),
        exact("interval_open(-oo, 1)"),
    ),
]  # fmt: skip

NOT_STATED: list[tuple[Claim, Value]] = [
    (roots("2", "3"), exact("2")),  # a root is lost
    (roots("2", "3"), exact("{2, 3, 4}")),  # one too many
    (roots("2", "3"), exact("{2, 4}")),
    (roots(("1", "2"), unknowns=("x", "y")), exact("tuple(2, 1)")),  # exchanged
    (roots(("1", "2"), unknowns=("x", "y")), exact("named(x = 2, y = 1)")),
    (INTEGRAL, exact("-1/2")),
    (DIVERGENT, exact("0")),
    (AntiderivativeOf(integrand=e("2*x"), variable="x", antiderivative=e("x**2")), exact("x**2 + x")),
    (EqualTo(left=e("x + x"), right=e("2*x")), exact("3*x")),
    (EqualTo(left=e("x + x"), right=e("2*x")), Truth(value=False)),
    (START, near("-0.8415")),  # the other component
    (START, Named(items=(("x", near("-0.8415")),))),
    (START, Vector(items=(near("-0.8415"), near("0.5403")))),
    (START, Vector(items=(near("0.5403", "1e-9"), near("-0.8415")))),  # more certain than claimed
    (START, Vector(items=(near("0.54035"), near("-0.8415")))),  # not implied
    (START, Vector(items=(exact("0.5403"), exact("-0.8415")))),  # not exact
    (roots("plus_minus(1.5, 0.001)"), exact("1.5")),
    (roots("plus_minus(1.5, 0.001)"), near("1.5", "1e-9")),
    (EvaluatesTo(expression=e("pi"), value=near("3.14", "0.01")), near("3.14", "1e-9")),
    (OPTIMUM, exact("named(x = 2, y = 0)")),
    (CountOf(pools=(("boys", 5),), choose=3, count=10), exact("11")),
]  # fmt: skip


@pytest.mark.parametrize("claim, value", STATED)
def test_stated(claim: Claim, value: Value) -> None:
    assert supports(Outcome.SOLVED, value, None, [claim], Nothing()) == [claim]


@pytest.mark.parametrize("claim, value", NOT_STATED)
def test_not_stated(claim: Claim, value: Value) -> None:
    assert supports(Outcome.SOLVED, value, None, [claim], Nothing()) == []


METRES = EvaluatesTo(
    expression=e("quantity(8, m)*quantity(5, m)"), value=exact("40"), unit=e("m**2")
)


@pytest.mark.parametrize(
    "value, unit, stated",
    [
        ("40", "m**2", True),
        ("quantity(40, m**2)", None, True),
        ("40", "m", False),
        ("40", None, False),
    ],
)
def test_the_unit_is_part_of_the_answer(value: str, unit: str | None, stated: bool) -> None:
    found = supports(
        Outcome.SOLVED, exact(value), None if unit is None else e(unit), [METRES], Nothing()
    )
    assert bool(found) is stated


LIMIT = LimitOf(function=e("1/x"), variable="x", point=e("0"), value=None)


@pytest.mark.parametrize(
    "claim, outcome, stated",
    [
        (LIMIT, Outcome.UNDEFINED, True),
        (LIMIT, Outcome.DIVERGENT, False),
        (LIMIT, Outcome.SOLVED, False),
        (DIVERGENT, Outcome.DIVERGENT, True),
        (INTEGRAL, Outcome.DIVERGENT, False),
        (roots(), Outcome.NO_SOLUTION, True),
        (roots("2"), Outcome.NO_SOLUTION, False),
        (SolutionSetOf(relation=e("x**2 < 0"), unknown="x", solutions=e("set()")), Outcome.NO_SOLUTION, True),
        (EvaluatesTo(expression=e("1/0"), value=exact("undefined")), Outcome.UNDEFINED, True),
    ],
)  # fmt: skip
def test_an_outcome_without_a_value(claim: Claim, outcome: Outcome, stated: bool) -> None:
    assert bool(supports(outcome, None, None, [claim], Nothing())) is stated


class Arguments(Record):
    equations: tuple[Expr, ...]
    unknown: Expr | None = None
    domain: str = "real"
    order: int = 0


def bound(value: str, *claims: Claim, **given: object) -> bool:
    arguments = Arguments.model_validate({"equations": ("x**2 - 5*x + 6 = 0",), **given})
    return is_bound(Outcome.SOLVED, exact(value), None, arguments, claims)


def test_a_claim_about_the_arguments_binds() -> None:
    assert bound("{2, 3}", roots("2", "3"))
    assert bound("{2, 3}", roots("2", "3"), unknown="x")


def test_a_claim_about_something_else_does_not() -> None:
    other = RootsOf(
        equations=(e("x**2 - 6*x + 8 = 0"),), unknowns=("x",), roots=((e("2"),), (e("4"),))
    )
    assert not bound("{2, 4}", other)


def test_true_trivialities_do_not_bind() -> None:
    """A forger may add x = x for any x, and a true claim about the problem beside it."""
    assert not bound("7", EqualTo(left=e("7"), right=e("7")), roots("2", "3"))


def test_a_field_of_the_same_name_must_agree() -> None:
    assert not bound("{2, 3}", roots("2", "3"), domain="complex")


def test_equalities_link_claims() -> None:
    """The roots are claimed in one form and shown in another one, which is claimed to be equal."""
    claim = roots("(1 + 2*2)/5 + 1")
    assert not bound("2", claim)
    assert bound("2", claim, EqualTo(left=e("(1 + 2*2)/5 + 1"), right=e("2")))
