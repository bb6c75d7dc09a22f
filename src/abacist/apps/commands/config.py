"""`abacist config`: every setting of the service, with where it is from."""

from __future__ import annotations

from typing import Any

from abacist.apps.commands.options import AsJson
from abacist.apps.console import print_json, show
from abacist.apps.extras import need_serve
from abacist.apps.tongue import interface_language, tell

__all__ = ["HELP", "config"]

HELP = (
    "Show the settings of the service, each with its origin.",
    "显示服务的各项设置及其来源。",
)


def config(as_json: AsJson = False) -> int:
    """Lists the settings that `abacist serve` would start with here."""
    need_serve()
    from rich.table import Table

    from abacist.apps.settings import configure

    rows = list(configure().rows())
    if as_json:
        listed: dict[str, Any] = {
            name: {"value": value, "origin": origin} for name, value, origin, _ in rows
        }
        print_json(listed)
        return 0
    language = interface_language()
    table = Table(box=None, pad_edge=False, header_style="")
    for title in (
        tell("setting", "设置"),
        tell("value", "值"),
        tell("origin", "来源"),
        tell("what it is", "含义"),
    ):
        table.add_column(title, overflow="fold")
    for name, value, origin, meaning in rows:
        place = tell("default", "默认") if origin == "default" else origin
        table.add_row(name, value, place, meaning.render(language))
    show(table)
    return 0
