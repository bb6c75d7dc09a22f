"""From the clauses of a text to what is asked: definitions applied, options put in their slots.

A covering of the text becomes a set of demanded nodes only if nothing is left over: every option found an
argument that takes it, every definition was used, every pronoun stands for something.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from abacist.core.expr import CONSTANTS, Call, Expr, Symbol, call
from abacist.core.language import Message
from abacist.core.phrase import Slot, is_subtype
from abacist.core.registry import find_action
from abacist.notation.variables import function_body
from abacist.reading.chart import Derivation
from abacist.reading.meaning import (
    EVALUATE,
    Definition,
    Made,
    Meanings,
    Term,
    Typed,
    Unresolved,
    placeholders,
    taken,
)

__all__ = ["Demand", "Missing", "Unread", "demands_of"]


class Unread(Exception):
    """This covering is no reading: something in it has no place."""


class Missing(Exception):
    """A reading but for one thing, which has to be asked for."""

    def __init__(self, action: str, argument: str, slot: Slot) -> None:
        self.action, self.argument = action, argument
        self.ask = slot.ask or Message(en=f"What is the {argument}?", zh=f"{argument} 是什么？")
        self.asks_for_function = "Function" in slot.type.split("|")
        super().__init__(f"{action} needs {argument}")


@dataclass(slots=True)
class Given:
    """A clause that is no demand: an option, a relation, a definition. `used` once it has a place."""

    type: str
    term: Term
    start: int = 0
    used: bool = False


@dataclass(slots=True)
class Demand:
    """The nodes asked for, in the order of the text, and the assumptions their phrases make."""

    asked: list[Made] = field(default_factory=list)
    givens: list[Given] = field(default_factory=list)
    assumes: list[Message] = field(default_factory=list)


def demands_of(clauses: Sequence[Derivation]) -> Demand:
    """What the clauses ask for. Raises `Unread` or `Missing`."""
    meanings, demand = Meanings(), Demand()
    for clause in clauses:
        term = meanings.of(clause)
        demand.assumes.extend(_assumptions(clause))
        if clause.type == "Request":
            demand.asked.extend(_asked(term))
        elif clause.type != "Filler":
            demand.givens.append(Given(clause.type, term, clause.start))
        demand.givens.extend(Given(kind, option, clause.start) for kind, option in meanings.loose)
        meanings.loose.clear()
    requests = [clause for clause in clauses if clause.type == "Request"]
    if not demand.asked:
        raise Unread("nothing is asked for")
    if len(requests) > 1 and any(_is_bare(request) for request in requests):
        raise Unread("a formula without a word beside another demand")
    _distribute(demand, requests)
    _complete_names(demand)
    _apply_definitions(demand)
    left = [given for given in demand.givens if not given.used]
    if left:
        raise Unread(f"{left[0].type} has no place")
    for made in demand.asked:
        for node in nodes_of(made):
            _require_all(node)
    return demand


def _is_bare(request: Derivation) -> bool:
    """True where a demand is mere formulas, which ask for something only where nothing else does."""
    parts = [part for filled in request.filled for part in filled.parts]
    if not parts or (parts[0].start, parts[-1].end) != (request.start, request.end):
        return False
    return all(part.leaf is not None or _is_bare(part) for part in parts)


_ASKING = frozenset(
    {"IntegralExpression", "LimitExpression", "SumExpression", "DerivativeExpression"}
)
"""Formulas that ask for a computation themselves: their actions have phrases for them."""


def _asked(term: Term) -> Iterator[Made]:
    if isinstance(term, tuple):
        asked = [made for each in term for made in _asked(each)]
        _share(asked)
        yield from asked
    elif isinstance(term, Made):
        yield term
    elif isinstance(term, Typed) and term.type in _ASKING:
        raise Unread("this formula has an action of its own")
    elif isinstance(term, Typed) and not is_subtype(term.type, "Relation"):
        yield Made(EVALUATE, {"expression": Typed(term.expr, term.type, "Expression")})
    elif isinstance(term, Unresolved):
        raise Unread("a pronoun alone is asked for")
    else:
        raise Unread("what is asked for is no value")


def _share(asked: Sequence[Made]) -> None:
    """In "the area and the perimeter of a figure" the figure is said once and belongs to both."""
    for made in asked:
        for name, slot in find_action(made.action).slots().items():
            if name in made.args:
                continue
            others = [
                other
                for other in asked
                if name in other.args and find_action(other.action).slots().get(name) == slot
            ]
            if len(others) == 1 and slot.ask is not None and not slot.many:
                made.args[name] = others[0].args[name]
                made.args.update(placeholders(others[0]))


def _assumptions(clause: Derivation) -> Iterator[Message]:
    if clause.phrase is not None and clause.phrase.assumes is not None:
        yield clause.phrase.assumes
    for filled in clause.filled:
        for part in filled.parts:
            yield from _assumptions(part)


def nodes_of(made: Made) -> Iterator[Made]:
    """The node and every node inside it, the outer first."""
    yield made
    for term in made.args.values():
        for inner in term if isinstance(term, tuple) else (term,):
            if isinstance(inner, Made):
                yield from nodes_of(inner)


def _drop_unresolved(node: Made) -> None:
    """An argument that is an unresolved pronoun is an open slot."""
    for name, term in list(node.args.items()):
        if isinstance(term, Unresolved):
            del node.args[name]


def _distribute(demand: Demand, requests: Sequence[Derivation]) -> None:
    """Puts every given into the slots that take it; raises `Unread` where it is open which node is meant."""
    for node in _nodes(demand):
        _drop_unresolved(node)
        own = [Given(kind, term) for kind, term in node.options]
        _fill_slots(node, own, 0)
        if not all(given.used for given in own):
            raise Unread("an option has no place")
    first, last = requests[0].start, requests[-1].start
    takers: dict[int, list[Given]] = {}
    nodes = list(_nodes(demand))
    for given in demand.givens:
        found = [index for index, node in enumerate(nodes) if _slot_for(node, given) is not None]
        if len(found) > 1:
            open_ = [i for i in found if not nodes[i].args.get(_slot_for(nodes[i], given) or "")]
            found = open_ or found
        if len(found) > 1 and not _shared(demand, [nodes[i] for i in found], given, first, last):
            raise Unread(f"it is open which of several a {given.type} belongs to")
        for index in found:
            takers.setdefault(index, []).append(given)
    for index, givens in takers.items():
        _fill_slots(nodes[index], givens, first)


def _nodes(demand: Demand) -> Iterator[Made]:
    """Every node that is asked for or inside one, each once."""
    seen: set[int] = set()
    for made in demand.asked:
        for node in nodes_of(made):
            if id(node) not in seen:
                seen.add(id(node))
                yield node


def _shared(demand: Demand, nodes: Sequence[Made], given: Given, first: int, last: int) -> bool:
    """True where a given stands before or behind all demands and belongs to each of them alike."""
    return (given.start <= first or given.start >= last) and all(
        any(node is made for made in demand.asked) for node in nodes
    )


def _slot_for(node: Made, given: Given) -> str | None:
    """The first slot of a node that is open for a given."""
    for name, slot in find_action(node.action).slots().items():
        if slot.accepts(given.type) and (slot.many or name not in node.args):
            return name
    return None


def _fill_slots(node: Made, givens: Sequence[Given], place: int) -> None:
    """Puts givens into the slots of a node, the first slot that accepts a given takes it.

    A slot for many takes them beside what its phrase said already, in the order of the text; `place` is
    where the demand stands in it.
    """
    slots = find_action(node.action).slots()
    for given in givens:
        name = _slot_for(node, given)
        if name is None:
            continue
        given.used = True
        term = taken(node.args, _placed(given.term, slots[name]))
        if not slots[name].many:
            node.args[name] = term
            continue
        said = node.args.get(name, ())
        said = said if isinstance(said, tuple) else (said,)
        ahead = sum(1 for other in givens if other.used and other.start < given.start)
        cut = min(ahead, len(said)) if given.start < place else len(said)
        node.args[name] = (*said[:cut], term, *said[cut:])


def _placed(term: Term, slot: Slot) -> Term:
    if not isinstance(term, Typed):
        return term
    wants_body = "Function" in slot.type.split("|")
    return Typed(term.expr, term.type, "Function" if wants_body else term.type)


def _require_all(node: Made) -> None:
    declared = find_action(node.action)
    asked = node.args.get("expression")
    if node.action == EVALUATE and isinstance(asked, Typed):
        unknown = isinstance(asked.expr, Symbol) and asked.expr.free_symbols()
        if unknown or asked.expr.has("apply", "prime"):
            raise Unread("the value of something that is not defined is asked for")
    for name, slot in declared.slots().items():
        if (
            name not in node.args
            and slot.ask
            and declared.arguments.model_fields[name].is_required()
        ):
            raise Missing(node.action, name, slot)


def _complete_names(demand: Demand) -> None:
    """A name cut short ("how many does B have") is the one definition that begins with it."""
    known = [given.term.name for given in demand.givens if isinstance(given.term, Definition)]
    for made in demand.asked:
        for name, term in made.args.items():
            if not (isinstance(term, Typed) and isinstance(term.expr, Symbol)):
                continue
            longer = sorted({full for full in known if full.startswith(f"{term.expr.name}_")})
            if term.expr.name not in known and len(longer) == 1:
                made.args[name] = Typed(Symbol(longer[0]), term.type, term.place)


def _apply_definitions(demand: Demand) -> None:
    """Replaces defined names in every argument; a definition that replaced something is used."""
    for given in demand.givens:
        definition = None if given.used else _definition(given)
        if definition is None:
            continue
        for made in [*demand.asked, *_made_in(demand.givens)]:
            for node in nodes_of(made):
                if _define_in(node, definition):
                    given.used = True
        given.used |= _define_in_givens(demand.givens, given, definition)


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
    if not isinstance(term, Typed):
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
    expr = _expand(term.expr, defined, defined.value)
    constant = term.place == "Function" and term.expr.free_symbols() and not expr.free_symbols()
    if expr == term.expr or (constant and not defined.parameters):
        return term  # a point is not put into a function that something else is asked of
    kind = "FunctionDefinition" if term.place == "Function" and defined.parameters else term.type
    if isinstance(term.expr, Symbol) and kind == "FunctionDefinition":
        head = call("apply", Symbol(defined.name), *(Symbol(p) for p in defined.parameters))
        return Typed(call("eq", head, expr), kind, term.place)
    return Typed(expr, term.type, term.place)


def _defines(term: Typed, name: str) -> bool:
    """True where the term is the definition of that name itself: it uses it, and stays as it is."""
    body = function_body(term.expr) if term.type == "FunctionDefinition" else None
    return body is not None and body[0] == name


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
    stands_alone = expr == Symbol(defined.name)
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
