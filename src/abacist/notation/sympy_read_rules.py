"""How calculus, logic, sets and functions with special conventions are read from SymPy.

See `sympy_reader`. Every rule takes the reader and an object of the class that `READ` names.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from abacist.core.expr import Call, Expr, Symbol, call, div, number, sub
from abacist.notation.refusal import NotRepresentable
from abacist.notation.sympy_reader import Reader, Rule

__all__ = ["READ", "read_any"]


def _named(head: str) -> Rule:
    def rule(reader: Reader, obj: Any) -> Expr:
        return call(head, *(reader.read(arg) for arg in obj.args))

    return rule


def _joined(head: str) -> Rule:
    def rule(reader: Reader, obj: Any) -> Expr:
        args = sorted(obj.args, key=lambda arg: arg.sort_key())
        return call(head, *(reader.read(arg) for arg in args))

    return rule


def _polygamma(reader: Reader, obj: Any) -> Expr:
    order, point = obj.args
    if order == 0:
        return call("digamma", reader.read(point))
    return call("polygamma", reader.read(order), reader.read(point))


def _elliptic_e(reader: Reader, obj: Any) -> Expr:
    head = "elliptic_e1" if len(obj.args) == 1 else "elliptic_e"
    return call(head, *(reader.read(arg) for arg in obj.args))


def _heaviside(reader: Reader, obj: Any) -> Expr:
    if len(obj.args) > 1 and obj.args[1] != reader.sp.S.Half:
        raise NotRepresentable("a Heaviside function with another value at 0")
    return call("heaviside", reader.read(obj.args[0]))


def _frac(reader: Reader, obj: Any) -> Expr:
    inner = reader.read(obj.args[0])
    return sub(inner, call("floor", inner))


def _harmonic(reader: Reader, obj: Any) -> Expr:
    if len(obj.args) != 1:
        raise NotRepresentable("a generalised harmonic number")
    index = "k"
    while index in reader.names.values():
        index += "k"
    k = Symbol(index)
    return call("sum", div(number(1), k), k, number(1), reader.read(obj.args[0]))


def _list_of(reader: Reader, args: Any) -> Expr:
    return call("list", *(reader.read(arg) for arg in args))


def _hyper(reader: Reader, obj: Any) -> Expr:
    return call(
        "hyper", _list_of(reader, obj.ap), _list_of(reader, obj.bq), reader.read(obj.argument)
    )


def _meijerg(reader: Reader, obj: Any) -> Expr:
    above = call("list", _list_of(reader, obj.an), _list_of(reader, obj.aother))
    below = call("list", _list_of(reader, obj.bm), _list_of(reader, obj.bother))
    return call("meijerg", above, below, reader.read(obj.argument))


def _derivative(reader: Reader, obj: Any) -> Expr:
    function, pairs = obj.expr, obj.variable_count
    if not all(isinstance(variable, reader.sp.Symbol) for variable, _ in pairs):
        raise NotRepresentable("a derivative by something that is not a variable")
    if isinstance(function, reader.sp.core.function.AppliedUndef) and len(function.args) == 1:
        (variable, order), rest = pairs[0], pairs[1:]
        if not rest and function.args[0] == variable and order.is_Integer and order <= 3:
            primed = call("prime", reader.name(function.func.__name__), reader.read(order))
            return call("apply", primed, reader.read(variable))
    parts = [reader.read(part) for pair in pairs for part in pair]
    return call("derivative", reader.read(function), *parts)


def _subs(reader: Reader, obj: Any) -> Expr:
    inner = reader.read(obj.expr)
    if len(obj.variables) == 1 and isinstance(obj.expr, reader.sp.Derivative):
        variable = reader.read(obj.variables[0])
        if isinstance(inner, Call) and inner.head == "apply" and inner.args[1:] == (variable,):
            return call("apply", inner.args[0], reader.read(obj.point[0]))
    raise NotRepresentable("a substitution that is not carried out")


def _integral(reader: Reader, obj: Any) -> Expr:
    result = reader.read(obj.function)
    for limit in obj.limits:
        if len(limit) == 2:
            raise NotRepresentable("an integral with one limit")
        result = call("integral", result, *(reader.read(part) for part in limit))
    return result


def _over_limits(head: str) -> Rule:
    def rule(reader: Reader, obj: Any) -> Expr:
        result = reader.read(obj.function)
        for limit in obj.limits:
            if len(limit) != 3:
                raise NotRepresentable(f"a {head} without bounds")
            result = call(head, result, *(reader.read(part) for part in limit))
        return result

    return rule


def _limit(reader: Reader, obj: Any) -> Expr:
    function, variable, point, direction = obj.args
    infinite = point in (reader.sp.oo, -reader.sp.oo)
    head = {"+": "limit_right", "-": "limit_left"}.get(str(direction), "limit")
    return call("limit" if infinite else head, *map(reader.read, (function, variable, point)))


def _piecewise(reader: Reader, obj: Any) -> Expr:
    root = _real_root(reader, obj)
    if root is not None:
        return root
    parts = []
    for value, condition in obj.args:
        if condition == reader.sp.true:
            parts.append(call("otherwise", reader.read(value)))
        else:
            parts.append(call("case", reader.read(value), reader.read(condition)))
    return call("piecewise", *parts)


def _real_root(reader: Reader, obj: Any) -> Expr | None:
    """The piecewise form in which `root` of odd degree is built, read back."""
    if len(obj.args) != 2 or obj.args[1].cond != reader.sp.true:
        return None
    (value, condition), (other, _) = obj.args
    if not isinstance(value, reader.sp.Pow) or not value.exp.is_Rational or value.exp.p != 1:
        return None
    radicand, degree = value.base, value.exp.q
    if degree % 2 == 0 or condition != (radicand >= 0) or other != -((-radicand) ** value.exp):
        return None
    return call("root", reader.read(radicand), number(int(degree)))


def _interval(reader: Reader, obj: Any) -> Expr:
    left, right = bool(obj.left_open), bool(obj.right_open)
    head = {
        (False, False): "interval",
        (True, True): "interval_open",
        (True, False): "interval_left_open",
        (False, True): "interval_right_open",
    }[left, right]
    return call(head, reader.read(obj.start), reader.read(obj.end))


def _in_order(reader: Reader, args: Any) -> list[Any]:
    """Numbers by size, intervals by where they begin, families by their member at 0, then everything else.

    The order says nothing exact, but it is the same whenever the same set is read.
    """

    def key(arg: Any) -> tuple[int, float, str]:
        place = _beginning(reader, arg)
        if place is not None and place.is_extended_real and not place.free_symbols:
            return (0, float(place), str(arg))
        return (1, 0.0, str(arg))

    return sorted(args, key=key)


def _beginning(reader: Reader, arg: Any) -> Any:
    sp = reader.sp
    if isinstance(arg, sp.Interval):
        return arg.start
    if isinstance(arg, sp.ImageSet) and len(arg.lamda.variables) == 1:
        return arg.lamda(0)
    if isinstance(arg, sp.FiniteSet):
        places = [member for member in arg.args if member.is_extended_real and member.is_number]
        return min(places, key=float) if places else None
    return arg if isinstance(arg, sp.Expr) else None


def _finite_set(reader: Reader, obj: Any) -> Expr:
    return call("set", *(reader.read(member) for member in _in_order(reader, obj.args)))


def _union(reader: Reader, obj: Any) -> Expr:
    return call("union", *(reader.read(part) for part in _in_order(reader, obj.args)))


def _condition_set(reader: Reader, obj: Any) -> Expr:
    variable = reader.read(obj.sym)
    if not isinstance(variable, Symbol):
        raise NotRepresentable("a set of tuples that satisfy a condition")
    condition = reader.read(obj.condition)
    if obj.base_set == reader.sp.S.UniversalSet:
        return call("such_that", variable, condition)
    member = call("in", variable, reader.read(obj.base_set))
    return call("such_that", variable, call("and", member, *_conjuncts(condition)))


def _conjuncts(condition: Expr) -> tuple[Expr, ...]:
    is_and = isinstance(condition, Call) and condition.head == "and"
    return condition.args if is_and and isinstance(condition, Call) else (condition,)


def _image_set(reader: Reader, obj: Any) -> Expr:
    if len(obj.base_sets) != 1 or len(obj.lamda.variables) != 1:
        raise NotRepresentable("an image of several sets")
    parameter = obj.lamda.variables[0]
    return call("image", *map(reader.read, (obj.lamda.expr, parameter, obj.base_sets[0])))


def _range(reader: Reader, obj: Any) -> Expr:
    if not (obj.size.is_Integer and obj.size <= 1000):
        raise NotRepresentable("an endless or long range of integers")
    return call("set", *(reader.read(member) for member in obj))


def _if_then_else(reader: Reader, obj: Any) -> Expr:
    condition, yes, no = obj.args
    sp = reader.sp
    return reader.read(sp.Or(sp.And(condition, yes), sp.And(sp.Not(condition), no)))


def _log(reader: Reader, obj: Any) -> Expr:
    return call("ln", reader.read(obj.args[0]))


def _contains(reader: Reader, obj: Any) -> Expr:
    return call("in", reader.read(obj.args[0]), reader.read(obj.args[1]))


def _rising(reader: Reader, obj: Any) -> Expr:
    start, count = (reader.read(arg) for arg in obj.args)
    return div(call("gamma", call("add", start, count)), call("gamma", start))


def read_any(reader: Reader, obj: Any) -> Expr:
    """A SymPy object, a number or truth of Python, or a container as SymPy's solvers return them."""
    if isinstance(obj, dict):
        pairs = (call("eq", read_any(reader, name), read_any(reader, obj[name])) for name in obj)
        return call("named", *pairs)
    if isinstance(obj, (set, frozenset)):
        return call("set", *(read_any(reader, member) for member in sorted(obj, key=str)))
    if isinstance(obj, (list, tuple)):
        head = "list" if isinstance(obj, list) else "tuple"
        return call(head, *(read_any(reader, member) for member in obj))
    if isinstance(obj, bool):
        return Symbol("true" if obj else "false")
    if isinstance(obj, (int, Fraction)):
        whole = reader.sp.Rational(obj.numerator, obj.denominator)
        return reader.read(whole)
    return reader.read(reader.sp.Float(obj) if isinstance(obj, float) else obj)


