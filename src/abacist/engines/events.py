"""Server-sent events, as far as engines use them: lines `data: …` of bounded length, comments ignored.

Source: WHATWG, HTML Living Standard, section 9.2, "Server-sent events".
"""

from __future__ import annotations

from collections.abc import AsyncIterator

from abacist.engines.messages import BOUNDS

__all__ = ["DONE", "TooLong", "data_of"]

DONE = b"[DONE]"


class TooLong(ValueError):
    """A line or a body beyond its bound."""


async def data_of(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The data of each event as it comes, `[DONE]` included. Raises `TooLong`."""
    line = bytearray()
    total = 0
    async for chunk in chunks:
        total += len(chunk)
        if total > 16 * BOUNDS.reply_bytes:
            raise TooLong(f"{16 * BOUNDS.reply_bytes} B")
        pieces = chunk.split(b"\n")
        for piece in pieces[:-1]:
            line += piece
            data = _data(line)
            line.clear()
            if data:
                yield data
        line += pieces[-1]
        if len(line) > BOUNDS.line_bytes:
            raise TooLong(f"{BOUNDS.line_bytes} B")
    data = _data(line)
    if data:
        yield data


def _data(line: bytearray) -> bytes:
    return bytes(line[5:]).strip() if line.startswith(b"data:") else b""
