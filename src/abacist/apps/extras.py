"""Which libraries a command needs beyond those of a single answer, and what to say where they are missing."""

from __future__ import annotations

from importlib.util import find_spec

from abacist.core.errors import ConfigError
from abacist.core.language import Message

__all__ = ["need_cluster", "need_serve"]

_SERVE = (
    *("fastapi", "uvicorn", "httpx", "jsonschema_rs", "sqlalchemy", "alembic"),
    *("pydantic_settings", "prometheus_client"),
)
_CLUSTER = ("distributed",)


def need_serve() -> None:
    """Raises `ConfigError` unless the libraries of the service are installed."""
    _need(_SERVE, "serve")


def need_cluster() -> None:
    """Raises `ConfigError` unless the libraries of a cluster are installed."""
    _need(_CLUSTER, "cluster")


def _need(libraries: tuple[str, ...], extra: str) -> None:
    missing = [name for name in libraries if find_spec(name) is None]
    if missing:
        names = ", ".join(missing)
        raise ConfigError(
            Message(
                en=f"this command needs libraries that are not installed: {names}",
                zh=f"此命令需要尚未安装的库：{names}",
            ),
            Message(
                en=f'pip install "abacist[{extra}]" installs them',
                zh=f'请运行 pip install "abacist[{extra}]" 安装',
            ),
        )
