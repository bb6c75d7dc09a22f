"""Recorded replies: the same request, the same reply; anything else is an error."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from abacist.core.errors import DocumentError, EngineUnavailable
from abacist.core.language import Language
from abacist.engines.messages import Ask, Reply, Turn
from abacist.engines.recorded import Recorded, Recorder, key_of
from abacist.engines.server import Server
from tests.engines.fake import chunk, fake, message, sse

ASK = Ask(turns=(Turn(role="user", text="2+2=?"),), seconds=10)


async def _recorded(path: Path) -> list[Reply]:
    async with fake(message(content="four it is, my friend"), message(content="4")) as server:
        recorder = Recorder(Server(server.url, "m"), path)
        replies = [await recorder.complete(ASK), await recorder.complete(ASK)]
        await recorder.close()
    return replies


def test_replies_are_replayed_in_turn(tmp_path: Path) -> None:
    path = tmp_path / "new" / "replies.jsonl"
    recorded = asyncio.run(_recorded(path))

    async def replay() -> None:
        engine = Recorded(path)
        other_times = ASK.model_copy(update={"seconds": 1.0, "first_seconds": 1.0})
        assert [await engine.complete(each) for each in (ASK, other_times)] == recorded
        pieces = [each async for each in engine.stream(ASK)]
        assert pieces[-1] == recorded[0]
        assert "".join(each.text for each in pieces[:-1]) == recorded[0].text
        assert len(pieces) > 2

    asyncio.run(replay())


def test_a_stream_is_recorded(tmp_path: Path) -> None:
    path = tmp_path / "replies.jsonl"

    async def work() -> None:
        async with fake(sse(chunk("4"), chunk(finish="stop"))) as server:
            recorder = Recorder(Server(server.url, "m"), path)
            pieces = [each async for each in recorder.stream(ASK)]
            await recorder.close()
        assert await Recorded(path).complete(ASK) == pieces[-1]

    asyncio.run(work())


def test_what_was_not_recorded_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "replies.jsonl"
    asyncio.run(_recorded(path))
    other = ASK.model_copy(update={"temperature": 0.5})
    assert key_of(other) != key_of(ASK)
    with pytest.raises(EngineUnavailable) as caught:
        asyncio.run(Recorded(path).complete(other))
    assert "没有录制" in caught.value.text(Language.ZH)


@pytest.mark.parametrize("line", ["no JSON", "[1]", '{"key": "a"}', '{"key": "a", "reply": {}}'])
def test_a_file_that_is_none_names_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "replies.jsonl"
    asyncio.run(_recorded(path))
    path.write_text(path.read_text(encoding="utf-8") + "\n" + line, encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        Recorded(path)
    assert "line 4" in caught.value.text(Language.EN)


def test_no_file_and_no_text(tmp_path: Path) -> None:
    with pytest.raises(DocumentError):
        Recorded(tmp_path / "none.jsonl")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    with pytest.raises(DocumentError):
        Recorded(tmp_path / "bytes")
