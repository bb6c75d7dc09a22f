"""A rigorous enclosure of the solution of an initial value problem by interval Taylor steps.

Two ways of carrying the set of possible values from step to step:

    boxes   the ball y goes through the Taylor polynomial as it is; short and quick
    flow    y ∈ c + Q·r: the centre goes through the polynomial, the rest through an enclosure of the
            derivative of the flow, and Q is kept orthogonal, so that errors neither wrap nor, where the
            flow contracts, grow. Source: R. J. Lohner, Enclosing the solutions of ordinary initial and
            boundary value problems, in Computerarithmetic (1987); N. S. Nedialkov, K. R. Jackson,
            G. F. Corliss, doi:10.1016/S0096-3003(98)10083-8.

What neither can follow is met with more bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from abacist.checking.ball_program import BallProgram, NotEnclosable, ball_of
from abacist.checking.exact_derivatives import NotDifferentiable, derivative, product, total
from abacist.checking.parallelepiped import Parallelepiped
from abacist.checking.taylor_step import Budget, TaylorSystem, next_width
from abacist.core.expr import Expr, Symbol

__all__ = ["Enclosure", "InitialValueProblem", "enclose"]

_ATTEMPTS = (("boxes", 96), ("flow", 96), ("flow", 192))
_FLOW_BITS = 64
_MOST_FLOW_STATES = 6
_MOST_STEPS = 5000
_TRIAL_STEPS = 24
_SMALLEST = 1e-13


@dataclass(frozen=True)
class InitialValueProblem:
    """y' = `derivatives`(t, y), y(`start`) = `initial`; `states` name the components of y."""

    derivatives: tuple[Expr, ...]
    variable: str
    states: tuple[str, ...]
    start: Expr
    initial: tuple[Expr, ...]


@dataclass(frozen=True)
class Enclosure:
    """Balls for the solution at `reached`; `complete` is True where that is the end that was asked for.

    `stalled` is True where the steps shrank to nothing although the balls were narrow: a singularity.
    `hopeless` is True where the steps that a stiff problem allows would be far too many.
    """

    values: list[Any]
    reached: Any
    complete: bool
    stalled: bool
    way: str
    bits: int
    steps: int
    hopeless: bool = False


def enclose(
    problem: InitialValueProblem, end: Expr, radius: float, work: float = 4e6
) -> Enclosure | None:
    """Encloses y(`end`) to `radius`, relative to the larger of the value and one.

    Tries both ways at rising precisions until the balls are narrow enough or the `work` is spent, and
    returns the best it found (complete or not), or None where the right-hand side cannot be enclosed.
    """
    from flint import ctx

    budget, best = Budget(work), None
    for way, bits in _ATTEMPTS:
        with ctx.workprec(bits):
            cap = ctx.cap
            try:
                found = _Integration(problem, end, way, bits, budget, radius).run()
            except (NotEnclosable, NotDifferentiable):
                continue
            finally:
                ctx.cap = cap
        best = _better(best, found)
        if found.stalled or found.hopeless or (found.complete and _wide(found.values) <= radius):
            break
    return best


def _better(a: Enclosure | None, b: Enclosure) -> Enclosure:
    """The complete one, the narrower one, the one that got farther."""
    if a is None or (b.complete and not a.complete):
        return b
    if a.complete:
        return b if b.complete and _wide(b.values) < _wide(a.values) else a
    return b if b.steps > a.steps else a


def _wide(values: Sequence[Any]) -> float:
    """The largest radius, relative to the larger of the value and one."""
    return max(float(v.rad()) / max(1.0, float(abs(v).upper())) for v in values)


