"""The bodies of chat responses, as OpenAPI shows them."""

from __future__ import annotations

from typing import Any, Literal

from abacist.core.model import Record

__all__ = ["ChatCompletion", "ModelCard", "ModelList", "OpenAIError"]


class ModelCard(Record):
    """A model."""

    id: str
    object: Literal["model"] = "model"
    created: int
    owned_by: str = "abacist"


class ModelList(Record):
    """All models."""

    object: Literal["list"] = "list"
    data: tuple[ModelCard, ...]


class Spoken(Record):
    """What the assistant says; `refusal` where it says why there is no answer of the required form."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: str | None = None


class Choice(Record):
    """One of `n` replies, which are all the same."""

    index: int
    message: Spoken
    logprobs: None = None
    finish_reason: Literal["stop", "length"]


class Usage(Record):
    """Words, numbers, Chinese characters and signs."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class ChatCompletion(Record):
    """A chat completion; `abacist` holds the whole answer with its certificates."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str
    system_fingerprint: str
    choices: tuple[Choice, ...]
    usage: Usage
    abacist: dict[str, Any]


class _Error(Record):
    message: str
    type: str
    param: str | None
    code: str
    request_id: str
    incident: str | None = None


class OpenAIError(Record):
    """The body of an error, in OpenAI's shape."""

    error: _Error
