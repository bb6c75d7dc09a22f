"""An answer as a turn of a conversation: Markdown that comes in parts, in the order in which they exist.

    restatement │ steps of each node │ the answer in \\boxed{}, its level, the checks, the assumptions, the code

The parts put one behind the other are the whole text, so that a stream and a single reply say the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from abacist.core.answer import Answer, Solution
from abacist.core.language import Language, Message
from abacist.core.outcome import Outcome
from abacist.core.plan import Node, Plan
from abacist.core.registry import find_action
from abacist.core.step import Step
from abacist.explain.markdown import DOLLARS, Delimiters, steps_markdown
from abacist.explain.words import check_lines, level_line, shown_notes, word

__all__ = ["Form", "closing", "opening", "whole", "worked"]


@dataclass(frozen=True, slots=True)
class Form:
    """What a person wants to read.

    Arguments:
        language: of every word.
        delimiters: around formulas.
        steps, code: whether they are shown.
        answer_only: nothing but the answer; what was checked is said in every case.
    """

    language: Language
    delimiters: Delimiters = DOLLARS
    steps: bool = True
    code: bool = True
    answer_only: bool = False


def opening(restatement: str, form: Form) -> str:
    """How the problem was understood."""
    if form.answer_only or not restatement:
        return ""
    return _block(f"**{_word('understood', form)}**{_word('colon', form)}{_text(restatement)}")


def worked(plan: Plan, node: Node, solution: Solution, form: Form) -> str:
    """The steps of a node, under its title where the plan has several."""
    title = find_action(node.action).title if len(plan.nodes) > 1 else None
    text = _steps(solution.steps, title, solution.method, form)
    return _heading(form) + text if text and node == next(iter(plan.nodes)) else text


def closing(answer: Answer, form: Form, rounded: str = "") -> str:
    """The answer, what was checked, what was assumed; `rounded` is its decimal form where one is wanted."""
    return "".join(map(_block, _closing(answer, form, rounded)))


def whole(answer: Answer, form: Form, rounded: str = "") -> str:
    """The whole text of an answer that is complete."""
    return (
        opening(answer.restatement, form) + _worked(answer, form) + closing(answer, form, rounded)
    )


def _worked(answer: Answer, form: Form) -> str:
    """The steps of all nodes, as `worked` gives them one by one."""
    if answer.plan is None or len(answer.plan.nodes) == 1:
        text = _steps(answer.steps, None, answer.method, form)
    else:
        text = "".join(_steps(each.children, each.says, None, form) for each in answer.steps)
    return _heading(form) + text if text else ""


def _heading(form: Form) -> str:
    return _block(f"**{_word('steps', form)}**")


def _steps(
    steps: Sequence[Step], title: Message | None, method: Message | str | None, form: Form
) -> str:
    if form.answer_only or not form.steps or not steps:
        return ""
    parts = []
    if title is not None:
        parts.append(f"*{title.render(form.language)}*")
    elif method:
        said = method if isinstance(method, str) else method.render(form.language)
        parts.append(_text(said))
    parts.append(steps_markdown(steps, form.language, form.delimiters).strip("\n"))
    return "".join(map(_block, parts))


def _closing(answer: Answer, form: Form, rounded: str) -> Iterator[str]:
    start, end = form.delimiters.display
    if answer.answer_latex:
        boxed = rf"\boxed{{{rounded or answer.answer_latex}}}"
        exact = rf"{answer.answer_latex} \approx " if rounded else ""
        yield f"{start}\n{exact}{boxed}\n{end}"
    if answer.message:
        yield _text(answer.message)
    if answer.outcome is Outcome.NEEDS_CLARIFICATION and not answer.message:
        yield _text(answer.outcome.message.render(form.language))
    if answer.level is not None:
        yield _certificate(answer, form)
    if answer.assumptions:
        yield _assumptions(answer, form)
    if form.answer_only:
        return
    notes = () if answer.message and not answer.answer else shown_notes(answer)
    if notes:
        yield "\n".join(f"- {_text(note)}" for note in notes)
    if form.code and answer.code:
        yield f"```python\n{answer.code.rstrip()}\n```"


def _certificate(answer: Answer, form: Form) -> str:
    """One line: the level, and each check by what it did."""
    assert answer.level is not None
    mark = "✓" if answer.level.is_checked else "⚠"
    line = f"{mark} **{level_line(answer.level, form.language)}**"
    if form.answer_only:
        return line
    checks = (text for _, text in check_lines(answer.certificates, form.language))
    return "\n".join([line, *(f"- {_text(each)}" for each in checks)]).replace("\n", "\n\n", 1)


def _assumptions(answer: Answer, form: Form) -> str:
    lines = [
        _ASSUMED.render(form.language, says=_text(each.says.render(form.language)), number=number)
        for number, each in enumerate(answer.assumptions, 2)
    ]
    return "\n".join(f"- {line}" for line in lines)


_ASSUMED = Message(
    en="Assumed: {says} (Ask for “reading {number}” to have the other one.)",
    zh="假设：{says}（回复“按理解 {number}”可得到另一种理解的结果。）",
)


def _word(name: str, form: Form) -> str:
    return word(name, form.language)


def _text(text: str) -> str:
    """Text as text: nothing in it is markup."""
    return escape(text, quote=False)


def _block(text: str) -> str:
    return f"{text}\n\n"
