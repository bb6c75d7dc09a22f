"""An Answer for a terminal: plain where colours are not wanted, never wider than the window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from abacist.core.answer import Answer
from abacist.core.language import Language
from abacist.core.outcome import Level, Verdict
from abacist.explain.outline import Line, Medium, outline
from abacist.explain.tables import FittedTable
from abacist.explain.words import (
    LEVELS,
    WORDS,
    check_lines,
    says_all,
    shown_notes,
    term,
    word,
)
from abacist.explain.wrapping import Flowing
from abacist.notation.grammar import parse_canonical
from abacist.notation.terminal import terminal
from abacist.notation.values import terminal_value

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
    from rich.text import Text

    from abacist.checking.equality import Equality
    from abacist.execution.verification import Verification

__all__ = ["answer_line", "render", "render_equality", "render_verification"]

_COLOUR_OF_LEVEL = {
    Level.PROVED: "green",
    Level.ENCLOSED: "green",
    Level.CROSS_CHECKED: "cyan",
    Level.COMPUTED: "yellow",
    Level.REFUTED: "red",
}
_SIGN_OF_VERDICT = {
    Verdict.PROVED: ("✓", "green"),
    Verdict.ENCLOSED: ("✓", "green"),
    Verdict.CROSS_CHECKED: ("✓", "cyan"),
    Verdict.UNDECIDED: ("?", "yellow"),
    Verdict.REFUTED: ("✗", "red"),
}


def render(answer: Answer) -> Iterator[RenderableType]:
    """What to print, part by part, with an empty line between the parts."""
    yield from _question(answer)
    yield from _result(answer)
    yield from _steps(answer)
    yield from _list(answer, "checks", _checks(answer))
    yield from _list(answer, "assumptions", _assumptions(answer))
    notes = shown_notes(answer) if answer.outcome.is_answer else ()  # a refusal says them itself
    yield from _list(answer, "notes", [("•", "", note) for note in notes])
    yield from _level(answer.level, answer.language)


def _question(answer: Answer) -> Iterator[RenderableType]:
    from rich.padding import Padding

    if answer.restatement:
        yield Padding(Flowing(answer.restatement, "dim"), (0, 0, 1, 2))


def _result(answer: Answer) -> Iterator[RenderableType]:
    from rich.padding import Padding

    shown = answer_line(answer)
    if shown:
        yield Padding(_marked(shown, answer), (0, 0, 1, 4))
    if not answer.message:
        return
    first, _, rest = answer.message.partition("\n")
    if says_all(answer):
        yield Padding(_marked(first, answer), (0, 0, 1, 4))
    else:
        yield Padding(Flowing(first, "" if shown else "bold"), (0, 0, 0 if rest else 1, 2))
    if rest:
        yield Padding(Flowing(rest), (0, 0, 1, 2))


def _marked(shown: str, answer: Answer) -> RenderableType:
    """What the answer is, with its level behind it where both fit into the window."""
    from rich.text import Text

    flowing = Flowing(shown, "bold", 2)
    if answer.level is None or "\n" in shown:
        return flowing
    name, _ = LEVELS[answer.level]
    sign = "✓ " if answer.level.is_checked else ""
    text = Text(shown, style="bold")
    text.append(
        f"    {sign}{name.render(answer.language)}",
        style=f"not bold {_COLOUR_OF_LEVEL[answer.level]}",
    )
    return _Fitting(text, flowing)


@dataclass(frozen=True, slots=True)
class _Fitting:
    """A text where it fits into one line, else something shorter."""

    text: Text
    shorter: RenderableType

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield self.text if self.text.cell_len <= options.max_width else self.shorter


def answer_line(answer: Answer) -> str:
    """The answer alone, readable in a terminal."""
    if answer.value is None or says_all(answer):
        return ""
    unit = None if answer.unit is None else parse_canonical(answer.unit)
    return terminal_value(answer.value, unit, lambda word: term(word, answer.language))


def _steps(answer: Answer) -> Iterator[RenderableType]:
    from rich.padding import Padding
    from rich.text import Text

    if not answer.steps:
        return
    yield _title("steps", answer)
    if answer.method:
        method = word("method", answer.language) + word("colon", answer.language) + answer.method
        yield Padding(Flowing(method, "dim"), (0, 0, 0, 2))
    for line in outline(answer.steps, answer.language, Medium(terminal, terminal)):
        yield from _step(line, answer.language)
    yield Text()


def _step(line: Line, language: Language) -> Iterator[RenderableType]:
    from rich.padding import Padding

    margin = 2 + 2 * line.depth
    yield _item(f"{line.number}.", line.text, margin)
    inside = margin + len(line.number) + 2
    for formula in line.formulas:
        yield Padding(Flowing(formula, "cyan", 2), (0, 0, 0, inside + 2))
    if line.table is not None:
        yield Padding(FittedTable(line.table, language), (0, 0, 0, inside))


def _checks(answer: Answer) -> list[tuple[str, str, str]]:
    return [
        (*_SIGN_OF_VERDICT[verdict], text)
        for verdict, text in check_lines(answer.certificates, answer.language)
    ]


def _assumptions(answer: Answer) -> list[tuple[str, str, str]]:
    """Each assumption, and how to see the answer of the other reading."""
    lines: list[tuple[str, str, str]] = []
    reading = 1
    for each in answer.assumptions:
        text = each.says.render(answer.language)
        if each.alternative is not None:
            reading += 1
            colon = word("colon", answer.language)
            command = WORDS["run_reading"].render(answer.language, number=reading)
            text += f"\n{word('other_reading', answer.language)}{colon}{command}"
        lines.append(("•", "", text))
    return lines


def _list(answer: Answer, name: str, lines: list[tuple[str, str, str]]) -> Iterator[RenderableType]:
    from rich.text import Text

    if lines:
        yield _title(name, answer)
        for sign, colour, text in lines:
            yield _item(sign, text, 2, colour)
        yield Text()


def _title(name: str, answer: Answer) -> RenderableType:
    from rich.text import Text

    return Text(word(name, answer.language), style="bold")


def _item(mark: str, text: str, margin: int, colour: str = "") -> RenderableType:
    """A line with a mark before it; its further lines begin below its text."""
    from rich.padding import Padding
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column()
    grid.add_row(Text(mark, style=colour), Flowing(text))
    return Padding(grid, (0, 0, 0, margin))


def _level(level: Level | None, language: Language) -> Iterator[RenderableType]:
    from rich.text import Text

    if level is None:
        return
    name, gloss = LEVELS[level]
    text = Text(word("level", language) + word("colon", language))
    text.append(name.render(language), style=f"bold {_COLOUR_OF_LEVEL[level]}")
    text.append(word("dash", language) + gloss.render(language))
    yield text


def render_verification(answer: Answer, found: Verification) -> Iterator[RenderableType]:
    """What came of checking a saved answer again."""
    from rich.text import Text

    language = answer.language
    yield from _question(answer)
    level = found.level if found.holds else None  # the saved mark proves nothing
    checked = answer.model_copy(update={"certificates": found.certificates, "level": level})
    yield from _result(checked)
    yield from _list(checked, "checks", _checks(checked))
    wrong = [("✗", "red", mismatch.render(language)) for mismatch in found.mismatches]
    yield from _list(checked, "mismatches", wrong)
    if found.holds:
        yield Text(word("confirmed", language), style="bold green")
        yield from _level(found.level, language)
    else:
        yield Text(word("not_confirmed", language), style="bold red")


def render_equality(found: Equality, language: Language) -> Iterator[RenderableType]:
    """Whether two texts mean the same, and why."""
    from rich.text import Text

    colour = {"yes": "green", "no": "red"}.get(found.verdict, "yellow")
    text = Text(word(found.verdict, language), style=f"bold {colour}")
    text.append(word("dash", language) + found.why.render(language), style="not bold default")
    yield text
