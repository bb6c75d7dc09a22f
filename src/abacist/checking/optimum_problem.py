"""A claim about an optimum in the form that the proofs need: minimise f, g ≤ 0, h = 0, a box, integers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

from abacist.checking.ball_program import NotEnclosable, ball_of
from abacist.checking.box_tests import BoxTests
from abacist.checking.coercive_polynomials import coercive_radius, monomials
from abacist.checking.elimination import eliminated
from abacist.checking.endpoint_intervals import Interval
from abacist.checking.exact_derivatives import NotDifferentiable, derivative
from abacist.checking.linear_programs import LinearProgram, linear_program
from abacist.checking.multipliers import lagrangian
from abacist.checking.rational_values import NotRational, rational_value
from abacist.checking.truth import decide_constant
from abacist.core.claim import OptimumOf
from abacist.core.expr import Call, Expr, Symbol, call, eq, neg, number, sub
from abacist.core.outcome import Verdict

__all__ = ["OptimumProblem", "Unusable", "optimum_problem"]

_NARROW = 1e-20
_JUMPS = ("sign", "floor", "ceil", "piecewise", "heaviside", "mod")
_INFINITY = Symbol("oo")


class Unusable(Exception):
    """A constraint or bound of a kind that cannot be checked."""


class OptimumProblem:
    """The claim as a minimisation: `objective`, `inequalities` (g ≤ 0), `equations` (h = 0), `whole` variables."""

    def __init__(self, claim: OptimumOf) -> None:
        self.claim = claim
        self.names = list(claim.variables)
        if len(claim.bounds) != len(self.names) or len(set(self.names)) != len(self.names):
            raise Unusable("bounds and variables do not match")
        if any(_infinite(low) == 1 or _infinite(high) == -1 for low, high in claim.bounds):
            raise Unusable("no number lies between the bounds")
        if claim.point and len(claim.point) != len(self.names):
            raise Unusable("the point has another dimension")
        self.objective = claim.objective if claim.sense == "min" else neg(claim.objective)
        self.value = claim.value if claim.sense == "min" else neg(claim.value)
        self.tolerance = Fraction(claim.tolerance)
        self.relations = list(_flat(claim.constraints))
        self.whole = [k for k, name in enumerate(self.names) if name in claim.integers]
        self.inequalities: list[Expr] = []
        self.equations: list[Expr] = []
        for relation in self.relations:
            self._sort(relation)
        used = {
            n
            for e in (self.objective, *self.inequalities, *self.equations)
            for n in e.free_symbols()
        }
        if not used <= set(self.names):
            raise Unusable("free symbols that are no variables")

    def _sort(self, relation: Call) -> None:
        left, right = relation.args
        if relation.head == "eq":
            self.equations.append(sub(left, right))
        elif relation.head in ("le", "lt"):
            self.inequalities.append(sub(left, right))
        elif relation.head in ("ge", "gt"):
            self.inequalities.append(sub(right, left))
        elif relation.head == "in" and right in (Symbol("Integers"), Symbol("Naturals")):
            if not isinstance(left, Symbol) or left.name not in self.names:
                raise Unusable("what has to be an integer is no variable")
            self.whole = sorted({*self.whole, self.names.index(left.name)})
            if right == Symbol("Naturals"):
                self.inequalities.append(neg(left))
        elif relation.head != "in" or right != Symbol("Reals"):
            raise Unusable(f"a constraint with {relation.head}")

    # the point

    @cached_property
    def place(self) -> list[Fraction] | None:
        """The point in fractions, where it is rational."""
        try:
            return [rational_value(one) for one in self.claim.point]
        except (NotRational, ZeroDivisionError):
            return None

    @cached_property
    def exact_value(self) -> Fraction | None:
        """The value (of the minimisation) as a fraction, where it is rational."""
        try:
            return rational_value(self.value)
        except (NotRational, ZeroDivisionError):
            return None

    @cached_property
    def value_float(self) -> float:
        """The value as a float."""
        return float(ball_of(self.value).mid())

    def at_point(self, expression: Expr) -> Expr:
        """The expression with the point put in."""
        return expression.substitute(dict(zip(self.names, self.claim.point, strict=True)))

    def feasible(self) -> Verdict:
        """PROVED where every constraint holds exactly; CROSS_CHECKED where within the tolerance."""
        verdicts = [Verdict.PROVED]
        for relation in [*self.relations, *self._bound_relations()]:
            verdicts.append(self._holds(relation))
        order = [Verdict.REFUTED, Verdict.UNDECIDED, Verdict.CROSS_CHECKED, Verdict.PROVED]
        return min(verdicts, key=order.index)

    def _holds(self, relation: Call) -> Verdict:
        truth = decide_constant(self.at_point(relation))
        if truth:
            return Verdict.PROVED
        if relation.head == "in" or (truth is False and self.tolerance == 0):
            return Verdict.UNDECIDED if truth is None else Verdict.REFUTED
        left, right = relation.args
        gap = sub(left, right) if relation.head in ("eq", "le", "lt") else sub(right, left)
        try:
            excess = ball_of(self.at_point(gap))
        except NotEnclosable:
            return Verdict.UNDECIDED
        if relation.head == "eq":
            excess = abs(excess)
        if excess <= _ball(self.tolerance):
            return Verdict.CROSS_CHECKED
        return (
            Verdict.REFUTED
            if truth is False and excess > _ball(self.tolerance)
            else Verdict.UNDECIDED
        )

    def _bound_relations(self) -> Iterator[Call]:
        for name, (low, high) in zip(self.names, self.claim.bounds, strict=True):
            if _infinite(low) is None:
                yield Call("le", (low, Symbol(name)))
            if _infinite(high) is None:
                yield Call("le", (Symbol(name), high))
        for k in self.whole:
            yield Call("in", (Symbol(self.names[k]), Symbol("Integers")))

    def attains(self) -> Verdict:
        """Whether the objective at the point is the value: exactly, or to the tolerance."""
        reached = self.at_point(self.objective)
        truth = decide_constant(eq(reached, self.value))
        if truth:
            return Verdict.PROVED
        try:
            gap = abs(ball_of(sub(reached, self.value)))
        except NotEnclosable:
            return Verdict.UNDECIDED
        if gap <= _ball(self.tolerance) or (truth is None and gap < _NARROW):
            return Verdict.ENCLOSED
        return Verdict.REFUTED if gap > _ball(self.tolerance) else Verdict.UNDECIDED

    # what the proofs take

    def linear(self) -> LinearProgram | None:
        """The linear program in fractions, where it is one."""
        bounds: list[tuple[Fraction | None, Fraction | None]] = []
        for low, high in self.claim.bounds:
            ends: list[Fraction | None] = []
            for end in (low, high):
                try:
                    ends.append(None if _infinite(end) is not None else rational_value(end))
                except (NotRational, ZeroDivisionError):
                    return None
            bounds.append((ends[0], ends[1]))
        return linear_program(self.objective, self.inequalities, self.equations, self.names, bounds)

    def box(self) -> list[Interval]:
        """The bounds rounded outward; a polynomial objective without bounds gets a box that is large enough."""
        from flint import arb

        found: list[Interval] = []
        for low, high in self.claim.bounds:
            ends = [arb("-inf"), arb("inf")]
            if _infinite(low) is None:
                ends[0] = ball_of(low).lower()
            if _infinite(high) is None:
                ends[1] = ball_of(high).upper()
            found.append((ends[0], ends[1]))
        if all(low.is_finite() and high.is_finite() for low, high in found):
            return found
        radii = self._radii()
        if radii is None:
            return found
        return [
            (max(low, -_ball(r).upper()), min(high, _ball(r).upper()))
            for (low, high), r in zip(found, radii, strict=True)
        ]

    def _radii(self) -> list[Fraction] | None:
        polynomial = monomials(self.objective, self.names)
        if not polynomial or not self.claim.point:
            return None
        radii = coercive_radius(polynomial, Fraction(int(self.value_float) + 1))
        place = [abs(float(ball_of(one).mid())) + 1 for one in self.claim.point]
        if radii is None:
            return None
        return [max(r, Fraction(p)) for r, p in zip(radii, place, strict=True)]

    def tests(self) -> BoxTests:
        """The tests of branch and bound for this problem."""
        if not self.claim.point:
            return BoxTests(
                self.objective, self.objective, self.inequalities, self.equations, self.names
            )
        point = [_interval(ball_of(one)) for one in self.claim.point]
        flat = self._is_flat()
        bound = (
            self.objective
            if flat
            else lagrangian(
                self.objective,
                self.inequalities,
                self.equations,
                self.names,
                self.claim.point,
                self.claim.bounds,
            )
        )
        return BoxTests(
            self.objective,
            bound,
            self.inequalities,
            self.equations,
            self.names,
            point,
            self.place,
            ball_of(self.value).upper(),
            self.exact_value,
            self.whole,
            tidy=not self.searchable(),
            flat=flat,
        )

    def _is_flat(self) -> bool:
        """True where no constraint is active, and value and gradient at the point are exactly as they must be."""
        if self.equations or self.attains() is not Verdict.PROVED:
            return False
        if not all(
            decide_constant(call("lt", self.at_point(g), number(0))) for g in self.inequalities
        ):
            return False
        try:
            slopes = [self.at_point(derivative(self.objective, name)) for name in self.names]
        except NotDifferentiable:
            return False
        return all(decide_constant(eq(slope, number(0))) for slope in slopes)

    def reduced(self) -> OptimumProblem | None:
        """The problem with one variable put in from an equation, for a lower bound alone; None where none can be."""
        found = eliminated(
            self.objective,
            self.inequalities,
            self.equations,
            self.names,
            self.claim.bounds,
            self.whole,
        )
        if found is None:
            return None
        keep = [k for k in range(len(self.names)) if k != found.index]
        relations = [call("le", g, number(0)) for g in found.inequalities]
        relations += [eq(h, number(0)) for h in found.equations]
        claim = self.claim.model_copy(
            update={
                "objective": found.objective,
                "sense": "min",
                "value": self.value,
                "variables": tuple(self.names[k] for k in keep),
                "bounds": tuple(self.claim.bounds[k] for k in keep),
                "point": tuple(self.claim.point[k] for k in keep),
                "constraints": tuple(relations),
                "integers": tuple(self.names[k] for k in self.whole),
            }
        )
        return OptimumProblem(claim)

    def searchable(self) -> bool:
        """True where every variable has finite bounds, so that a search says something."""
        return all(
            _infinite(low) is None and _infinite(high) is None for low, high in self.claim.bounds
        )

    def jumps(self) -> bool:
        """True where a function may jump: a best value at a single point is met by no search."""
        return any(
            one.has(*_JUMPS) for one in (self.objective, *self.inequalities, *self.equations)
        )


def optimum_problem(claim: OptimumOf) -> OptimumProblem:
    """The claim's problem. Raises `Unusable`."""
    return OptimumProblem(claim)


