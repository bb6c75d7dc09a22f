"""`abacist keys`: who may ask the service from elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from abacist.apps.commands.options import AsJson
from abacist.apps.console import print_json, show
from abacist.apps.extras import need_serve
from abacist.apps.tongue import interface_language, tell
from abacist.core.errors import InputError
from abacist.core.language import Message

if TYPE_CHECKING:
    from abacist.store.keys import Key, Keys

__all__ = ["HELP", "keys"]

HELP = (
    "Make, list and revoke the keys of callers of the service.",
    "创建、列出、撤销服务调用方的密钥。",
)
_DAY = 86_400.0

keys = typer.Typer(no_args_is_help=True)

_Database = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="URL",
        help=tell(
            "of the service; by default that of its settings", "服务所用的数据库，默认取自设置"
        ),
    ),
]


@keys.command(
    "create", help=tell("Make a key and print it: the only time.", "创建并显示密钥（仅此一次）。")
)
def create(
    name: Annotated[str, typer.Argument(help=tell("whose key it is", "密钥的用户或用途"))],
    scope: Annotated[
        list[str] | None,
        typer.Option(
            help=tell(
                "what it opens, as often as needed: solve, sweeps, jobs, review, metrics; by default solve",
                "权限，可重复：solve、sweeps、jobs、review、metrics；默认 solve",
            )
        ),
    ] = None,
    days: Annotated[
        float | None,
        typer.Option(min=0.001, max=36_500, help=tell("days until it expires", "有效天数")),
    ] = None,
    per_minute: Annotated[
        int | None,
        typer.Option(min=1, help=tell("requests in a minute", "每分钟最多请求数")),
    ] = None,
    at_once: Annotated[
        int | None,
        typer.Option(min=1, help=tell("requests under way at once", "同时进行的最多请求数")),
    ] = None,
    database: _Database = None,
    as_json: AsJson = False,
) -> int:
    """Makes a key."""
    from abacist.apps.http.security import SCOPES

    wanted = scope or ["solve"]
    unknown = [each for each in wanted if each not in SCOPES]
    if unknown:
        known = ", ".join(SCOPES)
        raise InputError(
            Message(
                en=f"there is no scope {unknown[0]!r}; choose among {known}",
                zh=f"没有权限 {unknown[0]!r}，可选：{known}",
            )
        )
    with _opened(database) as kept:
        key, token = kept.add(
            name,
            wanted,
            expires_at=None if days is None else time.time() + days * _DAY,
            requests_per_minute=per_minute,
            concurrent_requests=at_once,
        )
    if as_json:
        print_json({**_record(key), "token": token})
        return 0
    sys.stdout.write(f"{token}\n")
    sys.stderr.write(
        tell("Keep it now: it cannot be shown again.\n", "请立即保存：之后无法再次显示。\n")
    )
    return 0


@keys.command("list", help=tell("List the keys, without their secrets.", "列出密钥（不含密文）。"))
def list_keys(database: _Database = None, as_json: AsJson = False) -> int:
    """Lists the keys."""
    with _opened(database) as kept:
        found = kept.list()
    if as_json:
        print_json([_record(key) for key in found])
        return 0
    if not found:
        show(
            tell(
                "There is no key yet; `abacist keys create NAME` makes one.",
                "还没有密钥；用 `abacist keys create 名称` 创建。",
            )
        )
        return 0
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="")
    for title in _TITLES:
        table.add_column(title.render(interface_language()), overflow="fold")
    for key in found:
        expiry = "-" if key.expires_at is None else _day(key.expires_at)
        used = "-" if key.used_at is None else _day(key.used_at)
        scopes = " ".join(sorted(key.scopes))
        table.add_row(key.id, key.name, scopes, _state(key), _day(key.created_at), expiry, used)
    show(table)
    return 0


@keys.command("revoke", help=tell("Make a key useless for ever.", "永久撤销密钥。"))
def revoke(
    id: Annotated[str, typer.Argument(help=tell("its id, as `keys list` shows it", "密钥编号"))],
    database: _Database = None,
    as_json: AsJson = False,
) -> int:
    """Revokes a key."""
    with _opened(database) as kept:
        key = kept.revoke(id)
    if as_json:
        print_json(_record(key))
    else:
        show(tell(f"Key {key.id} ({key.name}) is revoked.", f"密钥 {key.id}（{key.name}）已撤销。"))
    return 0


_TITLES = (
    Message(en="id", zh="编号"),
    Message(en="name", zh="名称"),
    Message(en="opens", zh="权限"),
    Message(en="state", zh="状态"),
    Message(en="made", zh="创建"),
    Message(en="expires", zh="到期"),
    Message(en="used", zh="最近使用"),
)


@contextmanager
def _opened(database: str | None) -> Iterator[Keys]:
    """The keys of the service's database."""
    need_serve()
    from abacist.apps.settings import configure
    from abacist.store.database import Database
    from abacist.store.keys import Keys

    with Database(configure({"database": database}).settings.database) as opened:
        yield Keys(opened)


def _state(key: Key) -> str:
    if key.revoked_at is not None:
        return tell("revoked", "已撤销")
    return tell("expired", "已过期") if key.is_expired else tell("valid", "有效")


def _day(seconds: float) -> str:
    return time.strftime("%Y-%m-%d", time.localtime(seconds))


def _record(key: Key) -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "scopes": sorted(key.scopes),
        "is_valid": key.is_valid,
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "revoked_at": key.revoked_at,
        "used_at": key.used_at,
        "requests_per_minute": key.requests_per_minute,
        "concurrent_requests": key.concurrent_requests,
    }
