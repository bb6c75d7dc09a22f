"""`abacist engines`: servers of language models: which there are, what fits, how they are started."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from abacist.apps.commands.engines_check import HELP as CHECK
from abacist.apps.commands.engines_check import check
from abacist.apps.commands.engines_up import DOWN, UP, down, up
from abacist.apps.commands.options import AsJson
from abacist.apps.console import print_json, show
from abacist.apps.extras import need_serve
from abacist.apps.tongue import tell
from abacist.core.errors import InputError
from abacist.core.language import Message

if TYPE_CHECKING:
    from abacist.engines.catalogue import Facts
    from abacist.engines.fitting import Fit

__all__ = ["HELP", "app"]

HELP = (
    "Language-model servers: add, list and check them, see what fits, print how to start them.",
    "语言模型服务：添加、列出、检查，估算显存，给出启动命令。",
)

app = typer.Typer(no_args_is_help=True)
app.command("check", help=tell(*CHECK))(check)
app.command("up", help=tell(*UP))(up)
app.command("down", help=tell(*DOWN))(down)

_Model = Annotated[
    str, typer.Option(help=tell("model, as the list below names it", "模型，名称见目录"))
]
_Memory = Annotated[
    str, typer.Option(help=tell("memory of the GPUs together: 24GiB", "显存总量：24GiB"))
]
_Context = Annotated[
    int | None,
    typer.Option(
        min=256, max=10_000_000, help=tell("tokens of a conversation", "对话长度（词元）")
    ),
]
_DEFAULT_MODEL = "qwen3-4b-instruct-2507"
_DEFAULT_CONTEXT = 32_768


@app.command("list", help=tell("Show the engines that were added.", "列出已添加的引擎。"))
def list_engines(as_json: AsJson = False) -> int:
    """Lists the engines."""
    need_serve()
    from abacist.apps.engines.known import known

    found = known()
    if as_json:
        print_json([each.model_dump(mode="json") for each in found])
        return 0
    if not found:
        show(
            tell(
                "There is no engine yet; `abacist engines add NAME URL` adds one.",
                "还没有引擎；用 `abacist engines add 名称 地址` 添加。",
            )
        )
        return 0
    rows = [
        (
            each.name,
            each.url,
            each.model or "-",
            each.key_variable or "-",
            tell("yes", "是") if each.capabilities else tell("no", "否"),
        )
        for each in found
    ]
    titles = [
        tell("name", "名称"),
        tell("address", "地址"),
        tell("model", "模型"),
        tell("key in", "密钥变量"),
        tell("checked", "已检查"),
    ]
    _table(titles, rows)
    return 0


@app.command("add", help=tell("Add an engine, or change it.", "添加或修改引擎。"))
def add(
    name: Annotated[str, typer.Argument(help=tell("how you call it", "名称"))],
    url: Annotated[str, typer.Argument(help=tell("http://127.0.0.1:8000/v1", "地址"))],
    model: Annotated[
        str, typer.Option(help=tell("its model; by default the only one it has", "模型名称"))
    ] = "",
    key_variable: Annotated[
        str,
        typer.Option(
            help=tell("environment variable that holds its key", "保存其密钥的环境变量名")
        ),
    ] = "",
) -> int:
    """Keeps an engine."""
    need_serve()
    from abacist.apps.engines.known import keep, named

    engine = named(name, url, model, key_variable)
    keep(engine)
    show(
        tell(
            f"Engine {engine.name} is at {engine.url}; `abacist engines check {engine.name}` tries it.",
            f"引擎 {engine.name} 地址为 {engine.url}；可用 `abacist engines check {engine.name}` 检查。",
        )
    )
    return 0


@app.command("remove", help=tell("Forget an engine.", "移除引擎。"))
def remove(name: Annotated[str, typer.Argument(help=tell("its name", "名称"))]) -> int:
    """Forgets an engine."""
    need_serve()
    from abacist.apps.engines.known import forget

    forget(name)
    show(tell(f"Engine {name} is forgotten.", f"引擎 {name} 已移除。"))
    return 0


@app.command("models", help=tell("Show the models of the catalogue.", "列出模型目录。"))
def models(as_json: AsJson = False) -> int:
    """Lists the catalogue."""
    from abacist.engines.catalogue import facts
    from abacist.engines.fitting import cache_bytes

    if as_json:
        print_json([each.model_dump(mode="json") for each in facts()])
        return 0
    rows = [
        (
            each.name,
            f"{each.parameters / 1e9:.2f}",
            f"{each.context:,}",
            f"{cache_bytes(each, 'vllm', 'bf16'):,.0f}",
            each.licence,
        )
        for each in facts()
    ]
    titles = [
        tell("model", "模型"),
        tell("parameters (10⁹)", "参数（十亿）"),
        tell("context", "上下文"),
        tell("cache/token (B)", "每词元缓存（字节）"),
        tell("licence", "许可证"),
    ]
    _table(titles, rows)
    return 0


@app.command(
    "fit", help=tell("Say which model fits into a GPU, and how far.", "计算模型能否装入显存。")
)
def fit(
    gpu_memory: _Memory,
    model: _Model = _DEFAULT_MODEL,
    context: _Context = None,
    sequences: Annotated[
        int, typer.Option(min=1, max=4096, help=tell("conversations at once", "同时的对话数"))
    ] = 1,
    as_json: AsJson = False,
) -> int:
    """Says what fits; ends with 1 where nothing does."""
    from abacist.engines.catalogue import facts_of
    from abacist.engines.fitting import fits, memory

    facts = facts_of(model)
    wanted = min(_DEFAULT_CONTEXT, facts.context) if context is None else context
    found = list(fits(facts, memory(gpu_memory), wanted, sequences))
    code = 0 if any(each.fits for each in found) else 1
    if as_json:
        print_json(
            {"model": facts.name, "context": wanted, "ways": [_plain(each) for each in found]}
        )
        return code
    rows = [
        (
            each.weights,
            each.cache,
            each.server,
            _gib(each.weight_bytes),
            _gib(each.cache_bytes),
            _gib(each.total_bytes),
            tell("yes", "是") if each.fits else tell("no", "否"),
            f"{each.longest:,}" if each.longest else "-",
        )
        for each in found
    ]
    titles = [
        tell("weights", "权重"),
        tell("cache", "缓存"),
        tell("server", "服务"),
        tell("weights GiB", "权重 GiB"),
        tell("cache GiB", "缓存 GiB"),
        tell("all GiB", "合计 GiB"),
        tell("fits", "可用"),
        tell("longest context", "最长上下文"),
    ]
    _table(titles, rows)
    show(_verdict(facts, found, wanted, gpu_memory))
    return code


@app.command("command", help=tell("Print how to start a server.", "给出启动服务的命令。"))
def command(
    gpu_memory: _Memory,
    model: _Model = _DEFAULT_MODEL,
    context: _Context = None,
    server: Annotated[str, typer.Option(help="vllm, llama.cpp, ollama")] = "vllm",
    weights: Annotated[
        str,
        typer.Option(help=tell("by default the best that fits", "权重格式，默认取可用的最佳者")),
    ] = "",
    gpus: Annotated[int, typer.Option(min=1, max=64, help=tell("how many GPUs", "GPU 数量"))] = 1,
    port: Annotated[
        int | None, typer.Option(min=1, max=65_535, help=tell("its port", "端口"))
    ] = None,
) -> int:
    """Prints a command line; ends with 1 where nothing fits."""
    from abacist.engines.catalogue import facts_of
    from abacist.engines.fitting import WEIGHTS, fits, memory
    from abacist.engines.launching import OLLAMA_WEIGHTS, SERVERS, launch_command

    if server not in SERVERS or (weights and weights not in WEIGHTS):
        known = ", ".join(SERVERS if server not in SERVERS else WEIGHTS)
        raise InputError(Message(en=f"choose among {known}", zh=f"可选：{known}"))
    facts = facts_of(model)
    wanted = min(_DEFAULT_CONTEXT, facts.context) if context is None else context
    family = "vllm" if server == "vllm" else "llama.cpp"
    found = [each for each in fits(facts, memory(gpu_memory), wanted) if each.server == family]
    if server == "ollama":
        weights = weights or OLLAMA_WEIGHTS
    found = [each for each in found if not weights or each.weights == weights]
    best = next((each for each in found if each.fits), None)
    if best is None:
        show(_verdict(facts, found, wanted, gpu_memory))
        return 1
    # one line, whatever the terminal's width: it is to be copied
    typer.echo(launch_command(facts, best, server, wanted, gpus=gpus, port=port))
    return 0


def _verdict(facts: Facts, found: list[Fit], context: int, memory: str) -> str:
    """What fits, in a sentence; an honest no where nothing does."""
    if context > facts.context:
        return tell(
            f"No: {facts.name} was made for at most {facts.context:,} tokens.",
            f"不行：{facts.name} 最多支持 {facts.context:,} 个词元。",
        )
    good = next((each for each in found if each.fits), None)
    if good is not None:
        return tell(
            f"The most exact that fits {memory} with {context:,} tokens: weights in {good.weights}, "
            f"cache in {good.cache}.",
            f"{memory} 显存、{context:,} 个词元时精度最高的方案：权重 {good.weights}，缓存 {good.cache}。",
        )
    longest = max((each.longest for each in found), default=0)
    if longest == 0:
        return tell(
            f"No: {facts.name} does not fit {memory} at all.",
            f"不行：{facts.name} 无法装入 {memory} 显存。",
        )
    return tell(
        f"No: {context:,} tokens do not fit {memory}; at most {longest:,} do.",
        f"不行：{memory} 显存装不下 {context:,} 个词元，最多 {longest:,} 个。",
    )


def _plain(each: Fit) -> dict[str, Any]:
    return {
        "weights": each.weights,
        "cache": each.cache,
        "server": each.server,
        "weight_bytes": each.weight_bytes,
        "cache_bytes": each.cache_bytes,
        "overhead_bytes": each.overhead_bytes,
        "total_bytes": each.total_bytes,
        "longest_context": each.longest,
        "fits": each.fits,
    }


def _gib(size: int) -> str:
    return f"{size / 2**30:.1f}"


def _table(titles: list[str], rows: list[tuple[str, ...]]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="")
    for number, title in enumerate(titles):
        table.add_column(title, overflow="fold", no_wrap=number == 0)
    for row in rows:
        table.add_row(*row)
    show(table)
