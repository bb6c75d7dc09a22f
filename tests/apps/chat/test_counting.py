"""Where a text ends for the caller, however it arrives."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.apps.chat.counting import Cutter, count_tokens


def cut(pieces: list[str], stops: tuple[str, ...], most: int | None) -> tuple[str, str | None]:
    cutter = Cutter(stops, most)
    shown = "".join([*map(cutter.add, pieces), cutter.rest()])
    return shown, cutter.reason


@pytest.mark.parametrize(
    "text, tokens", [("", 0), ("x = 12", 3), ("求导数", 3), ("two words", 2), ("a_b", 3)]
)
def test_tokens(text: str, tokens: int) -> None:
    assert count_tokens(text) == tokens


@pytest.mark.parametrize(
    "pieces, stops, most, shown",
    [
        (["abc END def"], ("END",), None, ("abc ", "stop")),
        (["abc E", "N", "D def"], ("END",), None, ("abc ", "stop")),
        (["abc E", "N"], ("END",), None, ("abc EN", "stop")),
        (["one two three"], (), 2, ("one two ", "length")),
        (["one tw", "o three"], (), 2, ("one two ", "length")),
        (["one two"], (), 2, ("one two", "stop")),
    ],
)
def test_cuts(
    pieces: list[str], stops: tuple[str, ...], most: int | None, shown: tuple[str, str]
) -> None:
    assert cut(pieces, stops, most) == shown


@given(
    st.lists(st.text(alphabet="ab 1+求", max_size=6), max_size=8),
    st.lists(st.text(alphabet="ab 1", min_size=1, max_size=3), max_size=2),
    st.none() | st.integers(1, 8),
)
@settings(deadline=None, max_examples=300)
def test_pieces_do_not_matter(pieces: list[str], stops: list[str], most: int | None) -> None:
    assert cut(pieces, tuple(stops), most) == cut(["".join(pieces)], tuple(stops), most)
