"""What a command prints and reads: answers, errors, texts from files and from standard input."""

from __future__ import annotations

import json
import os
import re
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from abacist.core.errors import AbacistError, DocumentError, InputError, TooLarge
from abacist.core.language import Language, Message
from abacist.core.limits import LIMITS

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from abacist.core.answer import Answer
    from abacist.core.model import Record

__all__ = [
    "console",
    "exit_code",
    "prepare",
    "print_answer",
    "print_error",
    "print_json",
    "read_text",
]

_WIDEST = 100  # columns; longer lines are hard to read


def console(*, stderr: bool = False) -> Console:
    """A console that is plain where it is no terminal or NO_COLOR is set."""
    from rich.console import Console

    made = Console(stderr=stderr, highlight=False, markup=False, emoji=False, soft_wrap=False)
    made.width = min(made.width, _WIDEST)
    return made


def show(*parts: RenderableType) -> None:
    """Prints to standard output, without the blanks that fill lines up."""
    out = console()
    with out.capture() as shown:
        for part in parts:
            out.print(part)
    sys.stdout.write(_FILLING.sub(r"\1", shown.get()))


_FILLING = re.compile(r"[ ]+((?:\x1b\[[0-9;]*m)*)$", re.MULTILINE)


def prepare() -> None:
    """Imports what printing needs; called while another process computes what will be printed."""
    for name in (
        "rich.console",
        "rich.padding",
        "rich.table",
        "rich.text",
        "abacist.explain.terminal",
    ):
        import_module(name)


def print_answer(answer: Answer) -> None:
    """An answer as a person reads it."""
    from abacist.explain.terminal import render

    show(*render(answer))


def print_json(record: Record | dict[str, Any] | list[Any]) -> None:
    """A record as JSON."""
    plain = record if isinstance(record, dict | list) else record.model_dump(mode="json")
    sys.stdout.write(json.dumps(plain, ensure_ascii=False, indent=2) + "\n")


def print_error(error: AbacistError, language: Language, *, as_json: bool = False) -> None:
    """An error on standard error, or as JSON on standard output for a program that reads it."""
    if as_json:
        print_json({"error": {"code": error.code, "message": error.text(language)}})
        return
    name = Message(en="error", zh="错误").render(language)
    sys.stderr.write(f"abacist: {name}: {error.text(language)}\n")


def exit_code(answer: Answer) -> int:
    """0 for an answer, 1 for an honest non-answer."""
    return 0 if answer.outcome.is_answer else 1


def read_text(source: str, limit: int = LIMITS.problem_characters) -> str:
    """The text of a file, or of standard input for `-`.

    Raises `DocumentError` where it cannot be read or is not UTF-8, `TooLarge` beyond `limit` characters.
    """
    name = "stdin" if source == "-" else source
    most = 4 * limit + 4  # bytes: no character takes more, and there may be a byte order mark
    try:
        if source == "-":
            data = sys.stdin.buffer.read(most + 1)
        else:
            with Path(source).open("rb") as file:
                data = file.read(most + 1)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error)
        raise DocumentError(Message(en=f"{name}: {why}", zh=f"{name}：{why}")) from error
    if len(data) > most:
        raise TooLarge(
            Message(
                en=f"{name} is longer than {limit} characters",
                zh=f"{name} 超过 {limit} 个字符",
            )
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        byte = data[error.start]
        raise DocumentError(
            Message(
                en=f"{name} is not UTF-8 text: byte 0x{byte:02x} at position {error.start}",
                zh=f"{name} 不是 UTF-8 文本：第 {error.start} 字节为 0x{byte:02x}",
            )
        ) from error


def parse_record(kind: type[Any], text: str, what: Message) -> Any:
    """A record from JSON text. Raises `InputError` that names the first thing that is wrong."""
    from pydantic import ValidationError

    try:
        return kind.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "JSON"
        raise InputError(
            Message(
                en=f"this is no {what.en}: {place}: {first['msg']}",
                zh=f"这不是{what.zh}：{place}：{first['msg']}",
            )
        ) from error
