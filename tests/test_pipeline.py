"""The path from a plan to an answer: order, levels, refusals, deadlines, and that nothing wrong gets by."""

from __future__ import annotations

import time
from typing import Any

import pytest

import tests.fakes
from abacist import pipeline
from abacist.core.answer import Answer
from abacist.core.claim import EqualTo
from abacist.core.errors import InputError, ParseError, PlanError, TooLarge
from abacist.core.language import Language
from abacist.core.limits import LIMITS
from abacist.core.outcome import Level, Outcome, Verdict
from abacist.core.plan import Node, Plan
from abacist.core.value import Exact
from abacist.execution.executor import InProcess
from tests.fakes import checking_with

HERE = InProcess()


@pytest.fixture(autouse=True)
def plain_restatement(monkeypatch: pytest.MonkeyPatch) -> None:
    """The actions of these tests declare no phrases, so there is nothing to restate them with."""
    monkeypatch.setattr(pipeline, "restate", lambda plan, language: "as given")


def node(
    number: int, action: str, amount: str, inputs: dict[str, str] | None = None, **args: Any
) -> Node:
    return Node(
        id=f"n{number}",
        action=f"test.{action}",
        args={"amount": amount, **args},
        inputs=inputs or {},
    )


def plan(*nodes: Node, outputs: tuple[str, ...] | None = None) -> Plan:
    return Plan(nodes=nodes, outputs=outputs or (nodes[-1].id,))


def run(*nodes: Node, verdict: Verdict | Exception = Verdict.PROVED, **options: Any) -> Answer:
    outputs = options.pop("outputs", None)
    with checking_with("sum_of", verdict), checking_with("congruence_of", verdict):
        return pipeline.run(plan(*nodes, outputs=outputs), executor=HERE, **options)


def test_an_answer_has_everything() -> None:
    answer = run(node(1, "double", "x"), problem="double x")
    assert answer.outcome is Outcome.SOLVED
    assert answer.level is Level.PROVED
    assert answer.answer == "2*x"
    assert answer.answer_latex
    assert answer.restatement == "as given"
    assert [step.rule for step in answer.steps] == ["doubling"]
    assert answer.certificates[0].versions["sympy"]
    assert "print('2*x')" in answer.code
    assert answer.code.startswith("# ")
    assert answer.elapsed_ms > 0


def test_a_value_goes_on_to_the_next_node() -> None:
    answer = run(node(1, "double", "x"), node(2, "double", "y + 1", {"y": "n1"}))
    assert isinstance(answer.value, Exact)
    assert str(answer.value.expr) == "2*(2*x + 1)"
    assert len(answer.certificates) == 2
    assert [len(step.children) for step in answer.steps] == [1, 1]


@pytest.mark.parametrize(
    "verdict, level",
    [
        (Verdict.PROVED, Level.PROVED),
        (Verdict.ENCLOSED, Level.ENCLOSED),
        (Verdict.CROSS_CHECKED, Level.CROSS_CHECKED),
        (Verdict.UNDECIDED, Level.COMPUTED),
    ],
)
def test_the_verdict_is_the_level(verdict: Verdict, level: Level) -> None:
    assert run(node(1, "double", "x"), verdict=verdict).level is level


@pytest.mark.parametrize("mishap", ["no claim", "other claim"])
def test_what_no_claim_states_is_only_computed(mishap: str) -> None:
    answer = run(node(1, "double", "x", mishap=mishap))
    assert (answer.outcome, answer.level) == (Outcome.SOLVED, Level.COMPUTED)


def test_an_unclaimed_intermediate_value_weakens_the_whole() -> None:
    answer = run(node(1, "double", "x", mishap="no claim"), node(2, "double", "y", {"y": "n1"}))
    assert answer.level is Level.COMPUTED


