"""How names, functions and brackets look in LaTeX, and how strongly what is printed binds."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from abacist.core.expr import Call, Expr, Symbol
from abacist.notation.vocabulary import GREEK

__all__ = [
    "ATOM", "FUNCTION_COMMANDS", "LOGIC", "OPERATOR_NAMES", "POWER", "RELATION", "SET", "SUBSCRIPTED", "SUM", "TERM",
    "UNARY", "Writer", "fenced", "in_round", "is_sequence", "symbol_latex",
]  # fmt: skip

Writer = Callable[[Expr, int], str]
"""Prints an expression, in brackets where it binds less strongly than the given level."""

LOGIC, RELATION, SET, SUM, UNARY, TERM, POWER, ATOM = 5, 10, 15, 20, 25, 30, 40, 50

_CONSTANTS = {
    "pi": r"\pi", "E": "e", "I": "i", "oo": r"\infty", "undefined": r"\text{undefined}", "Reals": r"\mathbb{R}",
    "Integers": r"\mathbb{Z}", "Naturals": r"\mathbb{N}", "Rationals": r"\mathbb{Q}", "Complexes": r"\mathbb{C}",
    "true": r"\text{true}", "false": r"\text{false}", "Primes": r"\mathbb{P}", "E_": "E", "I_": "I",
}  # fmt: skip
_GREEK = frozenset(GREEK.values())
_LATIN_CAPITALS = {
    "Alpha": "A", "Beta": "B", "Epsilon": "E", "Zeta": "Z", "Eta": "H", "Iota": "I", "Kappa": "K", "Mu": "M",
    "Nu": "N", "Omicron": "O", "Rho": "P", "Tau": "T", "Chi": "X",
}  # fmt: skip
_ACCENTS = {"bar": r"\bar", "hat": r"\hat", "tilde": r"\tilde", "vec": r"\vec"}

FUNCTION_COMMANDS: dict[str, str] = {
    **{name: rf"\{name}" for name in "sin cos tan cot sec csc sinh cosh tanh coth ln".split()},
    **{f"a{name}": rf"\arc{name}" for name in "sin cos tan".split()},
    "log": r"\ln",
}
"""Functions that may stand before a short argument without brackets."""

OPERATOR_NAMES: dict[str, str] = {
    **{name: rf"\operatorname{{{name}}}" for name in "sech csch lcm erf erfc erfi".split()},
    **{f"a{name}": rf"\operatorname{{arc{name}}}" for name in "cot sec csc".split()},
    **{f"a{name}": rf"\operatorname{{ar{name}}}" for name in "sinh cosh tanh coth sech csch".split()},
    "max": r"\max", "min": r"\min", "gcd": r"\gcd", "determinant": r"\det", "arg": r"\arg",
    "re": r"\operatorname{Re}", "im": r"\operatorname{Im}", "sign": r"\operatorname{sgn}",
    "trace": r"\operatorname{tr}", "rank": r"\operatorname{rank}", "adjugate": r"\operatorname{adj}",
    "gamma": r"\Gamma", "loggamma": r"\ln\Gamma", "digamma": r"\psi", "zeta": r"\zeta", "beta": r"\mathrm{B}",
    "dirichlet_eta": r"\eta", "fresnels": "S", "fresnelc": "C", "Si": r"\operatorname{Si}",
    "Ci": r"\operatorname{Ci}", "Shi": r"\operatorname{Shi}", "Chi": r"\operatorname{Chi}",
    "Ei": r"\operatorname{Ei}", "li": r"\operatorname{li}", "airyai": r"\operatorname{Ai}",
    "airybi": r"\operatorname{Bi}", "lambertw": "W", "elliptic_k": "K", "elliptic_e1": "E",
    "elliptic_f": "F", "elliptic_e": "E", "heaviside": r"\theta", "fibonacci": r"\operatorname{Fib}",
    "lower_gamma": r"\gamma", "upper_gamma": r"\Gamma", "permutations": "P",
}  # fmt: skip
"""Functions that always have brackets."""

SUBSCRIPTED: dict[str, str] = {
    "besselj": "J", "bessely": "Y", "besseli": "I", "besselk": "K", "polylog": r"\operatorname{Li}",
    "polygamma": r"\psi", "expint": "E",
}  # fmt: skip
"""Functions whose first argument is an index."""


@lru_cache(maxsize=4096)
def symbol_latex(name: str) -> str:
    r"""A symbol's name: `x_1` as x_{1}, `R1` as R_{1}, `alpha` as \alpha, `speed` upright with all its letters."""
    if name in _CONSTANTS:
        return _CONSTANTS[name]
    stem, mark, index = name.partition("_")
    if mark and stem:
        if index in _ACCENTS:
            return f"{_ACCENTS[index]}{{{_stem(stem)}}}"
        return f"{_stem(stem)}_{{{_index(index)}}}" if index else rf"\mathit{{{_escaped(name)}}}"
    letters = name.rstrip("0123456789")
    if letters != name and (len(letters) == 1 or letters in _GREEK):
        return f"{_stem(letters)}_{{{name[len(letters) :]}}}"
    return _stem(name)


def _stem(name: str) -> str:
    if name in _CONSTANTS:
        return _CONSTANTS[name] if name == "pi" else name
    if name in _GREEK:
        return _LATIN_CAPITALS.get(name, rf"\{name}")
    if len(name) == 1 and name.isascii():
        return name
    return rf"\mathit{{{_escaped(name)}}}" if name.isascii() else rf"\text{{{_escaped(name)}}}"


def _index(name: str) -> str:
    if name in _GREEK:
        return _stem(name)
    if name.isascii() and (name.isdecimal() or len(name) == 1):
        return name
    return rf"\mathrm{{{_escaped(name)}}}" if name.isascii() else rf"\text{{{_escaped(name)}}}"


def _escaped(name: str) -> str:
    return name.replace("_", r"\_")


_TALL = (r"\frac", r"\sum", r"\prod", r"\int", r"\lim", r"\begin", r"\binom", r"\left")


def in_round(inside: str) -> str:
    """Round brackets around what is printed."""
    return fenced("(", inside, ")")


def fenced(opening: str, inside: str, closing: str) -> str:
    r"""Brackets that grow only around what is tall."""
    if any(command in inside for command in _TALL):
        return rf"\left{opening}{inside}\right{closing}"
    return f"{opening}{inside}{closing}"


def is_sequence(expr: Call) -> bool:
    """Whether the application of a name is written as a member of a sequence: a_{n+1}, b_{k}."""
    function = expr.args[0]
    if (
        not isinstance(function, Symbol)
        or function.name not in ("a", "b", "c")
        or len(expr.args) != 2
    ):
        return False
    index = expr.args[1]
    return index.names() <= {"n", "k", "m", "i", "j"} and not index.has("apply", "div")
