"""What the service can bear, beside a bare FastAPI echo in the same run: `make bench-service`.

The load generator runs on the same processors. Where other programs run too, answers per second of processor
time of the server's own process say more than answers per second of the clock; both are printed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.load import Figures, Load, bodies, load
from benchmarks.streams import streams

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_HOPELESS = "∫ exp(sin(x^3) + cos(x^5)) / (x^7 + ln(x) + exp(cos(x^2))) dx"
_COMPUTED = 1000
_QUESTION = {"question": "Solve x^2 - 5x + 6 = 0."}


@dataclass(frozen=True)
class Server:
    """A server under load."""

    pid: int
    port: int

    def cpu(self) -> float:
        """Seconds of processor time of its own process."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def cpu_of_all(self) -> float:
        """Seconds of processor time of all its processes, the workers that have ended included."""
        return sum(_seconds(fields) for fields in _descendants(self.pid))

    def resident(self) -> int:
        """Bytes that its own process holds."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * _PAGE

    def ask(
        self,
        path: str,
        make: object,
        count: int,
        *,
        connections: int = 16,
        fresh: bool = False,
        pace: float | None = None,
    ) -> Figures:
        """The figures of a load of `count` requests."""
        asked = make if callable(make) else (lambda _: make)
        headers = ("Cache-Control: no-cache",) if fresh else ()
        return load(
            Load("127.0.0.1", self.port, path, bodies(asked), count, connections, headers, pace)
        )


def _descendants(pid: int) -> list[list[str]]:
    """The fields of /proc/PID/stat, from the state on, of a process and all below it."""
    found: dict[int, list[str]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                found[int(entry.name)] = (entry / "stat").read_text().rpartition(")")[2].split()
    below = {pid}
    for _ in found:
        more = {each for each, fields in found.items() if int(fields[1]) in below} | {pid}
        if more <= below:
            break
        below |= more
    return [found[each] for each in below if each in found]


def _seconds(fields: list[str]) -> float:
    return sum(map(int, fields[11:15])) / _TICKS


@contextmanager
def running(command: list[str], **changed: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, **changed},
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


@contextmanager
def abacist(workers: int = 3) -> Iterator[Server]:
    """Our server with the default settings and a database of its own."""
    command = [sys.executable, "-m", "abacist.apps.cli", "serve", "--port", "0", "--json"]
    with tempfile.TemporaryDirectory() as folder:
        changed = {"XDG_DATA_HOME": folder, "ABACIST_WORKERS": str(workers)}
        with running(command, **changed) as process:
            port = int(json.loads(_line(process))["address"].rpartition(":")[2])
            server = Server(process.pid, port)
            server.ask("/solve/math", _QUESTION, 4, connections=4, fresh=True)  # warm workers
            yield server


@contextmanager
def echo() -> Iterator[Server]:
    """The bare FastAPI application."""
    with running([sys.executable, "-m", "benchmarks.echo"]) as process:
        server = Server(process.pid, int(_line(process)))
        for _ in range(200):
            try:
                server.ask("/echo", _QUESTION, 1, connections=1)
                break
            except OSError:
                time.sleep(0.05)
        yield server


def _row(name: str, server: Server, figures: Figures, cpu: float) -> str:
    by_cpu = len(figures.latencies) / cpu if cpu else float("inf")
    return (
        f"{name:34s} {figures.rate:8.0f}/s {by_cpu:8.0f}/cpu-s   p50 {figures.quantile(0.5):7.2f} ms"
        f"   p95 {figures.quantile(0.95):7.2f} ms   failed {figures.failed}"
    )


def measured(
    name: str, server: Server, path: str, make: object, count: int, **options: object
) -> tuple[str, Figures]:
    before = server.cpu()
    figures = server.ask(path, make, count, **options)  # type: ignore[arg-type]
    return _row(name, server, figures, server.cpu() - before), figures


def _equation(number: int) -> dict[str, str]:
    """A simple problem that nobody has asked before."""
    return {"question": f"Solve {number % 97 + 2}x + {number} = {3 * number + 5}."}


def throughput(bare: Server, server: Server, rounds: int = 3) -> Iterator[str]:
    """The echo and a cached answer in turns, then problems that are computed."""
    for _ in range(rounds):
        yield measured("bare FastAPI echo", bare, "/echo", _QUESTION, 4000)[0]
        yield measured("cached answer", server, "/solve/math", _QUESTION, 4000)[0]
    yield measured(
        "cached answer, 8 connections", server, "/solve/math", _QUESTION, 4000, connections=8
    )[0]
    before = server.cpu_of_all()
    yield measured("computed, simple equations", server, "/solve/math", _equation, _COMPUTED)[0]
    cost = (server.cpu_of_all() - before) / _COMPUTED
    yield (
        f"  processor time of all processes: {1000 * cost:.1f} ms for each, "
        f"so {2 / cost:.0f}/s on two free processors"
    )


def hanging(server: Server) -> Iterator[str]:
    """The others while one worker hangs."""
    quiet = [
        server.ask("/solve/math", _other(turn), 150, connections=2, pace=15) for turn in (1, 2)
    ]
    stuck = threading.Thread(
        target=lambda: server.ask(
            "/v1/solve", {"problem": _HOPELESS, "timeout": 20}, 1, connections=1, fresh=True
        )
    )
    stuck.start()
    time.sleep(0.5)
    beside = server.ask("/solve/math", _other(3), 150, connections=2, pace=15)
    stuck.join()
    p95 = [figures.quantile(0.95) for figures in quiet]
    yield (
        f"p95 at 15 requests/s: alone {p95[0]:.1f} and {p95[1]:.1f} ms, "
        f"while one worker hangs {beside.quantile(0.95):.1f} ms "
        f"(ratio {beside.quantile(0.95) / max(p95):.2f}); failed {beside.failed}"
    )


def _other(turn: int) -> object:
    return lambda number: {"question": f"Solve {turn + 1}x + {number} = {number * turn + 7}."}


def growth(server: Server, count: int = 50_000) -> Iterator[str]:
    """Memory of the server's own process over many requests, every tenth a text of its own."""

    def mixed(number: int) -> dict[str, str]:
        return {"question": f"nothing {number % 20_000}"} if number % 50 == 0 else dict(_QUESTION)

    server.ask("/solve/math", mixed, 5_000)
    before = server.resident()
    figures = server.ask("/solve/math", mixed, count)
    after = server.resident()
    yield (
        f"{count} requests: {before >> 20} MiB, then {after >> 20} MiB "
        f"({100 * (after - before) / before:+.1f} %); {figures.rate:.0f}/s, failed {figures.failed}"
    )


