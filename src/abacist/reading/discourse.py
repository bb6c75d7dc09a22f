"""From the clauses of a text to what is asked: definitions applied, options put in their slots.

A covering of the text becomes a set of demanded nodes only if nothing is left over: every option found an
argument that takes it, every definition was used, every pronoun stands for something.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from abacist.core.expr import Symbol
from abacist.core.language import Message
from abacist.core.phrase import Slot, is_subtype
from abacist.core.registry import find_action
from abacist.reading.chart import Derivation
from abacist.reading.coordination import SAID_OF_EACH, Uncoordinated, coordinated
from abacist.reading.definitions import Given, apply_definitions, names_function_of, nodes_of
from abacist.reading.meaning import (
    EVALUATE,
    Composed,
    Definition,
    Made,
    Meanings,
    Term,
    Typed,
    Unresolved,
    placeholders,
    taken,
)

__all__ = [
    "Demand",
    "Missing",
    "Unread",
    "demands_of",
    "givens_of",
    "nodes_in",
    "placed",
    "require_all",
]


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
class Demand:
    """The nodes asked for, in the order of the text, and the assumptions their phrases make."""

    asked: list[Made] = field(default_factory=list)
    givens: list[Given] = field(default_factory=list)
    assumes: list[Message] = field(default_factory=list)


def demands_of(clauses: Sequence[Derivation], before: Demand | None = None) -> Demand:
    """What the clauses ask for, after what was asked before in the same conversation.

    A pronoun may stand for something that was spoken about before, a slot that is left open is filled as it
    was, and earlier definitions hold on. Raises `Unread` or `Missing`.
    """
    meanings, demand = Meanings(), Demand()
    if before is not None:
        meanings.mentions.extend(_mentions(before))
    for said in clauses:
        clause = _coordinated(said, demand)
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
    if before is not None:
        _lean(demand, before)
    _complete_names(demand)
    apply_definitions(demand.givens, list(nodes_in(demand.asked)))
    left = [given for given in demand.givens if not given.used]
    if left:
        raise Unread(f"{left[0].type} has no place")
    for made in demand.asked:
        for node in nodes_of(made):
            require_all(node)
    return demand


def _coordinated(said: Derivation, demand: Demand) -> Derivation:
    try:
        clause = coordinated(said)
    except Uncoordinated as error:
        raise Unread(str(error)) from error
    if clause is not said:
        demand.assumes.append(SAID_OF_EACH)
    return clause


def givens_of(clauses: Sequence[Derivation]) -> list[Given]:
    """What clauses without a demand say. Raises `Unread` where one of them is not a thing to be given."""
    meanings, givens = Meanings(), []
    for clause in clauses:
        term = meanings.of(clause)
        if clause.type == "Request":
            raise Unread("a demand")
        if clause.type != "Filler":
            givens.append(Given(clause.type, term, clause.start))
        givens.extend(Given(kind, option, clause.start) for kind, option in meanings.loose)
        meanings.loose.clear()
    return givens


def _mentions(before: Demand) -> list[tuple[str, Term]]:
    """What "it" may stand for, the likeliest last: what varies rather than a number or a result."""
    terms: list[tuple[str, Term]] = [("Value", made) for made in before.asked]
    for node in nodes_in(before.asked):
        for term in node.args.values():
            parts = term if isinstance(term, tuple) else (term,)
            terms.extend((part.type, part) for part in parts if isinstance(part, Typed))
    return sorted(terms, key=lambda pair: isinstance(pair[1], Typed) and bool(pair[1].expr.names()))


def _lean(demand: Demand, before: Demand) -> None:
    """Leaves what a later turn does not say as it was: arguments by their slots, and definitions."""
    for made in demand.asked:
        slots = find_action(made.action).slots()
        for name in slots.keys() - made.args.keys():
            same = [
                each
                for each in nodes_in(before.asked)
                if name in each.args and find_action(each.action).slots().get(name) == slots[name]
            ]
            if len(same) == 1:
                made.args[name] = same[0].args[name]
                made.args.update(placeholders(same[0]))
    definitions = [Given(each.type, each.term) for each in before.givens]
    apply_definitions(definitions, list(nodes_in(demand.asked)))


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


def _drop_unresolved(node: Made) -> None:
    """An argument that is an unresolved pronoun is an open slot."""
    for name, term in list(node.args.items()):
        parts = term if isinstance(term, tuple) else (term,)
        if parts and all(isinstance(part, Unresolved) for part in parts):
            del node.args[name]


def _distribute(demand: Demand, requests: Sequence[Derivation]) -> None:
    """Puts every given into the slots that take it; raises `Unread` where it is open which node is meant."""
    for node in nodes_in(demand.asked):
        _drop_unresolved(node)
        own = [Given(kind, term) for kind, term in node.options]
        _fill_slots(node, own, 0)
        if not all(given.used for given in own):
            raise Unread("an option has no place")
    first, last = requests[0].start, requests[-1].start
    takers: dict[int, list[Given]] = {}
    nodes = list(nodes_in(demand.asked))
    for given in demand.givens:
        if names_function_of(given, nodes):
            continue  # it is put in, below
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


def nodes_in(asked: Sequence[Made]) -> Iterator[Made]:
    """Every node that is asked for or inside one, each once."""
    seen: set[int] = set()
    for made in asked:
        for node in nodes_of(made):
            if id(node) not in seen:
                seen.add(id(node))
                yield node


def _holds(term: Term, node: Made) -> bool:
    """True where the node is in the term: it cannot be its own argument."""
    if isinstance(term, tuple):
        return any(_holds(part, node) for part in term)
    if isinstance(term, Composed):
        return any(_holds(part, node) for part in term.parts.values())
    return isinstance(term, Made) and any(inner is node for inner in nodes_of(term))


def _shared(demand: Demand, nodes: Sequence[Made], given: Given, first: int, last: int) -> bool:
    """True where a given stands before or behind all demands and belongs to each of them alike."""
    return (given.start <= first or given.start >= last) and all(
        any(node is made for made in demand.asked) for node in nodes
    )


def _slot_for(node: Made, given: Given) -> str | None:
    """The first slot of a node that is open for a given."""
    if _holds(given.term, node):
        return None
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
        term = taken(node.args, placed(given.term, slots[name]))
        if not slots[name].many:
            node.args[name] = term
            continue
        said = node.args.get(name, ())
        said = said if isinstance(said, tuple) else (said,)
        ahead = sum(1 for other in givens if other.used and other.start < given.start)
        cut = min(ahead, len(said)) if given.start < place else len(said)
        node.args[name] = (*said[:cut], term, *said[cut:])


def placed(term: Term, slot: Slot) -> Term:
    """The term as it fills a slot: a definition that fills one for functions means its body."""
    if not isinstance(term, Typed):
        return term
    wants_body = "Function" in slot.type.split("|")
    return Typed(term.expr, term.type, "Function" if wants_body else term.type)


def require_all(node: Made) -> None:
    """Raises `Missing` where a required slot is open, `Unread` where something undefined is evaluated."""
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
