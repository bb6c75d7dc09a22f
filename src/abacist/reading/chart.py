"""The chart parser: finds every phrase in a text, from its right end to its left.

For a start position all phrases that begin further right are already known, so a template is matched by
following its automaton over known edges. A phrase that begins with a hole of its own position's types (left
recursion: "{s:Set} that {p:Predicate}") is tried again whenever such an edge is new. Each (type, start, end)
keeps its few cheapest derivations; that bounds the work however ambiguous the text is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from abacist.core.phrase import Phrase
from abacist.notation.lexer import Kind, Token
from abacist.reading.grammar import REFERABLE, Grammar, Template
from abacist.reading.measurements import Leaf
from abacist.reading.templates import HoleElement
from abacist.reading.words import COMMA, word_of

__all__ = ["Chart", "Derivation", "Filled"]

_KEPT = 6
_WORD_COST = 0.3
_HAN_WORD = 4
_STEP_COST = 0.01
_AND = frozenset({"and", "和", "与", "及", "、"})
_ADJUNCTS = 2
_ADJUNCT_COST = 0.05
_NOUNS = REFERABLE | {"Quantity", "InitialCondition", "Interval", "Inequality"}


@dataclass(frozen=True, slots=True)
class Filled:
    """A hole of a template with the derivations that fill it (one, or several for a list)."""

    hole: HoleElement
    parts: tuple[Derivation, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Derivation:
    """A phrase, formula or word that covers the tokens `start` to `end`.

    Exactly one of `template`, `leaf` and `word` is set.
    `adjuncts` are options that follow a noun at once: the function x² *on [0, 1]*. Derivations with equal
    `shape` mean the same in the same way.
    """

    type: str
    start: int
    end: int
    cost: float
    template: Template | None = None
    filled: tuple[Filled, ...] = ()
    leaf: Leaf | None = None
    word: str = ""
    adjuncts: tuple[Derivation, ...] = ()
    shape: tuple[object, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        holes = tuple([(f.hole.name, *[part.shape for part in f.parts]) for f in self.filled])
        extra = tuple([adjunct.shape for adjunct in self.adjuncts])
        declared = self.template.declared if self.template is not None else None
        said = declared.meaning if declared is not None else self.leaf or self.word
        scope = declared.scope if declared is not None else ""
        object.__setattr__(self, "shape", (self.type, said, scope, holes, extra))

    @property
    def phrase(self) -> Phrase | None:
        """The declaration of the phrase, imported where it has not been."""
        return self.template.phrase if self.template is not None else None

    @property
    def scope(self) -> str:
        """The action that declared the phrase, or nothing."""
        return self.template.declared.scope if self.template is not None else ""


class _Match(NamedTuple):
    """A way through the rest of a template: where it ends, what it fills and costs."""

    end: int
    filled: tuple[Filled, ...]
    cost: float


@dataclass(slots=True)
class Chart:
    """All derivations of a text, by start position."""

    tokens: Sequence[Token]
    leaves: Sequence[Leaf]
    grammar: Grammar
    edges: list[dict[tuple[str, int], list[Derivation]]] = field(init=False)
    _words: list[str] = field(init=False)
    _first_words: dict[str, list[Template]] = field(init=False)
    _first_holes: dict[str, list[tuple[Template, HoleElement, int]]] = field(init=False)
    _opened_by: dict[str, list[tuple[Template, HoleElement, int]]] = field(init=False)
    _going_on: dict[tuple[str, str], list[tuple[Template, HoleElement, int]]] = field(init=False)
    _memo: dict[tuple[int, int, int], list[_Match]] = field(init=False)

    def __post_init__(self) -> None:
        self._words = [word_of(token) for token in self.tokens]
        self.edges = [{} for _ in range(len(self.tokens) + 1)]
        self._memo, self._opened_by, self._going_on = {}, {}, {}
        self._first_words, self._first_holes = defaultdict(list), defaultdict(list)
        for template in self.grammar.active(self._words):
            for label, target in template.automaton.moves[0]:
                if isinstance(label, HoleElement):
                    self._first_holes[label.type].append((template, label, target))
                else:
                    self._first_words[label].append(template)
        self._parse()

    def _parse(self) -> None:
        starting: dict[int, list[Leaf]] = defaultdict(list)
        for leaf in self.leaves:
            starting[leaf.start].append(leaf)
        for start in range(len(self.tokens) - 1, -1, -1):
            agenda = [
                Derivation(leaf.type, start, leaf.end, leaf.cost, leaf=leaf)
                for leaf in starting[start]
            ]
            for template in self._first_words.get(self._words[start], ()):
                agenda.extend(self._from_word(template, start))
            if "Word" in self._first_holes:
                agenda.extend(self._word_edges(start))
            while agenda:
                derivation = agenda.pop()
                if self._keep(derivation):
                    agenda.extend(self._from_hole(derivation))
                    agenda.extend(self._with_adjunct(derivation))

    def _keep(self, new: Derivation) -> bool:
        """Adds a derivation unless it is known or worse than those kept; True where it was added."""
        kept = self.edges[new.start].setdefault((new.type, new.end), [])
        shape = new.shape
        for index, old in enumerate(kept):
            if old.shape == shape:
                if old.cost <= new.cost:
                    return False
                kept[index] = new
                return True
        if len(kept) < _KEPT:
            kept.append(new)
            return True
        worst = max(range(len(kept)), key=lambda index: kept[index].cost)
        if kept[worst].cost <= new.cost:
            return False
        kept[worst] = new
        return True

    def _from_word(self, template: Template, start: int) -> list[Derivation]:
        found = []
        for label, target in template.automaton.moves[0]:
            if label == self._words[start]:
                for match in self._rest(template, target, start + 1):
                    found.append(self._derivation(template, start, match))
        return found

    def _from_hole(self, first: Derivation) -> list[Derivation]:
        """Every phrase that begins with this derivation in its first hole."""
        found: list[Derivation] = []
        following = self._words[first.end] if first.end < len(self.tokens) else ""
        for template, hole, target in self._openings(first.type, following):
            if hole.many:
                starts = self._lists(hole, [first])
            else:
                starts = [_Match(first.end, (Filled(hole, (first,)),), first.cost)]
            for opened in starts:
                for rest in self._rest(template, target, opened.end):
                    match = _Match(rest.end, opened.filled + rest.filled, opened.cost + rest.cost)
                    if self._grows(template, first, match):
                        found.append(self._derivation(template, first.start, match))
        return found

    def _openings(self, kind: str, following: str) -> list[tuple[Template, HoleElement, int]]:
        """The templates whose first hole takes something of this type, and that may go on with this word."""
        known = self._going_on.get((kind, following))
        if known is None:
            known = self._going_on[kind, following] = [
                entry for entry in self._taking(kind) if _may_go_on(*entry, following)
            ]
        return known

    def _taking(self, kind: str) -> list[tuple[Template, HoleElement, int]]:
        """The templates whose first hole takes something of this type."""
        known = self._opened_by.get(kind)
        if known is None:
            known = self._opened_by[kind] = [
                entry
                for wanted, entries in self._first_holes.items()
                if self.grammar.accepts(wanted, kind)
                for entry in entries
            ]
        return known

    def _with_adjunct(self, noun: Derivation) -> list[Derivation]:
        """The noun together with an option that stands right behind it."""
        if noun.type not in _NOUNS or len(noun.adjuncts) >= _ADJUNCTS:
            return []
        return [
            replace(
                noun,
                end=adjunct.end,
                cost=noun.cost + adjunct.cost + _ADJUNCT_COST,
                adjuncts=(*noun.adjuncts, adjunct),
            )
            for (kind, _), kept in self.edges[noun.end].items()
            if self.grammar.is_adjunct(kind)
            for adjunct in kept[:2]
        ]

    def _grows(self, template: Template, first: Derivation, match: _Match) -> bool:
        """False for a phrase that is nothing but its first hole of its own type: it would nest for ever."""
        return match.end > first.end or not self.grammar.accepts(
            match.filled[0].hole.type, template.declared.yields
        )

    def _derivation(self, template: Template, start: int, match: _Match) -> Derivation:
        declared = template.declared
        cost = match.cost + declared.cost + _STEP_COST
        return Derivation(declared.yields, start, match.end, cost, template, match.filled)

    def _rest(self, template: Template, state: int, at: int) -> list[_Match]:
        """Every way to finish a template from `state` at position `at`."""
        key = (id(template), state, at)
        known = self._memo.get(key)
        if known is not None:
            return known
        automaton = template.automaton
        found = [_Match(at, (), 0.0)] if state in automaton.final else []
        if at < len(self.tokens):
            word = self._words[at]
            for label, target in automaton.moves[state]:
                if isinstance(label, str):
                    if label == word:
                        found.extend(self._rest(template, target, at + 1))
                    continue
                for opened in self._step(label, at):
                    for rest in self._rest(template, target, opened.end):
                        found.append(
                            _Match(rest.end, opened.filled + rest.filled, opened.cost + rest.cost)
                        )
        found = _cheapest(found)
        self._memo[key] = found
        return found

    def _step(self, label: HoleElement, at: int) -> list[_Match]:
        """What fills a hole at this position."""
        starts = [each for kept in self._fitting(label.type, at) for each in kept]
        if label.many:
            return self._lists(label, starts)
        return [_Match(each.end, (Filled(label, (each,)),), each.cost) for each in starts]

    def _fitting(self, wanted: str, at: int) -> list[list[Derivation]]:
        if wanted == "Word":
            return [self._word_edges(at)]
        return [
            kept for (kind, _), kept in self.edges[at].items() if self.grammar.accepts(wanted, kind)
        ]

    def _lists(self, hole: HoleElement, starts: Sequence[Derivation]) -> list[_Match]:
        """Lists that begin with one of `starts` and go on over commas and "and"."""
        found: list[_Match] = []
        growing = [(each,) for each in starts]
        while growing:
            longer: list[tuple[Derivation, ...]] = []
            for parts in growing:
                cost = sum(p.cost for p in parts) + _bare_numbers(parts)
                found.append(_Match(parts[-1].end, (Filled(hole, parts),), cost))
                after, said = self._after_comma(parts[-1].end)
                if after is not None and len(parts) < 64:
                    longer.extend(
                        (*parts, each)
                        for kept in self._fitting(hole.type, after)
                        for each in sorted(kept, key=lambda d: d.cost)[:2]
                        if said or _alike(parts[-1], each)
                    )
            growing = longer[: 4 * _KEPT]
        return found

    def _after_comma(self, at: int) -> tuple[int | None, bool]:
        """Where a list goes on behind commas and "and", and whether "and" is said."""
        after, said = at, False
        while after < len(self.tokens) - 1 and (
            self._words[after] == COMMA or self._words[after] in _AND
        ):
            said |= self._words[after] in _AND
            after += 1
        return (after if after > at else None), said

    def _word_edges(self, at: int) -> list[Derivation]:
        """The content words that begin at a position: one English word, or up to four characters."""
        if at >= len(self.tokens):
            return []
        token = self.tokens[at]
        if token.kind is Kind.WORD or (token.kind is Kind.NAME and len(token.text) > 1):
            return [Derivation("Word", at, at + 1, _WORD_COST, word=self._words[at])]
        found: list[Derivation] = []
        end = at
        while end < len(self.tokens) and self.tokens[end].kind is Kind.HAN and end - at < _HAN_WORD:
            end += 1
            word = "".join(self._words[at:end])
            found.append(Derivation("Word", at, end, _WORD_COST + 0.02 * (end - at), word=word))
        return found


def _may_go_on(template: Template, hole: HoleElement, state: int, following: str) -> bool:
    """False where the template can only go on behind its first hole with words that are not this one."""
    automaton = template.automaton
    return (
        hole.many
        or state in automaton.final
        or any(
            label == following or isinstance(label, HoleElement)
            for label, _ in automaton.moves[state]
        )
    )


def _bare_numbers(parts: Sequence[Derivation]) -> float:
    """What a list costs for numbers among noun phrases: in "find the gcd of 12, 18 and 30" nobody asks for 30."""
    bare = [part.leaf is not None and part.type in ("Integer", "Number") for part in parts]
    return 0.0 if all(bare) else float(sum(bare))


def _alike(a: Derivation, b: Derivation) -> bool:
    """True for two formulas or two phrases: a comma between a phrase and a formula may end a clause."""
    return (a.leaf is None) is (b.leaf is None)


def _cheapest(matches: list[_Match]) -> list[_Match]:
    """The few cheapest matches for each end."""
    if len(matches) <= 1:
        return matches
    by_end: dict[int, list[_Match]] = defaultdict(list)
    for match in sorted(matches, key=lambda match: match.cost):
        if len(by_end[match.end]) < 2 * _KEPT:
            by_end[match.end].append(match)
    return [match for kept in by_end.values() for match in kept]
