"""Common nouns of counting problems in both languages, so that boys and 男生 are one name in a plan.

A name is an English singular, words joined by `_` (`red_ball`). Words that are not listed stay as they are.
"""

from __future__ import annotations

from functools import cache

from abacist.core.language import Language

__all__ = ["common_name", "shown_name"]

_CHINESE: dict[str, tuple[str, ...]] = {
    "boy": ("男生", "男孩", "男同学", "男学生", "男"),
    "girl": ("女生", "女孩", "女同学", "女学生", "女"),
    "man": ("男人", "男士", "男子", "男性", "先生"),
    "woman": ("女人", "女士", "女子", "女性"),
    "person": ("人", "同学", "队员", "选手"),
    "child": ("孩子", "小孩", "儿童"),
    "student": ("学生",),
    "teacher": ("老师", "教师"),
    "doctor": ("医生",),
    "nurse": ("护士",),
    "worker": ("工人",),
    "player": ("球员", "运动员"),
    "book": ("书",),
    "novel": ("小说",),
    "poem": ("诗集",),
    "magazine": ("杂志",),
    "card": ("卡片", "牌"),
    "ball": ("球", "小球"),
    "apple": ("苹果",),
    "pear": ("梨",),
    "orange": ("橙子", "橘子"),
    "banana": ("香蕉",),
    "flower": ("花",),
    "question": ("题", "题目"),
    "course": ("课程", "课"),
    "dish": ("菜",),
    "letter": ("字母",),
    "digit": ("数字",),
    "element": ("元素",),
    "product": ("产品",),
    "toy": ("玩具",),
    "pen": ("钢笔", "笔"),
    "pencil": ("铅笔",),
    "car": ("汽车", "车"),
    "cat": ("猫",),
    "dog": ("狗",),
    "city": ("城市",),
    "team": ("队", "球队"),
}
_COLOURS = {
    "red": "红",
    "white": "白",
    "black": "黑",
    "blue": "蓝",
    "green": "绿",
    "yellow": "黄",
}
_IRREGULAR = {
    "men": "man",
    "women": "woman",
    "people": "person",
    "children": "child",
    "mice": "mouse",
    "dishes": "dish",
    "citie": "city",
    "cities": "city",
}


@cache
def _english() -> dict[str, str]:
    """Every Chinese word with its name."""
    found = {word: name for name, words in _CHINESE.items() for word in words}
    for colour, sign in _COLOURS.items():
        for name in ("ball", "card", "flower"):
            for word in _CHINESE[name]:
                found[f"{sign}{word}"] = f"{colour}_{name}"
                found[f"{sign}色{word}"] = f"{colour}_{name}"
    return found


@cache
def _shown() -> dict[str, str]:
    """Every name with its first Chinese word."""
    found: dict[str, str] = {}
    for word, name in _english().items():
        found.setdefault(name, word)
    return found


def common_name(name: str) -> str:
    """The name of a thing whatever the language and the number: girl for 女生, women's singular woman."""
    if name in _english():
        return _english()[name]
    head, _, last = name.rpartition("_")
    single = _IRREGULAR.get(last, last)
    return f"{head}_{single}" if head else single


def shown_name(name: str, language: Language) -> str:
    """A name as it is said in a language; what has no other word stays as it is."""
    return _shown().get(name, name) if language is Language.ZH else name
