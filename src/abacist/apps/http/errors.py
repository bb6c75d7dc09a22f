"""Errors as HTTP: every one has a status, a code, a message in the caller's language and a request id.

    {"error": {"code", "message", "hint", "request_id"}}                     everywhere
    {"error": {"message", "type", "param", "code", "request_id"}}            where OpenAI's clients ask

An exception that is not ours is a mistake of this program: 500 with an incident number, the traceback in
the log, none to the caller.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
import uuid
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Scope

from abacist.apps.http.caller import request_id_of, spoken_by, told_language
from abacist.apps.http.model import ErrorBody
from abacist.apps.http.told import OTHER_TYPE
from abacist.core.errors import (
    AbacistError,
    BudgetExceeded,
    ConfigError,
    InputError,
    LimitError,
    NotFound,
    StoreError,
)
from abacist.core.language import Message

__all__ = [
    "ERRORS",
    "Forbidden",
    "Unauthorized",
    "error_response",
    "handle_errors",
    "incident_response",
]

_log = logging.getLogger("abacist.http")
_OPENAI = ("/v1/chat/", "/v1/models", "/v1/completions")
_RETRY_SECONDS = 1


class Unauthorized(AbacistError):
    """No key, or one that is not valid."""

    code = "unauthorized"
    http_status = 401


class Forbidden(AbacistError):
    """A key that does not allow this."""

    code = "forbidden"
    http_status = 403


class MethodNotAllowed(InputError):
    """A path that knows other methods."""

    code = "method_not_allowed"
    http_status = 405


class Unusable(InputError):
    """What has the declared shape, but means nothing that can be done."""

    http_status = 422


class Incident(AbacistError):
    """A mistake of this program."""

    code = "internal"


def _documented(text: str) -> dict[str, Any]:
    return {"model": ErrorBody, "description": text}


ERRORS: dict[int | str, dict[str, Any]] = {
    400: _documented("the request cannot be used"),
    401: _documented("a key is needed, or this one is not valid"),
    403: _documented("the key does not allow this"),
    404: _documented("nothing is kept under this name"),
    408: _documented("the request did not arrive in time"),
    413: _documented("the request, or what it asks for, is larger than its limit"),
    422: _documented("of the declared shape, but a formula, a plan or a sweep that cannot be used"),
    429: _documented("a limit was reached; try again later"),
    500: _documented("a mistake of this program, with its incident number"),
    503: _documented("the database or the computing processes are not there"),
}
"""What every operation may answer, for OpenAPI."""


def error_response(scope: Scope, error: AbacistError, incident: str | None = None) -> Response:
    """The response of an error, in the language of the caller and the shape that the path has."""
    language = spoken_by(scope)
    hint = None if error.hint is None else error.hint.render(language)
    request_id = request_id_of(scope)
    status = 503 if isinstance(error, ConfigError) else error.http_status
    headers: dict[str, str] = {}
    if status in (429, 503):
        wait = error.retry_after if isinstance(error, BudgetExceeded) else _RETRY_SECONDS
        headers["retry-after"] = str(wait)
    if status == 401:
        headers["www-authenticate"] = "Bearer"
    if str(scope["path"]).startswith(_OPENAI):
        body: dict[str, Any] = {
            "message": error.text(language),
            "type": _openai_type(error, status),
            "param": None,
            "code": error.code,
            "request_id": request_id,
        }
    else:
        message = error.text(language)
        if hint is not None:
            message = message.removesuffix("\n" + hint)
        body = {"code": error.code, "message": message, "hint": hint, "request_id": request_id}
    if incident is not None:
        body["incident"] = incident
    return _json({"error": body}, status, headers)


def _openai_type(error: AbacistError, status: int) -> str:
    if status in (401, 403):
        return "authentication_error" if status == 401 else "permission_error"
    if isinstance(error, LimitError) and status == 429:
        return "rate_limit_error"
    return "server_error" if status >= 500 else "invalid_request_error"


def _json(body: Mapping[str, Any], status: int, headers: Mapping[str, str]) -> Response:
    text = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    return Response(text, status, dict(headers), media_type="application/json")


def incident_response(scope: Scope, error: Exception) -> Response:
    """Logs an exception that is not ours, and tells the caller its number."""
    number = uuid.uuid4().hex[:12]
    trace = "".join(traceback.format_exception(error))
    _log.error(
        "incident",
        extra={"incident": number, "request_id": request_id_of(scope), "traceback": trace},
    )
    shown = Incident(
        Message(
            en=f"this is a mistake of the program, not yours (incident {number})",
            zh=f"程序内部错误（编号 {number}），不是您的问题",
        )
    )
    return error_response(scope, shown, number)


def handle_errors(app: FastAPI) -> None:
    """Gives every error of the application the one shape."""
    app.add_exception_handler(AbacistError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


async def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, AbacistError)
    is_openai = request.url.path.startswith(_OPENAI)
    if isinstance(error, InputError) and error.http_status == 400 and not is_openai:
        error = Unusable(error.message, error.hint)  # its shape was that of the schema
    if isinstance(error, ConfigError | StoreError) and error.http_status >= 500:
        _log.error(
            error.code, extra={"request_id": request_id_of(request.scope), "why": str(error)}
        )
    return error_response(request.scope, error)


async def _invalid(request: Request, error: Exception) -> Response:
    """A body or parameter that is not of the declared shape: its first fault, in words."""
    assert isinstance(error, RequestValidationError)
    _hear(request.scope, error.body)
    first = error.errors()[0]
    place = str(first.get("ctx", {}).get("place", "")) or ".".join(
        filter(None, map(_part, first["loc"]))
    )
    kind = str(first["type"])
    if kind == "unknown_kind":
        known = first["ctx"]["known"]
        told = Message(en=f"kind must be one of {known}", zh=f"kind 须为 {known} 之一")
        return error_response(request.scope, InputError(told))
    is_no_object = kind == "json_invalid" or not place
    if kind == "value_error":  # two fields that do not go together: no schema tells that
        why = str(first["ctx"]["error"])
        return error_response(request.scope, Unusable(Message(en=why, zh=why)))
    fault = InputError(_fault(first, place), _AS_JSON if is_no_object else None)
    return error_response(request.scope, fault)


def _part(part: str | int) -> str:
    """A part of a place; the names of our own records and where it was looked for are no parts of it."""
    name = str(part)
    is_ours = name[:1].isupper() or "[" in name or name in ("body", "query", "path", "header")
    return "" if is_ours else name


def _hear(scope: Scope, body: object) -> None:
    """Learns the caller's language from the texts of a body, though something in it is wrong."""
    if isinstance(body, dict):
        spoken = " ".join(value for value in body.values() if isinstance(value, str))
        told_language(scope, spoken, None)


