"""Declared phrases of both languages, compiled once and indexed by the words they need.

A text activates only the templates whose needed words it contains, so that the cost of reading depends on the
text and not on how many phrases are declared.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from abacist.core.language import Language
from abacist.core.phrase import TYPES, Phrase, is_subtype
from abacist.core.registry import phrases_of
from abacist.reading.keywords import needed_words, words_in
from abacist.reading.templates import Automaton, compile_template

__all__ = ["REFERABLE", "AlteredIndex", "Declared", "Grammar", "Template", "digest_of", "variants"]

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


class AlteredIndex(Exception):
    """A saved index says of a phrase what its declaration does not."""


@dataclass(slots=True)
class Declared:
    """A phrase and where it is declared: by the action or notion `name` in `module`, as its `number`-th.

    `meaning` is the same number for phrases that share the object of their meaning. What comes from a saved
    index has only a `digest` of its phrase, and is imported when its meaning is asked for.
    """

    kind: str
    name: str
    module: str
    number: int
    yields: str
    cost: float
    meaning: int
    digest: str = ""
    said: Phrase | None = None

    @property
    def scope(self) -> str:
        """The action that declares it, or nothing."""
        return self.name if self.kind == "action" else ""

    @property
    def phrase(self) -> Phrase:
        """The declaration. Raises `AlteredIndex` where it is another than the index knew."""
        if self.said is None:
            found = phrases_of(self.kind, self.name, self.module)
            phrase = found[self.number] if self.number < len(found) else Phrase("")
            known = (self.digest, self.yields, self.cost)
            if (digest_of(phrase), phrase.yields, phrase.cost) != known:
                raise AlteredIndex(f"{self.module}: {self.number}")
            self.said = phrase
        return self.said


def digest_of(phrase: Phrase) -> str:
    """A short text that another declaration would not have."""
    return blake2b(repr(phrase).encode(), digest_size=8).hexdigest()


@dataclass(slots=True)
class Template:
    """One template of a phrase; its automaton is made, or read from a saved index, when a text needs it."""

    text: str
    language: Language
    declared: Declared
    saved: Callable[[], Automaton] | None = None
    _automaton: Automaton | None = None

    @property
    def automaton(self) -> Automaton:
        """The compiled template."""
        if self._automaton is None:
            saved = self.saved  # another thread may be done with it meanwhile
            self._automaton = compile_template(self.text) if saved is None else saved()
        return self._automaton

    @property
    def phrase(self) -> Phrase:
        """The declaration. Raises `AlteredIndex` where it has no such template, or one compiled otherwise."""
        phrase = self.declared.phrase
        if self.saved is not None:
            texts = phrase.templates(self.language)
            known = any(self.text in variants(text, self.language) for text in texts)
            if not known or self.automaton != compile_template(self.text):
                raise AlteredIndex(self.text)
            self.saved = None
        return phrase


@dataclass(slots=True)
class Grammar:
    """Templates of phrases, found by words that they cannot do without.

    `formulas` are the phrases that mean a formula, by its outline and those with the fewest holes first;
    `wrapped` the types that stand for another by a phrase of nothing but a hole; `clauses` the phrases of no
    action that give one value.
    """

    by_key: dict[str, list[Template]] = field(default_factory=lambda: defaultdict(list))
    unkeyed: list[Template] = field(default_factory=list)
    clause_types: set[str] = field(default_factory=set)
    _accepted: dict[str, frozenset[str]] = field(default_factory=dict)
    _clauses: dict[str, bool] = field(default_factory=dict)
    _meanings: dict[int, int] = field(default_factory=dict)
    size: int = 0
    words: set[str] = field(default_factory=set)
    formulas: Mapping[str, Sequence[Declared]] = field(default_factory=dict)
    wrapped: Mapping[str, Sequence[str]] = field(default_factory=dict)
    clauses: Sequence[Declared] = ()

    def add(
        self, phrase: Phrase, kind: str = "", name: str = "", module: str = "", number: int = 0
    ) -> Declared:
        """Adds every template of a phrase; see `Declared` for the other arguments."""
        meaning = self._meanings.setdefault(id(phrase.means or phrase), self.size)
        declared = Declared(kind, name, module, number, phrase.yields, phrase.cost, meaning)
        declared.said = phrase
        for language in Language:
            for text in phrase.templates(language):
                for variant in variants(text, language):
                    self._index(Template(variant, language, declared))
        self.size += 1
        return declared

    def _index(self, template: Template) -> None:
        self.words.update(words_in(template.text))
        keys = needed_words(template.text)
        if not keys:
            self.unkeyed.append(template)
        for key in keys:
            self.by_key[key].append(template)

    def active(self, words: Iterable[str]) -> Iterator[Template]:
        """The templates that a text with these words could match, each once."""
        in_order = dict.fromkeys(words)  # so that of equally good readings always the same is found
        present = frozenset(in_order)
        seen: set[int] = set()
        for word in in_order:
            for template in self.by_key.get(word, ()):
                if id(template) not in seen:
                    seen.add(id(template))
                    if template.automaton.required <= present:
                        yield template
        yield from self.unkeyed

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


def variants(text: str, language: Language) -> Iterator[str]:
    """The template, and its forms with "its", "'s" and 其 in the place of the noun it is about.

    An article at its beginning may be left out: "maximum of x²".
    """
    if language is Language.EN and text.startswith("the "):
        text = f"(the)? {text.removeprefix('the ')}"
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
