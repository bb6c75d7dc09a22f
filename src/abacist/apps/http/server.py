"""The server process: its socket, its signals, its end."""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from abacist.apps.http.application import application
from abacist.apps.http.logs import begin_log
from abacist.apps.settings import Settings
from abacist.apps.tongue import tell
from abacist.core.errors import ConfigError
from abacist.core.language import Message

__all__ = ["run_server"]

_BACKLOG = 2048


def run_server(settings: Settings, *, as_json: bool = False) -> int:
    """Serves until SIGINT or SIGTERM, then finishes what runs. Returns the exit code; `as_json` prints the
    address as a record.

    Raises `ConfigError` where the address or the database cannot be used.
    """
    begin_log(settings.log_level)
    gc.enable()  # the command line switches it off for short programs
    listener = _listen(settings)
    app = application(settings)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="on",
        server_header=False,
        timeout_graceful_shutdown=max(1, round(settings.shutdown_seconds)),
    )
    server = _Server(config, _address(listener), as_json)
    with listener, _quiet_signals():
        try:
            server.run(sockets=[listener])
        except SystemExit:  # uvicorn's way to say that some part did not start
            raise getattr(app.state, "failure", None) or ConfigError(_NOT_STARTED) from None
    return 0


_NOT_STARTED = Message(
    en="the server did not start; its log says why", zh="服务未能启动，原因见日志"
)


class _Server(uvicorn.Server):
    """Tells its address once it can be asked."""

    def __init__(self, config: uvicorn.Config, address: str, as_json: bool) -> None:
        super().__init__(config)
        self.address = address
        self.as_json = as_json

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and self.as_json:
            sys.stdout.write(json.dumps({"address": self.address, "process": os.getpid()}) + "\n")
        elif self.started:
            sys.stdout.write(
                tell(
                    f"Abacist listens at {self.address} (documentation: {self.address}/docs)\n",
                    f"Abacist 正在监听 {self.address}（接口文档：{self.address}/docs）\n",
                )
            )
        sys.stdout.flush()


def _listen(settings: Settings) -> socket.socket:
    """The socket, taken before anything is started, so that a port in use is told at once."""
    try:
        found = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        family, kind, protocol, _, address = found[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except (OSError, UnicodeError) as error:
        place = f"{settings.host}:{settings.port}"
        why = (
            os.strerror(error.errno)
            if isinstance(error, OSError) and error.errno and error.errno > 0
            else str(error)
        )
        raise ConfigError(
            Message(en=f"cannot listen at {place}: {why}", zh=f"无法监听 {place}：{why}"),
            Message(en="--port 0 takes a free port", zh="--port 0 可任取空闲端口"),
        ) from error
    return listener


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextmanager
def _quiet_signals() -> Iterator[None]:
    """Without this uvicorn ends, after its orderly end, by the signal that asked for it."""
    before = {
        number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