class _Integration:
    """The integration of one problem in one way at one precision."""

    def __init__(
        self,
        problem: InitialValueProblem,
        end: Expr,
        way: str,
        bits: int,
        budget: Budget,
        radius: float,
    ) -> None:
        self.way, self.bits, self.radius = way, bits, radius
        self.hopeless = False
        self.dimension = len(problem.states)
        names = (problem.variable, *problem.states)
        order = max(16, bits // 4)
        self.centre = TaylorSystem(BallProgram(problem.derivatives, names), order, bits, budget)
        if way == "flow":
            if self.dimension > _MOST_FLOW_STATES:
                raise NotEnclosable("too many components for the derivative of the flow")
            program = BallProgram(*_variational(problem))
            self.flow = TaylorSystem(program, order, _FLOW_BITS, budget)
        self.t, self.last = ball_of(problem.start), ball_of(end)
        self.set = Parallelepiped([ball_of(value) for value in problem.initial])

    def run(self) -> Enclosure:
        """Steps until the end, a singularity, or balls too wide to go on."""
        steps, size, stalled, sizes = 0, float("inf"), False, list[float]()
        while steps < _MOST_STEPS:
            rest = self.last - self.t
            if not (rest > 0 or rest < 0):
                return self._result(bool(rest == 0), False, steps)
            made = self._step(rest, 2 * size)
            if made is None:
                narrow = _wide(self.set.hull()) < 2.0 ** (-self.bits // 6)
                stalled = narrow and size < 1e-6
                break
            size, width, final = made
            steps += 1
            self.t = self.last if final else self.t + width
            values = self.set.hull()
            if not all(v.is_finite() for v in values) or _wide(values) > max(1e-2, self.radius):
                break
            if final:
                return self._result(True, False, steps)
            sizes.append(size)
            if steps == _TRIAL_STEPS and self._hopeless(sizes, rest):
                self.hopeless = True
                break
        return self._result(False, stalled, steps)

    def _hopeless(self, sizes: list[float], rest: Any) -> bool:
        """True where steps of about this size would be far too many: a stiff problem."""
        steady = sizes[-1] > 0.5 * sizes[len(sizes) // 2]
        return steady and bool(abs(rest) > 4 * _MOST_STEPS * sizes[-1])

    def _result(self, complete: bool, stalled: bool, steps: int) -> Enclosure:
        return Enclosure(
            self.set.hull(), self.t, complete, stalled, self.way, self.bits, steps, self.hopeless
        )

    def _step(self, rest: Any, most: float) -> tuple[float, Any, bool] | None:
        """Moves the set by one verified step: (its natural size, its signed width, whether it is the last)."""
        series = self.centre.coefficients(self.t, self.set.centre_or_hull(self.way))
        size = min(most, self.centre.natural_size(series, self.bits))
        smallest = _SMALLEST * max(1.0, float(abs(self.t).upper()))
        while size > smallest:
            width, final = next_width(size, rest)
            if self._moved(series, width):
                return size, width, final
            size = 0.6 * (min(size, float(abs(rest).upper())) if final else size)
        return None

    def _moved(self, series: list[Any], width: Any) -> bool:
        if self.way == "boxes":
            step = self.centre.verify(self.t, series, width)
            if step is not None:
                self.set = Parallelepiped(step.ends(width))
            return step is not None
        return self._flowed(series, width)

    def _flowed(self, series: list[Any], width: Any) -> bool:
        from flint import arb, arb_poly, ctx

        n, order = self.dimension, self.flow.order
        with ctx.workprec(_FLOW_BITS):
            identity = [arb(int(i == j)) for i in range(n) for j in range(n)]
            start = [*self.set.hull(), *identity]
            step = self.flow.verify(self.t, self.flow.coefficients(self.t, start), width)
            if step is None:
                return False
            slopes = step.ends(width)[n:]
        centre = [
            arb_poly([one[k] for k in range(order)])(width) + remainder
            for one, remainder in zip(series, step.remainders[:n], strict=True)
        ]
        self.set = self.set.moved(centre, slopes)
        return True


def _variational(problem: InitialValueProblem) -> tuple[list[Expr], list[str]]:
    """y' = f and J' = (∂f/∂y)·J as one system: right-hand sides and names (variable first)."""
    states, f = problem.states, problem.derivatives
    entries = [[Symbol(f"_J_{i}_{j}") for j in range(len(states))] for i in range(len(states))]
    slopes = [[derivative(one, name) for name in states] for one in f]
    rows = [
        total(*(product(slopes[i][k], entries[k][j]) for k in range(len(states))))
        for i in range(len(states))
        for j in range(len(states))
    ]
    names = [problem.variable, *states, *(entry.name for row in entries for entry in row)]
    return [*f, *rows], names
