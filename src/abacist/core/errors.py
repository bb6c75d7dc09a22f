"""Every error that Abacist raises on purpose.

    AbacistError(code, message, hint)
    ├── InputError      what was given cannot be used          HTTP 400/422      exit 2
    │   ├── ParseError      a formula, with line, column and caret
    │   ├── PlanError       a plan that no action accepts
    │   ├── UnitError       quantities that cannot be combined
    │   └── DocumentError   a file or record that cannot be read
    ├── LimitError      a limit was reached                    HTTP 413/429      exit 3
    │   ├── QueueFull · BudgetExceeded · TooLarge
    ├── EngineError     a language-model server failed         HTTP 502/504      exit 4
    │   ├── EngineUnavailable · EngineTimeout · EngineProtocol
    ├── StoreError      what is kept cannot be reached         HTTP 404/409/503  exit 5
    │   ├── NotFound · Conflict · StoreUnavailable
    └── ConfigError     at start-up, naming the file and key   —                 exit 6

Anything else is our bug. Exceptions of libraries are translated once, at the boundary.
"""

from __future__ import annotations

from typing import ClassVar

from abacist.core.language import Language, Message

__all__ = [
    "AbacistError",
    "BudgetExceeded",
    "ConfigError",
    "Conflict",
    "DocumentError",
    "EngineError",
    "EngineProtocol",
    "EngineTimeout",
    "EngineUnavailable",
    "InputError",
    "LimitError",
    "NotFound",
    "ParseError",
    "PlanError",
    "QueueFull",
    "StoreError",
    "StoreUnavailable",
    "TooLarge",
    "UnitError",
]


class AbacistError(Exception):
    """An error with a stable `code`, a message in both languages and a hint of what to do next."""

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500

    def __init__(self, message: Message | str, hint: Message | str | None = None) -> None:
        self.message = _both(message)
        self.hint = _both(hint) if hint is not None else None
        super().__init__(self.message.en)

    def text(self, language: Language) -> str:
        """What the person reads: the message and, on the next line, the hint."""
        lines = [self.message.render(language)]
        if self.hint is not None:
            lines.append(self.hint.render(language))
        return "\n".join(lines)

    def __reduce__(self) -> tuple[type[AbacistError], tuple[object, ...]]:
        return type(self), (self.message, self.hint)


def _both(message: Message | str) -> Message:
    return Message(en=message, zh=message) if isinstance(message, str) else message


class InputError(AbacistError):
    """What was given cannot be used."""

    code = "input"
    exit_code = 2
    http_status = 400


class ParseError(InputError):
    """A formula that the grammar does not accept; `offset` counts characters from 0."""

    code = "parse"
    http_status = 422

    def __init__(
        self, message: Message | str, text: str, offset: int, hint: Message | str | None = None
    ) -> None:
        self.source, self.offset = text, offset
        before = text[:offset]
        self.line = before.count("\n") + 1
        self.column = offset - (before.rfind("\n") + 1) + 1
        super().__init__(message, hint)

    def text(self, language: Language) -> str:
        """The message, where it happened, the line itself and a caret below the place."""
        line = self.source.split("\n")[self.line - 1]
        start = max(0, self.column - 60)
        place = Message(
            en="line {line}, column {column}", zh="第 {line} 行，第 {column} 列"
        ).render(language, line=self.line, column=self.column)
        width = sum(2 if ord(c) > 0x2E7F else 1 for c in line[start : self.column - 1])
        shown = [f"{place}: {self.message.render(language)}", f"  {line[start : start + 120]}"]
        shown.append("  " + " " * width + "^")
        if self.hint is not None:
            shown.append(self.hint.render(language))
        return "\n".join(shown)

    def __reduce__(self) -> tuple[type[ParseError], tuple[object, ...]]:
        return type(self), (self.message, self.source, self.offset, self.hint)


class PlanError(InputError):
    """A plan that no action accepts: an unknown action, a wrong argument, a cycle."""

    code = "plan"
    http_status = 422


class UnitError(InputError):
    """Quantities that cannot be combined, or a unit that is not known."""

    code = "unit"
    http_status = 422


class DocumentError(InputError):
    """A file or a record in it that cannot be read."""

    code = "document"


class LimitError(AbacistError):
    """A limit was reached; trying a smaller thing or later may help."""

    code = "limit"
    exit_code = 3
    http_status = 429


class QueueFull(LimitError):
    """No room for another task now."""

    code = "queue_full"


class BudgetExceeded(LimitError):
    """The caller's allowance of time or calls is spent; `retry_after` is in seconds."""

    code = "budget"
    retry_after: int = 1


class TooLarge(LimitError):
    """The input is larger than its limit."""

    code = "too_large"
    http_status = 413


class EngineError(AbacistError):
    """A language-model server failed; `fault` is what the room `engines` knows of it."""

    fault: object | None = None
    code = "engine"
    exit_code = 4
    http_status = 502


class EngineUnavailable(EngineError):
    """The server cannot be reached."""

    code = "engine_unavailable"


class EngineTimeout(EngineError):
    """The server did not answer in time."""

    code = "engine_timeout"
    http_status = 504


class EngineProtocol(EngineError):
    """The server answered something that its protocol does not allow."""

    code = "engine_protocol"


class StoreError(AbacistError):
    """What is kept cannot be reached or changed."""

    code = "store"
    exit_code = 5
    http_status = 503


class NotFound(StoreError):
    """Nothing is kept under this name."""

    code = "not_found"
    http_status = 404


class Conflict(StoreError):
    """It is kept already, or was changed meanwhile."""

    code = "conflict"
    http_status = 409


class StoreUnavailable(StoreError):
    """The database or the disk does not answer."""

    code = "store_unavailable"


class ConfigError(AbacistError):
    """A setting cannot be used; the message names the file and the key."""

    code = "config"
    exit_code = 6
