"""What a derivation means: expressions, names, and nodes that are still to become a plan.

Pronouns are resolved here, while the text is walked from left to right: "it", "its" and 其 stand for the last
thing mentioned that has the type their place asks for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

from abacist.core.expr import Expr, symbol
from abacist.core.phrase import (
    Constant,
    Define,
    Formula,
    Hole,
    Make,
    Meaning,
    Name,
    Nothing,
    Referent,
    is_subtype,
)
from abacist.core.registry import find_action
from abacist.notation.grammar import parse_canonical
from abacist.reading.chart import Derivation, Filled

__all__ = [
    "EVALUATE",
    "Composed",
    "Definition",
    "Made",
    "Meanings",
    "Term",
    "Typed",
    "Unresolved",
    "placeholders",
    "taken",
]


EVALUATE = "arithmetic.evaluate"
"""The action for a formula whose value is asked for."""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A pronoun with nothing before it that it could stand for."""

    wanted: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A formula with the type of the place it fills: a definition in a `Function` place means its body."""

    expr: Expr
    type: str
    place: str


@dataclass(eq=False, slots=True)
class Made:
    """A node to be: an action with the arguments found so far. Shared where the text shares it.

    `options` are typed clauses that belong to this node and wait for a slot.
    """

    action: str
    args: dict[str, Term]
    options: list[tuple[str, Term]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Definition:
    """A name for a value."""

    name: str
    value: Term


@dataclass(frozen=True, slots=True)
class Composed:
    """An expression that is no value by itself (a figure, a condition) with placeholders for nodes.

    `parts` are the nodes under the names of their placeholders; the node that takes the expression takes them.
    """

    expr: Typed
    parts: dict[str, Made]


Term = (
    Typed | Made | Composed | Definition | Unresolved | str | int | bool | None | tuple["Term", ...]
)


@dataclass(slots=True)
class Meanings:
    """Turns derivations into terms; remembers what was mentioned.

    `loose` are options whose noun has no use for them: the nearest node around it takes them.
    """

    mentions: list[tuple[str, Term]] = field(default_factory=list)
    loose: list[tuple[str, Term]] = field(default_factory=list)

    def of(self, derivation: Derivation, place: str = "") -> Term:
        """The meaning of a derivation that stands in a hole of type `place`."""
        outside, self.loose = self.loose, []
        term = self._bare(derivation, place)
        options = [(adjunct.type, self._bare(adjunct, "")) for adjunct in derivation.adjuncts]
        inside, self.loose = [*self.loose, *options], outside
        slots = find_action(term.action).slots().values() if isinstance(term, Made) else ()
        for option in inside:
            if isinstance(term, Made) and any(slot.accepts(option[0]) for slot in slots):
                term.options.append(option)
            else:
                self.loose.append(option)
        return term

    def _bare(self, derivation: Derivation, place: str) -> Term:
        if derivation.leaf is not None:
            term: Term = Typed(derivation.leaf.expr, derivation.type, place or derivation.type)
            self.mentions.append((derivation.type, term))
            return term
        if derivation.phrase is None:
            return derivation.word
        means = derivation.phrase.means
        if isinstance(means, Referent):
            return self._antecedent(place)
        holes = {filled.hole.name: self._filled(filled) for filled in derivation.filled}
        if means is None:
            means = Make(derivation.scope, **{name: Hole(name) for name in holes})
        term = _instantiate(means, holes)
        yields = derivation.phrase.yields
        if isinstance(term, Composed) and (is_subtype(yields, "Value") or yields == "Request"):
            term = _evaluated(term)
        self.mentions.append((derivation.type, term))
        return term

    def _filled(self, filled: Filled) -> Term:
        place = filled.hole.stands_for or filled.hole.type
        terms = tuple(self.of(part, place) for part in filled.parts)
        return terms if filled.hole.many else terms[0]

    def _antecedent(self, wanted: str) -> Term:
        for kind, term in reversed(self.mentions):
            if is_subtype(kind, wanted) and not isinstance(term, Unresolved):
                return Typed(term.expr, term.type, wanted) if isinstance(term, Typed) else term
        return Unresolved(wanted)


def _instantiate(means: Meaning, holes: dict[str, Term]) -> Term:
    match means:
        case Hole(name):
            return holes.get(name)
        case Constant(value):
            return value
        case Make(action=action, args=args):
            found = {name: _instantiate(value, holes) for name, value in args}
            return _made(
                action, {name: value for name, value in found.items() if value is not None}
            )
        case Name(template):
            return Typed(symbol(_name(template, holes)), "Symbol", "Expression")
        case Formula(text, names):
            known = {**holes, **{key: _instantiate(name, holes) for key, name in names}}
            return _formula(text, known)
        case Define(name, value):
            named, worth = _instantiate(name, holes), _instantiate(value, holes)
            return Definition(
                _word(named), _evaluated(worth) if isinstance(worth, Composed) else worth
            )
        case Nothing() | Referent():
            return None


def _made(action: str, args: dict[str, Term]) -> Made:
    """A node; to evaluate what is a node already is that node."""
    only = args.get("expression")
    if action == EVALUATE and len(args) == 1 and isinstance(only, Made):
        return only
    placed: dict[str, Term] = {}
    for name, term in args.items():
        placed[name] = taken(placed, term)
    return Made(action, placed)


def taken(args: dict[str, Term], term: Term) -> Term:
    """The term as an argument: the nodes of a composed expression become arguments too."""
    if isinstance(term, tuple):
        return tuple(taken(args, part) for part in term)
    if isinstance(term, Composed):
        args.update(term.parts)
        return term.expr
    return term


def _evaluated(term: Composed) -> Made:
    return Made(EVALUATE, {"expression": term.expr, **term.parts})


def _word(term: Term) -> str:
    """A word as part of a name; an English plural and its singular are the same name."""
    text = str(term.expr) if isinstance(term, Typed) else str(term)
    plural = len(text) > 3 and text.isascii() and text.endswith("s") and not text.endswith("ss")
    return text[:-1] if plural else text


def _name(template: str, holes: dict[str, Term]) -> str:
    for hole, term in holes.items():
        template = template.replace(f"{{{hole}}}", _word(term))
    return template


def _formula(text: str, holes: dict[str, Term]) -> Term:
    """The expression with holes put in; what is said of several ("x and y are positive") is said of each."""
    several = next((name for name, term in holes.items() if isinstance(term, tuple)), None)
    if several is None:
        return _single_formula(text, holes)
    terms = holes[several]
    assert isinstance(terms, tuple)
    each = {f"{several}{k}": _formula(text, {**holes, several: t}) for k, t in enumerate(terms)}
    return (
        _single_formula(f"and({', '.join(each)})", each) if len(each) > 1 else each[f"{several}0"]
    )


def _single_formula(text: str, holes: dict[str, Term]) -> Term:
    """The expression with holes put in; a hole that is a node gets a placeholder for its value."""
    values: dict[str, Expr] = {}
    parts: dict[str, Made] = {}
    for name, term in holes.items():
        if isinstance(term, Typed):
            values[name] = term.expr
        elif isinstance(term, Composed):
            values[name] = term.expr.expr
            parts.update(term.parts)
        elif isinstance(term, Made):
            mark = f"_part{next(_MARKS)}"
            values[name], parts[mark] = symbol(mark), term
        elif isinstance(term, int) and not isinstance(term, bool):
            values[name] = parse_canonical(str(term))
    typed = Typed(parse_canonical(text).substitute(values), "Expression", "Expression")
    return Composed(typed, parts) if parts else typed


_MARKS = count()
"""Numbers for placeholders, which the plan names anew."""


def placeholders(made: Made) -> dict[str, Made]:
    """Symbols in the arguments that stand for the values of other nodes."""
    return {
        name: term
        for name, term in made.args.items()
        if name.startswith("_") and isinstance(term, Made)
    }
