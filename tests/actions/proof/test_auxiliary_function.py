"""Auxiliary functions for Rolle's theorem."""

from __future__ import annotations

import pytest

from abacist.actions.proof.auxiliary_function import Arguments, auxiliary_function
from abacist.checking.rolle_argument import check
from abacist.core.claim import RolleArgument
from abacist.core.outcome import Outcome, Verdict
from abacist.core.value import Exact
from abacist.notation.grammar import parse, parse_canonical

_ENDS = (parse("f(a)=f(b)=0"),)


@pytest.mark.parametrize(
    "statement, auxiliary",
    [
        ("f'(ξ)+f(ξ)=0", "g(x) = exp(x)*f(x)"),
        ("f'(ξ)+2ξ f(ξ)=0", "g(x) = exp(x**2)*f(x)"),
        ("f'(ξ)=3f(ξ)", "g(x) = exp(-3*x)*f(x)"),
        ("f'(ξ)+cos(ξ)f(ξ)=0", "g(x) = exp(sin(x))*f(x)"),
    ],
)
def test_the_auxiliary_function_is_found_and_proved(statement: str, auxiliary: str) -> None:
    solution = auxiliary_function(Arguments(statement=parse(statement), hypotheses=_ENDS))
    assert isinstance(solution.value, Exact)
    assert str(solution.value.expr) == auxiliary
    assert [check(claim).verdict for claim in solution.claims] == [Verdict.PROVED]
    assert {step.rule for step in solution.steps} >= {"integrating factor", "Rolle's theorem"}


@pytest.mark.parametrize("statement", ["f'(ξ)^2=f(ξ)", "f'(ξ)+f(η)=0", "f'(ξ)+f(ξ)=1"])
def test_what_is_not_of_this_form_is_refused(statement: str) -> None:
    solution = auxiliary_function(Arguments(statement=parse(statement), hypotheses=_ENDS))
    assert solution.outcome is Outcome.UNABLE


def test_without_zeros_at_the_ends_there_is_no_proof() -> None:
    solution = auxiliary_function(
        Arguments(statement=parse("f'(ξ)+f(ξ)=0"), hypotheses=(parse("f(a)=f(b)"),))
    )
    assert solution.outcome is Outcome.UNABLE


def test_a_factor_that_may_vanish_is_not_proved() -> None:
    solution = auxiliary_function(Arguments(statement=parse("ξ f'(ξ)+2f(ξ)=0"), hypotheses=_ENDS))
    assert [check(claim).verdict for claim in solution.claims] == [Verdict.UNDECIDED]


@pytest.mark.parametrize(
    "changed",
    [
        {"auxiliary": parse_canonical("exp(2*x)*f(x)")},
        {"multiplier": parse_canonical("2*exp(x)")},
        {"statement": parse_canonical("f'(x) - f(x)")},
        {"proposition": parse("f'(ξ) - f(ξ) = 0")},
        {"hypotheses": (parse_canonical("f(a) = 0"),)},
        {"hypotheses": (parse("f(a)=f(b)=1"),)},
    ],
)
def test_forged_arguments_are_refuted(changed: dict[str, object]) -> None:
    claim = RolleArgument(
        function="f",
        variable="x",
        proposition=parse("f'(ξ) + f(ξ) = 0"),
        statement=parse_canonical("f'(x) + f(x)"),
        multiplier=parse_canonical("exp(x)"),
        auxiliary=parse_canonical("exp(x)*f(x)"),
        hypotheses=_ENDS,
    )
    assert check(claim).verdict is Verdict.PROVED
    assert check(claim.model_copy(update=changed)).verdict is Verdict.REFUTED
