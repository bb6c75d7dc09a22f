"""The Answer of a plan: the results of its nodes put together, or the refusal of a reading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from abacist.core.answer import Answer, Solution
from abacist.core.expr import Expr, call
from abacist.core.language import Message
from abacist.core.outcome import Level, Outcome
from abacist.core.plan import Plan, Problem
from abacist.core.registry import find_action
from abacist.core.step import Step
from abacist.core.value import Exact, Text, Value, Vector
from abacist.execution.nodes import Result
from abacist.explain.code import combine
from abacist.explain.words import sentence
from abacist.notation.text import canonical
from abacist.notation.values import answer_latex, answer_text

if TYPE_CHECKING:
    from abacist.reading import Reading

__all__ = ["assemble", "refuse"]


def refuse(problem: Problem, reading: Reading) -> Answer:
    """The answer to a problem that was read into no plan: what is missing, or what was not understood."""
    language, outcome = problem.language, reading.outcome
    lines = [outcome.message.render(language)]
    if reading.clarification is not None:
        lines.append(reading.clarification.question.render(language))
    if reading.leftover and not reading.notes:
        lines.append(_LEFT_OVER.render(language, words=_quoted(reading.leftover)))
    lines += [sentence(note, language) for note in reading.notes]
    return Answer(
        problem=problem.text,
        language=language,
        restatement=reading.restatement,
        outcome=outcome,
        clarification=reading.clarification,
        notes=reading.notes,
        message="\n".join(lines),
    )


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"“{each}”" for each in words)


_STATEMENTS = frozenset(
    {Outcome.NO_SOLUTION, Outcome.INFINITELY_MANY, Outcome.DIVERGENT, Outcome.UNDEFINED}
)
_UNCONFIRMED = Message(
    en="That there is no value was found by one method and not confirmed by another, so it is not stated.",
    zh="仅有一种方法得出“没有值”的结论，未得到其他方法确认，因此不作断言。",
)
_AND_THEN = Message(en="; ", zh="；")
_LEFT_OVER = Message(en="Not understood: {words}", zh="未能理解的部分：{words}")


def assemble(
    problem: Problem,
    plan: Plan,
    restatement: str,
    results: Sequence[Result],
    notes: Sequence[Message] = (),
) -> Answer:
    """The answer from the results of the plan's nodes, of which the last ones may be missing."""
    language = problem.language
    level = max((result.level for result in results), key=list(Level).index)
    outcome = Outcome.REFUTED if level is Level.REFUTED else _outcome(plan, results)
    if outcome in _STATEMENTS and not level.is_checked:
        outcome, notes = Outcome.UNABLE, (*notes, _UNCONFIRMED)
    solutions = [result.solution for result in results]
    answer = Answer(
        problem=problem.text,
        language=language,
        restatement=restatement,
        plan=plan,
        outcome=outcome,
        assumptions=plan.assumptions,
        certificates=tuple(each for result in results for each in result.certificates),
        notes=(*notes, *_notes(plan, results)),
        method=_AND_THEN.render(language).join(
            dict.fromkeys(each.method.render(language) for each in solutions if each.method)
        ),
    )
    if not outcome.is_answer:
        return answer.model_copy(
            update={
                "message": _message(answer),
                "method": "",
                "level": Level.REFUTED if outcome is Outcome.REFUTED else None,
            }
        )
    value, unit = _value(plan, results)
    snippets = [(_title(each).render(language), each.solution.code) for each in results]
    return answer.model_copy(
        update={
            "level": level,
            "value": value,
            "answer": answer_text(value, unit) if value is not None else "",
            "answer_latex": answer_latex(value, unit) if value is not None else "",
            "unit": None if unit is None else canonical(unit),
            "steps": _steps(results),
            "message": "" if outcome is Outcome.SOLVED else outcome.message.render(language),
            "code": combine(snippets, problem.text or restatement, language),
        }
    )


def _outcome(plan: Plan, results: Sequence[Result]) -> Outcome:
    """The first outcome that is not SOLVED, among the refusals, then among the plan's outputs."""
    for result in results:
        if not result.solution.outcome.is_answer:
            return result.solution.outcome
    done = {result.node.id: result.solution.outcome for result in results}
    if set(plan.outputs) <= done.keys():
        return next(
            (done[each] for each in plan.outputs if done[each] is not Outcome.SOLVED),
            Outcome.SOLVED,
        )
    # The value of an earlier node was no exact one, so a later one could not be computed.
    ended = results[-1].solution.outcome
    return Outcome.UNABLE if ended is Outcome.SOLVED else ended


def _value(plan: Plan, results: Sequence[Result]) -> tuple[Value | None, Expr | None]:
    """The value and unit of the plan's output; several outputs are a list of their values."""
    done = {result.node.id: result.solution for result in results}
    outputs = [done[each] for each in plan.outputs if each in done]
    if len(outputs) < len(plan.outputs):
        return None, None
    if len(outputs) == 1:
        return outputs[0].value, outputs[0].unit
    units = {solution.unit for solution in outputs}
    if len(units) == 1:
        return Vector(items=tuple(map(_item, outputs)), shape="list"), units.pop()
    return Vector(items=tuple(map(_item_with_unit, outputs)), shape="list"), None


def _item(solution: Solution) -> Value:
    if solution.value is None:
        return Text(text=solution.outcome.value)
    return solution.value


def _item_with_unit(solution: Solution) -> Value:
    value = _item(solution)
    if solution.unit is None:
        return value
    if isinstance(value, Exact):
        return Exact(expr=call("quantity", value.expr, solution.unit))
    return Text(text=answer_text(value, solution.unit))


def _steps(results: Sequence[Result]) -> tuple[Step, ...]:
    """The steps of one node as they are; of several nodes, each node's under its title."""
    if len(results) == 1:
        return results[0].solution.steps
    return tuple(
        Step(rule=each.node.action, says=_title(each), children=each.solution.steps)
        for each in results
    )


def _title(result: Result) -> Message:
    return find_action(result.node.action).title


def _notes(plan: Plan, results: Sequence[Result]) -> tuple[Message, ...]:
    """The notes of all solutions, and why the plan ended early where it did."""
    notes = [note for result in results for note in result.solution.notes]
    last = results[-1].solution
    if len(results) < len(plan.nodes) and last.outcome is Outcome.SOLVED:
        notes.append(_NOT_EXACT)
    return tuple(notes)


_NOT_EXACT = Message(
    en="an intermediate value is not exact, and the rest cannot be computed from it reliably",
    zh="中间结果不是精确值，无法由它可靠地继续计算",
)


def _message(answer: Answer) -> str:
    language = answer.language
    lines = [answer.outcome.message, *answer.notes]
    return "\n".join(sentence(line, language) for line in lines)
