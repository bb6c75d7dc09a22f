"""Every known fault of engines, made by a real server: asked again where it helps, else a clear error."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from abacist.core.errors import (
    EngineError,
    EngineProtocol,
    EngineTimeout,
    EngineUnavailable,
)
from abacist.core.language import Language
from abacist.engines.faults import Fault, fault_of
from abacist.engines.messages import Ask, NamedChoice, Reply, Schema, TextPiece, Tool, Turn
from abacist.engines.retrying import Retrying
from abacist.engines.server import Server
from tests.engines.fake import Fake, Wait, chunk, fake, http, message, sse

NUMBER = {"type": "object", "properties": {"x": {"type": "number"}}, "required": ["x"]}
TOOLS = (Tool(name="add", parameters=NUMBER), Tool(name="double", parameters=NUMBER))
USER = (Turn(role="user", text="What is twice 2?"),)
PLAIN = Ask(turns=USER, seconds=10)
CALL = Ask(turns=USER, tools=TOOLS, choice="required", seconds=10)
FORM = Ask(turns=USER, schema_=Schema(body=NUMBER), seconds=10)
GOOD = message(content="4")
GOOD_CALL = message(calls=[("double", '{"x": 2}')])


def run(script: list[Any], work: Callable[[Server, Fake], Awaitable[Any]]) -> Any:
    """The work with a server that follows the script."""

    async def whole() -> Any:
        async with fake(*script) as server:
            engine = Server(server.url, "m", name="test", key="secret-key")
            try:
                return await work(engine, server)
            finally:
                await engine.close()

    return asyncio.run(whole())


def ask_all(
    script: list[Any], ask: Ask, tries: int = 3, stream: bool = False
) -> tuple[Reply, Fake]:
    """The reply after as many tries as are allowed, and what the server was asked."""

    async def work(engine: Server, server: Fake) -> tuple[Reply, Fake]:
        retrying = Retrying(engine, tries=tries, pause=0.001)
        if not stream:
            return await retrying.complete(ask), server
        pieces = [piece async for piece in retrying.stream(ask)]
        assert isinstance(pieces[-1], Reply)
        return pieces[-1], server

    return run(script, work)


def fails(script: list[Any], ask: Ask, kind: type[EngineError], fault: Fault, **more: Any) -> str:
    """The English text of the error that is left over."""
    with pytest.raises(kind) as caught:
        ask_all(script, ask, **more)
    found = fault_of(caught.value)
    assert found is not None
    assert found.kind is fault
    en, zh = caught.value.text(Language.EN), caught.value.text(Language.ZH)
    assert en.startswith("engine test: ")
    assert zh.startswith("引擎 test：")
    assert "secret-key" not in en + zh
    return en


# Each fault with what the server sends, and the request that it answers. The second answer is a good one.
MENDED = {
    "empty choices": (message(body={"choices": []}), PLAIN, Fault.EMPTY),
    "no choices": (message(body={"id": "x"}), PLAIN, Fault.EMPTY),
    "null content": (message(content=None), PLAIN, Fault.EMPTY),
    "an error with 200": (message(body={"error": {"message": "boom"}}), PLAIN, Fault.ERROR_BODY),
    "an error of vLLM's with 200": (
        message(body={"object": "error", "message": "boom"}),
        PLAIN,
        Fault.ERROR_BODY,
    ),
    "no JSON": (message(body=b"<html>oops"), PLAIN, Fault.NOT_JSON),
    "JSON, but a list": (message(body=[1]), PLAIN, Fault.NOT_JSON),
    "deep JSON": (message(body=b"[" * 100_000), PLAIN, Fault.NOT_JSON),
    "choices of another type": (message(body={"choices": "no"}), PLAIN, Fault.NOT_JSON),
    "busy": (message(429, body={"error": {"message": "slow down"}}), PLAIN, Fault.BUSY),
    "overloaded": (message(503, body=b"Service Unavailable"), PLAIN, Fault.BUSY),
    "broken body": ([http(b'{"choices', whole=False)[:-4]], PLAIN, Fault.NOT_JSON),
    "body shorter than it says": ([http(b"x" * 50)[:-20]], PLAIN, Fault.RESET),
    "reset before the answer": ([], PLAIN, Fault.RESET),
    "required is not enforced": (message(content="It is 4."), CALL, Fault.NO_CALL),
    "arguments are no JSON": (message(calls=[("double", "two")]), CALL, Fault.ARGUMENTS),
    "arguments beyond the schema": (
        message(calls=[("double", '{"x": "two"}')]),
        CALL,
        Fault.ARGUMENTS,
    ),
    "arguments that contradict": (
        message(calls=[("double", '{"x": 2}{"x": 3}')]),
        CALL,
        Fault.ARGUMENTS,
    ),
    "truncated arguments": (message(calls=[("double", '{"x": ')]), CALL, Fault.ARGUMENTS),
    "a tool that does not exist": (message(calls=[("halve", '{"x":2}')]), CALL, Fault.UNKNOWN_TOOL),
    "two calls for one": (
        message(calls=[("double", '{"x":2}'), ("add", '{"x":2}')]),
        CALL,
        Fault.MANY_CALLS,
    ),
    "another tool than the named one": (
        message(calls=[("add", '{"x":2}')]),
        CALL.model_copy(update={"choice": NamedChoice(name="double")}),
        Fault.UNWANTED_CALL,
    ),
    "a call cut off": (message(calls=[("double", '{"x": 1')], finish="length"), CALL, Fault.CUT),
    "a call in the text cut off": (
        message(content='<tool_call>{"name": "double", "arguments": {"x"', finish="length"),
        CALL,
        Fault.CUT,
    ),
    "an invented result": (
        message(
            content='<tool_call>{"name":"double","arguments":{"x":2}}</tool_call>\n'
            "<tool_response>5</tool_response>It is 5."
        ),
        CALL,
        Fault.INVENTED,
    ),
    "repetition": (message(content="and so on " * 200, finish="length"), PLAIN, Fault.REPETITION),
    "text for JSON": (message(content="x is two"), FORM, Fault.SCHEMA),
    "JSON beyond the schema": (message(content='{"y": 2}'), FORM, Fault.SCHEMA),
    "JSON cut off": (message(content='{"x": 2', finish="length"), FORM, Fault.CUT),
    "two different values": (message(content='{"x": 2} or {"x": 3}'), FORM, Fault.SCHEMA),
}


def _ids(table: dict[str, Any]) -> list[str]:
    return list(table)


@pytest.mark.parametrize("wrong, ask, fault", MENDED.values(), ids=_ids(MENDED))
def test_asking_again_helps(wrong: Any, ask: Ask, fault: Fault) -> None:
    good = GOOD_CALL if ask.tools else GOOD if ask.schema_ is None else message(content='{"x": 2}')
    reply, server = ask_all([wrong, good], ask)
    assert len(server.asked) == 2
    assert (reply.calls[0].arguments if ask.tools else reply.value or reply.text) in (
        {"x": 2},
        "4",
    )
    again = fault.value.again.value
    first, second = server.asked
    if again == "corrected":
        assert second["messages"][0] == first["messages"][0]
        assert "cannot be used" in second["messages"][-1]["content"]
    elif again == "longer":
        assert second["max_tokens"] > first["max_tokens"]
    else:
        assert second == first


@pytest.mark.parametrize("wrong, ask, fault", MENDED.values(), ids=_ids(MENDED))
def test_what_stays_wrong_is_an_error(wrong: Any, ask: Ask, fault: Fault) -> None:
    kind = EngineUnavailable if fault.value.error is EngineUnavailable else EngineProtocol
    fails([wrong], ask, kind, fault)


@pytest.mark.parametrize(
    "wrong, kind, fault",
    [
        (message(401, body={"error": "no"}), EngineUnavailable, Fault.DENIED),
        (message(400, body={"error": {"message": "bad field"}}), EngineProtocol, Fault.REFUSED),
        (message(301, body=b""), EngineProtocol, Fault.REFUSED),
        (message(content="x", finish="content_filter"), EngineProtocol, Fault.FILTERED),
    ],
)
def test_asking_again_would_not_help(wrong: Any, kind: type[EngineError], fault: Fault) -> None:
    async def work(engine: Server, server: Fake) -> None:
        with pytest.raises(kind) as caught:
            await Retrying(engine, pause=0.001).complete(PLAIN)
        found = fault_of(caught.value)
        assert found is not None
        assert found.kind is fault
        assert len(server.asked) == 1

    run([wrong, GOOD], work)


def test_nobody_listens() -> None:
    async def work() -> None:
        async with fake(GOOD) as server:
            url = server.url
        with pytest.raises(EngineUnavailable) as caught:
            await Server(url, "m", name="test").complete(PLAIN)
        assert "engines check" in caught.value.text(Language.EN)

    asyncio.run(work())


# ---- usage and context

LONG = Ask(turns=(Turn(role="user", text="word " * 3000),), seconds=10)


def test_a_dropped_context_is_noticed() -> None:
    few = {"prompt_tokens": 1000, "completion_tokens": 1}
    text = fails([message(content="4", usage=few)], LONG, EngineProtocol, Fault.CONTEXT)
    assert "1000 tokens of at least 3000" in text
    enough = {"prompt_tokens": 3010, "completion_tokens": 1}
    assert ask_all([message(content="4", usage=enough)], LONG)[0].usage.prompt == 3010


def test_missing_usage_is_told_as_an_estimate() -> None:
    reply, _ = ask_all([message(content="4", usage=None)], PLAIN)
    assert reply.usage.is_estimate
    fails([message(content="4", usage=None)], LONG, EngineProtocol, Fault.CONTEXT)


# ---- calls


@pytest.mark.parametrize(
    "reply",
    [
        message(content='<tool_call>\n{"name": "double", "arguments": {"x": 2}}\n</tool_call>'),
        message(content='```json\n{"name": "double", "parameters": {"x": 2,}}\n```'),
        message(content="<think>I call {add}</think>{'name': 'double', 'arguments': {'x': 2}}"),
        message(content='<function=double>{"x": 2}</function>'),
        message(content="✿FUNCTION✿: double\n✿ARGS✿: {“x”：2}"),
        message(calls=[("double", '{"x": 2}{"x": 2}')]),
        message(calls=[("double", '{"x": 2}'), ("double", '{"x": 2}')]),
        message(calls=[("double", '"{\\"x\\": 2}"')], content=""),
    ],
)
def test_a_call_however_it_is_written(reply: Any) -> None:
    found, server = ask_all([reply], CALL)
    assert len(server.asked) == 1
    assert [(call.name, call.arguments) for call in found.calls] == [("double", {"x": 2})]


def test_none_means_none() -> None:
    fails(
        [GOOD_CALL], CALL.model_copy(update={"choice": "none"}), EngineProtocol, Fault.UNWANTED_CALL
    )


def test_only_white_listed_fields_are_sent() -> None:
    _, server = ask_all([GOOD_CALL], CALL)
    assert sorted(server.asked[0]) == sorted(
        "model messages temperature max_tokens stream tools tool_choice parallel_tool_calls".split()
    )
    assert server.headers[0]["authorization"] == "bearer secret-key"


# ---- streams

HELLO = [chunk("Hel"), chunk("lo"), chunk(finish="stop")]
USAGE = {"choices": [], "usage": {"prompt_tokens": 90, "completion_tokens": 2}}
BROKEN_STREAMS = {
    "reset in mid-stream": ([chunk("Hel")], False, Fault.RESET),
    "an error in mid-stream": (
        [chunk("Hel"), {"error": {"message": "boom"}}],
        True,
        Fault.ERROR_BODY,
    ),
    "no JSON in mid-stream": ([chunk("Hel"), b"data: {oops\n\n"], True, Fault.NOT_JSON),
    "nothing at all": ([], True, Fault.EMPTY),
    "a line without end": ([b"data: " + b"x" * (1 << 21)], True, Fault.TOO_LONG),
    "repetition": ([chunk("la " * 100)] * 20, True, Fault.REPETITION),
}


def test_pieces_come_as_they_are() -> None:
    async def work(engine: Server, _: Fake) -> None:
        pieces = [piece async for piece in engine.stream(PLAIN)]
        assert [each.text for each in pieces] == ["Hel", "lo", "Hello"]
        assert isinstance(pieces[-1], Reply)
        assert (pieces[-1].usage.prompt, pieces[-1].usage.is_estimate) == (90, False)

    run([sse(b": ping\n\n", *HELLO, USAGE)], work)


@pytest.mark.parametrize("events, done, fault", BROKEN_STREAMS.values(), ids=_ids(BROKEN_STREAMS))
def test_a_broken_stream_is_no_reply(events: list[Any], done: bool, fault: Fault) -> None:
    fails([sse(*events, done=done)], PLAIN, EngineError, fault, stream=True)


def test_a_stream_is_begun_anew_only_unseen() -> None:
    reply, server = ask_all([sse(done=False), sse(*HELLO)], PLAIN, stream=True)
    assert (reply.text, len(server.asked)) == ("Hello", 2)

    async def work(engine: Server, server: Fake) -> None:
        pieces = Retrying(engine, pause=0.001).stream(PLAIN)
        assert (await anext(pieces)).text == "Hel"
        with pytest.raises(EngineUnavailable):
            await anext(pieces)
        assert len(server.asked) == 1

    run([sse(chunk("Hel"), done=False), sse(*HELLO)], work)


def _piece(index: int | None, text: str = "", **more: str) -> dict[str, Any]:
    function: dict[str, Any] = {"arguments": text}
    if "name" in more:
        function["name"] = more.pop("name")
    return {**({} if index is None else {"index": index}), **more, "function": function}


@pytest.mark.parametrize(
    "pieces",
    [
        [_piece(1, '{"x"', id="b", name="add"), _piece(0, '{"x":', id="a", name="double"),
         _piece(1, ": 3}"), _piece(0, "2}")],
        [_piece(0, '{"x": 2'), _piece(1, '{"x": 3}', id="b", name="add"),
         _piece(0, "}", id="a", name="double")],
        [_piece(0, '{"x": 2}', id="a", name="double"), _piece(0, '{"x": 3}', id="b", name="add")],
    ],
    ids=["the second first", "its name last", "every index 0"],
)  # fmt: skip
def test_deltas_of_calls_in_any_order(pieces: list[Any]) -> None:
    ask = CALL.model_copy(update={"one_call": False})
    events = [chunk(calls=[piece]) for piece in pieces]
    reply, _ = ask_all([sse(*events, chunk(finish="tool_calls"))], ask, stream=True)
    found = sorted((call.name, json.dumps(call.arguments)) for call in reply.calls)
    assert found == [("add", '{"x": 3}'), ("double", '{"x": 2}')]


# ---- time


def test_a_slow_first_token() -> None:
    ask = PLAIN.model_copy(update={"first_seconds": 0.1})
    text = fails([sse(b": ping\n\n", Wait())], ask, EngineTimeout, Fault.LATE, stream=True)
    assert "no first token within 0.1 s" in text
    fails([sse(chunk(""), Wait())], ask, EngineTimeout, Fault.LATE, stream=True)


def test_a_stream_that_stops_talking() -> None:
    ask = PLAIN.model_copy(update={"seconds": 0.3})
    fails([sse(chunk("Hel"), Wait())], ask, EngineTimeout, Fault.SLOW, stream=True)


def test_a_reply_that_never_comes() -> None:
    fails([[Wait()]], PLAIN.model_copy(update={"seconds": 0.2}), EngineTimeout, Fault.SLOW)


def test_a_slow_reader_is_not_cancelled_by_the_limit() -> None:
    """Between two pieces the task is the reader's: the limit must not interrupt it there."""

    async def work(engine: Server, _: Fake) -> None:
        pieces = engine.stream(PLAIN.model_copy(update={"seconds": 0.2}))
        assert (await anext(pieces)).text == "Hel"
        await asyncio.sleep(0.3)
        with pytest.raises(EngineTimeout):
            await anext(pieces)

    run([sse(chunk("Hel"), Wait())], work)


@pytest.mark.parametrize("stream", [False, True])
def test_cancelling_closes_the_connection(stream: bool) -> None:
    async def work(engine: Server, server: Fake) -> None:
        if stream:
            pieces = engine.stream(PLAIN)
            assert isinstance(await anext(pieces), TextPiece)
            await pieces.aclose()
        else:
            task = asyncio.create_task(engine.complete(PLAIN))
            while not server.asked:
                await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        async with asyncio.timeout(5):
            await server.left.wait()

    run([sse(chunk("Hel"), Wait()) if stream else [Wait()]], work)


def test_every_fault_is_told_in_both_languages() -> None:
    for fault in Fault:
        error = fault.error("e", "why")
        assert error.text(Language.EN) != error.text(Language.ZH)
        assert "{" not in error.text(Language.EN) + error.text(Language.ZH)
