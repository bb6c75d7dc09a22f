"""Standalone scripts for extrema: critical points, their types, and the values on an interval."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["lines_for"]


def lines_for(function: str, variables: Sequence[str], interval: str, wanted: str) -> list[str]:
    """The lines of a script that prints what is wanted in the form of the answer."""
    if len(variables) > 1:
        return [*_several(function, variables), *_report(wanted, several=True)]
    x = variables[0]
    if wanted.startswith("global"):
        return _global(function, x, interval, wanted)
    return [
        f"f = {function}",
        f"inside = Interval.open({interval}.start, {interval}.end)",
        f"zeros = solveset(diff(f, {x}), {x}, inside)",
        f"kinks = [p for a in f.atoms(Abs) for p in solveset(a.args[0], {x}, inside)]",
        "points = sorted(set(zeros) | set(kinks))",
        "tiny = Rational(1, 10**6)",
        "found = []",
        "for p in points:",
        f"    left, right = (N((f.subs({x}, p) - f.subs({x}, p + s*tiny)), 50) for s in (-1, 1))",
        "    kind = 'maximum' if left > 0 and right > 0 else 'minimum' if left < 0 and right < 0 else 'none'",
        f"    found.append((kind, (p,), simplify(f.subs({x}, p))))",
        *_report(wanted, several=False),
    ]


def _several(function: str, variables: Sequence[str]) -> list[str]:
    names = ", ".join(variables)
    return [
        f"f = {function}",
        f"names = [{names}]",
        "found = []",
        "for s in solve([diff(f, v) for v in names], names, dict=True):",
        "    values = list(hessian(f, names).subs(s).eigenvals())",
        "    kind = ('minimum' if all(v > 0 for v in values) else",
        "            'maximum' if all(v < 0 for v in values) else 'none')",
        "    found.append((kind, tuple(s[v] for v in names), f.subs(s)))",
    ]


def _report(wanted: str, *, several: bool) -> list[str]:
    one = [
        "def one_or_set(items):",
        "    items = list(dict.fromkeys(items))",
        "    return str(items[0]) if len(items) == 1 else '{' + ', '.join(map(str, items)) + '}'",
    ]
    point = "p" if several else "p[0]"
    if wanted in ("local_max", "local_min"):
        kind = "maximum" if wanted == "local_max" else "minimum"
        return [*one, f"print(one_or_set([v for k, p, v in found if k == {kind!r}]))"]
    if wanted in ("max_point", "min_point"):
        kind = "maximum" if wanted == "max_point" else "minimum"
        return [*one, f"print(one_or_set([{point} for k, p, v in found if k == {kind!r}]))"]
    if wanted == "critical_points":
        return [f"print('{{' + ', '.join(str({point}) for k, p, v in found) + '}}')"]
    return [
        *one,
        "parts = []",
        "for kind in ('maximum', 'minimum'):",
        "    points = [(*p, v) for k, p, v in found if k == kind]",
        "    if points:",
        "        parts.append(f'{kind}: {one_or_set(points)}')",
        "print('{' + ', '.join(parts) + '}')",
    ]


def _global(function: str, x: str, interval: str, wanted: str) -> list[str]:
    lines = [f"f = {function}", f"where = {interval}"]
    if wanted == "global_both":
        return [
            *lines,
            f"print(f'{{{{maximum: {{maximum(f, {x}, where)}}, minimum: {{minimum(f, {x}, where)}}}}}}')",
        ]
    name = "maximum" if "max" in wanted else "minimum"
    lines.append(f"value = {name}(f, {x}, where)")
    if not wanted.endswith("point"):
        return [*lines, "print(value)"]
    return [
        *lines,
        f"points = list(solveset(f - value, {x}, where))",
        "print(points[0] if len(points) == 1 else points)",
    ]
