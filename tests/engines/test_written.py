"""What models really write, read: each way of writing once, and random texts in bounded time."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from abacist.engines.written import read_arguments, split_thoughts, written, written_calls

# What a model writes, the values in it, and the repairs of the first.
CASES: dict[str, tuple[str, list[Any], set[str]]] = {
    "JSON": ('{"a": [1, -2.5, true, null, "x"]}', [{"a": [1, -2.5, True, None, "x"]}], set()),
    "a fence": ('Sure!\n```json\n{"a": 1}\n```\nDone.', [{"a": 1}], set()),
    "several objects": ('{"a": 1}\n{"a": 2} and [3]', [{"a": 1}, {"a": 2}, [3]], set()),
    "LaTeX that JSON refuses": (r'{"a": "\(x\) \alpha"}', [{"a": r"\(x\) \alpha"}], {"latex_backslash"}),
    "LaTeX that JSON misreads": (
        r'{"a": "\frac{1}{2} \times \beta \right \theta \text{ cm}"}',
        [{"a": r"\frac{1}{2} \times \beta \right \theta \text{ cm}"}],
        {"latex_backslash"},
    ),
    "LaTeX that is escaped": (r'{"a": "\\frac{1}{2}\nu"}', [{"a": "\\frac{1}{2}\nu"}], set()),
    "a new line before a word": (r'{"a": "so\nnu is"}', [{"a": "so\nnu is"}], set()),
    "nu among raw LaTeX": (r'{"a": "\(\nu\)\nThus"}', [{"a": "\\(\\nu\\)\nThus"}], {"latex_backslash"}),
    "nabla": (r'{"a": "\nabla f"}', [{"a": r"\nabla f"}], {"latex_backslash"}),
    "a tab before code": (r'{"a": "if x:\n\treturn"}', [{"a": "if x:\n\treturn"}], set()),
    "a row of a matrix": (
        r'{"a": "\(1 & 2 \\ 3\)"}', [{"a": r"\(1 & 2 \\ 3\)"}], {"latex_backslash"}),
    "unicode": (r'{"a": "\u4e2d\ud835\udc65"}', [{"a": "中𝑥"}], set()),
    "half a pair": (r'{"a": "\ud835!"}', [{"a": "\ufffd!"}], {"escape"}),
    "underline is no unicode": (r'{"a": "\underline{x}"}', [{"a": r"\underline{x}"}], {"latex_backslash"}),
    "single quotes": ("{'a': 'it is', 'b': True}", [{"a": "it is", "b": True}], {"quotation_marks", "constant"}),
    "an apostrophe": ("{'a': 'Newton's law', 'b': 1}", [{"a": "Newton's law", "b": 1}],
                      {"quotation_marks", "inner_quotation_marks"}),
    "Chinese quotation marks": ("｛".replace("｛", "{") + "“答案”：“十二”，“单位”：「厘米」}",
                                [{"答案": "十二", "单位": "厘米"}], {"quotation_marks", "punctuation"}),
    "Chinese quotation marks within": ('{"a": "他说“好”，走了"}', [{"a": "他说“好”，走了"}], set()),
    "quotation marks within": ('{"a": "the "b" of", "c": 1}', [{"a": 'the "b" of', "c": 1}],
                               {"inner_quotation_marks"}),
    "a trailing comma": ('{"a": [1, 2,], }', [{"a": [1, 2]}], {"comma"}),
    "a missing comma": ('{"a": "x" "b": 1\n"c": 2}', [{"a": "x", "b": 1, "c": 2}], {"comma"}),
    "bare keys": ("{a: 1, b_2: 'x'}", [{"a": 1, "b_2": "x"}], {"bare_key", "quotation_marks"}),
    "bare values": (r'{"a": x**2 + 1, "b": \frac{1}{2}}', [{"a": "x**2 + 1", "b": r"\frac{1}{2}"}], {"bare_text"}),
    "comments": ('{"a": 1, // one\n /* two */ "b": 2}', [{"a": 1, "b": 2}], {"comment"}),
    "raw line breaks": ('{"a": "x\ny"}', [{"a": "x\ny"}], {"raw_line_break"}),
    "triple quotes": ('{"a": """x "y"\nz"""}', [{"a": 'x "y"\nz'}], {"quotation_marks"}),
    "an end without quotation mark": ('{"a": "x,\n  "b": "y\n}', [{"a": "x", "b": "y"}],
                                      {"quotation_marks", "raw_line_break", "comma"}),
    "truncated in a text": ('{"a": 1, "b": "x', [{"a": 1, "b": "x"}], {"truncated"}),
    "truncated in a list": ('{"a": [1, 2', [{"a": [1, 2]}], {"truncated"}),
    "truncated in a key": ('{"a": 1, "b', [{"a": 1}], {"truncated"}),
    "a key twice": ('{"a": 1, "a": 2}', [{"a": 2}], {"contradiction"}),
    "digits beyond a float": ('{"a": 3.14159265358979323846}', [{"a": "3.14159265358979323846"}], {"long_number"}),
    "a plus sign": ('{"a": +1, "b": .5}', [{"a": 1, "b": 0.5}], {"number"}),
    "a set and LaTeX are no JSON": (r"the set {1, 2} and \frac{1}{2} and {x}", [], set()),
    "no JSON": ("It is 4.", [], set()),
}  # fmt: skip


@pytest.mark.parametrize("text, values, repairs", CASES.values(), ids=list(CASES))
def test_what_models_write(text: str, values: list[Any], repairs: set[str]) -> None:
    found = written(text)
    assert [each.value for each in found] == values
    assert set(found[0].repairs if found else ()) == repairs
    assert all(each.is_whole for each in found) == (not repairs & {"truncated", "contradiction"})


@pytest.mark.parametrize(
    "text, thoughts, said",
    [
        ("<think>a</think>b", "a", "b"),
        ("a</think>b", "a", "b"),
        ("b<think>a", "a", "b"),
        ("<think>a</think>b<think>c</think>d", "ac", "bd"),
        ("b", "", "b"),
        ("<thinking>a</thinking>b", "a", "b"),
    ],
)
def test_thoughts(text: str, thoughts: str, said: str) -> None:
    assert split_thoughts(text) == (thoughts, said)


@pytest.mark.parametrize(
    "text, calls",
    [
        ('<tool_call>{"name": "f", "arguments": {"x": 1}}</tool_call>', [("f", {"x": 1})]),
        ('<tool_call>{"name": "f", "arguments": "{\\"x\\": 1}"}', [("f", {"x": 1})]),
        ('<tool_call>{"name": "g", "arguments": {}}</tool_call>', [("g", {})]),
        ('{"name": "f", "parameters": {"x": 1}}', [("f", {"x": 1})]),
        ('{"name": "Ann", "arguments": {"x": 1}}', []),
        ('{"name": "f", "age": 3}', []),
        ('{"type": "function", "function": {"name": "f", "arguments": {}}}', [("f", {})]),
        ('[TOOL_CALLS][{"name": "f", "arguments": {"x": 1}}, {"name": "f", "arguments": {"x": 2}}]',
         [("f", {"x": 1}), ("f", {"x": 2})]),
        ('<|python_tag|>{"name": "f", "parameters": {"x": 1}}', [("f", {"x": 1})]),
        ('<function=f>{"x": 1}</function>', [("f", {"x": 1})]),
        ('✿FUNCTION✿: f\n✿ARGS✿: {"x": 1}\n✿RESULT✿', [("f", {"x": 1})]),
        ('<tool_call>{"name": "f", "arguments": {"x": 1}}</tool_call>' * 2, [("f", {"x": 1})]),
        ('<tool_call>{"name": "f", "arguments": 3}</tool_call>', [("f", None)]),
    ],
)  # fmt: skip
def test_calls(text: str, calls: list[Any]) -> None:
    assert [(call.name, call.arguments) for call in written_calls(text, ["f"])] == calls


@pytest.mark.parametrize(
    "text, value",
    [
        ("", {}),
        ('{"x": 1}', {"x": 1}),
        ('{"x": 1}{"x": 1}', {"x": 1}),
        ('{"x": 1}{"x": 2}', None),
        ('"{\\"x\\": 1}"', {"x": 1}),
        ("[1]", None),
        ("two", None),
    ],
)
def test_arguments(text: str, value: Any) -> None:
    read = read_arguments(text)
    assert (read.value if read is not None else None) == value


# ---- any text

SIGNS = st.text(alphabet="{}[]\"'“”：，:,\\\n abnu01-.<>/`tf", max_size=300)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(SIGNS)
def test_any_text_is_read_without_a_mistake(text: str) -> None:
    for each in written(text):
        assert 0 <= each.start < each.end <= len(text)
        json.dumps(each.value).encode()
    split_thoughts(text)
    written_calls(text, ["a"])


@given(st.dictionaries(st.text(min_size=1), JSON, min_size=1))
def test_what_is_json_is_read_as_json(value: Any) -> None:
    """All JSON without the backslashes that would be LaTeX: the escape of each sign is ASCII's."""
    text = json.dumps(value)
    if "\\" in text:
        return
    [found] = written(text)
    assert (found.value, found.repairs) == (value, frozenset())


