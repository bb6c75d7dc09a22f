"""What `abacist sweep` does with its options: the sweep asked for, run, told, drawn."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import typer
from pydantic import ValidationError

from abacist.apps.console import parse_record, print_json, read_text
from abacist.apps.sweeps.asking import Compute, Prepared, as_sweep, prepare
from abacist.apps.sweeps.designs import Kind
from abacist.apps.sweeps.plots import Kind as PlotKind
from abacist.apps.sweeps.plots import draw
from abacist.apps.sweeps.running import Progress, stream, write
from abacist.apps.sweeps.sentences import sweep_of
from abacist.apps.sweeps.spec import Sweep
from abacist.apps.sweeps.subjects import Interrupted
from abacist.apps.sweeps.summary import Summary
from abacist.apps.sweeps.tables import FileTable
from abacist.apps.sweeps.telling import summary_text
from abacist.apps.tongue import interface_language, tell
from abacist.core.errors import InputError
from abacist.core.language import Language, Message, language_of
from abacist.core.limits import LIMITS
from abacist.core.plan import Plan

__all__ = ["Order", "asked_by", "obey"]

_PLAN_CHARACTERS = 1_000_000
_SHARE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(%?)\s*")


@dataclass(frozen=True, slots=True)
class Order:
    """The options of `abacist sweep`; see its help."""

    text: str | None
    over: tuple[str, ...] = ()
    source: Path | None = None
    plan: str | None = None
    sample: int | None = None
    design: Kind = "random"
    seed: int = 0
    out: Path | None = None
    row_format: Literal["jsonl", "csv"] | None = None
    columns: str | None = None
    check: str = "1%"
    exact: bool = False
    plot: Path | None = None
    plot_kind: PlotKind | None = None
    workers: int | None = None
    timeout: float = LIMITS.solve_seconds
    language: Language | None = None
    as_json: bool = False


def obey(order: Order) -> int:
    """Runs the sweep of a command line and returns its exit code."""
    if order.plot is not None and order.out is None:
        raise InputError(
            Message(
                en="--plot draws the rows of --out: give both", zh="--plot 需要与 --out 一起给出"
            )
        )
    sweep = asked_by(order)
    with ExitStack() as stack:
        table = None if order.source is None else FileTable(order.source, _wanted(order, sweep))
        prepared = prepare(sweep, lambda: _compute(order, sweep.language, stack), table)
        key = sweep.key(table.identity if table is not None else "")
        summary = _run(order, prepared, key)
    if order.plot is not None and order.out is not None:
        _draw(order.out, order.plot, order.plot_kind, prepared)
    return 0 if summary.is_sound else 1


def asked_by(order: Order) -> Sweep:
    """The sweep that the options and the text ask for together. Raises `InputError`."""
    options: dict[str, Any] = {
        "sample": order.sample,
        "design": order.design,
        "seed": order.seed,
        "check": _share(order.check),
        "exact": order.exact,
        "timeout": order.timeout,
        "language": order.language or interface_language(),
    }
    if order.columns:
        options["columns"] = tuple(each.strip() for each in order.columns.split(","))
    if order.row_format is not None:
        options["format"] = order.row_format
    try:
        return _sweep(order, options)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise InputError(f"{place}: {first['msg']}" if place else first["msg"]) from error


def _sweep(order: Order, options: dict[str, Any]) -> Sweep:
    if order.plan is not None:
        if order.text is not None:
            raise InputError(
                Message(en="give a text or --plan, not both", zh="题目与 --plan 只能给出一个")
            )
        words = Message(en="plan", zh="计划")
        plan = parse_record(Plan, read_text(order.plan, _PLAN_CHARACTERS), words)
        return Sweep(plan=plan, over=order.over, **options)
    if order.text is None:
        raise InputError(
            Message(en="there is nothing to compute", zh="没有给出要计算的内容"),
            Message(
                en='for example: abacist sweep "S = a^2 + b^2" --over "a=0:10" --over "b=1,2,5"',
                zh='例如：abacist sweep "S = a^2 + b^2" --over "a=0:10" --over "b=1,2,5"',
            ),
        )
    text = read_text("-").strip() if order.text == "-" else order.text.strip()
    if not order.over and order.source is None:
        asked = sweep_of(text)
        if asked is None:
            raise InputError(
                Message(
                    en="this sentence asks for no sweep that is understood",
                    zh="没有从这句话中读出一个遍历任务",
                ),
                Message(
                    en='give each parameter its values: --over "R=50:150:10"',
                    zh='请用 --over 给出各参数的取值，例如 --over "R=50:150:10"',
                ),
            )
        spoken = order.language or asked.language
        return asked.model_copy(update={**options, "language": spoken})
    sweep = as_sweep(text, over=order.over, **options)
    if sweep.problem and order.language is None:
        return sweep.model_copy(update={"language": language_of(text)})
    return sweep


def _share(text: str) -> float:
    """`1%` or `0.01`. Raises `InputError` for anything beyond 0 … 1."""
    found = _SHARE.fullmatch(text)
    share = float(found[1]) / (100 if found[2] else 1) if found is not None else -1.0
    if not 0 <= share <= 1:
        raise InputError(
            Message(
                en=f"--check takes a share, such as 1% or 0.01, not {text!r}",
                zh=f"--check 应为比例，如 1% 或 0.01，而不是 {text!r}",
            )
        )
    return share


def _wanted(order: Order, sweep: Sweep) -> list[str] | None:
    """The columns of the file that are parameters: the letters of the formula; all for a problem."""
    if order.over:
        raise InputError(
            Message(en="give --over or --from, not both", zh="--over 与 --from 只能给出一个")
        )
    if not sweep.formula:
        return None
    from abacist.apps.sweeps.formulas import read_formula

    heads = FileTable(order.source).units if order.source is not None else {}
    return sorted(read_formula(sweep.formula, heads).expr.free_symbols())


def _compute(order: Order, language: Language, stack: ExitStack) -> Compute:
    """A pool of workers, which lives as long as the command, and what asks it."""
    from abacist import pipeline
    from abacist.core.answer import Answer
    from abacist.execution.addresses import PRELOAD_ALL
    from abacist.execution.executor import InWorkers
    from abacist.workers import Pool

    size = order.workers or os.cpu_count() or 1
    pool = stack.enter_context(Pool(size, memory_limit=LIMITS.worker_bytes, preload=PRELOAD_ALL))
    executor = InWorkers(pool)

    def answer(plan: Plan) -> Answer:
        return pipeline.run(plan, language=language, timeout=order.timeout, executor=executor)

    return Compute(answer, size)


def _run(order: Order, prepared: Prepared, key: str) -> Summary:
    mixed = order.out is None and sys.stdout.isatty()  # rows and bar on one screen
    with _bar(prepared.design.size, is_shown=sys.stderr.isatty() and not mixed) as progress:
        if order.out is not None:
            record = prepared.sweep.model_dump(mode="json", exclude_defaults=True)
            try:
                summary = write(
                    prepared.subject,
                    prepared.design,
                    prepared.layout,
                    order.out,
                    key,
                    record,
                    progress,
                )
            except (KeyboardInterrupt, Interrupted):
                _say(
                    tell(
                        "interrupted; the same command goes on from here",
                        "已中断；再次运行同一命令即可从此处继续",
                    )
                )
                raise KeyboardInterrupt from None
        else:
            summary = _print_rows(prepared, progress)
    _tell(order, prepared, summary)
    return summary


def _print_rows(prepared: Prepared, progress: Progress) -> Summary:
    """The rows on standard output, as soon as they are there."""
    told: list[Summary] = []
    rows = stream(
        prepared.subject,
        prepared.design,
        prepared.layout,
        prepared.sweep.format,
        told.append,
        progress,
    )
    try:
        for part in rows:
            sys.stdout.buffer.write(part)
            sys.stdout.buffer.flush()
    except BrokenPipeError:  # typer would make an error of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(128 + signal.SIGPIPE) from None
    return told[0]


def _tell(order: Order, prepared: Prepared, summary: Summary) -> None:
    """The summary: on standard output, or on standard error where the rows are on the former."""
    if order.as_json:
        if order.out is not None:
            print_json(summary)
        else:
            sys.stderr.write(summary.model_dump_json() + "\n")
        return
    text = summary_text(summary, prepared.sweep.language, with_time=sys.stderr.isatty())
    if order.out is not None:
        sys.stdout.write(text)
    else:
        sys.stderr.write(text)


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


@contextmanager
def _bar(total: int | None, *, is_shown: bool) -> Iterator[Progress]:
    """A progress bar with rate and time left."""
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    from abacist.apps.console import console

    bar = Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=console(stderr=True),
        disable=not is_shown,
        transient=True,
    )
    with bar:
        task = bar.add_task("", total=total, rate="")

        def progress(done: int) -> None:
            speed = bar.tasks[0].speed or 0
            bar.update(
                task, completed=done, rate=tell(f"{speed:,.0f} rows/s", f"{speed:,.0f} 行/秒")
            )

        yield progress


def _draw(out: Path, plot: Path, kind: PlotKind | None, prepared: Prepared) -> None:
    """The picture of the rows as they stand in the file."""
    import numpy as np

    layout = prepared.layout
    blocks = list(FileTable(out, layout.shown).blocks(0, 1 << 16))
    columns = {
        name: np.concatenate([block.arrays[name] for block in blocks]) for name in layout.shown
    }
    if layout.result not in columns:
        raise InputError(
            Message(
                en=f"there is no {layout.result} among the columns to draw",
                zh=f"所选的列中没有 {layout.result}，无法绘图",
            )
        )
    sweep = prepared.sweep
    title = sweep.formula or sweep.problem
    draw(columns, layout.result, plot, kind=kind, units=layout.units, title=title)
