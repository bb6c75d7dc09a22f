"""Any text becomes tokens that know what they are and where they stood."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.notation.lexer import Kind, tokenize


def shown(text: str) -> str:
    """The tokens as `kind:text`, the kind by its first letters."""
    return " ".join(f"{token.kind.value[:4]}:{token.text}" for token in tokenize(text))


CASES = [
    ("x² − 5x", "name:x supe:2 oper:- numb:5 name:x"),
    ("２ｘ＋５＝１７", "numb:2 name:x oper:+ numb:5 oper:= numb:17"),
    ("（１，２）。", "open:( numb:1 comm:, numb:2 clos:) punc:."),
    ("求x的值？", "han:求 name:x han:的 han:值 punc:?"),
    ("小明有12本书、3支笔；", "han:小 han:明 han:有 numb:12 han:本 han:书 punc:、 numb:3 han:支 han:笔 punc:;"),
    ("Find the sum of xy.", "word:Find word:the word:sum word:of word:xy punc:."),
    ("it's y's don't", "word:it word:'s name:y word:'s word:don't"),
    ("f''(x)", "name:f oper:'' open:( name:x clos:)"),
    ("ẋ θ̇", "name:x oper:' name:theta oper:'"),
    ("x_1 x_{12} R1 α₂ x_max", "name:x_1 name:x_12 name:R1 name:alpha_2 name:x_max"),
    ("a_{n+1}", "name:a oper:_ open:{ name:n oper:+ numb:1 clos:}"),
    ("log_2 8 log2(8)", "name:log oper:_ numb:2 numb:8 name:log2 open:( numb:8 clos:)"),
    ("sinx xcosx sin2x", "name:sin name:x name:x name:cos name:x name:sin numb:2 name:x"),
    ("the cost, a basin, since", "word:the word:cost comm:, name:a word:basin comm:, word:since"),
    ("sum(n) sum in(x) in", "name:sum open:( name:n clos:) word:sum name:in open:( name:x clos:) word:in"),
    ("≤ ≥ ≠ <= != -> →", "oper:<= oper:>= oper:!= oper:<= oper:!= oper:→ oper:→"),
    ("∫₀^∞", "oper:∫ subs:0 oper:^ name:oo"),
    ("3½", "numb:3 numb:1/2"),
    ("1.5e-3 1e5 2e^x .5", "numb:1.5e-3 numb:1e5 numb:2 name:e oper:^ name:x numb:0.5"),
    ("1..5 1.1.1", "numb:1 punc:… numb:5 numb:1.1 punc:. numb:1"),
    ("1,234,567 and 1,234", "numb:1234567 word:and numb:1234"),
    ("100,200的", "numb:100 comm:, numb:200 han:的"),
    ("[50,150] (1,234)", "open:[ numb:50 comm:, numb:150 clos:] open:( numb:1 comm:, numb:234 clos:)"),
    (r"7{,}425 1,\!000", "numb:7425 numb:1000"),
    (r"\frac{a}{b}", r"comm:\frac open:{ name:a clos:} open:{ name:b clos:}"),
    (r"\left|x\right|\le\infty", "open:| name:x clos:| oper:<= name:oo"),
    (r"\sin\theta_1\cdot\pi", "name:sin name:theta_1 oper:* name:pi"),
    (r"\left. f \right]", "name:f clos:]"),
    (r"\{x\}", r"open:\{ name:x clos:\}"),
    (r"\int^b_a", "oper:∫ oper:^ name:b oper:_ name:a"),
    ("$x$ costs $5 and $3", "math:$ name:x math:$ word:costs word:$ numb:5 word:and word:$ numb:3"),
    (r"\(x\) $$y$$ \$5", r"math:\( name:x math:\) math:$$ name:y math:$$ word:$ numb:5"),
    ("5 cm 3 m ℃", "numb:5 name:cm numb:3 name:m name:℃"),
    ("5! 好！", "numb:5 oper:! han:好 punc:!"),
    ("naïve Ω \x00", "word:naïve name:Omega othe:\x00"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "tokens"), CASES, ids=[text for text, _ in CASES])
def test_tokens(text: str, tokens: str) -> None:
    assert shown(text) == tokens


def test_offsets_count_in_the_original_text() -> None:
    text = "令ｘ²≤½"
    assert [
        (token.start, token.end, text[token.start : token.end]) for token in tokenize(text)
    ] == [
        (0, 1, "令"),
        (1, 2, "ｘ"),
        (2, 3, "²"),
        (3, 4, "≤"),
        (4, 5, "½"),
    ]


def test_blanks_are_remembered() -> None:
    assert [token.blank for token in tokenize(r"1 1/2\,x\ y")] == [
        False,
        True,
        False,
        False,
        True,
        True,
    ]


@settings(deadline=None, max_examples=500)
@given(st.text(max_size=80))
def test_tokens_cover_everything_but_blanks(text: str) -> None:
    """Tokens come in order, do not overlap, and leave out nothing that is not a blank or a spacing command."""
    place = 0
    for token in tokenize(text):
        assert place <= token.start <= token.end <= len(text)
        left_out = text[place : token.start]
        assert "\\" in left_out or not any(sign.isalnum() for sign in left_out)
        place = token.end
        assert isinstance(token.kind, Kind)
        assert token.text


@pytest.mark.parametrize(
    "unit",
    ["x", "1,234,", "$", "\\", "'", "{", "sinx", "x_", "1.", "x^", "好", "\u0307", "ﬀ", "''s"],
)
def test_time_is_linear(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        best = 9.0
        for _ in range(3):
            start = time.perf_counter()
            tokenize(text)
            best = min(best, time.perf_counter() - start)
        return best

    assert seconds(64_000) < 32 * seconds(8_000) + 0.05
