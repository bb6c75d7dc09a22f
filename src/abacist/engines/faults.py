"""What servers of language models do wrong: each fault with its error, its words and whether asking again helps.

    Again.SAME        the same request may well succeed: a connection was reset, a server was busy
    Again.CORRECTED   the model has to be told what was wrong: what it wrote cannot be used
    Again.LONGER      it needs room for more tokens
    Again.NEVER       the next reply would be the same

`retrying` asks again; what is left over ends as `EngineError`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from abacist.core.errors import (
    EngineError,
    EngineProtocol,
    EngineTimeout,
    EngineUnavailable,
)
from abacist.core.language import Language, Message

__all__ = ["Again", "Fault", "FaultyEngine", "fault_of"]


class Again(Enum):
    """What to do about a fault."""

    SAME = "same"
    CORRECTED = "corrected"
    LONGER = "longer"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class _Kind:
    error: type[EngineError]
    again: Again
    en: str
    zh: str
    hint: Message | None = None


_START = Message(
    en="is the server running, and is its address right? `abacist engines check URL` tells",
    zh="请确认服务已启动、地址无误；可用 `abacist engines check 地址` 检查",
)
_KEY = Message(
    en="set the environment variable that holds the key of this engine",
    zh="请设置保存该引擎密钥的环境变量",
)
_ROOM = Message(
    en="start the server with a longer context: `abacist engines command` prints how",
    zh="请以更长的上下文启动服务：`abacist engines command` 会给出命令",
)


class Fault(Enum):
    """A fault of an engine."""

    UNREACHABLE = _Kind(
        EngineUnavailable, Again.SAME, "it cannot be reached: {why}", "无法连接：{why}", _START
    )
    RESET = _Kind(
        EngineUnavailable,
        Again.SAME,
        "it broke off in the middle of its reply",
        "回复中途断开",
    )
    BUSY = _Kind(
        EngineUnavailable, Again.SAME, "it is busy or failing: {why}", "服务繁忙或出错：{why}"
    )
    LATE = _Kind(
        EngineTimeout,
        Again.NEVER,
        "it sent no first token within {why} s",
        "{why} 秒内没有返回第一个词元",
    )
    SLOW = _Kind(
        EngineTimeout,
        Again.NEVER,
        "it did not finish within {why} s",
        "{why} 秒内没有完成回复",
    )
    DENIED = _Kind(EngineUnavailable, Again.NEVER, "it wants a valid key", "需要有效的密钥", _KEY)
    REFUSED = _Kind(
        EngineProtocol, Again.NEVER, "it refused the request: {why}", "拒绝了请求：{why}"
    )
    NOT_JSON = _Kind(
        EngineProtocol,
        Again.SAME,
        "what it sent is not what its protocol says: {why}",
        "返回内容不符合协议：{why}",
    )
    ERROR_BODY = _Kind(
        EngineUnavailable,
        Again.SAME,
        "it says that all is well and sends an error: {why}",
        "状态码正常，内容却是错误：{why}",
    )
    EMPTY = _Kind(EngineProtocol, Again.SAME, "its reply is empty", "返回内容为空")
    TOO_LONG = _Kind(
        EngineProtocol, Again.NEVER, "its reply is longer than {why}", "回复超过 {why}"
    )
    FILTERED = _Kind(
        EngineProtocol, Again.NEVER, "it withheld its reply (content filter)", "回复被内容过滤拦截"
    )
    CONTEXT = _Kind(
        EngineProtocol,
        Again.NEVER,
        "it read only part of the conversation: {why}",
        "只读入了部分对话：{why}",
        _ROOM,
    )
    CUT = _Kind(
        EngineProtocol,
        Again.LONGER,
        "its reply was cut off within {why}",
        "回复在{why}中途被截断",
    )
    REPETITION = _Kind(
        EngineProtocol,
        Again.CORRECTED,
        "it repeats itself without end: {why}",
        "不断重复同样的内容：{why}",
    )
    ARGUMENTS = _Kind(
        EngineProtocol,
        Again.CORRECTED,
        "the arguments of a tool call cannot be used: {why}",
        "工具调用的参数无法使用：{why}",
    )
    UNKNOWN_TOOL = _Kind(
        EngineProtocol,
        Again.CORRECTED,
        "it called a tool that does not exist: {why}",
        "调用了不存在的工具：{why}",
    )
    NO_CALL = _Kind(
        EngineProtocol,
        Again.CORRECTED,
        "it had to call a tool and did not",
        "必须调用工具，但没有调用",
    )
    UNWANTED_CALL = _Kind(
        EngineProtocol,
        Again.CORRECTED,
        "it called a tool that it was not to call: {why}",
        "调用了不应调用的工具：{why}",
    )
    MANY_CALLS = _Kind(
        EngineProtocol,
        Again.CORRECTED,
        "it made several different calls where one was asked for",
        "只需一个工具调用，却给出了多个不同的调用",
    )
    INVENTED = _Kind(
        EngineProtocol,
        Again.CORRECTED,
        "it made up the result of a tool",
        "自行编造了工具的结果",
    )
    SCHEMA = _Kind(
        EngineProtocol,
        Again.CORRECTED,
        "its reply does not satisfy the schema: {why}",
        "回复不符合要求的 JSON 模式：{why}",
    )

    def error(self, engine: str, why: str | Message = "", *, wrote: str = "") -> EngineError:
        """The error of this fault; `wrote` is what the model wrote, for the correction."""
        reasons = why if isinstance(why, Message) else Message(en=why, zh=why)
        reasons = Message(en=_short(reasons.en), zh=_short(reasons.zh))
        en = Message(en=self.value.en, zh=self.value.zh)
        told = Message(
            en=f"engine {engine}: " + en.render(Language.EN, why=reasons.en),
            zh=f"引擎 {engine}：" + en.render(Language.ZH, why=reasons.zh),
        )
        error = self.value.error(told, self.value.hint)
        error.fault = FaultyEngine(self, told.en.partition(": ")[2], wrote)
        return error


@dataclass(frozen=True, slots=True)
class FaultyEngine:
    """What is known of a fault: its kind, in words for the model, and what the model wrote."""

    kind: Fault
    words: str
    wrote: str = ""

    @property
    def again(self) -> Again:
        """Whether and how asking again may help."""
        return self.kind.value.again


def fault_of(error: EngineError) -> FaultyEngine | None:
    """The fault that an error was made from."""
    return error.fault if isinstance(error.fault, FaultyEngine) else None


def _short(text: str) -> str:
    """One line of at most 300 characters: what a server says may be a whole page."""
    line = " ".join(text.split())
    return line if len(line) <= 300 else line[:299] + "…"
