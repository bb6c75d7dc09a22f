"""Expressions as one line of Unicode for a terminal: x² − 5x + 6 = 0, √2·x, ∫ sin(x²) dx, dy/dx, lim_{x→0} …"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

from abacist.core.expr import Call, Expr, Number, Symbol
from abacist.notation.latex_names import (
    ATOM,
    LOGIC,
    POWER,
    RELATION,
    SET,
    SUM,
    TERM,
    UNARY,
    is_sequence,
)
from abacist.notation.numerals import decimal_text
from abacist.notation.vocabulary import GREEK, SUBSCRIPTS, SUPERSCRIPTS

__all__ = ["terminal"]

_RELATIONS = {
    "eq": "=", "ne": "≠", "lt": "<", "le": "≤", "gt": ">", "ge": "≥", "approx": "≈", "in": "∈", "subset": "⊆",
}  # fmt: skip
_BETWEEN = {
    "union": ("∪", SET), "intersection": ("∩", SET), "difference": ("∖", SET), "and": ("∧", LOGIC + 1),
    "or": ("∨", LOGIC), "implies": ("⇒", LOGIC - 1), "mod": ("mod", SUM - 1),
}  # fmt: skip
_FENCES = {
    "interval": "[]", "interval_right_open": "[)", "interval_left_open": "(]", "interval_open": "()", "tuple": "()",
    "list": "[]", "abs": "||", "norm": "‖‖", "floor": "⌊⌋", "ceil": "⌈⌉", "vector": "⟨⟩", "set": "{}",
}  # fmt: skip
_CONSTANTS = {
    "pi": "π", "E": "e", "I": "i", "oo": "∞", "E_": "E", "I_": "I", "Reals": "ℝ", "Integers": "ℤ", "Naturals": "ℕ",
    "Rationals": "ℚ", "Complexes": "ℂ", "Primes": "ℙ",
}  # fmt: skip
_FUNCTIONS = {
    **{f"a{name}": f"arc{name}" for name in "sin cos tan cot sec csc".split()},
    "log": "ln", "gamma": "Γ", "zeta": "ζ", "fresnels": "S", "fresnelc": "C", "determinant": "det",
    "trace": "tr", "re": "Re", "im": "Im", "sign": "sgn", "permutations": "P",
}  # fmt: skip
_GREEK = {name: letter for letter, name in reversed(GREEK.items())}
_ACCENTS = {"bar": "\u0304", "hat": "\u0302", "tilde": "\u0303", "vec": "\u20d7"}
_RAISED = {text: sign for sign, text in SUPERSCRIPTS.items()} | {"−": "⁻"}
_LOWERED = {text: sign for sign, text in SUBSCRIPTS.items()} | {"−": "₋"}
_LONGEST_RAISED = 4
_SIDES = {"limit": "", "limit_left": "⁻", "limit_right": "⁺"}
_OPEN_ENDED = frozenset(
    {"sum", "product", "limit", "limit_left", "limit_right", "derivative", "integral"}
)


def terminal(expr: Expr) -> str:
    """One readable line of Unicode."""
    return _print(expr, 0)


def _print(expr: Expr, floor: int) -> str:
    """The text of a node, in brackets where it binds less strongly than `floor`."""
    if isinstance(expr, Symbol):
        return _symbol(expr.name)
    if isinstance(expr, Number):
        shown = decimal_text(expr.value)
        shown = f"−{shown[1:]}" if shown[0] == "-" else shown
        return f"({shown})" if expr.value < 0 and floor > UNARY else shown
    assert isinstance(expr, Call)
    shown, level = _operation(expr)
    return f"({shown})" if level < floor else shown


@lru_cache(maxsize=4096)
def _symbol(name: str) -> str:
    if name in _CONSTANTS:
        return _CONSTANTS[name]
    stem, mark, index = name.partition("_")
    if not mark or not stem or not index:
        return _GREEK.get(name, name)
    stem = _GREEK.get(stem, stem)
    if index in _ACCENTS and len(stem) == 1:
        return stem + _ACCENTS[index]
    lowered = "".join(_LOWERED.get(sign, "") for sign in index)
    if len(lowered) == len(index) and (index.isdecimal() or len(index) == 1):
        return stem + lowered
    return f"{stem}_{_GREEK.get(index, index)}"


def _items(args: tuple[Expr, ...]) -> str:
    return ", ".join(_print(arg, 0) for arg in args)


def _operation(expr: Call) -> tuple[str, int]:
    """The text of a call and how strongly it binds."""
    head, args = expr.head, expr.args
    printer = _PRINTERS.get(head)
    if printer is not None:
        return printer(expr)
    if head in _RELATIONS:
        return f" {_RELATIONS[head]} ".join(_print(arg, RELATION + 1) for arg in args), RELATION
    if head in _BETWEEN:
        if head == "and" and (row := _chain(args)):
            return row, RELATION
        sign, level = _BETWEEN[head]
        inside = POWER if head == "mod" else level + 1
        return f" {sign} ".join(_print(arg, inside) for arg in args), level
    if head in _FENCES:
        opening, closing = _FENCES[head]
        inside = _items(args)
        if opening == "|" and "|" in inside:
            return f"abs({inside})", ATOM  # of |a|b|c| nobody knows where it ends
        return f"{opening}{inside}{closing}", ATOM
    return f"{_FUNCTIONS.get(head, head)}({_items(args)})", ATOM


def _chain(args: tuple[Expr, ...]) -> str:
    """a < x ≤ b where each relation goes on where the one before it ended; else nothing."""
    parts: list[str] = []
    end: Expr | None = None
    for arg in args:
        if (
            not isinstance(arg, Call)
            or arg.head not in _RELATIONS
            or (end is not None and arg.args[0] != end)
        ):
            return ""
        if end is None:
            parts.append(_print(arg.args[0], RELATION + 1))
        parts += [_RELATIONS[arg.head], _print(arg.args[1], RELATION + 1)]
        end = arg.args[1]
    return " ".join(parts)


# arithmetic


def _sum(expr: Call) -> tuple[str, int]:
    parts = [_print(expr.args[0], SUM + 1)]
    for arg in expr.args[1:]:
        shown = _print(arg, SUM + 1)
        parts.append(f" − {shown[1:]}" if shown[0] == "−" else f" + {shown}")
    return "".join(parts), SUM


def _product(expr: Call) -> tuple[str, int]:
    """A numeral stands right before a letter, root or bracket; everything else has a dot between."""
    shown = ""
    before: Expr | None = None
    last = len(expr.args) - 1
    for index, arg in enumerate(expr.args):
        part = _print(arg, UNARY if index == 0 and _leads_with_number(arg) else TERM + (index > 0))
        if isinstance(arg, Call) and arg.head in _OPEN_ENDED and index < last:
            part = f"({part})"
        glued = (
            isinstance(before, Number) and index == 1 and (part[0].isalpha() or part[0] in "√∛(|⌊⌈")
        )
        if (part[0] in "eE" and part[1:2].isdecimal()) or (
            isinstance(arg, Call) and arg.head == "div"
        ):
            glued = False  # 3·E1, not the numeral 3E1; 1·(3/5), not a mixed number
        shown += part if before is None or glued else f"·{part}"
        before = arg
    return shown, UNARY if shown[0] == "−" else TERM


def _leads_with_number(expr: Expr) -> bool:
    while isinstance(expr, Call) and expr.head in ("mul", "div"):
        expr = expr.args[0]
    return isinstance(expr, Number)


def _quotient(expr: Call) -> tuple[str, int]:
    upper, lower = expr.args
    above = _print(upper, UNARY if _leads_with_number(upper) else TERM)
    if isinstance(upper, Call) and upper.head in _OPEN_ENDED:
        above = f"({above})"
    shown = f"{above}/{_print(lower, TERM + 1)}"
    return shown, UNARY if shown[0] == "−" else TERM


def _negated(expr: Call) -> tuple[str, int]:
    return f"−{_print(expr.args[0], TERM)}", UNARY


def _power(expr: Call) -> tuple[str, int]:
    base, exponent = expr.args
    transposed = exponent == _T and (base.has("matrix") or _print(base, 0).isupper())
    raised = "^(T)" if transposed else _above(exponent)
    plain = isinstance(base, Call) and base.head in _SQUARED and len(base.args) == 1
    if plain and isinstance(base, Call) and isinstance(exponent, Number) and exponent.value > 0:
        return f"{_FUNCTIONS.get(base.head, base.head)}{raised}({_items(base.args)})", POWER
    shown = _print(base, POWER + 1)
    choices = isinstance(base, Symbol) and base.name.startswith(
        "C_"
    )  # C₅² is a binomial coefficient
    if choices or (isinstance(base, Call) and base.head in ("sqrt", "root", "prime")):
        shown = f"({shown})"
    return shown + raised, POWER


_SQUARED = frozenset("sin cos tan cot sec csc sinh cosh tanh coth ln".split())


def _above(exponent: Expr) -> str:
    """² and ⁻ⁿ where every sign has a raised form, else ^n or ^(a + b)."""
    shown = _print(exponent, 0)
    raised = "".join(_RAISED.get(sign, "") for sign in shown)
    if len(raised) == len(shown) <= _LONGEST_RAISED and "(" not in shown:
        return raised
    return f"^{shown}" if len(shown) == 1 else f"^({shown})"


def _root(expr: Call) -> tuple[str, int]:
    radicand = expr.args[0]
    index = expr.args[1].value if len(expr.args) == 2 and isinstance(expr.args[1], Number) else 2
    signs = {2: "√", 3: "∛", 4: "∜"}
    if index not in signs or (len(expr.args) == 2 and not isinstance(expr.args[1], Number)):
        return f"root({_items(expr.args)})", ATOM
    simple = isinstance(radicand, Symbol) or (isinstance(radicand, Number) and radicand.value >= 0)
    shown = _print(radicand, 0)
    return signs[int(index)] + (shown if simple else f"({shown})"), POWER


def _after(mark: str) -> Callable[[Call], tuple[str, int]]:
    """A mark behind its operand: n!, 5%, 30°, Aᵀ."""

    def printer(expr: Call) -> tuple[str, int]:
        return _print(expr.args[0], POWER + 1) + mark, POWER

    return printer


def _exponential(expr: Call) -> tuple[str, int]:
    return "e" + _above(expr.args[0]), POWER


def _binomial(expr: Call) -> tuple[str, int]:
    """C(5, 2); with numbers that nothing can be chosen from, C(1, 2), it would look like a point."""
    upper, lower = expr.args
    plain = not (
        isinstance(upper, Number) and isinstance(lower, Number) and upper.value < lower.value
    )
    return f"{'C' if plain else 'binomial'}({_items(expr.args)})", ATOM


def _logarithm(expr: Call) -> tuple[str, int]:
    if len(expr.args) == 1:
        return f"ln({_items(expr.args)})", ATOM
    base = _print(expr.args[1], 0)
    lowered = "".join(_LOWERED.get(sign, "") for sign in base)
    index = lowered if len(lowered) == len(base) else f"_{{{base}}}"
    return f"log{index}({_print(expr.args[0], 0)})", ATOM


def _applied(expr: Call) -> tuple[str, int]:
    if is_sequence(expr):
        return f"{_print(expr.args[0], 0)}_{{{_items(expr.args[1:])}}}", ATOM
    return f"{_print(expr.args[0], POWER)}({_items(expr.args[1:])})", ATOM


def _prime(expr: Call) -> tuple[str, int]:
    function, order = expr.args
    shown = _print(function, ATOM)
    if isinstance(order, Number) and order.value in (1, 2, 3):
        return shown + "'" * int(order.value), POWER + 5
    return f"{shown}^{{({_print(order, 0)})}}", POWER + 5


# collections


def _not(expr: Call) -> tuple[str, int]:
    inner = expr.args[0]
    if isinstance(inner, Call) and inner.head == "in":
        return " ∉ ".join(_print(arg, RELATION + 1) for arg in inner.args), RELATION
    return f"¬{_print(inner, ATOM)}", LOGIC + 2


def _builder(expr: Call) -> tuple[str, int]:
    first, *rest = expr.args
    condition = " ∈ ".join(_print(arg, RELATION + 1 if len(rest) == 2 else 0) for arg in rest)
    return f"{{{_print(first, 0)} | {condition}}}", ATOM


def _named(expr: Call) -> tuple[str, int]:
    return ", ".join(_print(arg, 0) for arg in expr.args), 1


def _matrix(expr: Call) -> tuple[str, int]:
    rows = (_items(row.args) if isinstance(row, Call) else _print(row, 0) for row in expr.args)
    return f"[{', '.join(f'[{row}]' for row in rows)}]", ATOM


def _piecewise(expr: Call) -> tuple[str, int]:
    rows: list[str] = []
    for part in expr.args:
        values = part.args if isinstance(part, Call) else (part,)
        condition = _print(values[1], 0) if len(values) == 2 else "otherwise"
        rows.append(f"{_print(values[0], 0)}, {condition}")
    return f"{{ {'; '.join(rows)} }}", ATOM


# calculus


def _derivative(expr: Call) -> tuple[str, int]:
    function, *rest = expr.args
    pairs = [
        (name, _print(order, 0))
        for name, order in zip(rest[::2], [*rest[1::2], Number(_ONE)], strict=False)
    ]
    sign = "∂" if len(pairs) > 1 else "d"
    total = (
        str(sum(int(order) for _, order in pairs))
        if all(o.isdecimal() for _, o in pairs)
        else pairs[0][1]
    )
    below = " ".join(f"{sign}{_print(name, 0)}{_order(order)}" for name, order in pairs)
    simple = isinstance(function, Symbol) or (
        isinstance(function, Call) and function.head == "apply"
    )
    if simple:
        return f"{sign}{_order(total)}{_print(function, 0)}/{below}", TERM
    return f"{sign}{_order(total)}/{below} ({_print(function, 0)})", TERM


def _order(order: str) -> str:
    if order == "1":
        return ""
    return "".join(_RAISED[sign] for sign in order) if order.isdecimal() else f"^{order}"


def _bound(expr: Expr, signs: dict[str, str], mark: str) -> str:
    shown = _print(expr, 0)
    moved = "".join(signs.get(sign, "") for sign in shown)
    if len(moved) == len(shown):
        return moved
    return f"{mark}{shown}" if isinstance(expr, Symbol) else f"{mark}{{{shown}}}"


def _integral(expr: Call) -> tuple[str, int]:
    integrand, variable, *limits = expr.args
    bounds = ""
    if len(limits) == 2:
        bounds = _bound(limits[0], _LOWERED, "_") + _bound(limits[1], _RAISED, "^")
    return f"∫{bounds} {_print(integrand, UNARY)} d{_print(variable, 0)}", TERM


def _big(expr: Call) -> tuple[str, int]:
    term, index, lower, upper = expr.args
    sign = "∑" if expr.head == "sum" else "∏"
    below = f"_{{{_print(index, 0)}={_print(lower, 0)}}}"
    return f"{sign}{below}^{{{_print(upper, 0)}}} {_print(term, TERM)}", TERM


def _limit(expr: Call) -> tuple[str, int]:
    function, variable, point = expr.args
    below = f"{_print(variable, 0)}→{_print(point, POWER if expr.head != 'limit' else 0)}{_SIDES[expr.head]}"
    return f"lim_{{{below}}} {_print(function, TERM)}", TERM


def _quantity(expr: Call) -> tuple[str, int]:
    value, unit = expr.args
    return (
        f"{_print(value, TERM)} {_print(unit, POWER) if isinstance(unit, Symbol) else _unit(unit)}",
        TERM,
    )


def _unit(unit: Expr) -> str:
    if isinstance(unit, Symbol):
        return unit.name
    if isinstance(unit, Call) and unit.head in ("mul", "div"):
        sign = "·" if unit.head == "mul" else "/"
        return sign.join(_unit(arg) for arg in unit.args)
    if isinstance(unit, Call) and unit.head == "pow":
        return _unit(unit.args[0]) + _above(unit.args[1])
    return _print(unit, POWER)


def _plus_minus(expr: Call) -> tuple[str, int]:
    if len(expr.args) == 1:
        return f"±{_print(expr.args[0], TERM)}", UNARY
    return f"{_print(expr.args[0], SUM)} ± {_print(expr.args[1], TERM)}", SUM


_ONE = Fraction(1)
_T = Symbol("T")
_PRINTERS: dict[str, Callable[[Call], tuple[str, int]]] = {
    "add": _sum, "mul": _product, "div": _quotient, "neg": _negated, "pow": _power, "sqrt": _root, "root": _root,
    "factorial": _after("!"), "double_factorial": _after("!!"), "percent": _after("%"), "degree": _after("°"),
    "transpose": _after("ᵀ"), "inverse": _after("⁻¹"), "exp": _exponential, "log": _logarithm, "apply": _applied,
    "binomial": _binomial, "prime": _prime, "not": _not, "such_that": _builder, "image": _builder, "named": _named,
    "matrix": _matrix, "piecewise": _piecewise, "derivative": _derivative, "integral": _integral, "sum": _big,
    "product": _big, "limit": _limit, "limit_left": _limit, "limit_right": _limit, "quantity": _quantity,
    "plus_minus": _plus_minus,
}  # fmt: skip
