"""Templates of phrases, compiled to small automata.

A template's text (see `core/phrase.py` for its marks) becomes a tree of elements, the tree a graph of states
without empty moves. Words are taken apart by the same lexer as problems are, so that both always agree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from abacist.reading.words import template_tokens, word_of

__all__ = [
    "Automaton",
    "Choice",
    "Element",
    "HoleElement",
    "TemplateError",
    "WordElement",
    "compile_template",
    "parse_template",
]


class TemplateError(ValueError):
    """A template that cannot be read; raised when the program starts, never for a person's text."""


@dataclass(frozen=True, slots=True)
class WordElement:
    """One word (or one Chinese character) that must stand there; `shown` keeps its capitals."""

    word: str
    shown: str


@dataclass(frozen=True, slots=True)
class HoleElement:
    """A place for a phrase or formula of a type; `many` takes a list of them.

    `stands_for` is the type of the noun that a possessive ("its") points back to.
    """

    name: str
    type: str
    many: bool = False
    stands_for: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several sequences; an empty one makes the group optional."""

    branches: tuple[tuple[Element, ...], ...]


Element = WordElement | HoleElement | Choice

_HOLE = re.compile(r"\{(\w+):(\w+)(\+?)(?:<(\w+))?\}")


@cache  # every restatement goes through all templates of its action
def parse_template(text: str) -> tuple[Element, ...]:
    """The elements of a template. Raises `TemplateError` for unbalanced or misplaced marks."""
    sequence, end = _sequence(text, 0)
    if end != len(text):
        raise TemplateError(f"unexpected {text[end]!r} in template {text!r}")
    return sequence


def _sequence(text: str, start: int) -> tuple[tuple[Element, ...], int]:
    elements: list[Element] = []
    position = start
    while position < len(text) and text[position] not in "|)":
        if text[position] == "(":
            group, position = _group(text, position + 1)
            elements.append(group)
        elif text[position] == "{":
            hole = _HOLE.match(text, position)
            if hole is None:
                raise TemplateError(f"a hole is written {{name:Type}}: {text!r}")
            element = HoleElement(hole[1], hole[2], bool(hole[3]), hole[4] or "")
            position = hole.end()
            optional = text[position : position + 1] == "?"
            elements.append(Choice(((element,), ())) if optional else element)
            position += optional
        else:
            words = re.compile(r"[^(){}|]+").match(text, position)
            if words is None:
                raise TemplateError(f"unexpected {text[position]!r} in template {text!r}")
            elements.extend(
                WordElement(word_of(token), token.text) for token in template_tokens(words[0])
            )
            position = words.end()
    return tuple(elements), position


def _group(text: str, start: int) -> tuple[Choice, int]:
    branches: list[tuple[Element, ...]] = []
    position = start
    while True:
        branch, position = _sequence(text, position)
        branches.append(branch)
        if position >= len(text):
            raise TemplateError(f"a bracket is not closed in template {text!r}")
        position += 1
        if text[position - 1] == ")":
            break
    if text[position : position + 1] == "?":
        return Choice((*branches, ())), position + 1
    return Choice(tuple(branches)), position


@dataclass(slots=True)
class Automaton:
    """A compiled template: `moves[state]` lists (word or hole, next state); state 0 starts.

    `final` holds the accepting states, `required` the words that every match contains.
    """

    moves: list[list[tuple[str | HoleElement, int]]] = field(default_factory=lambda: [[]])
    final: set[int] = field(default_factory=set)
    required: frozenset[str] = frozenset()


def compile_template(text: str) -> Automaton:
    """The automaton of one template."""
    elements = parse_template(text)
    automaton = Automaton()
    automaton.final = _build(automaton, elements, {0})
    if 0 in automaton.final:
        raise TemplateError(f"a template that matches nothing at all: {text!r}")
    automaton.required = _required(elements)
    return automaton


def _build(automaton: Automaton, elements: tuple[Element, ...], sources: set[int]) -> set[int]:
    """Adds a sequence after `sources`; returns the states where it may end."""
    ends = sources
    for element in elements:
        if isinstance(element, Choice):
            ends = set().union(*(_build(automaton, branch, ends) for branch in element.branches))
            continue
        target = len(automaton.moves)
        automaton.moves.append([])
        label = element.word if isinstance(element, WordElement) else element
        for source in ends:
            automaton.moves[source].append((label, target))
        ends = {target}
    return ends


def _required(elements: tuple[Element, ...]) -> frozenset[str]:
    found: set[str] = set()
    for element in elements:
        if isinstance(element, WordElement):
            found.add(element.word)
        elif isinstance(element, Choice):
            found |= frozenset.intersection(*(_required(branch) for branch in element.branches))
    return frozenset(found)
