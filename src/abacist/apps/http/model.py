"""What travels over HTTP: bodies of requests and of responses, as OpenAPI shows them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from abacist.apps.http.told import Told
from abacist.apps.sheet import Sheet
from abacist.core.answer import Answer
from abacist.core.language import Language, Message
from abacist.core.limits import LIMITS
from abacist.core.model import Record
from abacist.core.plan import Plan

__all__ = [
    "ActionPage",
    "Confident",
    "ConfidentSheet",
    "EqualRequest",
    "ErrorBody",
    "Health",
    "MathRequest",
    "RunRequest",
    "SolveRequest",
    "VerifyRequest",
]

_LONGEST_TIMEOUT = 3600.0

Text = Annotated[str, Field(min_length=1, max_length=LIMITS.problem_characters, pattern=r"[^\s]")]
Formula = Annotated[
    str, Field(min_length=1, max_length=LIMITS.formula_characters, pattern=r"[^\s]")
]


Timeout = Annotated[
    float | None,
    Field(
        gt=0,
        le=_LONGEST_TIMEOUT,
        description="seconds for everything, checks included",
    ),
]


class Wishes(Told, Record):
    """What may be asked for beside the problem."""

    language: Language | None = Field(
        default=None, description="of the answer; by default as asked"
    )
    timeout: Timeout = None


class MathRequest(Wishes):
    """A question for `/solve/math`."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"question": "解方程 2x+5=17"}]})

    question: Text = Field(description="the problem in words, LaTeX or plain formulas")
    reading: int = Field(
        default=1, ge=1, le=100, description="2, 3, …: another reading of the text"
    )


class SolveRequest(Wishes):
    """A problem for `/v1/solve`."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"problem": "Solve x^2 - 5x + 6 = 0."}]}
    )

    problem: Text = Field(description="the problem in words, LaTeX or plain formulas")
    reading: int = Field(
        default=1, ge=1, le=100, description="2, 3, …: another reading of the text"
    )


class RunRequest(Wishes):
    """A plan for `/v1/run`, as an answer holds it, perhaps edited."""

    plan: Plan
    problem: Annotated[str, Field(max_length=LIMITS.problem_characters)] = Field(
        default="", description="only repeated in the answer"
    )


class VerifyRequest(Told, Record):
    """An answer for `/v1/verify`; `confidence` and `needs_review` may be left in it."""

    answer: Answer | Confident
    timeout: Timeout = None


class EqualRequest(Told, Record):
    """Two texts for `/v1/equal`."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"a": "sin(x)^2", "b": "1-cos(x)^2"}]}
    )

    a: Formula
    b: Formula
    timeout: Timeout = None


class Confident(Answer):
    """An answer, with how likely it is right and whether a person should look at it."""

    confidence: float = Field(ge=0, le=1)
    needs_review: bool


class ConfidentSheet(Sheet):
    """An answer in plain texts, with how likely it is right and whether a person should look at it."""

    confidence: float = Field(ge=0, le=1)
    needs_review: bool


class ActionTitle(Record):
    """An action in the list of `/v1/actions`."""

    name: str
    title: Message
    arguments: dict[str, Any] = Field(description="JSON schema of the arguments")


class ActionPage(ActionTitle):
    """All that an action declares."""

    description: str
    phrases: tuple[dict[str, Any], ...]
    examples: tuple[dict[str, Any], ...]


class ActionList(Record):
    """What can be computed."""

    actions: tuple[ActionTitle, ...]


class Health(Record):
    """Whether a part works: `ok`, or what is wrong."""

    status: str
    parts: dict[str, str] = {}


class Error(Record):
    """What went wrong, in the caller's language, and what to do about it."""

    code: str
    message: str
    hint: str | None = None
    request_id: str
    incident: str | None = Field(default=None, description="of a mistake of this program")


class ErrorBody(Record):
    """The body of every response whose status is 4xx or 5xx."""

    error: Error


VerifyRequest.model_rebuild()