@pytest.mark.parametrize("at", [1, 2])
def test_a_refuted_answer_is_withheld(at: int) -> None:
    nodes = [node(1, "double", "x"), node(2, "double", "y", {"y": "n1"})][:at]
    answer = run(*nodes, verdict=Verdict.REFUTED)
    assert answer.outcome is Outcome.REFUTED
    assert answer.level is Level.REFUTED
    assert (answer.value, answer.answer, answer.answer_latex, answer.steps, answer.code) == (
        None, "", "", (), "",
    )  # fmt: skip
    assert answer.certificates[0].verdict is Verdict.REFUTED
    assert answer.message


@pytest.mark.parametrize("error", [KeyError("x"), ZeroDivisionError(), RecursionError()])
def test_a_checker_that_fails_does_not_lose_the_answer(error: Exception) -> None:
    answer = run(node(1, "double", "x"), verdict=error)
    assert (answer.answer, answer.level) == ("2*x", Level.COMPUTED)
    assert answer.certificates[0].verdict is Verdict.UNDECIDED
    assert answer.certificates[0].evidence["outcome"]


@pytest.mark.parametrize(
    "mishap, outcome",
    [
        ("library", Outcome.UNABLE),
        ("units", Outcome.UNIT_MISMATCH),
        ("mistake", Outcome.CRASHED),
        ("", Outcome.UNABLE),
    ],
)
def test_a_refusal_is_an_outcome(mishap: str, outcome: Outcome) -> None:
    answer = run(node(1, "fail", "x", mishap=mishap))
    assert answer.outcome is outcome
    assert answer.level is None
    assert outcome.message.en in answer.message


def test_what_is_not_exact_is_not_computed_with() -> None:
    answer = run(node(1, "fail", "x", mishap="approximate"), node(2, "double", "y", {"y": "n1"}))
    assert answer.outcome is Outcome.UNABLE
    assert any("not exact" in note.en for note in answer.notes)


def test_no_value_ends_the_plan_with_its_outcome() -> None:
    answer = run(node(1, "fail", "x", mishap="none"), node(2, "double", "y", {"y": "n1"}))
    assert answer.outcome is Outcome.NO_SOLUTION
    assert answer.answer == ""


def test_that_there_is_none_has_to_be_confirmed() -> None:
    """The absence of a solution is a statement, and a wrong one is not noticed by anybody."""
    answer = run(node(1, "fail", "x", mishap="none"), verdict=Verdict.UNDECIDED)
    assert answer.outcome is Outcome.UNABLE
    assert "not confirmed" in answer.message


def test_several_outputs_are_a_list() -> None:
    answer = run(node(1, "double", "1"), node(2, "double", "5"), outputs=("n1", "n2"))
    assert answer.answer == "[2*1, 2*5]"


def test_the_plan_is_checked_first() -> None:
    with pytest.raises(PlanError, match="before it is computed"):
        run(node(1, "double", "y", {"y": "n2"}), node(2, "double", "x"))
    with pytest.raises(PlanError, match="no action"):
        run(node(1, "nothing", "x"))
    with pytest.raises(PlanError, match="amount"):
        pipeline.run(plan(Node(id="n1", action="test.double")), executor=HERE)
    with pytest.raises(ParseError):
        run(node(1, "double", "x +* 2"))


def test_a_plan_without_end_is_refused() -> None:
    with pytest.raises(TooLarge, match="nodes"):
        run(*(node(n, "double", "x") for n in range(1, 400)))


def test_no_time_is_no_answer() -> None:
    began = time.monotonic()
    answer = run(*(node(n, "double", "x") for n in range(1, 100)), timeout=1e-9)
    assert answer.outcome is Outcome.TIMEOUT
    assert time.monotonic() - began < 2


def test_the_same_plan_gives_the_same_answer() -> None:
    times = {"elapsed_ms", "certificates"}
    first, second = (run(node(1, "double", "x")).model_dump(exclude=times) for _ in range(2))
    assert first == second


# ---- in workers


