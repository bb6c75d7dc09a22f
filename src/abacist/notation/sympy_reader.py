"""The frame in which SymPy's objects are read back into our tree, in the order a person writes them.

Terms stand by descending powers, a rational factor is spread over a fraction (x/2, 3*x/2), negative powers
are denominators. The rules for what is no arithmetic are in `sympy_read_rules`; the way in is
`sympy_form.from_sympy`. What the vocabulary cannot say is refused with `NotRepresentable`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from abacist.core.expr import (
    CONSTANTS,
    Expr,
    Symbol,
    call,
    div,
    mul,
    neg,
    number,
    pow_,
    symbol,
)
from abacist.notation.refusal import NotRepresentable
from abacist.notation.sympy_roots import under_one_root
from abacist.notation.sympy_table import HEAD_OF

__all__ = ["Reader", "Rule", "names_of"]

_ATOMS: Mapping[str, Expr] = {
    "Pi": Symbol("pi"),
    "Exp1": Symbol("E"),
    "ImaginaryUnit": Symbol("I"),
    "Infinity": Symbol("oo"),
    "NegativeInfinity": neg(Symbol("oo")),
    "ComplexInfinity": Symbol("undefined"),
    "NaN": Symbol("undefined"),
    "BooleanTrue": Symbol("true"),
    "BooleanFalse": Symbol("false"),
    "Reals": Symbol("Reals"),
    "Integers": Symbol("Integers"),
    "Naturals0": Symbol("Naturals"),
    "Naturals": call("difference", Symbol("Naturals"), call("set", number(0))),
    "Rationals": Symbol("Rationals"),
    "Complexes": Symbol("Complexes"),
    "EmptySet": call("set"),
    "EulerGamma": neg(call("digamma", number(1))),
    "GoldenRatio": div(call("add", number(1), call("sqrt", number(5))), number(2)),
}
"""SymPy's singletons, by the name of their class."""


@dataclass(frozen=True)
class Reader:
    """Reads SymPy objects; `names` holds what each symbol is called, see `names_of`."""

    rules: Mapping[str, Rule]
    names: Mapping[Any, str]
    roots: str
    floats: bool

    @cached_property
    def sp(self) -> Any:
        """The module `sympy`, imported on first use."""
        import sympy

        return sympy

    def read(self, obj: Any) -> Expr:
        """The tree of a SymPy object."""
        sp, kind = self.sp, type(obj).__name__
        if isinstance(obj, sp.Rational):
            return _ratio(int(obj.p), int(obj.q))
        if isinstance(obj, sp.Float):
            return self._float(obj)
        if kind in _ATOMS:
            return _ATOMS[kind]
        if isinstance(obj, sp.Symbol):
            return self.name(self.names[obj])
        if isinstance(obj, sp.Add):
            return call("add", *(self.read(term) for term in self._terms(obj)))
        if isinstance(obj, (sp.Mul, sp.Pow, sp.exp)):
            return self._fraction(obj)
        rule = self.rules.get(kind)
        if rule is not None:
            return rule(self, obj)
        if kind in HEAD_OF:
            return self._function(HEAD_OF[kind], obj)
        if isinstance(obj, sp.core.function.AppliedUndef):
            return call("apply", self.name(obj.func.__name__), *map(self.read, obj.args))
        if isinstance(obj, sp.MatrixBase):
            rows = ([self.read(entry) for entry in row] for row in obj.tolist())
            return call("matrix", *(call("list", *row) for row in rows))
        raise NotRepresentable(_shown(obj))

    def name(self, text: str) -> Symbol:
        """The symbol of this name, where the vocabulary can spell it."""
        try:
            made = symbol(text)
        except ValueError:
            raise NotRepresentable(f"the name {text!r}") from None
        if made.name in CONSTANTS:
            raise NotRepresentable(f"a name that stands for a constant: {text}")
        return made

    def _float(self, obj: Any) -> Expr:
        if not self.floats:
            raise NotRepresentable(f"the inexact number {_shown(obj)}")
        if not obj.is_finite:
            return Symbol("undefined")
        return number(str(obj))

    def _function(self, head: str, obj: Any) -> Expr:
        try:
            return call(head, *(self.read(arg) for arg in obj.args))
        except ValueError:
            raise NotRepresentable(_shown(obj)) from None

    def _terms(self, obj: Any) -> list[Any]:
        """Descending powers; a sum of numbers keeps the rational part first unless that is negative."""
        if obj.free_symbols:
            try:
                return obj.as_ordered_terms(order="lex")
            except (
                TypeError,
                AttributeError,
            ):  # terms that have no monomials, such as unevaluated sums
                return list(obj.args)
        terms = obj.as_ordered_terms()
        negative = terms[0].could_extract_minus_sign()
        if len(terms) == 2 and negative and not obj.has(self.sp.I):
            terms.sort(key=lambda term: term.could_extract_minus_sign())
        return terms

    def _fraction(self, obj: Any) -> Expr:
        """A product or power as one fraction with the sign in front."""
        factors = obj.as_ordered_factors() if isinstance(obj, self.sp.Mul) else [obj]
        if all(factor.is_commutative for factor in factors):
            factors.sort(key=lambda factor: not factor.is_number)
        above: list[Expr] = []
        below: list[Expr] = []
        negative = False
        joined = under_one_root(self.sp, factors)
        if joined is not None:
            above, below, negative, factors = joined
        for factor in factors:
            if isinstance(factor, self.sp.Rational) and not factor.is_zero:
                negative ^= bool(factor < 0)
                above += [number(abs(int(factor.p)))] if abs(int(factor.p)) != 1 else []
                below += [number(int(factor.q))] if factor.q != 1 else []
                continue
            base, exponent = self._as_power(factor)
            if exponent is not None and exponent.is_Rational and exponent < 0:
                below.append(self._power(base, -exponent))
            elif exponent is not None:
                above.append(self._power(base, exponent))
            else:
                above.append(self.read(factor))
        top = mul(*above) if above else number(1)
        whole = div(top, mul(*below)) if below else top
        return neg(whole) if negative else whole

    def _as_power(self, factor: Any) -> tuple[Any, Any]:
        """Base and exponent of a power; e to a rational number counts, exp(x) stays a function."""
        sp = self.sp
        if isinstance(factor, sp.exp):
            return (sp.E, factor.args[0])
        return (factor.base, factor.exp) if isinstance(factor, sp.Pow) else (factor, None)

    def _power(self, base: Any, exponent: Any) -> Expr:
        if base is self.sp.E and not exponent.is_Rational:
            return call("exp", self.read(exponent))
        below = self.read(base)
        if exponent == 1:
            return below
        if exponent == self.sp.S.Half:
            return call("sqrt", below)
        if exponent.is_Rational and exponent.q > 2:
            degree = number(int(exponent.q))
            if self.roots == "real" and exponent.q % 2 == 1:
                root = call("root", below, degree)
                return root if exponent.p == 1 else pow_(root, number(int(exponent.p)))
            if exponent.p == 1 and base.is_number and base.is_nonnegative:
                return call("root", below, degree)
        return pow_(below, self.read(exponent))


