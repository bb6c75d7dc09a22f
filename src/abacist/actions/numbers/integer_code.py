"""Standalone Python for conditions on integers: the same search, from scratch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from abacist.actions.numbers.integer_conditions import Bounds, bounds_of, congruence_of, least_of
from abacist.core.expr import Call, Expr, Number, Symbol

__all__ = ["condition_text", "imports_for", "search_script", "value_text"]

_RELATIONS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}


def value_text(expr: Expr) -> str:
    """Python for an integer expression; every part in brackets that could need them."""
    if isinstance(expr, Number):
        if expr.value.denominator == 1:
            return str(expr.value.numerator)
        return f"Fraction({expr.value.numerator}, {expr.value.denominator})"
    if isinstance(expr, Symbol):
        return expr.name
    assert isinstance(expr, Call)
    return _VALUES[expr.head](*(value_text(arg) for arg in expr.args))


def _joined(sign: str) -> Callable[..., str]:
    return lambda *parts: "(" + f" {sign} ".join(parts) + ")"


def _function(name: str) -> Callable[..., str]:
    return lambda *parts: f"{name}({', '.join(parts)})"


_VALUES: Mapping[str, Callable[..., str]] = {
    "add": _joined("+"),
    "mul": _joined("*"),
    "neg": lambda a: f"(-{a})",
    "div": lambda a, b: f"(Fraction({a}) / {b})",
    "pow": lambda a, b: f"({a})**{b}",
    "mod": lambda a, b: f"{a} % {b}",
    "abs": _function("abs"),
    "floor": _function("math.floor"),
    "ceil": _function("math.ceil"),
    "gcd": _function("math.gcd"),
    "lcm": _function("math.lcm"),
    "max": _function("max"),
    "min": _function("min"),
    "factorial": _function("math.factorial"),
    "binomial": _function("math.comb"),
}


def condition_text(condition: Expr) -> str:
    """Python for a condition."""
    assert isinstance(condition, Call)
    head, args = condition.head, condition.args
    if head in _RELATIONS:
        return f"{_bare(args[0])} {_RELATIONS[head]} {_bare(args[1])}"
    if head == "not":
        return f"not ({condition_text(args[0])})"
    if head in ("and", "or"):
        return "(" + f" {head} ".join(condition_text(arg) for arg in args) + ")"
    return _membership(args[0], args[1])


def _bare(expr: Expr) -> str:
    text = value_text(expr)
    return (
        text[1:-1]
        if text[0] == "(" and isinstance(expr, Call) and expr.head in ("add", "mul")
        else text
    )


def _membership(member: Expr, region: Expr) -> str:
    if isinstance(member, Call) and member.head in ("sqrt", "root"):
        degree = "2" if member.head == "sqrt" else value_text(member.args[1])
        return f"is_power({_bare(member.args[0])}, {degree})"
    value = value_text(member)
    if region == Symbol("Primes"):
        return f"is_prime({_bare(member)})"
    if isinstance(region, Symbol):
        return f"{value} >= 0" if region.name == "Naturals" else "True"
    assert isinstance(region, Call)
    if region.head == "set":
        return f"{value} in {{{', '.join(map(value_text, region.args))}}}"
    low, high = region.args
    left = "<=" if region.head in ("interval", "interval_right_open") else "<"
    right = "<=" if region.head in ("interval", "interval_left_open") else "<"
    parts = [f"{value_text(low)} {left} {value}"] if str(low) != "-oo" else []
    parts += [f"{value} {right} {value_text(high)}"] if str(high) != "oo" else []
    return " and ".join(parts) or "True"


_HELPERS = {
    "is_prime(": (
        "def is_prime(k):\n    return k > 1 and all(k % d for d in range(2, math.isqrt(k) + 1))\n"
    ),
    "is_power(": (
        "def is_power(k, degree):\n"
        "    root = round(abs(k) ** (1 / degree)) * (-1 if k < 0 else 1)\n"
        "    return any((root + step) ** degree == k for step in (-1, 0, 1))\n"
    ),
}


def imports_for(body: str) -> str:
    """The imports and helper functions that a script's text needs, before it."""
    helpers = [text for name, text in _HELPERS.items() if name in body]
    whole = "\n\n".join([*helpers, body])
    lines = ["import math"] if "math." in whole else []
    lines += ["from fractions import Fraction"] if "Fraction(" in whole else []
    lines += ["from itertools import count"] if "count(" in whole else []
    return "\n".join(lines) + ("\n\n\n" if lines else "") + "\n\n".join([*helpers, body])


