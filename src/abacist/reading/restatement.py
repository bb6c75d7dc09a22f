"""Phrases run backwards: a plan said in a person's language, as the reader understood it.

For each node the declared phrase that says most of its arguments is filled in; what it leaves unsaid follows
as clauses of its own. Reading a restatement gives the plan again, and a test holds that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from abacist.core.errors import AbacistError
from abacist.core.expr import Expr, Symbol
from abacist.core.language import Language
from abacist.core.phrase import Constant, Hole, Make, Meaning, Phrase, Slot, is_subtype
from abacist.core.plan import Node, Plan
from abacist.core.registry import Action, find_action
from abacist.notation.terminal import terminal
from abacist.reading.leaves import types_of
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


@dataclass(frozen=True, slots=True)
class _Spoken:
    """Words for a node and the arguments they say."""

    text: str
    said: frozenset[str]
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
            text = _join(("find" if self.language is Language.EN else "求", text), self.language)
        clauses = [text, *self._clauses(node, spoken.said)]
        if self.language is Language.EN:
            said = _tidy(", ".join(clauses)) + "."
            return said[0].upper() + said[1:] if said[:2].isalpha() else said
        return "，".join(clauses) + "。"

    def phrase(self, node: Node) -> str:
        """The node as a noun phrase."""
        spoken = self._spoken(node, requests=False)
        if spoken is None:
            return f"{find_action(node.action).title.render(self.language)} ({self._listed(node)})"
        clauses = self._clauses(node, spoken.said)
        extra = f" ({', '.join(clauses)})" if clauses else ""
        return spoken.text + extra

    def _spoken(self, node: Node, *, requests: bool) -> _Spoken | None:
        declared = find_action(node.action)
        args = _arguments(declared, node)
        ways = [
            _Spoken(text, said, phrase.yields == "Request", order)
            for order, phrase in enumerate(declared.phrases)
            if requests or phrase.yields != "Request"
            for text, said in self._filled(phrase, declared, args, node)
        ]
        return min(
            ways, key=lambda way: (-len(way.said), not way.is_request, way.order), default=None
        )

    def _filled(
        self, phrase: Phrase, declared: Action, args: Mapping[str, Any], node: Node
    ) -> Iterator[tuple[str, frozenset[str]]]:
        holes = _pattern(phrase, declared, args)
        if holes is None:
            return
        fixed = _fixed(phrase)
        for template in phrase.templates(self.language)[:4]:
            elements = parse_template(template)
            words, used = self._said(elements, holes, args, node)
            if words is None or not _has_words(elements):
                continue
            yield _join(words, self.language), frozenset(holes[name] for name in used) | fixed

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
        for element in elements:
            if isinstance(element, WordElement):
                words.append(element.shown)
            elif isinstance(element, HoleElement):
                value = args.get(holes.get(element.name, ""))
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
            return ", ".join(self._value(part, node, place) for part in value)
        if isinstance(value, Symbol) and value.name in node.inputs:
            return self.phrase(self.nodes[node.inputs[value.name]])
        if isinstance(value, Expr):
            return self._worded(value, node, place) or self._formula(value, node)
        return str(value)

    def _worded(self, value: Expr, node: Node, place: str) -> str | None:
        """An expression in words where it stands for what only words can say: a condition, a figure."""
        if not place or any(is_subtype(kind, place) for kind in types_of(value)):
            return None
        for kind in place.split("|"):
            words = words_for(
                value, kind, self.language, lambda part, hole: self._part(part, node, hole)
            )
            if words is not None:
                return _join(words, self.language)
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
        found: list[str] = []
        for name, value in _arguments(declared, node).items():
            if name in said or name not in node.args or _follows(declared, node, name):
                continue
            found.extend(self._clause(name, value, slots.get(name), declared, node))
        return found

    def _clause(
        self, name: str, value: Any, slot: Slot | None, declared: Action, node: Node
    ) -> Iterator[str]:
        for phrase in _clause_phrases(declared, slot) if slot is not None else ():
            if isinstance(phrase.means, Constant):
                if phrase.means.value == value:
                    yield _join(_plain_words(phrase, self.language), self.language)
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
            if not _suits(elements, hole, one):
                continue
            words, used = self._said(elements, {hole: hole}, {hole: one}, node)
            if words is not None and used:
                return _join(words, self.language)
        return None

    def _listed(self, node: Node) -> str:
        args = _arguments(find_action(node.action), node)
        return ", ".join(f"{name} = {self._value(args[name], node)}" for name in node.args)


def _arguments(declared: Action, node: Node) -> dict[str, Any]:
    model = declared.arguments.model_validate(node.args)
    return {name: getattr(model, name) for name in type(model).model_fields}


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
        else:
            return None
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


def _has_words(elements: Sequence[Element]) -> bool:
    """True where a template says something in words, not in signs alone."""
    return any(
        any(map(_has_words, element.branches))
        if isinstance(element, Choice)
        else isinstance(element, WordElement) and element.word.isalpha()
        for element in elements
    )


def _suits(elements: Sequence[Element], hole: str, value: Any) -> bool:
    """True where a formula is of the type that the template's hole takes."""
    if not isinstance(value, Expr) or isinstance(value, Symbol):
        return True
    for element in elements:
        if isinstance(element, Choice):
            if any(_suits(branch, hole, value) for branch in element.branches if branch):
                return True
        elif isinstance(element, HoleElement) and element.name == hole:
            return any(is_subtype(kind, element.type) for kind in types_of(value))
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
    """Phrases that give a slot its value, those of the action first."""
    for phrase in declared.phrases:
        if slot.accepts(phrase.yields) and isinstance(phrase.means, Hole | Constant):
            yield phrase
    for shared in standard_grammar().clauses:
        if slot.accepts(shared.yields):
            yield shared.phrase


def _plain_words(phrase: Phrase, language: Language) -> list[str]:
    def words(elements: Sequence[Element]) -> Iterator[str]:
        for element in elements:
            if isinstance(element, WordElement):
                yield element.shown
            elif isinstance(element, Choice) and () not in element.branches:
                yield from words(element.branches[0])

    templates = phrase.templates(language)
    return list(words(parse_template(templates[0]))) if templates else []


def _join(words: Sequence[str], language: Language) -> str:
    """Words as a text: English with blanks; Chinese with blanks only around formulas."""
    text = ""
    for word in words:
        if not word:
            continue
        if text and (language is Language.EN or _latin(text[-1]) or _latin(word[0])):
            both_han = not _latin(text[-1]) and not _latin(word[0])
            text += "" if both_han and language is Language.ZH else " "
        text += word
    return _tidy(text)


def _latin(c: str) -> bool:
    return ord(c) < 0x2E80


def _tidy(text: str) -> str:
    return text.replace(" ,", ",").replace(" 's", "'s").replace("( ", "(").replace(" )", ")")
