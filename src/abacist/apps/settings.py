"""Settings of the service: from flags, the environment, two files and defaults, each with its origin.

    flag  >  ABACIST_…  >  ./abacist.toml  >  $XDG_CONFIG_HOME/abacist/abacist.toml  >  default

A setting that cannot be used is a `ConfigError` that names where it stands and its key.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from abacist.core.errors import ConfigError
from abacist.core.language import Message
from abacist.core.limits import LIMITS

__all__ = ["Configuration", "Origin", "Settings", "configure"]

_PREFIX = "ABACIST_"
_FILE = "abacist.toml"
_KIB = 1024


def _default_database() -> str:
    from abacist.store.address import default_file

    return f"sqlite:///{default_file()}"


def _default_evaluation_set() -> str:
    from abacist.store.address import default_file

    return str(default_file().with_name("reviewed.jsonl"))


def _default_workers() -> int:
    return len(os.sched_getaffinity(0)) + 1  # a hopeless problem leaves a worker to every processor


@dataclass(frozen=True, slots=True)
class Means:
    """What a setting means, in both languages."""

    en: str
    zh: str


class Settings(BaseSettings):
    """Every setting of the service; the `Means` of a field says what it is for."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, extra="forbid", frozen=True)

    host: Annotated[str, Means(en="address to listen on", zh="监听地址")] = "127.0.0.1"
    port: Annotated[int, Means(en="port; 0 takes a free one", zh="端口；0 表示任取空闲端口")] = (
        Field(default=8080, ge=0, le=65535)
    )
    database: Annotated[
        str,
        Means(
            en="sqlite:///… or postgresql+psycopg://…", zh="sqlite:///… 或 postgresql+psycopg://…"
        ),
    ] = Field(default_factory=_default_database, min_length=1)
    workers: Annotated[int, Means(en="computing processes", zh="计算进程数")] = Field(
        default_factory=_default_workers, ge=1, le=1024
    )
    compute: Annotated[
        str,
        Means(en="local, or tcp://… of a Dask scheduler", zh="local，或 Dask 调度器的 tcp://…"),
    ] = Field(default="local", pattern=r"^(local|tcp://.+|tls://.+)$")
    timeout: Annotated[
        float, Means(en="seconds for a problem, checks included", zh="每题时限（秒），含核验")
    ] = Field(default=LIMITS.solve_seconds, gt=0, le=3600)
    waiting: Annotated[
        int, Means(en="problems that may be under way at once", zh="允许同时处理的题目数")
    ] = Field(default=512, ge=1, le=100_000)
    request_bytes: Annotated[
        int, Means(en="bytes of a request's body", zh="请求体的最大字节数")
    ] = Field(default=1024 * _KIB, ge=_KIB)
    request_depth: Annotated[
        int, Means(en="levels of nesting in a request's JSON", zh="请求 JSON 的最大嵌套层数")
    ] = Field(default=64, ge=4, le=500)
    request_seconds: Annotated[
        float, Means(en="seconds in which a request must have arrived", zh="接收请求的时限（秒）")
    ] = Field(default=20.0, gt=0, le=3600)
    requests_per_minute: Annotated[
        int,
        Means(
            en="requests a key may make in a minute; 0: any number",
            zh="每个密钥每分钟请求数；0 表示不限",
        ),
    ] = Field(default=0, ge=0)
    requests_at_once: Annotated[
        int,
        Means(
            en="requests a key may have under way; 0: any number",
            zh="每个密钥同时进行的请求数；0 表示不限",
        ),
    ] = Field(default=0, ge=0)
    keys: Annotated[
        bool,
        Means(en="ask for a key on the loopback address too", zh="在本机回环地址上也要求密钥"),
    ] = False
    cors_origins: Annotated[
        tuple[str, ...], Means(en="web sites whose pages may ask", zh="允许跨域访问的网站")
    ] = ()
    cache_answers: Annotated[int, Means(en="answers kept in memory", zh="内存中缓存的答案数")] = (
        Field(default=10_000, ge=0)
    )
    cache_bytes: Annotated[
        int, Means(en="bytes of answers kept in memory", zh="内存缓存的最大字节数")
    ] = Field(default=64 * _KIB * _KIB, ge=0)
    cache_stored_bytes: Annotated[
        int, Means(en="bytes of answers kept in the database", zh="数据库中缓存的最大字节数")
    ] = Field(default=1024 * _KIB * _KIB, ge=0)
    review_below: Annotated[
        float,
        Means(en="confidence below which a person is asked", zh="可信度低于此值时送人工复核"),
    ] = Field(default=0.8, ge=0, le=1)
    evaluation_set: Annotated[
        str,
        Means(
            en="file that every verdict of a review is appended to", zh="追加复核结论的评测集文件"
        ),
    ] = Field(default_factory=_default_evaluation_set, min_length=1)
    jobs_per_owner: Annotated[
        int, Means(en="jobs of one owner that are not at their end", zh="每个用户未结束的任务数")
    ] = Field(default=100, ge=1)
    job_items_per_owner: Annotated[
        int,
        Means(
            en="problems, and parts of sweeps, in the jobs of one owner that are not at their end",
            zh="每个用户未结束任务中的题目数（含遍历的分块）",
        ),
    ] = Field(default=200_000, ge=1)
    job_chunks_per_owner: Annotated[
        int,
        Means(
            en="chunks of 32 problems of one owner that a process does at once; 0: any number",
            zh="每个进程同时执行的同一用户的分块数（每块 32 题）；0 表示不限",
        ),
    ] = Field(default=0, ge=0)
    job_days: Annotated[
        float,
        Means(
            en="days after its end when a job is deleted; 0: never",
            zh="任务结束多少天后删除；0 表示从不",
        ),
    ] = Field(default=0.0, ge=0, le=36_500)
    engine: Annotated[
        str, Means(en="engine that is meant where none is named", zh="未指明时使用的引擎")
    ] = ""
    engine_start_seconds: Annotated[
        float,
        Means(en="seconds in which an engine must be ready", zh="引擎启动就绪的时限（秒）"),
    ] = Field(default=900.0, gt=0, le=86_400)
    log_level: Annotated[str, Means(en="what is logged", zh="日志级别")] = Field(
        default="info", pattern=r"^(debug|info|warning|error)$"
    )
    log_texts: Annotated[
        bool, Means(en="write the texts of problems into the log", zh="在日志中记录题目文本")
    ] = False
    shutdown_seconds: Annotated[
        float,
        Means(
            en="seconds that running requests have to finish at the end",
            zh="停止时等待请求完成的秒数",
        ),
    ] = Field(default=30.0, ge=0, le=3600)

    @property
    def is_loopback(self) -> bool:
        """True where only programs on this machine can reach the server."""
        return self.host in ("localhost", "::1") or self.host.startswith("127.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what is given: `configure` merges the sources itself, to know the origin of each value."""
        return (init_settings,)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value is from, as a person would look for it: `--port`, `ABACIST_PORT`, a file, `default`."""

    place: str


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings, and the origin of each."""

    settings: Settings
    origins: Mapping[str, Origin]

    def rows(self) -> Iterator[tuple[str, str, str, Message]]:
        """Each setting with its value (passwords hidden), its origin and what it means."""
        for name, info in Settings.model_fields.items():
            means = next(mark for mark in info.metadata if isinstance(mark, Means))
            value = shown(getattr(self.settings, name))
            yield name, value, self.origins[name].place, Message(en=means.en, zh=means.zh)


def shown(value: object) -> str:
    """A value as `abacist.toml` writes it, without the password of an address."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "[" + ", ".join(map(shown, value)) + "]"
    if isinstance(value, str):
        return '"' + _PASSWORD.sub(r"\1***\2", value) + '"'
    return str(value)


_PASSWORD = re.compile(r"(://[^:/@\s]*:)[^@\s]*(@)")


def configure(flags: Mapping[str, Any] | None = None) -> Configuration:
    """The settings of this start: `flags` are those of the command line; None stands for not given.

    Raises `ConfigError`.
    """
    given: dict[str, Any] = {}
    origins: dict[str, Origin] = {}
    for values, place in _sources(flags or {}):
        for name, value in values.items():
            if name not in given:
                given[name] = value
                origins[name] = Origin(place(name))
    try:
        settings = Settings(**given)
    except ValidationError as error:
        raise _wrong(error, origins) from error
    rest = Origin("default")
    return Configuration(
        settings, {name: origins.get(name, rest) for name in Settings.model_fields}
    )


def _sources(flags: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], Any]]:
    """What each source says, the strongest first, with how it names the place of a setting."""
    spoken = {name: value for name, value in flags.items() if value is not None}
    yield spoken, lambda name: "--" + name.replace("_", "-")
    yield _environment(), lambda name: _PREFIX + name.upper()
    for path in _files():
        values = _read(path)
        unknown = next((name for name in values if name not in Settings.model_fields), None)
        if unknown is not None:
            raise _unusable(f"{path}: {unknown}", _UNKNOWN)
        yield values, lambda _, path=path: str(path)


def _files() -> tuple[Path, Path]:
    home = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path.cwd() / _FILE, Path(home) / "abacist" / _FILE


def _environment() -> dict[str, Any]:
    """The variables that name a setting; a list is written as JSON."""
    try:
        return EnvSettingsSource(Settings)()
    except SettingsError as error:
        raise _unusable(_PREFIX + "CORS_ORIGINS", _NO_LIST) from error


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error)
        raise _unusable(str(path), Message(en=why, zh=why)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _unusable(
            str(path), Message(en=f"no TOML: {error}", zh=f"不是 TOML：{error}")
        ) from error


def _wrong(error: ValidationError, origins: Mapping[str, Origin]) -> ConfigError:
    """The first setting that cannot be used, by the place where it was given."""
    first = error.errors()[0]
    name = str(first["loc"][0]) if first["loc"] else ""
    origin = origins.get(name)
    place = origin.place if origin is not None else name
    if origin is not None and place.endswith(_FILE):
        place = f"{place}: {name}"
    return _unusable(place, Message(en=first["msg"], zh=first["msg"]))


_NO_LIST = Message(
    en='a list is written as ["https://…", "https://…"]', zh='列表须写作 ["https://…", "https://…"]'
)
_UNKNOWN = Message(en="there is no such setting", zh="没有这项设置")


def _unusable(place: str, why: Message) -> ConfigError:
    return ConfigError(
        Message(en=f"{place}: {why.en}", zh=f"{place}：{why.zh}"),
        Message(en="`abacist config` lists the settings", zh="`abacist config` 列出全部设置"),
    )
