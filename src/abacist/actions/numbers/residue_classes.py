"""The Chinese remainder theorem with steps, also for moduli that share factors and for several residues.

Source: D. E. Knuth, The Art of Computer Programming, vol. 2 (3rd ed.), section 4.3.2; for moduli that are
not coprime, O. Ore, "The general Chinese remainder theorem", Amer. Math. Monthly 59 (1952),
doi:10.2307/2306804.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from abacist.actions.numbers.integer_conditions import UNKNOWN, Congruence
from abacist.core.expr import Expr, call, eq, number, symbol
from abacist.core.language import Message
from abacist.core.step import Step

__all__ = ["Merged", "congruence_expr", "merge"]

_MOST_CLASSES = 20_000


@dataclass(frozen=True, slots=True)
class Merged:
    """One congruence that says what several say, and how it was found. No residues: they contradict."""

    congruence: Congruence
    steps: tuple[Step, ...]


class TooManyClasses(Exception):
    """More residue classes than are worth listing."""


def merge(congruences: Sequence[Congruence]) -> Merged:
    """All congruences as one. Raises `TooManyClasses`."""
    merged, steps = Congruence(1, (0,)), []
    for each in congruences:
        if merged.modulus == 1 and merged.residues:
            merged = each
            continue
        before = merged
        merged = _pair(before, each)
        steps.append(_step(before, each, merged))
        if not merged.residues:
            break
    return Merged(merged, tuple(steps))


def _pair(a: Congruence, b: Congruence) -> Congruence:
    shared = math.gcd(a.modulus, b.modulus)
    modulus = a.modulus // shared * b.modulus
    if len(a.residues) * len(b.residues) > _MOST_CLASSES * shared:
        raise TooManyClasses
    inverse = pow(a.modulus // shared, -1, b.modulus // shared)
    by_class: dict[int, list[int]] = {}
    for residue in b.residues:
        by_class.setdefault(residue % shared, []).append(residue)
    found = [
        (r + a.modulus * ((s - r) // shared * inverse % (b.modulus // shared))) % modulus
        for r in a.residues
        for s in by_class.get(r % shared, ())
    ]
    if len(found) > _MOST_CLASSES:
        raise TooManyClasses
    return Congruence(modulus, tuple(sorted(found)))


def congruence_expr(congruence: Congruence, unknown: str = UNKNOWN) -> Expr:
    """mod(n, 45) = 7, several residues joined by `or`."""
    left = call("mod", symbol(unknown), number(congruence.modulus))
    parts = [eq(left, number(residue)) for residue in congruence.residues]
    return parts[0] if len(parts) == 1 else call("or", *parts)


def _step(a: Congruence, b: Congruence, merged: Congruence) -> Step:
    shared = math.gcd(a.modulus, b.modulus)
    if len(a.residues) != 1 or len(b.residues) != 1:
        return Step(
            rule="Chinese remainder theorem",
            says=Message(
                en="Combining every residue modulo {a} with every residue modulo {b} leaves {count} residue "
                "classes modulo {m}.",
                zh="把模 {a} 的每个余数与模 {b} 的每个余数两两组合，得到模 {m} 的 {count} 个剩余类。",
            ),
            values={
                "a": number(a.modulus),
                "b": number(b.modulus),
                "m": number(merged.modulus),
                "count": number(len(merged.residues)),
            },
        )
    (r,), (s,) = a.residues, b.residues
    values = {
        "a": number(a.modulus),
        "b": number(b.modulus),
        "r": number(r),
        "s": number(s),
        "g": number(shared),
        "form": call("add", number(r), call("mul", number(a.modulus), symbol("t"))),
    }
    if not merged.residues:
        return Step(
            rule="contradiction",
            says=Message(
                en="{a} and {b} are both divisible by {g}, but the residues {r} and {s} differ modulo {g}: "
                "the conditions contradict each other.",
                zh="{a} 与 {b} 都能被 {g} 整除，但余数 {r} 与 {s} 模 {g} 不相等，条件互相矛盾。",
            ),
            values=values,
        )
    (x,) = merged.residues
    values |= {"t": number((x - r) // a.modulus), "x": number(x), "m": number(merged.modulus)}
    return Step(
        rule="Chinese remainder theorem",
        says=Message(
            en="Every number with the first property is {form}. Its residue modulo {b} is {s} first for "
            "t = {t}, which gives {x}; all solutions repeat modulo {m}, the least common multiple of "
            "{a} and {b}.",
            zh="满足前一条件的数形如 {form}。当 t = {t} 时它除以 {b} 才首次余 {s}，得到 {x}；"
            "全部解以 {a} 与 {b} 的最小公倍数 {m} 为周期。",
        ),
        values=values,
        after=congruence_expr(merged),
    )
