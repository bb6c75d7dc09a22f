"""The tests by which branch and bound is done with a box; see `branch_and_bound`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from abacist.checking.ball_program import NotEnclosable
from abacist.checking.endpoint_intervals import Interval, IntervalProgram
from abacist.checking.exact_derivatives import NotDifferentiable, derivative
from abacist.checking.rational_values import NotRational, rational_value
from abacist.checking.tidied import tidied
from abacist.core.expr import Expr

__all__ = ["BoxTests", "Judgement"]

_NEAR = 2.0**-5


@dataclass(frozen=True)
class Judgement:
    """Why a box is done, its lower bound, and whether nothing in it is below the value itself."""

    why: str
    lower: Any
    exact: bool


class BoxTests:
    """A function to be bounded from below, its Lagrangian and constraints, compiled.

    Arguments:
        objective: what is minimised. lagrangian: a lower bound of it at feasible points (or itself).
        inequalities, equations: g ≤ 0 and h = 0. names: the variables, in the order of a box.
        point: where the least value is claimed (narrow intervals; exact where the numbers are dyadic).
        place: the same as fractions where they are rational. value: the claimed value (an exact number
        or a narrow interval's lower end); None to test feasibility only.
        whole: the indices of integer variables. flat: the gradient at the point is exactly zero, the value there
        exactly the one claimed. tidy: look for shorter forms of the slopes, which pays where
        the box is unbounded.
    """

    def __init__(
        self,
        objective: Expr,
        lagrangian: Expr,
        inequalities: Sequence[Expr],
        equations: Sequence[Expr],
        names: Sequence[str],
        point: Sequence[Interval] | None = None,
        place: Sequence[Fraction] | None = None,
        value: Any = None,
        exact_value: Fraction | None = None,
        whole: Sequence[int] = (),
        tidy: bool = False,
        flat: bool = False,
    ) -> None:
        self.names, self.lagrangian = list(names), lagrangian
        self.point, self.place, self.value = point, place, value
        self.exact_value, self.whole, self.flat = exact_value, set(whole), flat
        self.strict = False
        self._limits = IntervalProgram([*inequalities, *equations], names)
        self._inequalities = len(inequalities)
        self._function = IntervalProgram([objective, lagrangian], names)
        self._slopes = self._hessian = None
        try:
            slopes = [derivative(lagrangian, name) for name in names]
            if tidy:
                slopes = [tidied(slope) for slope in slopes]
            self._slope_expressions = slopes
            self._slopes = IntervalProgram([lagrangian, *slopes], names, strict=True)
            seconds = [
                derivative(slopes[i], names[j]) for i in range(len(names)) for j in range(i + 1)
            ]
            self._hessian = IntervalProgram([lagrangian, *seconds], names, strict=True)
        except (NotDifferentiable, NotEnclosable):
            self._hessian = None
        self._at_point = self._tangent()

    @property
    def cost(self) -> float:
        """Operations that a box takes, roughly."""
        programs = (self._limits, self._function, self._slopes, self._hessian)
        return float(sum(program.size for program in programs if program is not None))

    def natural(self, box: Sequence[Interval]) -> Any:
        """The natural lower bound of the objective, or that of the Lagrangian where it is larger."""
        try:
            found = self._function(box)
        except NotEnclosable:
            return box[0][1] * 0
        return max(found[0][0], found[1][0])

    def judge(self, box: tuple[Interval, ...], gap: Any) -> Judgement | None:
        """Why the box is done, or None where it must be split.

        Where `strict` is set, what is below the value by less than `gap` passes near the point only.
        """
        if self.strict and not self._is_near(box):
            gap = gap * 0
        try:
            limits = self._limits(box)
        except NotEnclosable:
            return Judgement("undefined", None, True)
        for index, (low, high) in enumerate(limits):
            if low > 0 or (index >= self._inequalities and high < 0):
                return Judgement("infeasible", None, True)
        if self.value is None:
            return None
        try:
            found = self._function(box)
        except NotEnclosable:
            return Judgement("undefined", None, True)
        lower = max(found[0][0], found[1][0])
        if lower >= self.value:
            return Judgement("bound", lower, True)
        near = Judgement("bound", lower, False) if lower >= self.value - gap else None
        judged = self._by_slopes(box, gap)
        return judged if judged is not None and (judged.exact or near is None) else near

    def _is_near(self, box: Sequence[Interval]) -> bool:
        """Whether the whole box lies close to the point."""
        if self.point is None:
            return False
        return all(
            low >= left - (1 + abs(left)) * _NEAR and high <= right + (1 + abs(right)) * _NEAR
            for (low, high), (left, right) in zip(box, self.point, strict=True)
        )

    def _by_slopes(self, box: tuple[Interval, ...], gap: Any) -> Judgement | None:
        if self._slopes is None:
            return None
        try:
            _, *slopes = self._slopes(box)
        except NotEnclosable:
            return None
        face = self._face(box, slopes)
        found = [self._on_face(face, gap) if face != box else None]
        if found[0] is None or not found[0].exact:
            found.append(self._convex(face, gap))
        if not any(found):
            lower = self._mean_value(face)
            if lower is not None and lower >= self.value - gap:
                return Judgement("bound", lower, bool(lower >= self.value))
        judged = [one for one in found if one is not None]
        return max(judged, key=lambda one: one.exact, default=None)

    def better(self, box: tuple[Interval, ...], room: Any) -> list[Any] | None:
        """The middle of the box, where it is surely feasible and below the value by more than `room`."""
        if self.value is None or any(not (a.is_finite() and b.is_finite()) for a, b in box):
            return None
        middle = [((low + high) / 2).mid() for low, high in box]
        middle = [m.floor() if k in self.whole else m for k, m in enumerate(middle)]
        at = [(m, m) for m in middle]
        try:
            limits = self._limits(at)
            found = self._function(at)[0]
        except NotEnclosable:
            return None
        if any(high > 0 for _, high in limits[: self._inequalities]):
            return None
        if any(not (low == 0 and high == 0) for low, high in limits[self._inequalities :]):
            return None
        return middle if found[1] < self.value - room else None

    def _face(self, box: tuple[Interval, ...], slopes: Sequence[Interval]) -> tuple[Interval, ...]:
        """The part of the box where the Lagrangian is least along the axes on which it is monotone."""
        face = list(box)
        for index, ((low, high), slope) in enumerate(zip(box, slopes, strict=True)):
            if slope[0] >= 0 and low.is_finite():
                face[index] = (low, low)
            elif slope[1] <= 0 and high.is_finite():
                face[index] = (high, high)
        return tuple(face)

    def _on_face(self, face: tuple[Interval, ...], gap: Any) -> Judgement | None:
        lower = self._function(face)[1][0]
        if lower >= self.value - gap:
            return Judgement("monotone", lower, bool(lower >= self.value) or self._is_least(face))
        if self._is_least(face):
            return Judgement("monotone", self.value, True)
        return None

    def _is_least(self, face: tuple[Interval, ...]) -> bool:
        """True for a single point whose exact value is not below the exact value claimed."""
        if self.exact_value is None or any(low != high for low, high in face):
            return False
        try:
            place = [self._fraction(low, index) for index, (low, _) in enumerate(face)]
            values = dict(zip(self.names, place, strict=True))
            return rational_value(self.lagrangian, values) >= self.exact_value
        except (NotRational, ZeroDivisionError):
            return False

    def _fraction(self, end: Any, index: int) -> Fraction:
        """An end as a fraction; the coordinate itself where the end is its rounded form."""
        if self.point is not None and self.place is not None:
            low, high = self.point[index]
            if low <= end <= high:
                return self.place[index]
        mantissa, exponent = end.man_exp()
        return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)

    def _mean_value(self, box: tuple[Interval, ...]) -> Any:
        """L(c) + Σ L_i(box)·(x_i − c_i) from below, c the middle; None for unbounded boxes."""
        assert self._slopes is not None
        if any(not (low.is_finite() and high.is_finite()) for low, high in box):
            return None
        centre = [((low + high) / 2).mid() for low, high in box]
        try:
            value = self._function([(c, c) for c in centre])[1][0]
            _, *slopes = self._slopes(box)
        except NotEnclosable:
            return None
        total = value
        for (low, high), c, slope in zip(box, centre, slopes, strict=True):
            total = total + _least_product(slope, (low - c, high - c))
        return None if total.is_nan() else total.lower()

    # convexity

    def _tangent(self) -> tuple[Any, list[Interval], list[Fraction] | None] | None:
        """Value and slopes of the Lagrangian at the point, and the slopes as fractions where rational."""
        if self.point is None or self._slopes is None:
            return None
        try:
            value, *slopes = self._slopes(self.point)
        except NotEnclosable:
            return None
        exact = None
        if self.place is not None:
            values = dict(zip(self.names, self.place, strict=True))
            try:
                exact = [rational_value(one, values) for one in self._slope_expressions]
            except (NotRational, ZeroDivisionError):
                exact = None
        return value[0], list(slopes), exact

    def _convex(self, box: tuple[Interval, ...], gap: Any) -> Judgement | None:
        """The tangent plane at the point, where the Lagrangian is convex over box and point together."""
        if self._hessian is None or self._at_point is None or self.point is None:
            return None
        hull = tuple(
            (min(low, left), max(high, right))
            for (low, high), (left, right) in zip(box, self.point, strict=True)
        )
        try:
            _, *entries = self._hessian(hull)
        except NotEnclosable:
            return None
        if not positive_semidefinite(entries, len(self.names)):
            return None
        value, slopes, exact = self._at_point
        if self.flat:
            return Judgement("convex", self.value, True)
        if exact is not None and self._rises(box, exact) and self._attains():
            return Judgement("convex", self.value, True)
        total = value
        for (low, high), (left, right), slope in zip(box, self.point, slopes, strict=True):
            total = total + _least_product(slope, (low - right, high - left))
        if not total.is_nan() and total.lower() >= self.value - gap:
            return Judgement("convex", total.lower(), bool(total.lower() >= self.value))
        return None

    def _rises(self, box: tuple[Interval, ...], slopes: Sequence[Fraction]) -> bool:
        """True where every exact slope at the point is zero or leads upwards into the box."""
        assert self.point is not None
        for (low, high), (left, right), slope in zip(box, self.point, slopes, strict=True):
            if (slope > 0 and not low >= left) or (slope < 0 and not high <= right):
                return False
        return True

    def _attains(self) -> bool:
        """True where the Lagrangian at the point is exactly the value claimed, or above it."""
        if self.place is None or self.exact_value is None:
            return False
        values = dict(zip(self.names, self.place, strict=True))
        try:
            return rational_value(self.lagrangian, values) >= self.exact_value
        except (NotRational, ZeroDivisionError):
            return False

    # splitting

    def halves(self, box: tuple[Interval, ...]) -> list[tuple[Interval, ...]]:
        """The box split across the axis along which it is widest; nothing where it cannot be split."""
        best, widest = -1, 0.0
        for index, (low, high) in enumerate(box):
            extent = float((high - low).upper())
            scale = 1.0 + abs(float(low)) if low.is_finite() else 1.0
            if extent / scale > widest:
                best, widest = index, extent / scale
        if best < 0 or widest < 1e-14:
            return []
        left, right = self._split(box[best], best)
        return [(*box[:best], part, *box[best + 1 :]) for part in (left, right) if part is not None]

    def _split(self, interval: Interval, index: int) -> tuple[Interval | None, Interval | None]:
        from flint import arb

        low, high = interval
        if low.is_finite() and high.is_finite():
            middle = ((low + high) / 2).mid()
        elif low.is_finite():
            middle = max(low * 2, arb(1)) if low >= 0 else arb(0)
        elif high.is_finite():
            middle = min(high * 2, arb(-1)) if high <= 0 else arb(0)
        else:
            middle = arb(0)
        if index not in self.whole:
            return (low, middle), (middle, high)
        below = middle.floor()
        left = (low, below) if below >= low else None
        right = (below + 1, high) if below + 1 <= high else None
        return left, right


def _least_product(slope: Interval, shift: Interval) -> Any:
    """The least value of s·d for s, d in two intervals, 0·∞ being 0; not a number where it is not known."""
    from flint import arb

    lowest = arb("inf")
    for s in slope:
        for d in shift:
            product = arb(0) if s == 0 or d == 0 else s * d
            if product.is_nan():
                return product
            lowest = min(lowest, product.lower())
    return lowest


def positive_semidefinite(entries: Sequence[Interval], n: int) -> bool:
    """True where every symmetric matrix with these lower-triangular entries is positive semidefinite.

    By diagonal dominance, else by elimination with interval pivots, else exactly for numbers.
    """
    from flint import arb

    def ball(interval: Interval) -> Any:
        low, high = interval
        return low if low == high else low.union(high)

    if any(not (low.is_finite() and high.is_finite()) for low, high in entries):
        return False
    rows = [
        [ball(entries[max(i, j) * (max(i, j) + 1) // 2 + min(i, j)]) for j in range(n)]
        for i in range(n)
    ]
    if all(
        rows[i][i] >= sum((abs(rows[i][j]) for j in range(n) if j != i), arb(0)) for i in range(n)
    ):
        return True
    for k in range(n):
        pivot = rows[k][k]
        if not pivot > 0:
            clear = all(rows[k][j] == 0 for j in range(k, n))
            if not clear:
                return False
            continue
        for i in range(k + 1, n):
            factor = rows[i][k] / pivot
            for j in range(k + 1, n):
                rows[i][j] = rows[i][j] - factor * rows[k][j]
    return True
