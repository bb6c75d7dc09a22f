"""An initial value problem ready to be integrated, and what its solutions have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from abacist.actions.ode.first_order_system import (
    FirstOrderSystem,
    first_order_system,
    initial_values,
)
from abacist.actions.ode.initial_value_arguments import end_of, label_of
from abacist.core.claim import InitialValueOf
from abacist.core.expr import Expr, Symbol, call, eq, number
from abacist.core.language import Message
from abacist.core.step import Step
from abacist.core.value import Named, Value
from abacist.notation.differential import independent_variable, orders_of
from abacist.notation.refusal import NotRepresentable

__all__ = ["Problem", "problem_of"]

_MOST_STATES = 60


@dataclass(frozen=True)
class Problem:
    """The first-order system with its initial values, the end, and the labels of the values wanted."""

    system: FirstOrderSystem
    conditions: tuple[Expr, ...]
    start: Expr
    initial: tuple[Expr, ...]
    end: Expr
    wanted: tuple[str, ...]

    @cached_property
    def places(self) -> list[int]:
        """The index of each wanted value among the states."""
        return [self.system.labels.index(label) for label in self.wanted]

    def answer(self, values: Sequence[Value]) -> Value:
        """The wanted values: one alone as it is, several with their names."""
        items = tuple((self.system.labels[k], values[k]) for k in self.places)
        return items[0][1] if len(items) == 1 else Named(items=items)

    def claim(
        self, values: Sequence[Decimal], radii: Sequence[Decimal], blow_up: Decimal | None = None
    ) -> InitialValueOf:
        """What is asserted of the true solution."""
        return InitialValueOf(
            derivatives=self.system.derivatives,
            variable=self.system.variable,
            states=self.system.states,
            start=self.start,
            initial=self.initial,
            end=self.end,
            end_values=tuple(values),
            radii=tuple(radii),
            tolerance=max(radii, default=Decimal("1e-5")),
            equations=self.system.equations,
            components=self.system.components,
            blow_up=blow_up,
        )

    def floats(self) -> tuple[float, list[float], float]:
        """Start, initial values and end as floats. Raises `NotRepresentable` where one is no number."""
        from abacist.notation.numpy_form import compile_scalar

        numbers = [compile_scalar(one, ())() for one in (self.start, *self.initial, self.end)]
        if any(value != value for value in numbers):
            raise NotRepresentable(
                Message(en="an initial value that is no real number", zh="不是实数的初始值")
            )
        return numbers[0], numbers[1:-1], numbers[-1]

    def slopes(self) -> Any:
        """The right-hand side as a function of t and the states, in floats."""
        from abacist.notation.numpy_form import compile_rhs

        right = compile_rhs(self.system.derivatives, self.system.variable, self.system.states)
        return lambda t, *y: right(t, y)

    def reduction_step(self) -> tuple[Step, ...]:
        """The step that names the system, where the problem is not one already."""
        system = self.system
        if all(order == 0 for _, order in system.components) and len(system.states) == 1:
            return ()
        slopes = [
            eq(call("derivative", Symbol(state), Symbol(system.variable), number(1)), slope)
            for state, slope in zip(system.states, system.derivatives, strict=True)
        ]
        return (
            Step(
                rule="reduction to first order",
                says=Message(
                    en="Write the problem as a system of first order in the states {states}.",
                    zh="化为一阶方程组，状态变量为 {states}。",
                ),
                values={"states": call("list", *(Symbol(state) for state in system.states))},
                after=call("and", *slopes) if len(slopes) > 1 else slopes[0],
            ),
        )


def problem_of(
    equations: Sequence[Expr], conditions: Sequence[Expr], wanted: Sequence[Expr]
) -> Problem:
    """The problem. Raises `NotRepresentable` where it is incomplete or of another kind."""
    end = end_of(wanted)
    variable = independent_variable(equations, orders_of(equations))
    system = first_order_system(equations, variable)
    if len(system.states) > _MOST_STATES:
        raise NotRepresentable(Message(en="so many unknown functions", zh="过多的未知函数"))
    start, initial = initial_values(system, conditions)
    unknown = {name for slope in system.derivatives for name in slope.free_symbols()}
    unknown -= {variable, *system.states}
    unknown |= {name for value in (start, end, *initial) for name in value.free_symbols()}
    if unknown:
        names = ", ".join(sorted(unknown))
        raise NotRepresentable(
            Message(en=f"parameters without a value: {names}", zh=f"没有给出数值的参数：{names}")
        )
    labels = tuple(label_of(one) for one in wanted)
    return Problem(system, tuple(conditions), start, initial, end, labels)
