"""The documentation covers what there is: every action, claim, command, option, outcome, field, decision."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from abacist import pipeline
from abacist.core import errors
from abacist.core.answer import Answer
from abacist.core.language import Language
from abacist.core.limits import LIMITS
from abacist.core.outcome import Level, Outcome
from abacist.core.registry import Action, actions
from tests.documents import ROOT

DOCS = ROOT / "docs"
ACTIONS = {name: each for name, each in actions().items() if each.module.startswith("abacist.")}
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
_FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def _load_hooks() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", DOCS / "hooks" / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["reference"] = module
    spec.loader.exec_module(module)
    return module


HOOKS = _load_hooks()


def _unanswered(problem: str) -> Answer:
    return Answer(problem=problem, language=Language.EN, outcome=Outcome.UNABLE)


PAGES = dict(HOOKS.pages(_unanswered))


def _text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def _without_escapes(text: str) -> str:
    """The text of a page as it is shown, near enough to be searched."""
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&#124;", "|"), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return " ".join(re.sub(r"\\([\\*_\[\]{}#])", r"\1", text).split())


# ---- the pages that are made


@pytest.mark.parametrize("action", ACTIONS.values(), ids=list(ACTIONS))
def test_every_action_has_a_page_with_all_it_declares(action: Action) -> None:
    page = _without_escapes(PAGES[f"actions/{action.name}.md"])
    wanted = [action.title.en, action.title.zh]
    wanted += [f"| `{name}` |" for name in action.arguments.model_fields]
    wanted += [slot.ask.zh for slot in action.slots().values() if slot.ask is not None]
    wanted += [f"`{each}`" for phrase in action.phrases for each in (*phrase.en, *phrase.zh)]
    for example in action.examples:
        wanted += [example.en, example.zh, example.answer, example.source]
    for text in wanted:
        assert " ".join(text.split()) in page


@pytest.mark.parametrize("action", ACTIONS.values(), ids=list(ACTIONS))
def test_every_argument_says_what_it_means(action: Action) -> None:
    rows = [row for row in PAGES[f"actions/{action.name}.md"].splitlines() if row.startswith("| `")]
    meanings = {row.split(" | ")[0].strip("| `"): row.split(" | ")[3] for row in rows}
    for name in action.arguments.model_fields:
        assert meanings[name].strip(), name


def test_the_page_of_an_action_tells_its_claims() -> None:
    answer = pipeline.solve("2x+5=17")
    page = HOOKS.action_page(ACTIONS["equation.solve"], [answer])
    assert "[`roots_of`](../claims.md#roots_of)" in page
    assert f"`{answer.certificates[0].verdict.value}`: " in page


def test_every_action_is_in_the_index() -> None:
    for name in ACTIONS:
        assert f"({name}.md)" in PAGES["actions/index.md"]


@pytest.mark.parametrize("kind", HOOKS.KINDS)
def test_every_kind_of_claim_is_described(kind: str) -> None:
    [section] = re.findall(
        rf"^## {kind} .*?(?=^## |\Z)", PAGES["claims.md"], re.MULTILINE | re.DOTALL
    )
    for name in HOOKS.KINDS[kind].model_fields:
        assert name == "kind" or f"`{name}`" in section
    assert "**Check.**" in section, "no checker"


def test_every_page_is_in_the_navigation() -> None:
    config = SimpleNamespace(
        nav=[{"Actions": "actions/index.md"}, {"Decisions": "decisions/README.md"}]
    )
    shown = set(_leaves(HOOKS.on_config(config).nav))
    shown |= set(re.findall(r"[\w/-]+\.md", _text("mkdocs.yml")))
    written = {str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md")}
    assert written | set(PAGES) <= shown


def _leaves(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    for child in (
        node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    ):
        yield from _leaves(child)


def test_links_to_the_root_lead_to_its_pages() -> None:
    text = "[a](../CONTRIBUTING.md) [b](../../ARCHITECTURE.md) [c](../decisions/README.md)"
    shown = HOOKS.on_page_markdown(text, page=None)
    assert shown == "[a](CONTRIBUTING.md) [b](../ARCHITECTURE.md) [c](../decisions/README.md)"


def _documents() -> list[str]:
    paths = [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
    return sorted(str(path.relative_to(ROOT)) for path in paths)


@pytest.mark.parametrize("path", _documents())
def test_links_lead_somewhere(path: str) -> None:
    for target in _LINK.findall(_FENCED.sub("", _text(path))):
        if "://" in target:
            continue
        place = (ROOT / path).parent / target
        made = PAGES.keys() if DOCS in place.resolve().parents else ()
        assert place.exists() or str(place.resolve().relative_to(DOCS)) in made, target


# ---- the tables of the guide


def _commands() -> dict[str, Any]:
    import typer

    from abacist.apps.program import app

    command: Any = typer.main.get_command(app)
    return command.commands


@pytest.mark.parametrize("name", _commands())
def test_the_reference_has_exactly_the_options(name: str) -> None:
    reference = _text("docs/guide/command-line.md")
    section = re.search(rf"^## abacist {name}$(.*?)^## ", reference, re.MULTILINE | re.DOTALL)
    assert section is not None
    told = set(re.findall(r"^\| `(--[\w-]+)", section[1], re.MULTILINE))
    assert told | {"--help", "-h"} == {
        option for each in _commands()[name].params for option in each.opts if option[0] == "-"
    } | {"--help", "-h"}


def _rows(path: str, heading: str) -> list[str]:
    """The first cells of the first table below a heading."""
    _, _, below = _text(path).partition(f"\n{heading}\n")
    table = re.search(r"^\|.*?\n(?!\|)", below, re.MULTILINE | re.DOTALL)
    assert table is not None, heading
    return [line.split("|")[1].strip() for line in table[0].splitlines()[2:]]


def _names(cells: list[str]) -> list[str]:
    return [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]


@pytest.mark.parametrize(
    "path, heading",
    [
        ("README.md", "## How an answer ends"),
        ("README.zh.md", "## 求解的结局"),
        ("docs/guide/answers.md", "## Outcomes"),
    ],
)
def test_every_outcome_is_told(path: str, heading: str) -> None:
    assert sorted(_names(_rows(path, heading))) == sorted(Outcome)


@pytest.mark.parametrize(
    "path, heading",
    [
        ("README.md", "## What the levels mean"),
        ("README.zh.md", "## 可信程度"),
        ("docs/guide/answers.md", "## Levels"),
    ],
)
def test_every_level_is_told(path: str, heading: str) -> None:
    assert _names(_rows(path, heading)) == [each for each in Level if each is not Level.REFUTED]


def test_every_field_of_an_answer_is_told() -> None:
    told = _names(_rows("docs/guide/answers.md", "## Fields"))
    assert sorted(told) == sorted(Answer.model_fields)


def test_every_exit_code_is_told() -> None:
    codes = {
        int(code)
        for cell in _rows("docs/guide/command-line.md", "## Exit codes")
        for code in cell.split(",")
    }
    kinds = (
        errors.InputError,
        errors.LimitError,
        errors.EngineError,
        errors.StoreError,
        errors.ConfigError,
    )
    assert {kind.exit_code for kind in kinds} <= codes


def test_limits_are_those_of_the_program() -> None:
    text = _text("docs/guide/asking.md")
    limits = (LIMITS.problem_characters, LIMITS.formula_depth, LIMITS.number_digits)
    for limit in limits:
        assert f"{limit:,}" in text


# ---- decisions


def _records() -> list[Path]:
    return sorted((DOCS / "decisions").glob("0*.md"))


def test_every_decision_is_in_the_table() -> None:
    table = _text("docs/decisions/README.md")
    assert re.findall(r"^\| \[\d+\]\((.*?)\)", table, re.MULTILINE) == [
        path.name for path in _records()
    ]


@pytest.mark.parametrize("path", _records(), ids=lambda path: path.stem)
def test_the_number_of_a_decision_is_that_of_its_file(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith(f"# {path.name[:4]}")