def search_script(conditions: Sequence[Expr], wanted: str, unknown: str) -> str:
    """A script that merges the congruences, starts at the end of the range and walks on."""
    pairs: list[tuple[int, int]] = []
    rest: list[str] = []
    periods: list[int] = []
    range_ = Bounds(None, None)
    for condition in conditions:
        bounds = bounds_of(condition, unknown)
        found = congruence_of(condition, unknown) if bounds is None else None
        range_ = range_.meet(bounds or Bounds(least_of(condition, unknown), None))
        if bounds is not None:
            continue
        if found is not None and len(found.residues) == 1:
            pairs.append((found.residues[0], found.modulus))
        else:
            rest.append(condition_text(condition))
            periods += [found.modulus] if found is not None else []
            if found is not None and not found.residues:
                return f"# {rest[-1]} holds for no integer\n" + 'print("no solution")\n'
    lines = [f"def fits({unknown}):", f"    return {' and '.join(rest)}", "", ""] if rest else []
    lines += _merging(pairs)
    if wanted == "general":
        lines += _general(unknown, periods)
    else:
        lines += _asked(wanted, unknown, range_, bool(rest))
    return imports_for("\n".join(lines) + "\n")


def _merging(pairs: Sequence[tuple[int, int]]) -> list[str]:
    if not pairs:
        return ["start, step = 0, 1"]
    return [
        "start, step = 0, 1  # what satisfies the congruences so far: start + k*step",
        f"for residue, modulus in {list(pairs)}:",
        "    shared = math.gcd(step, modulus)",
        "    if (residue - start) % shared:",
        '        raise SystemExit("no solution")',
        "    inverse = pow(step // shared, -1, modulus // shared)",
        "    start += step * ((residue - start) // shared * inverse % (modulus // shared))",
        "    step = math.lcm(step, modulus)",
    ]


def _general(unknown: str, periods: Sequence[int]) -> list[str]:
    if not periods:
        return [f'print(f"mod({unknown}, {{step}}) = {{start % step}}")']
    return [
        f"period = math.lcm(step, {', '.join(map(str, periods))})",
        f"residues = [{unknown} for {unknown} in range(start % step, period, step) if fits({unknown})]",
        f'print(" or ".join(f"mod({unknown}, {{period}}) = {{r}}" for r in residues))',
    ]


def _asked(wanted: str, unknown: str, range_: Bounds, is_tested: bool) -> list[str]:
    lower, upper = range_.lower, range_.upper
    if wanted == "largest":
        walk = f"range(last, {lower - 1}, -step)" if lower is not None else "count(last, -step)"
        first = f"last = {upper} - ({upper} - start) % step"
    else:
        walk = f"range(first, {upper + 1}, step)" if upper is not None else "count(first, step)"
        first = f"first = {lower} + (start - {lower}) % step"
    chosen = f"for {unknown} in {walk}" + (f" if fits({unknown})" if is_tested else "")
    if wanted in ("smallest", "largest"):
        return [first, f'print(next(({unknown} {chosen}), "no solution"))']
    if wanted == "count":
        return [first, f"print(sum(1 {chosen}))"]
    return [first, f'print("{{" + ", ".join(str({unknown}) {chosen}) + "}}")']
