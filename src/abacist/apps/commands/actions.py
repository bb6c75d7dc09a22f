"""`abacist actions`: what can be computed."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from abacist.apps.commands.options import AsJson
from abacist.apps.console import print_json, show
from abacist.apps.tongue import interface_language, tell

__all__ = ["HELP", "actions"]

HELP = (
    "List what can be computed; with a NAME, its arguments, wordings and examples.",
    "列出可以进行的运算；给出 NAME 则显示其参数、说法和例题。",
)

_Name = Annotated[str | None, typer.Argument(metavar="NAME", help=tell("an action", "运算名"))]


def actions(name: _Name = None, as_json: AsJson = False) -> int:
    """Lists the actions, or shows one."""
    from abacist.core import registry
    from abacist.explain.declaration import describe, page, summary

    language = interface_language()
    if name is not None:
        action = registry.find_action(name)
        if as_json:
            print_json(describe(action))
        else:
            show(*page(action, language))
        return 0
    found = list(registry.actions().values())
    if as_json:
        listed: list[dict[str, Any]] = [
            {"name": each.name, "title": each.title.model_dump()} for each in found
        ]
        print_json(listed)
    else:
        show(summary(found, language))
    return 0
