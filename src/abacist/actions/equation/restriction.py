"""Roots that satisfy conditions such as x > 0 or x ∈ [0, 2π]."""

from __future__ import annotations

from dataclasses import replace

from abacist.actions.equation.solution_forms import Found, Unsolved
from abacist.core.expr import Call, Expr, call
from abacist.core.language import Message
from abacist.core.step import Step

__all__ = ["holds", "restricted"]


def restricted(found: Found, unknowns: tuple[str, ...], conditions: tuple[Expr, ...]) -> Found:
    """The same with the roots outside the conditions taken out. Raises `Unsolved` where that is open."""
    own = tuple(c for c in conditions if c.free_symbols() & set(unknowns))
    if not own or not found.roots or found.parameters:
        return found
    if found.free or found.solutions is not None:
        raise Unsolved
    if any(root.free_symbols() for values in found.roots for root in values):
        return found
    kept: list[tuple[Expr, ...]] = []
    for root in found.roots:
        values = dict(zip(unknowns, root, strict=True))
        truths = [holds(condition, values) for condition in own]
        if None in truths and False not in truths:
            raise Unsolved
        if False not in truths:
            kept.append(root)
    if len(kept) == len(found.roots):
        return found
    says = Message(en="Keep what satisfies {conditions}.", zh="保留满足 {conditions} 的解。")
    shown = own[0] if len(own) == 1 else call("and", *own)
    rows = [root[0] if len(root) == 1 else call("tuple", *root) for root in kept]
    step = Step(
        rule="restriction", says=says, values={"conditions": shown}, after=call("set", *rows)
    )
    return replace(found, roots=tuple(kept), steps=(*found.steps, step))


def holds(condition: Expr, values: dict[str, Expr]) -> bool | None:
    """The truth of a condition at a root; None where it is open."""
    from abacist.notation.arb import decide

    plain = {name: _middle(value) for name, value in values.items()}
    fixed = condition.substitute(plain)
    found = decide(fixed, {}, highest=1024)
    if found is not None:
        return found
    return _exactly(fixed)


def _middle(value: Expr) -> Expr:
    if isinstance(value, Call) and value.head == "plus_minus":
        return value.args[0]
    return value


def _exactly(condition: Expr) -> bool | None:
    """Equality at a boundary, by SymPy's exact arithmetic."""
    import sympy

    from abacist.core.errors import AbacistError
    from abacist.notation.sympy_form import to_sympy

    try:
        found = sympy.simplify(to_sympy(condition, default="real"))
    except (AbacistError, TypeError, ValueError):
        return None
    if found in (sympy.true, sympy.false):
        return bool(found)
    return None
