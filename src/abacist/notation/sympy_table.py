"""Which head of the vocabulary is which class of SymPy: functions of plain arguments in the same order.

Heads that need more than a change of name (`ln`, `root`, `derivative`, …) are built and read one by one.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["HEAD_OF", "KINDS", "RELATIONS", "SYMPY_NAME"]

_SAME = (
    "exp sin cos tan cot sec csc asin acos atan acot asec acsc sinh cosh tanh coth sech csch asinh acosh "
    "atanh acoth asech acsch atan2 sign floor factorial binomial gamma loggamma digamma polygamma beta "
    "erf erfc erfi fresnels fresnelc Si Ci Shi Chi Ei li zeta dirichlet_eta polylog expint airyai airybi "
    "besselj bessely besseli besselk elliptic_k elliptic_f elliptic_e re im arg fibonacci"
).split()

SYMPY_NAME: Mapping[str, str] = {
    **{name: name for name in _SAME},
    "abs": "Abs",
    "ceil": "ceiling",
    "double_factorial": "factorial2",
    "permutations": "FallingFactorial",
    "lambertw": "LambertW",
    "conj": "conjugate",
    "heaviside": "Heaviside",
    "lower_gamma": "lowergamma",
    "upper_gamma": "uppergamma",
    "elliptic_e1": "elliptic_e",
    "max": "Max",
    "min": "Min",
    "mod": "Mod",
}
"""Head → name of the SymPy class or function that takes the same arguments."""

HEAD_OF: Mapping[str, str] = {
    name: head for head, name in SYMPY_NAME.items() if head not in ("elliptic_e1", "digamma")
}
"""Name of a SymPy class → head."""

RELATIONS: Mapping[str, str] = {
    "eq": "Eq",
    "ne": "Ne",
    "lt": "Lt",
    "le": "Le",
    "gt": "Gt",
    "ge": "Ge",
}
"""Head of a relation → SymPy's short name for its class."""

KINDS: Mapping[str, Mapping[str, bool]] = {
    "complex": {},
    "real": {"real": True},
    "nonzero": {"real": True, "nonzero": True},
    "positive": {"positive": True},
    "negative": {"negative": True},
    "nonnegative": {"nonnegative": True},
    "rational": {"rational": True},
    "integer": {"integer": True},
    "natural": {"integer": True, "nonnegative": True},
    "positive_integer": {"integer": True, "positive": True},
}
"""What a symbol may be assumed to be → SymPy's assumptions."""
