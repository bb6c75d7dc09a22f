"""The words by which templates are found."""

from __future__ import annotations

import pytest

from abacist.reading.keywords import needed_words
from abacist.reading.standard import standard_grammar


@pytest.mark.parametrize(
    "template, words",
    [
        ("(find|compute) {v:Value}", {"find", "compute"}),
        ("(please)? {v:Value}", set()),
        ("{v:Value}", set()),
        ("{n:Integer}的(正)?因数", {"的"}),
        ("(a|the biggest) {v:Value}", set()),
        ("(the (very)? biggest|so small) {v:Value}?", {"biggest", "small"}),
        ("RK4 (method)?", set()),
        ("{f:Function}'s value", {"value"}),
    ],
)
def test_needed_words(template: str, words: set[str]) -> None:
    assert needed_words(template) == words


def test_needed_words_are_words_that_the_lexer_sees() -> None:
    for template in standard_grammar().templates():
        labels = {
            label
            for moves in template.automaton.moves
            for label, _ in moves
            if isinstance(label, str)
        }
        assert needed_words(template.text) <= labels, template.text


def test_every_match_of_a_template_has_a_needed_word() -> None:
    """Every way through every automaton passes a needed word."""
    for template in standard_grammar().templates():
        needed = needed_words(template.text)
        automaton = template.automaton
        if not needed:
            continue
        waiting, seen = [0], {0}
        while waiting:
            state = waiting.pop()
            assert state not in automaton.final, template.text
            for label, target in automaton.moves[state]:
                if label not in needed and target not in seen:
                    seen.add(target)
                    waiting.append(target)
