"""A saved answer, checked again from its claims alone: nothing is computed anew.

Three things must hold: every claim passes its checker; the claims state the answer's value, unit and
outcome, about the arguments of its plan; and the texts of the answer are those of its value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from abacist.core.answer import Answer, Certificate
from abacist.core.claim import Claim
from abacist.core.errors import AbacistError, PlanError
from abacist.core.expr import Expr, call
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Level, Verdict
from abacist.core.plan import Node, Plan, Problem
from abacist.core.value import Value, Vector
from abacist.execution.assertions import stated_values
from abacist.execution.binding import is_about, is_bound, linked
from abacist.execution.budget import Budget
from abacist.execution.executor import Executor
from abacist.execution.nodes import arguments_of, certify, exact_value, put_in

__all__ = ["Verification", "verify_answer"]

_CANDIDATES = 200  # ways to choose the values of earlier nodes that are tried


class Verification(Record):
    """What came of checking a saved answer again.

    `holds`: the answer is confirmed at `level`. Else `mismatches` say what was found wrong or could not
    be confirmed.
    """

    holds: bool
    level: Level
    certificates: tuple[Certificate, ...] = ()
    mismatches: tuple[Message, ...] = ()


def verify_answer(answer: Answer, executor: Executor, budget: Budget) -> Verification:
    """Checks every claim of `answer` again, and that they say what it says."""
    if not answer.outcome.is_answer:
        return Verification(holds=False, level=Level.COMPUTED, mismatches=(_NO_ANSWER,))
    claims = [certificate.claim for certificate in answer.certificates]
    certificates = tuple(certify(claim, executor, budget) for claim in claims)
    level = Level.weakest([certificate.verdict for certificate in certificates])
    mismatches = [*_refuted(certificates), *_texts(answer), *_other_reading(answer)]
    if not _is_bound(answer, claims):
        mismatches.append(_NOT_BOUND if claims else _NO_CLAIM)
        level = max(level, Level.COMPUTED, key=list(Level).index)
    if not level.is_checked and not mismatches:
        mismatches.append(_UNDECIDED)
    return Verification(
        holds=not mismatches, level=level, certificates=certificates, mismatches=tuple(mismatches)
    )


def _other_reading(answer: Answer) -> Iterator[Message]:
    """Where the problem, read again, means another plan; a text that cannot be read says nothing."""
    from abacist.reading import read

    if answer.plan is None or not answer.problem.strip():
        return
    try:
        plan = read(Problem(text=answer.problem, language=answer.language)).plan
    except AbacistError as error:
        yield error.message
        return
    if plan is None:
        return
    others = (each.alternative for each in plan.assumptions)
    if answer.plan.key not in {each.key for each in (plan, *others) if each is not None}:
        yield Message(
            en="the problem, read again, means another plan", zh="重新读题得到的是另一个计划"
        )


def _refuted(certificates: Sequence[Certificate]) -> Iterator[Message]:
    for certificate in certificates:
        if certificate.verdict is Verdict.REFUTED:
            why = certificate.method
            yield Message(en=f"a claim is refuted: {why.en}", zh=f"有一条结论被否定：{why.zh}")


def _texts(answer: Answer) -> Iterator[Message]:
    """Where the texts of the answer are not those of its value."""
    from abacist.notation.values import answer_latex, answer_text

    value, unit = answer.value, _unit(answer)
    if answer.answer != ("" if value is None else answer_text(value, unit)):
        yield _wrong_text("answer")
    if answer.answer_latex != ("" if value is None else answer_latex(value, unit)):
        yield _wrong_text("answer_latex")


def _wrong_text(field: str) -> Message:
    return Message(
        en=f"the text in {field!r} is not that of the value", zh=f"{field!r} 中的文字与数值不符"
    )


def _unit(answer: Answer) -> Expr | None:
    from abacist.notation.grammar import parse_canonical

    return None if answer.unit is None else parse_canonical(answer.unit)


def _is_bound(answer: Answer, claims: Sequence[Claim]) -> bool:
    """True where the claims state the answer about the arguments of its plan, node by node."""
    if answer.plan is None:
        return False
    try:
        answer.plan.check()
        return _Binding(answer, answer.plan, claims).holds()
    except PlanError:
        return False


class _Binding:
    """Walks a plan without computing it: each earlier node's value must be what some claim states."""

    def __init__(self, answer: Answer, plan: Plan, claims: Sequence[Claim]) -> None:
        self.plan = plan
        self.claims = claims
        self.outcome = answer.outcome
        self.unit = _unit(answer)
        self.shown = _shown(answer.value, plan.outputs)
        self.tries = _CANDIDATES

    def holds(self) -> bool:
        return self._walk(0, {})

    def _walk(self, index: int, values: Mapping[str, Expr]) -> bool:
        if index == len(self.plan.nodes):
            return True
        node = self.plan.nodes[index]
        inputs = {name: values[source] for name, source in node.inputs.items() if source in values}
        arguments = put_in(arguments_of(node), inputs)
        if node.id not in self.plan.outputs:
            return any(
                self._walk(index + 1, {**values, node.id: value})
                for value in self._candidates(arguments)
                if self._may_try()
            )
        return self._is_output(node, arguments, index, values)

    def _is_output(
        self, node: Node, arguments: Record, index: int, values: Mapping[str, Expr]
    ) -> bool:
        shown = self.shown.get(node.id)
        if not is_bound(self.outcome, shown, self.unit, arguments, self.claims):
            return False
        value = exact_value(shown)
        if value is not None and self.unit is not None:
            value = call("quantity", value, self.unit)
        return self._walk(index + 1, values if value is None else {**values, node.id: value})

    def _candidates(self, arguments: Record) -> Iterator[Expr]:
        """What the claims about these arguments state."""
        for claim in self.claims:
            if is_about(linked([claim], self.claims, arguments), arguments):
                yield from stated_values(claim)

    def _may_try(self) -> bool:
        self.tries -= 1
        return self.tries >= 0


def _shown(value: Value | None, outputs: Sequence[str]) -> Mapping[str, Value | None]:
    """The value of each output of the plan: several are shown as a list."""
    if len(outputs) == 1:
        return {outputs[0]: value}
    items = value.items if isinstance(value, Vector) else ()
    return dict(zip(outputs, items, strict=False))


_NO_ANSWER = Message(
    en="this record holds no answer that could be verified", zh="此记录不含可供核验的答案"
)
_NO_CLAIM = Message(en="the answer makes no claim that could be checked", zh="答案没有可核验的结论")
_NOT_BOUND = Message(
    en="the claims do not say that this is the answer to this plan",
    zh="这些结论并未说明所示答案就是该计划的答案",
)
_UNDECIDED = Message(en="the checks could not decide", zh="核验未能得出结论")
