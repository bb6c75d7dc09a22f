"""A plan at many points: the text is read once, then each row is a plan with its values put in.

A text that has no meaning with letters (the minimum of x² − c·x: over x or over c?) is read row by row.
Every row takes the one path of all answers: it is computed and checked in the killable workers, and keeps
its outcome and the level of its certificates.
"""

from __future__ import annotations

import math
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from typing import Any

from abacist.apps.sweeps.rows import Block, Cell, Rows
from abacist.apps.sweeps.subjects import Finished, Interrupted, Keep
from abacist.core.answer import Answer
from abacist.core.errors import AbacistError, InputError, LimitError
from abacist.core.expr import Call, Expr, call, number
from abacist.core.language import Message
from abacist.core.outcome import Outcome
from abacist.core.plan import Node, Plan
from abacist.core.value import Ball, Exact, Interval, Named, Value, Vector
from abacist.execution.nodes import arguments_of, put_in

__all__ = ["PlanSubject", "Plans", "from_plan", "from_text", "with_values"]

_AHEAD = 4  # rows per worker that may be begun before an earlier one is finished
_BLOCK = 256


def with_values(plan: Plan, values: Mapping[str, Expr]) -> Plan:
    """The plan with free symbols replaced by values, in every node."""
    nodes: list[Node] = []
    for node in plan.nodes:
        arguments = put_in(arguments_of(node), values)
        args = arguments.model_dump(mode="json", exclude_defaults=True)
        nodes.append(node.model_copy(update={"args": args}))
    return plan.model_copy(update={"nodes": tuple(nodes), "assumptions": ()})


Plans = Callable[[Mapping[str, Expr]], Plan]
"""Values of the parameters → the plan of a row."""


def from_plan(plan: Plan, names: Iterable[str]) -> Plans:
    """Plans that are one plan with values put in. Raises `InputError` for a name that it does not hold."""
    free = _free_symbols(plan)
    idle = [name for name in names if name not in free]
    if idle:
        shown = ", ".join(idle)
        raise InputError(
            Message(
                en=f"the problem, as it was read, has no {shown}",
                zh=f"题目中没有读到 {shown}",
            )
        )
    return lambda values: with_values(plan, values)


def from_text(problem: str, read: Callable[[str], Plan]) -> Plans:
    """Plans that are read one by one, from a text with `{c}` where the values of c stand."""

    def plan_at(values: Mapping[str, Expr]) -> Plan:
        return read(_HOLE.sub(lambda hole: _written(values.get(hole[1]), hole[0]), problem))

    return plan_at


_HOLE = re.compile(r"\{(\w+)\}")


def _written(value: Expr | None, hole: str) -> str:
    """A value as it stands in a text; braces that are no parameter stay."""
    if value is None:
        return hole
    if isinstance(value, Call) and value.head == "quantity":
        return f"{value.args[0]} {value.args[1]}"
    text = str(value)
    return text if text[0].isdigit() else f"({text})"


