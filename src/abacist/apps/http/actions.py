"""What can be computed: every action with the JSON schema of its arguments."""

from __future__ import annotations

from functools import cache

from fastapi import APIRouter
from starlette.responses import Response

from abacist.apps.http.errors import ERRORS
from abacist.apps.http.model import ActionList, ActionPage, ActionTitle
from abacist.core import registry
from abacist.core.errors import NotFound
from abacist.core.language import Message
from abacist.explain.declaration import describe

__all__ = ["router"]

router = APIRouter(prefix="/v1/actions", tags=["actions"], responses=ERRORS)


@router.get("", response_model=ActionList, summary="List the actions")
def list_actions() -> Response:
    """Every action with its title in both languages and the JSON schema of its arguments."""
    return Response(_list(), media_type="application/json")


@router.get("/{name}", response_model=ActionPage, summary="Show an action")
def show_action(name: str) -> ActionPage:
    """An action with its wordings and examples."""
    action = registry.actions().get(name)
    if action is None:
        raise NotFound(
            Message(en=f"there is no action {name!r}", zh=f"没有名为 {name!r} 的运算"),
            Message(en="/v1/actions lists them", zh="/v1/actions 列出全部运算"),
        )
    return ActionPage.model_validate(describe(action))


@cache
def _list() -> bytes:
    titles = tuple(
        ActionTitle(name=each.name, title=each.title, arguments=each.arguments.model_json_schema())
        for each in registry.actions().values()
    )
    return ActionList(actions=titles).model_dump_json().encode()
