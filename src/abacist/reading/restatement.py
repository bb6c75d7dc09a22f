"""Phrases run backwards: a plan said in a person's language, as the reader understood it.

For each node the declared phrase that says most of its arguments is filled in; what it leaves unsaid follows
as clauses of its own. Reading a restatement gives the plan again, and a test holds that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from abacist.core.errors import AbacistError
from abacist.core.expr import Call, Expr, Symbol
from abacist.core.language import Language
from abacist.core.phrase import Constant, Formula, Hole, Make, Meaning, Phrase, Slot, is_subtype
from abacist.core.plan import Node, Plan
from abacist.core.registry import Action, Sayable, find_action
from abacist.notation.terminal import terminal
from abacist.reading.leaves import types_of
from abacist.reading.saying import (
    has_words,
    holes_named,
    is_particle,
    plain,
    plain_words,
    suits,
)
from abacist.reading.sentences import joined, sentence
from abacist.reading.standard import standard_grammar, unless_altered
from abacist.reading.templates import Choice, Element, HoleElement, WordElement, parse_template
from abacist.reading.wording import words_for

__all__ = ["restate"]


@unless_altered
def restate(plan: Plan, language: Language) -> str:
    """One or more sentences that say what the plan computes."""
    nodes = {node.id: node for node in plan.nodes}
    sayer = _Sayer(nodes, language)
    sentences = [sayer.sentence(nodes[identity]) for identity in plan.outputs]
    return (" " if language is Language.EN else "").join(dict.fromkeys(sentences))


_RELATIONS = frozenset({"eq", "ne", "lt", "le", "gt", "ge", "in", "and"})


@dataclass(frozen=True, slots=True)
class _Spoken:
    """Words for a node, the arguments they say, and how many of these are of another type than the hole."""

    text: str
    said: frozenset[str]
    misfits: int
    fills_holes: bool
    is_request: bool
    order: int


class _Sayer:
    def __init__(self, nodes: Mapping[str, Node], language: Language) -> None:
        self.nodes = nodes
        self.language = language

    def sentence(self, node: Node) -> str:
        spoken = self._spoken(node, requests=True)
        if spoken is None:
            return f"{find_action(node.action).title.render(self.language)}: {self._listed(node)}"
        text = spoken.text
        if not spoken.is_request:
            text = joined(("find" if self.language is Language.EN else "求", text), self.language)
        return sentence(text, self._clauses(node, spoken.said), spoken.fills_holes, self.language)

    def phrase(self, node: Node) -> str:
        """The node as a noun phrase."""
        spoken = self._spoken(node, requests=False)
        if spoken is None:
            return f"{find_action(node.action).title.render(self.language)} ({self._listed(node)})"
        clauses = self._clauses(node, spoken.said)
        extra = f" ({', '.join(clauses)})" if clauses else ""
        return spoken.text + extra

    def _spoken(self, node: Node, *, requests: bool) -> _Spoken | None:
        """The way of saying the node that leaves least unsaid, and of those the one that says most."""
        declared = find_action(node.action)
        args = _arguments(declared, node)
        unsaid = set(_to_say(declared, node, args))
        ways = [
            _Spoken(*way, phrase.yields == "Request", order)
            for order, phrase in enumerate(declared.phrases)
            if requests or phrase.yields != "Request"
            for way in self._filled(phrase, declared, args, node, unsaid)
        ]

        def rank(way: _Spoken) -> tuple[int, int, int, bool, int]:
            left = len(unsaid - way.said)
            return left, way.misfits, -len(way.said), not way.is_request, way.order

        return min(ways, key=rank, default=None)

    def _filled(
        self,
        phrase: Phrase,
        declared: Action,
        args: Mapping[str, Any],
        node: Node,
        unsaid: set[str],
    ) -> Iterator[tuple[str, frozenset[str], int, bool]]:
        holes = _pattern(phrase, declared, args)
        if holes is None:
            return
        fixed = _fixed(phrase) & unsaid
        for template in phrase.templates(self.language)[:4]:
            elements = parse_template(template)
            words, used = self._said(elements, holes, args, node)
            if words is None or not has_words(elements):
                continue
            named = {name: holes.get(name, name) for name in used}
            misfits = sum(
                self._misfits(elements, hole, args[name], node) for hole, name in named.items()
            )
            said = frozenset(named.values()) | fixed
            yield joined(words, self.language), said, misfits, bool(used)

    def _misfits(self, elements: Sequence[Element], hole: str, value: Any, node: Node) -> bool:
        """True where a formula stands in a hole for something else that no words say either."""
        values = value if isinstance(value, tuple | list) else (value,)
        return not suits(elements, hole, value) and not all(
            any(self._worded(one, node, each.type) for each in holes_named(elements, hole))
            for one in values
            if isinstance(one, Expr)
        )

    def _said(
        self,
        elements: Sequence[Element],
        holes: Mapping[str, str],
        args: Mapping[str, Any],
        node: Node,
    ) -> tuple[list[str] | None, set[str]]:
        """The words of a sequence and the holes they fill; None where a hole has nothing to say."""
        words: list[str] = []
        used: set[str] = set()
        for index, element in enumerate(elements):
            if isinstance(element, WordElement):
                words.append(element.shown)
            elif is_particle(element, elements[index + 1 :], words):
                assert isinstance(element, Choice)
                words.extend(plain(element.branches[0]))
            elif isinstance(element, HoleElement):
                value = args.get(holes.get(element.name, element.name))
                if value is None or value == ():
                    return None, set()
                words.append(self._value(value, node, element.type))
                used.add(element.name)
            else:
                branch, filled = self._branch(element, holes, args, node)
                if branch is None:
                    return None, set()
                words.extend(branch)
                used |= filled
        return words, used

    def _branch(
        self, choice: Choice, holes: Mapping[str, str], args: Mapping[str, Any], node: Node
    ) -> tuple[list[str] | None, set[str]]:
        """The branch that says most; an optional group without holes is left out."""
        options = [self._said(branch, holes, args, node) for branch in choice.branches]
        possible = [option for option in options if option[0] is not None]
        if not possible:
            return None, set()
        best = max(possible, key=lambda option: len(option[1]))
        if not best[1] and () in choice.branches:
            return [], set()
        return best

    def _value(self, value: Any, node: Node, place: str = "") -> str:
        if isinstance(value, tuple | list):
            return self._listed_values([self._value(part, node, place) for part in value], value)
        if isinstance(value, Symbol) and value.name in node.inputs:
            return self.phrase(self.nodes[node.inputs[value.name]])
        if isinstance(value, Expr):
            return self._worded(value, node, place) or self._formula(value, node)
        return terminal(Symbol(value)) if isinstance(value, str) and value.isalpha() else str(value)

    def _listed_values(self, shown: Sequence[str], values: Sequence[Any]) -> str:
        """a, b and c; in Chinese names and numbers with 、 between them, relations with ，."""
        if self.language is Language.EN:
            return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))
        told = any(isinstance(each, Call) and each.head in _RELATIONS for each in values)
        return ("，" if told else "、").join(shown)

    def _worded(self, value: Expr, node: Node, place: str) -> str | None:
        """An expression in words where it stands for what only words can say: a condition, a figure."""
        if not place or any(is_subtype(kind, place) for kind in types_of(value)):
            return None
        for kind in place.split("|"):
            words = words_for(
                value, kind, self.language, lambda part, hole: self._part(part, node, hole)
            )
            if words is not None:
                return joined(words, self.language)
        return None

    def _part(self, value: Expr, node: Node, place: str) -> str | None:
        """A part of an expression that is said in words; None where nothing of that type says it."""
        if isinstance(value, Symbol) and value.name in node.inputs:
            return self._value(value, node)
        if any(is_subtype(kind, place) for kind in types_of(value)):
            return self._formula(value, node)
        return self._worded(value, node, place)

    def _formula(self, value: Expr, node: Node) -> str:
        inner = sorted(value.names() & node.inputs.keys())
        named = value.substitute({name: Symbol(name.lstrip("_")) for name in inner})
        text = terminal(named)
        if not inner:
            return text
        joined = "; ".join(
            f"{name.lstrip('_')} = {self.phrase(self.nodes[node.inputs[name]])}" for name in inner
        )
        return f"{text} ({joined})"

    def _clauses(self, node: Node, said: frozenset[str]) -> list[str]:
        """Clauses for the arguments that the phrase itself left unsaid."""
        declared = find_action(node.action)
        slots = declared.slots()
        args = _arguments(declared, node)
        return [
            clause
            for name in _to_say(declared, node, args)
            if name not in said
            for clause in self._clause(name, args[name], slots.get(name), declared, node)
        ]

    def _clause(
        self, name: str, value: Any, slot: Slot | None, declared: Action, node: Node
    ) -> Iterator[str]:
        for phrase in _clause_phrases(declared, slot) if slot is not None else ():
            if isinstance(phrase.means, Constant):
                if phrase.means.value == value:
                    yield joined(plain_words(phrase, self.language), self.language)
                    return
            elif isinstance(phrase.means, Hole):
                text = self._clause_with(phrase, phrase.means.name, value, node)
                if text is not None:
                    yield text
                    return
        if isinstance(value, Expr | tuple | list):
            yield self._value(value, node, slot.type if slot is not None else "")
        else:
            yield f"{name} = {value}"

    def _clause_with(self, phrase: Phrase, hole: str, value: Any, node: Node) -> str | None:
        for template in phrase.templates(self.language):
            one = value[0] if isinstance(value, tuple | list) and len(value) == 1 else value
            elements = parse_template(template)
            members = one if isinstance(one, tuple | list) else (one,)
            if not all(suits(elements, hole, member) for member in members):
                continue
            args = {**_arguments(find_action(node.action), node), hole: one}
            words, used = self._said(elements, {hole: hole}, args, node)
            if words is not None and used:
                return joined(words, self.language)
        return None

    def _listed(self, node: Node) -> str:
        args = _arguments(find_action(node.action), node)
        return ", ".join(f"{name} = {self._value(args[name], node)}" for name in node.args)


def _arguments(declared: Action, node: Node) -> dict[str, Any]:
    """The arguments by name, as the action says them: its model's own `said()` where it has one."""
    model = declared.arguments.model_validate(node.args)
    if isinstance(model, Sayable):
        return model.said()
    return {name: getattr(model, name) for name in type(model).model_fields}


