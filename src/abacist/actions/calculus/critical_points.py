"""Critical points of a real function, exactly, with what each of them is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from abacist.actions.calculus.real_region import Region
from abacist.core.claim import Extremum
from abacist.core.expr import Expr, call, eq, number, symbol
from abacist.core.language import Message
from abacist.notation.terminal import terminal

__all__ = ["Candidate", "NotFound", "candidates_of", "candidates_of_several", "values_towards_ends"]

Type = Literal["minimum", "maximum", "saddle", "inflection", "undecided"]
_MOST = 40


class NotFound(Exception):
    """The critical points cannot all be found; says why in both languages."""

    def __init__(self, en: str, zh: str) -> None:
        self.en, self.zh = en, zh
        super().__init__(en)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A point where an extremum can be: its coordinates, the value there, what it is and where it lies."""

    variables: tuple[str, ...]
    point: tuple[Expr, ...]
    value: Expr
    sympy_value: Any
    type: Type
    place: Literal["interior", "boundary"] = "interior"
    derivative: Expr | None = None

    @property
    def place_expr(self) -> Expr:
        """The coordinate, or the tuple of them."""
        return self.point[0] if len(self.point) == 1 else call("tuple", *self.point)

    @property
    def extremum(self) -> Extremum:
        """The record for a claim."""
        return Extremum(point=self.point, value=self.value, type=self.type, place=self.place)

    def as_extremum(self, kind: Literal["minimum", "maximum"]) -> Candidate:
        """The same point as the place of a global extremum."""
        return replace(self, type=kind)

    @property
    def note(self) -> Message:
        """Where the value is taken, in a sentence."""
        places = zip(self.variables, self.point, strict=True)
        at = ", ".join(terminal(eq(symbol(name), place)) for name, place in places)
        value = terminal(self.value)
        names = {
            "minimum": ("Minimum", "最小（极小）值"),
            "maximum": ("Maximum", "最大（极大）值"),
            "saddle": ("Saddle point", "鞍点"),
            "inflection": ("Stationary, no extremum:", "驻点而非极值："),
            "undecided": ("Critical point", "驻点"),
        }
        en, zh = names[self.type]
        return Message(en=f"{en} {value} at {at}.", zh=f"{zh} {value}，在 {at} 处。")


def candidates_of(function: Expr, variable: str, region: Region) -> list[Candidate]:
    """Critical points in the region and its closed ends, from left to right. Raises `NotFound`."""
    import sympy

    from abacist.notation.sympy_form import from_sympy, to_sympy

    f = to_sympy(function, domain={variable: "real"})
    x = _symbol(f, variable)
    slope = sympy.simplify(sympy.diff(f, x))
    interval = region.sympy()
    if interval is sympy.EmptySet or isinstance(interval, sympy.FiniteSet):
        raise NotFound("the interval is empty or a single point", "区间为空或只有一个点")
    inner = _critical(f, slope, x, interval)
    shown = eq(from_sympy(slope), number(0))
    found = []
    marks = [interval.start, *inner, interval.end]
    for index, point in enumerate(inner, start=1):
        kind = _type(f, slope, x, marks[index - 1], point, marks[index + 1])
        through = kind != "undecided" or all(_is_real_near(f, x, point, side) for side in "+-")
        place = "interior" if through else "boundary"  # where the function begins or ends
        found.append(_candidate(variable, f, x, point, kind, place, shown))
    ends = [interval.start] if region.lower_closed else []
    ends += [interval.end] if region.upper_closed else []
    for end in ends:
        if _defined(f, x, end):
            found.append(_candidate(variable, f, x, end, "undecided", "boundary", shown))
    return sorted(found, key=lambda c: sympy.N(to_sympy(c.point[0]), 30))


def _symbol(f: Any, name: str) -> Any:
    import sympy

    return next((s for s in f.free_symbols if s.name == name), sympy.Symbol(name, real=True))


def _candidate(
    variable: str, f: Any, x: Any, point: Any, kind: Type, place: Any, derivative: Expr
) -> Candidate:
    import sympy

    from abacist.notation.sympy_form import from_sympy

    value = sympy.simplify(f.subs(x, point))
    return Candidate(
        (variable,), (from_sympy(point),), from_sympy(value), value, kind, place, derivative
    )


