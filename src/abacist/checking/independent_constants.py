"""How many constants of a family of solutions count, and whether an initial value problem has one solution."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from abacist.checking.ball_program import NotEnclosable, ball_of
from abacist.checking.boundary_values import only_solution
from abacist.checking.exact_derivatives import NotDifferentiable, derivative
from abacist.checking.power_series import Unsettled, evaluate
from abacist.core.claim import SolvesODE
from abacist.core.expr import Call, Expr, Number, Symbol, number, sub
from abacist.core.outcome import Verdict
from abacist.notation.differential import condition_of, orders_of, replaced
from abacist.notation.refusal import NotRepresentable

__all__ = ["independent", "unique_at_start"]

_BITS = 200
_TRIES = 6


def independent(
    solutions: Sequence[Expr], variable: str, constants: Sequence[str], order: int
) -> Verdict:
    """PROVED where the values at several points depend on the constants with full rank.

    If y(x_1), y(x_2), … as functions of the constants have a Jacobian of full rank, no constant can be
    spared. REFUTED where a constant does not occur at all; UNDECIDED where no choice of points decides.
    """
    from flint import ctx

    used = frozenset[str]().union(*(one.free_symbols() for one in solutions))
    if not set(constants) <= used:
        return Verdict.REFUTED
    rates = [[derivative(one, name) for name in constants] for one in solutions]
    names = sorted(frozenset[str]().union(*(e.free_symbols() for row in rates for e in row)))
    with ctx.workprec(_BITS):
        for index in range(_TRIES):
            rows: list[list[Any]] = []
            for place in range(3 * order + 2):
                point = _point(names, index)
                point[variable] = _complex(Fraction(5 + 3 * place + index, 11))
                rows += _evaluated(rates, point)
            if _full_rank(rows, len(constants)):
                return Verdict.PROVED
    return Verdict.UNDECIDED


def _complex(value: Fraction) -> Any:
    from flint import acb, arb, fmpq

    return acb(arb(fmpq(value.numerator, value.denominator)))


def _point(names: Sequence[str], index: int) -> dict[str, Any]:
    """Values in general position for the constants and parameters, positive ones in half of the tries."""
    values = {}
    for place, name in enumerate(names):
        sign = -1 if index % 2 and (index + place) % 3 == 2 else 1
        values[name] = _complex(sign * Fraction(3 + 2 * index + 5 * place, 7 + 3 * place))
    return values


def _evaluated(rates: Sequence[Sequence[Expr]], point: dict[str, Any]) -> list[list[Any]]:
    """The rows that are defined at the point."""
    rows = []
    for row in rates:
        try:
            values = [evaluate(entry, point) for entry in row]
        except Unsettled:
            continue
        if all(value.is_finite() for value in values):
            rows.append(values)
    return rows


def _full_rank(rows: Sequence[Sequence[Any]], columns: int) -> bool:
    """Gaussian elimination with balls: every pivot must be surely different from zero."""
    matrix = [list(row) for row in rows]
    for column in range(columns):
        pivots = [k for k in range(column, len(matrix)) if not matrix[k][column].contains(0)]
        if not pivots:
            return False
        best = max(pivots, key=lambda k: float(abs(matrix[k][column]).lower()))
        matrix[column], matrix[best] = matrix[best], matrix[column]
        pivot = matrix[column]
        for k in range(column + 1, len(matrix)):
            factor = matrix[k][column] / pivot[column]
            matrix[k] = [a - factor * b for a, b in zip(matrix[k], pivot, strict=True)]
    return True


def unique_at_start(claim: SolvesODE) -> Verdict:
    """PROVED where the equations, solved for the highest derivatives, are smooth around the initial values.

    Boundary values are for `boundary_values`. UNDECIDED where the theorem of Picard and Lindelöf does not apply.
    """
    from flint import arb, ctx

    orders = orders_of(claim.equations)
    found = [condition_of(one) for one in claim.conditions]
    places = {one[2] for one in found if one is not None}
    given = {(one[0], one[1]): one[3] for one in found if one is not None}
    if claim.constants:
        return Verdict.PROVED  # a family: nothing has to be the only solution
    if len(places) != 1:
        return only_solution(claim)
    if set(given) != {(name, k) for name, order in orders.items() for k in range(order)}:
        return only_solution(claim)
    try:
        if _smooth_everywhere(claim, orders):
            return Verdict.PROVED
        with ctx.workprec(_BITS):
            around = arb(0, 2.0**-40)
            point = {claim.variable: ball_of(places.pop()) + around}
            for (name, order), value in given.items():
                point[f"_S{order}_{name}"] = ball_of(value) + around
            return _smooth(claim, orders, point)
    except (NotEnclosable, NotDifferentiable, NotRepresentable):
        return Verdict.UNDECIDED


def _relation(equation: Expr, claim: SolvesODE, orders: dict[str, int]) -> Expr:
    def put(name: str, order: int) -> Expr:
        return Symbol(f"_D_{name}" if order == orders[name] else f"_S{order}_{name}")

    if not (isinstance(equation, Call) and equation.head == "eq"):
        raise NotRepresentable("an equation")
    return replaced(sub(*equation.args), claim.functions, claim.variable, put)


def _smooth(claim: SolvesODE, orders: dict[str, int], point: dict[str, Any]) -> Verdict:
    """The equations are linear in the highest derivatives, and all coefficients are finite in a box."""
    from flint import arb, arb_mat

    relations = [_relation(one, claim, orders) for one in claim.equations]
    tops = [f"_D_{name}" for name in orders]
    rates = [[derivative(one, top) for top in tops] for one in relations]
    if any(entry.free_symbols() & set(tops) for row in rates for entry in row):
        return Verdict.UNDECIDED
    matrix = arb_mat(len(tops), len(tops), [ball_of(e, point) for row in rates for e in row])
    if matrix.det().contains(0):
        return Verdict.UNDECIDED
    rest = dict(point, **{top: arb(0) for top in tops})
    states = [name for name in point if name != claim.variable]
    for relation, row in zip(relations, rates, strict=True):
        for entry in (relation, *row):
            parts = [entry, *(derivative(entry, state) for state in states)]
            if not all(ball_of(part, rest).is_finite() for part in parts):
                return Verdict.UNDECIDED
    return Verdict.PROVED


_ENTIRE = frozenset(
    {"add", "mul", "neg", "sin", "cos", "exp", "sinh", "cosh", "erf", "atan", "tanh"}
)


def _smooth_everywhere(claim: SolvesODE, orders: dict[str, int]) -> bool:
    """True where the highest derivatives have constant coefficients and all the rest is smooth in everything.

    This decides problems with parameters, of which no value is known.
    """
    tops = [f"_D_{name}" for name in orders]
    if len(tops) != 1 or len(claim.equations) != 1:
        return False
    relation = _relation(claim.equations[0], claim, orders)
    rate = derivative(relation, tops[0])
    varying = {claim.variable, *tops}
    varying |= {f"_S{k}_{name}" for name, order in orders.items() for k in range(order)}
    if rate == number(0) or rate.free_symbols() & varying:
        return False
    return all(_is_smooth(node, varying) for node in relation.walk())


def _is_smooth(node: Expr, varying: set[str]) -> bool:
    """True for operations that are smooth in what varies; parameters may stand in denominators."""
    if not isinstance(node, Call) or node.head in _ENTIRE or not node.free_symbols() & varying:
        return True
    if node.head == "div":
        return not node.args[1].free_symbols() & varying
    power = node.args[1] if node.head == "pow" else None
    return isinstance(power, Number) and power.value.denominator == 1 and power.value >= 0