@given(st.dictionaries(st.text(min_size=1), JSON, min_size=1), st.text(alphabet=" \n", max_size=3))
def test_json_in_unicode_is_read_as_json(value: Any, blank: str) -> None:
    text = json.dumps(value, ensure_ascii=False)
    if "\\" in text or any(ord(sign) in range(0xD800, 0xE000) for sign in text):
        return
    [found] = written(blank + text + blank)
    assert found.value == value


HARD = [
    '{"a": ' * 40_000,
    "{" * 200_000,
    '{"a' * 60_000,
    '{"a": "' + '" ' * 100_000,
    '{"a": "' + "\\" * 200_000,
    "[" * 200_000,
    '{"a": 1, ' * 30_000,
    '["' * 100_000,
    "<think>" * 30_000,
    '{"a":' + " " * 200_000,
    "{'a': x" + "(" * 200_000,
    '{"a": "\n"b' * 20_000,
    "{a:" + "1" * 200_000 + "}",
]


@pytest.mark.parametrize("text", HARD, ids=lambda text: text[:12])
def test_the_time_is_linear(text: str) -> None:
    """Processor time per character for the whole is about that for a quarter, and small."""

    def seconds(part: str) -> float:
        start = time.process_time()
        written(part)
        return time.process_time() - start

    quarter = min(seconds(text[: len(text) // 4]) for _ in range(2))
    assert seconds(text) < 12 * quarter + 0.1
