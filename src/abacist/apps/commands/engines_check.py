"""`abacist engines check`: what a live server keeps of what it accepts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from abacist.apps.commands.options import AsJson
from abacist.apps.console import print_json, show
from abacist.apps.extras import need_serve
from abacist.apps.tongue import interface_language, tell
from abacist.core.errors import InputError
from abacist.core.language import Message

if TYPE_CHECKING:
    from abacist.engines.probe import Finding
    from abacist.engines.server import Server

__all__ = ["HELP", "check"]

HELP = (
    "Try a server: schemas, tools, streams, usage, speed; what it keeps of what it accepts.",
    "检查服务：结构化输出、工具、流式、用量、速度；接受的要求是否真正执行。",
)

_NAMES = {
    "usage": Message(en="usage is told", zh="返回用量"),
    "repeatable": Message(
        en="same text at temperature 0 with a seed", zh="温度 0 且固定种子时可重复"
    ),
    "schema_": Message(en="JSON schema", zh="JSON 模式"),
    "tools": Message(en="tools, tool_choice auto", zh="工具，tool_choice auto"),
    "choice_required": Message(en="tool_choice required", zh="tool_choice required"),
    "choice_named": Message(en="tool_choice of one tool", zh="tool_choice 指定工具"),
    "choice_none": Message(en="tool_choice none", zh="tool_choice none"),
    "logprobs": Message(en="logprobs", zh="logprobs"),
    "streamed_calls": Message(en="tool calls in streams", zh="流式工具调用"),
    "streamed_usage": Message(en="usage in streams", zh="流式用量"),
    "first_seconds": Message(en="seconds to the first token", zh="首个词元用时（秒）"),
    "tokens_per_second": Message(en="tokens per second, alone", zh="词元每秒（单个）"),
    "tokens_per_second_8": Message(en="tokens per second, 8 at once", zh="词元每秒（8 个并发）"),
    "prefix_cache": Message(en="prefix cache", zh="前缀缓存"),
    "reads_all": Message(en="reads 6,000 words whole", zh="完整读入 6000 词"),
}
_WORDS = {
    "enforced": Message(en="yes", zh="是"),
    "accepted": Message(en="accepted, not kept", zh="接受但未执行"),
    "refused": Message(en="no", zh="否"),
    "unknown": Message(en="not known", zh="未知"),
}


def check(
    engine: Annotated[
        str,
        typer.Argument(
            help=tell(
                "name or address; by default that of the settings", "名称或地址，默认取自设置"
            ),
            metavar="[NAME|URL]",
            show_default=False,
        ),
    ] = "",
    model: Annotated[str, typer.Option(help=tell("which of its models", "模型"))] = "",
    as_json: AsJson = False,
) -> int:
    """Prints what the server does, and keeps it with an engine that was added."""
    need_serve()
    import asyncio

    from abacist.apps.engines.known import find, keep, opened
    from abacist.engines.probe import capabilities_of

    known = find(engine or _default())
    server = opened(known, model)
    findings = asyncio.run(_findings(server, is_quiet=as_json or not sys.stderr.isatty()))
    capabilities = capabilities_of(findings, server.model)
    if known.name != "unnamed":
        keep(known.model_copy(update={"capabilities": capabilities}))
    if as_json:
        print_json(capabilities)
        return 0
    _print(findings, server)
    return 0


def _default() -> str:
    from abacist.apps.settings import configure

    engine = configure().settings.engine
    if not engine:
        raise InputError(
            Message(en="which engine? a name or an address", zh="哪个引擎？请给出名称或地址"),
            Message(
                en="or set `engine` in abacist.toml, or ABACIST_ENGINE",
                zh="也可在 abacist.toml 中设置 engine，或设置 ABACIST_ENGINE",
            ),
        )
    return engine


async def _findings(server: Server, *, is_quiet: bool) -> list[Finding]:
    from abacist.engines.probe import probe

    found: list[Finding] = []
    try:
        async for finding in probe(server):
            found.append(finding)
            if not is_quiet:
                sys.stderr.write(".")
                sys.stderr.flush()
    finally:
        if found and not is_quiet:
            sys.stderr.write("\n")
        await server.close()
    return found


def _print(findings: list[Finding], server: Server) -> None:
    from rich.table import Table

    language = interface_language()
    table = Table(box=None, pad_edge=False, header_style="")
    for title in (tell("what", "项目"), tell("found", "结果"), tell("why", "原因")):
        table.add_column(title, overflow="fold")
    for each in findings:
        word = _WORDS.get(str(each.value))
        value = word.render(language) if word is not None else str(each.value)
        value = "-" if each.value is None else value
        why = each.why.message.render(language).partition(tell(": ", "："))[2] if each.why else ""
        table.add_row(_NAMES[each.field].render(language), value, why)
    show(tell(f"Model {server.model} at {server.url}", f"模型 {server.model}，地址 {server.url}"))
    show(table)
