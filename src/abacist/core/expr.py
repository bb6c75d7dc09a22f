"""A small immutable syntax tree for mathematics: a number, a symbol, or a call of a head on arguments.

The tree records what was written, not its value: nothing is evaluated, sorted or cancelled. The only
normal forms are the ones without which the same text could stand for two trees: sums and products are
flat, a difference is a sum with a negated term, and the sign of a number belongs to the number.

The heads are a closed vocabulary (`HEADS`); what a person calls f(x) is `apply(f, x)`. Constants are
symbols with reserved names (`CONSTANTS`).

    add(a, b, …)  mul(a, b, …)  neg(a)  div(a, b)  pow(a, b)            arithmetic
    sin(a) … gamma(a) …                                                 named functions
    apply(f, a, …)      prime(f, n)      apply(prime(f, 1), a)          f(a)   f'   f'(a)
    eq ne lt le gt ge (a, b)   and or not   in(a, S)                    relations; a chain is `and`
    tuple list vector set (a, …)   matrix(list(…), …)                   collections
    interval(a, b) interval_open interval_left_open interval_right_open and union, intersection, …
    named(eq(x, 1), …)                                                  named values {x: 1, …}
    piecewise(case(e, c), …, otherwise(e))
    derivative(f, x, n, y, m, …)     integral(f, x[, a, b])             n, m: orders
    sum(term, n, a, b)   product(term, n, a, b)
    limit(f, x, a)   limit_left(f, x, a)   limit_right(f, x, a)
    percent(a)   degree(a)   quantity(a, unit)   plus_minus(a, b)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from importlib import import_module
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

__all__ = [
    "CONSTANTS",
    "FUNCTIONS",
    "HEADS",
    "Call",
    "Expr",
    "Number",
    "Symbol",
    "add",
    "apply",
    "call",
    "div",
    "eq",
    "mul",
    "neg",
    "number",
    "pow_",
    "sub",
    "symbol",
]

CONSTANTS = frozenset(
    {"pi", "E", "I", "oo", "undefined", "Reals", "Integers", "Naturals", "Rationals", "Complexes",
     "Primes", "true", "false"}
)  # fmt: skip
"""Reserved symbol names: constants and the number sets."""

FUNCTIONS: Mapping[str, tuple[int, int]] = {
    **dict.fromkeys(
        "sqrt exp ln sin cos tan cot sec csc asin acos atan acot asec acsc sinh cosh tanh coth sech "
        "csch asinh acosh atanh acoth asech acsch abs sign floor ceil factorial double_factorial "
        "gamma loggamma digamma erf erfc erfi fresnels fresnelc Si Ci Shi Chi Ei li zeta "
        "elliptic_k dirichlet_eta airyai airybi re im conj arg heaviside transpose "
        "determinant inverse trace adjugate rank norm fibonacci".split(),
        (1, 1),
    ),
    **dict.fromkeys(
        "root atan2 binomial permutations besselj bessely besseli besselk beta polylog "
        "elliptic_f elliptic_e polygamma lower_gamma upper_gamma expint dot cross".split(),
        (2, 2),
    ),
    "log": (1, 2),  # log(x) is the natural logarithm, log(x, b) has base b
    "elliptic_e1": (1, 1),
    "lambertw": (1, 2),  # lambertw(x) is the principal branch, lambertw(x, k) branch k
    "mod": (2, 2),
    "max": (1, 64),
    "min": (1, 64),
    "gcd": (2, 64),
    "lcm": (2, 64),
    "hyper": (3, 3),
    "meijerg": (3, 3),
}
"""Named functions with the fewest and most arguments they take."""

_MANY = 10_000

HEADS: Mapping[str, tuple[int, int]] = {
    **FUNCTIONS,
    "add": (2, _MANY),
    "mul": (2, _MANY),
    "neg": (1, 1),
    "div": (2, 2),
    "pow": (2, 2),
    "apply": (2, 16),
    "prime": (2, 2),
    **dict.fromkeys(("eq", "ne", "lt", "le", "gt", "ge", "approx", "in", "subset"), (2, 2)),
    **dict.fromkeys(("and", "or"), (2, _MANY)),
    "not": (1, 1),
    "implies": (2, 2),
    **dict.fromkeys(("tuple", "vector", "matrix"), (1, _MANY)),
    **dict.fromkeys(("list", "set"), (0, _MANY)),
    **dict.fromkeys(
        ("interval", "interval_open", "interval_left_open", "interval_right_open"), (2, 2)
    ),
    **dict.fromkeys(("union", "intersection"), (2, _MANY)),
    "difference": (2, 2),
    "such_that": (2, 2),  # {x : condition}
    "image": (3, 3),  # {expression : parameter in set}: periodic families of roots
    "named": (1, _MANY),
    "piecewise": (1, _MANY),
    "case": (2, 2),
    "otherwise": (1, 1),
    "derivative": (2, 32),
    "integral": (2, 4),
    "sum": (4, 4),
    "product": (4, 4),
    **dict.fromkeys(("limit", "limit_left", "limit_right"), (3, 3)),
    "percent": (1, 1),
    "degree": (1, 1),
    "quantity": (2, 2),
    "plus_minus": (1, 2),
}
"""Every head with the fewest and most arguments it takes."""


class Expr:
    """Base of `Number`, `Symbol` and `Call`. In JSON an expression is its canonical text."""

    __slots__ = ()

    def __str__(self) -> str:
        return str(import_module("abacist.notation.text").canonical(self))

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[Any], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _from_json,
            serialization=core_schema.plain_serializer_function_ser_schema(
                str, return_schema=core_schema.str_schema()
            ),
            json_schema_input_schema=core_schema.str_schema(),
        )

    def walk(self) -> Iterator[Expr]:
        """Every node of the tree, a parent before its children."""
        waiting: list[Expr] = [self]
        while waiting:
            node = waiting.pop()
            yield node
            if isinstance(node, Call):
                waiting.extend(reversed(node.args))

    def names(self) -> frozenset[str]:
        """The names of all symbols that are no constants, bound ones and functions included."""
        return frozenset(
            node.name
            for node in self.walk()
            if isinstance(node, Symbol) and node.name not in CONSTANTS
        )

    def free_symbols(self) -> frozenset[str]:
        """The names a value must be given for: no constants, bound variables or applied functions."""
        return frozenset(_free(self, frozenset()))

    def has(self, *heads: str) -> bool:
        """True where any node is a call of one of `heads`."""
        return any(isinstance(node, Call) and node.head in heads for node in self.walk())

    def substitute(self, values: Mapping[str, Expr]) -> Expr:
        """The tree with free symbols replaced; bound variables (of integrals, sums, …) stay."""
        return _substitute(self, dict(values))

    def rebuild(self, change: Callable[[Expr], Expr]) -> Expr:
        """The tree with `change` applied to every node, children first."""
        if isinstance(self, Call):
            return change(call(self.head, *(arg.rebuild(change) for arg in self.args)))
        return change(self)


@dataclass(frozen=True, slots=True)
class Number(Expr):
    """An exact decimal number: its denominator has no prime factor but 2 and 5. 1/3 is `div(1, 3)`."""

    value: Fraction

    def __post_init__(self) -> None:
        rest = self.value.denominator
        for prime in (2, 5):
            while rest % prime == 0:
                rest //= prime
        if rest != 1:
            raise ValueError(f"{self.value} has no finite decimal form; use number()")

    __str__ = Expr.__str__


@dataclass(frozen=True, slots=True)
class Symbol(Expr):
    """A name: a letter, then letters, digits and underscores (`x`, `R1`, `x_1`, `alpha`, `C`)."""

    name: str

    __str__ = Expr.__str__


@dataclass(frozen=True, eq=False)
class Call(Expr):
    """A head of the vocabulary with its arguments. Make it with `call`, which checks and normalises."""

    head: str
    args: tuple[Expr, ...]

    __str__ = Expr.__str__

    @cached_property
    def _hash(self) -> int:
        return hash((self.head, self.args))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return (
            isinstance(other, Call)
            and self._hash == other._hash
            and self.head == other.head
            and self.args == other.args
        )


_BINDERS = frozenset({"integral", "sum", "product", "limit", "limit_left", "limit_right"})


def _bound(node: Call) -> tuple[str | None, int]:
    """The variable that a call binds and how many leading arguments it binds it in."""
    if node.head in _BINDERS and isinstance(node.args[1], Symbol):
        indefinite = node.head == "integral" and len(node.args) == 2
        return (None, 0) if indefinite else (node.args[1].name, 2)
    if node.head == "such_that" and isinstance(node.args[0], Symbol):
        return node.args[0].name, 2
    if node.head == "image" and isinstance(node.args[1], Symbol):
        return node.args[1].name, 2
    return None, 0


def _free(node: Expr, bound: frozenset[str]) -> Iterator[str]:
    if isinstance(node, Symbol):
        if node.name not in CONSTANTS and node.name not in bound:
            yield node.name
        return
    if not isinstance(node, Call):
        return
    name, reach = _bound(node)
    inside = bound | {name} if name else bound
    for index, arg in enumerate(node.args):
        if node.head in ("apply", "prime") and index == 0 and isinstance(arg, Symbol):
            continue
        if node.head == "apply" and index == 0 and isinstance(arg, Call) and arg.head == "prime":
            continue
        if node.head == "quantity" and index == 1:
            continue
        yield from _free(arg, inside if index < reach else bound)


def _substitute(node: Expr, values: dict[str, Expr]) -> Expr:
    if isinstance(node, Symbol):
        return values.get(node.name, node)
    if not isinstance(node, Call) or not values:
        return node
    name, reach = _bound(node)
    inside = {key: value for key, value in values.items() if key != name}
    args: list[Expr] = []
    for index, arg in enumerate(node.args):
        keep = (node.head in ("apply", "prime") and index == 0 and isinstance(arg, Symbol)) or (
            node.head == "quantity" and index == 1
        )
        args.append(arg if keep else _substitute(arg, inside if index < reach else values))
    return call(node.head, *args)


def _from_json(value: object) -> Expr:
    if isinstance(value, Expr):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError("an expression is given as text")
    return import_module("abacist.notation.canonical_grammar").parse_canonical(str(value))


def symbol(name: str) -> Symbol:
    """A symbol; the name must be a letter followed by letters, digits or underscores."""
    if not (name[:1].isalpha() or name[:1] == "_") or not name.replace("_", "a").isalnum():
        raise ValueError(f"not a symbol's name: {name!r}")
    return Symbol(name)


def number(value: int | Fraction | str) -> Expr:
    """An exact number from an integer, a fraction or decimal text; a fraction without end is a `div`."""
    fraction = Fraction(value)
    try:
        return Number(fraction)
    except ValueError:
        return Call(
            "div", (Number(Fraction(fraction.numerator)), Number(Fraction(fraction.denominator)))
        )


def call(head: str, *args: Expr) -> Expr:
    """A call of `head`, normalised. Raises `ValueError` for an unknown head or a wrong number of arguments."""
    if head == "neg" and len(args) == 1:
        return neg(args[0])
    if head in ("add", "mul"):
        args = tuple(part for arg in args for part in _parts(head, arg))
        if len(args) == 1:
            return args[0]
    bounds = HEADS.get(head)
    if bounds is None:
        raise ValueError(f"unknown head {head!r}")
    if not bounds[0] <= len(args) <= bounds[1]:
        raise ValueError(f"{head} takes {bounds[0]} to {bounds[1]} arguments, not {len(args)}")
    return Call(head, args)


def _parts(head: str, arg: Expr) -> tuple[Expr, ...]:
    return arg.args if isinstance(arg, Call) and arg.head == head else (arg,)


def neg(a: Expr) -> Expr:
    """−a; the sign goes into a number, into the leading number of a product, and cancels with a sign."""
    if isinstance(a, Number):
        return Number(-a.value)
    if isinstance(a, Call) and a.head == "neg":
        return a.args[0]
    if isinstance(a, Call) and a.head in ("mul", "div") and _leads_with_number(a):
        return Call(a.head, (neg(a.args[0]), *a.args[1:]))
    return Call("neg", (a,))


def _leads_with_number(a: Expr) -> bool:
    if isinstance(a, Call) and a.head in ("mul", "div"):
        return _leads_with_number(a.args[0])
    return isinstance(a, Number)


def add(*terms: Expr) -> Expr:
    """The flat sum of one or more terms."""
    return call("add", *terms)


def sub(a: Expr, b: Expr) -> Expr:
    """a − b, which is the sum of a and −b."""
    return call("add", a, neg(b))


def mul(*factors: Expr) -> Expr:
    """The flat product of one or more factors."""
    return call("mul", *factors)


def div(a: Expr, b: Expr) -> Expr:
    """The quotient a/b, as written."""
    return call("div", a, b)


def pow_(a: Expr, b: Expr) -> Expr:
    """The power a**b."""
    return call("pow", a, b)


def eq(a: Expr, b: Expr) -> Expr:
    """The equation a = b."""
    return call("eq", a, b)


def apply(function: str | Expr, *args: Expr) -> Expr:
    """The value of a function that is only a name: f(x), or f'(x) with `prime(f, 1)`."""
    return call("apply", symbol(function) if isinstance(function, str) else function, *args)
