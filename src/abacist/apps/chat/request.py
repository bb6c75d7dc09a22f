"""The request of a chat completion: the fields that are honoured, each with its bound.

Fields that are not named here are ignored and forwarded to nobody.
Source: OpenAI, API reference, "Create chat completion" (platform.openai.com/docs/api-reference/chat/create).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from abacist.apps.http.told import Told
from abacist.core.limits import LIMITS

__all__ = [
    "ChatRequest",
    "ChatTool",
    "JsonSchema",
    "Message",
    "NamedTool",
    "ResponseFormat",
    "StreamOptions",
]

_CHARACTERS = 4 * LIMITS.problem_characters
Text = Annotated[str, Field(max_length=_CHARACTERS)]
Name = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.-]+$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class TextPart(_Part):
    """A part of a message; other parts (pictures, sound) are not understood."""

    type: Literal["text"]
    text: Text


class Message(_Part):
    """One turn: what the system, the person, the assistant or a tool said."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Text | Annotated[list[TextPart], Field(max_length=64)] | None = None
    name: Annotated[str, Field(max_length=64)] | None = None

    @property
    def text(self) -> str:
        """Its words."""
        if self.content is None or isinstance(self.content, str):
            return self.content or ""
        return "\n".join(part.text for part in self.content)


class StreamOptions(_Part):
    """`include_usage`: a last chunk counts the tokens."""

    include_usage: bool = False


class JsonSchema(_Part):
    """A schema that the content has to satisfy."""

    name: Name = "answer"
    description: Annotated[str, Field(max_length=4096)] | None = None
    schema_: Annotated[dict[str, Any], Field(alias="schema", default_factory=dict)]
    strict: bool | None = None


class ResponseFormat(_Part):
    """The form of the content."""

    type: Literal["text", "json_object", "json_schema"] = "text"
    json_schema: JsonSchema | None = None


class ToolFunction(_Part):
    """A function of the caller's."""

    name: Name
    description: Annotated[str, Field(max_length=8192)] | None = None
    parameters: dict[str, Any] | None = None


class ChatTool(_Part):
    """A tool of the caller's."""

    type: Literal["function"] = "function"
    function: ToolFunction


class NamedTool(_Part):
    """The one tool that has to be called."""

    type: Literal["function"]
    function: ToolFunction


class ChatRequest(Told, _Part):
    """What is honoured of a request for a chat completion.

    `seed`, `temperature` and `top_p` are accepted and change nothing: the same question has the same answer.
    """

    model: Annotated[str, Field(min_length=1, max_length=128)] = "abacist"
    messages: Annotated[list[Message], Field(min_length=1, max_length=512)]
    stream: bool = False
    stream_options: StreamOptions | None = None
    response_format: ResponseFormat | None = None
    tools: Annotated[list[ChatTool], Field(max_length=128)] | None = None
    tool_choice: Literal["auto", "required", "none"] | NamedTool | None = None
    n: Annotated[int, Field(ge=1, le=8)] | None = None
    stop: (
        Annotated[str, Field(min_length=1, max_length=256)]
        | Annotated[
            list[Annotated[str, Field(min_length=1, max_length=256)]],
            Field(max_length=4),
        ]
        | None
    ) = None
    max_completion_tokens: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    max_tokens: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    seed: int | None = None
    temperature: Annotated[float, Field(ge=0, le=2)] | None = None
    top_p: Annotated[float, Field(ge=0, le=1)] | None = None
    user: Annotated[str, Field(max_length=256)] | None = None

    @property
    def stops(self) -> tuple[str, ...]:
        """The texts before which the content ends."""
        if self.stop is None:
            return ()
        return (self.stop,) if isinstance(self.stop, str) else tuple(self.stop)

    @property
    def most_tokens(self) -> int | None:
        """How long the content may be, in tokens."""
        return self.max_completion_tokens or self.max_tokens
