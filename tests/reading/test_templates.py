"""Templates of phrases: what they match, and what is no template."""

from __future__ import annotations

import pytest

from abacist.reading.templates import (
    Choice,
    HoleElement,
    TemplateError,
    WordElement,
    compile_template,
    parse_template,
)


def test_elements_of_a_template() -> None:
    found = parse_template("the (sum|Product) of {s:Set+} (and)?")
    assert found[0] == WordElement("the", "the")
    assert isinstance(found[1], Choice)
    assert found[1].branches[1] == (WordElement("product", "Product"),)
    assert found[3] == HoleElement("s", "Set", many=True)
    assert isinstance(found[4], Choice)
    assert () in found[4].branches


def test_chinese_is_taken_apart_by_character() -> None:
    words = [
        element.word for element in parse_template("最大值") if isinstance(element, WordElement)
    ]
    assert words == ["最", "大", "值"]


@pytest.mark.parametrize("text", ["(a", "a)", "{x}", "{x:}", "a | b", "(a)?)"])
def test_what_is_no_template(text: str) -> None:
    with pytest.raises(TemplateError):
        parse_template(text)


def test_a_template_that_matches_nothing_is_refused() -> None:
    with pytest.raises(TemplateError):
        compile_template("(please)?")


def test_words_that_every_match_contains() -> None:
    automaton = compile_template("(find|compute) {v:Value}")
    assert automaton.required == frozenset()
    automaton = compile_template("the sum of {s:Set}")
    assert automaton.required == {"the", "sum", "of"}