Rule = Callable[[Reader, Any], Expr]
"""Reads the objects of one SymPy class."""


def names_of(objects: Sequence[Any]) -> dict[Any, str]:
    """What to call each symbol of some SymPy objects, bound ones included.

    A symbol keeps its name, whatever is assumed of it. Bound symbols of one name may share it where no one
    of them is inside the scope of another; else they are renamed in the order in which they appear. Two free
    symbols of one name would become the same thing and are refused.
    """
    import sympy

    free = {atom for obj in objects for atom in getattr(obj, "free_symbols", ())}
    taken: dict[str, Any] = {}
    for atom in free:
        if atom.name in CONSTANTS or taken.setdefault(atom.name, atom) != atom:
            raise NotRepresentable(f"two different symbols, or a constant, called {atom.name}")
    names = {atom: atom.name for atom in free}
    groups: dict[str, list[Any]] = {}
    for atom in _in_order_of_appearance(objects):
        if atom not in free and isinstance(atom, sympy.Symbol):
            groups.setdefault(atom.name, []).append(atom)
    used = set(taken) | CONSTANTS | set(groups)
    for name, atoms in groups.items():
        clash = name in taken or name in CONSTANTS
        nested = len(atoms) > 1 and _are_nested(objects, set(atoms))
        for place, atom in enumerate(atoms):
            names[atom] = name
            if clash or (nested and place):
                names[atom] = _unused(name, used)
                used.add(names[atom])
    return names


def _in_order_of_appearance(objects: Sequence[Any]) -> list[Any]:
    """The symbols of some objects, each once, from left to right and top to bottom."""
    import sympy

    found: dict[Any, None] = {}
    for obj in objects:
        parts = list(obj) if isinstance(obj, sympy.MatrixBase) else [obj]
        for part in parts:
            atoms = part.atoms(sympy.Symbol)
            if len(atoms) == 1 or atoms <= found.keys():
                found.update(dict.fromkeys(atoms))
                continue
            nodes = sympy.preorder_traversal(part)
            found.update((node, None) for node in nodes if isinstance(node, sympy.Symbol))
    return list(found)


def _are_nested(objects: Sequence[Any], atoms: set[Any]) -> bool:
    """True where one scope (of an integral, a sum, a function of a set) holds two of the symbols."""
    import sympy

    return any(
        len(node.atoms(sympy.Symbol) & atoms) > 1
        for obj in objects
        for node in sympy.preorder_traversal(obj)
        if getattr(node, "bound_symbols", None) or isinstance(node, sympy.Lambda)
    )


def _unused(name: str, used: set[str]) -> str:
    suffix = 1
    while f"{name}_{suffix}" in used:
        suffix += 1
    return f"{name}_{suffix}"


def _ratio(p: int, q: int) -> Expr:
    return number(p) if q == 1 else div(number(p), number(q))


def _shown(obj: Any) -> str:
    text = str(obj)
    return f"{type(obj).__name__} {text[:80]}{'…' if len(text) > 80 else ''}"