class _Fakes:
    """The executor of this program, which knows the actions of these tests."""

    def call(self, target: str, text: str, deadline: float) -> Any:
        from abacist.core.limits import LIMITS
        from abacist.workers import run_once

        module = tests.fakes.__name__
        return run_once(
            target, text, deadline=deadline, memory_limit=LIMITS.worker_bytes, preload=(module,)
        )


@pytest.mark.parametrize("mishap, outcome", [("hang", Outcome.TIMEOUT), ("die", Outcome.CRASHED)])
def test_a_computation_that_hangs_or_dies(mishap: str, outcome: Outcome) -> None:
    began = time.monotonic()
    answer = pipeline.run(plan(node(1, "fail", "x", mishap=mishap)), executor=_Fakes(), timeout=1)
    assert answer.outcome is outcome
    assert time.monotonic() - began < 10


# ---- what is given


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "2x\x00=5", "a\ud800b", "\x1b[31m2+2"])
def test_what_is_no_text(text: str) -> None:
    with pytest.raises(InputError):
        pipeline.solve(text, executor=HERE)


def test_a_megabyte_is_refused_at_once() -> None:
    began = time.monotonic()
    with pytest.raises(TooLarge, match=str(LIMITS.problem_characters)):
        pipeline.solve("2+2=" * 250_000, executor=HERE)
    assert time.monotonic() - began < 0.5


def test_an_unknown_language() -> None:
    with pytest.raises(InputError, match="fr"):
        pipeline.solve("2x+5=17", language="fr", executor=HERE)


def test_the_language_is_the_problems() -> None:
    assert (
        pipeline.run(plan(node(1, "fail", "x")), problem="求值", executor=HERE).language
        is Language.ZH
    )


# ---- verification


def saved() -> Answer:
    return run(node(1, "double", "x"), node(2, "double", "y + 1", {"y": "n1"}))


def verify(answer: Answer, verdict: Verdict = Verdict.PROVED) -> Any:
    loaded = Answer.model_validate_json(answer.model_dump_json())
    with checking_with("sum_of", verdict):
        return pipeline.verify(loaded, executor=HERE)


def test_a_saved_answer_is_confirmed() -> None:
    found = verify(saved())
    assert found.holds, found.mismatches
    assert found.level is Level.PROVED


def test_a_refuted_claim_is_reported() -> None:
    found = verify(saved(), Verdict.REFUTED)
    assert not found.holds
    assert "refuted" in found.mismatches[0].en


def test_what_cannot_be_decided_is_not_confirmed() -> None:
    assert not verify(saved(), Verdict.UNDECIDED).holds


FORGERIES = {
    "another value": {"value": Exact.model_validate({"expr": "7"}), "answer": "7", "answer_latex": "7"},
    "another text": {"answer": "7"},
    "another formula": {"answer_latex": "7"},
    "a unit": {"unit": "m"},
    "no claims": {"certificates": ()},
    "no plan": {"plan": None},
    "another outcome": {"outcome": Outcome.NO_SOLUTION},
    "another plan": {"plan": plan(node(1, "double", "z"), node(2, "double", "y + 1", {"y": "n1"}))},
    "another last node": {"plan": plan(node(1, "double", "x"), node(2, "double", "y + 2", {"y": "n1"}))},
    "an impossible plan": {"plan": plan(node(1, "double", "y", {"y": "n1"}))},
}  # fmt: skip


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_answer_is_not_confirmed(name: str) -> None:
    assert not verify(saved().model_copy(update=FORGERIES[name])).holds


def test_a_forged_value_with_a_claim_of_its_own() -> None:
    """7 = 7 is true, and says nothing about the problem."""
    answer = saved()
    seven = Exact.model_validate({"expr": "7"})
    trivial = answer.certificates[0].model_copy(
        update={"claim": EqualTo(left=seven.expr, right=seven.expr)}
    )
    forged = answer.model_copy(
        update={
            "value": seven,
            "answer": "7",
            "answer_latex": "7",
            "certificates": (*answer.certificates, trivial),
        }
    )
    with checking_with("equal_to", Verdict.PROVED):
        assert not verify(forged).holds
