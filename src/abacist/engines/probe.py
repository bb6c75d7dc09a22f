"""What a live server does, asked of the server itself: what it accepts, and whether it keeps it.

Each question is asked so that a small model left to itself would answer otherwise: only a server that enforces
what was asked gives the answer that is looked for.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass

from abacist.core.errors import EngineError, EngineUnavailable
from abacist.engines.capabilities import Capabilities, Support
from abacist.engines.counting import least_tokens
from abacist.engines.faults import Fault, fault_of
from abacist.engines.messages import Ask, NamedChoice, Reply, Schema, Tool, Turn, Usage
from abacist.engines.server import Server

__all__ = ["Finding", "capabilities_of", "probe"]

_SHAPE = {
    "type": "object",
    "properties": {"colour": {"enum": ["ultramarine"]}, "dark": {"type": "boolean"}},
    "required": ["colour", "dark"],
    "additionalProperties": False,
}
_STATE = {"type": "object", "properties": {"on": {"type": "boolean"}}, "required": ["on"]}
_TOOLS = (
    Tool(name="lamp", description="Switches the lamp", parameters=_STATE),
    Tool(name="heater", description="Switches the heater", parameters=_STATE),
)
_ORDER = "Switch the lamp on."
_NONSENSE = (
    Fault.CUT,
    Fault.REPETITION,
    Fault.EMPTY,
)  # says something of the model, not of its server
_GREETING = "Say hello in one short sentence, and nothing else."
_COUNTING = "Count from 1 to 60 in words, one number after the other."
_LONG_WORDS = 6000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried: the field of `Capabilities`, what was seen, and why where it is bad."""

    field: str
    value: Support | float | int | None
    why: EngineError | None = None


def _ask(text: str, **more: object) -> Ask:
    asked: dict[str, object] = {
        "turns": (Turn(role="user", text=text),),
        "most_tokens": 128,
        "seconds": 60.0,
        "seed": 7,
    }
    return Ask.model_validate(asked | more)


async def probe(server: Server, *, long: bool = True) -> AsyncIterator[Finding]:
    """Each finding as it is made. Raises `EngineError` where the server cannot be asked at all."""
    if not server.model:
        models = await server.models()
        if not models:
            raise Fault.REFUSED.error(server.name, "/v1/models names no model")
        server.model = models[0]
    yield await _usage("usage", server.complete(_ask(_GREETING)))
    yield await _repeatable(server)
    shape = Schema(name="shape", body=_SHAPE)
    yield await _kept("schema_", server.complete(_ask(_GREETING, schema_=shape)))
    yield await _kept("tools", server.complete(_ask(_ORDER, tools=_TOOLS)), called=True)
    for field, choice in (
        ("choice_required", "required"),
        ("choice_named", NamedChoice(name="heater")),
    ):
        ask = _ask(_GREETING, tools=_TOOLS, choice=choice)
        yield await _kept(field, server.complete(ask), called=True)
    ask = _ask(_ORDER, tools=_TOOLS, choice="none")
    yield await _kept("choice_none", server.complete(ask))
    yield await _kept("logprobs", server.complete(_ask(_GREETING, logprobs=True)), measured=True)
    async for finding in _streams(server):
        yield finding
    async for finding in _speed(server):
        yield finding
    if long:
        yield await _reads_all(server)


async def _kept(
    field: str, reply: Awaitable[Reply], *, called: bool = False, measured: bool = False
) -> Finding:
    """ENFORCED where the reply is what was asked for, ACCEPTED where the server took it and did otherwise."""
    try:
        got = await reply
    except EngineUnavailable as error:
        return Finding(field, Support.REFUSED, error)
    except EngineError as error:
        return Finding(field, _blame(error), error)
    kept = (not called or bool(got.calls)) and (not measured or bool(got.logprobs))
    return Finding(field, Support.ENFORCED if kept else Support.ACCEPTED)


