"""What a template can say: its plain words, its particles, and whether a value suits its holes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from abacist.core.expr import Expr, Symbol
from abacist.core.language import Language
from abacist.core.phrase import Phrase, is_subtype
from abacist.reading.leaves import types_of
from abacist.reading.templates import Choice, Element, HoleElement, WordElement, parse_template

__all__ = ["has_words", "holes_named", "is_particle", "plain", "plain_words", "suits"]


def is_particle(element: Element, after: Sequence[Element], before: Sequence[str]) -> bool:
    """True for a word that may be left out when reading and that a well-formed sentence has."""
    if not isinstance(element, Choice) or () not in element.branches:
        return False
    first = element.branches[0]
    if len(first) != 1 or not isinstance(first[0], WordElement):
        return False
    if first[0].word == "the":  # before a noun of the phrase, not before a formula
        said = (each for each in after if not isinstance(each, Choice) or () not in each.branches)
        return not isinstance(next(said, None), HoleElement | None) and before[-1:] != ["the"]
    return first[0].word in _PARTICLES


_PARTICLES = frozenset({"当", "时", "处", "有"})


def plain(elements: Sequence[Element]) -> list[str]:
    """The words of a sequence without those of its choices."""
    return [element.shown for element in elements if isinstance(element, WordElement)]


def holes_named(elements: Sequence[Element], name: str) -> Iterator[HoleElement]:
    """The holes of a name in a template."""
    for element in elements:
        if isinstance(element, HoleElement) and element.name == name:
            yield element
        elif isinstance(element, Choice):
            for branch in element.branches:
                yield from holes_named(branch, name)


def has_words(elements: Sequence[Element]) -> bool:
    """True where a template says something in words, not in signs alone."""
    return any(
        any(map(has_words, element.branches))
        if isinstance(element, Choice)
        else isinstance(element, WordElement) and element.word.isalpha()
        for element in elements
    )


def suits(elements: Sequence[Element], hole: str, value: Any) -> bool:
    """True where a formula is of the type that the template's hole takes, or each of a list is."""
    if isinstance(value, tuple | list):
        several = len(value) == 1 or any(each.many for each in holes_named(elements, hole))
        return several and all(suits(elements, hole, each) for each in value)
    if not isinstance(value, Expr) or isinstance(value, Symbol):
        return True
    if any(name.startswith("_") for name in value.names()):
        return True  # the value of another node, whose type is not known here
    for element in elements:
        if isinstance(element, Choice):
            if any(suits(branch, hole, value) for branch in element.branches if branch):
                return True
        elif isinstance(element, HoleElement) and element.name == hole:
            return any(is_subtype(kind, element.type) for kind in types_of(value))
    return False


def plain_words(phrase: Phrase, language: Language) -> list[str]:
    """The words of the first template; of a choice the first branch, and nothing where it is optional."""

    def words(elements: Sequence[Element]) -> Iterator[str]:
        for element in elements:
            if isinstance(element, WordElement):
                yield element.shown
            elif isinstance(element, Choice) and () not in element.branches:
                yield from words(element.branches[0])

    templates = phrase.templates(language)
    return list(words(parse_template(templates[0]))) if templates else []
