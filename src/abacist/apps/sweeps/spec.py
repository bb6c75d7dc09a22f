"""What a sweep is asked for, as a record that travels: the command line, HTTP and jobs all make one."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Literal

from pydantic import Field, model_validator

from abacist.apps.sweeps.axes import Axis, read_axis
from abacist.apps.sweeps.designs import Design, Grid, Kind, Lists, Sample
from abacist.core.errors import InputError
from abacist.core.language import Language, Message
from abacist.core.limits import LIMITS
from abacist.core.model import Record
from abacist.core.plan import Plan

__all__ = ["Sweep"]

_MOST_AXES = 64
_Text = Annotated[str, Field(max_length=LIMITS.problem_characters)]


class Sweep(Record):
    """A formula, a problem in words or a plan, at every point of a design.

    Arguments:
        formula: `S = (R1^2 + R2^2)/d`, or an expression, whose values are then called `value`.
        problem: a problem in words in which the parameters stand as letters (or as `{c}`).
        plan: a plan with free symbols; exactly one of these three is given.
        over: each parameter with its values, `R1=50:150:10 mm`; see `abacist.apps.sweeps.axes`.
        points: instead, lists side by side: the n-th row has the n-th value of each.
        sample: take this many random points of `over` instead of all combinations.
        design: how they are drawn: independently, as a Latin hypercube, as a Sobol sequence.
        seed: of the random points, and of the choice of rows to be checked.
        check: the share of rows that is computed again by ball arithmetic (of a formula).
        exact: compute every row by ball arithmetic.
        columns: which parameters and results are written, in this order; by default all.
        format: how rows are written where no file name tells.
        timeout: seconds for a row of a problem or plan.
        language: of messages in the rows.
    """

    formula: _Text = ""
    problem: _Text = ""
    plan: Plan | None = None
    over: Annotated[tuple[str, ...], Field(max_length=_MOST_AXES)] = ()
    points: dict[str, tuple[float, ...]] | None = None
    sample: Annotated[int, Field(ge=1)] | None = None
    design: Kind = "random"
    seed: Annotated[int, Field(ge=0, le=2**53)] = 0  # every program's JSON keeps these exactly
    check: Annotated[float, Field(ge=0, le=1)] = 0.01
    exact: bool = False
    columns: Annotated[tuple[str, ...], Field(max_length=_MOST_AXES + 4)] = ()
    format: Literal["jsonl", "csv"] = "jsonl"
    timeout: Annotated[float, Field(gt=0, le=3600)] = LIMITS.solve_seconds
    language: Language = Language.EN

    @model_validator(mode="after")
    def _one_of_each(self) -> Sweep:
        given = [bool(self.formula), bool(self.problem), self.plan is not None]
        if sum(given) != 1:
            raise ValueError("give one of formula, problem and plan")
        if bool(self.over) and self.points is not None:
            raise ValueError("give over or points, not both")
        return self

    def key(self, source: str = "") -> str:
        """SHA-256 of what decides the rows; `source` tells the file that the points come from."""
        body = self.model_dump(mode="json", exclude={"timeout", "format"})
        text = json.dumps([body, source], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def axes(self) -> tuple[Axis, ...]:
        """The parameters of `over`. Raises `InputError`."""
        return tuple(map(read_axis, self.over))

    def points_design(self) -> Design:
        """The design of `over` or `points`. Raises `InputError` and `TooLarge`."""
        if self.points is not None:
            return Lists(self.points)
        axes = self.axes()
        if not axes:
            raise InputError(
                Message(en="no parameter is given values", zh="没有给出任何参数的取值"),
                Message(en='for example: --over "R=50:150:10"', zh='例如：--over "R=50:150:10"'),
            )
        if self.sample is None:
            return Grid(axes)
        return Sample(axes, self.sample, self.design, self.seed)
