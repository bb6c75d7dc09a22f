"""How often a caller may ask, and how much at once: by all processes of a database together.

A caller without limits costs nothing. For the others a process takes tokens and places out of the database, some ahead
of need where there are many, so that most requests need not go there. So no limit is ever passed. A request may be
refused too early by what other processes hold unused: of the tokens at most what comes in a tenth of a second,
each; of the places, which go back after a quarter of a second, as many as they took.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from abacist.core.errors import BudgetExceeded, StoreError
from abacist.core.language import Message
from abacist.store.allowances import SILENCE, Allowances

__all__ = ["Allowing"]

_LOG = logging.getLogger("abacist.http")
_AHEAD = 600  # a process takes the tokens of 1/600 of a minute at once, but one at least
_IDLE = 0.25  # seconds after which places that nobody uses go back
_BEAT = SILENCE / 4  # seconds between two signs of life
_RETRY = 1.0  # seconds after which another request may have ended


@dataclass(slots=True)
class _Use:
    """What a caller has in this process: tokens, places, requests under way."""

    tokens: int = 0
    held: int = 0
    at_once: int = 0
    changing: asyncio.Lock = field(default_factory=asyncio.Lock)
    keeping: asyncio.Task[None] | None = None


class Allowing:
    """Counts requests of callers who have limits."""

    def __init__(self, allowances: Allowances) -> None:
        self._allowances = allowances
        self._uses: dict[str, _Use] = {}

    @asynccontextmanager
    async def within(self, caller: str, rate: int, most: int) -> AsyncIterator[None]:
        """The time of a request: one of `rate` in a minute, and of `most` at once; 0: any number.

        Raises `BudgetExceeded`. While the database is away, `most` holds in each process alone.
        """
        if not (rate or most):
            yield
            return
        use = self._uses.setdefault(caller, _Use())
        use.at_once += 1
        try:
            if most:
                await self._take_place(caller, use, most)
            if rate:
                await self._take_token(caller, use, rate)
            yield
        finally:
            use.at_once -= 1

    async def _take_place(self, caller: str, use: _Use, most: int) -> None:
        if use.at_once > most:
            raise _too_many(most)
        if use.at_once <= use.held:
            return
        async with use.changing:
            if use.at_once <= use.held:
                return
            wanted = use.held + 1
            try:
                if not await asyncio.to_thread(self._allowances.hold, caller, most, wanted):
                    raise _too_many(most)
            except StoreError as error:
                _LOG.warning("limits", extra={"why": str(error)})
                return
            use.held = wanted
            if use.keeping is None or use.keeping.done():
                use.keeping = asyncio.create_task(self._keep(caller, use))

    async def _keep(self, caller: str, use: _Use) -> None:
        """Gives places back that are not used, and says of the others that they are."""
        told = time.monotonic()
        while use.held:
            await asyncio.sleep(_IDLE)
            async with use.changing:
                now = time.monotonic()
                if use.at_once >= use.held and now < told + _BEAT:
                    continue
                use.held, told = min(use.held, use.at_once), now
                with suppress(StoreError):  # silence gives them back, too
                    await asyncio.to_thread(self._allowances.keep, caller, use.held)

    async def _take_token(self, caller: str, use: _Use, rate: int) -> None:
        if use.tokens:
            use.tokens -= 1
            return
        async with use.changing:
            if not use.tokens:
                ahead = max(1, rate // _AHEAD)
                try:
                    taken = await asyncio.to_thread(self._allowances.take, caller, rate, ahead)
                except StoreError as error:
                    _LOG.warning("limits", extra={"why": str(error)})
                    return
                if not taken[0]:
                    raise _too_often(rate, taken[1])
                use.tokens = taken[0]
            use.tokens -= 1


def _too_many(most: int) -> BudgetExceeded:
    told = Message(
        en=f"{most} requests of this caller are under way already",
        zh=f"该调用方已有 {most} 个请求在处理中",
    )
    return _later(told, _RETRY)


def _too_often(rate: int, seconds: float) -> BudgetExceeded:
    told = Message(en=f"more than {rate} requests in a minute", zh=f"每分钟请求数超过 {rate}")
    return _later(told, seconds)


def _later(told: Message, seconds: float) -> BudgetExceeded:
    wait = max(1, round(seconds + 0.5))
    error = BudgetExceeded(told, Message(en=f"try again in {wait} s", zh=f"请在 {wait} 秒后重试"))
    error.retry_after = wait
    return error