def _blame(error: EngineError) -> Support:
    """What an error says of the server."""
    fault = fault_of(error)
    if fault is None or fault.kind in _NONSENSE:
        return Support.UNKNOWN
    refused = fault.kind in (Fault.REFUSED, Fault.NOT_JSON)
    return Support.REFUSED if refused else Support.ACCEPTED


async def _usage(field: str, reply: Awaitable[Reply]) -> Finding:
    """Whether tokens are counted. Raises `EngineError` where the server cannot be asked."""
    try:
        got = await reply
    except EngineError as error:
        if _blame(error) is not Support.UNKNOWN:
            raise
        return Finding(field, Support.UNKNOWN, error)
    return Finding(field, Support.REFUSED if got.usage.is_estimate else Support.ENFORCED)


async def _repeatable(server: Server) -> Finding:
    """The same text three times at temperature 0 with a seed."""
    try:
        said = {(await server.complete(_ask(_COUNTING, most_tokens=64))).text for _ in range(3)}
    except EngineError as error:
        return Finding("repeatable", Support.UNKNOWN, error)
    return Finding("repeatable", Support.ENFORCED if len(said) == 1 else Support.ACCEPTED)


async def _streams(server: Server) -> AsyncIterator[Finding]:
    async def whole(ask: Ask) -> Reply:
        last = [piece async for piece in server.stream(ask)][-1]
        if not isinstance(last, Reply):
            raise Fault.EMPTY.error(server.name)
        return last

    ask = _ask(_GREETING, tools=_TOOLS, choice="required")
    yield await _kept("streamed_calls", whole(ask), called=True)
    try:
        yield await _usage("streamed_usage", whole(_ask(_GREETING)))
    except EngineError as error:
        yield Finding("streamed_usage", Support.REFUSED, error)


@dataclass(frozen=True, slots=True)
class _Run:
    first: float
    whole: float
    usage: Usage


async def _speed(server: Server) -> AsyncIterator[Finding]:
    """Seconds to the first token and tokens per second, alone and eight at once; each prompt its own."""

    async def run(number: int, words: int = 0) -> _Run:
        text = f"Run {number}. {'word ' * words}{_COUNTING}"
        start = time.perf_counter()
        first = 0.0
        usage = Usage(prompt=0, reply=0)
        async for piece in server.stream(_ask(text, temperature=1.0)):
            first = first or time.perf_counter() - start
            if isinstance(piece, Reply):
                usage = piece.usage
        return _Run(first, time.perf_counter() - start, usage)

    try:
        alone = await run(1)
        yield Finding("first_seconds", round(alone.first, 4))
        yield Finding("tokens_per_second", round(alone.usage.reply / alone.whole, 1))
        start = time.perf_counter()
        together = await asyncio.gather(*(run(number) for number in range(2, 10)))
        taken = time.perf_counter() - start
        tokens = sum(each.usage.reply for each in together)
        yield Finding("tokens_per_second_8", round(tokens / taken, 1))
        cold, warm = await run(10, words=700), await run(10, words=700)
    except EngineError as error:
        yield Finding("prefix_cache", Support.UNKNOWN, error)
        return
    hits = warm.usage.cached > warm.usage.prompt // 2 or warm.first < 0.5 * cold.first
    yield Finding("prefix_cache", Support.ENFORCED if hits else Support.REFUSED)


async def _reads_all(server: Server) -> Finding:
    """Whether a conversation of 6,000 words is read whole, refused, or cut off in silence."""
    ask = _ask("word " * _LONG_WORDS + _GREETING)
    try:
        reply = await server.complete(ask)
    except EngineError as error:
        fault = fault_of(error)
        silent = fault is not None and fault.kind is Fault.CONTEXT
        return Finding("reads_all", Support.ACCEPTED if silent else Support.REFUSED, error)
    is_whole = not reply.usage.is_estimate and reply.usage.prompt >= least_tokens(ask)
    return Finding("reads_all", Support.ENFORCED if is_whole else Support.UNKNOWN)


def capabilities_of(findings: list[Finding], model: str) -> Capabilities:
    """What is kept of the findings."""
    found = {each.field: each.value for each in findings if each.value is not None}
    return Capabilities.model_validate(found | {"model": model})