def _to_say(declared: Action, node: Node, args: Mapping[str, Any]) -> Iterator[str]:
    """The arguments that a listener could not know without being told."""
    otherwise = issubclass(declared.arguments, Sayable)
    for name, value in args.items():
        if name in node.args:
            if not _follows(declared, node, name):
                yield name
        elif otherwise and value is not None:
            yield name


def _pattern(phrase: Phrase, declared: Action, args: Mapping[str, Any]) -> dict[str, str] | None:
    """Hole → argument where the phrase's meaning is this action and its constants agree; else None."""
    means: Meaning | None = phrase.means
    if means is None:
        return _Same()
    if not isinstance(means, Make) or means.action != declared.name:
        return None
    holes: dict[str, str] = {}
    for name, value in means.args:
        if isinstance(value, Hole):
            holes[value.name] = name
        elif isinstance(value, Constant):
            if args.get(name) != value.value:
                return None
        elif not (isinstance(value, Formula) and issubclass(declared.arguments, Sayable)):
            return None  # what a formula is made of is known only where the arguments say it
    return holes


def _follows(declared: Action, node: Node, name: str) -> bool:
    """True where the action finds this argument by itself from the others."""
    others = {key: value for key, value in node.args.items() if key != name}
    try:
        return declared.arguments.model_validate(others) == declared.arguments.model_validate(
            node.args
        )
    except (ValueError, AbacistError):
        return False


class _Same(dict[str, str]):
    """Every hole is the argument of its own name."""

    def __missing__(self, key: str) -> str:
        return key

    def get(self, key: str, default: Any = None) -> Any:
        return key


def _fixed(phrase: Phrase) -> frozenset[str]:
    if not isinstance(phrase.means, Make):
        return frozenset()
    return frozenset(name for name, value in phrase.means.args if isinstance(value, Constant))


def _clause_phrases(declared: Action, slot: Slot) -> Iterator[Phrase]:
    """Phrases that give a slot its value, those of the action first, then the plainest."""
    for phrase in declared.phrases:
        if slot.accepts(phrase.yields) and isinstance(phrase.means, Hole | Constant):
            yield phrase
    shared = (each for each in standard_grammar().clauses if slot.accepts(each.yields))
    for each in sorted(shared, key=lambda declaration: declaration.cost):
        yield each.phrase
