"""Requests and replies as OpenAI's chat completions write them, and the parts of replies put together.

Nothing but what `body` names is ever sent. Of a reply everything is doubted: its types, its order, its length.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from abacist.engines.messages import BOUNDS, Ask, NamedChoice, Turn

__all__ = ["Draft", "RawCall", "body", "error_in"]


def body(ask: Ask, model: str, *, stream: bool, stream_usage: bool = True) -> dict[str, Any]:
    """The JSON body of a request."""
    told: dict[str, Any] = {
        "model": model,
        "messages": [_message(turn) for turn in ask.turns],
        "temperature": ask.temperature,
        "max_tokens": ask.most_tokens,
        "stream": stream,
    }
    if stream and stream_usage:
        told["stream_options"] = {"include_usage": True}
    if ask.tools:
        told |= {
            "tools": [
                {"type": "function", "function": tool.model_dump(mode="json")} for tool in ask.tools
            ],
            "tool_choice": _choice(ask.choice),
            "parallel_tool_calls": not ask.one_call,
        }
    if ask.schema_ is not None:
        schema = {"name": ask.schema_.name, "schema": ask.schema_.body, "strict": True}
        told["response_format"] = {"type": "json_schema", "json_schema": schema}
    optional = {"top_p": ask.top_p, "seed": ask.seed, "stop": list(ask.stop) or None}
    told |= {name: value for name, value in optional.items() if value is not None}
    if ask.logprobs:
        told["logprobs"] = True
    return told


def _message(turn: Turn) -> dict[str, Any]:
    told: dict[str, Any] = {"role": turn.role, "content": turn.text}
    if turn.calls:
        told["tool_calls"] = [
            {
                "id": call.id,
                "type": "function",
                "function": {
                    "name": call.name,
                    "arguments": json.dumps(call.arguments, ensure_ascii=False),
                },
            }
            for call in turn.calls
        ]
    if turn.call_id is not None:
        told["tool_call_id"] = turn.call_id
    return told


def _choice(choice: str | NamedChoice) -> Any:
    if isinstance(choice, NamedChoice):
        return {"type": "function", "function": {"name": choice.name}}
    return choice


@dataclass(slots=True)
class RawCall:
    """A call as it came: nothing of it was read yet."""

    id: str = ""
    name: str = ""
    arguments: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The arguments as they were written."""
        return "".join(self.arguments)


@dataclass(slots=True)
class Draft:
    """A reply that grows: of the pieces of a stream, or of one body."""

    text: list[str] = field(default_factory=list)
    reasoning: list[str] = field(default_factory=list)
    calls: dict[int, RawCall] = field(default_factory=dict)
    finish: str | None = None
    usage: tuple[int, int, int] | None = None
    model: str = ""
    logprobs: list[float] = field(default_factory=list)
    has_choice: bool = False
    size: int = 0

    def add(self, part: Mapping[str, Any], key: str) -> str:
        """Takes a body (`key` is "message") or a chunk ("delta") in, and returns the new text.

        Raises `ValueError` that says what is not as it should be.
        """
        self.model = self.model or _text(part.get("model"), "model")[:128]
        self._count(part.get("usage"))
        choices = part.get("choices")
        if not isinstance(choices, list | None):
            raise ValueError("choices is no list")
        choice = next(iter(choices or ()), None)
        if choice is None:
            return ""
        if not isinstance(choice, Mapping):
            raise ValueError("a choice is no object")
        self.has_choice = True
        self.finish = _text(choice.get("finish_reason"), "finish_reason") or self.finish
        self._logprobs(choice.get("logprobs"))
        message = choice.get(key)
        if message is None:
            return ""
        if not isinstance(message, Mapping):
            raise ValueError(f"{key} is no object")
        return self._message(message)

    def _message(self, message: Mapping[str, Any]) -> str:
        text = _text(message.get("content"), "content")
        self.text.append(text)
        thought = message.get("reasoning_content") or message.get("reasoning")
        self.reasoning.append(_text(thought, "reasoning"))
        self.size += len(text) + len(self.reasoning[-1])
        calls = message.get("tool_calls")
        if not isinstance(calls, list | None):
            raise ValueError("tool_calls is no list")
        for place, call in enumerate(calls or ()):
            self._call(call, place)
        return text

    def _call(self, call: object, place: int) -> None:
        """A call or a piece of one; a piece says whose it is by index, and its pieces come in order."""
        if not isinstance(call, Mapping):
            raise ValueError("a tool call is no object")
        function = call.get("function")
        if not isinstance(function, Mapping):
            raise ValueError("a tool call has no function")
        id_, name = _text(call.get("id"), "id")[:128], _text(function.get("name"), "name")
        index = call.get("index")
        at = index if isinstance(index, int) and not isinstance(index, bool) else place
        before = self.calls.get(at)
        if before is not None and id_ and before.id and before.id != id_ and name:
            at = max(self.calls) + 1  # servers that give every call the index 0
        raw = self.calls.setdefault(at, RawCall())
        if len(self.calls) > BOUNDS.calls:
            raise ValueError(f"more than {BOUNDS.calls} tool calls")
        raw.id = raw.id or id_
        raw.name = raw.name or name
        arguments = function.get("arguments")
        if isinstance(arguments, Mapping):
            arguments = json.dumps(arguments, ensure_ascii=False)
        raw.arguments.append(_text(arguments, "arguments"))
        self.size += len(raw.arguments[-1])

    def _count(self, usage: object) -> None:
        if not isinstance(usage, Mapping):
            return
        counted = [usage.get(name) for name in ("prompt_tokens", "completion_tokens")]
        details = usage.get("prompt_tokens_details")
        cached = details.get("cached_tokens") if isinstance(details, Mapping) else 0
        prompt, reply, kept = (_number(each) for each in (*counted, cached))
        if prompt is not None and reply is not None:
            self.usage = (prompt, reply, kept or 0)

    def _logprobs(self, logprobs: object) -> None:
        content = logprobs.get("content") if isinstance(logprobs, Mapping) else None
        for token in content if isinstance(content, list) else ():
            value = token.get("logprob") if isinstance(token, Mapping) else None
            if isinstance(value, int | float):
                self.logprobs.append(float(value))


def error_in(part: Mapping[str, Any]) -> str:
    """What a body says of an error, "" where it says nothing of one."""
    error = part.get("error")
    if error is None and part.get("object") == "error":
        error = part.get("message")
    if error is None and "choices" not in part:
        error = part.get("detail") or (part.get("message") if "message" in part else None)
    if error in (None, "", False):
        return ""
    if isinstance(error, Mapping):
        error = error.get("message") or error
    return error if isinstance(error, str) else json.dumps(error, ensure_ascii=False)[:1000]


def _text(value: object, name: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"{name} is no text")
    return value


def _number(value: object) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    return None
