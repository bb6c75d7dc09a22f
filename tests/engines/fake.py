"""A server on 127.0.0.1 that behaves as its script says: one answer per request, bytes as they are given."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Fake", "Wait", "chunk", "fake", "message", "sse"]


@dataclass(frozen=True)
class Wait:
    """The server says nothing more until the client has gone."""


@dataclass
class Fake:
    """What was asked, and whether the client left before the answer was whole."""

    script: list[Sequence[Any]]
    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    left: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
        length = int(headers.get("content-length", 0))
        self.headers.append(headers)
        self.asked.append(json.loads(await reader.readexactly(length)) if length else {})
        answer = self.script[min(len(self.asked), len(self.script)) - 1]
        try:
            for part in answer:
                if isinstance(part, Wait):
                    await reader.read()
                    self.left.set()
                    return
                writer.write(part)
                await writer.drain()
        except ConnectionError:
            self.left.set()
        finally:
            writer.close()


@asynccontextmanager
async def fake(*script: Sequence[Any]) -> AsyncIterator[Fake]:
    """A running server; the last answer of the script is given again and again."""
    told = Fake(list(script))
    server = await asyncio.start_server(told.serve, "127.0.0.1", 0)
    told.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
    async with server:
        yield told


def http(
    body: bytes, status: int = 200, kind: str = "application/json", *, whole: bool = True
) -> bytes:
    length = f"content-length: {len(body)}\r\n" if whole else ""
    head = f"HTTP/1.1 {status} -\r\ncontent-type: {kind}\r\n{length}connection: close\r\n\r\n"
    return head.encode() + body


def message(status: int = 200, **told: Any) -> list[bytes]:
    """A whole reply: `content`, `calls` as (name, arguments as they are written), `finish`, `usage`."""
    if "body" in told:
        raw = told["body"]
        return [http(raw if isinstance(raw, bytes) else json.dumps(raw).encode(), status)]
    said: dict[str, Any] = {"role": "assistant", "content": told.get("content")}
    calls = told.get("calls", ())
    if calls:
        said["tool_calls"] = [
            {"id": f"c{n}", "type": "function", "function": {"name": name, "arguments": text}}
            for n, (name, text) in enumerate(calls)
        ]
    finish = told.get("finish", "tool_calls" if calls else "stop")
    body = {
        "model": "m",
        "choices": [{"index": 0, "message": said, "finish_reason": finish}],
        "usage": told.get("usage", {"prompt_tokens": 90, "completion_tokens": 5}),
    }
    return [http(json.dumps(body).encode(), status)]


def sse(*events: Any, done: bool = True) -> list[Any]:
    """A streamed reply: each event a chunk, bytes as they are, or `Wait`."""
    lines = [
        each if isinstance(each, bytes | Wait) else b"data: " + json.dumps(each).encode() + b"\n\n"
        for each in events
    ]
    return [
        http(b"", kind="text/event-stream", whole=False),
        *lines,
        *([b"data: [DONE]\n\n"] if done else []),
    ]


def chunk(
    text: str | None = None, finish: str | None = None, calls: list[Any] | None = None, **more: Any
) -> dict[str, Any]:
    """One chunk of a stream."""
    delta: dict[str, Any] = {} if text is None else {"content": text}
    if calls is not None:
        delta["tool_calls"] = calls
    return {
        "model": "m",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
        **more,
    }
