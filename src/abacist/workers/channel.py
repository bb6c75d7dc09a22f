"""Messages between a caller and its worker: a JSON header and a body over a packet socket.

A Unix SEQPACKET socket keeps packets whole. So a worker that dies in the middle of a long message
cannot garble the obituary which the fork server then writes on the same socket: nothing has to be
read twice, and the caller waits on one descriptor only. Nothing is ever unpickled.

    packet   = flag, at most CHUNK bytes          flag: MORE | LAST | OBITUARY
    message  = header as JSON, "\\n", body         all packets up to LAST, joined
"""

from __future__ import annotations

import json
import math
import select
import socket
import time
from dataclasses import dataclass
from typing import Any, NamedTuple

__all__ = [
    "RESULT_LIMIT",
    "Message",
    "Obituary",
    "Settings",
    "checked_deadline",
    "decode",
    "encode",
    "has_news",
    "pair",
    "receive",
    "send",
]

RESULT_LIMIT = 64 << 20  # bytes
CHUNK = 1 << 15  # bytes; well below the default socket buffer of 208 KiB
MORE, LAST, OBITUARY = b"+", b".", b"!"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a worker is told when it is forked.

    `memory_limit` counts bytes above what the warm worker holds; results longer than `result_limit`
    bytes are TOO_LARGE; after `tasks` tasks, or once it holds `growth` bytes more than at first, the
    worker is replaced. `preload` names modules to import before the first deadline begins.
    """

    memory_limit: int
    tasks: int
    growth: int
    result_limit: int = RESULT_LIMIT
    preload: tuple[str, ...] = ()


class Message(NamedTuple):
    """What one side told the other."""

    header: dict[str, Any]
    body: bytes


class Obituary(NamedTuple):
    """What the fork server says of a worker that has ended and been reaped.

    `status` is the exit status, or minus the number of the signal. `peak` is the most memory it held,
    in bytes. `oom_kill` is true where the kernel ended some process for want of memory meanwhile.
    """

    status: int
    peak: int
    oom_kill: bool

    def packet(self) -> bytes:
        """The obituary as one packet."""
        return OBITUARY + json.dumps(self).encode()


def pair() -> tuple[socket.socket, socket.socket]:
    """Two connected ends."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def send(
    end: socket.socket, header: dict[str, Any], body: bytes, until: float | None = None
) -> None:
    """Send a message; `until` is a time of `time.monotonic`, None waits for ever.

    Raises TimeoutError, and OSError where the other side is gone.
    """
    data = memoryview(json.dumps(header).encode() + b"\n" + body)
    for start in range(0, len(data), CHUNK):
        flag = LAST if start + CHUNK >= len(data) else MORE
        _wait(end, select.POLLOUT, until)
        end.send(flag + data[start : start + CHUNK])


def receive(end: socket.socket, until: float | None = None) -> Message | Obituary:
    """The next message or the worker's obituary; an obituary cuts an unfinished message off.

    Raises TimeoutError at `until` (a time of `time.monotonic`), EOFError where the other side is gone.
    """
    parts: list[bytes] = []
    while True:
        _wait(end, select.POLLIN, until)
        try:
            packet = end.recv(CHUNK + 1)
        except ConnectionResetError:
            continue  # it ended with our task unread; the error is told once, then what it had sent
        if not packet:
            raise EOFError("the worker and its fork server are gone")
        if packet[:1] == OBITUARY:
            return Obituary(*json.loads(packet[1:]))
        parts.append(packet[1:])
        if packet[:1] == LAST:
            header, _, body = b"".join(parts).partition(b"\n")
            return Message(json.loads(header), body)


def has_news(*descriptors: int) -> bool:
    """True where something, or the end, can be read from one of them now."""
    poll = select.poll()
    for descriptor in descriptors:
        poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(0))


def _wait(end: socket.socket, event: int, until: float | None) -> None:
    if until is None:
        return  # the socket blocks
    poll = select.poll()
    poll.register(end, event)
    if not poll.poll(max(0.0, until - time.monotonic()) * 1000):
        raise TimeoutError


def checked_deadline(seconds: float) -> float:
    """The deadline, if it is one; else ValueError."""
    if not (math.isfinite(seconds) and seconds > 0):
        raise ValueError(f"a deadline is a positive number of seconds, not {seconds}")
    return seconds


def encode(value: Any) -> tuple[str, bytes]:
    """A payload or result as (kind, bytes): bytes and text as they are, everything else as JSON.

    Raises TypeError or ValueError where JSON cannot say it.
    """
    if isinstance(value, bytes):
        return "bytes", value
    if isinstance(value, str):
        return "text", value.encode("utf-8", "surrogatepass")
    return "json", json.dumps(value).encode()


def decode(kind: str, body: bytes) -> Any:
    """The value that `encode` was given (tuples come back as lists)."""
    if kind == "bytes":
        return body
    if kind == "text":
        return body.decode("utf-8", "surrogatepass")
    return json.loads(body)
