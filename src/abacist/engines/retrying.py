"""Asking again where that helps: the same, with a correction, or with more room; never behind anybody's back.

A stream of which a piece was passed on is not begun anew: its reader has seen it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator

from abacist.core.errors import EngineError
from abacist.engines.engine import Engine
from abacist.engines.faults import Again, Fault, fault_of
from abacist.engines.messages import Ask, Reply, TextPiece, Turn

__all__ = ["Retrying"]

_PAUSE = 0.25
_LONGEST = 8192
_SHOWN = 4000


class Retrying:
    """An engine that asks another one up to `tries` times within the deadline of the request.

    `faults` keeps each fault that was tried again, so that what happened can be told and counted.
    """

    def __init__(self, engine: Engine, *, tries: int = 3, pause: float = _PAUSE) -> None:
        self.engine, self.tries, self.pause = engine, tries, pause
        self.name, self.capabilities = engine.name, engine.capabilities
        self.faults: list[Fault] = []

    async def close(self) -> None:
        """Closes the engine behind it."""
        await self.engine.close()

    async def complete(self, ask: Ask) -> Reply:
        """The whole reply. Raises the `EngineError` of the last try."""
        tries = _Tries(self, ask)
        while True:
            try:
                return await self.engine.complete(tries.ask)
            except EngineError as error:
                await tries.prepare(error)

    async def stream(self, ask: Ask) -> AsyncGenerator[TextPiece | Reply]:
        """Pieces of text as they come, then the whole reply. Raises `EngineError`."""
        tries = _Tries(self, ask)
        is_seen = False
        while True:
            pieces = self.engine.stream(tries.ask)
            try:
                async for piece in pieces:
                    is_seen = True
                    yield piece
                return
            except EngineError as error:
                if is_seen:
                    raise
                await tries.prepare(error)
            finally:
                await pieces.aclose()


class _Tries:
    """The request as it is asked next."""

    def __init__(self, engine: Retrying, ask: Ask) -> None:
        self.engine, self.first, self.ask = engine, ask, ask
        self.left = engine.tries - 1
        self.end = time.monotonic() + ask.seconds
        self.pause = engine.pause

    async def prepare(self, error: EngineError) -> None:
        """Changes the request so that it may succeed. Raises the error where nothing helps any more."""
        fault = fault_of(error)
        again = fault.again if fault is not None else Again.NEVER
        if fault is None or again is Again.NEVER or self.left == 0:
            raise error
        changed: dict[str, object] = {}
        if again is Again.SAME:
            await asyncio.sleep(min(self.pause, max(0.0, self.end - time.monotonic())))
            self.pause *= 4
        elif again is Again.LONGER:
            if self.ask.most_tokens >= _LONGEST:
                raise error
            changed["most_tokens"] = min(_LONGEST, 4 * self.ask.most_tokens)
        else:
            changed["turns"] = (*self.first.turns, *_correction(fault.words, fault.wrote))
        seconds = self.end - time.monotonic()
        if seconds < 0.05:
            raise error
        self.left -= 1
        self.engine.faults.append(fault.kind)
        changed |= {"seconds": seconds, "first_seconds": min(self.ask.first_seconds, seconds)}
        self.ask = self.ask.model_copy(update=changed)


def _correction(words: str, wrote: str) -> tuple[Turn, ...]:
    """What the model wrote and what was wrong with it, in its own conversation."""
    asks = f"That reply cannot be used: {words}. Reply again, correctly, and with nothing else."
    wrong = (Turn(role="assistant", text=wrote[:_SHOWN]),) if wrote else ()
    return (*wrong, Turn(role="user", text=asks))
