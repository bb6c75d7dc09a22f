"""What is left of a turn without its words of conversation."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.core.language import Language
from abacist.reading.frames import unframed


@pytest.mark.parametrize(
    "text, language, inside",
    [
        ("把步长改成 0.05", Language.ZH, "步长 = 0.05"),
        ("那么最小值呢？", Language.ZH, "最小值"),
        ("如果步长是 0.01 呢", Language.ZH, "步长是 0.01"),
        ("Now change the step size to 0.05.", Language.EN, "step size 0.05"),
        ("What about its derivative?", Language.EN, "its derivative"),
        ("do it again with h = 0.2", Language.EN, "with h = 0.2"),
        ("use Heun instead", Language.EN, "Heun"),
    ],
)
def test_frames(text: str, language: Language, inside: str) -> None:
    assert inside in list(unframed(text, language))


@given(st.text(max_size=500), st.sampled_from(Language))
@settings(deadline=None, max_examples=200)
def test_any_text_is_itself_first(text: str, language: Language) -> None:
    found = list(unframed(text, language))
    assert found[0] == text.strip().rstrip("?？.。!！").rstrip()
    assert len(found) < 40
