"""How a person wants to be answered: the directives in a system prompt and at the end of a question.

    【任务】…【约束】…【输出要求】…        Task: … Constraints: … Output: …

A directive is a clause that is recognised as a whole: the language, the precision, the format of the answer.
The task and its constraints are mathematics and go to the reader; what is neither is left to the caller, who
knows what was obeyed and what was not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from abacist.core.language import Language

__all__ = ["Directives", "Instructions", "instructions_of", "without_directives"]

Shape = Literal["text", "json", "jsonl"]


@dataclass(frozen=True, slots=True)
class Directives:
    """What was asked of the answer; None and False where nothing was said.

    Arguments:
        decimals, significant: digits after the point, or significant digits, of numbers.
        shape: `json`: one object; `jsonl`: one object a line.
        brackets: formulas between \\( \\) and \\[ \\] instead of dollar signs.
    """

    language: Language | None = None
    decimals: int | None = None
    significant: int | None = None
    shape: Shape = "text"
    answer_only: bool = False
    steps: bool | None = None
    code: bool | None = None
    brackets: bool = False


@dataclass(frozen=True, slots=True)
class Instructions:
    """A prompt taken apart: mathematics, directives, and the clauses that are neither."""

    problem: str = ""
    directives: Directives = Directives()
    obeyed: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


_SECTIONS = {
    "problem": "任务|题目|问题|约束|约束条件|限制|条件|task|problem|question|constraints?|conditions?",
    "output": "输出要求|输出格式|输出|格式|格式要求|要求|回答要求|output|output format|format|"
    "output requirements?|requirements?|response format",
    "role": "角色|背景|身份|role|background|context|system",
}
_HEADING = re.compile(
    r"【\s*(?P<boxed>[^】\n]{1,20}?)\s*】[:：]?|(?:^|(?<=\n)|(?<=[。；;\s]))(?:"
    rf"(?:#+\s*|\*\*)?(?P<plain>{'|'.join(_SECTIONS.values())})(?:\*\*)?\s*[:：](?:\*\*)?)",
    re.I,
)
_CLAUSE = re.compile(r"[，,；;。\n！!]+|\.(?=\s|$)")
_BULLET = re.compile(r"(?:^|(?<=[\n；;。]))\s*(?:[-*•]|[(（]?\d{1,2}[.、)）](?!\d))\s*")
_NOTHING = re.compile(r"无|没有|none|n/a|-", re.I)

_INT = r"(?P<n>\d{1,3})"
_ANY = r"(?:请|please |you (?:must|should) |must |should |务必|必须|要|需|需要|统一|全程|一律|always |只|仅|only )*"

_RULES: tuple[tuple[str, dict[str, object]], ...] = (
    (r"(?:用|使用|以)?(?:简体)?(?:中文|汉语)(?:来)?(?:回答|作答|输出|回复|解答)?", {"language": Language.ZH}),
    (r"(?:用|使用|以)?(?:英文|英语)(?:来)?(?:回答|作答|输出|回复|解答)?", {"language": Language.EN}),
    (r"(?:answer|reply|respond|write|output)?(?: everything)? ?in english", {"language": Language.EN}),
    (r"(?:answer|reply|respond|write|output)?(?: everything)? ?in (?:simplified )?chinese",
     {"language": Language.ZH}),
    (rf"(?:数值|结果|答案|最终结果|最终答案|小数|所有数值)*(?:均|都)?(?:保留|精确到|取)(?:到)?(?:小数点后)?{_INT}位(?:小数)?",
     {"decimals": int}),
    (rf"(?:数值|结果|答案|最终结果|最终答案|所有数值)*(?:均|都)?(?:保留|取){_INT}位有效数字", {"significant": int}),
    (rf"(?:round|give|keep|use|write|report|state)?(?: all)?(?: the| your)?(?: final)?(?: numbers?| results?| "
     rf"answers?| values?)? ?(?:to|with|at|rounded to)? ?{_INT} (?:decimal places?|decimals|digits after the "
     r"(?:decimal )?point)", {"decimals": int}),
    (rf"(?:round|give|keep|use|write|report|state)?(?: all)?(?: the| your)?(?: final)?(?: numbers?| results?| "
     rf"answers?| values?)? ?(?:to|with|at|rounded to)? ?{_INT} significant (?:digits|figures)",
     {"significant": int}),
    (r"(?:以|用|按|按照|使用|输出|返回)*(?:标准)?json(?:格式|对象)?(?:输出|返回|回答|给出)?", {"shape": "json"}),
    (r"(?:output|answer|return|respond|reply|give)?(?: your answer| the answer| the result)? ?"
     r"(?:in|as|with|using)? ?(?:an? )?(?:valid )?json(?: object| format)?(?: only)?", {"shape": "json"}),
    (r"(?:以|用|按|按照|使用|输出|返回)*(?:jsonl|json lines)(?:格式)?(?:逐行)?(?:输出|返回)?", {"shape": "jsonl"}),
    (r"(?:output|return|print)?(?: the rows)? ?(?:in|as)? ?(?:jsonl|json lines)(?: format)?", {"shape": "jsonl"}),
    (r"(?:输出|给出|回答|返回)(?:最终|最后)?(?:的)?(?:答案|结果)(?:即可)?", {"answer_only": True}),
    (r"(?:不要|无需|不需要|省略)(?:输出|给出)?(?:任何)?(?:步骤|过程|解释|推导|解题过程)", {"steps": False}),
    (r"(?:不要|无需|不需要|省略)(?:输出|给出)?(?:任何)?代码", {"code": False}),
    (r"(?:给出|写出|列出|附|展示|输出)(?:详细|完整|主要)?(?:的)?(?:解题|推导|计算)?(?:步骤|过程)", {"steps": True}),
    (r"(?:给出|附上|附|输出|包含)(?:可运行的|python)?代码", {"code": True}),
    (r"逐步(?:解答|推导|计算)?", {"steps": True}),
    (r"(?:give|output|return|print|state|answer with|reply with|respond with)? ?(?:me )?(?:just |only )?"
     r"(?:the |your )?final (?:answer|result)(?: only)?", {"answer_only": True}),
    (r"(?:do not|don't|no need to|without|no) ?(?:show|showing|give|include|explain|output)? ?(?:any |the |your )?"
     r"(?:steps|working|explanation|explanations|derivation)", {"steps": False}),
    (r"(?:do not|don't|without|no) ?(?:show|give|include|output)? ?(?:any |the )?(?:python )?code", {"code": False}),
    (r"(?:show|give|include|write)(?: me)?(?: all| your| the)*(?: detailed| full)? (?:steps|working|work|derivation)",
     {"steps": True}),
    (r"(?:think|work|solve|reason|explain)?(?: it| this)? ?step by step", {"steps": True}),
    (r"(?:show|give|include|write)(?: me)?(?: the| your)?(?: python| runnable)? code", {"code": True}),
    (r"(?:用|使用)? ?\\\( ?\\\)(?: ?和 ?\\\[ ?\\\])?(?:包裹|包围|书写|表示)?(?:公式|数学公式)?", {"brackets": True}),
    (r"(?:use|write|put)(?: formulas?| math| latex)?(?: in| with| between)? ?\\\( ?\\\)"
     r"(?: and \\\[ ?\\\])?(?: for (?:formulas|math|latex))?", {"brackets": True}),
    (r"(?:把|将)?(?:最终|最后)?(?:的)?答案(?:放在|写在|置于|用)? ?\\boxed\{\}? ?\}?(?:中|里|内|给出|表示)?", {}),
    (r"(?:put|write|give|enclose|place)? ?(?:your|the)? ?(?:final )?answer (?:in|inside|within|with) \\boxed\{\}", {}),
    (r"(?:使用|用)?(?:markdown|latex)(?:格式)?(?:书写|输出|表示)?(?:公式|数学公式)?", {}),
    (r"use (?:markdown|latex)(?: for (?:formulas|math))?", {}),
)  # fmt: skip
_DIRECTIVES = tuple((re.compile(_ANY + pattern, re.I), meaning) for pattern, meaning in _RULES)
_LONGEST_CLAUSE = 200


def instructions_of(prompt: str) -> Instructions:
    """A prompt with its sections; one without headings has directives and nothing else that counts."""
    headings = list(_HEADING.finditer(prompt))
    found = Instructions()
    if not headings:
        return _directed(found, prompt)
    found = _directed(found, prompt[: headings[0].start()])
    for index, heading in enumerate(headings):
        end = headings[index + 1].start() if index + 1 < len(headings) else len(prompt)
        body = prompt[heading.end() : end].strip()
        kind = _kind((heading["boxed"] or heading["plain"]).lower())
        if kind == "problem":
            body = "" if _NOTHING.fullmatch(body) else body
            joined = "\n".join(filter(None, (found.problem, body)))
            found = replace(found, problem=joined)
        else:
            found = _directed(found, body)
    return found


def without_directives(text: str) -> Instructions:
    """A question without the directives at its end; what precedes them is its problem, as written."""
    found = Instructions(problem=text)
    while True:
        rest = found.problem.rstrip(" \n\t，,；;。.！!")
        cut = max((match.end() for match in _CLAUSE.finditer(rest)), default=0)
        clause = rest[cut:]
        meaning = _meaning(clause) if cut else None
        if meaning is None or "decimals" in meaning or "significant" in meaning:
            return found  # how precise a number is belongs to the problem, which the reader knows
        found = replace(_obeyed(found, clause, meaning), problem=rest[:cut])


def _kind(name: str) -> str:
    for kind, names in _SECTIONS.items():
        if re.fullmatch(names, name):
            return kind
    return "role"


def _directed(found: Instructions, text: str) -> Instructions:
    for part in _CLAUSE.split(_BULLET.sub("", text)):
        clause = part.strip()
        if not clause:
            continue
        meaning = _meaning(clause)
        if meaning is None:
            found = replace(found, ignored=(*found.ignored, clause[:_LONGEST_CLAUSE]))
        else:
            found = _obeyed(found, clause, meaning)
    return found


def _obeyed(found: Instructions, clause: str, meaning: dict[str, object]) -> Instructions:
    return replace(
        found,
        directives=replace(found.directives, **meaning),
        obeyed=(*found.obeyed, clause.strip()),
    )


def _meaning(clause: str) -> dict[str, object] | None:
    """What a clause asks for, if it is a directive as a whole."""
    clause = " ".join(clause.split())
    if len(clause) > _LONGEST_CLAUSE:
        return None
    for pattern, meaning in _DIRECTIVES:
        match = pattern.fullmatch(clause)
        if match is not None:
            return {
                name: int(match["n"]) if value is int else value for name, value in meaning.items()
            }
    return None
