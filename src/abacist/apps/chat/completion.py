"""The objects of a chat completion: the whole one, and the chunks of a stream.

Source: OpenAI, API reference, "The chat completion object" and "The chat completion chunk object".
"""

from __future__ import annotations

import json
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from abacist import __version__
from abacist.apps.chat.conversation import Turn
from abacist.apps.chat.counting import Cutter, count_tokens
from abacist.apps.chat.request import ChatRequest
from abacist.apps.exchange import Reply

__all__ = ["Completion"]

_FINGERPRINT = f"abacist-{__version__}"


@dataclass(slots=True)
class Completion:
    """One completion on its way: its identity, where its text ends, and what has passed."""

    request: ChatRequest
    turn: Turn
    id: str = field(default_factory=lambda: f"chatcmpl-{uuid.uuid4().hex}")
    created: int = field(default_factory=lambda: int(time.time()))
    _cutter: Cutter = field(init=False)

    def __post_init__(self) -> None:
        self._cutter = Cutter(self.request.stops, self.request.most_tokens)

    # A stream.

    def begun(self) -> bytes:
        """The first chunk: who speaks."""
        return self._chunk({"role": "assistant", "content": ""})

    def said(self, text: str) -> bytes:
        """A chunk with as much of the text as may be shown; nothing where there is none."""
        shown = self._cutter.add(text)
        return self._chunk({"content": shown}) if shown else b""

    @property
    def is_full(self) -> bool:
        """True where nothing more can be shown."""
        return self._cutter.reason is not None

    def ended(self, reply: Reply | None, refusal: str | None = None) -> bytes:
        """The last chunks: what was held back, the reason of the end with the whole answer, the usage."""
        rest = self._cutter.rest()
        parts = [self._chunk({"content": rest})] if rest else []
        if refusal is not None:
            parts.append(self._chunk({"refusal": refusal}))
        parts.append(self._chunk({}, self._cutter.reason, self._rider(reply)))
        options = self.request.stream_options
        if options is not None and options.include_usage:
            parts.append(
                _event(
                    {**self._head("chat.completion.chunk"), "choices": [], "usage": self._usage()}
                )
            )
        return b"".join([*parts, b"data: [DONE]\n\n"])

    def _chunk(self, delta: dict[str, Any], reason: str | None = None, rider: bytes = b"") -> bytes:
        choices = [
            {"index": index, "delta": delta, "logprobs": None, "finish_reason": reason}
            for index in range(self.request.n or 1)
        ]
        body = {**self._head("chat.completion.chunk"), "choices": choices}
        options = self.request.stream_options
        if options is not None and options.include_usage:
            body["usage"] = None
        return _event(body, rider)

    # A single reply.

    def whole(self, content: str, reply: Reply | None, refusal: str | None = None) -> bytes:
        """The completion in one piece."""
        shown = self._cutter.add(content) + self._cutter.rest()
        message = {"role": "assistant", "content": shown, "refusal": refusal}
        choices = [
            {
                "index": index,
                "message": message,
                "logprobs": None,
                "finish_reason": self._cutter.reason,
            }
            for index in range(self.request.n or 1)
        ]
        body = {**self._head("chat.completion"), "choices": choices, "usage": self._usage()}
        return _with(_json(body), self._rider(reply))

    def _head(self, kind: str) -> dict[str, Any]:
        return {
            "id": self.id,
            "object": kind,
            "created": self.created,
            "model": self.request.model,
            "system_fingerprint": _FINGERPRINT,
        }

    def _usage(self) -> dict[str, int]:
        prompt = sum(count_tokens(each.text) for each in self.request.messages)
        passed = self._cutter.passed * (self.request.n or 1)
        return {
            "prompt_tokens": prompt,
            "completion_tokens": passed,
            "total_tokens": prompt + passed,
        }

    def _rider(self, reply: Reply | None) -> bytes:
        """What rides along beside the text: the whole answer, and what was made of the instructions."""
        beside: dict[str, Any] = {
            "instructions": {"obeyed": self.turn.obeyed, "ignored": self.turn.ignored}
        }
        if reply is not None:
            beside |= {
                "confidence": reply.confidence,
                "needs_review": reply.needs_review,
                "source": reply.source,
            }
        body = _json(beside)
        if reply is not None:
            body = b'%b,"answer":%b}' % (body[:-1], reply.body)
        return b'"abacist":' + body


def _event(body: dict[str, Any], rider: bytes = b"") -> bytes:
    return b"data: %b\n\n" % _with(_json(body), rider)


def _with(body: bytes, rider: bytes) -> bytes:
    return b"%b,%b}" % (body[:-1], rider) if rider else body


def _json(body: dict[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
