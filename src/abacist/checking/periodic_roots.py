"""Equations in circular functions of one unknown: all roots, as periodic families or within an interval.

With z = e^{ix/d} the equation is polynomial in z, with coefficients in a cyclotomic field and its radicals. The
norm of the polynomial has rational coefficients; its roots on the unit circle are all the places in a common
period where a root can be. Each must be claimed, or be excluded: by a ball, or exactly where z is a root of
unity. Each claimed root is put into the equation exactly.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from abacist.checking.algebraic_field import NotAlgebraic, UndefinedValue
from abacist.checking.algebraic_numbers import algebraic, angle_unit
from abacist.checking.complex_balls import NotEnclosed, OutsideReals, enclosure, precision
from abacist.checking.critical_points import norm_of_form
from abacist.checking.elementary_forms import ElementaryForms
from abacist.checking.findings import NotApplicable, finding, refuted
from abacist.checking.linear_terms import TooManyTerms, multiple_of_pi
from abacist.checking.normal_forms import NotNormal
from abacist.checking.polynomial_systems import residual
from abacist.checking.truth import decide
from abacist.core.answer import Finding
from abacist.core.claim import RootsOf
from abacist.core.expr import Call, Expr, Symbol, add, div, mul, number
from abacist.core.outcome import Verdict

__all__ = ["check"]

_EN = "roots on the unit circle of the norm polynomial in e^(ix) (FLINT)"
_ZH = "求范多项式（关于 e^(ix)）在单位圆上的根（FLINT）"
_MOST_INSTANCES = 400
_BITS = 256


@dataclass(slots=True)
class _Candidate:
    """A place within the period where the equation may hold: z, the angle x as a ball, exactly if known."""

    z: Any
    angle: Any
    exact: Expr | None


@dataclass(frozen=True, slots=True)
class _Setting:
    """The equation in x; `scaled`: its angles are multiples of πx, so that y = πx takes the place of x."""

    name: str
    rest: Expr
    scaled: bool

    @property
    def unit(self) -> Expr:
        """What y = π is in x."""
        return number(1) if self.scaled else Symbol("pi")

    @property
    def rest_of_angle(self) -> Expr:
        """The equation in y, under the same name."""
        if not self.scaled:
            return self.rest
        return self.rest.substitute({self.name: div(Symbol(self.name), Symbol("pi"))})

    def angle(self, x: Expr) -> Expr:
        """y for x."""
        return mul(Symbol("pi"), x) if self.scaled else x


def check(claim: RootsOf) -> Finding:
    """One equation in one real unknown that occurs in circular functions only."""
    if len(claim.equations) != 1 or len(claim.unknowns) != 1 or claim.domain != "real":
        raise NotApplicable
    name, rest = claim.unknowns[0], residual(claim.equations[0])
    setting = _Setting(name, rest, _angle_is_times_pi(rest, name))
    parts = _parts_of_angle(setting)
    families = [_family(setting, root[0], claim.parameters) for root in claim.roots]
    period = _common_period([Fraction(2 * parts), *(step for _, step in families if step)])
    instances = _instances(setting, families, period)
    wrong = _substituted(rest, name, instances)
    if wrong:
        return refuted(wrong)
    if claim.conditions:
        outside = [i for i in instances if not _allowed(claim, name, i)]
        if outside:
            return refuted(f"{outside[0]} is outside the conditions")
        if claim.parameters:
            raise NotApplicable
    candidates = _candidates(setting, period)
    evidence = {
        "period": f"{period}*pi",
        "roots": str(len(instances)),
        "places": str(len(candidates)),
    }
    if claim.conditions:
        return _within(claim, setting, instances, candidates, period, evidence)
    if any(not step for _, step in families):
        return refuted("a root without its period leaves solutions out")
    return _everywhere(setting, instances, candidates, period, evidence)


def _angle_is_times_pi(rest: Expr, name: str) -> bool:
    """True where the angles are multiples of πx: then y = πx is the better unknown."""
    forms = ElementaryForms()
    try:
        pi_x, _ = forms.forms(mul(Symbol("pi"), Symbol(name)), rest)
    except NotNormal as error:
        raise NotApplicable from error
    return ("turn", pi_x.text) in forms.ring.generators


def _parts_of_angle(setting: _Setting) -> int:
    """d such that the equation is polynomial in e^{iy/d}; raises `NotApplicable` for other equations."""
    forms = _forms(setting, 1)
    text = forms.of(Symbol(setting.name)).text
    return forms.ring.parts.get(f"turn {text}", 1)


def _forms(setting: _Setting, parts: int) -> ElementaryForms:
    """The equation as a polynomial in e^{iy/d} and constants, with d a multiple of `parts`."""
    forms, y, rest = ElementaryForms(), Symbol(setting.name), setting.rest_of_angle
    try:
        forms.ring.parts[f"turn {forms.form(y).text}"] = parts
        form = forms.forms(y, rest)[1]
    except NotNormal as error:
        raise NotApplicable from error
    for (kind, key), generator in forms.ring.generators.items():
        used = any(
            int(m[generator.index]) for s in (form.numerator, form.denominator) for m in s.monoms()
        )
        if used and kind not in ("unity", "power") and (kind, key) != ("turn", forms.of(y).text):
            raise NotApplicable
    return forms


def _family(setting: _Setting, root: Expr, parameters: tuple[str, ...]) -> tuple[Expr, Fraction]:
    """(a root, step of y as a multiple of π); step 0 where there is no parameter."""
    inside = [p for p in parameters if p in root.free_symbols()]
    if not inside:
        return root, Fraction(0)
    if len(inside) > 1:
        raise NotApplicable
    first, second = (root.substitute({inside[0]: number(k)}) for k in (0, 1))
    try:
        step = multiple_of_pi(setting.angle(add(second, mul(number(-1), first))))
    except TooManyTerms as error:
        raise NotApplicable from error
    if not step:
        raise NotApplicable
    return first, abs(step)


def _common_period(periods: list[Fraction]) -> Fraction:
    top = math.lcm(*(p.numerator for p in periods))
    bottom = math.gcd(*(p.denominator for p in periods))
    return Fraction(top, bottom)


def _instances(
    setting: _Setting, families: list[tuple[Expr, Fraction]], period: Fraction
) -> list[Expr]:
    """All claimed roots x within one common period, up to whole periods."""
    found: list[Expr] = []
    for base, step in families:
        count = int(period / step) if step else 1
        if len(found) + count > _MOST_INSTANCES:
            raise NotApplicable
        for k in range(count):
            shift = mul(_ratio(k * step), setting.unit)
            found.append(add(base, shift) if k else base)
    return found


def _ratio(value: Fraction) -> Expr:
    return div(number(value.numerator), number(value.denominator))


def _substituted(rest: Expr, name: str, instances: list[Expr]) -> str:
    """Why an instance is no root; "" where all are, exactly."""
    for instance in instances:
        put_in = rest.substitute({name: instance})
        if _is_far_from_zero(put_in):
            return f"{instance} is no root"
        try:
            value = algebraic(put_in, real=True)
        except UndefinedValue:
            return f"the equation is undefined at {instance}"
        if not value.is_zero():
            return f"{instance} is no root"
    return ""


def _is_far_from_zero(expr: Expr) -> bool:
    """True where a ball already shows that a constant is not zero."""
    try:
        return not enclosure(expr).contains(0)
    except (NotEnclosed, OutsideReals):
        return False


def _candidates(setting: _Setting, period: Fraction) -> list[_Candidate]:
    """All places on the unit circle at which the norm polynomial vanishes."""
    parts = _whole_parts(period)
    forms = _forms(setting, parts)
    text = forms.of(Symbol(setting.name)).text
    if forms.ring.parts[f"turn {text}"] != parts:
        raise NotApplicable
    form = forms.of(setting.rest_of_angle)
    turn = forms.ring.generators.get(("turn", text))
    found: list[_Candidate] = []
    with precision(_BITS):
        for polynomial in norm_of_form(forms, form.numerator, turn.index if turn else None):
            order = int(polynomial.is_cyclotomic())
            for z, _ in polynomial.complex_roots():
                if z.contains(0) or not abs(z).overlaps(abs(z) * 0 + 1):
                    continue
                angle = z.arg() * parts
                x = angle / angle.pi() if setting.scaled else angle
                exact = _exact_angle(z, order, parts)
                found.append(_Candidate(z, x, exact and mul(exact, setting.unit)))
    if any(a.z.overlaps(b.z) for k, a in enumerate(found) for b in found[:k]):
        raise NotApplicable
    return found


def _exact_angle(z: Any, order: int, parts: int) -> Expr | None:
    """y/π = 2·parts·k/order for a root of unity."""
    if not order:
        return None
    turns = (z.arg() / (2 * z.real.pi()) * order).mid()
    k = round(float(turns))
    return _ratio(Fraction(2 * k * parts, order))


def _everywhere(
    setting: _Setting,
    instances: list[Expr],
    candidates: list[_Candidate],
    period: Fraction,
    evidence: dict[str, str],
) -> Finding:
    """Without conditions: every candidate is claimed or excluded, and no root is claimed twice."""
    parts = _whole_parts(period)
    units = [angle_unit(div(setting.angle(i), number(parts))) for i in instances]
    if any(a == b for k, a in enumerate(units) for b in units[:k]):
        return refuted("two families overlap")
    balls = [_circle_ball(setting.angle(i), parts) for i in instances]
    matched = 0
    for candidate in candidates:
        if any(candidate.z.overlaps(ball) for ball in balls):
            matched += 1
            continue
        verdict = _excluded(setting, candidate)
        if verdict is False:
            return refuted(f"the roots near {candidate.angle.str(10)} are missing")
        if verdict is None:
            return finding(
                Verdict.UNDECIDED, en=_EN, zh=_ZH, **evidence, near=candidate.angle.str(10)
            )
    verdict = Verdict.PROVED if matched == len(instances) else Verdict.UNDECIDED
    return finding(verdict, en=_EN, zh=_ZH, **evidence)


def _whole_parts(period: Fraction) -> int:
    if period.denominator != 1 or period % 2:
        period *= 2 * period.denominator
    return int(period / 2)


def _circle_ball(angle_of: Expr, parts: int) -> Any:
    angle = enclosure(angle_of, bits=_BITS)
    with precision(_BITS):
        return (angle * type(angle)(0, 1) / parts).exp()


def _excluded(setting: _Setting, candidate: _Candidate) -> bool | None:
    """True where the candidate is certainly no root, False where it certainly is one."""
    rest, name = setting.rest, setting.name
    if candidate.exact is not None:
        try:
            return not algebraic(rest.substitute({name: candidate.exact}), real=True).is_zero()
        except UndefinedValue:
            return True
        except NotAlgebraic:
            return None
    try:
        ball = enclosure(rest, {name: candidate.angle}, bits=_BITS)
    except (NotEnclosed, OutsideReals):
        return None
    return True if not ball.contains(0) else None


def _allowed(claim: RootsOf, name: str, value: Expr) -> bool:
    """True unless a condition certainly fails at the value."""
    return all(decide(c.substitute({name: value}), {}) is not False for c in claim.conditions)


def _within(
    claim: RootsOf,
    setting: _Setting,
    instances: list[Expr],
    candidates: list[_Candidate],
    period: Fraction,
    evidence: dict[str, str],
) -> Finding:
    """Within bounds: every copy of every candidate that lies inside is claimed."""
    low, high = _bounds(claim, setting.name)
    length = 2 * _whole_parts(period)
    turn = length * (1 if setting.scaled else math.pi)
    roots = [enclosure(instance, bits=_BITS).real for instance in instances]
    if any(a.overlaps(b) for k, a in enumerate(roots) for b in roots[:k]):
        return refuted("a root is listed twice")
    for candidate in candidates:
        if _excluded(setting, candidate) is True:
            continue
        first = math.floor((low - float(candidate.angle.mid())) / turn) - 1
        last = math.ceil((high - float(candidate.angle.mid())) / turn) + 1
        if last - first > _MOST_INSTANCES:
            raise NotApplicable
        for k in range(first, last + 1):
            problem = _missing(claim, setting, candidate, k * length, roots)
            if problem is None:
                continue
            if problem and candidate.exact is not None and _excluded(setting, candidate) is False:
                return refuted(f"the root near {problem} is missing")
            return finding(Verdict.UNDECIDED, en=_EN, zh=_ZH, **evidence, near=problem)
    return finding(Verdict.PROVED, en=_EN, zh=_ZH, **evidence)


def _missing(
    claim: RootsOf, setting: _Setting, candidate: _Candidate, shift: int, roots: list[Any]
) -> str | None:
    """Where a copy of a candidate lies that is inside the bounds and not claimed; None where none does."""
    name = setting.name
    with precision(_BITS):
        one = candidate.angle * 0 + 1
        angle = candidate.angle + shift * (one if setting.scaled else one.pi())
    if any(angle.overlaps(root) for root in roots):
        return None
    if candidate.exact is not None:
        exact = add(candidate.exact, mul(number(shift), setting.unit))
        truths = [decide(c.substitute({name: exact}), {}) for c in claim.conditions]
        return None if False in truths else str(exact)
    low, high = _ball_bounds(claim, name)
    if angle < low or angle > high:
        return None
    return angle.str(10)


def _bounds(claim: RootsOf, name: str) -> tuple[float, float]:
    low, high = _ball_bounds(claim, name)
    return float(low.mid()), float(high.mid())


def _ball_bounds(claim: RootsOf, name: str) -> tuple[Any, Any]:
    """The smallest interval that the conditions leave, as balls. Raises `NotApplicable` if unbounded."""
    lows: list[Any] = []
    highs: list[Any] = []
    x = Symbol(name)
    for condition in claim.conditions:
        if not isinstance(condition, Call):
            raise NotApplicable
        if condition.head == "in" and isinstance(condition.args[1], Call):
            if len(condition.args[1].args) != 2 or condition.args[0] != x:
                raise NotApplicable
            ends = condition.args[1].args
            if "oo" in str(ends):
                raise NotApplicable
            lows.append(enclosure(ends[0], bits=_BITS).real)
            highs.append(enclosure(ends[1], bits=_BITS).real)
        elif condition.head in ("lt", "le", "gt", "ge") and x in condition.args:
            other = condition.args[1] if condition.args[0] == x else condition.args[0]
            below = (condition.head in ("lt", "le")) == (condition.args[0] == x)
            (highs if below else lows).append(enclosure(other, bits=_BITS).real)
        else:
            raise NotApplicable
    if not lows or not highs:
        raise NotApplicable
    return max(lows, key=lambda b: float(b.mid())), min(highs, key=lambda b: float(b.mid()))
