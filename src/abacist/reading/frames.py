"""The ways in which a later turn of a conversation leans on an earlier one: "把 X 改成 Y", "what about X?".

A frame is words of conversation around a text that says something: what is left of the turn is read by the
grammar, and every word of it counts. Frames carry no content of their own: what they do (put in place of what
was said, ask the same of something else) the reading of the rest decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from abacist.core.language import Language

__all__ = ["unframed"]

_LEADS = {
    Language.EN: re.compile(
        r"^(?:and|but|ok(?:ay)?|now|then|so|next|also|again|please|instead|this time)\b[\s,]*", re.I
    ),
    Language.ZH: re.compile(r"^(?:那么?|再|现在|然后|接着|另外|请|麻烦|这次|好的?|嗯)[，,\s]*"),
}

_FRAMES = {
    Language.EN: tuple(
        re.compile(pattern, re.I)
        for pattern in (
            r"^(?:change|set|switch|modify) (?:the )?(?P<what>.+?) (?:to|to be|as) (?P<value>.+)$",
            r"^(?:make|let) (?:the )?(?P<what>.+?) (?:be )?(?P<value>\S+)$",
            r"^replace (?P<what>.+?) (?:by|with) (?P<value>.+)$",
            r"^(?:what|how) about (?P<rest>.+)$",
            r"^what (?:if|happens (?:if|when|for|with)) (?P<rest>.+)$",
            r"^(?:do|try|repeat|redo|compute|calculate|solve|run|the same)(?: it| that| this)?(?: again)?"
            r"(?: but)? (?=with|for|using|on|in|over|by)(?P<rest>.+)$",
            r"^(?:use|try|take|with|for|using) (?P<rest>.+)$",
        )
    ),
    Language.ZH: tuple(
        re.compile(pattern)
        for pattern in (
            r"^(?:把|将)(?P<what>.+?)(?:改成|改为|换成|换为|变成|变为|设成|设为|取为|取成|调整为|调整到|"
            r"调成|调到|增大到|增加到|减小到|减少到|缩小到)(?P<value>.+)$",
            r"^(?P<what>.+?)(?:改成|改为|换成|换为|变成|变为)(?P<value>.+)$",
            r"^(?:如果|若|要是|假如|当)(?P<rest>.+)$",
            r"^(?:改用|换用|换成|改成|改为|换|用|取)(?P<rest>.+)$",
        )
    ),
}

_TAILS = {
    Language.EN: re.compile(r"(?:\s+(?:instead|then|now|too|as well))+$", re.I),
    Language.ZH: re.compile(
        r"(?:，|,)?(?:(?:结果|答案)?(?:会|又)?(?:怎么样|怎样|如何|是多少|变成多少)|重新(?:计算|求解|算)(?:一[下遍次])?|"
        r"再(?:算|解|求|计算)(?:一[下遍次])|呢|吧)+$"
    ),
}

_LONGEST = 400
"""A turn that leans on an earlier one is short; more characters are a problem of their own."""


def unframed(text: str, language: Language) -> Iterator[str]:
    """What a turn may say once its frame is off, the turn as it stands first; texts for the grammar."""
    text = text.strip().rstrip("?？.。!！").rstrip()
    yield text
    if len(text) > _LONGEST:
        return
    bare = _LEADS[language].sub("", text)
    if language is Language.EN:
        bare = _LEADS[language].sub("", bare)
    shorter = _TAILS[language].sub("", bare)
    seen = {text}
    for turn in (bare, shorter):
        for found in (turn, *_inside(turn, language)):
            if found and found not in seen:
                seen.add(found)
                yield found
    yield f"{shorter} of it" if language is Language.EN else f"它的{shorter}"


def _inside(turn: str, language: Language) -> Iterator[str]:
    for frame in _FRAMES[language]:
        match = frame.match(turn)
        if match is None:
            continue
        parts = match.groupdict()
        if "rest" in parts:
            yield parts["rest"].strip()
            continue
        what, value = parts["what"].strip(), parts["value"].strip()
        yield f"{what} = {value}"
        yield f"{what} {value}" if language is Language.EN else f"{what}{value}"
        yield f"{what} is {value}" if language is Language.EN else f"{what}为{value}"
        yield f"{value} {what}" if language is Language.EN else f"{value}{what}"
