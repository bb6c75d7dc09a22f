"""`abacist serve`: the service over HTTP."""

from __future__ import annotations

from typing import Annotated

import typer

from abacist.apps.commands.options import AsJson
from abacist.apps.extras import need_serve
from abacist.apps.tongue import tell

__all__ = ["HELP", "serve"]

HELP = (
    "Serve answers over HTTP; the documentation is at /docs.",
    "通过 HTTP 提供求解服务；接口文档见 /docs。",
)

_Host = Annotated[str | None, typer.Option(help=tell("address to listen on", "监听地址"))]
_Port = Annotated[
    int | None,
    typer.Option(
        min=0, max=65535, help=tell("port; 0 takes a free one", "端口；0 表示任取空闲端口")
    ),
]
_Database = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help=tell("sqlite:///… or postgresql+psycopg://…", "sqlite:///… 或 postgresql+psycopg://…"),
    ),
]
_Workers = Annotated[
    int | None, typer.Option(min=1, max=1024, help=tell("computing processes", "计算进程数"))
]
_Compute = Annotated[
    str | None,
    typer.Option(
        metavar="WHERE",
        help=tell("local, or tcp://… of a Dask scheduler", "local，或 Dask 调度器的 tcp://…"),
    ),
]


def serve(
    host: _Host = None,
    port: _Port = None,
    database: _Database = None,
    workers: _Workers = None,
    compute: _Compute = None,
    as_json: AsJson = False,
) -> int:
    """Serves until it is told to stop; what runs then is finished first."""
    need_serve()
    from abacist.apps.http.server import run_server
    from abacist.apps.settings import configure

    flags = {
        "host": host,
        "port": port,
        "database": database,
        "workers": workers,
        "compute": compute,
    }
    return run_server(configure(flags).settings, as_json=as_json)
