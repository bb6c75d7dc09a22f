"""Numbers of choices: against every choice generated, and what is refused."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from abacist.actions.combinatorics.count import Arguments, count
from abacist.checking.count_of import check
from abacist.core.outcome import Outcome, Verdict
from abacist.core.value import Exact
from abacist.notation.grammar import parse_canonical

SETTINGS = settings(deadline=None, max_examples=40)


def arguments(selection: str, *conditions: str, **options: bool) -> Arguments:
    return Arguments(
        selection=parse_canonical(selection),
        conditions=tuple(map(parse_canonical, conditions)),
        **options,
    )


def total(selection: str, *conditions: str, **options: bool) -> int:
    solution = count(arguments(selection, *conditions, **options))
    assert [check(claim).verdict for claim in solution.claims] == [Verdict.PROVED]
    assert isinstance(solution.value, Exact)
    return int(str(solution.value.expr))


@pytest.mark.parametrize(
    "selection, conditions, answer",
    [
        ("selection(3, and(boy = 5, girl = 4))", ("girl >= 1",), 74),
        ("selection(3, and(男生 = 5, 女生 = 4))", ("女生 >= 1",), 74),
        ("selection(5, and(man = 6, woman = 8))", ("man = 2",), 840),
        ("selection(4, and(red = 6, black = 5))", ("red > black",), 115),
        ("selection(3, and(u = 3, v = 4, w = 5))", ("of_each(1)",), 60),
        ("selection(2, and(u = 3, v = 4))", ("of_one_kind(1)",), 9),
        ("selection(2, and(u = 3, v = 4))", ("only(u)",), 3),
        ("selection(3, person = 8)", (), 56),
        ("selection(9, person = 8)", (), 0),
        ("selection(0, person = 8)", (), 1),
        ("selection(100, person = 200)", (), 90548514656103281165404177077484163874504589675413336841320),
    ],
)  # fmt: skip
def test_known_answers(selection: str, conditions: tuple[str, ...], answer: int) -> None:
    assert total(selection, *conditions) == answer


@SETTINGS
@given(
    st.lists(st.integers(0, 3), min_size=1, max_size=3),
    st.integers(0, 4),
    st.booleans(),
    st.booleans(),
    st.integers(0, 3),
)
def test_against_every_choice(
    sizes: list[int], choose: int, ordered: bool, repetition: bool, least: int
) -> None:
    names = "uvw"[: len(sizes)]
    pools = [f"{name} = {size}" for name, size in zip(names, sizes, strict=True)]
    joined = pools[0] if len(pools) == 1 else f"and({', '.join(pools)})"
    members = [name for name, size in zip(names, sizes, strict=True) for _ in range(size)]
    places = range(len(members))
    choices = {
        (False, False): lambda: itertools.combinations(places, choose),
        (True, False): lambda: itertools.permutations(places, choose),
        (False, True): lambda: itertools.combinations_with_replacement(places, choose),
        (True, True): lambda: itertools.product(places, repeat=choose),
    }[ordered, repetition]()
    expected = sum(sum(members[p] == "u" for p in choice) >= least for choice in choices)
    found = total(
        f"selection({choose}, {joined})", f"u >= {least}", ordered=ordered, repetition=repetition
    )
    assert found == expected


def test_singular_plural_and_language_are_one_plan() -> None:
    first = arguments("selection(3, and(boy = 5, women = 4))", "woman >= 1")
    second = arguments("selection(3, and(男生 = 5, 女人 = 4))", "女人 >= 1")
    assert first == second


@pytest.mark.parametrize(
    "selection, condition",
    [
        ("selection(3, and(boy = 5, girl = 4))", "teacher >= 1"),
        ("selection(3, and(boy = 5, boy = 4))", "boy >= 1"),
        ("selection(3, and(boy = 5, girl_with = 4))", "boy >= 1"),
        ("selection(3, and(boy = 5, 名女生 = 4))", "boy >= 1"),
        ("selection(3, boy > 5)", "boy >= 1"),
        ("3", "boy >= 1"),
    ],
)
def test_what_is_no_selection_is_refused(selection: str, condition: str) -> None:
    with pytest.raises(ValidationError):
        arguments(selection, condition)


@pytest.mark.parametrize(
    "selection, outcome",
    [
        ("selection(3/2, person = 8)", Outcome.UNABLE),
        ("selection(-1, person = 8)", Outcome.UNABLE),
        ("selection(100, and(u = 200, v = 200, w = 200, z = 200))", Outcome.SOLVED),
    ],
)
def test_outcomes(selection: str, outcome: Outcome) -> None:
    assert count(arguments(selection)).outcome is outcome


def test_too_many_cases_are_not_gone_through() -> None:
    many = "selection(1000, and(u = 2000, v = 2000, w = 2000, z = 2000))"
    assert count(arguments(many, "u >= v")).outcome is Outcome.TOO_LARGE


def test_steps_show_cases_and_the_complement() -> None:
    solution = count(arguments("selection(3, and(boy = 5, girl = 4))", "girl >= 1"))
    rules = [step.rule for step in solution.steps]
    assert rules.count("multiplication principle") == 3
    assert {"cases", "addition principle", "complement"} <= set(rules)
