"""Who asks: the language of a request and its id."""

from __future__ import annotations

import re
import uuid

from starlette.types import Scope

from abacist.core.language import Language, language_of

__all__ = ["header", "new_request_id", "request_id_of", "spoken_by", "told_language"]

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


def header(scope: Scope, name: bytes) -> str | None:
    """The first value of a header, by its name in small letters."""
    for each, value in scope["headers"]:
        if each == name:
            return str(value.decode("latin-1"))
    return None


def new_request_id(scope: Scope) -> str:
    """The caller's own X-Request-ID where it is a plain word, else a new one."""
    given = header(scope, b"x-request-id")
    return given if given and _ID.fullmatch(given) else uuid.uuid4().hex


def request_id_of(scope: Scope) -> str:
    """The id of a request that has come in."""
    return str(scope.get("state", {}).get("request_id", ""))


def told_language(scope: Scope, text: str, language: Language | None) -> None:
    """Notes what a question tells of its asker's language."""
    if language is not None or language_of(text) is Language.ZH:
        scope["state"]["language"] = language or Language.ZH


def spoken_by(scope: Scope) -> Language:
    """The language of a caller: that of its question, else the first of Accept-Language that we speak."""
    known = scope.get("state", {}).get("language")
    if isinstance(known, Language):
        return known
    for each in (header(scope, b"accept-language") or "").lower().split(","):
        tag = each.strip()[:2]
        if tag in ("zh", "en"):
            return Language(tag)
    return Language.EN
