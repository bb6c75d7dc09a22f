"""Definitions of a text, put in wherever their names stand: f(2), f', a = 3, "let g be the sum of …".

A definition that changes nothing was not used, and what is not used has no place in a reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from abacist.core.expr import CONSTANTS, Call, Expr, Symbol, call, number
from abacist.notation.variables import function_body
from abacist.reading.meaning import EVALUATE, Definition, Made, Term, Typed

__all__ = ["Given", "apply_definitions", "names_function_of", "nodes_of"]


@dataclass(slots=True)
class Given:
    """A clause that is no demand: an option, a relation, a definition. `used` once it has a place."""

    type: str
    term: Term
    start: int = 0
    used: bool = False


def nodes_of(made: Made) -> Iterator[Made]:
    """The node and every node inside it, the outer first."""
    yield made
    for term in made.args.values():
        for inner in term if isinstance(term, tuple) else (term,):
            if isinstance(inner, Made):
                yield from nodes_of(inner)


def apply_definitions(givens: Sequence[Given], nodes: Sequence[Made]) -> None:
    """Replaces defined names in every argument; a definition that replaced something is used."""
    for given in givens:
        definition = None if given.used else _definition(given)
        if definition is None:
            continue
        inside = [node for made in _made_in(givens) for node in nodes_of(made)]
        changed = [_define_in(node, definition) for node in [*nodes, *inside]]
        given.used = any(changed) or _define_in_givens(givens, given, definition)


def names_function_of(given: Given, nodes: Sequence[Made]) -> bool:
    """True for f(x) = … where a demand speaks of f: "the zeros of f" are no system with f(x) = x² − 4 in it."""
    defined = _definition(given)
    if defined is None or not defined.is_function:
        return False
    return any(defined.name in _names_in(term) for node in nodes for term in node.args.values())


def _names_in(term: Term) -> frozenset[str]:
    if isinstance(term, tuple):
        return frozenset[str]().union(*map(_names_in, term))
    return frozenset(term.expr.names()) if isinstance(term, Typed) else frozenset()


def _made_in(givens: Sequence[Given]) -> Iterator[Made]:
    for given in givens:
        value = given.term.value if isinstance(given.term, Definition) else given.term
        if isinstance(value, Made):
            yield value


@dataclass(frozen=True, slots=True)
class _Defined:
    name: str
    parameters: tuple[str, ...]
    value: Expr | Made
    is_function: bool = False


def _definition(given: Given) -> _Defined | None:
    term = given.term
    if isinstance(term, Definition):
        value = term.value
        if isinstance(value, Typed):
            body = function_body(value.expr) if value.type == "FunctionDefinition" else None
            return _Defined(term.name, body[1] if body else (), body[2] if body else value.expr)
        return _Defined(term.name, (), value) if isinstance(value, Made) else None
    if isinstance(term, Typed) and isinstance(term.expr, Call) and term.expr.head == "eq":
        body = function_body(term.expr)
        if body is not None:
            name, parameters, value = body
            is_function = not isinstance(term.expr.args[0], Symbol)
            return _Defined(name, tuple(parameters), value, is_function)
    return None


def _define_in(node: Made, defined: _Defined) -> bool:
    changed = False
    for name, term in list(node.args.items()):
        new = _defined_in(node, term, defined)
        if new is not term:
            node.args[name] = new
            changed = True
    return changed


def _defined_in(node: Made, term: Term, defined: _Defined) -> Term:
    if isinstance(term, tuple):
        parts = tuple(_defined_in(node, part, defined) for part in term)
        return parts if any(a is not b for a, b in zip(parts, term, strict=True)) else term
    if not isinstance(term, Typed) or term.place == "Symbol":
        return term  # a name that is meant as a name keeps it
    if _assigns(term.expr, defined.name) and not defined.parameters:
        return term
    if _defines(term, defined.name):
        return Typed(term.expr, term.type, term.place)
    if isinstance(defined.value, Made):
        if defined.name not in term.expr.free_symbols():
            return term
        if isinstance(term.expr, Symbol):
            return defined.value
        mark = Symbol(f"_{defined.name}")
        node.args[f"_{defined.name}"] = defined.value
        return Typed(term.expr.substitute({defined.name: mark}), term.type, term.place)
    values = _derivative_values(term.expr, defined, node.action == EVALUATE)
    if len(values) == 1 and term.expr in values:
        return values[term.expr]
    marks = {value: Symbol(f"_at{len(node.args)}_{k}") for k, value in enumerate(values)}
    node.args.update({mark.name: values[value] for value, mark in marks.items()})
    wanted = term.expr.rebuild(lambda part: marks.get(part, part)) if marks else term.expr
    expr = _expand(wanted, defined, defined.value)
    constant = term.place == "Function" and term.expr.free_symbols() and not expr.free_symbols()
    if expr == term.expr or (constant and not defined.parameters):
        return term  # a point is not put into a function that something else is asked of
    kind = "FunctionDefinition" if term.place == "Function" and defined.parameters else term.type
    if isinstance(term.expr, Symbol) and kind == "FunctionDefinition":
        head = call("apply", Symbol(defined.name), *(Symbol(p) for p in defined.parameters))
        return Typed(call("eq", head, expr), kind, term.place)
    return Typed(expr, term.type, term.place)


def _defines(term: Typed, name: str) -> bool:
    """True where the term is the definition of that name itself: it uses it, and stays as it is.

    In the place of an equation f(x) = 2 defines nothing: it asks where f, which is known, has that value.
    """
    is_definition = term.type == "FunctionDefinition" and term.place != "Equation"
    body = function_body(term.expr) if is_definition else None
    return body is not None and body[0] == name


def _derivative_values(expr: Expr, defined: _Defined, whole: bool) -> dict[Expr, Made]:
    """f'(2), f''(a), … in a formula as the computations that give them; with `whole` f'(x) too."""
    found: dict[Expr, Made] = {}
    if isinstance(defined.value, Made) or len(defined.parameters) != 1:
        return found
    variable = defined.parameters[0]
    for node in expr.walk():
        if not (isinstance(node, Call) and node.head == "apply" and len(node.args) == 2):
            continue
        head, place = node.args
        if not (isinstance(head, Call) and head.head == "prime"):
            continue
        if place == Symbol(variable) and not whole:
            continue
        if head.args[0] == Symbol(defined.name):
            function = Typed(defined.value, "Expression", "Function")
            args: dict[str, Term] = {"function": function, "variable": variable}
            if place != Symbol(variable):
                point = call("eq", Symbol(variable), place)
                args["point"] = (Typed(point, "Assignment", "Assignment"),)
            if head.args[1] != number(1):
                args["order"] = int(str(head.args[1]))
            found[node] = Made("calculus.differentiate", args)
    return found


def _assigns(expr: Expr, name: str) -> bool:
    """True for x = 2 where x is to be replaced: two values of one name are no 3 = 2."""
    return isinstance(expr, Call) and expr.head == "eq" and expr.args[0] == Symbol(name)


def _expand(expr: Expr, defined: _Defined, value: Expr) -> Expr:
    """The expression with f(a) replaced by f's body at a, f'(x) by its derivative, a name by its value."""

    def change(node: Expr) -> Expr:
        if not (isinstance(node, Call) and node.head == "apply"):
            return node
        function, args = node.args[0], node.args[1:]
        if function == Symbol(defined.name) and len(args) == len(defined.parameters):
            return value.substitute(dict(zip(defined.parameters, args, strict=True)))
        if isinstance(function, Call) and function.head == "prime" and len(args) == 1:
            base, order = function.args
            if base == Symbol(defined.name) and args == tuple(map(Symbol, defined.parameters)):
                return call("derivative", value, args[0], order)
        return node

    expanded = expr.rebuild(change)
    sides = expr.args if isinstance(expr, Call) and expr.head == "eq" else (expr,)
    stands_alone = Symbol(defined.name) in sides
    if defined.name in CONSTANTS or (defined.is_function and not stands_alone):
        return expanded  # the name of a function is no factor
    return expanded.substitute({defined.name: value})


def _define_in_givens(givens: Sequence[Given], source: Given, defined: _Defined) -> bool:
    """Applies a definition to the definitions after it; True where it changed one."""
    changed = False
    for given in givens[givens.index(source) + 1 :]:
        if given.used or isinstance(defined.value, Made):
            continue
        if isinstance(given.term, Typed):
            left = given.term.expr.args[0] if isinstance(given.term.expr, Call) else None
            if left == Symbol(defined.name):
                continue
            expr = _expand(given.term.expr, defined, defined.value)
            if expr != given.term.expr:
                given.term = Typed(expr, given.term.type, given.term.place)
                changed = True
        elif isinstance(given.term, Definition) and isinstance(given.term.value, Typed):
            expr = _expand(given.term.value.expr, defined, defined.value)
            if expr != given.term.value.expr:
                given.term = Definition(given.term.name, Typed(expr, "Expression", "Expression"))
                changed = True
    return changed
