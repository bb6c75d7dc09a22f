"""An Answer as Markdown, with formulas in LaTeX between dollar signs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from abacist.core.answer import Answer
from abacist.core.language import Language
from abacist.core.step import Step
from abacist.core.value import Table
from abacist.explain.outline import Line, Medium, outline
from abacist.explain.tables import in_language
from abacist.explain.words import check_lines, level_line, says_all, shown_notes, word
from abacist.notation.latex import latex

__all__ = ["BRACKETS", "DOLLARS", "Delimiters", "markdown", "steps_markdown"]


@dataclass(frozen=True, slots=True)
class Delimiters:
    """What stands around a formula in a sentence, and around one on lines of its own."""

    inline: tuple[str, str]
    display: tuple[str, str]


DOLLARS = Delimiters(("$", "$"), ("$$", "$$"))
_FORMULA = re.compile(r"(\$[^$\n]+\$)")
_APART = re.compile(r"[\s\u2010-\u203b\u3000-\u9fff\uff00-\uffef!-/:-@\[-`{-~]")
BRACKETS = Delimiters((r"\(", r"\)"), (r"\[", r"\]"))


def markdown(answer: Answer, *, code: bool = True) -> str:
    """The whole answer; `code` False leaves the script out.

    Text that people wrote is shown as text: `<`, `>` and `&` in it are escaped.
    """
    blocks = [block for part in _PARTS for block in part(answer)]
    if code and answer.code:
        blocks += [_heading("code", answer), f"```python\n{answer.code.rstrip()}\n```"]
    return "\n\n".join(blocks) + "\n"


def _heading(name: str, answer: Answer) -> str:
    return f"## {word(name, answer.language)}"


def _labelled(name: str, text: str, answer: Answer) -> str:
    return f"**{word(name, answer.language)}**{word('colon', answer.language)}{text}"


def _question(answer: Answer) -> Iterator[str]:
    if answer.problem:
        yield _labelled("problem", escape(answer.problem.strip(), quote=False), answer)
    if answer.restatement:
        yield _labelled("understood", escape(answer.restatement, quote=False), answer)


def _result(answer: Answer) -> Iterator[str]:
    yield _heading("answer", answer)
    if answer.answer_latex and not says_all(answer):
        yield f"$$\n{answer.answer_latex}\n$$"
    if answer.message:
        yield escape(answer.message, quote=False)
    if answer.level is not None:
        yield f"*{level_line(answer.level, answer.language)}*"


def _steps(answer: Answer) -> Iterator[str]:
    if not answer.steps:
        return
    yield _heading("steps", answer)
    if answer.method:
        yield _labelled("method", escape(answer.method, quote=False), answer)
    yield steps_markdown(answer.steps, answer.language)


def steps_markdown(
    steps: Sequence[Step], language: Language, delimiters: Delimiters = DOLLARS
) -> str:
    """The steps as a nested numbered list."""
    start, end = delimiters.inline
    medium = Medium(
        inline=lambda expr: f"{start}{latex(expr)}{end}",
        display=latex,
        implies=r"\;\Longrightarrow\;",
        word=lambda word: rf"\quad\text{{{word}}}\quad",
    )
    lines = outline(steps, language, medium)
    return "\n".join(text for line in lines for text in _step(line, language, delimiters))


def _step(line: Line, language: Language, delimiters: Delimiters) -> Iterator[str]:
    """One item of a nested numbered list, with what belongs to it indented below."""
    number = line.number.rpartition(".")[2]
    margin = "   " * line.depth
    yield f"{margin}{number}. {_set_apart(line.text, delimiters)}"
    inside = margin + "   "
    start, end = delimiters.display
    for formula in line.formulas:
        yield f"\n{inside}{start}\n{inside}{formula}\n{inside}{end}\n"
    if line.table is not None:
        rows = _table(in_language(line.table, language))
        yield "\n" + "\n".join(inside + row for row in rows) + "\n"


def _set_apart(text: str, delimiters: Delimiters) -> str:
    """Blanks where a formula between dollars touches a letter, a digit or the like: else many programs that
    show Markdown take the dollars for money.
    """
    if delimiters is not DOLLARS:
        return text
    parts = _FORMULA.split(text)
    for place in range(1, len(parts), 2):
        before, after = parts[place - 1], parts[place + 1]
        if before and not _APART.match(before[-1]):
            parts[place - 1] += " "
        if after and not _APART.match(after[0]):
            parts[place + 1] = " " + after
    return "".join(parts)


def _table(table: Table) -> Iterator[str]:
    for row in (table.columns, ("---",) * len(table.columns), *table.rows):
        yield "| " + " | ".join(cell.replace("|", r"\|") for cell in row) + " |"


def _checks(answer: Answer) -> Iterator[str]:
    if answer.certificates:
        yield _heading("checks", answer)
        lines = check_lines(answer.certificates, answer.language)
        yield "\n".join(f"- {escape(line, quote=False)}" for _, line in lines)


def _remarks(answer: Answer) -> Iterator[str]:
    if answer.assumptions:
        yield _heading("assumptions", answer)
        says = (each.says.render(answer.language) for each in answer.assumptions)
        yield "\n".join(f"- {escape(text, quote=False)}" for text in says)
    notes = shown_notes(answer) if answer.outcome.is_answer else ()
    if notes:
        yield _heading("notes", answer)
        yield "\n".join(f"- {escape(note, quote=False)}" for note in notes)


_PARTS = (_question, _result, _steps, _checks, _remarks)
