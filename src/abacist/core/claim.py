"""What an answer claims. An action states its claims; the checker of that kind tests them another way.

A claim is complete: a checker needs nothing but the claim, so a saved answer can be verified without the
problem, the plan or the action that computed it. Domains are `real`, `complex` or `integer`. Conditions are
relations that may be assumed of the free symbols. Claims about approximate numbers carry decimal texts.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from abacist.core.digits import Digits
from abacist.core.expr import Expr
from abacist.core.model import ByKind, Record
from abacist.core.value import Value

__all__ = [
    "AggregateOf",
    "AntiderivativeOf",
    "ArrangementsOf",
    "Claim",
    "CongruenceOf",
    "CountOf",
    "DerivativeOf",
    "Domain",
    "EqualTo",
    "EvaluatesTo",
    "ExtremaOf",
    "Extremum",
    "FactorizationOf",
    "FormOf",
    "HoldsFor",
    "InitialValueOf",
    "IntegralOf",
    "LimitOf",
    "MeasureOf",
    "MembersOf",
    "MethodTableOf",
    "OptimumOf",
    "RemainderOf",
    "RolleArgument",
    "RootsAggregateOf",
    "RootsOf",
    "SeriesOf",
    "SolutionSetOf",
    "SolvesODE",
    "SumOf",
]

Domain = Literal["real", "complex", "integer", "natural"]


class EqualTo(Record):
    """`left` = `right` for all values of the free symbols that satisfy `conditions`."""

    kind: Literal["equal_to"] = "equal_to"
    left: Expr
    right: Expr
    conditions: tuple[Expr, ...] = ()


class EvaluatesTo(Record):
    """A constant expression has this value; `unit` (an expression of unit names) where it has one.

    With `conditions` (equations, x > 0) the expression may have free symbols: the value is what it takes at
    every solution of them, a set is exactly what it takes at all of them, the empty set that there is none.
    """

    kind: Literal["evaluates_to"] = "evaluates_to"
    expression: Expr
    value: Value
    unit: Expr | None = None
    conditions: tuple[Expr, ...] = ()


class FormOf(Record):
    """`expression` has a required form: expanded, factored over the rationals, or in lowest terms."""

    kind: Literal["form_of"] = "form_of"
    expression: Expr
    form: Literal["expanded", "factored", "simplified"]
    original: Expr


class RootsOf(Record):
    """`roots` are exactly the solutions of `equations` in `unknowns` over `domain`.

    Each root is a tuple of values, one for each unknown. A periodic family is a root with a symbol of
    `parameters` in it, which runs through the integers; an undetermined unknown stands for itself.
    An empty `roots` claims that there is none. `conditions` restrict unknowns and free symbols. `wanted` are
    the unknowns that were asked for; empty: all.
    """

    kind: Literal["roots_of"] = "roots_of"
    equations: tuple[Expr, ...]
    unknowns: tuple[str, ...]
    domain: Domain = "real"
    roots: tuple[tuple[Expr, ...], ...]
    parameters: tuple[str, ...] = ()
    conditions: tuple[Expr, ...] = ()
    complete: bool = True
    wanted: tuple[str, ...] = ()


class SolutionSetOf(Record):
    """`solutions` (a set expression) is exactly where `relation` holds for real `unknown`."""

    kind: Literal["solution_set_of"] = "solution_set_of"
    relation: Expr
    unknown: str
    solutions: Expr


class DerivativeOf(Record):
    """The derivative of `function`; `orders` lists (variable, order). `implicit` names y where y = y(x)
    is defined by the equation `function`.
    """

    kind: Literal["derivative_of"] = "derivative_of"
    function: Expr
    orders: tuple[tuple[str, int], ...]
    derivative: Expr
    implicit: str | None = None


class AntiderivativeOf(Record):
    """d(`antiderivative`)/d(`variable`) = `integrand` wherever both are defined."""

    kind: Literal["antiderivative_of"] = "antiderivative_of"
    integrand: Expr
    variable: str
    antiderivative: Expr


class IntegralOf(Record):
    """The definite integral has this value. `limits` are (variable, lower, upper), innermost first.

    `value` is None where the claim is that the (improper) integral diverges.
    """

    kind: Literal["integral_of"] = "integral_of"
    integrand: Expr
    limits: tuple[tuple[str, Expr, Expr], ...]
    value: Value | None
    conditions: tuple[Expr, ...] = ()


class LimitOf(Record):
    """The limit of `function` as `variable` → `point`. `value` is None where it does not exist.

    `direction`: both, left or right. `left`, `right` are the one-sided values where they are claimed.
    `sequence`: the variable runs through the whole numbers.
    """

    kind: Literal["limit_of"] = "limit_of"
    function: Expr
    variable: str
    point: Expr
    direction: Literal["both", "left", "right"] = "both"
    value: Expr | None
    left: Expr | None = None
    right: Expr | None = None
    sequence: bool = False


class SeriesOf(Record):
    """`polynomial` is the expansion of `function` about `point` up to and including degree `order`."""

    kind: Literal["series_of"] = "series_of"
    function: Expr
    variable: str
    point: Expr
    order: int
    polynomial: Expr


class SumOf(Record):
    """The sum (or product) of `term` for integer `index` from `lower` to `upper`; None: it diverges.

    A product means the limit of its partial products. `conditions` are relations that may be assumed of the
    free symbols; a symbol in a bound is an integer for which the sum has at least one term.
    """

    kind: Literal["sum_of"] = "sum_of"
    term: Expr
    index: str
    lower: Expr
    upper: Expr
    value: Expr | None
    operation: Literal["sum", "product"] = "sum"
    conditions: tuple[Expr, ...] = ()


class Extremum(Record):
    """A critical or boundary point, its value and what it is."""

    point: tuple[Expr, ...]
    value: Expr
    type: Literal["minimum", "maximum", "saddle", "inflection", "undecided"]
    place: Literal["interior", "boundary"] = "interior"


class ExtremaOf(Record):
    """The extrema of `function` in `region` (relations or intervals; empty is the whole space).

    `wanted` "all": `extrema` are all critical points with their types. "global_max", "global_min": they are
    exactly the points where the largest or smallest value is attained; none claims that it is not attained.
    """

    kind: Literal["extrema_of"] = "extrema_of"
    function: Expr
    variables: tuple[str, ...]
    region: tuple[Expr, ...] = ()
    extrema: tuple[Extremum, ...]
    wanted: Literal["all", "global_max", "global_min"] = "all"


class InitialValueOf(Record):
    """The solution of y' = `derivatives` with y(start) = `initial` has the values `end_values` at `end`.

    `states` name the components of y; `tolerance` bounds the error claimed, relative to the larger of the
    value and one; where `radii` are given, they bound the absolute error of each value instead. Where
    `equations` are given, the system is claimed to be equivalent to them, and `components` say which
    derivative of which function each state is. `blow_up` claims instead (with no
    `end_values`) that the solution becomes unbounded there, within `tolerance`, and so before `end`.
    """

    kind: Literal["initial_value_of"] = "initial_value_of"
    derivatives: tuple[Expr, ...]
    variable: str
    states: tuple[str, ...]
    start: Expr
    initial: tuple[Expr, ...]
    end: Expr
    end_values: tuple[Digits, ...]
    tolerance: Digits
    equations: tuple[Expr, ...] = ()
    components: tuple[tuple[str, int], ...] = ()
    radii: tuple[Digits, ...] = ()
    blow_up: Digits | None = None


class MethodTableOf(Record):
    """A one-step method with a fixed step gives these values at the grid points, stages included.

    `points` are the grid values t_0 … t_N, `values` the states there; `stages` the slopes k_i of each
    step: steps × stages × states. Every number is within `tolerance` (relative to the larger of it and 1).
    Where `rows` is given, the table is an extract: `points`, `values` and the stages of the step that
    starts there (none for the last row) belong to these indices of the grid. `end` is the last point
    exactly. `equations` and `components` are as in `InitialValueOf`.
    """

    kind: Literal["method_table_of"] = "method_table_of"
    method: Literal["euler", "heun", "midpoint", "rk4"]
    derivatives: tuple[Expr, ...]
    variable: str
    states: tuple[str, ...]
    start: Expr
    initial: tuple[Expr, ...]
    step: Expr
    points: tuple[Digits, ...]
    values: tuple[tuple[Digits, ...], ...]
    stages: tuple[tuple[tuple[Digits, ...], ...], ...]
    tolerance: Digits
    rows: tuple[int, ...] = ()
    end: Expr | None = None
    equations: tuple[Expr, ...] = ()
    components: tuple[tuple[str, int], ...] = ()


class SolvesODE(Record):
    """Putting `solutions` for the unknown functions makes every equation and condition true.

    `functions` are names like `y`, `variable` their argument, `constants` the free constants; `order` is
    the number of constants that a general solution needs. An implicit solution is an equation. Without
    `solutions` the claim is that the `conditions` contradict the `general` solution, which is complete.
    """

    kind: Literal["solves_ode"] = "solves_ode"
    equations: tuple[Expr, ...]
    functions: tuple[str, ...]
    variable: str
    solutions: tuple[Expr, ...]
    conditions: tuple[Expr, ...] = ()
    constants: tuple[str, ...] = ()
    order: int = 0
    general: tuple[Expr, ...] = ()


class OptimumOf(Record):
    """`value` at `point` is the optimum of `objective` under the bounds and constraints, to `tolerance`.

    `scope` "global" claims that no feasible point is better by more than `tolerance`; "local" that the
    point is feasible and no near one is better. Values are decimal texts or exact expressions.
    An empty `point` with the value `undefined` claims that no point is feasible. The value oo (max) or -oo
    (min) claims that there is no bound: `point` is then a feasible curve in the parameter t ≥ 0.
    """

    kind: Literal["optimum_of"] = "optimum_of"
    objective: Expr
    variables: tuple[str, ...]
    bounds: tuple[tuple[Expr, Expr], ...]
    constraints: tuple[Expr, ...] = ()
    sense: Literal["min", "max"] = "min"
    point: tuple[Expr, ...]
    value: Expr
    tolerance: Digits = Decimal(0)
    scope: Literal["global", "local"] = "global"
    integers: tuple[str, ...] = ()


class CountOf(Record):
    """There are `count` ways to choose `choose` members from `pools` (name, size) under `conditions`.

    `conditions` are relations between the pool names, which stand for how many are chosen from each.
    `ordered` counts arrangements; `repetition` puts what was chosen back. `selection` is what the problem
    says, selection(choose, pools): the checker sees that it is the same.
    """

    kind: Literal["count_of"] = "count_of"
    pools: tuple[tuple[str, int], ...]
    choose: int
    conditions: tuple[Expr, ...] = ()
    ordered: bool = False
    repetition: bool = False
    count: int
    selection: Expr | None = None


class ArrangementsOf(Record):
    """There are `count` orders in which all members of `pools` (name, size) stand in a row or a circle.

    All members are different. `conditions`: together(p, …), apart(p, …): the members of these pools form one
    block, or no two of them are neighbours; first(p), not_first(p), last(p), not_last(p), ends(p), at_end(p),
    inside(p): who stands at the ends; before(p, q). Turns of a circle count once. `arrangement` is what the
    problem says, arrangement(pools): the checker sees that it is the same.
    """

    kind: Literal["arrangements_of"] = "arrangements_of"
    pools: tuple[tuple[str, int], ...]
    conditions: tuple[Expr, ...] = ()
    circular: bool = False
    count: int
    arrangement: Expr | None = None


class CongruenceOf(Record):
    """What integers `unknown` satisfy all `conditions`, congruences among them.

    Congruences are relations mod(…, m) = r, the other conditions relations as in `MembersOf`. `wanted`
    selects: the smallest or largest such integer, how many there are, the set of all, or, for `general`,
    a congruence (or several joined by `or`) that says the same. `value` None: there is no such integer.
    """

    kind: Literal["congruence_of"] = "congruence_of"
    unknown: str
    conditions: tuple[Expr, ...]
    wanted: Literal["smallest", "largest", "all", "count", "general"] = "smallest"
    value: Expr | None


class MembersOf(Record):
    """`value` is the set of exactly those members of `within` that satisfy all `conditions`.

    `within` is a finite set, or an interval, which then stands for the integers in it. Conditions are
    relations in the symbol `unknown`: comparisons, mod(…, k) = r, memberships (of the primes too), `and`, `or`,
    `not`.
    """

    kind: Literal["members_of"] = "members_of"
    unknown: str = "n"
    within: Expr
    conditions: tuple[Expr, ...] = ()
    value: Expr


class HoldsFor(Record):
    """Whether `number` satisfies `condition`, a relation in `unknown` as in `MembersOf`."""

    kind: Literal["holds_for"] = "holds_for"
    unknown: str = "n"
    condition: Expr
    number: Expr
    value: bool


class RemainderOf(Record):
    """`value` is what is left when `dividend` is divided by `divisor`.

    Of integers it is at least 0 and smaller than the size of the divisor; of polynomials in `variable`,
    with rational coefficients, its degree is smaller than that of the divisor.
    """

    kind: Literal["remainder_of"] = "remainder_of"
    dividend: Expr
    divisor: Expr
    variable: str | None = None
    value: Expr


class AggregateOf(Record):
    """`value` is the sum, product, number, largest, smallest, mean, gcd or lcm of `members`.

    `members` is a finite set, whose members count once, or a list, whose entries count each time.
    """

    kind: Literal["aggregate_of"] = "aggregate_of"
    operation: Literal["sum", "product", "count", "maximum", "minimum", "mean", "gcd", "lcm"]
    members: Expr
    value: Expr


class RootsAggregateOf(Record):
    """`value` is the sum or product of all complex roots of a polynomial `equation` in `unknown`.

    Each root counts as often as its multiplicity.
    """

    kind: Literal["roots_aggregate_of"] = "roots_aggregate_of"
    equation: Expr
    unknown: str
    operation: Literal["sum", "product"]
    value: Expr


class FactorizationOf(Record):
    """`number`, an integer, is this product of powers of different primes (with −1 for its sign)."""

    kind: Literal["factorization_of"] = "factorization_of"
    number: Expr
    factorization: Expr


class MeasureOf(Record):
    """A measure of an elementary figure.

    `figure` is an expression in the vocabulary of `actions/geometry`, such as `incircle(square(4))`, whose
    lengths are plain numbers, all in one unit; a checker rebuilds it in coordinates. `measure` is `area`,
    `perimeter`, `radius`, …; `value` is in powers of the unit of lengths, None where no such figure exists.
    `given` is the figure as the problem states it, lengths with units of their own; `unit` that of `value`.
    """

    kind: Literal["measure_of"] = "measure_of"
    figure: Expr
    measure: str
    value: Expr | None
    given: Expr | None = None
    unit: Expr | None = None


class RolleArgument(Record):
    """Rolle's theorem, applied to `auxiliary`, gives the `proposition` about `function` on `interval`.

    `auxiliary` is a multiple of the function, so it vanishes where the `hypotheses` say that the function
    does. Its derivative is `multiplier` times `statement`, and `multiplier` has no zero; so `statement`
    vanishes inside. `statement` is the proposition's left side minus its right side, at `variable`.
    """

    kind: Literal["rolle_argument"] = "rolle_argument"
    function: str
    variable: str
    proposition: Expr
    statement: Expr
    multiplier: Expr
    auxiliary: Expr
    hypotheses: tuple[Expr, ...] = ()
    interval: Expr | None = None


Claim = Annotated[
    EqualTo
    | EvaluatesTo
    | FormOf
    | RootsOf
    | SolutionSetOf
    | DerivativeOf
    | AntiderivativeOf
    | IntegralOf
    | LimitOf
    | SeriesOf
    | SumOf
    | ExtremaOf
    | InitialValueOf
    | MethodTableOf
    | SolvesODE
    | OptimumOf
    | CountOf
    | ArrangementsOf
    | CongruenceOf
    | MembersOf
    | HoldsFor
    | AggregateOf
    | RootsAggregateOf
    | FactorizationOf
    | RemainderOf
    | MeasureOf
    | RolleArgument,
    ByKind(),
]
