"""Replies that were recorded: the same request gets the same reply, without any server.

One JSON object a line: `{"key", "ask", "reply"}`. The key is a hash of what is asked (turns, tools, schema,
sampling); time limits do not belong to it. Several replies to one request are replayed in turn.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import defaultdict
from collections.abc import AsyncGenerator
from pathlib import Path

from pydantic import ValidationError

from abacist.core.errors import DocumentError, EngineUnavailable
from abacist.core.language import Message
from abacist.engines.capabilities import Capabilities
from abacist.engines.engine import Engine
from abacist.engines.messages import Ask, Reply, TextPiece

__all__ = ["Recorded", "Recorder", "key_of"]

_WORDS = 4  # of a piece of a replayed stream


def key_of(ask: Ask) -> str:
    """The name of a request: 32 hexadecimal digits."""
    plain = ask.model_dump(mode="json", exclude={"seconds", "first_seconds"})
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


class Recorded:
    """Replays a file of recorded replies. Raises `DocumentError` where it cannot be read."""

    def __init__(self, path: Path, name: str = "recorded") -> None:
        self.name = name
        self.capabilities = Capabilities()
        self.path = path
        self._replies: dict[str, list[Reply]] = defaultdict(list)
        self._asked: dict[str, int] = defaultdict(int)
        for number, line in enumerate(_lines(path), 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                self._replies[row["key"]].append(Reply.model_validate(row["reply"]))
            except (ValueError, KeyError, TypeError, ValidationError, RecursionError) as error:
                why = Message(
                    en=f"{path}: line {number} is no recorded reply",
                    zh=f"{path}：第 {number} 行不是已录制的回复",
                )
                raise DocumentError(why) from error

    async def close(self) -> None:
        """Nothing is open."""

    async def complete(self, ask: Ask) -> Reply:
        """The reply that was recorded. Raises `EngineUnavailable` where none was."""
        key = key_of(ask)
        replies = self._replies.get(key)
        if not replies:
            raise EngineUnavailable(
                Message(
                    en=f"engine {self.name}: no reply to this request is recorded in {self.path}",
                    zh=f"引擎 {self.name}：{self.path} 中没有录制对该请求的回复",
                ),
                Message(
                    en="record it with the engine that it is from", zh="请用原来的引擎重新录制"
                ),
            )
        turn = self._asked[key]
        self._asked[key] += 1
        return replies[turn % len(replies)]

    async def stream(self, ask: Ask) -> AsyncGenerator[TextPiece | Reply]:
        """The recorded reply in pieces."""
        reply = await self.complete(ask)
        words = reply.text.split(" ")
        for start in range(0, len(words) if reply.text else 0, _WORDS):
            piece = " ".join(words[start : start + _WORDS])
            yield TextPiece(text=piece if start == 0 else " " + piece)
        yield reply


class Recorder:
    """Asks another engine and appends every reply to a file, each line whole or not at all."""

    def __init__(self, engine: Engine, path: Path) -> None:
        self.engine, self.path = engine, path
        self.name, self.capabilities = engine.name, engine.capabilities

    async def close(self) -> None:
        """Closes the engine behind it."""
        await self.engine.close()

    async def complete(self, ask: Ask) -> Reply:
        """The engine's reply, recorded. Raises `EngineError`."""
        reply = await self.engine.complete(ask)
        self._keep(ask, reply)
        return reply

    async def stream(self, ask: Ask) -> AsyncGenerator[TextPiece | Reply]:
        """The engine's stream, its reply recorded. Raises `EngineError`."""
        pieces = self.engine.stream(ask)
        try:
            async for piece in pieces:
                if isinstance(piece, Reply):
                    self._keep(ask, piece)
                yield piece
        finally:
            await pieces.aclose()

    def _keep(self, ask: Ask, reply: Reply) -> None:
        row = {
            "key": key_of(ask),
            "ask": ask.model_dump(mode="json"),
            "reply": reply.model_dump(mode="json"),
        }
        line = json.dumps(row, ensure_ascii=False) + "\n"
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab", buffering=0) as file:
            file.write(line.encode())  # one write: lines of two programs never mix


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise DocumentError(
            Message(en=f"{path} is not UTF-8 text", zh=f"{path} 不是 UTF-8 文本")
        ) from error
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error)
        raise DocumentError(Message(en=f"{path}: {why}", zh=f"{path}：{why}")) from error
