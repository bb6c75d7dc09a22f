"""The engines of this person, in `$XDG_CONFIG_HOME/abacist/engines.json`; keys stay in the environment."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from abacist.core.errors import ConfigError, InputError, NotFound
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.engines.capabilities import Capabilities
from abacist.engines.server import Server, base_url

__all__ = ["Known", "engines_file", "find", "forget", "keep", "known", "opened"]


class Known(Record):
    """An engine: its address, its model ("": the only one it has), the variable that holds its key.

    `command` starts it on this machine, where somebody said how.
    """

    name: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9][\w.-]*$")]
    url: str
    model: str = ""
    key_variable: Annotated[str, Field(max_length=128, pattern=r"^([A-Za-z_]\w*)?$")] = ""
    command: Annotated[str, Field(max_length=8192)] = ""
    capabilities: Capabilities | None = None


def engines_file() -> Path:
    """Where the engines are kept."""
    home = os.environ.get("XDG_CONFIG_HOME", "")
    folder = Path(home) if os.path.isabs(home) else Path.home() / ".config"
    return folder / "abacist" / "engines.json"


def known() -> tuple[Known, ...]:
    """Every engine, by name. Raises `ConfigError` where the file cannot be used."""
    path = engines_file()
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
        found = [Known.model_validate(each) for each in listed]
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise _unusable(path, os.strerror(error.errno or 0)) from error
    except (ValueError, TypeError, RecursionError) as error:
        why = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise _unusable(path, why) from error
    return tuple(sorted(found, key=lambda each: each.name))


def find(name_or_url: str) -> Known:
    """The engine of this name, or one at this address. Raises `NotFound`, `ConfigError`."""
    if re.match(r"https?://", name_or_url):
        url = base_url(name_or_url)
        kept = next((each for each in known() if each.url == url), None)
        return kept or Known(name="unnamed", url=url)
    for each in known():
        if each.name == name_or_url:
            return each
    raise NotFound(
        Message(
            en=f"there is no engine named {name_or_url!r}", zh=f"没有名为 {name_or_url!r} 的引擎"
        ),
        Message(
            en="`abacist engines list` shows them, `abacist engines add NAME URL` adds one",
            zh="`abacist engines list` 列出引擎，`abacist engines add 名称 地址` 添加引擎",
        ),
    )


def keep(engine: Known) -> None:
    """Adds an engine, or puts it in the place of that of its name."""
    _write([*(each for each in known() if each.name != engine.name), engine])


def forget(name: str) -> None:
    """Removes an engine. Raises `NotFound`."""
    gone = find(name)
    _write([each for each in known() if each.name != gone.name])


def _write(engines: list[Known]) -> None:
    """The whole file at once: a reader sees the old one or the new one."""
    path = engines_file()
    plain = [each.model_dump(mode="json") for each in sorted(engines, key=lambda each: each.name)]
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps(plain, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        raise _unusable(path, os.strerror(error.errno or 0)) from error


def opened(engine: Known, model: str = "") -> Server:
    """A server to ask. Raises `ConfigError` where the variable of its key is not set."""
    key = os.environ.get(engine.key_variable) if engine.key_variable else None
    if engine.key_variable and not key:
        raise ConfigError(
            Message(
                en=f"engine {engine.name}: the environment variable {engine.key_variable} is not set",
                zh=f"引擎 {engine.name}：未设置环境变量 {engine.key_variable}",
            )
        )
    wanted = model or engine.model
    name = "" if engine.name == "unnamed" else engine.name
    return Server(engine.url, wanted, name=name, key=key, capabilities=engine.capabilities)


def named(name: str, url: str, model: str, key_variable: str) -> Known:
    """An engine from what a person wrote. Raises `InputError`, `ConfigError`."""
    try:
        return Known(name=name, url=base_url(url), model=model, key_variable=key_variable)
    except ValidationError as error:
        first = error.errors()[0]
        place = str(first["loc"][0])
        raise InputError(
            Message(en=f"{place}: {first['msg']}", zh=f"{place}：{first['msg']}")
        ) from error


def _unusable(path: Path, why: str) -> ConfigError:
    return ConfigError(Message(en=f"{path}: {why}", zh=f"{path}：{why}"))
