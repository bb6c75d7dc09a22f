"""Problems and plans with parameters: read once, computed in real workers, checked, kept with their level."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from abacist import pipeline
from abacist.apps.sweeps.asking import Compute, Prepared, plan_of, prepare
from abacist.apps.sweeps.plans import with_values
from abacist.apps.sweeps.running import write
from abacist.apps.sweeps.spec import Sweep
from abacist.core.answer import Answer
from abacist.core.errors import InputError
from abacist.core.expr import number
from abacist.core.language import Language
from abacist.core.limits import LIMITS
from abacist.core.outcome import Level, Outcome
from abacist.core.plan import Plan
from abacist.core.value import Exact
from abacist.execution.addresses import PRELOAD
from abacist.execution.executor import Executor, InWorkers
from abacist.workers import Pool
from tests.apps.sweeps.running_sweeps import rows_in


@pytest.fixture(scope="module")
def executor() -> Iterator[Executor]:
    with Pool(2, memory_limit=LIMITS.worker_bytes, preload=PRELOAD) as pool:
        yield InWorkers(pool)


def rows(executor: Executor, timeout: float = 30, **wanted: Any) -> list[Any]:
    def answer(plan: Plan) -> Answer:
        return pipeline.run(plan, executor=executor, timeout=timeout)

    ready = prepare(Sweep(**wanted), lambda: Compute(answer, 2))
    blocks = ready.design.blocks(0, ready.subject.rows_at_once)
    found: list[Any] = []
    for part in ready.subject.results(blocks, {}, lambda *_: None):
        found += [(float(part.values[place]), part.cells[place]) for place in range(part.count)]
    return found


def test_the_end_value_of_an_ode_against_its_damping(executor: Executor) -> None:
    """The second row is Duffing's equation with c = 0.1, whose value is known from other sources."""
    problem = "x'' + c*x' + x^3 = cos(t), x(0)=0.5, x'(0)=0, find x(2*pi)"
    found = rows(executor, problem=problem, over=("c=0.1,0.2",))
    assert found[0][0] == pytest.approx(1.896049, abs=1e-6)
    assert found[0][1].level is Level.ENCLOSED
    assert found[1][0] != found[0][0]


def test_each_row_has_its_own_outcome(executor: Executor) -> None:
    found = rows(executor, problem="解方程 x^2 - 5x + c = 0", over=("c=6,7",))
    assert [cell.outcome for _, cell in found] == [Outcome.SOLVED, Outcome.NO_SOLUTION]
    assert [cell.answer for _, cell in found] == ["{2, 3}", "{}"]
    assert [cell.level for _, cell in found] == [Level.PROVED, Level.PROVED]


def test_a_formula_that_is_no_arithmetic_is_a_plan(executor: Executor) -> None:
    found = rows(executor, formula="I = integral(x^n, x, 0, 1)", over=("n=1,3",))
    assert [value for value, _ in found] == [0.5, 0.25]
    assert [cell.answer for _, cell in found] == ["1/2", "1/4"]


def test_a_row_that_takes_too_long_is_a_timeout(executor: Executor) -> None:
    found = rows(executor, problem="∫_0^1 sin(x^a*exp(x))/x^(1/7) dx", over=("a=7",), timeout=0.1)
    assert found[0][1].outcome is Outcome.TIMEOUT


def test_braces_mark_a_parameter(executor: Executor) -> None:
    found = rows(executor, problem="Solve 2x + {c} = 17", over=("c=5,7",))
    assert [value for value, _ in found] == [6, 5]


def test_an_optimum_against_a_bound_is_read_row_by_row(executor: Executor) -> None:
    """With letters the text leaves open what varies; x² − 2x on [0, c] has its minimum at min(c, 1)."""
    problem = "Find the minimum of x^2 - 2x for x in [0, {c}]."
    found = rows(executor, problem=problem, over=("c=0.5,3",))
    assert [value for value, _ in found] == [-0.75, -1]
    assert all(cell.level is not None and cell.level.is_checked for _, cell in found)


def test_values_are_put_in_exactly() -> None:
    plan = plan_of("Solve x^2 - 5x + c = 0")
    changed = with_values(plan, {"c": number("0.1")})
    assert changed.nodes[0].args["equations"] == ["x**2 - 5*x + 0.1 = 0"]
    assert changed.key == plan_of("Solve x^2 - 5x + 0.1 = 0").key


@pytest.mark.parametrize(
    "problem, over, told",
    [
        ("Solve 2x + 5 = 17", "c=1:3", "has no c"),
        ("the banana of c", "c=1:3", "not understood"),
        ("find the minimum of this", "c=1:3", "missing"),
    ],
)
def test_what_cannot_be_swept_is_refused(problem: str, over: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        prepare(Sweep(problem=problem, over=(over,)), lambda: Compute(_unasked, 1))


def _unasked(plan: Plan) -> Answer:
    raise AssertionError(plan)


class Gate:
    """Answers c; the row with c = 1 waits until it is let through, and any row may break."""

    def __init__(self, breaks_at: float | None = None) -> None:
        self.open, self.breaks_at = threading.Event(), breaks_at
        self.asked: list[float] = []

    def answer(self, plan: Plan) -> Answer:
        c = float(plan.nodes[0].args["expression"].split("*")[0])
        self.asked.append(c)
        if c == 1:
            assert self.open.wait(20)
        if c == self.breaks_at:
            self.open.set()
            raise ZeroDivisionError
        value = Exact(expr=number(int(c)))
        return Answer(
            problem="",
            language=Language.EN,
            outcome=Outcome.SOLVED,
            value=value,
            answer=str(int(c)),
        )

    def prepared(self) -> Prepared:
        plan = plan_of("evaluate c*sqrt(2)")
        return prepare(Sweep(plan=plan, over=("c=1:6",)), lambda: Compute(self.answer, 2))


def test_rows_finished_ahead_of_others_are_not_computed_again(tmp_path: Path) -> None:
    """The first row hangs until the program breaks at the sixth: 2 to 5 were finished and are kept."""
    target = tmp_path / "rows.jsonl"
    broken = Gate(breaks_at=6)
    ready = broken.prepared()
    with pytest.raises(ZeroDivisionError):
        write(ready.subject, ready.design, ready.layout, target, ready.sweep.key(), {})
    assert sorted(broken.asked) == [1, 2, 3, 4, 5, 6]
    again = Gate()
    again.open.set()
    ready = again.prepared()
    write(ready.subject, ready.design, ready.layout, target, ready.sweep.key(), {})
    assert not {2, 3, 4} & set(again.asked)
    assert [row["value"] for row in rows_in(target)] == [1, 2, 3, 4, 5, 6]
