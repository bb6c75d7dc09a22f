"""The summary of a sweep in words."""

from __future__ import annotations

from collections.abc import Mapping

from abacist.apps.sweeps.summary import Summary
from abacist.core.language import Language, Message
from abacist.core.outcome import Outcome
from abacist.notation import parse_canonical
from abacist.notation.quantities import unit_text

__all__ = ["summary_text"]

_NAMES: Mapping[Outcome, Message] = {
    Outcome.SOLVED: Message(en="solved", zh="已求解"),
    Outcome.NO_SOLUTION: Message(en="without solution", zh="无解"),
    Outcome.INFINITELY_MANY: Message(en="with infinitely many solutions", zh="无穷多解"),
    Outcome.DIVERGENT: Message(en="divergent", zh="发散"),
    Outcome.UNDEFINED: Message(en="undefined", zh="无定义"),
    Outcome.NEEDS_CLARIFICATION: Message(en="lacking something", zh="缺少条件"),
    Outcome.NOT_UNDERSTOOD: Message(en="without a point", zh="取值无法读取"),
    Outcome.UNIT_MISMATCH: Message(en="with units that do not agree", zh="单位不一致"),
    Outcome.TOO_LARGE: Message(en="too large", zh="超出范围"),
    Outcome.UNABLE: Message(en="without an answer", zh="没有可靠答案"),
    Outcome.TIMEOUT: Message(en="out of time", zh="超时"),
    Outcome.OUT_OF_MEMORY: Message(en="out of memory", zh="内存不足"),
    Outcome.CRASHED: Message(en="crashed", zh="计算崩溃"),
    Outcome.CANCELLED: Message(en="cancelled", zh="已取消"),
    Outcome.REFUTED: Message(en="refuted by their check", zh="被核验否定"),
}
_ROWS = Message(en="{count} rows: {outcomes}", zh="共 {count} 行：{outcomes}")
_CHECKED = Message(
    en="checked by ball arithmetic: {count} rows ({engines}), {refuted} refuted, {undecided} undecided",
    zh="区间算术核验：{count} 行（{engines}），其中 {refuted} 行被否定，{undecided} 行无法判定",
)
_ENGINE = Message(en="{count} by {engine}", zh="{engine} {count} 行")
_LEVELS = Message(en="levels: {levels}", zh="可信程度：{levels}")
_LEAST = Message(
    en="smallest {name}: {value} at {point}", zh="{name} 最小值：{value}，位于 {point}"
)
_GREATEST = Message(
    en="largest {name}: {value} at {point}", zh="{name} 最大值：{value}，位于 {point}"
)
_TIME = Message(en="{seconds} s, {rate} rows/s", zh="{seconds} 秒，{rate} 行/秒")
_INACCURATE = Message(
    en="Floating point is not accurate enough for this formula; run it with --exact into another file.",
    zh="浮点精度不足以计算此公式；请加 --exact 重新计算到另一个文件。",
)
_UNCHECKED = Message(en="Rows that were not checked may be wrong too.", zh="未核验的行也可能有误。")
_COMMA = Message(en=", ", zh="，")


def summary_text(summary: Summary, language: Language, *, with_time: bool = False) -> str:
    """The summary in lines; `with_time` with the time that it took."""
    comma = _COMMA.render(language)
    outcomes = comma.join(
        f"{count:,} {_NAMES[Outcome(name)].render(language)}"
        for name, count in summary.outcomes.items()
    )
    lines = [_ROWS.render(language, count=f"{summary.rows:,}", outcomes=outcomes or "-")]
    if summary.checked:
        lines.append(
            _CHECKED.render(
                language,
                count=f"{summary.checked:,}",
                engines=comma.join(
                    _ENGINE.render(language, engine=engine, count=f"{count:,}")
                    for engine, count in summary.engines.items()
                ),
                refuted=f"{summary.refuted:,}",
                undecided=f"{summary.undecided:,}",
            )
        )
    elif summary.levels:
        levels = comma.join(f"{count:,} {name}" for name, count in summary.levels.items())
        lines.append(_LEVELS.render(language, levels=levels))
    for message, row in ((_LEAST, summary.least), (_GREATEST, summary.greatest)):
        if row is not None:
            lines.append(_extreme(summary, message, row, language))
    if with_time and summary.seconds:
        rate = f"{summary.rows / summary.seconds:,.0f}"
        lines.append(_TIME.render(language, seconds=f"{summary.seconds:,.2f}", rate=rate))
    if summary.refuted and summary.checked:
        lines.append(_INACCURATE.render(language))
        if summary.checked < summary.rows:
            lines.append(_UNCHECKED.render(language))
    return "\n".join(lines) + "\n"


def _extreme(
    summary: Summary, message: Message, row: Mapping[str, float], language: Language
) -> str:
    point = _COMMA.render(language).join(
        f"{name} = {_number(x)}" for name, x in row.items() if name != summary.name
    )
    value = _number(row[summary.name])
    if summary.unit:
        value = f"{value} {unit_text(parse_canonical(summary.unit))}"
    return message.render(language, name=summary.name, value=value, point=point)


def _number(x: float) -> str:
    """The float as it is written in the rows."""
    return str(int(x)) if x.is_integer() and abs(x) < 1e15 else repr(x)
