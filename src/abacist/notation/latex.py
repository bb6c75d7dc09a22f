r"""Expressions as LaTeX, as a textbook sets them: \frac, \sqrt, \sin^{2} x, \left( only around what is tall.

`parse` reads what is printed, with the same meaning, for arithmetic, relations, calculus and collections; what
LaTeX itself leaves open (S(x) for a Fresnel integral, R_{1} for `R1`) is for people.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from abacist.core.expr import Call, Expr, Number, Symbol
from abacist.notation.latex_names import (
    ATOM,
    FUNCTION_COMMANDS,
    LOGIC,
    OPERATOR_NAMES,
    POWER,
    RELATION,
    SET,
    SUBSCRIPTED,
    SUM,
    TERM,
    UNARY,
    fenced,
    in_round,
    is_sequence,
    symbol_latex,
)
from abacist.notation.latex_structures import RELATIONS, STRUCTURES, chain
from abacist.notation.numerals import decimal_text

__all__ = ["latex"]

_BETWEEN = {
    "union": (r"\cup", SET), "intersection": (r"\cap", SET), "difference": (r"\setminus", SET),
    "and": (r"\land", LOGIC + 1), "or": (r"\lor", LOGIC), "implies": (r"\Rightarrow", LOGIC - 1),
}  # fmt: skip
_INTERVALS = {
    "interval": "[]", "interval_right_open": "[)", "interval_left_open": "(]", "interval_open": "()",
    "tuple": "()", "list": "[]",
}  # fmt: skip
_FENCES = {
    "abs": ("|", "|"), "norm": (r"\lVert ", r"\rVert "), "floor": (r"\lfloor ", r"\rfloor "),
    "ceil": (r"\lceil ", r"\rceil "), "vector": (r"\langle ", r"\rangle "),
}  # fmt: skip
_ONE = Fraction(1)
_T, _D = Symbol("T"), Symbol("d")
_OPEN_ENDED = frozenset(
    {"sum", "product", "limit", "limit_left", "limit_right", "integral", "derivative"}
)
_MAYBE_FUNCTIONS = frozenset("f g h y u v w F G H P Q phi psi Phi Psi".split())


def latex(expr: Expr) -> str:
    """The LaTeX of an expression, without delimiters of mathematics."""
    return _print(expr, 0)


def _print(expr: Expr, floor: int) -> str:
    """The LaTeX of a node, in brackets where it binds less strongly than `floor`."""
    if isinstance(expr, Symbol):
        return symbol_latex(expr.name)
    if isinstance(expr, Number):
        shown = _numeral(expr)
        return in_round(shown) if expr.value < 0 and floor > UNARY else shown
    assert isinstance(expr, Call)
    shown, level = _operation(expr)
    return in_round(shown) if level < floor else shown


def _numeral(expr: Number) -> str:
    mantissa, mark, exponent = decimal_text(expr.value).partition("e")
    return rf"{mantissa} \cdot 10^{{{exponent}}}" if mark else mantissa


def _items(args: tuple[Expr, ...]) -> str:
    return ", ".join(_print(arg, 0) for arg in args)


def _operation(expr: Call) -> tuple[str, int]:
    """The LaTeX of a call and how strongly it binds."""
    head, args = expr.head, expr.args
    printer = _PRINTERS.get(head)
    if printer is not None:
        return printer(expr)
    structure = STRUCTURES.get(head)
    if structure is not None:
        return structure(expr, _print)
    if head in RELATIONS:
        return f" {RELATIONS[head]} ".join(_print(arg, RELATION + 1) for arg in args), RELATION
    if head in _BETWEEN:
        if head == "and" and (row := chain(args, _print)):
            return row, RELATION
        sign, level = _BETWEEN[head]
        return f" {sign} ".join(_print(arg, level + 1) for arg in args), level
    if head in _INTERVALS:
        opening, closing = _INTERVALS[head]
        return fenced(opening, _items(args), closing), ATOM
    if head in _FENCES:
        opening, closing = _FENCES[head]
        inside = _items(args)
        if opening == "|" and "|" in inside:
            return rf"\left|{inside}\right|", ATOM
        return fenced(opening, inside, closing), ATOM
    shown = _function(expr)
    return shown, ATOM if shown[-1] == ")" or head not in FUNCTION_COMMANDS else TERM + 6


# arithmetic


def _sum(expr: Call) -> tuple[str, int]:
    parts = [_print(expr.args[0], SUM + 1)]
    for arg in expr.args[1:]:
        shown = _print(arg, SUM + 1)
        parts.append(f" - {shown[1:].lstrip()}" if shown[0] == "-" else f" + {shown}")
    return "".join(parts), SUM


def _product(expr: Call) -> tuple[str, int]:
    shown = ""
    before: Expr | None = None
    last = len(expr.args) - 1
    for index, arg in enumerate(expr.args):
        first = index == 0 and _leads_with_number(arg)
        part = _print(arg, UNARY if first else TERM + (index > 0))
        if index < last and isinstance(arg, Call):
            part = _closed(arg, part, expr.args[index + 1])
        if before is not None:
            shown += _between(before, arg, part)
        shown += part
        before = arg
    return shown, UNARY if shown[0] == "-" else TERM


def _closed(arg: Call, part: str, following: Expr) -> str:
    """A factor with brackets where it would otherwise reach over the next one."""
    if arg.head in _OPEN_ENDED:
        return in_round(part)
    function = arg.args[0] if arg.head == "pow" and isinstance(arg.args[0], Call) else arg
    if (
        isinstance(function, Call)
        and function.head in FUNCTION_COMMANDS
        and not _is_function(following)
    ):
        return _power(arg, brackets=True)[0] if arg.head == "pow" else _function(arg, brackets=True)
    return part


def _is_function(expr: Expr) -> bool:
    if isinstance(expr, Call) and expr.head == "pow":
        expr = expr.args[0]
    return isinstance(expr, Call) and expr.head in FUNCTION_COMMANDS


def _between(before: Expr, after: Expr, part: str) -> str:
    r"""A thin nothing or \cdot between two factors."""
    number_next = part[0].isdecimal() or (
        isinstance(before, Number) and _is_numeral_fraction(after)
    )
    call_like = part[0] == "(" or part.startswith((r"\left(", r"\left["))
    if call_like and (_is_prime(before) or (isinstance(before, Symbol) and _called(before, after))):
        return r" \cdot "
    differential = before == _D and isinstance(after, Symbol | Call)  # d x would be taken for dx
    points = _is_capital(before) and _is_capital(after)  # A C would be taken for a segment
    if number_next or points or differential or part[0] == "[":
        return r" \cdot "
    if isinstance(before, Number) and isinstance(after, Symbol) and after.name not in ("oo",):
        return "" if part[0] != "\\" else " "
    return " "


def _is_capital(expr: Expr) -> bool:
    return isinstance(expr, Symbol) and expr.name.partition("_")[0].rstrip("0123456789").isupper()


def _called(symbol: Symbol, after: Expr) -> bool:
    """Whether a name right before these brackets would look like a function."""
    is_sum = isinstance(after, Call) and after.head == "add" and bool(after.names())
    return not is_sum or symbol.name.partition("_")[0] in _MAYBE_FUNCTIONS


def _is_numeral_fraction(expr: Expr) -> bool:
    while isinstance(expr, Call) and expr.head in ("mul", "div", "pow"):
        if expr.head == "div":
            return True
        expr = expr.args[0]
    return False


def _leads_with_number(expr: Expr) -> bool:
    while isinstance(expr, Call) and expr.head in ("mul", "div"):
        expr = expr.args[0]
    return isinstance(expr, Number)


def _quotient(expr: Call) -> tuple[str, int]:
    upper = _print(expr.args[0], 0)
    lower = _print(expr.args[1], 0)
    if upper[0] == "-" and not isinstance(expr.args[0], Call):
        return rf"-\frac{{{upper[1:]}}}{{{lower}}}", UNARY
    return rf"\frac{{{upper}}}{{{lower}}}", TERM + 5


def _negated(expr: Call) -> tuple[str, int]:
    return "-" + _print(expr.args[0], TERM), UNARY


def _power(expr: Call, brackets: bool = False) -> tuple[str, int]:
    base, exponent = expr.args
    shown = _print(exponent, 0)
    if (
        isinstance(base, Call)
        and base.head in FUNCTION_COMMANDS
        and len(base.args) == 1
        and exponent != Number(-_ONE)
    ):
        return _function(base, power=shown, brackets=brackets), POWER
    text = _print(base, POWER + 1)
    if (isinstance(base, Call) and base.head in _BRACKETED_BASES) or text.startswith("C_"):
        text = in_round(text)  # C_{5}^{2} is a binomial coefficient
    if exponent == _T and (text.isupper() or base.has("matrix")):
        shown = in_round(shown)  # A^{T} is the transpose
    return f"{text}^{{{shown}}}", POWER


def _factorial(expr: Call) -> tuple[str, int]:
    inner = expr.args[0]
    simple = isinstance(inner, Symbol) or (isinstance(inner, Number) and inner.value >= 0)
    shown = _print(inner, 0)
    return (
        f"{shown if simple else in_round(shown)}{'!' if expr.head == 'factorial' else '!!'}",
        POWER,
    )


def _root(expr: Call) -> tuple[str, int]:
    index = f"[{_print(expr.args[1], 0)}]" if expr.head == "root" else ""
    return rf"\sqrt{index}{{{_print(expr.args[0], 0)}}}", ATOM


# functions


def _function(expr: Call, power: str = "", brackets: bool = False) -> str:
    """f(a, …) of a named function; short arguments of sin, ln, … stand without brackets."""
    head, args = expr.head, expr.args
    raised = f"^{{{power}}}" if power else ""
    if head in FUNCTION_COMMANDS:
        name = FUNCTION_COMMANDS[head]
        if head == "log" and len(args) == 2:
            name = rf"\log_{{{_print(args[1], 0)}}}"
            args = args[:1]
        if not brackets and _is_short(args[0]):
            shown = _print(args[0], POWER)
            return f"{name}{raised} {shown}"
        return f"{name}{raised}{in_round(_items(args))}"
    if head in SUBSCRIPTED and len(args) == 2:
        return f"{SUBSCRIPTED[head]}_{{{_print(args[0], 0)}}}{in_round(_print(args[1], 0))}"
    name = OPERATOR_NAMES.get(head) or rf"\operatorname{{{head.replace('_', chr(92) + '_')}}}"
    return f"{name}{raised}{in_round(_items(args))}"


def _is_short(expr: Expr) -> bool:
    """A symbol, a number, or a number times a symbol."""
    if isinstance(expr, Symbol):
        return True
    return isinstance(expr, Number) and expr.value >= 0


def _exponential(expr: Call) -> tuple[str, int]:
    return f"e^{{{_print(expr.args[0], 0)}}}", POWER


def _binomial(expr: Call) -> tuple[str, int]:
    upper, lower = (_print(arg, 0) for arg in expr.args)
    return rf"\binom{{{upper}}}{{{lower}}}", ATOM


def _modulo(expr: Call) -> tuple[str, int]:
    left, right = expr.args
    return rf"{_print(left, POWER)} \bmod {_print(right, POWER)}", SUM - 1


def _raised(mark: str) -> Callable[[Call], tuple[str, int]]:
    """A mark above: Aᵀ, A⁻¹, 30°."""

    def printer(expr: Call) -> tuple[str, int]:
        return f"{_print(expr.args[0], POWER + 1)}^{{{mark}}}", POWER

    return printer


def _conjugate(expr: Call) -> tuple[str, int]:
    inner = expr.args[0]
    shown = _print(inner, 0)
    if isinstance(inner, Number) or (isinstance(inner, Symbol) and shown.isupper()):
        return (
            rf"\operatorname{{conj}}{in_round(shown)}",
            ATOM,
        )  # a line there means digits, a complement
    return rf"\overline{{{shown}}}", ATOM


def _percent(expr: Call) -> tuple[str, int]:
    return rf"{_print(expr.args[0], POWER + 1)}\%", POWER


def _applied(expr: Call) -> tuple[str, int]:
    function = expr.args[0]
    if is_sequence(expr):
        return f"{_print(function, 0)}_{{{_items(expr.args[1:])}}}", ATOM
    shown = _print(function, ATOM) if not _is_prime(function) else _print(function, 0)
    return f"{shown}{in_round(_items(expr.args[1:]))}", ATOM


def _is_prime(expr: Expr) -> bool:
    return isinstance(expr, Call) and expr.head == "prime"


def _prime(expr: Call) -> tuple[str, int]:
    function, order = expr.args
    shown = _print(function, ATOM)
    if isinstance(order, Number) and order.value in (1, 2, 3):
        return shown + "'" * int(order.value), POWER + 5
    return f"{shown}^{{({_print(order, 0)})}}", POWER


_BRACKETED_BASES = frozenset({"sqrt", "root", "prime", "derivative", "transpose", "log"})
_PRINTERS: dict[str, Callable[[Call], tuple[str, int]]] = {
    "add": _sum, "mul": _product, "div": _quotient, "neg": _negated, "pow": _power, "sqrt": _root, "root": _root,
    "factorial": _factorial, "double_factorial": _factorial, "exp": _exponential, "binomial": _binomial,
    "mod": _modulo, "transpose": _raised(r"\mathsf{T}"), "inverse": _raised("-1"), "degree": _raised(r"\circ"),
    "conj": _conjugate, "percent": _percent, "apply": _applied, "prime": _prime,
}  # fmt: skip
