"""Expressions said in words: phrases that mean a formula, run backwards.

`member >= a` is "at least {a}", so n ≥ 100 is said "at least 100"; square(a) is "a square of side {a}". The
phrase that fixes most is chosen: n mod 2 = 0 is "even" rather than "divisible by 2".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from abacist.core.expr import CONSTANTS, Call, Expr, Number, Symbol
from abacist.core.language import Language
from abacist.core.phrase import Formula, Phrase, is_subtype
from abacist.notation.grammar import parse_canonical
from abacist.notation.nouns import shown_name
from abacist.reading.declarations import holes_of, outline
from abacist.reading.standard import standard_grammar
from abacist.reading.templates import Choice, Element, HoleElement, WordElement, parse_template

__all__ = ["words_for"]

_MEMBER = "member"
"""What predicates call the number that they speak of; a plan calls it otherwise."""

Said = Callable[[Expr, str], str | None]
"""Says an expression that stands in a hole of a type; None where it cannot be said there."""


class _Noun(str):
    """The last word of a name: what there are several of; the words before it say which."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class _Pattern:
    """The formula of a phrase, the names in it that holes fill, and those that are made of words."""

    phrase: Phrase
    formula: Expr
    holes: frozenset[str]
    named: Mapping[str, str]


def words_for(value: Expr, wanted: str, language: Language, say: Said) -> list[str] | None:
    """The words of the phrase of type `wanted` that means `value`; None where there is none."""
    grammar = standard_grammar()
    kinds = (wanted, *grammar.wrapped.get(wanted, ()))
    for declared in grammar.formulas.get(outline(value), ()):
        if not any(is_subtype(declared.yields, kind) for kind in kinds):
            continue
        pattern = _pattern(declared.phrase)
        found = _match(pattern, value, language)
        if found is None:
            continue
        for template in pattern.phrase.templates(language):
            words = _filled(parse_template(template), found, say, language)
            if words is not None:
                return words
    return None


@cache
def _pattern(phrase: Phrase) -> _Pattern:
    assert isinstance(phrase.means, Formula)
    formula = parse_canonical(phrase.means.text)
    named = {key: name.template for key, name in phrase.means.names}
    return _Pattern(phrase, formula, holes_of(phrase) & formula.names(), named)


def _match(pattern: _Pattern, value: Expr, language: Language) -> dict[str, Expr | str] | None:
    """What fills the holes so that the pattern is the value."""
    found: dict[str, Expr] = {}
    if not _unify(pattern, pattern.formula, value, found):
        return None
    filled: dict[str, Expr | str] = {name: found[name] for name in pattern.holes}
    for key, template in pattern.named.items():
        name = found.get(key)
        words = None
        if isinstance(name, Symbol):
            words = _words_of(template, shown_name(name.name, language))
        if words is None:
            return None
        filled.update(words)
    return filled


def _unify(pattern: _Pattern, formula: Expr, value: Expr, found: dict[str, Expr]) -> bool:
    if isinstance(formula, Symbol) and formula.name not in CONSTANTS:
        if formula.name == _MEMBER:
            return isinstance(value, Symbol) and found.setdefault(_MEMBER, value) == value
        is_hole = formula.name in pattern.holes or formula.name in pattern.named
        return found.setdefault(formula.name, value) == value if is_hole else formula == value
    if isinstance(formula, Call) and isinstance(value, Call):
        if formula.head != value.head or len(formula.args) != len(value.args):
            return False
        if formula.head == "apply" and formula.args[0] != value.args[0]:
            return False
        first = 1 if formula.head == "apply" else 0
        pairs = zip(formula.args[first:], value.args[first:], strict=True)
        return all(_unify(pattern, a, b, found) for a, b in pairs)
    return isinstance(formula, Number | Symbol) and formula == value


def _words_of(template: str, name: str) -> dict[str, str] | None:
    """The words that a name was made of: {c}_{w} and red_ball."""
    form = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^_]+)", re.escape(template))
    match = re.fullmatch(form, name)
    if match is None:
        return None
    words = match.groupdict()
    *_, last = words
    return {**words, last: _Noun(words[last])}


def _filled(
    elements: tuple[Element, ...], found: Mapping[str, Expr | str], say: Said, language: Language
) -> list[str] | None:
    """The words of a template with its holes filled; None where a hole has nothing to say."""
    words: list[str] = []
    for element in elements:
        if isinstance(element, WordElement):
            words.append(element.shown)
        elif isinstance(element, HoleElement):
            value = found.get(element.name)
            if value is None:
                return None
            said = (
                _plural(value, found, language)
                if isinstance(value, str)
                else say(value, element.type)
            )
            if said is None:
                return None
            words.append(said)
        else:
            best = _best_branch(element, found, say, language)
            if best is None:
                return None
            words.extend(best)
    return words


def _best_branch(
    choice: Choice, found: Mapping[str, Expr | str], say: Said, language: Language
) -> list[str] | None:
    """The first branch that can be said; nothing where nothing need be said."""
    options = [(branch, _filled(branch, found, say, language)) for branch in choice.branches]
    with_holes = [words for branch, words in options if words and _has_hole(branch)]
    if with_holes:
        return with_holes[0]
    if () in choice.branches:
        return []
    return next((words for _, words in options if words is not None), None)


def _has_hole(elements: tuple[Element, ...]) -> bool:
    return any(
        isinstance(e, HoleElement) or (isinstance(e, Choice) and any(map(_has_hole, e.branches)))
        for e in elements
    )


def _plural(word: str, found: Mapping[str, Expr | str], language: Language) -> str:
    """An English noun takes its s, unless it stands beside the number one."""
    numbers = [value for value in found.values() if isinstance(value, Number)]
    several = not numbers or any(value.value != 1 for value in numbers)
    is_noun = isinstance(word, _Noun) and word.isascii() and word[-1:] not in ("s", "")
    if len(word) == 1:  # the letter that names a person
        return word
    if language is Language.EN and several and is_noun:
        return f"{word}s"
    return word
