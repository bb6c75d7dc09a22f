"""Many streamed chats at the same time: whether each comes to its end, how long that takes, what it costs in memory."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = ["Streams", "streams"]

_END = b"data: [DONE]\n\n"


@dataclass
class Streams:
    """What came of it: seconds to the first event and to the end of each stream, and what went wrong."""

    first: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    resident: int = 0
    """The most bytes that the server held at any time."""

    def quantile(self, seconds: list[float], share: float) -> float:
        """Seconds in which this share of the streams had come so far."""
        ordered = sorted(seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def streams(
    port: int, problem: Callable[[int], str], count: int, resident: Callable[[], int]
) -> Streams:
    """`count` streams, all begun at once over a connection each, in this process."""
    return asyncio.run(_streams(port, problem, count, resident))


async def _streams(
    port: int, problem: Callable[[int], str], count: int, resident: Callable[[], int]
) -> Streams:
    found = Streams()
    watching = asyncio.create_task(_watch(found, resident))
    await asyncio.gather(*(_stream(port, problem(number), found) for number in range(count)))
    watching.cancel()
    return found


async def _watch(found: Streams, resident: Callable[[], int]) -> None:
    while True:
        found.resident = max(found.resident, resident())
        await asyncio.sleep(0.05)


async def _stream(port: int, problem: str, found: Streams) -> None:
    began = time.perf_counter()
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(_request(problem))
        head = await reader.readuntil(b"\r\n\r\n")
        body = bytearray()
        async for line in reader:
            if not body:
                found.first.append(time.perf_counter() - began)
            body += line
        writer.close()
    except (OSError, asyncio.IncompleteReadError) as error:
        found.wrong.append(str(error))
        return
    found.whole.append(time.perf_counter() - began)
    why = _fault(head, _unchunked(bytes(body)))
    if why:
        found.wrong.append(why)


def _request(problem: str) -> bytes:
    body = json.dumps(
        {
            "model": "abacist-exact",
            "stream": True,
            "messages": [{"role": "user", "content": problem}],
        }
    ).encode()
    return (
        b"POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
    ) + body


def _unchunked(body: bytes) -> bytes:
    """The content of a body in chunks (RFC 9112, 7.1)."""
    parts: list[bytes] = []
    while body:
        size, _, body = body.partition(b"\r\n")
        length = int(size, 16)
        parts.append(body[:length])
        body = body[length + 2 :]
    return b"".join(parts)


def _fault(head: bytes, body: bytes) -> str:
    """What is wrong with a stream; empty where it ends as it should and holds an answer."""
    if b" 200 " not in head.split(b"\r\n", 1)[0]:
        return body.decode()[:200]
    if not body.endswith(_END):
        return "cut off"
    if b'"outcome":"solved"' not in body:
        return "no answer: " + body.decode()[-300:]
    return ""
