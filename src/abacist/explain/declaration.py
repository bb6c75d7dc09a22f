"""What an action declares, as a page of a terminal and as a record: arguments, wordings, examples."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from abacist.core.language import Language, Message
from abacist.core.registry import Action

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["describe", "page", "summary"]


def describe(action: Action) -> dict[str, Any]:
    """The declaration as JSON: its arguments as a JSON schema."""
    return {
        "name": action.name,
        "title": action.title.model_dump(),
        "description": inspect.getdoc(action.run) or "",
        "arguments": action.arguments.model_json_schema(),
        "phrases": [
            {"yields": phrase.yields, "en": phrase.en, "zh": phrase.zh} for phrase in action.phrases
        ],
        "examples": [
            {
                "en": example.en,
                "zh": example.zh,
                "answer": example.answer,
                "outcome": example.outcome.value,
                "unit": example.unit,
                "source": example.source,
            }
            for example in action.examples
        ],
    }


def summary(actions: Sequence[Action], language: Language) -> RenderableType:
    """One line for each action: its name, its title, an example."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in (_NAME, _TITLE, _EXAMPLE):
        table.add_column(heading.render(language), overflow="fold")
    for action in actions:
        example = _in(action.examples[0], language) if action.examples else ""
        table.add_row(
            Text(action.name, style="cyan"),
            Text(action.title.render(language)),
            Text(example, style="dim"),
        )
    return table


def page(action: Action, language: Language) -> Iterator[RenderableType]:
    """Everything an action declares."""
    from rich.padding import Padding
    from rich.text import Text

    yield Text.assemble((action.name, "bold cyan"), "  ", action.title.render(language))
    documentation = inspect.getdoc(action.run)
    if documentation:
        yield Padding(Text(documentation), (1, 2))
    yield from _section(_ARGUMENTS, _arguments(action, language), language)
    wordings = [template for phrase in action.phrases for template in phrase.templates(language)]
    yield from _section(_PHRASES, [(each, "") for each in wordings], language)
    yield from _section(_EXAMPLES, _examples(action, language), language)


def _arguments(action: Action, language: Language) -> list[tuple[str, str]]:
    schema = action.arguments.model_json_schema()
    required = set(schema.get("required", ()))
    slots = action.slots()
    lines: list[tuple[str, str]] = []
    for name, described in schema.get("properties", {}).items():
        slot = slots.get(name)
        remarks = [str(described.get("type", slot.type if slot else ""))]
        remarks.append((_REQUIRED if name in required else _OPTIONAL).render(language))
        if "default" in described and described["default"] not in (None, [], ""):
            remarks.append(f"= {described['default']}")
        if slot is not None and slot.ask is not None:
            remarks.append(slot.ask.render(language))
        lines.append((name, " · ".join(remark for remark in remarks if remark)))
    return lines


def _examples(action: Action, language: Language) -> list[tuple[str, str]]:
    return [
        (
            _in(each, language),
            " ".join(filter(None, (each.answer or each.outcome.value, each.unit))),
        )
        for each in action.examples
    ]


def _in(example: Any, language: Language) -> str:
    return example.zh if language is Language.ZH else example.en


def _section(
    title: Message, lines: Sequence[tuple[str, str]], language: Language
) -> Iterator[RenderableType]:
    from rich.padding import Padding
    from rich.text import Text

    if not lines:
        return
    yield Text(title.render(language), style="bold")
    for left, right in lines:
        text = Text(left)
        if right:
            text.append(f"  {right}", style="dim")
        yield Padding(text, (0, 0, 0, 2))
    yield Text()


_NAME = Message(en="Name", zh="名称")
_TITLE = Message(en="Computes", zh="用途")
_EXAMPLE = Message(en="Example", zh="例题")
_ARGUMENTS = Message(en="Arguments", zh="参数")
_PHRASES = Message(en="Wordings", zh="说法")
_EXAMPLES = Message(en="Examples", zh="例题")
_REQUIRED = Message(en="required", zh="必填")
_OPTIONAL = Message(en="optional", zh="可选")
