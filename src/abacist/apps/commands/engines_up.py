"""`abacist engines up` and `down`: a server on this machine, from its start to its end."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from abacist.apps.console import show
from abacist.apps.extras import need_serve
from abacist.apps.tongue import tell
from abacist.core.errors import EngineError, InputError, NotFound
from abacist.core.language import Message

if TYPE_CHECKING:
    from abacist.apps.engines.known import Known
    from abacist.engines.process import Running

__all__ = ["DOWN", "UP", "down", "up"]

UP = (
    "Start an engine on this machine and wait until it is ready.",
    "在本机启动引擎，等待就绪。",
)
DOWN = ("Stop an engine that `up` started.", "停止由 `up` 启动的引擎。")

_Name = Annotated[str, typer.Argument(help=tell("its name", "名称"))]


def up(
    name: _Name,
    command: Annotated[
        str,
        typer.Option(
            help=tell(
                "how it is started, kept for the next time; `engines command` prints one",
                "启动命令，会被保存；可由 `engines command` 生成",
            )
        ),
    ] = "",
    follow: Annotated[
        bool,
        typer.Option(
            "--follow", help=tell("show its log; Ctrl-C stops it", "显示日志，Ctrl-C 停止服务")
        ),
    ] = False,
) -> int:
    """Starts an engine; with `--follow` it ends with this command."""
    need_serve()
    from abacist.apps.engines.known import find, keep
    from abacist.apps.settings import configure
    from abacist.engines.process import start, stop, wait_until_ready

    engine = find(name)
    if command:
        engine = engine.model_copy(update={"command": command})
    if not engine.command:
        raise InputError(
            Message(en=f"nothing says how {name} is started", zh=f"未设置 {name} 的启动命令"),
            Message(en="give it with --command", zh="请用 --command 指定"),
        )
    seconds = configure().settings.engine_start_seconds
    server = start(engine.name, engine.command, _folder())
    try:
        wait_until_ready(server, lambda: _answers(engine), seconds)
        if command:
            keep(engine)
        show(
            tell(
                f"Engine {name} is ready at {engine.url} (process {server.pid}, log {server.log}).",
                f"引擎 {name} 已就绪：{engine.url}（进程 {server.pid}，日志 {server.log}）。",
            )
        )
        if follow:
            sys.stdout.flush()
            return _follow(server)
    except BaseException:
        stop(server, _folder())
        raise
    return 0


def down(name: _Name) -> int:
    """Stops an engine."""
    need_serve()
    from abacist.apps.engines.known import find
    from abacist.engines.process import running, stop

    server = running(find(name).name, _folder())
    if server is None:
        raise NotFound(
            Message(
                en=f"engine {name} was not started by `abacist engines up`, or has ended",
                zh=f"引擎 {name} 不是由 `abacist engines up` 启动的，或已退出",
            )
        )
    by_itself = stop(server, _folder())
    show(
        tell(f"Engine {name} has ended.", f"引擎 {name} 已停止。")
        if by_itself
        else tell(f"Engine {name} did not end and was killed.", f"引擎 {name} 未响应，已强制结束。")
    )
    return 0


def _follow(server: Running) -> int:
    """Its log as it is written, until it ends: 4, since it should not."""
    with server.log.open("rb") as log:
        while True:
            piece = log.read(65_536)
            if piece:
                sys.stderr.write(piece.decode(errors="replace"))
                sys.stderr.flush()
            elif not server.is_alive:
                sys.stderr.write(
                    tell(f"engine {server.name} has ended\n", f"引擎 {server.name} 已退出\n")
                )
                return EngineError.exit_code
            else:
                time.sleep(0.1)


def _answers(engine: Known) -> bool:
    """Whether the server says which models it has."""
    import asyncio

    from abacist.apps.engines.known import opened

    async def ask() -> bool:
        server = opened(engine)
        try:
            return bool(await server.models(seconds=2.0))
        except EngineError:
            return False
        finally:
            await server.close()

    return asyncio.run(ask())


def _folder() -> Path:
    """Where logs and process ids are kept."""
    home = os.environ.get("XDG_STATE_HOME", "")
    state = Path(home) if os.path.isabs(home) else Path.home() / ".local" / "state"
    return state / "abacist" / "engines"
