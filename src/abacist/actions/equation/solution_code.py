"""Standalone SymPy scripts that solve the same equations from scratch and print the answer in its own form."""

from __future__ import annotations

from abacist.actions.equation.ranges import bounds_of
from abacist.core.answer import Solution
from abacist.core.claim import Domain, RootsOf
from abacist.core.expr import Call, Expr
from abacist.core.outcome import Outcome
from abacist.notation.python_code import declarations, sympy_code, sympy_import
from abacist.notation.refusal import NotRepresentable

__all__ = ["solution_script"]

_COMMENT = "# Solve from scratch and print all solutions."
_SETS = {
    "real": "S.Reals",
    "complex": "S.Complexes",
    "integer": "S.Integers",
    "natural": "S.Naturals0",
}


def solution_script(
    equations: tuple[Expr, ...],
    unknowns: tuple[str, ...],
    domain: Domain,
    conditions: tuple[Expr, ...],
    solution: Solution,
    wanted: tuple[str, ...],
) -> str:
    """A script that prints the answer, the `wanted` unknowns alone; "" where there is none to print."""
    if not solution.outcome.is_answer or not equations:
        return ""
    try:
        sides = [
            f"{sympy_code(e.args[0])} - ({sympy_code(e.args[1])})"
            for e in equations
            if isinstance(e, Call)
        ]
        body = _body(sides, unknowns, domain, conditions, solution, wanted)
    except NotRepresentable:
        return ""
    names = sorted({n for e in equations for n in e.free_symbols()} | set(unknowns))
    kinds = dict.fromkeys(names, "complex" if domain == "complex" else "real")
    if len(unknowns) > 1 or len(names) > 1:
        kinds = dict.fromkeys(names, "complex")
    source = " ".join([*sides, *body])
    extra = [
        w
        for w in ("S", "solveset", "solve", "nsolve", "diophantine", "Interval")
        if f"{w}" in source
    ]
    used = [w for w in extra if any(_calls(line, w) for line in body)]
    head = [_COMMENT, sympy_import(source, "symbols", *used), "", declarations(names, kinds)]
    return "\n".join([*head, *body, ""])


def _calls(line: str, word: str) -> bool:
    return f"{word}(" in line or f"{word}." in line


def _body(
    sides: list[str],
    unknowns: tuple[str, ...],
    domain: Domain,
    conditions: tuple[Expr, ...],
    solution: Solution,
    wanted: tuple[str, ...],
) -> list[str]:
    claim = next((claim for claim in solution.claims if isinstance(claim, RootsOf)), None)
    roots = claim.roots if claim is not None else ()
    families = claim is not None and bool(claim.parameters)
    if any(value.has("plus_minus") for root in roots for value in root):
        return _numerical(sides, unknowns, roots)
    if domain in ("integer", "natural") and len(unknowns) > 1:
        return _whole(sides, unknowns, roots)
    literal = any(v.free_symbols() for r in roots for v in r) and not families
    if len(unknowns) > 1 or len(sides) > 1 or literal:
        return _system(sides, unknowns, conditions, wanted)
    name = next(iter(unknowns))
    low, high = bounds_of(name, conditions)
    place = _SETS[domain]
    if low is not None and high is not None:
        place = f"Interval({sympy_code(low)}, {sympy_code(high)})"
    elif low is not None:
        place = f"Interval.open({sympy_code(low)}, S.Infinity)"
    elif high is not None:
        place = f"Interval.open(-S.Infinity, {sympy_code(high)})"
    lines = [f"solutions = solveset({sides[0]}, {name}, {place})"]
    alone = len(roots) == 1 and solution.outcome is Outcome.SOLVED and not families
    return [*lines, "print(*solutions)" if alone else "print(solutions)"]


def _numerical(
    sides: list[str], unknowns: tuple[str, ...], roots: tuple[tuple[Expr, ...], ...]
) -> list[str]:
    """Newton's method near each root."""
    starts: list[str] = []
    for root in roots:
        value = root[0]
        if len(root) != 1 or not isinstance(value, Call) or value.head not in ("plus_minus",):
            starts.append(sympy_code(value))
            continue
        starts.append(
            f"nsolve({sides[0]}, {unknowns[0]}, {float(str(value.args[0])):.6g}, prec=20)"
        )
    lines = [f"roots = [{', '.join(starts)}]", "shown = [str(root.evalf(10)) for root in roots]"]
    if len(roots) == 1:
        return [*lines, "print(shown[0])"]
    return [*lines, 'print("{" + ", ".join(shown) + "}")']


def _system(
    sides: list[str],
    unknowns: tuple[str, ...],
    conditions: tuple[Expr, ...],
    wanted: tuple[str, ...],
) -> list[str]:
    """All solutions by `solve`, with names where there is one."""
    names = ", ".join(unknowns)
    lines = [f"solutions = solve([{', '.join(sides)}], [{names}], dict=True)"]
    if conditions:
        kept = " and ".join(f"({sympy_code(c)}).subs(s) != False" for c in conditions)
        lines.append(f"solutions = [s for s in solutions if {kept}]")
    if len(wanted) == 1:
        lines += [
            f"roots = list(dict.fromkeys(s[{wanted[0]}] for s in solutions))",
            'print(roots[0] if len(roots) == 1 else "{" + ", ".join(map(str, roots)) + "}")',
        ]
        return lines
    lines += [
        f"rows = [tuple(s.get(v, v) for v in ({', '.join(wanted)})) for s in solutions]",
        "if len(rows) == 1:",
        f"    pairs = zip(({', '.join(wanted)}), rows[0])",
        '    print("{" + ", ".join(f"{v}: {value}" for v, value in pairs) + "}")',
        "else:",
        '    print("{" + ", ".join(map(str, rows)) + "}")',
    ]
    return lines


def _whole(
    sides: list[str], unknowns: tuple[str, ...], roots: tuple[tuple[Expr, ...], ...]
) -> list[str]:
    """Trial within the bounds that the solutions show, or SymPy's Diophantine solver."""
    names = ", ".join(unknowns)
    values = [int(str(v)) for root in roots for v in root if not v.free_symbols()]
    if any(v.free_symbols() for root in roots for v in root) or not values:
        return [
            "from sympy.solvers.diophantine import diophantine",
            f"print(diophantine({sides[0]}))",
        ]
    reach = max(abs(v) for v in values) + 5
    loops = " ".join(f"for {name}_ in range({-reach}, {reach + 1})" for name in unknowns)
    put_in = ", ".join(f"({name}, {name}_)" for name in unknowns)
    tests = " and ".join(f"({side}).subs([{put_in}]) == 0" for side in sides)
    row = ", ".join(f"{name}_" for name in unknowns)
    return [
        f"solutions = [({row}) {loops} if {tests}]",
        f"# solutions in ({names})",
        'print("{" + ", ".join(map(str, solutions)) + "}")',
    ]
