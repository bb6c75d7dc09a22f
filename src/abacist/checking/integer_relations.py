"""Relations on integers, evaluated exactly with FLINT: the meaning that checkers give to a condition.

A relation is a comparison, a membership (in the primes too), `and`, `or` or `not` of relations in one symbol, over
sums, products, quotients, powers, remainders, gcd, lcm, factorials and binomials. A remainder mod(a, m) is
taken for m > 0 and lies in [0, m).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from abacist.core.expr import Call, Expr, Number, Symbol, call

__all__ = [
    "NotAnInteger",
    "Range",
    "integer",
    "is_prime",
    "range_of",
    "relation",
    "single",
    "value_of",
]

_BITS = 300_000
_LARGEST_FACTORIAL = 20_000


class NotAnInteger(ValueError):
    """Not a relation or value of integers that can be evaluated here."""


def single(conditions: Sequence[Expr]) -> tuple[Expr, ...]:
    """The conditions with every `and` taken apart."""
    found: list[Expr] = []
    for condition in conditions:
        if isinstance(condition, Call) and condition.head == "and":
            found.extend(single(condition.args))
        else:
            found.append(condition)
    return tuple(found)


def integer(expr: Expr) -> int:
    """The value of a constant expression that is an integer. Raises `NotAnInteger`."""
    value = value_of(expr, {})
    if value.q != 1:
        raise NotAnInteger(f"{expr} is not an integer")
    return int(value.p)


def value_of(expr: Expr, values: Mapping[str, int | Fraction]) -> Any:
    """The exact value as an fmpq. Raises `NotAnInteger`."""
    from flint import fmpq

    if isinstance(expr, Number):
        return fmpq(expr.value.numerator, expr.value.denominator)
    if isinstance(expr, Symbol):
        if expr.name not in values:
            raise NotAnInteger(f"{expr.name} has no value")
        value = values[expr.name]
        return fmpq(value.numerator, value.denominator)
    assert isinstance(expr, Call)
    if expr.head == "mod":
        return fmpq(_remainder(expr, values))
    if expr.head == "pow":
        return _power(value_of(expr.args[0], values), value_of(expr.args[1], values))
    args = [value_of(arg, values) for arg in expr.args]
    if expr.head in _FIELD:
        return _FIELD[expr.head](args)
    if expr.head in _WHOLE:
        return fmpq(_WHOLE[expr.head](*(_whole(arg) for arg in args)))
    raise NotAnInteger(f"{expr.head} is not evaluated here")


def _whole(value: Any) -> int:
    if value.q != 1:
        raise NotAnInteger(f"{value} is not an integer")
    return int(value.p)


def _remainder(expr: Call, values: Mapping[str, int | Fraction]) -> int:
    modulus = _whole(value_of(expr.args[1], values))
    if modulus <= 0:
        raise NotAnInteger("the modulus is not positive")
    from flint import fmpz_mod_ctx

    return int(_residue(expr.args[0], values, modulus, fmpz_mod_ctx(modulus)))


def _residue(expr: Expr, values: Mapping[str, int | Fraction], modulus: int, ring: Any) -> Any:
    """An integer expression in the ring of residues."""
    if isinstance(expr, Call):
        if expr.head == "pow":
            exponent = _whole(value_of(expr.args[1], values))
            if exponent < 0:
                raise NotAnInteger("a negative power")
            return _residue(expr.args[0], values, modulus, ring) ** exponent
        if expr.head in ("add", "mul", "neg"):
            parts = [_residue(arg, values, modulus, ring) for arg in expr.args]
            total = -parts[0] if expr.head == "neg" else parts[0]
            for part in parts[1:]:
                total = total + part if expr.head == "add" else total * part
            return total
        if expr.head == "factorial":
            n = _whole(value_of(expr.args[0], values))
            if n >= modulus:
                return ring(0)
    return ring(_whole(value_of(expr, values)))


def _power(base: Any, exponent: Any) -> Any:
    from flint import fmpq

    power = _whole(exponent)
    if base == 0 and power < 0:
        raise NotAnInteger("a division by zero")
    if base in (0, 1, -1):
        return base if power % 2 else (base * base if power else fmpq(1))
    size = max(int(base.p).bit_length(), int(base.q).bit_length())
    if size * abs(power) > _BITS:
        raise NotAnInteger("a power that is too large")
    return base**power


def _sum(args: list[Any]) -> Any:
    total = args[0]
    for arg in args[1:]:
        total += arg
    return total


def _product(args: list[Any]) -> Any:
    total = args[0]
    for arg in args[1:]:
        total *= arg
    return total


def _quotient(args: list[Any]) -> Any:
    if args[1] == 0:
        raise NotAnInteger("a division by zero")
    return args[0] / args[1]


_FIELD: Mapping[str, Callable[[list[Any]], Any]] = {
    "add": _sum,
    "mul": _product,
    "neg": lambda args: -args[0],
    "div": _quotient,
    "abs": lambda args: abs(args[0]),
    "floor": lambda args: _as_rational(args[0].floor()),
    "ceil": lambda args: _as_rational(args[0].ceil()),
    "max": max,
    "min": min,
}


def _as_rational(value: Any) -> Any:
    from flint import fmpq

    return fmpq(value)


def _gcd(*values: int) -> int:
    from flint import fmpz

    total = fmpz(0)
    for value in values:
        total = total.gcd(fmpz(value))
    return int(total)


def _lcm(*values: int) -> int:
    from flint import fmpz

    total = fmpz(1)
    for value in values:
        total = total.lcm(fmpz(value))
    return int(total)


def _factorial(n: int) -> int:
    from flint import fmpz

    if not 0 <= n <= _LARGEST_FACTORIAL:
        raise NotAnInteger("a factorial that is too large, or of a negative number")
    total = fmpz(1)
    for factor in range(2, n + 1):
        total *= factor
    return int(total)


def _binomial(n: int, k: int) -> int:
    from flint import fmpz

    if not 0 <= k <= n:
        return 0
    if min(k, n - k) * n.bit_length() > _BITS:
        raise NotAnInteger("a binomial that is too large")
    return int(fmpz.bin_uiui(n, k))


_WHOLE: Mapping[str, Callable[..., int]] = {
    "gcd": _gcd,
    "lcm": _lcm,
    "factorial": _factorial,
    "binomial": _binomial,
}

_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
}


def relation(condition: Expr, values: Mapping[str, int | Fraction]) -> bool:
    """Whether a relation holds. Raises `NotAnInteger` where that is not decided here."""
    if not isinstance(condition, Call):
        raise NotAnInteger(f"{condition} is no relation")
    head, args = condition.head, condition.args
    if head in _COMPARE:
        return bool(_COMPARE[head](value_of(args[0], values), value_of(args[1], values)))
    if head == "not":
        return not relation(args[0], values)
    if head == "and":
        return all(relation(arg, values) for arg in args)
    if head == "or":
        return any(relation(arg, values) for arg in args)
    if head == "in":
        return _belongs(args[0], args[1], values)
    raise NotAnInteger(f"{head} is no relation of integers")


def is_prime(n: int) -> bool:
    """Whether n is a prime: FLINT proves what it says."""
    from flint import fmpz

    return n > 1 and bool(fmpz(n).is_prime())


def _belongs(member: Expr, region: Expr, values: Mapping[str, int | Fraction]) -> bool:
    if isinstance(region, Symbol):
        return _belongs_to_numbers(member, region.name, values)
    if not isinstance(region, Call):
        raise NotAnInteger(f"{region} is no set")
    value = value_of(member, values)
    if region.head == "set":
        return any(value == value_of(arg, values) for arg in region.args)
    if region.head in ("union", "intersection"):
        found = [_belongs(member, part, values) for part in region.args]
        return any(found) if region.head == "union" else all(found)
    if not region.head.startswith("interval"):
        raise NotAnInteger(f"{region.head} is no set of integers")
    low, high = region.args
    left = str(low) == "-oo" or (
        value_of(low, values) <= value
        if region.head in ("interval", "interval_right_open")
        else value_of(low, values) < value
    )
    right = str(high) == "oo" or (
        value <= value_of(high, values)
        if region.head in ("interval", "interval_left_open")
        else value < value_of(high, values)
    )
    return bool(left and right)


def _belongs_to_numbers(member: Expr, name: str, values: Mapping[str, int | Fraction]) -> bool:
    if isinstance(member, Call) and member.head in ("sqrt", "root") and name == "Integers":
        degree = 2 if member.head == "sqrt" else integer(member.args[1])
        return _is_perfect_power(value_of(member.args[0], values), degree)
    value = value_of(member, values)
    if name == "Primes":
        return bool(value.q == 1 and is_prime(int(value.p)))
    if name not in ("Integers", "Naturals", "Rationals", "Reals"):
        raise NotAnInteger(f"membership in {name}")
    whole = name in ("Rationals", "Reals") or value.q == 1
    return bool(whole and (name != "Naturals" or value >= 0))


def _is_perfect_power(value: Any, degree: int) -> bool:
    """Whether an integer is the `degree`-th power of an integer."""
    from flint import fmpz

    if value.q != 1 or degree < 2:
        raise NotAnInteger("a root of no integer")
    base = fmpz(value.p)
    if base < 0:
        if degree % 2 == 0:
            return False
        base = -base
    return bool(base.root(degree) ** degree == base)


@dataclass(frozen=True, slots=True)
class Range:
    """The least and greatest integer that conditions allow; None where they set no limit."""

    lower: int | None
    upper: int | None


def range_of(conditions: Sequence[Expr], unknown: str) -> Range:
    """The bounds that the conditions set on the unknown by itself. What is no such bound is passed over."""
    lowers: list[int] = []
    uppers: list[int] = []
    for condition in single(conditions):
        for head, bound in _bounds(condition, unknown):
            if head in ("gt", "ge", "eq"):
                lowers.append(_ceiling(bound) + (head == "gt" and bound.denominator == 1))
            if head in ("lt", "le", "eq"):
                uppers.append(-_ceiling(-bound) - (head == "lt" and bound.denominator == 1))
    return Range(max(lowers, default=None), min(uppers, default=None))


def _ceiling(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)


_TURNED = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le", "eq": "eq"}


def _bounds(condition: Expr, unknown: str) -> Iterator[tuple[str, Fraction]]:
    """Relations of the unknown with a number: (head, number)."""
    if not isinstance(condition, Call):
        return
    if condition.head == "in" and condition.args[0] == Symbol(unknown):
        yield from _interval_bounds(condition.args[1])
    if condition == call("in", call("sqrt", Symbol(unknown)), Symbol("Integers")):
        yield "ge", Fraction(0)
    if condition.head not in _TURNED:
        return
    left, right = condition.args
    head = condition.head
    if right == Symbol(unknown):
        head, left, right = _TURNED[head], right, left
    if left == Symbol(unknown) and unknown not in right.free_symbols():
        value = value_of(right, {})
        yield head, Fraction(int(value.p), int(value.q))


def _interval_bounds(region: Expr) -> Iterator[tuple[str, Fraction]]:
    if region in (Symbol("Naturals"), Symbol("Primes")):
        yield "ge", Fraction(0 if region == Symbol("Naturals") else 2)
    if not (isinstance(region, Call) and region.head.startswith("interval")):
        return
    low, high = region.args
    if str(low) != "-oo":
        value = value_of(low, {})
        closed = region.head in ("interval", "interval_right_open")
        yield "ge" if closed else "gt", Fraction(int(value.p), int(value.q))
    if str(high) != "oo":
        value = value_of(high, {})
        closed = region.head in ("interval", "interval_left_open")
        yield "le" if closed else "lt", Fraction(int(value.p), int(value.q))
