"""What a server was seen to do: found by `probe`, kept with the engine, used when it is asked."""

from __future__ import annotations

from enum import StrEnum

from abacist.core.model import Record

__all__ = ["Capabilities", "Support"]


class Support(StrEnum):
    """How far a server keeps what it accepts."""

    ENFORCED = "enforced"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Capabilities(Record):
    """What a server does; seconds, tokens per second, tokens. None: not measured, or not told."""

    model: str = ""
    schema_: Support = Support.UNKNOWN
    tools: Support = Support.UNKNOWN
    choice_required: Support = Support.UNKNOWN
    choice_named: Support = Support.UNKNOWN
    choice_none: Support = Support.UNKNOWN
    streamed_calls: Support = Support.UNKNOWN
    usage: Support = Support.UNKNOWN
    streamed_usage: Support = Support.UNKNOWN
    logprobs: Support = Support.UNKNOWN
    repeatable: Support = Support.UNKNOWN
    context: int | None = None
    reads_all: Support = Support.UNKNOWN
    first_seconds: float | None = None
    tokens_per_second: float | None = None
    tokens_per_second_8: float | None = None
    prefix_cache: Support = Support.UNKNOWN
