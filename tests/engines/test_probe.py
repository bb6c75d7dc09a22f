"""What the probe says of a server that keeps what it accepts, and of one that accepts everything."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from abacist.core.errors import EngineUnavailable
from abacist.engines.capabilities import Capabilities, Support
from abacist.engines.counting import least_tokens
from abacist.engines.messages import Ask, Turn
from abacist.engines.probe import capabilities_of, probe
from abacist.engines.server import Server
from tests.engines.fake import Fake, chunk, fake, http, message, sse


class Model(Fake):
    """Answers what is asked, as a server of this kind does."""

    def __init__(self, kind: str) -> None:
        super().__init__(script=[])
        self.kind = kind

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        if head.startswith("GET"):
            parts = [http(json.dumps({"data": [{"id": "tiny"}]}).encode())]
        else:
            length = int(head.lower().partition("content-length: ")[2].partition("\r\n")[0])
            parts = self.answer(json.loads(await reader.readexactly(length)))
        for part in parts:
            writer.write(part)
        await writer.drain()
        writer.close()

    def answer(self, asked: dict[str, Any]) -> list[bytes]:
        if self.kind == "refusing" and ("tools" in asked or "response_format" in asked):
            return message(400, body={"error": {"message": "not supported"}})
        is_good = self.kind == "good"
        turns = tuple(Turn(role="user", text=each["content"]) for each in asked["messages"])
        read = least_tokens(Ask(turns=turns))
        text = "Hello." if is_good else f"Hello {id(asked)}."
        usage = {
            "prompt_tokens": read if is_good else min(read, 100),
            "completion_tokens": 4,
            "prompt_tokens_details": {"cached_tokens": read if is_good else 0},
        }
        choice = asked.get("tool_choice")
        calls = []
        if is_good and "response_format" in asked:
            text = '{"colour": "ultramarine", "dark": true}'
        if is_good and choice not in (None, "none"):
            name = "lamp" if isinstance(choice, str) else choice["function"]["name"]
            calls = [(name, '{"on": true}')]
        if not is_good and choice == "none":
            calls = [("lamp", '{"on": true}')]
        if asked["stream"]:
            pieces = [
                {"index": 0, "id": "a", "function": {"name": name, "arguments": arguments}}
                for name, arguments in calls
            ]
            first = chunk(calls=pieces) if pieces else chunk(text)
            told = [{"choices": [], "usage": usage}] if is_good else []
            return sse(first, chunk(finish="stop"), *told)
        reply = message(content=None if calls else text, calls=calls, usage=usage)
        if is_good and asked.get("logprobs"):
            body = json.loads(reply[0].partition(b"\r\n\r\n")[2])
            body["choices"][0]["logprobs"] = {"content": [{"token": "Hello", "logprob": -0.5}]}
            reply = message(body=body)
        return reply


def found_of(kind: str) -> Capabilities:
    async def work() -> Capabilities:
        told = Model(kind)
        listening = await asyncio.start_server(told.serve, "127.0.0.1", 0)
        async with listening:
            port = listening.sockets[0].getsockname()[1]
            server = Server(f"http://127.0.0.1:{port}", "")
            findings = [each async for each in probe(server)]
            await server.close()
            return capabilities_of(findings, server.model)

    return asyncio.run(work())


SUPPORTS = [name for name, info in Capabilities.model_fields.items() if info.annotation is Support]


def test_a_server_that_keeps_what_it_accepts() -> None:
    found = found_of("good")
    assert found.model == "tiny"
    assert {name: getattr(found, name) for name in SUPPORTS} == dict.fromkeys(
        SUPPORTS, Support.ENFORCED
    )
    for speed in (found.first_seconds, found.tokens_per_second, found.tokens_per_second_8):
        assert speed is not None
        assert speed > 0


def test_a_server_that_accepts_everything_and_keeps_nothing() -> None:
    found = found_of("careless")
    for name in (
        "schema_",
        "tools",
        "choice_required",
        "choice_named",
        "choice_none",
        "logprobs",
        "streamed_calls",
        "repeatable",
        "reads_all",
    ):
        assert getattr(found, name) is Support.ACCEPTED, name
    assert found.streamed_usage is Support.REFUSED


def test_a_server_that_refuses() -> None:
    found = found_of("refusing")
    for name in ("schema_", "tools", "choice_required", "choice_named", "streamed_calls"):
        assert getattr(found, name) is Support.REFUSED, name


def test_nobody_is_there() -> None:
    async def work() -> None:
        async with fake(message(content="x")) as server:
            url = server.url
        with pytest.raises(EngineUnavailable):
            await anext(probe(Server(url, "m")))

    asyncio.run(work())
