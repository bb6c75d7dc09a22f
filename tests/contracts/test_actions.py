"""Every action documents itself, in both languages; every claim has a checker; every command is described."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from typing import get_args

import pytest

from abacist.core import claim as claims
from abacist.core.language import Language, Message, language_of
from abacist.core.outcome import Outcome
from abacist.core.registry import Action, actions, checker_for, example_problems
from abacist.execution.assertions import STATED_KINDS
from tests.contracts.sources import ROOT

# Other tests register small actions of their own, which document nothing.
ACTIONS = {name: each for name, each in actions().items() if each.module.startswith("abacist.")}
KINDS = [kind.model_fields["kind"].default for kind in get_args(get_args(claims.Claim)[0])]

each_action = pytest.mark.parametrize("action", ACTIONS.values(), ids=list(ACTIONS))


def _is_in_both_languages(message: Message) -> bool:
    return (
        bool(message.en.strip())
        and language_of(message.en) is Language.EN
        and language_of(message.zh) is Language.ZH
    )


def test_there_are_actions() -> None:
    assert len(ACTIONS) >= 16


@each_action
def test_name_begins_with_its_folder(action: Action) -> None:
    """`calculus.integrate` is in actions/calculus, so that everybody finds it."""
    assert action.module.split(".")[2] == action.name.partition(".")[0]


@each_action
def test_docstring_gives_the_source(action: Action) -> None:
    """What it computes, and by which published method: a book's page, a DOI, a manual."""
    module = sys.modules[action.module]
    text = f"{inspect.getdoc(module)}\n{inspect.getdoc(action.run)}"
    assert inspect.getdoc(action.run), "the function says nothing"
    assert re.search(r"doi|source|p\. ?\d|pp\. ?\d|§|chapter|theorem", text, re.IGNORECASE), text


@each_action
def test_title_in_both_languages(action: Action) -> None:
    assert _is_in_both_languages(action.title)


@each_action
def test_phrases_in_both_languages(action: Action) -> None:
    assert any(phrase.en for phrase in action.phrases)
    assert any(phrase.zh for phrase in action.phrases)


@each_action
def test_examples_in_both_languages(action: Action) -> None:
    assert action.examples
    for example in action.examples:
        assert language_of(example.en) is Language.EN
        assert dict(example_problems(example))[Language.ZH] == example.zh
        assert example.zh.strip()
        assert example.answer or example.outcome is not Outcome.SOLVED
        assert example.source, "where is the answer from?"


@each_action
def test_required_slots_have_a_question(action: Action) -> None:
    """Else a problem that leaves it out could only be refused, not asked back."""
    slots = action.slots()
    for name, info in action.arguments.model_fields.items():
        if info.is_required() and name in slots:
            ask = slots[name].ask
            assert ask is not None, name
            assert _is_in_both_languages(ask), name


@each_action
def test_arguments_are_plain_data(action: Action) -> None:
    """They have a JSON schema, and defaults that survive the way through JSON."""
    schema = action.arguments.model_json_schema()
    assert schema["type"] == "object"
    assert set(schema.get("required", ())) <= set(action.arguments.model_fields)


@pytest.mark.parametrize("kind", KINDS)
def test_every_claim_has_a_checker(kind: str) -> None:
    assert checker_for(kind) is not None


@pytest.mark.parametrize("kind", KINDS)
def test_every_claim_states_something(kind: str) -> None:
    """Else no answer could be bound to it, and its certificates would vouch for nothing."""
    assert kind in STATED_KINDS


def test_no_claim_is_stated_that_does_not_exist() -> None:
    assert set(KINDS) >= STATED_KINDS


# ---- commands


def _commands() -> list[str]:
    from abacist.apps.program import app

    return sorted(str(command.name) for command in app.registered_commands)


@pytest.mark.parametrize("command", _commands())
def test_every_command_is_documented(command: str) -> None:
    texts = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    everything = "\n".join(text.read_text(encoding="utf-8") for text in texts)
    assert re.search(rf"abacist {command}\b", everything)


@pytest.mark.parametrize("command", _commands())
def test_every_command_has_help_in_both_languages(command: str) -> None:
    for locale, language in (("C.UTF-8", Language.EN), ("zh_CN.UTF-8", Language.ZH)):
        done = subprocess.run(
            [sys.executable, "-m", "abacist.apps.cli", command, "--help"],
            capture_output=True,
            text=True,
            check=True,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": locale, "PYTHONPATH": str(ROOT / "src")},
        )
        assert language_of(done.stdout) is language
        assert "--json" in done.stdout