def streaming(server: Server, count: int = 500) -> Iterator[str]:
    """As many streamed chats at once, of a problem whose answer is kept and of ones that nobody asked before."""
    for round in range(3):
        for name, problem in (
            ("kept", lambda _: _QUESTION["question"]),
            ("new", partial(_unlike, 1 + round * count)),
        ):
            before = server.resident()
            found = streams(server.port, problem, count, server.resident)
            first, last = found.quantile(found.first, 0.95), found.quantile(found.whole, 1)
            yield (
                f"{count} streams at once, {name}: first event p95 {first:.1f} s, the last ends after "
                f"{last:.1f} s; failed {len(found.wrong)}; {before >> 20} MiB, at most "
                f"{found.resident >> 20} MiB, then {server.resident() >> 20} MiB"
            )
            yield from (f"  {why}" for why in sorted(set(found.wrong))[:3])


def _unlike(start: int, number: int) -> str:
    """A problem of one of four kinds."""
    unlike = start + number
    return (
        f"Solve {unlike % 89 + 2}x - {unlike} = {5 * unlike + 1}.",
        f"What is the derivative of x^3 - {unlike}x?",
        f"What is the remainder when 7^{unlike} is divided by 1009?",
        f"Solve x^2 - {unlike + 1}x + {unlike} = 0.",
    )[number % 4]


def main() -> None:
    """Runs all measurements one after another."""
    with echo() as bare, abacist() as server:
        parts = (
            throughput(bare, server),
            hanging(server),
            streaming(server),
            growth(server),
        )
        for part in parts:
            for line in part:
                sys.stdout.write(f"{line}\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