_AS_JSON = Message(
    en="send a JSON object with the header Content-Type: application/json",
    zh="请发送 JSON 对象，并带上请求头 Content-Type: application/json",
)


def _fault(first: Mapping[str, Any], place: str) -> Message:
    """What is wrong with a field, in both languages."""
    kind, library = str(first["type"]), first["msg"]
    if kind == "json_invalid":
        return Message(en="the body is not JSON", zh="请求体不是 JSON")
    if not place:
        return Message(en="the body is not a JSON object", zh="请求体不是 JSON 对象")
    if kind == "missing":
        return Message(en=f"{place} is missing", zh=f"缺少 {place}")
    if kind in ("string_too_short", "string_pattern_mismatch"):
        return Message(en=f"{place} is empty", zh=f"{place} 为空")
    if kind == "string_too_long":
        most = first["ctx"]["max_length"]
        return Message(en=f"{place}: at most {most} characters", zh=f"{place}：最多 {most} 个字符")
    if kind == OTHER_TYPE:
        return Message(
            en=f"{place} has another type than a text, a number or a truth value declared there",
            zh=f"{place} 的类型与声明的不符",
        )
    if kind == "extra_forbidden":
        return Message(en=f"there is no field {place}", zh=f"没有名为 {place} 的字段")
    if kind == "string_type":
        return Message(en=f"{place} must be a text", zh=f"{place} 必须是文本")
    return Message(en=f"{place}: {library}", zh=f"{place} 的值不可用（{library}）")


async def _http(request: Request, error: Exception) -> Response:
    """What the framework refuses: a path or a method that is not there."""
    assert isinstance(error, HTTPException)
    path, method = request.url.path, request.method
    shown: AbacistError
    if error.status_code == 404:
        shown = NotFound(Message(en=f"there is no {path} here", zh=f"此处没有 {path}"))
    elif error.status_code == 405:
        shown = MethodNotAllowed(
            Message(en=f"{path} does not take {method}", zh=f"{path} 不支持 {method}")
        )
    else:
        shown = InputError(Message(en="the body cannot be read", zh="无法读取请求体"))
    response = error_response(request.scope, shown)
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    if error.status_code == 405 and (methods := _methods(request)):
        response.headers["allow"] = ", ".join(sorted(methods))
    return response


def _methods(request: Request) -> set[str]:
    """What a path takes; the framework tells only the methods of the first route that it has."""
    schema: dict[str, dict[str, object]] = request.app.openapi()["paths"]
    path = request.url.path
    return {
        method.upper()
        for pattern, operations in schema.items()
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", pattern), path)
        for method in operations
    }
