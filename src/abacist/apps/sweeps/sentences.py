"""A sentence that asks for a sweep, in Chinese or English, to the sweep.

    遍历 R1, R2 从 50 到 150 步长 10，d 取 5,10,20，计算 S=(R1^2+R2^2)/d，按 JSONL 逐行输出 R1,R2,d,S
    for R1 and R2 from 50 to 150 in steps of 10 and d in {5, 10, 20} compute S = …; print R1, R2, S as CSV

A sentence is a sequence of clauses, each of a kind below: parameters with a range or a list, a formula, how
the rows are written. Every word must belong to one of them; else the sentence is none of ours and nothing is
guessed. The search is bounded: a formula ends at a separator, and no place of the text is tried twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Literal

from abacist.apps.sweeps.spec import Sweep
from abacist.core.errors import AbacistError
from abacist.core.expr import Call, Symbol
from abacist.core.language import language_of
from abacist.notation import parse
from abacist.notation.quantities import unit_named

__all__ = ["sweep_of"]

_MOST_CHARACTERS = 4_000
_MOST_CLAUSES = 40
_LONGEST_FORMULA = 1_000
_MOST_BORDERS = 40

_NAME = r"[A-Za-z\u0370-\u03ff](?:[A-Za-z0-9]*(?:_\{?\w+\}?|[₀-₉]+)?)"
_AND = r"\s*(?:,\s*and\b|[,，、]|和|与|及|\band\b)\s*"
_NAMES = rf"(?P<names>{_NAME}(?:{_AND}{_NAME})*?)"
_OPEN_ZH = r"(?:请?(?:遍历|扫描)|让|令|使|当|对于?|设|其中)?\s*"
_OPEN_EN = r"(?:for|sweep|vary|let|with|as|over|take)?\s*(?:each|every|all)?\s*\b"
_NUMBER = (
    r"[-+−]?\s?(?:\d+(?:\.\d+)?(?:[eE][-+]?\d+)?(?:\s?\*?\s?(?:pi\b|π))?|pi\b|π)(?:/\d+(?:\.\d+)?)?"
)
_UNIT = r"(?:\s*(?P<unit>(?!in\b)[A-Za-zµμΩ°%毫厘分千微纳米秒克升瓦伏安欧牛度][\w/²³^°·]*?))?"
_STEP_ZH = (
    r"(?:以|按)?(?:步长|间隔|步进|每次增加|每次加|每隔|每次递增|增量)(?:为|是|取|=)?\s*"
    r"(?P<step>{number})"
)
_STEP_EN = (
    r"(?:in|with|using|at)?\s*(?:an?\s+)?(?:steps?|increments?|intervals?)(?:\s+size)?(?:\s+of|\s*=)?\s*"
    r"(?P<step>{number})|by\s+(?P<by>{number})"
)
_LIST = rf"(?P<list>{_NUMBER}(?:{_AND}{_NUMBER})*)"
_END = r"(?=\s*(?:$|[,，;；。.:：\n]|and\b|then\b|并|且|再|然后|计算|求|输出|按|以|compute\b|calculate\b))"
_COLUMNS = rf"(?P<columns>{_NAME}(?:{_AND}{_NAME})*)"
_FORM = r"(?P<form>JSON\s?L(?:ines)?|JSON|CSV)"
_STEP_UNIT = _UNIT.replace("<unit>", "<step_unit>")


def _clause(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("{number}", _NUMBER), re.IGNORECASE)


def _with_and_without_unit(*patterns: str) -> tuple[re.Pattern[str], ...]:
    """Each pattern twice, as a word behind a number is a unit or belongs to what follows."""
    found: list[re.Pattern[str]] = []
    for pattern in patterns:
        found += [_clause(pattern.replace(_UNIT, "").replace(_STEP_UNIT, "")), _clause(pattern)]
    return tuple(found)


_RANGES = _with_and_without_unit(
    rf"{_OPEN_ZH}{_NAMES}\s*(?:分别|均|都|各)?\s*(?:的?取值)?(?:从|由|自|在|=)\s*"
    rf"(?P<first>{_NUMBER})\s*(?:变化?|取|增加?)?(?:到|至|~|～)\s*(?P<last>{_NUMBER})(?:之间|变化|范围内)?{_UNIT}"
    rf"(?:\s*[，,（(]?\s*{_STEP_ZH}{_STEP_UNIT}[)）]?)?{_END}",
    rf"{_OPEN_ZH}{_NAMES}\s*(?:∈|属于)\s*[\[［](?P<first>{_NUMBER})\s*[,，]\s*"
    rf"(?P<last>{_NUMBER})[\]］]{_UNIT}(?:\s*[，,（(]?\s*{_STEP_ZH}[)）]?)?{_END}",
    rf"{_OPEN_EN}{_NAMES}\s*(?:each)?\s*"
    rf"(?:(?:vary|varies|go|goes|run|runs|running|ranging|range|ranges)\s+)?(?:from\b|=)\s*(?P<first>{_NUMBER})\s+to\s+"
    rf"(?P<last>{_NUMBER}){_UNIT}(?:\s*,?\s*(?:{_STEP_EN}){_STEP_UNIT})?{_END}",
    rf"{_OPEN_EN}{_NAMES}\s*(?:in|∈)\s*\[(?P<first>{_NUMBER})\s*,\s*"
    rf"(?P<last>{_NUMBER})\]{_UNIT}(?:\s*,?\s*(?:{_STEP_EN}))?{_END}",
)
_LISTS = _with_and_without_unit(
    rf"{_OPEN_ZH}{_NAMES}\s*(?:分别|依次)?\s*(?:取值?(?:为|自)?|∈|属于|=|＝|为)\s*"
    rf"[{{｛]?\s*{_LIST}\s*[}}｝]?{_UNIT}(?:时|中的?每个值)?{_END}",
    rf"{_OPEN_EN}{_NAMES}\s*(?:in|∈|=|equal to|taking(?: the values)?|over)"
    rf"\s*\{{?\s*{_LIST}\s*\}}?{_UNIT}{_END}",
)
_ANNOUNCED = _clause(
    rf"请?(?:遍历|扫描|sweep|vary)\s*{_NAMES}(?:的(?:所有|全部)(?:组合|取值))?{_END}"
)
_OUTPUTS = (
    _clause(
        rf"(?:请|结果)?(?:按|以|用)?\s*{_FORM}?\s*的?(?:格式|形式)?\s*(?:逐行|每行一个|一行一个)?\s*(?:输出|打印|列出|给出|返回)\s*"
        rf"{_COLUMNS}?(?:\s*的值)?(?=\s*(?:$|[，,;；。\n]))"
    ),
    _clause(
        rf"(?:print|output|write|list|give|return)\s+(?:out\s+)?(?:the\s+)?(?:rows|values of|values|results?|lines)?"
        rf"\s*{_COLUMNS}?\s*(?:(?:as|in|to)\s+{_FORM}(?:\s+(?:lines|format|rows))?)?"
        rf"\s*(?:,?\s*(?:line by line|row by row|one per line))?"
        rf"(?=\s*(?:$|[,;.\n]))"
    ),
)
_COMPUTE = _clause(
    r"(?:对(?:于)?每一?(?:组|个|种)(?:参数|取值|组合|值)*\s*[，,]?\s*)?(?:逐一|分别|依次)?(?:计算|求出?|算出)\s*[:：]?"
    r"|(?:and\s+)?(?:compute|calculate|evaluate|find|tabulate)\s*:?"
)
_GAP = re.compile(
    r"(?:[\s,，;；。.:：、]|\band\b|\bthen\b|\bplease\b|并且?|且|再|然后|，?请)*", re.IGNORECASE
)
_BORDER = re.compile(
    r"$|[，；。;\n]|,(?=\s)|\.(?=\s|$)|\s(?=and\b|then\b|for\b|print\b|where\b)|(?=并|且|按|以|输出)|的值"
)


@dataclass(slots=True)
class _Wish:
    """What the clauses say, as far as they were read."""

    over: list[str] = field(default_factory=list)
    announced: list[str] = field(default_factory=list)
    formula: str = ""
    columns: tuple[str, ...] = ()
    form: str = ""
    is_asked: bool = False


def sweep_of(text: str) -> Sweep | None:
    """The sweep that a sentence asks for; None where it asks for something else or is not understood."""
    if len(text) > _MOST_CHARACTERS or not any(mark in text.lower() for mark in _MARKS):
        return None
    clauses = _Reader(text).read(0)
    if clauses is None:
        return None
    wish = _Wish()
    try:
        fits = all(_take(kind, parts, wish) for kind, parts in clauses)
    except AbacistError:  # a name that is none
        return None
    return _as_sweep(text, wish) if fits else None


_MARKS = (
    "遍历",
    "扫描",
    "步长",
    "逐行",
    "取",
    "从",
    "对",
    "∈",
    "for ",
    "sweep",
    "vary",
    "step",
    "from ",
)
_Clause = tuple[str, Mapping[str, Any]]


class _Reader:
    """Reads clauses from left to right; where a formula ends is found by trying."""

    def __init__(self, text: str) -> None:
        self._text = text.replace("＝", "=").strip()
        self._dead: set[tuple[int, int]] = set()

    def read(self, start: int, depth: int = 0) -> list[_Clause] | None:
        """The clauses from `start` to the end, or None."""
        gap = _GAP.match(self._text, start)
        place = gap.end() if gap else start
        if place >= len(self._text):
            return []
        if depth >= _MOST_CLAUSES or (place, 0) in self._dead:
            return None
        for kind, parts, end in self._candidates(place):
            rest = self.read(end, depth + 1) if end > place else None
            if rest is not None:
                return [(kind, parts), *rest]
        self._dead.add((place, 0))
        return None

    def _candidates(self, place: int) -> Iterator[tuple[str, Mapping[str, Any], int]]:
        kinds = {"range": _RANGES, "list": _LISTS, "announced": (_ANNOUNCED,), "output": _OUTPUTS}
        for kind, patterns in kinds.items():
            for pattern in patterns:
                found = pattern.match(self._text, place)
                if found is not None and _has_units(found.groupdict()):
                    yield kind, found.groupdict(), found.end()
        verb = _COMPUTE.match(self._text, place)
        begin = verb.end() if verb else place
        near = _BORDER.finditer(self._text, begin, begin + _LONGEST_FORMULA)
        borders = [found for found in islice(near, _MOST_BORDERS) if found.start() > begin]
        for border in reversed(borders):
            formula = self._text[begin : border.start()].strip(" ，,；;。.\n")
            if _is_formula(formula):
                yield "formula", {"formula": formula}, max(border.end(), border.start())


def _has_units(parts: Mapping[str, Any]) -> bool:
    """Whether what stands where a unit may stand is one, and the same in both places."""
    units = {unit for unit in (parts.get("unit"), parts.get("step_unit")) if unit}
    return len(units) < 2 and all(unit_named(unit) is not None for unit in units)


def _is_formula(text: str) -> bool:
    try:
        expr = parse(text)
    except AbacistError:
        return False
    return (
        isinstance(expr, Call)
        and expr.head == "eq"
        and isinstance(expr.args[0], Symbol)
        and bool(expr.args[1].free_symbols())
    )


def _take(kind: str, parts: Mapping[str, Any], wish: _Wish) -> bool:
    """Puts one clause into the wish; False where it does not fit."""
    if kind == "formula":
        fits = not wish.formula
        wish.formula = parts["formula"]
        return fits
    if kind == "announced":
        wish.announced += _names(parts["names"])
        wish.is_asked = True
        return True
    if kind == "output":
        fits = not wish.form and not wish.columns
        wish.form = "csv" if (parts["form"] or "").lower() == "csv" else "jsonl"
        wish.columns = tuple(_names(parts["columns"])) if parts["columns"] else ()
        wish.is_asked = wish.is_asked or bool(parts["form"])
        return fits
    return _take_axis(kind, parts, wish)


def _take_axis(kind: str, parts: Mapping[str, Any], wish: _Wish) -> bool:
    unit = parts.get("unit") or parts.get("step_unit") or ""
    if kind == "range":
        step = parts.get("step") or parts.get("by")
        if step is None and not _counts(parts):
            return False  # how far one value is from the next was not said
        written = ":".join(map(_plain, (parts["first"], parts["last"], step or "1")))
        wish.is_asked = True
    else:
        written = ",".join(_plain(each) for each in re.split(_AND, parts["list"]))
    for name in _names(parts["names"]):
        wish.over.append(f"{name}={written} {unit}".strip())
    wish.is_asked = wish.is_asked or "," in written
    return True


def _counts(parts: Mapping[str, Any]) -> bool:
    """Whether the parameters run through whole numbers without its being said: n from 1 to 10."""
    whole = parts["first"].strip("-+ ").isdigit() and parts["last"].isdigit()
    return whole and all(name[0] in "ijklmnKMN" for name in _names(parts["names"]))


def _names(text: str) -> list[str]:
    """Names as the formula has them: R₁ and R_1 are one."""
    found: list[str] = []
    for each in re.split(_AND, text):
        expr = parse(each.strip())
        found.append(expr.name if isinstance(expr, Symbol) else each.strip())
    return found


def _plain(number: str) -> str:
    return number.replace("−", "-").replace(" ", "")


def _as_sweep(text: str, wish: _Wish) -> Sweep | None:
    named = [each.partition("=")[0] for each in wish.over]
    if not (wish.is_asked and wish.formula and named) or not set(wish.announced) <= set(named):
        return None
    order = [name for name in wish.announced if name in named]
    over = (
        sorted(
            wish.over,
            key=lambda each: order.index(each.partition("=")[0]) if order else 0,
        )
        if set(order) == set(named)
        else wish.over
    )
    form: Literal["jsonl", "csv"] = "csv" if wish.form == "csv" else "jsonl"
    return Sweep(
        formula=wish.formula,
        over=tuple(over),
        columns=wish.columns,
        format=form,
        language=language_of(text),
    )
