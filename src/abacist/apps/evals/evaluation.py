"""An evaluation: every answer graded, and the figures that follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from abacist.apps.confidence import Calibration, Evidence, ReadBy
from abacist.apps.evals.grading import Grade, Same, grade
from abacist.apps.evals.items import Item
from abacist.apps.evals.reliability import Point, bins, calibration_error, wilson
from abacist.core.language import Language, Message
from abacist.core.outcome import Level

__all__ = ["Evaluation", "Judged", "judge", "report"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A problem, the answer to it (as JSON), and its grade."""

    item: Item
    answer: Mapping[str, Any]
    grade: Grade

    @property
    def level(self) -> Level | None:
        """How far the checks of the answer reach."""
        level = self.answer["level"]
        return None if level is None else Level(level)

    @property
    def has_assumptions(self) -> bool:
        """Whether another reading was set aside."""
        return bool(self.answer["assumptions"])

    @property
    def evidence(self) -> Evidence:
        """What the confidence in the answer rests on."""
        count = len(self.answer["assumptions"])
        return Evidence(read_by=ReadBy.GRAMMAR, assumptions=count, level=self.level)

    @property
    def is_silent_error(self) -> bool:
        """Wrong, and yet shown as checked."""
        level = self.level
        return self.grade is Grade.WRONG and level is not None and level.is_checked


def judge(pairs: Iterable[tuple[Item, Mapping[str, Any]]], same: Same) -> Iterator[Judged]:
    """The grade of each answer."""
    for item, answer in pairs:
        yield Judged(item, answer, grade(item, answer, same))


@dataclass
class Evaluation:
    """What is counted; `points` are the confidence in each graded answer, and whether it was right.

    `levels` counts the answers by how far their checks reach, and by their grade.
    """

    counts: Counter[Grade] = field(default_factory=Counter)
    levels: Counter[tuple[Level, Grade]] = field(default_factory=Counter)
    silent: int = 0
    points: list[Point] = field(default_factory=list)

    @classmethod
    def of(cls, judged: Iterable[Judged], calibration: Calibration) -> Evaluation:
        """The evaluation of these answers."""
        made = cls()
        for each in judged:
            made.counts[each.grade] += 1
            if each.level is not None:
                made.levels[each.level, each.grade] += 1
            made.silent += each.is_silent_error
            if each.grade in (Grade.RIGHT, Grade.WRONG):
                confidence = calibration.confidence(each.evidence)
                made.points.append((confidence, each.grade is Grade.RIGHT))
        return made

    @property
    def problems(self) -> int:
        """How many there are."""
        return sum(self.counts.values())

    @property
    def answered(self) -> int:
        """How many have an answer."""
        return self.problems - self.counts[Grade.UNANSWERED]

    @property
    def graded(self) -> int:
        """How many answers are known to be right or wrong."""
        return self.counts[Grade.RIGHT] + self.counts[Grade.WRONG]

    def by_level(self) -> dict[str, dict[str, int]]:
        """How many answers of each level have which grade, the strongest level first."""
        seen = {level for level, _ in self.levels}
        return {
            level.value: {each.value: self.levels[level, each] for each in _GRADES}
            for level in Level
            if level in seen
        }

    def figures(self) -> dict[str, Any]:
        """Everything as JSON."""
        found = bins(self.points)
        low, high = wilson(self.counts[Grade.RIGHT], self.graded)
        return {
            "problems": self.problems,
            "answered": self.answered,
            **{each.value: self.counts[each] for each in Grade},
            "silent_errors": self.silent,
            "coverage": _share(self.answered, self.problems),
            "accuracy": _share(self.counts[Grade.RIGHT], self.graded),
            "accuracy_interval": [round(low, 4), round(high, 4)],
            "levels": self.by_level(),
            "ece": round(calibration_error(found), 4),
            "reliability": [
                {
                    "from": each.lower,
                    "to": each.upper,
                    "answers": each.count,
                    "confidence": round(each.confidence, 4),
                    "accuracy": round(each.accuracy, 4),
                }
                for each in found
            ],
        }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


_GRADES = (Grade.RIGHT, Grade.WRONG, Grade.UNGRADED)


def report(evaluation: Evaluation, language: Language) -> str:
    """The figures as a person reads them."""
    counts, graded = evaluation.counts, evaluation.graded
    low, high = wilson(counts[Grade.RIGHT], graded)
    found = bins(evaluation.points)
    values = {
        "problems": evaluation.problems,
        "answered": evaluation.answered,
        "coverage": f"{_share(evaluation.answered, evaluation.problems):.1%}",
        "right": counts[Grade.RIGHT],
        "wrong": counts[Grade.WRONG],
        "ungraded": counts[Grade.UNGRADED],
        "accuracy": f"{_share(counts[Grade.RIGHT], graded):.1%}" if graded else "–",
        "low": f"{low:.1%}",
        "high": f"{high:.1%}",
        "silent": evaluation.silent,
        "ece": f"{calibration_error(found):.3f}",
    }
    lines = [line.render(language, **values) for line in _LINES]
    for each in found:
        low, high = wilson(each.right, each.count)
        lines.append(
            _BIN.render(
                language,
                range=f"{each.lower:.2f} – {each.upper:.2f}",
                count=f"{each.count:6d}",
                confidence=f"{each.confidence:.3f}",
                accuracy=f"{each.accuracy:.3f}",
                interval=f"{low:.3f} – {high:.3f}",
            )
        )
    if evaluation.levels:
        lines.append("\n" + _LEVELS.render(language))
    for level, grades in evaluation.by_level().items():
        cells = " ".join(f"{grades[each]:6d}" for each in _GRADES)
        lines.append(f"{level:14s} {cells}")
    return "\n".join(lines) + "\n"


_LINES = (
    Message(
        en="problems       {problems}\nanswered       {answered}   coverage {coverage}",
        zh="题目    {problems}\n作答    {answered}   覆盖率 {coverage}",
    ),
    Message(
        en="right          {right}\nwrong          {wrong}   shown as checked all the same: {silent}",
        zh="正确    {right}\n错误    {wrong}   其中仍标为已核验：{silent}",
    ),
    Message(
        en="not graded     {ungraded}   what is right could not be compared",
        zh="未评分  {ungraded}   无法与标准答案比较",
    ),
    Message(
        en="accuracy       {accuracy}   95 % interval {low} – {high}",
        zh="正确率  {accuracy}   95 % 区间 {low} – {high}",
    ),
    Message(
        en="calibration    expected error {ece}\n\nconfidence     answers   mean    right   95 % interval",
        zh="校准    期望误差 {ece}\n\n可信度区间     答案数   均值    正确率  95 % 区间",
    ),
)
_BIN = Message(
    en="{range}    {count}   {confidence}   {accuracy}   {interval}",
    zh="{range}    {count}   {confidence}   {accuracy}   {interval}",
)
_LEVELS = Message(
    en="level           right  wrong  not graded", zh="可信程度         正确   错误  未评分"
)
