"""An answer as Markdown: golden texts in both languages, and nothing of a person's text is markup."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from abacist.core.language import Language
from abacist.explain.markdown import BRACKETS, DOLLARS, _set_apart, markdown
from tests.explain.answers import linear, refused

ENGLISH = r"""**Problem**: 2x+5=17 &lt;now&gt;

**Understood as**: Solve 2x + 5 = 17 for x.

## Answer

$$
6
$$

*proved — by exact proof*

## Steps

**Method**: elimination

1. Subtract $5$ on both sides.

   $$
   2x + 5 = 17 \;\Longrightarrow\; 2x = 12
   $$

   1. Work out the numbers.

      $$
      17 - 5 = 12
      $$

2. A table:

   $$
   x = 6
   $$


   $$
   y = 1
   $$


   | n | x |
   | --- | --- |
   | 0 | 1.5 |
   | 1 | 6 |


## Checks

- proved — substituted each root exactly; the degree shows that none is missing

## Assumptions

- x is real.
- No units.

## Notes

- A remark.

## Code

```python
print(6)
```
"""


def test_english() -> None:
    assert markdown(linear(Language.EN)) == ENGLISH


def test_chinese() -> None:
    text = markdown(linear(Language.ZH))
    for words in (
        "**题目**：",
        "## 答案",
        "## 步骤",
        "两边减去 $5$。",
        "## 核验",
        "已证明 — 将每个根精确代入",
        "## 假设",
    ):
        assert words in text
    for words in ("Answer", "proved", "Steps"):
        assert words not in text


def test_without_code() -> None:
    assert "print" not in markdown(linear(Language.EN), code=False)


@pytest.mark.parametrize("language", Language)
def test_a_refuted_answer_shows_what_speaks_against_it(language: Language) -> None:
    text = markdown(refused(language))
    assert "x = 6; left = 16" in text
    assert "$$" not in text


def test_it_is_valid_markdown() -> None:
    """The steps stay one list with the formulas and the table inside their items."""
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(ENGLISH)
    assert html.count("<ol>") == 2
    assert html.count("<table>") == 1
    assert "<now>" not in html


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("the limit of $h$·ln($g$)", "the limit of $h$ ·ln($g$)"),
        ("n·$x$ⁿ⁻¹, with n = $3$.", "n· $x$ ⁿ⁻¹, with n = $3$."),
        ("取 u = $x$，dv = $e^x$ dx；得$v$的值", "取 u = $x$，dv = $e^x$ dx；得$v$的值"),
        ("($a$, $b$) and [$c$)", "($a$, $b$) and [$c$)"),
        ("no formula at all", "no formula at all"),
    ],
)
def test_formulas_stand_apart_from_words(text: str, shown: str) -> None:
    assert _set_apart(text, DOLLARS) == shown


def test_brackets_need_no_room() -> None:
    assert _set_apart(r"n·\(x\)ⁿ", BRACKETS) == r"n·\(x\)ⁿ"
