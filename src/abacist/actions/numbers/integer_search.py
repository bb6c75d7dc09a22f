"""The search for integers that satisfy conditions, with its steps: residue classes, range, everything else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count as counting
from typing import Literal

from abacist.actions.numbers.integer_arithmetic import Unsupported
from abacist.actions.numbers.integer_code import search_script
from abacist.actions.numbers.integer_conditions import (
    Bounds,
    Congruence,
    bounds_of,
    compile_test,
    congruence_of,
    least_of,
)
from abacist.actions.numbers.residue_classes import TooManyClasses, congruence_expr, merge
from abacist.core.answer import Solution
from abacist.core.claim import CongruenceOf
from abacist.core.expr import Expr, call, number, symbol
from abacist.core.language import Message
from abacist.core.outcome import Outcome
from abacist.core.step import Step
from abacist.core.value import Exact

__all__ = ["Wanted", "search"]

Wanted = Literal["smallest", "largest", "all", "count", "general"]
_MOST_TRIED = 1_000_000
_MOST_LISTED = 2_000


def search(conditions: tuple[Expr, ...], wanted: Wanted, unknown: str) -> Solution:
    """What is wanted of the integers that satisfy the conditions, with claim, steps and code."""
    try:
        return _Search(conditions, wanted, unknown).solution()
    except TooManyClasses:
        return _refusal(Outcome.TOO_LARGE, _TOO_MANY)
    except Unsupported as error:
        why = Message(
            en=f"a condition cannot be tested on integers: {error}",
            zh=f"有一个条件无法在整数上检验：{error}",
        )
        return _refusal(Outcome.UNABLE, why)


@dataclass(frozen=True, slots=True)
class _Split:
    """Conditions by kind: congruences merged, bounds met, and a test for the rest."""

    congruence: Congruence
    bounds: Bounds
    others: tuple[Expr, ...]
    test: Callable[[int], bool]
    steps: tuple[Step, ...]


def _split(conditions: Sequence[Expr], unknown: str) -> _Split:
    congruent: list[Congruence] = []
    bounds, others, steps = Bounds(None, None), [], []
    for condition in conditions:
        as_bounds = bounds_of(condition, unknown)
        as_congruence = congruence_of(condition, unknown) if as_bounds is None else None
        if as_bounds is not None:
            bounds = bounds.meet(as_bounds)
        elif as_congruence is not None:
            congruent.append(as_congruence)
            steps.extend(_solved(condition, as_congruence, unknown))
        else:
            others.append(condition)
            bounds = bounds.meet(Bounds(least_of(condition, unknown), None))
    merged = merge(congruent)
    tests = [compile_test(condition, unknown) for condition in others]
    return _Split(
        merged.congruence,
        bounds,
        tuple(others),
        lambda n: all(test(n) for test in tests),
        (*steps, *merged.steps),
    )


def _solved(condition: Expr, found: Congruence, unknown: str) -> Iterator[Step]:
    """A step for a congruence that is not for n itself; none where it is."""
    if found.residues:
        after = congruence_expr(found, unknown)
        if after != condition and len(found.residues) < 10:
            yield Step(
                rule="solve a congruence",
                says=Message(en="Solve the congruence for {n}.", zh="从同余式解出 {n}。"),
                values={"n": symbol(unknown)},
                before=condition,
                after=after,
            )
    else:
        yield Step(
            rule="contradiction",
            says=Message(en="No integer satisfies {c}.", zh="没有整数满足 {c}。"),
            values={"c": condition},
        )


def _refusal(outcome: Outcome, note: Message) -> Solution:
    return Solution(outcome=outcome, notes=(note,))


class _TooFar(Exception):
    """The search went beyond its limit."""


class _Search:
    """The candidates of a split in order, and what is wanted of them."""

    def __init__(self, conditions: tuple[Expr, ...], wanted: Wanted, unknown: str) -> None:
        self.conditions, self.unknown = conditions, unknown
        self.wanted: Wanted = wanted
        self.split = split = _split(conditions, unknown)
        self.modulus = split.congruence.modulus
        self.residues = split.congruence.residues
        self.lower, self.upper = split.bounds.lower, split.bounds.upper

    def solution(self) -> Solution:
        if not self.residues:
            return self._none(())
        try:
            match self.wanted:
                case "smallest":
                    return self._extreme(self.lower, _NO_SMALLEST)
                case "largest":
                    return self._extreme(self.upper, _NO_LARGEST)
                case "general":
                    return self._general()
                case _:
                    return self._all()
        except _TooFar:
            return _refusal(Outcome.UNABLE, _SEARCHED)

    def _extreme(self, end: int | None, without_end: Message) -> Solution:
        if end is None:
            outcome = Outcome.UNABLE if self.split.others else Outcome.UNDEFINED
            return _refusal(outcome, without_end)
        upward = self.wanted == "smallest"
        found = next(self._members(upward), None)
        if found is None:
            return self._none((self._bounds_step(),))
        return self._solved(number(found), (self._choice(found),), self._remarks(found))

    def _general(self) -> Solution:
        if self.split.others or self.lower is not None or self.upper is not None:
            return _refusal(Outcome.UNABLE, _NO_FORMULA)
        value = congruence_expr(self.split.congruence, self.unknown)
        step = Step(
            rule="general solution",
            says=Message(
                en="These are all solutions; {m} is added or subtracted any number of times.",
                zh="这就是全部解：可任意多次加上或减去 {m}。",
            ),
            values={"m": number(self.modulus)},
            after=value,
        )
        return self._solved(value, (step,))

    def _all(self) -> Solution:
        if self.lower is None or self.upper is None:
            if self.split.others:
                return _refusal(Outcome.UNABLE, _UNBOUNDED)
            return Solution(outcome=Outcome.INFINITELY_MANY, notes=(_ENDLESS,))
        if self.wanted == "count" and not self.split.others:
            total = self._number_between(self.lower, self.upper)
            return self._solved(number(total), (self._count_step(total),))
        members = list(self._members(upward=True))
        if self.wanted == "count":
            return self._solved(number(len(members)), (self._list_step(members),))
        if len(members) > _MOST_LISTED:
            return _refusal(Outcome.TOO_LARGE, _TOO_LONG)
        listed = call("set", *(number(member) for member in members))
        return self._solved(listed, (self._list_step(members),))

    def _number_between(self, lower: int, upper: int) -> int:
        if upper < lower:
            return 0
        return sum(
            (upper - r) // self.modulus - (lower - 1 - r) // self.modulus for r in self.residues
        )

    def _members(self, upward: bool) -> Iterator[int]:
        """The solutions from one end on, in order. Raises `_TooFar`."""
        for tried, candidate in enumerate(self._candidates(upward)):
            if tried >= _MOST_TRIED:
                raise _TooFar
            if self.split.test(candidate):
                yield candidate

    def _candidates(self, upward: bool) -> Iterator[int]:
        """All integers of the residue classes within the bounds, from one end on."""
        start = self.lower if upward else self.upper
        assert start is not None
        block = start // self.modulus
        residues = self.residues if upward else self.residues[::-1]
        for turn in counting():
            base = (block + turn if upward else block - turn) * self.modulus
            for residue in residues:
                candidate = base + residue
                if upward and self.upper is not None and candidate > self.upper:
                    return
                if not upward and self.lower is not None and candidate < self.lower:
                    return
                if (upward and candidate >= start) or (not upward and candidate <= start):
                    yield candidate

    def _none(self, steps: tuple[Step, ...]) -> Solution:
        if self.wanted == "count":
            return self._solved(number(0), steps)
        note = Message(
            en="No integer satisfies all the conditions.", zh="没有整数同时满足全部条件。"
        )
        return Solution(
            outcome=Outcome.NO_SOLUTION,
            claims=(self._claim(None),),
            steps=(*self.split.steps, *steps),
            notes=(note,),
            method=_METHOD,
            code=self._code(),
        )

    def _solved(
        self, value: Expr, steps: tuple[Step, ...], notes: tuple[Message, ...] = ()
    ) -> Solution:
        return Solution(
            value=Exact(expr=value),
            claims=(self._claim(value),),
            steps=(*self.split.steps, *steps),
            notes=notes,
            method=_METHOD,
            code=self._code(),
        )

    def _claim(self, value: Expr | None) -> CongruenceOf:
        return CongruenceOf(
            unknown=self.unknown,
            conditions=self.conditions,
            wanted=self.wanted,
            value=value,
        )

    def _code(self) -> str:
        return search_script(self.conditions, self.wanted, self.unknown)

    def _remarks(self, found: int) -> tuple[Message, ...]:
        """That an end of the range itself is the answer, where a person may not have counted it in."""
        ends = (call(head, symbol(self.unknown), number(found)) for head in ("ge", "le"))
        counted = any(end in self.conditions for end in ends) and found % 10 == 0
        return (_END_COUNTS,) if counted else ()

    def _bounds_step(self) -> Step:
        return Step(
            rule="range",
            says=Message(
                en="None of these numbers lies in the given range with the other properties.",
                zh="给定范围内没有这样的数同时具备其余性质。",
            ),
        )

    def _choice(self, found: int) -> Step:
        upward = self.wanted == "smallest"
        end = self.lower if upward else self.upper
        assert end is not None
        says = (
            Message(
                en="The first such number from {end} upwards is {n}.",
                zh="从 {end} 起往上，第一个符合的数是 {n}。",
            )
            if upward
            else Message(
                en="The first such number from {end} downwards is {n}.",
                zh="从 {end} 起往下，第一个符合的数是 {n}。",
            )
        )
        return Step(rule="range", says=says, values={"end": number(end), "n": number(found)})

    def _count_step(self, total: int) -> Step:
        return Step(
            rule="count",
            says=Message(
                en="From {a} to {b} there are {k} numbers in these residue classes modulo {m}.",
                zh="从 {a} 到 {b}，模 {m} 的这些剩余类中共有 {k} 个数。",
            ),
            values={
                "a": number(self.lower or 0),
                "b": number(self.upper or 0),
                "m": number(self.modulus),
                "k": number(total),
            },
        )

    def _list_step(self, members: Sequence[int]) -> Step:
        shown = call("set", *(number(member) for member in members[:50]))
        return Step(
            rule="list",
            says=Message(
                en="Going through the candidates from {a} to {b} leaves {k} numbers."
                + (" The first of them:" if len(members) > 50 else ""),
                zh="逐一检验从 {a} 到 {b} 的候选数，共有 {k} 个符合。"
                + ("其中前面的一些：" if len(members) > 50 else ""),
            ),
            values={
                "a": number(self.lower or 0),
                "b": number(self.upper or 0),
                "k": number(len(members)),
            },
            after=shown,
        )


_METHOD = Message(
    en="Chinese remainder theorem, then the range and the other conditions",
    zh="先用中国剩余定理合并同余式，再看范围与其余条件",
)
_TOO_MANY = Message(
    en="the congruences have too many residue classes to go through",
    zh="同余式的剩余类过多，无法逐一处理",
)
_SEARCHED = Message(
    en=f"no decision after {_MOST_TRIED} candidates", zh=f"检验 {_MOST_TRIED} 个候选数后仍不能确定"
)
_TOO_LONG = Message(
    en=f"there are more than {_MOST_LISTED} of them; ask how many there are",
    zh=f"符合的数超过 {_MOST_LISTED} 个；可以改问有多少个",
)
_NO_SMALLEST = Message(
    en="nothing bounds the numbers from below, so there is no smallest",
    zh="没有下界，因此没有最小的",
)
_NO_LARGEST = Message(
    en="nothing bounds the numbers from above, so there is no largest",
    zh="没有上界，因此没有最大的",
)
_NO_FORMULA = Message(
    en="a general solution is given for congruences alone", zh="只有单纯的同余式才能给出通解"
)
_UNBOUNDED = Message(
    en="nothing bounds the numbers, so they cannot be gone through", zh="没有范围限制，无法逐一检验"
)
_ENDLESS = Message(
    en="Every number of the residue classes on one side satisfies the conditions.",
    zh="剩余类中一侧的所有数都满足条件。",
)
_END_COUNTS = Message(
    en="The end of the range itself is counted as belonging to it.", zh="范围的端点计算在内。"
)
