"""`abacist sweep`: a formula or a problem at many points, as rows of JSONL, CSV or Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from abacist.apps.commands.options import AsJson, Spoken, Timeout
from abacist.apps.tongue import tell
from abacist.core.limits import LIMITS

__all__ = [
    "HELP",
    "Check",
    "Columns",
    "Design",
    "Exact",
    "Over",
    "Sample",
    "Seed",
    "sweep",
]

HELP = (
    "Compute a formula, or a problem with parameters, at many points, row by row.",
    "在多个取值点上逐行计算公式或含参数的题目。",
)

_Text = Annotated[
    str | None,
    typer.Argument(
        metavar="TEXT",
        help=tell(
            "a formula, a problem with letters for its parameters, or a sentence that asks for a sweep",
            "公式、以字母表示参数的题目，或一句描述遍历的话",
        ),
    ),
]
Over = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME=VALUES",
        help=tell(
            'values of a parameter: "R=50:150:10 mm", "d=5,10,20", "x=linspace(0,1,101)"; once for each',
            "参数的取值：“R=50:150:10 mm”、“d=5,10,20”、“x=linspace(0,1,101)”；每个参数一次",
        ),
    ),
]
_From = Annotated[
    Path | None,
    typer.Option(
        "--from",
        help=tell(
            "a CSV, JSONL or Parquet file whose columns are the parameters",
            "以列为参数的 CSV、JSONL 或 Parquet 文件",
        ),
    ),
]
_Plan = Annotated[
    str | None,
    typer.Option(
        metavar="PLAN",
        help=tell(
            "a plan that `solve --plan` printed, with letters left free",
            "由 `solve --plan` 输出的计划，其中留有字母",
        ),
    ),
]
Sample = Annotated[
    int | None,
    typer.Option(min=1, help=tell("take this many random points", "随机抽取的点数")),
]
Design = Annotated[
    Literal["random", "lhs", "sobol"],
    typer.Option(
        help=tell(
            "how they are drawn: independently, Latin hypercube, Sobol sequence",
            "抽样方式：独立随机、拉丁超立方、Sobol 序列",
        )
    ),
]
Seed = Annotated[int, typer.Option(min=0, help=tell("of everything random", "随机数种子"))]
_Out = Annotated[
    Path | None,
    typer.Option(
        help=tell(
            "the file of rows, .jsonl, .csv or .parquet; can be resumed. Else: standard output",
            "结果文件（.jsonl、.csv 或 .parquet），可断点续算；缺省写到标准输出",
        )
    ),
]
_Format = Annotated[
    Literal["jsonl", "csv"] | None,
    typer.Option("--format", help=tell("of rows on standard output", "标准输出的格式")),
]
Columns = Annotated[
    str | None,
    typer.Option(
        metavar="NAMES",
        help=tell("which columns, in this order: R1,R2,S", "输出哪些列及其次序：R1,R2,S"),
    ),
]
Check = Annotated[
    str,
    typer.Option(
        metavar="SHARE",
        help=tell(
            "the share of rows that is checked by ball arithmetic", "用区间算术抽查的行的比例"
        ),
    ),
]
Exact = Annotated[
    bool,
    typer.Option(
        "--exact",
        help=tell("compute every row by ball arithmetic", "每一行都用区间算术计算"),
    ),
]
_Plot = Annotated[
    Path | None,
    typer.Option(help=tell("draw the rows of --out: .png, .svg, .pdf", "绘图：.png、.svg、.pdf")),
]
_PlotKind = Annotated[
    Literal["line", "heat", "contour", "points"] | None,
    typer.Option("--plot-kind", help=tell("by default what fits", "缺省自动选择")),
]
_Workers = Annotated[
    int | None,
    typer.Option(
        min=1, max=256, help=tell("rows of a problem at a time", "并行计算的行数（题目）")
    ),
]


def sweep(
    text: _Text = None,
    over: Over = None,
    source: _From = None,
    plan: _Plan = None,
    sample: Sample = None,
    design: Design = "random",
    seed: Seed = 0,
    out: _Out = None,
    row_format: _Format = None,
    columns: Columns = None,
    check: Check = "1%",
    exact: Exact = False,
    plot: _Plot = None,
    plot_kind: _PlotKind = None,
    workers: _Workers = None,
    timeout: Timeout = LIMITS.solve_seconds,
    language: Spoken = None,
    as_json: AsJson = False,
) -> int:
    """Runs a sweep: 0 where it is sound, 1 where a check contradicts a row or no row has an answer."""
    from abacist.apps.sweeps.ordering import Order, obey

    order = Order(
        text=text,
        over=tuple(over or ()),
        source=source,
        plan=plan,
        sample=sample,
        design=design,
        seed=seed,
        out=out,
        row_format=row_format,
        columns=columns,
        check=check,
        exact=exact,
        plot=plot,
        plot_kind=plot_kind,
        workers=workers,
        timeout=timeout,
        language=language,
        as_json=as_json,
    )
    return obey(order)
