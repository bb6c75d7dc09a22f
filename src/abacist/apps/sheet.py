"""An answer as one flat record of plain texts in one language, for callers that only show it."""

from __future__ import annotations

from abacist.core.answer import Answer
from abacist.core.language import Language
from abacist.core.model import Record
from abacist.core.outcome import Level, Outcome
from abacist.core.plan import Plan
from abacist.core.value import Table
from abacist.explain.outline import Medium, outline
from abacist.explain.tables import in_language
from abacist.explain.words import check_lines, shown_notes
from abacist.notation.terminal import terminal

__all__ = ["Sheet", "sheet_of"]


class Sheet(Record):
    """An answer in plain texts.

    Arguments:
        problem: as it was asked; `restatement`: as it was understood.
        outcome: how it ended; `message` says so in words where there is no plain answer.
        steps: one text a step, numbered `1.`, `1.1.`, … where steps have parts.
        answer, answer_latex, unit: the answer; empty, and null, where there is none.
        level: how far the checks reach; null where there is nothing to check.
        checks: one text a claim, with the method of its check.
        assumptions: how an ambiguous problem was read; `{"reading": 2}` asks for the next reading.
        plan: what was computed; `/v1/run` computes it again, perhaps edited.
        code: a Python script that computes the same by itself.
    """

    problem: str
    restatement: str = ""
    outcome: Outcome
    message: str = ""
    question: str = ""
    steps: tuple[str, ...] = ()
    answer: str = ""
    answer_latex: str = ""
    unit: str | None = None
    level: Level | None = None
    checks: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    method: str = ""
    plan: Plan | None = None
    code: str = ""


def sheet_of(answer: Answer) -> Sheet:
    """The sheet of an answer, in the answer's language."""
    language = answer.language
    asked = answer.clarification
    return Sheet(
        problem=answer.problem,
        restatement=answer.restatement,
        outcome=answer.outcome,
        message=answer.message,
        question="" if asked is None else asked.question.render(language),
        steps=_steps(answer),
        answer=answer.answer,
        answer_latex=answer.answer_latex,
        unit=answer.unit,
        level=answer.level,
        checks=tuple(line for _, line in check_lines(answer.certificates, language)),
        assumptions=tuple(each.says.render(language) for each in answer.assumptions),
        notes=shown_notes(answer),
        method=answer.method,
        plan=answer.plan,
        code=answer.code,
    )


def _steps(answer: Answer) -> tuple[str, ...]:
    """Each step as one text: number and sentence, then a line for each formula and each row of a table."""
    return tuple(
        "\n".join(
            (f"{line.number}. {line.text}", *line.formulas, *_rows(line.table, answer.language))
        )
        for line in outline(answer.steps, answer.language, Medium(terminal, terminal))
    )


def _rows(table: Table | None, language: Language) -> tuple[str, ...]:
    if table is None:
        return ()
    shown = in_language(table, language)
    return tuple(" | ".join(row) for row in (shown.columns, *shown.rows))