def _critical(f: Any, slope: Any, x: Any, interval: Any) -> list[Any]:
    """Zeros and kinks of the derivative inside the open interval, sorted."""
    import sympy

    inside = sympy.Interval.open(interval.start, interval.end)
    zeros = _solved(slope, x, inside)
    if isinstance(zeros, sympy.Interval) or zeros == sympy.Reals:
        raise NotFound("the function is constant on an interval", "函数在某区间上为常数")
    if isinstance(zeros, sympy.Union):
        zeros = sympy.FiniteSet(*(e for part in zeros.args for e in _members(part)))
    points = list(_members(zeros))
    points += [p for p in _kinks(f, x) if inside.contains(p) == True and _defined(f, x, p)]  # noqa: E712
    real = [sympy.simplify(p) for p in points if p.is_real is not False]
    unique = sorted(dict.fromkeys(real), key=lambda p: sympy.N(p, 30))
    if len(unique) > _MOST:
        raise NotFound("there are too many critical points", "驻点过多")
    return [p for p in unique if _defined(f, x, p)]


def _solved(expression: Any, x: Any, region: Any) -> Any:
    import sympy

    try:
        return sympy.solveset(expression, x, region)
    except (NotImplementedError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise NotFound("the critical points could not be solved for", "无法求出全部驻点") from error


def _members(found: Any) -> tuple[Any, ...]:
    import sympy

    if found is sympy.EmptySet:
        return ()
    if isinstance(found, sympy.FiniteSet):
        return tuple(found)
    if isinstance(found, sympy.Complement) and isinstance(found.args[0], sympy.FiniteSet):
        return tuple(found.args[0])
    raise NotFound(
        "the zeros of the derivative have no closed form that lists them all",
        "导数的零点无法全部用封闭形式列出",
    )


def _kinks(f: Any, x: Any) -> list[Any]:
    """Places where an absolute value, a root or an extremum of expressions may have no derivative."""
    import sympy

    inner = [a.args[0] for a in f.atoms(sympy.Abs, sympy.sign)]
    inner += [
        a - b for m in f.atoms(sympy.Max, sympy.Min) for a in m.args for b in m.args if a != b
    ]
    inner += [
        p.base
        for p in f.atoms(sympy.Pow)
        if p.exp.is_Rational and not p.exp.is_Integer and p.base.has(x)
    ]
    found: list[Any] = []
    for expression in [*inner, *_edge_parts(f, x)]:
        zeros = _solved(expression, x, sympy.Reals)
        found.extend(_members(zeros))
    return list(dict.fromkeys(found))


def _edge_parts(f: Any, x: Any) -> list[Any]:
    """Expressions that vanish where inverse functions and logarithms begin or end."""
    import sympy

    arcs = f.atoms(sympy.asin, sympy.acos, sympy.atanh, sympy.acosh, sympy.asec, sympy.acsc)
    parts = [1 - a.args[0] ** 2 for a in arcs if a.args[0].has(x)]
    return parts + [a.args[0] for a in f.atoms(sympy.log) if a.args[0].has(x)]


def _defined(f: Any, x: Any, point: Any) -> bool:
    """True where the function has a real value."""
    import sympy

    value = f.subs(x, point)
    return value.is_finite is not False and not value.has(sympy.nan, sympy.zoo) and _is_real(value)


def _is_real(value: Any) -> bool:
    """By the known properties of a constant, else numerically to twenty digits."""
    import sympy

    if value.is_real is not None:
        return bool(value.is_real)
    if not value.is_number:
        return False
    real, imaginary = sympy.N(value, 40).as_real_imag()
    if not (real.is_finite and imaginary.is_finite):
        return False
    return bool(abs(imaginary) <= abs(real) / 10**20)


def _type(f: Any, slope: Any, x: Any, before: Any, point: Any, after: Any) -> Type:
    """By the sign of the derivative at one point on either side; no other critical point lies between."""
    poles = _real_poles(f, x)
    left = _sign(slope, x, _beside(point, max([before, *(p for p in poles if p < point)])))
    right = _sign(slope, x, _beside(point, min([after, *(p for p in poles if p > point)])))
    if left > 0 > right:
        return "maximum"
    if left < 0 < right:
        return "minimum"
    if left == right and left != 0:
        return "inflection"
    return "undecided"


def _real_poles(f: Any, x: Any) -> list[Any]:
    """Real places where the function has no value: poles, and where logarithms and arcs begin."""
    import sympy

    places = _kinks(f, x)
    if f.is_rational_function(x):
        places += list(sympy.calculus.singularities(f, x))
    return [p for p in dict.fromkeys(places) if p.is_real and not _defined(f, x, p)]


def _beside(point: Any, neighbour: Any) -> Any:
    """A rational number between a point and its neighbour, or one away from it where that is infinite."""
    import sympy

    near = sympy.Rational(str(sympy.N(point, 40)))
    if neighbour.is_infinite:
        return near + sympy.sign(neighbour)
    return (near + sympy.Rational(str(sympy.N(neighbour, 40)))) / 2


def _sign(slope: Any, x: Any, at: Any) -> int:
    import sympy

    value = sympy.N(slope.subs(x, at), 30)
    return int(sympy.sign(value)) if value.is_real else 0


def values_towards_ends(function: Expr, variable: str, region: Region) -> list[Any]:
    """Limits of the function towards open ends and towards poles inside; infinite ones included."""
    import sympy

    from abacist.notation.sympy_form import to_sympy

    f = to_sympy(function, domain={variable: "real"})
    x = _symbol(f, variable)
    interval = region.sympy()
    towards: list[tuple[Any, str]] = []
    if not region.lower_closed or not _defined(f, x, interval.start):
        towards.append((interval.start, "+"))
    if not region.upper_closed or not _defined(f, x, interval.end):
        towards.append((interval.end, "-"))
    singular = _members(sympy.calculus.singularities(f, x, sympy.Reals))
    for pole in dict.fromkeys([*singular, *_kinks(f, x)]):
        inside = sympy.Interval.open(interval.start, interval.end).contains(pole) == True  # noqa: E712
        if inside and not _defined(f, x, pole):
            towards += [(pole, side) for side in "+-"]
    found = [_limit(f, x, at, side) for at, side in towards if _is_real_near(f, x, at, side)]
    flat: list[Any] = []
    for value in found:
        if isinstance(value, sympy.AccumBounds):
            flat += [value.min, value.max]
        elif value.has(sympy.Limit) or not value.is_extended_real:
            raise NotFound(
                "the values towards the ends cannot be found", "无法确定端点附近的函数值"
            )
        else:
            flat.append(value)
    return flat


def _limit(f: Any, x: Any, at: Any, side: str) -> Any:
    import sympy

    try:
        return sympy.limit(f, x, at, side)
    except (NotImplementedError, ValueError, TypeError, sympy.PoleError, RecursionError) as error:
        raise NotFound(
            "the values towards the ends cannot be found", "无法确定端点附近的函数值"
        ) from error


def _is_real_near(f: Any, x: Any, at: Any, side: str) -> bool:
    """Whether the function has real values arbitrarily close to a place, on one side of it, as far as points show."""
    import sympy

    direction = 1 if side == "+" else -1
    for exponent in (3, 6, 9):
        if at.is_infinite:
            point = -direction * sympy.Integer(10) ** exponent
        else:
            point = at + direction * sympy.Rational(1, 10**exponent)
        value = f.subs(x, point)
        if not value.has(sympy.nan, sympy.zoo) and _is_real(value):
            return True
    return False


def candidates_of_several(function: Expr, variables: tuple[str, ...]) -> list[Candidate]:
    """Zeros of the gradient of a function of several variables, classified by the Hessian's minors."""
    import sympy

    from abacist.notation.sympy_form import from_sympy, to_sympy

    f = to_sympy(function, domain=dict.fromkeys(variables, "real"))
    names = [_symbol(f, v) for v in variables]
    gradient = [sympy.diff(f, v) for v in names]
    if not all(g.is_polynomial(*names) for g in gradient):
        raise NotFound("the gradient is not polynomial", "梯度不是多项式")
    solutions = sympy.solve(gradient, names, dict=True)
    if any(set(s) != set(names) or any(v.free_symbols for v in s.values()) for s in solutions):
        raise NotFound("the critical points are not isolated", "驻点不是孤立的")
    hessian = sympy.hessian(f, names)
    found: list[Candidate] = []
    for solution in solutions:
        if not all(v.is_real for v in solution.values()):
            continue
        value = sympy.simplify(f.subs(solution))
        point = tuple(from_sympy(sympy.simplify(solution[v])) for v in names)
        kind = _hessian_type(hessian.subs(solution))
        found.append(Candidate(variables, point, from_sympy(value), value, kind))
    return found


def _hessian_type(matrix: Any) -> Type:
    size = matrix.shape[0]
    minors = [matrix[:k, :k].det() for k in range(1, size + 1)]
    if all(m.is_positive for m in minors):
        return "minimum"
    if all((m.is_negative if k % 2 else m.is_positive) for k, m in enumerate(minors, start=1)):
        return "maximum"
    eigen_signs = {
        bool(e.is_positive) for e in matrix.eigenvals() if e.is_positive or e.is_negative
    }
    return "saddle" if eigen_signs == {True, False} else "undecided"