class PlanSubject:
    """See `Subject`; `answer` computes one plan and is called in `workers` threads at a time."""

    has_answers = True
    rows_at_once = _BLOCK
    unit: Expr | None = None

    def __init__(
        self,
        plans: Plans,
        units: Mapping[str, Expr | None],
        answer: Callable[[Plan], Answer],
        workers: int,
    ) -> None:
        self.name = "value" if "value" not in units else "result"
        self._plans, self._units, self._answer, self._workers = plans, dict(units), answer, workers

    def first_plan(self, block: Block) -> Plan:
        """The plan of the first row of a block. Raises `InputError` where it cannot be read."""
        point = {name: float(column[0]) for name, column in block.columns().items()}
        return self._plans(self._values(point))

    def results(self, blocks: Iterable[Block], finished: Finished, keep: Keep) -> Iterator[Rows]:
        """See `Subject`: one row at a time, in order, several computed at once."""
        pool = ThreadPoolExecutor(self._workers, thread_name_prefix="row")
        waiting: deque[_Waiting] = deque()
        kept = set(finished)
        points = _points(blocks)
        try:
            while True:
                for place, point, bad in islice(points, self._workers * _AHEAD - len(waiting)):
                    begun = self._begun(pool, place, point, bad, finished)
                    waiting.append(_Waiting(place, point, begun))
                if not waiting:
                    return
                _await_first(waiting, kept, keep)
                first = waiting.popleft()
                yield _row(first.place, first.point, *first.result.result())
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _begun(
        self,
        pool: ThreadPoolExecutor,
        place: int,
        point: Mapping[str, float],
        bad: Message | None,
        finished: Finished,
    ) -> Future[tuple[float, Cell]]:
        if bad is None and place not in finished:
            return pool.submit(self._computed, point)
        known: Future[tuple[float, Cell]] = Future()
        row = finished.get(place)
        known.set_result(row or (math.nan, Cell(Outcome.NOT_UNDERSTOOD, None, message=bad)))
        return known

    def _computed(self, point: Mapping[str, float]) -> tuple[float, Cell]:
        try:
            answer = self._answer(self._plans(self._values(point)))
        except AbacistError as error:
            outcome = Outcome.TOO_LARGE if isinstance(error, LimitError) else Outcome.UNABLE
            return math.nan, Cell(outcome, None, message=error.message)
        if answer.outcome is Outcome.CANCELLED:
            raise Interrupted
        why = Message(en=answer.message, zh=answer.message) if answer.message else None
        value = _as_float(answer.value) if answer.outcome is Outcome.SOLVED else math.nan
        text = f"{answer.answer} {answer.unit}" if answer.unit else answer.answer
        return value, Cell(answer.outcome, answer.level, text, why)

    def _values(self, point: Mapping[str, float]) -> dict[str, Expr]:
        return {name: self._value(name, x) for name, x in point.items()}

    def _value(self, name: str, x: float) -> Expr:
        exact, unit = number(Fraction(Decimal(repr(x)))), self._units[name]
        return exact if unit is None else call("quantity", exact, unit)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A row that was begun."""

    place: int
    point: Mapping[str, float]
    result: Future[tuple[float, Cell]]


def _await_first(waiting: Sequence[_Waiting], kept: set[int], keep: Keep) -> None:
    """Waits for the first row; every row that is finished before it is kept at once."""
    first = waiting[0].result
    while not first.done():
        for row in waiting:
            if row.result.done() and row.place not in kept:
                keep(row.place, *row.result.result())
                kept.add(row.place)
        wait([row.result for row in waiting if row.place not in kept], return_when=FIRST_COMPLETED)


def _free_symbols(plan: Plan) -> set[str]:
    """The letters that values can be put in for, in any node."""
    found: set[str] = set()
    for node in plan.nodes:
        waiting: list[Any] = [arguments_of(node)]
        while waiting:
            part = waiting.pop()
            if isinstance(part, Expr):
                found |= part.free_symbols()
            elif isinstance(part, tuple | list):
                waiting.extend(part)
            elif hasattr(type(part), "model_fields"):
                waiting.extend(getattr(part, name) for name in type(part).model_fields)
    return found


def _points(blocks: Iterable[Block]) -> Iterator[tuple[int, dict[str, float], Message | None]]:
    for block in blocks:
        columns = block.columns()
        for place in range(block.count):
            point = {name: float(column[place]) for name, column in columns.items()}
            yield block.start + place, point, block.bad.get(place)


def _row(place: int, point: Mapping[str, float], value: float, cell: Cell) -> Rows:
    import numpy as np

    inputs = {name: np.array([x]) for name, x in point.items()}
    return Rows(place, inputs, np.array([value]), {0: cell})


def _as_float(value: Value | None) -> float:
    """The number that a value is; nan where it is none, or more than one."""
    if isinstance(value, Ball):
        return float(value.mid)
    if isinstance(value, Interval):
        return (float(value.lower) + float(value.upper)) / 2
    if isinstance(value, Exact):
        return _real(value.expr)
    if isinstance(value, Named) and len(value.items) == 1:
        return _as_float(value.items[0][1])
    if isinstance(value, Vector) and len(value.items) == 1:
        return _as_float(value.items[0])
    return math.nan


def _real(expr: Expr) -> float:
    from abacist.notation.arb import enclose
    from abacist.notation.refusal import NotRepresentable, Undecided

    if expr.has("set", "list", "tuple", "vector", "matrix", "named", "eq") or expr.free_symbols():
        return math.nan
    try:
        ball: Any = enclose(expr, field="real", highest=512)
    except (Undecided, NotRepresentable):
        return math.nan
    found = float(ball.mid())
    return found if math.isfinite(found) else math.nan
