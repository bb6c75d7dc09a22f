"""What is asked of a language model and what it replies: typed, frozen and bounded.

Only what is declared here is ever sent to a server. Source: OpenAI, API reference, "Create chat completion".
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, JsonValue, model_validator

from abacist.core.model import Record

__all__ = [
    "BOUNDS",
    "Ask",
    "Bounds",
    "Finish",
    "NamedChoice",
    "Reply",
    "Schema",
    "TextPiece",
    "Tool",
    "ToolCall",
    "Turn",
    "Usage",
]


class Bounds(Record):
    """Bounds on what is sent (characters) and on what a server may send back (bytes)."""

    characters: int = 1_000_000
    turns: int = 512
    tools: int = 128
    reply_bytes: int = 4 << 20
    line_bytes: int = 1 << 20
    calls: int = 32


BOUNDS = Bounds()

Name = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.-]+$")]
Text = Annotated[str, Field(max_length=BOUNDS.characters)]


class Finish(StrEnum):
    """Why a reply ended."""

    STOP = "stop"
    LENGTH = "length"
    CALLS = "tool_calls"
    FILTER = "content_filter"


class ToolCall(Record):
    """A call that a model asks for; `arguments` were read, whatever they were written as."""

    id: Annotated[str, Field(max_length=128)]
    name: Name
    arguments: dict[str, JsonValue]


class Turn(Record):
    """One turn of a conversation; `calls` of the assistant, `call_id` of the tool's result."""

    role: Literal["system", "user", "assistant", "tool"]
    text: Text = ""
    calls: Annotated[tuple[ToolCall, ...], Field(max_length=BOUNDS.calls)] = ()
    call_id: Annotated[str, Field(max_length=128)] | None = None

    @model_validator(mode="after")
    def _calls_belong_to_the_assistant(self) -> Turn:
        if self.calls and self.role != "assistant":
            raise ValueError("only the assistant calls tools")
        if (self.role == "tool") != (self.call_id is not None):
            raise ValueError("a tool's result, and nothing else, names its call")
        return self


class Tool(Record):
    """A function that a model may call; `parameters` is a JSON schema of an object."""

    name: Name
    description: Annotated[str, Field(max_length=8192)] = ""
    parameters: dict[str, JsonValue] = Field(default_factory=lambda: {"type": "object"})


class NamedChoice(Record):
    """The one tool that has to be called."""

    name: Name


class Schema(Record):
    """A JSON schema that the text of the reply has to satisfy."""

    name: Name = "answer"
    body: dict[str, JsonValue]


class Ask(Record):
    """One request. `seconds` is the deadline of the whole, `first_seconds` of the first token."""

    turns: Annotated[tuple[Turn, ...], Field(min_length=1, max_length=BOUNDS.turns)]
    tools: Annotated[tuple[Tool, ...], Field(max_length=BOUNDS.tools)] = ()
    choice: Literal["auto", "required", "none"] | NamedChoice = "auto"
    one_call: bool = True
    schema_: Schema | None = None
    temperature: Annotated[float, Field(ge=0, le=2)] = 0.0
    top_p: Annotated[float, Field(gt=0, le=1)] | None = None
    seed: Annotated[int, Field(ge=0, lt=2**31)] | None = None
    most_tokens: Annotated[int, Field(ge=1, le=131_072)] = 1024
    stop: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=256)], ...], Field(max_length=4)
    ] = ()
    logprobs: bool = False
    seconds: Annotated[float, Field(gt=0, le=3600)] = 120.0
    first_seconds: Annotated[float, Field(gt=0, le=3600)] = 60.0

    @model_validator(mode="after")
    def _tools_and_schema_fit(self) -> Ask:
        names = [tool.name for tool in self.tools]
        if len(set(names)) != len(names):
            raise ValueError("two tools have one name")
        if isinstance(self.choice, NamedChoice) and self.choice.name not in names:
            raise ValueError("the tool that has to be called is not among the tools")
        if self.choice == "required" and not names:
            raise ValueError("a call is required, and there is no tool")
        if self.schema_ is not None and names and self.choice != "none":
            raise ValueError("engines drop tool calls where a schema is asked too: ask twice")
        if sum(len(turn.text) for turn in self.turns) > BOUNDS.characters:
            raise ValueError(f"the conversation is longer than {BOUNDS.characters} characters")
        return self

    @property
    def texts(self) -> Iterator[str]:
        """The text of every turn."""
        return (turn.text for turn in self.turns)

    @property
    def has_to_call(self) -> bool:
        """True where a reply without a call is none."""
        return self.choice == "required" or isinstance(self.choice, NamedChoice)


class Usage(Record):
    """Tokens of prompt and reply; an estimate from below where the server told none."""

    prompt: Annotated[int, Field(ge=0)]
    reply: Annotated[int, Field(ge=0)]
    cached: Annotated[int, Field(ge=0)] = 0
    is_estimate: bool = False


class Reply(Record):
    """What a model replied, after it was found to be what was asked for.

    `value` is the text read as JSON where a schema was asked for; `repairs` name what the tolerant reader mended;
    `logprobs` has one number per token of the reply.
    """

    text: str = ""
    reasoning: str = ""
    calls: tuple[ToolCall, ...] = ()
    value: JsonValue = None
    finish: Finish = Finish.STOP
    usage: Usage
    model: str = ""
    repairs: tuple[str, ...] = ()
    logprobs: tuple[float, ...] = ()


class TextPiece(Record):
    """A piece of the text of a reply, as it comes; the whole `Reply` follows the last one."""

    text: str
