"""How a computation ended. An outcome is data, not an exception, and every one has a message.

`Outcome` says what happened to a problem; `Level` says how far the checks of its answer reach.
"""

from __future__ import annotations

from enum import StrEnum

from abacist.core.language import Message

__all__ = ["Level", "Outcome", "Verdict"]


class Outcome(StrEnum):
    """The end of a computation. The first five are answers, the rest are honest non-answers."""

    SOLVED = "solved"
    NO_SOLUTION = "no_solution"
    INFINITELY_MANY = "infinitely_many"
    DIVERGENT = "divergent"
    UNDEFINED = "undefined"
    NEEDS_CLARIFICATION = "needs_clarification"
    NOT_UNDERSTOOD = "not_understood"
    UNIT_MISMATCH = "unit_mismatch"
    TOO_LARGE = "too_large"
    UNABLE = "unable"
    TIMEOUT = "timeout"
    OUT_OF_MEMORY = "out_of_memory"
    CRASHED = "crashed"
    CANCELLED = "cancelled"
    REFUTED = "refuted"

    @property
    def is_answer(self) -> bool:
        """True where the outcome is a mathematical statement rather than a refusal."""
        return self in _ANSWERS

    @property
    def message(self) -> Message:
        """The sentence shown to the person, in both languages."""
        return _MESSAGES[self]


_ANSWERS = frozenset(
    {
        Outcome.SOLVED,
        Outcome.NO_SOLUTION,
        Outcome.INFINITELY_MANY,
        Outcome.DIVERGENT,
        Outcome.UNDEFINED,
    }
)

_MESSAGES: dict[Outcome, Message] = {
    Outcome.SOLVED: Message(en="Solved.", zh="已求解。"),
    Outcome.NO_SOLUTION: Message(en="There is no solution.", zh="无解。"),
    Outcome.INFINITELY_MANY: Message(en="There are infinitely many solutions.", zh="有无穷多解。"),
    Outcome.DIVERGENT: Message(en="It diverges.", zh="发散。"),
    Outcome.UNDEFINED: Message(en="It is undefined or does not exist.", zh="无定义或不存在。"),
    Outcome.NEEDS_CLARIFICATION: Message(
        en="One thing is missing before this can be computed.", zh="还缺一个条件才能计算。"
    ),
    Outcome.NOT_UNDERSTOOD: Message(
        en="This was not understood; nothing was computed.", zh="未能理解题意，因此没有计算。"
    ),
    Outcome.UNIT_MISMATCH: Message(en="The units do not agree.", zh="单位不一致。"),
    Outcome.TOO_LARGE: Message(
        en="This is larger than the limits allow.", zh="规模超出了允许的限度。"
    ),
    Outcome.UNABLE: Message(
        en="Understood, but no method here gives an answer that can be stood by.",
        zh="题意已理解，但现有方法得不到可靠的答案。",
    ),
    Outcome.TIMEOUT: Message(
        en="The time ran out; this says nothing about the solution.",
        zh="计算超时；这不说明是否有解。",
    ),
    Outcome.OUT_OF_MEMORY: Message(
        en="The computation needed more memory than its limit.", zh="计算所需内存超出限制。"
    ),
    Outcome.CRASHED: Message(
        en="The computing process crashed; the program itself goes on.",
        zh="计算进程崩溃；程序本身继续运行。",
    ),
    Outcome.CANCELLED: Message(en="Cancelled.", zh="已取消。"),
    Outcome.REFUTED: Message(
        en="The check refuted the computed answer, so it is withheld.",
        zh="核验否定了计算结果，因此不予显示。",
    ),
}


class Verdict(StrEnum):
    """What a checker found out about one claim."""

    PROVED = "proved"
    ENCLOSED = "enclosed"
    CROSS_CHECKED = "cross_checked"
    UNDECIDED = "undecided"
    REFUTED = "refuted"


class Level(StrEnum):
    """How far the checks of an answer reach, strongest first.

    `proved`: an exact identity, a decided finite case, a certificate of optimality.
    `enclosed`: a rigorous enclosure by ball or interval arithmetic.
    `cross_checked`: independent methods agree; the most that sampling can give.
    `computed`: one method only.
    """

    PROVED = "proved"
    ENCLOSED = "enclosed"
    CROSS_CHECKED = "cross_checked"
    COMPUTED = "computed"
    REFUTED = "refuted"

    @property
    def is_checked(self) -> bool:
        """True where something independent of the computation confirmed the answer."""
        return self in (Level.PROVED, Level.ENCLOSED, Level.CROSS_CHECKED)

    @staticmethod
    def weakest(verdicts: list[Verdict]) -> Level:
        """The level of an answer whose certificates have these verdicts; no certificate is `computed`."""
        levels = [_LEVEL_OF[verdict] for verdict in verdicts]
        return max(levels, key=list(Level).index, default=Level.COMPUTED)


_LEVEL_OF = {
    Verdict.PROVED: Level.PROVED,
    Verdict.ENCLOSED: Level.ENCLOSED,
    Verdict.CROSS_CHECKED: Level.CROSS_CHECKED,
    Verdict.UNDECIDED: Level.COMPUTED,
    Verdict.REFUTED: Level.REFUTED,
}
