"""A load generator: many connections that each ask again as soon as they are answered, or at a fixed pace."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

__all__ = ["Figures", "Load", "bodies", "load"]


@dataclass
class Figures:
    """What came of a load: seconds of every answer, by status; the seconds of the whole."""

    latencies: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds

    def quantile(self, share: float) -> float:
        """Milliseconds in which this share of the answers came."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    @property
    def failed(self) -> int:
        """Answers whose status was not 200."""
        return sum(count for status, count in self.statuses.items() if status != 200)


@dataclass(frozen=True)
class Load:
    """What is asked: a path, its bodies one after another, over so many connections.

    `pace`: requests a second of all connections together; None asks as fast as it is answered.
    """

    host: str
    port: int
    path: str
    bodies: Iterator[bytes]
    count: int
    connections: int = 16
    headers: tuple[str, ...] = ()
    pace: float | None = None


def bodies(make: Callable[[int], object]) -> Iterator[bytes]:
    """Bodies of JSON without end."""
    return (json.dumps(make(number)).encode() for number in itertools.count())


def load(what: Load) -> Figures:
    """Asks and measures, in this process."""
    return asyncio.run(_load(what))


async def _load(what: Load) -> Figures:
    figures = Figures()
    numbers = iter(range(what.count))
    began = time.perf_counter()
    await asyncio.gather(
        *(_connection(what, numbers, figures, began) for _ in range(what.connections))
    )
    figures.seconds = time.perf_counter() - began
    return figures


async def _connection(what: Load, numbers: Iterator[int], figures: Figures, began: float) -> None:
    reader, writer = await asyncio.open_connection(what.host, what.port)
    extra = "".join(f"{line}\r\n" for line in what.headers)
    head = f"POST {what.path} HTTP/1.1\r\nHost: {what.host}\r\nContent-Type: application/json\r\n{extra}"
    for number in numbers:
        if what.pace is not None:
            await asyncio.sleep(max(0.0, began + number / what.pace - time.perf_counter()))
        body = next(what.bodies)
        sent = time.perf_counter()
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        status = await _answer(reader)
        figures.latencies.append(time.perf_counter() - sent)
        figures.statuses[status] = figures.statuses.get(status, 0) + 1
    writer.close()
    await writer.wait_closed()


async def _answer(reader: asyncio.StreamReader) -> int:
    """The status of one answer, which is read to its end."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    await reader.readexactly(length)
    return int(head.split(b" ", 2)[1])