READ: Mapping[str, Rule] = {
    "log": _log,
    "polygamma": _polygamma,
    "elliptic_e": _elliptic_e,
    "Heaviside": _heaviside,
    "frac": _frac,
    "harmonic": _harmonic,
    "hyper": _hyper,
    "meijerg": _meijerg,
    "RisingFactorial": _rising,
    "Derivative": _derivative,
    "Subs": _subs,
    "Integral": _integral,
    "NonElementaryIntegral": _integral,
    "Sum": _over_limits("sum"),
    "Product": _over_limits("product"),
    "Limit": _limit,
    "Piecewise": _piecewise,
    "Interval": _interval,
    "FiniteSet": _finite_set,
    "Union": _union,
    "Intersection": _joined("intersection"),
    "Complement": _named("difference"),
    "ConditionSet": _condition_set,
    "ImageSet": _image_set,
    "Range": _range,
    "Contains": _contains,
    "And": _joined("and"),
    "Or": _joined("or"),
    "Not": _named("not"),
    "Implies": _named("implies"),
    "ITE": _if_then_else,
    "Equality": _named("eq"),
    "Unequality": _named("ne"),
    "StrictLessThan": _named("lt"),
    "LessThan": _named("le"),
    "StrictGreaterThan": _named("gt"),
    "GreaterThan": _named("ge"),
    "Tuple": _named("tuple"),
    "Max": _joined("max"),
    "Min": _joined("min"),
}
"""Name of a SymPy class → the rule that reads it."""
