"""All declared phrases of both languages, compiled once and indexed by the words they need.

A text activates only the templates whose needed words it contains, so that the cost of reading depends on the
text and not on how many phrases are declared.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from abacist.core.language import Language
from abacist.core.phrase import TYPES, Phrase, is_subtype
from abacist.core.registry import actions, notions
from abacist.reading.keywords import needed_words, words_in
from abacist.reading.templates import Automaton, compile_template

__all__ = ["REFERABLE", "Grammar", "Template", "standard_grammar"]

REFERABLE = frozenset(
    {
        "Function",
        "Expression",
        "Equation",
        "Relation",
        "Number",
        "Integer",
        "Set",
        "Point",
        "Matrix",
        "Figure",
    }
    | {"Vector", "Value", "Symbol", "FunctionDefinition", "DifferentialEquation"}
)
"""Types of holes that "it" or 其 can stand in."""


@dataclass(slots=True)
class Template:
    """One template of a phrase; its automaton is made when a text first needs it."""

    text: str
    phrase: Phrase
    language: Language
    scope: str
    _automaton: Automaton | None = None

    @property
    def automaton(self) -> Automaton:
        """The compiled template."""
        if self._automaton is None:
            self._automaton = compile_template(self.text, self.phrase, self.language, self.scope)
        return self._automaton


@dataclass(slots=True)
class Grammar:
    """Templates of phrases, found by words that they cannot do without."""

    by_key: dict[str, list[Template]] = field(default_factory=lambda: defaultdict(list))
    unkeyed: list[Template] = field(default_factory=list)
    clause_types: set[str] = field(default_factory=set)
    _accepted: dict[str, frozenset[str]] = field(default_factory=dict)
    _clauses: dict[str, bool] = field(default_factory=dict)
    size: int = 0
    words: set[str] = field(default_factory=set)

    def add(self, phrase: Phrase, scope: str = "") -> None:
        """Adds every template of a phrase; `scope` is the action that declares it."""
        for language in Language:
            for text in phrase.templates(language):
                for variant in _variants(text, language):
                    self._index(Template(variant, phrase, language, scope))
        self.size += 1

    def _index(self, template: Template) -> None:
        self.words.update(words_in(template.text))
        keys = needed_words(template.text)
        if not keys:
            self.unkeyed.append(template)
        for key in keys:
            self.by_key[key].append(template)

    def active(self, words: Iterable[str]) -> Iterator[Automaton]:
        """The templates that a text with these words could match, each once."""
        present = frozenset(words)
        seen: set[int] = set()
        for word in present:
            for template in self.by_key.get(word, ()):
                if id(template) not in seen:
                    seen.add(id(template))
                    if template.automaton.required <= present:
                        yield template.automaton
        for template in self.unkeyed:
            yield template.automaton

    def templates(self) -> Iterator[Template]:
        """Every template, once."""
        yield from self.unkeyed
        yield from {id(t): t for kept in self.by_key.values() for t in kept}.values()

    def accepts(self, wanted: str, kind: str) -> bool:
        """True where a phrase of type `kind` may stand in a hole of type `wanted`."""
        if kind == wanted or (kind == "Reference" and wanted in REFERABLE):
            return True
        below = self._accepted.get(wanted)
        if below is None:
            below = frozenset(known for known in TYPES if is_subtype(known, wanted))
            self._accepted[wanted] = below
        return kind in below

    def is_adjunct(self, kind: str) -> bool:
        """True for options such as a region or a variable: what says more about the noun before it."""
        return kind in self.clause_types and kind not in TYPES

    def is_clause(self, kind: str) -> bool:
        """True where a phrase of this type may stand alone: a relation, or what some argument waits for."""
        known = self._clauses.get(kind)
        if known is None:
            known = kind != "Reference" and any(
                self.accepts(wanted, kind) for wanted in ("Relation", *self.clause_types)
            )
            self._clauses[kind] = known
        return known


_OF = re.compile(
    r"^(?P<article>the |\(the\)\? ?)?(?P<noun>[^{}]+?) of (?P<hole>\{(\w+):(\w+)\})(?P<rest>.*)$"
)
_DE = re.compile(r"^(?P<hole>\{(\w+):(\w+)\})的(?P<rest>.+)$")


def _variants(text: str, language: Language) -> Iterator[str]:
    """The template, and its forms with "its", "'s" and 其 in the place of the noun it is about."""
    yield text
    match = (_OF if language is Language.EN else _DE).match(text)
    if match is None:
        return
    name = re.match(r"\{(\w+):(\w+)", match["hole"])
    assert name is not None
    possessive = f"{{{name[1]}:Possessive<{name[2]}}}"
    if language is Language.EN:
        if match["noun"].count("(") == match["noun"].count(")"):
            yield f"{possessive} {match['noun']}{match['rest']}"
            yield f"{match['hole']}'s {match['noun']}{match['rest']}"
    else:
        yield f"{possessive}{match['rest']}"


@cache
def standard_grammar() -> Grammar:
    """The grammar of everything that is registered."""
    grammar = Grammar()
    for name, declared in actions().items():
        for phrase in declared.phrases:
            grammar.add(phrase, name)
        for slot in declared.slots().values():
            grammar.clause_types.update(slot.type.split("|"))
    for found in notions().values():
        for phrase in found.phrases:
            grammar.add(phrase)
    return grammar