def _flat(constraints: Sequence[Expr]) -> Iterator[Call]:
    """Relations of two sides; chains, memberships of intervals and of tuples taken apart."""
    for one in constraints:
        if not isinstance(one, Call):
            raise Unusable("a constraint that is no relation")
        if one.head == "and":
            yield from _flat(one.args)
        elif one.head == "in" and isinstance(one.args[0], Call) and one.args[0].head == "tuple":
            yield from _flat([call("in", part, one.args[1]) for part in one.args[0].args])
        elif one.head == "in" and isinstance(one.args[1], Call) and one.args[1].head in _ENDS:
            yield from _within(one.args[0], one.args[1])
        elif len(one.args) == 2:
            yield one
        else:
            raise Unusable(f"a constraint with {one.head}")


_ENDS = {
    "interval": ("le", "le"),
    "interval_open": ("lt", "lt"),
    "interval_left_open": ("lt", "le"),
    "interval_right_open": ("le", "lt"),
}


def _within(left: Expr, interval: Call) -> Iterator[Call]:
    below, above = _ENDS[interval.head]
    low, high = interval.args
    if _infinite(low) is None:
        yield Call(below, (low, left))
    if _infinite(high) is None:
        yield Call(above, (left, high))


def _infinite(end: Expr) -> int | None:
    """1 or −1 for ±∞, None for a number."""
    if end == _INFINITY:
        return 1
    return -1 if end == neg(_INFINITY) else None


def _ball(value: Fraction) -> Any:
    from flint import arb, fmpq

    return arb(fmpq(value.numerator, value.denominator))


def _interval(ball: Any) -> Interval:
    return (ball, ball) if ball.is_exact() else (ball.lower(), ball.upper())
