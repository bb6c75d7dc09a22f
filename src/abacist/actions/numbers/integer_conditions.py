"""Conditions on an integer: relations in one symbol, brought to one form, split and compiled.

Phrases speak of `member`; a problem may call it N or x. In a plan it is always `n`, so that the same
conditions are the same plan. A condition is a comparison, mod(…, m) = r, `in(n, S)` with an interval or a
finite set, `in(sqrt(n), Integers)`, `in(n, Primes)`, or `and`, `or`, `not` of conditions.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from abacist.actions.numbers.integer_arithmetic import (
    Unsupported,
    compile_value,
    integer_of,
    rational_of,
)
from abacist.actions.numbers.plain_relations import alone, denial_of
from abacist.core.errors import TooLarge
from abacist.core.expr import Call, Expr, Symbol, call, number

__all__ = [
    "MEMBER",
    "UNKNOWN",
    "Bounds",
    "Congruence",
    "bounds_of",
    "compile_test",
    "congruence_of",
    "in_one_unknown",
    "is_prime",
    "least_of",
    "unknown_of",
]

MEMBER = "member"
"""What phrases call the number that they speak of."""

UNKNOWN = "n"
"""What plans call it."""

Test = Callable[[int], bool]

_COMPARISONS: dict[str, Callable[[object, object], bool]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "lt": lambda a, b: a < b,  # type: ignore[operator]
    "le": lambda a, b: a <= b,  # type: ignore[operator]
    "gt": lambda a, b: a > b,  # type: ignore[operator]
    "ge": lambda a, b: a >= b,  # type: ignore[operator]
}
_MIRRORED = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le", "eq": "eq", "ne": "ne"}


def unknown_of(conditions: Iterable[Expr]) -> str | None:
    """The one name that conditions are about besides `member`; None where they name none.

    Raises `ValueError` where they are about several.
    """
    names = {
        name
        for condition in conditions
        for name in condition.free_symbols()
        if name != MEMBER and not name.startswith("_")
    }
    if len(names) > 1:
        raise ValueError(f"conditions on several numbers: {', '.join(sorted(names))}")
    return next(iter(names), None)


def in_one_unknown(conditions: Sequence[Expr], called: str = UNKNOWN) -> tuple[Expr, ...]:
    """The single conditions in one order, about one number with one name. Raises `ValueError`."""
    name = unknown_of(conditions)
    values: dict[str, Expr] = {MEMBER: Symbol(called)}
    if name is not None:
        values[name] = Symbol(called)
    single = [
        _with_plain_bound(part.substitute(values), called)
        for condition in conditions
        for part in _parts(condition)
    ]
    everything = call("in", Symbol(called), Symbol("Integers"))
    return tuple(sorted((c for c in dict.fromkeys(single) if c != everything), key=_rank))


def _with_plain_bound(condition: Expr, called: str) -> Expr:
    """A comparison with 10**(3 - 1) becomes one with 100, n/27 > 2/3 one of n itself."""
    if not (isinstance(condition, Call) and condition.head in _COMPARISONS):
        return condition
    plain = Call(condition.head, tuple(_computed(side) for side in condition.args))
    try:
        head, sides = alone(plain, called)
    except Unsupported:
        return plain
    return call(head, *sides)


def _computed(side: Expr) -> Expr:
    if not isinstance(side, Call) or side.free_symbols() or side.head in ("mod", "factorial"):
        return side
    try:
        return number(rational_of(side))
    except (Unsupported, TooLarge):
        return side


def _parts(condition: Expr) -> tuple[Expr, ...]:
    if isinstance(condition, Call) and condition.head == "and":
        return tuple(part for arg in condition.args for part in _parts(arg))
    if isinstance(condition, Call) and condition.head == "not":
        denied = denial_of(condition.args[0])
        return (condition,) if denied is None else _parts(denied)
    return (condition,)


def _rank(condition: Expr) -> tuple[bool, str]:
    is_congruence = isinstance(condition, Call) and condition.head == "eq" and condition.has("mod")
    return not is_congruence, str(condition)


@dataclass(frozen=True, slots=True)
class Congruence:
    """The integers whose residue modulo `modulus` is one of `residues`."""

    modulus: int
    residues: tuple[int, ...]


_MOST_RESIDUES = 100_000


def congruence_of(condition: Expr, unknown: str = UNKNOWN) -> Congruence | None:
    """A relation mod(p(n), m) = r with a polynomial p as a congruence for n; None for anything else."""
    if not (isinstance(condition, Call) and condition.head == "eq"):
        return None
    left, right = condition.args
    if not (isinstance(left, Call) and left.head == "mod"):
        left, right = right, left
    if not (isinstance(left, Call) and left.head == "mod") or unknown in right.free_symbols():
        return None
    if unknown not in left.args[0].free_symbols():
        return None
    modulus, wanted = integer_of(left.args[1]), integer_of(right)
    if modulus <= 0:
        raise Unsupported("a modulus is a positive integer")
    if not 0 <= wanted < modulus:
        return Congruence(1, ())  # a remainder is smaller than the divisor
    line = _linear(left.args[0], unknown)
    if line is not None:
        return _linear_congruence(*line, wanted, modulus)
    if modulus > _MOST_RESIDUES or not _is_polynomial(left.args[0], unknown):
        return None
    test = compile_test(condition, unknown)
    return Congruence(modulus, tuple(r for r in range(modulus) if test(r)))


def _linear_congruence(a: int, b: int, wanted: int, modulus: int) -> Congruence:
    """a·n + b ≡ wanted (mod modulus), solved for n."""
    shared = math.gcd(a, modulus)
    target = (wanted - b) % modulus
    if target % shared:
        return Congruence(1, ())
    reduced = modulus // shared
    return Congruence(reduced, (target // shared * pow(a // shared, -1, reduced) % reduced,))


def _linear(expr: Expr, unknown: str) -> tuple[int, int] | None:
    """(a, b) where the expression is a·n + b with integers, else None."""
    if expr == Symbol(unknown):
        return 1, 0
    if unknown not in expr.free_symbols():
        return 0, integer_of(expr)
    if not isinstance(expr, Call):
        return None
    parts = [_linear(arg, unknown) for arg in expr.args]
    if expr.head not in ("add", "neg", "mul") or None in parts:
        return None
    lines = [part for part in parts if part is not None]
    if expr.head == "add":
        return sum(a for a, _ in lines), sum(b for _, b in lines)
    if expr.head == "neg":
        return -lines[0][0], -lines[0][1]
    moving = [line for line in lines if line[0]]
    if len(moving) != 1:
        return None
    scale = math.prod(b for a, b in lines if not a)
    return moving[0][0] * scale, moving[0][1] * scale


def _is_polynomial(expr: Expr, unknown: str) -> bool:
    if unknown not in expr.free_symbols():
        return isinstance(rational_of(expr), int)
    if isinstance(expr, Symbol):
        return True
    if not isinstance(expr, Call):
        return False
    if expr.head == "pow":
        exponent = expr.args[1]
        return _is_polynomial(expr.args[0], unknown) and (
            unknown not in exponent.free_symbols() and integer_of(exponent) >= 0
        )
    return expr.head in ("add", "mul", "neg") and all(
        _is_polynomial(arg, unknown) for arg in expr.args
    )


@dataclass(frozen=True, slots=True)
class Bounds:
    """The smallest and largest integer that is allowed; None where there is no limit."""

    lower: int | None
    upper: int | None

    def meet(self, other: Bounds) -> Bounds:
        """What both allow."""
        lowers = [b for b in (self.lower, other.lower) if b is not None]
        uppers = [b for b in (self.upper, other.upper) if b is not None]
        return Bounds(max(lowers, default=None), min(uppers, default=None))


def bounds_of(condition: Expr, unknown: str = UNKNOWN) -> Bounds | None:
    """A condition that is nothing but a bound on n, as the integers it allows; else None."""
    if not isinstance(condition, Call):
        return None
    if condition.head == "in" and condition.args[0] == Symbol(unknown):
        return (
            None if condition.args[1] == Symbol("Primes") else _interval_bounds(condition.args[1])
        )
    if condition.head not in _MIRRORED or condition.head == "ne":
        return None
    head, (left, right) = condition.head, condition.args
    if left != Symbol(unknown):
        head, left, right = _MIRRORED[head], right, left
    if left != Symbol(unknown) or unknown in right.free_symbols():
        return None
    value = rational_of(right)
    lower, upper = math.ceil(value), math.floor(value)
    match head:
        case "lt":
            return Bounds(None, lower - 1)
        case "le":
            return Bounds(None, upper)
        case "gt":
            return Bounds(upper + 1, None)
        case "ge":
            return Bounds(lower, None)
        case _:
            return Bounds(lower, upper)


def least_of(condition: Expr, unknown: str = UNKNOWN) -> int | None:
    """What a condition that is no bound implies as one: a prime is at least 2, a square at least 0."""
    n = Symbol(unknown)
    if condition == call("in", n, Symbol("Primes")):
        return 2
    return 0 if condition == call("in", call("sqrt", n), Symbol("Integers")) else None


def _interval_bounds(region: Expr) -> Bounds | None:
    if region == Symbol("Integers"):
        return Bounds(None, None)
    if region == Symbol("Naturals"):
        return Bounds(0, None)
    if not (isinstance(region, Call) and region.head.startswith("interval")):
        return None
    low, high = region.args
    lower = upper = None
    if str(low) != "-oo":
        value = rational_of(low)
        closed = region.head in ("interval", "interval_right_open")
        lower = math.ceil(value) if closed else math.floor(value) + 1
    if str(high) != "oo":
        value = rational_of(high)
        closed = region.head in ("interval", "interval_left_open")
        upper = math.floor(value) if closed else math.ceil(value) - 1
    return Bounds(lower, upper)


def compile_test(condition: Expr, unknown: str = UNKNOWN) -> Test:
    """A function that says whether an integer satisfies the condition. Raises `Unsupported`."""
    if not isinstance(condition, Call):
        raise Unsupported(f"{condition} is no condition")
    head, args = condition.head, condition.args
    if head in _COMPARISONS:
        compare = _COMPARISONS[head]
        left, right = (compile_value(arg, unknown) for arg in args)
        return lambda n: compare(left(n), right(n))
    if head in ("and", "or", "not"):
        return _connected(head, [compile_test(arg, unknown) for arg in args])
    if head == "in":
        return _membership(args[0], args[1], unknown)
    raise Unsupported(f"{head} is no condition on integers")


def _connected(head: str, tests: Sequence[Test]) -> Test:
    if head == "not":
        return lambda n: not tests[0](n)
    if head == "and":
        return lambda n: all(test(n) for test in tests)
    return lambda n: any(test(n) for test in tests)


def _membership(member: Expr, region: Expr, unknown: str) -> Test:
    if (
        isinstance(member, Call)
        and region == Symbol("Integers")
        and member.head in ("sqrt", "root")
    ):
        degree = 2 if member.head == "sqrt" else integer_of(member.args[1])
        base = compile_value(member.args[0], unknown)
        return lambda n: _is_power(base(n), degree)
    value = compile_value(member, unknown)
    if region == Symbol("Primes"):
        return lambda n: is_prime(value(n))
    if isinstance(region, Call) and region.head == "set":
        members = frozenset(rational_of(arg) for arg in region.args)
        return lambda n: value(n) in members
    if region in (Symbol("Integers"), Symbol("Naturals")):
        least = 0 if region == Symbol("Naturals") else None
        return lambda n: _is_whole(value(n), least)
    bounds = _interval_bounds(region)
    if bounds is None or isinstance(region, Symbol):
        raise Unsupported(f"{region} is no set of integers")
    return lambda n: _within(value(n), bounds)


def _is_whole(value: int | Fraction, least: int | None) -> bool:
    return isinstance(value, int) and (least is None or value >= least)


def _within(value: int | Fraction, bounds: Bounds) -> bool:
    if isinstance(value, Fraction):
        raise Unsupported("an integer is needed here")
    return (bounds.lower is None or bounds.lower <= value) and (
        bounds.upper is None or value <= bounds.upper
    )


def _is_power(value: int | Fraction, degree: int) -> bool:
    """True for the degree-th power of an integer, by Newton's iteration in integers."""
    if isinstance(value, Fraction) or degree < 2 or (value < 0 and degree % 2 == 0):
        return False
    size = abs(value)
    root = 1 << -(-size.bit_length() // degree)
    while (
        size and (smaller := ((degree - 1) * root + size // root ** (degree - 1)) // degree) < root
    ):
        root = smaller
    return size == 0 or root**degree == size


_SMALL_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)


def is_prime(value: int | Fraction) -> bool:
    """Whether an integer is a prime; a fraction is none.

    Source: J. Sorenson, J. Webster, "Strong pseudoprimes to twelve prime bases", Math. Comp. 86 (2017),
    doi:10.1090/mcom/3134: below 3.18e23 the first twelve primes as bases decide.
    """
    if isinstance(value, Fraction) or value < 2:
        return False
    for prime in _SMALL_PRIMES:
        if value % prime == 0:
            return value == prime
    if value >= 318_665_857_834_031_151_167_461:
        from sympy import isprime

        return bool(isprime(value))
    odd, twos = value - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    return all(_is_strong_probable_prime(value, base, odd, twos) for base in _SMALL_PRIMES)


def _is_strong_probable_prime(value: int, base: int, odd: int, twos: int) -> bool:
    power = pow(base, odd, value)
    if power in (1, value - 1):
        return True
    for _ in range(twos - 1):
        power = power * power % value
        if power == value - 1:
            return True
    return False
