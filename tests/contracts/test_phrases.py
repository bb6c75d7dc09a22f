"""No hole of a template is lost: what a person said there is in the meaning, or it would be answered wrongly."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from abacist.core.phrase import Define, Formula, Hole, Make, Meaning, Name, Nothing, Referent
from abacist.reading.grammar import Template
from abacist.reading.standard import standard_grammar
from abacist.reading.templates import Choice, Element, HoleElement, parse_template

_SYMBOL = re.compile(r"[^\W\d]\w*")
_IN_NAME = re.compile(r"\{(\w+)\}")


def _holes(elements: tuple[Element, ...]) -> Iterator[str]:
    for element in elements:
        if isinstance(element, HoleElement):
            yield element.name
        elif isinstance(element, Choice):
            for branch in element.branches:
                yield from _holes(branch)


def _said(meaning: Meaning) -> set[str]:
    """The names of the holes that the meaning holds."""
    match meaning:
        case Hole(name):
            return {name}
        case Name(template):
            return set(_IN_NAME.findall(template))
        case Make(args=args):
            return {name for _, value in args for name in _said(value)}
        case Formula(text, names):
            inner = {name for _, value in names for name in _said(value)}
            return set(_SYMBOL.findall(text)) | inner
        case Define(name, value):
            return _said(name) | _said(value)
        case _:
            return set()


def _lost(template: Template) -> set[str]:
    means = template.phrase.means
    if means is None:  # every hole is an argument
        return set()
    return set(_holes(parse_template(template.text))) - _said(means)


def test_no_hole_is_dropped_by_its_meaning() -> None:
    lost = {t.text: names for t in standard_grammar().templates() if (names := _lost(t))}
    assert lost == {}


@pytest.mark.parametrize("means", [Nothing(), Referent()])
def test_fillers_and_pronouns_have_no_holes(means: Meaning) -> None:
    """A word in the hole of a filler would be swallowed."""
    found = [t.text for t in standard_grammar().templates() if t.phrase.means == means]
    assert found
    assert [text for text in found if "{" in text] == []


def test_question_marks_follow_what_may_be_left_out() -> None:
    """`出?` would ask for a question mark in the text; it has to be `(出)?`."""
    texts = [template.text for template in standard_grammar().templates()]
    assert [text for text in texts if re.search(r"[^)}]\?", text)] == []
