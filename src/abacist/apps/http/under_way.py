"""Work for a request in a thread of its own, which ends when its caller leaves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

from fastapi import Request

from abacist.core.errors import QueueFull
from abacist.core.language import Message
from abacist.execution.executor import Cancellation

__all__ = ["Threads", "under_way"]

_Result = TypeVar("_Result")


class Threads:
    """As many threads as there may be questions under way; beyond them, `QueueFull`."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.busy = 0
        self._threads = ThreadPoolExecutor(most, thread_name_prefix="question")

    async def do(self, work: Callable[[], _Result]) -> _Result:
        """What `work` returns. Raises `QueueFull`, and what it raises."""
        if self.busy >= self.most:
            most = self.most
            raise QueueFull(
                Message(
                    en=f"{most} problems are under way already", zh=f"已有 {most} 道题在处理中"
                ),
                Message(en="Try again in a moment.", zh="请稍后再试。"),
            )
        self.busy += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self.busy -= 1

    def close(self) -> None:
        """Waits for what runs."""
        self._threads.shutdown(wait=True, cancel_futures=True)


async def under_way(request: Request, work: Callable[[Cancellation], _Result]) -> _Result:
    """What `work` returns; it is cancelled when the caller of the request leaves.

    The body of the request must have been read before.
    """
    cancellation = Cancellation()
    threads: Threads = request.app.state.threads
    done = asyncio.ensure_future(threads.do(lambda: work(cancellation)))
    left = asyncio.ensure_future(_leaving(request))
    try:
        await asyncio.wait({done, left}, return_when=asyncio.FIRST_COMPLETED)
        if not done.done():
            cancellation.cancel()
        return await done
    except asyncio.CancelledError:
        cancellation.cancel()
        raise
    finally:
        left.cancel()
        with suppress(asyncio.CancelledError):
            await left


async def _leaving(request: Request) -> None:
    """Returns when the caller has left."""
    while (await request.receive())["type"] != "http.disconnect":
        continue
