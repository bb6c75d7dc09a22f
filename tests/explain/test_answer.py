"""How the results of a plan become one answer."""

from __future__ import annotations

from abacist.core.answer import Solution
from abacist.core.expr import Expr
from abacist.core.language import Language, Message
from abacist.core.outcome import Outcome
from abacist.core.plan import Node, Plan, Problem
from abacist.core.value import Ball, Exact, Text, Value, Vector
from abacist.execution.nodes import Result
from abacist.explain.answer import assemble
from abacist.explain.words import sentence
from abacist.notation.grammar import parse_canonical as e
from tests import fakes
from tests.explain.answers import linear

PROBLEM = Problem(text="two things", language=Language.EN)


def result(number: int, value: Value | None, unit: Expr | None = None, **more: object) -> Result:
    solution = Solution.model_validate({"value": value, "unit": unit, **more})
    certificate = linear(Language.EN).certificates[0]
    node = Node(id=f"n{number}", action="test.double")
    return Result(node, solution, (certificate,), is_bound=True)


def answer(*results: Result):
    assert fakes.__all__
    nodes = tuple(each.node for each in results)
    plan = Plan(nodes=nodes, outputs=tuple(node.id for node in nodes))
    return assemble(PROBLEM, plan, "", results)


def exact(text: str) -> Exact:
    return Exact(expr=e(text))


def test_one_unit_for_all() -> None:
    both = answer(result(1, exact("3"), e("m")), result(2, exact("4"), e("m")))
    assert (both.answer, both.unit) == ("[3, 4] m", "m")


def test_units_of_their_own() -> None:
    """The area and the perimeter of a rectangle of 8 m by 5 m."""
    both = answer(result(1, exact("40"), e("m**2")), result(2, exact("26"), e("m")))
    assert isinstance(both.value, Vector)
    assert both.value.items[0] == exact("quantity(40, m**2)")
    assert both.unit is None
    assert r"40\ \mathrm{m^{2}}" in both.answer_latex


def test_an_approximate_value_with_a_unit_of_its_own() -> None:
    both = answer(result(1, Ball(mid="1.5"), e("m")), result(2, exact("26"), e("s")))
    assert isinstance(both.value, Vector)
    assert both.value.items[0] == Text(text="1.5 m")


def test_an_output_without_a_value() -> None:
    both = answer(result(1, exact("3")), result(2, None, outcome=Outcome.NO_SOLUTION))
    assert both.outcome is Outcome.NO_SOLUTION
    assert both.message == Outcome.NO_SOLUTION.message.en


def test_a_refusal_of_one_is_the_outcome() -> None:
    note = Message(en="too hard", zh="太难")
    both = answer(result(1, exact("3")), result(2, None, outcome=Outcome.UNABLE, notes=(note,)))
    assert both.outcome is Outcome.UNABLE
    assert both.value is None
    assert "Too hard." in both.message


def test_code_only_where_all_of_it_is_there() -> None:
    assert answer(result(1, exact("3"), code="print(3)"), result(2, exact("4"))).code == ""
    script = answer(
        result(1, exact("3"), code="print(3)"), result(2, exact("4"), code="print(4)")
    ).code
    assert script == "# Problem: two things\n\n# Doubling\nprint(3)\n\n# Doubling\nprint(4)\n"


def test_a_caret_ends_its_drawing() -> None:
    drawn = Message(en="line 1, column 1: no\n  foo(3)\n  ^", zh="不行\n  foo(3)\n  ^")
    assert sentence(drawn, Language.EN) == "Line 1, column 1: no\n  foo(3)\n  ^"
    assert sentence(Message(en="it is so", zh="如此"), Language.ZH) == "如此。"
