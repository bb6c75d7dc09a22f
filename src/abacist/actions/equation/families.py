"""Periodic families base + step·n of real numbers: joined, and listed within bounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from abacist.actions.equation.solution_forms import Unsolved

__all__ = ["Family", "joined", "members"]

_MOST_MEMBERS = 500
_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Family:
    """base + step·n for all integers n; SymPy expressions, step positive."""

    base: Any
    step: Any

    def general(self, parameter: str) -> Any:
        """The member with the index `parameter`."""
        from abacist.notation.sympy_form import sympy_symbol

        return self.base + self.step * sympy_symbol(parameter, "integer")


def joined(families: list[Family]) -> list[Family]:
    """Different families, with those that lie evenly joined into one of a smaller step."""
    families = _different([_normal(f) for f in families])
    if not families:
        return []
    step = max((f.step for f in families), key=float)
    same = [f for f in families if abs(float(f.step - step)) < _CLOSE]
    if len(same) < len(families):
        rest = [f for f in families if f not in same]
        return sorted([*joined(same), *joined(rest)], key=_order)
    for parts in range(len(families), 1, -1):
        merged = _merged(families, parts)
        if merged is not None:
            return joined(merged) if len(merged) > 1 else merged
    return sorted(families, key=_order)


def _order(family: Family) -> float:
    return float(family.base)


def _normal(family: Family) -> Family:
    """The base moved into [0, step) where it is a multiple of π; near zero otherwise."""
    import sympy

    base, step = sympy.expand(family.base), family.step
    turns = sympy.floor(base / step)
    if (base / sympy.pi).is_rational or base == 0:
        base = sympy.expand(base - turns * step)
    return Family(base, step)


def _different(families: list[Family]) -> list[Family]:
    found: list[Family] = []
    for family in families:
        if not any(_same(family, other) for other in found):
            found.append(family)
    return found


def _same(a: Family, b: Family) -> bool:
    """True where both have the same members, to nine digits; what is joined wrongly the checker refutes."""
    if abs(float(a.step) - float(b.step)) > _CLOSE:
        return False
    turns = (float(a.base) - float(b.base)) / float(a.step)
    return abs(turns - round(turns)) < _CLOSE


def _merged(families: list[Family], parts: int) -> list[Family] | None:
    """With one group of `parts` families at equal distances made one family; None where there is none."""
    import sympy

    step = sympy.expand(families[0].step / parts)
    for family in families:
        moved = [Family(family.base + k * step, family.step) for k in range(parts)]
        group = [other for other in families if any(_same(other, m) for m in moved)]
        if len(group) == parts:
            rest = [other for other in families if other not in group]
            return [*rest, _normal(Family(family.base, step))]
    return None


def members(family: Family, low: Any, high: Any) -> list[Any]:
    """The members between two bounds, both included where they may be members."""
    import sympy

    first = int(sympy.floor((low - family.base) / family.step)) - 1
    last = int(sympy.ceiling((high - family.base) / family.step)) + 1
    if last - first > _MOST_MEMBERS:
        raise Unsolved
    return [sympy.expand(family.base + k * family.step) for k in range(first, last + 1)]
