"""Pages that are made from the declarations: one for each action, one for all kinds of claims.

MkDocs calls the functions `on_…` (`hooks` in mkdocs.yml). Nothing that is made here is committed, so no page
can be older than the program. ARCHITECTURE.md, CONTRIBUTING.md and CHANGELOG.md are shown from where they are.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from abacist.core import claim as claims
from abacist.core.answer import Answer
from abacist.core.language import Language
from abacist.core.outcome import Level, Outcome
from abacist.core.registry import Action, Example, actions, checker_for

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

__all__ = ["ROOT_PAGES", "action_page", "claims_page", "index_page", "pages"]

ROOT_PAGES = ("ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")
_ROOT = Path(__file__).resolve().parents[2]
_LANGUAGES = ((Language.EN, "English"), (Language.ZH, "中文"))
_LEAVING = re.compile(rf"\]\(\.\./((?:\.\./)*(?:{'|'.join(map(re.escape, ROOT_PAGES))}))")

KINDS: Mapping[str, type[Any]] = {
    kind.model_fields["kind"].default: kind for kind in get_args(get_args(claims.Claim)[0])
}


# ---- what MkDocs calls


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Puts the pages that are made here, and all decisions, into the navigation."""
    folders: dict[str, list[str]] = {}
    for name in built_in():
        folders.setdefault(name.partition(".")[0], []).append(f"actions/{name}.md")
    decisions = sorted(path.name for path in (_ROOT / "docs/decisions").glob("0*.md"))
    made = {
        "Actions": ["actions/index.md", *({field: paths} for field, paths in folders.items())],
        "Decisions": ["decisions/README.md", *(f"decisions/{name}" for name in decisions)],
    }
    config.nav = [
        {title: made.get(title, item) for title, item in entry.items()}
        if isinstance(entry, dict)
        else entry
        for entry in config.nav or []
    ]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the pages that are made here."""
    from mkdocs.structure.files import File

    from abacist import pipeline

    for place, text in pages(pipeline.solve):
        files.append(File.generated(config, place, content=text))
    return files


def on_page_markdown(markdown: str, **_: object) -> str:
    """Links to the documents in the root of the repository lead to their pages."""
    return _LEAVING.sub(r"](\1", markdown)


# ---- the pages


def pages(solve: Callable[[str], Answer]) -> Iterator[tuple[str, str]]:
    """Every page that is made, with its place; `solve` answers the examples, for their kinds of claims."""
    yield "actions/index.md", index_page(built_in().values())
    for action in built_in().values():
        yield f"actions/{action.name}.md", action_page(action, _answers(action, solve))
    yield "claims.md", claims_page()
    for name in ROOT_PAGES:
        yield name, (_ROOT / name).read_text(encoding="utf-8")


def built_in() -> dict[str, Action]:
    """The actions of the program itself; what plug-ins add is theirs to document."""
    return {name: each for name, each in actions().items() if each.module.startswith("abacist.")}


def _answers(action: Action, solve: Callable[[str], Answer]) -> list[Answer]:
    """The answers to the examples whose level or claims are shown."""
    return [solve(example.en) for example in action.examples]


def index_page(listed: Iterable[Action]) -> str:
    """All actions in a table."""
    rows = [
        f"| [`{action.name}`]({action.name}.md) | {_plain(action.title.en)} | "
        f"{_plain(action.title.zh)} | {_code(action.examples[0].en)} |"
        for action in listed
    ]
    return "\n".join(
        (
            "# Actions\n",
            "What can be computed. Every page is made from the declaration of its action; "
            "`abacist actions NAME` shows the same in a terminal.\n",
            "| name | computes | 用途 | example |",
            "|---|---|---|---|",
            *rows,
            "",
        )
    )


def action_page(action: Action, answers: Iterable[Answer] = ()) -> str:
    """Everything an action declares, and what its examples claim."""
    return "\n".join(
        (
            f"# {action.name}\n",
            f"**{_plain(action.title.en)} · {_plain(action.title.zh)}**\n",
            _prose(inspect.getdoc(action.run) or ""),
            _prose(inspect.getdoc(sys.modules[action.module]) or ""),
            *_arguments(action),
            *_phrases(action),
            *_examples(action),
            *_claimed(answers),
        )
    )


def _arguments(action: Action) -> Iterator[str]:
    schema = action.arguments.model_json_schema()
    required = set(schema.get("required", ()))
    says = _descriptions(action)
    slots = action.slots()
    yield "## Arguments\n"
    yield _prose((inspect.getdoc(action.arguments) or "").partition("\nArguments:")[0])
    yield "| name | type | default | meaning | asked when missing |\n|---|---|---|---|---|"
    for name, described in schema.get("properties", {}).items():
        slot = slots.get(name)
        question = f"{slot.ask.en} {slot.ask.zh}" if slot is not None and slot.ask else ""
        is_formula = "Expr" in repr(action.arguments.model_fields[name].annotation)
        default = "required" if name in required else _default(described.get("default"))
        type_shown = _type(described, schema, "formula" if is_formula else "text")
        cells = (f"`{name}`", type_shown, default, _plain(says.get(name, "")), _plain(question))
        yield f"| {' | '.join(cells)} |"
    yield ""


def _descriptions(action: Action) -> dict[str, str]:
    """What the docstring of the arguments says about each."""
    names = f"(?:{'|'.join(map(re.escape, action.arguments.model_fields))})"
    _, _, listed = (inspect.getdoc(action.arguments) or "").partition("Arguments:\n")
    parts = re.split(rf"(?:^|\s)({names}(?:, {names})*):\s", listed)
    return {
        name: " ".join(text.split())
        for together, text in zip(parts[1::2], parts[2::2], strict=True)
        for name in together.split(", ")
    }


def _default(value: Any) -> str:
    return "" if value in (None, [], "") else _code(json.dumps(value, ensure_ascii=False))


def _type(described: Mapping[str, Any], schema: Mapping[str, Any], text: str) -> str:
    """The type of an argument in words."""
    if "$ref" in described:
        described = schema["$defs"][described["$ref"].rpartition("/")[2]]
    if "enum" in described:
        return ", ".join(_code(str(value)) if value else "nothing" for value in described["enum"])
    if "anyOf" in described:
        kinds = [each for each in described["anyOf"] if each.get("type") != "null"]
        return " or ".join(_type(each, schema, text) for each in kinds)
    kind: str = described.get("type", "")
    if kind == "array":
        return f"list of: {_type(described.get('items', {}), schema, text)}"
    named: dict[str, str] = {"string": text, "boolean": "`true` or `false`"}
    return named.get(kind, kind)


def _phrases(action: Action) -> Iterator[str]:
    yield "## Wordings\n"
    yield (
        "`{name:Type}` is a hole for a formula or another phrase of that type, `(a|b)` one of these, "
        "`(a)?` this or nothing. The first of each language also restates the problem in the answer.\n"
    )
    for language, title in _LANGUAGES:
        yield f"### {title}\n"
        for phrase in action.phrases:
            for template in phrase.templates(language):
                yield f"- {_code(template)} → {phrase.yields}"
        yield ""


def _examples(action: Action) -> Iterator[str]:
    yield "## Examples\n"
    for example in action.examples:
        yield f"- {_code(example.en)}  "
        yield f"  {_code(example.zh)}  "
        yield f"  {_result(example)}  "
        yield f"  <small>{_plain(example.source)}</small>"
    yield ""


def _result(example: Example) -> str:
    answer = " ".join(filter(None, (example.answer, example.unit)))
    parts = [f"**{_code(answer)}**"] if answer else []
    if example.outcome is not Outcome.SOLVED:
        parts.append(f"{_plain(example.outcome.message.en)} {example.outcome.message.zh}")
    if example.outcome.is_answer:
        better = "" if example.level is Level.PROVED else " or better"
        parts.append(f"`{example.level.value}`{better}")
    return " · ".join(parts)


def _claimed(answers: Iterable[Answer]) -> Iterator[str]:
    """The kinds of claims that the answers make, and the ways in which they were checked."""
    methods: dict[str, dict[str, None]] = {}
    for answer in answers:
        for certificate in answer.certificates:
            shown = f"`{certificate.verdict.value}`: {_plain(certificate.method.en)}"
            methods.setdefault(certificate.claim.kind, {})[shown] = None
    if not methods:
        return
    yield "## Claims of the examples\n"
    for kind, ways in methods.items():
        yield f"- [`{kind}`](../claims.md#{kind}): {_plain(_first_line(KINDS[kind]))}"
        yield from (f"    - {way}" for way in ways)
    yield ""


def claims_page() -> str:
    """Every kind of claim: what it states, and how it is checked."""
    lines = [
        "# Claims\n",
        "What an answer can assert, and how each kind of claim is checked. A checker sees the claim "
        "alone; it never calls what computed the answer.\n",
    ]
    for name, kind in KINDS.items():
        found = checker_for(name)
        lines += [f"## {name} {{#{name}}}\n", _prose(inspect.getdoc(kind) or "")]
        lines += [
            f"Fields: {', '.join(f'`{each}`' for each in kind.model_fields if each != 'kind')}\n"
        ]
        if found is not None:
            text = inspect.getdoc(sys.modules[found.module]) or ""
            lines += ["**Check.** " + _prose(text), _prose(inspect.getdoc(found.check) or "")]
    return "\n".join(lines)


# ---- Markdown


def _first_line(kind: type[Any]) -> str:
    return (inspect.getdoc(kind) or "").partition("\n\n")[0].replace("\n", " ")


def _code(text: str) -> str:
    """A text in the type of code; bars inside it do not end a cell of a table."""
    fence = "``" if "`" in text else "`"
    return f"{fence}{' '.join(text.split())}{fence}"


def _plain(text: str) -> str:
    """A text whose signs mean nothing in Markdown; what stands between backticks stays code."""
    pieces = re.split(r"(`[^`]+`)", " ".join(text.split()))
    return "".join(
        piece if piece.startswith("`") else _ESCAPED.sub(r"\\\1", _entities(piece))
        for piece in pieces
    )


_ESCAPED = re.compile(r"([\\*_\[\]{}#])")


def _entities(text: str) -> str:
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("|", "&#124;")):
        text = text.replace(sign, entity)
    return text


def _prose(text: str) -> str:
    """A docstring as paragraphs; a line that begins with a label, as `Source:`, stays a line."""
    paragraphs = re.split(r"\n\s*\n", text)
    return "".join(
        _LABEL.sub("  \n", "\n".join(map(_plain, each.splitlines()))) + "\n\n"
        for each in paragraphs
    )


_LABEL = re.compile(r"\n(?=[A-Z][\w ,-]{0,30}: )")
