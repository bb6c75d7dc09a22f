"""What a model wrote, taken apart: its thoughts, its text, the JSON and the tool calls within.

    split_thoughts(text)      `<think>…</think>`, also without its beginning or its end
    written(text)             every object and list, where it stands and what was mended
    written_calls(text, names)   calls of tools in all the spellings of the common chat templates

Bounded and linear: a text is read at most `_PASSES` times however it is made.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pydantic import JsonValue

from abacist.engines.lenient_json import NotJson, Reader

__all__ = ["Call", "Written", "read_arguments", "split_thoughts", "written", "written_calls"]

CHARACTERS = 1_000_000
_PASSES = 4
_MOST = 256  # values of one text

_THINK = re.compile(r"</?think(?:ing)?>", re.IGNORECASE)
_BEGINNING = re.compile(
    r"\{\s{0,200}(?:[\"“＂'‘「]|[A-Za-z_]\w{0,60}\s{0,20}[:：]|\})|\[\s{0,200}[\[{\"“＂'‘「\d\]-]"
)
_TAG = re.compile(
    r"<tool_call>|</tool_call>|\[TOOL_CALLS\]|<\|python_tag\|>|<function=([\w.-]{1,64})>|</function>"
    r"|✿FUNCTION✿[:：]?[ \t]*([\w.-]{1,64})|✿ARGS✿[:：]?|✿RESULT✿|```[a-zA-Z_]*"
)


@dataclass(frozen=True, slots=True)
class Written:
    """A value with its place: `start` and `end` count characters; `tag` is what stands open around it."""

    value: JsonValue
    start: int
    end: int
    repairs: frozenset[str] = frozenset()
    tag: str = ""
    named: str = ""

    @property
    def is_whole(self) -> bool:
        """False where the text ended within it, or a key of it has two different values."""
        return not self.repairs & {"truncated", "contradiction"}


@dataclass(frozen=True, slots=True)
class Call:
    """A call as a model wrote it; `arguments` is None where they could not be read."""

    name: str
    arguments: dict[str, JsonValue] | None
    repairs: frozenset[str] = frozenset()
    is_whole: bool = True


def split_thoughts(text: str) -> tuple[str, str]:
    """The thoughts of a model and what it said besides; thoughts that do not end are the rest of the text."""
    thoughts: list[str] = []
    said: list[str] = []
    at, is_open = 0, False
    for tag in _THINK.finditer(text):
        piece = text[at : tag.start()]
        closes = tag[0][1] == "/"
        if is_open or (closes and not thoughts):  # a template may have written the first tag
            thoughts.extend([*said, piece] if closes and not is_open else [piece])
            said = said if is_open else []
        else:
            said.append(piece)
        at, is_open = tag.end(), not closes
    (thoughts if is_open else said).append(text[at:])
    return "".join(thoughts).strip(), "".join(said).strip()


def written(text: str) -> tuple[Written, ...]:
    """The objects and lists of a text, in order, none within another."""
    return tuple(_values(text[:CHARACTERS]))


def _values(text: str) -> Iterator[Written]:
    reader = Reader(text)
    left = _PASSES * len(text)
    tags = _Tags(text)
    at = found = 0
    while left > 0 and found < _MOST:
        beginning = _BEGINNING.search(text, at)
        if beginning is None:
            return
        start = beginning.start()
        try:
            value = reader.read(start)
        except NotJson:
            left -= max(1, reader.at - start)
            at = reader.at if reader.is_too_deep else start + 1
            continue
        found += 1
        left -= reader.at - start
        at = max(reader.at, start + 1)
        tag, named = tags.before(start)
        yield Written(value, start, at, frozenset(reader.repairs), tag, named)


class _Tags:
    """Which tag stands open at a place; places are asked for from left to right."""

    def __init__(self, text: str) -> None:
        self.found = _TAG.finditer(text)
        self.next = next(self.found, None)
        self.tag = self.named = ""

    def before(self, place: int) -> tuple[str, str]:
        while self.next is not None and self.next.end() <= place:
            self._pass(self.next)
            self.next = next(self.found, None)
        return self.tag, self.named

    def _pass(self, tag: re.Match[str]) -> None:
        sign = tag[0]
        if sign.startswith("</") or sign == "✿RESULT✿":
            self.tag = self.named = ""
        elif sign.startswith("```"):
            self.tag = "" if self.tag == "```" and sign == "```" else self.tag or "```"
        elif sign.startswith("✿ARGS"):
            self.tag = sign
        else:
            self.tag, self.named = sign, tag[1] or tag[2] or ""


def written_calls(text: str, names: Collection[str]) -> tuple[Call, ...]:
    """The calls in a text, the same one written twice once. `names` are those of the tools that were offered.

    Within the tags of a call everything is one; elsewhere only an object that names an offered tool and holds
    arguments: an object that merely has a name is no call.
    """
    calls: list[Call] = []
    for value in written(text):
        is_tagged = value.tag not in ("", "```")
        for each in value.value if isinstance(value.value, list) else [value.value]:
            call = _call(each, value, names, is_tagged=is_tagged)
            if call is not None and call not in calls:
                calls.append(call)
    return tuple(calls)


def _call(
    value: JsonValue, whole: Written, names: Collection[str], *, is_tagged: bool
) -> Call | None:
    if not isinstance(value, dict):
        return None
    if whole.named:
        return Call(whole.named, value, whole.repairs, whole.is_whole)
    inner = value.get("function")
    if isinstance(inner, dict):
        value = inner
    name = value.get("name", inner if isinstance(inner, str) else None)
    key = next((each for each in ("arguments", "parameters", "args") if each in value), None)
    if not isinstance(name, str) or not (is_tagged or (name in names and key is not None)):
        return None
    repairs, is_whole = whole.repairs, whole.is_whole
    arguments = value[key] if key is not None else {}
    if isinstance(arguments, str):
        read = read_arguments(arguments)
        if read is None:
            return Call(name, None, repairs, is_whole)
        arguments, is_whole = read.value, is_whole and read.is_whole
        repairs |= read.repairs
    return Call(name, arguments if isinstance(arguments, dict) else None, repairs, is_whole)


def read_arguments(text: str) -> Written | None:
    """The one object that a text of arguments holds; None where it holds none, or several that differ."""
    bare = text.strip()
    if bare.startswith('"') and bare.endswith('"'):  # written as a text within the text
        bare = _unwrapped(bare)
    if not bare:
        return Written({}, 0, 0)
    found = [each for each in written(bare) if isinstance(each.value, dict)]
    if not found or any(each.value != found[0].value for each in found):
        return None
    first = found[0]
    repairs = first.repairs | ({"doubled"} if len(found) > 1 else set())
    if bare[: first.start].strip() or bare[found[-1].end :].strip():
        repairs |= {"text_around"}
    return Written(first.value, first.start, first.end, repairs)


def _unwrapped(text: str) -> str:
    try:
        inner = json.loads(text)
    except ValueError:
        return text
    return inner.strip() if isinstance(inner, str) else text
