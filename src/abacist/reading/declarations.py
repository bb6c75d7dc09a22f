"""The grammar of everything that is declared: built by importing every action and every notion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from abacist.core.expr import Call, Expr, Symbol
from abacist.core.language import Language
from abacist.core.phrase import Constant, Formula, Hole, Phrase
from abacist.core.registry import actions, notions
from abacist.notation.grammar import parse_canonical
from abacist.reading.grammar import Declared, Grammar
from abacist.reading.templates import Choice, Element, HoleElement, parse_template

__all__ = ["declared_grammar", "holes_of", "outline"]


def declared_grammar() -> Grammar:
    """The grammar of everything that is registered."""
    grammar = Grammar()
    known: list[Declared] = []
    for name, action in actions().items():
        for number, phrase in enumerate(action.phrases):
            known.append(grammar.add(phrase, "action", name, action.module, number))
        for slot in action.slots().values():
            grammar.clause_types.update(slot.type.split("|"))
    for name, notion in notions().items():
        for number, phrase in enumerate(notion.phrases):
            known.append(grammar.add(phrase, "notion", name, notion.module, number))
    grammar.formulas = _formulas(known)
    grammar.wrapped = _wrapped(known)
    grammar.clauses = tuple(
        each
        for each in known
        if each.kind == "notion" and isinstance(each.phrase.means, Hole | Constant)
    )
    return grammar


def _formulas(known: list[Declared]) -> dict[str, tuple[Declared, ...]]:
    """The phrases that mean a formula by its outline, those with the fewest holes first."""
    found: dict[str, list[tuple[int, float, Declared]]] = defaultdict(list)
    for declared in known:
        means = declared.phrase.means
        if isinstance(means, Formula):
            formula = parse_canonical(means.text)
            if not isinstance(formula, Symbol):
                open_places = len(holes_of(declared.phrase) & formula.names()) + len(means.names)
                found[outline(formula)].append((open_places, declared.cost, declared))
    return {
        head: tuple(each[2] for each in sorted(some, key=lambda each: each[:2]))
        for head, some in found.items()
    }


def _wrapped(known: list[Declared]) -> dict[str, tuple[str, ...]]:
    """Types that stand for another by a phrase of nothing but a hole: {p:Pool} is Pools too."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for declared in known:
        for template in (*declared.phrase.en, *declared.phrase.zh):
            elements = parse_template(template)
            if len(elements) == 1 and isinstance(elements[0], HoleElement):
                found[declared.yields][elements[0].type] = None
    return {kind: tuple(types) for kind, types in found.items()}


def holes_of(phrase: Phrase) -> frozenset[str]:
    """The names of the holes of all templates of a phrase."""

    def names(elements: tuple[Element, ...]) -> Iterator[str]:
        for element in elements:
            if isinstance(element, HoleElement):
                yield element.name
            elif isinstance(element, Choice):
                for branch in element.branches:
                    yield from names(branch)

    return frozenset(
        name
        for language in Language
        for template in phrase.templates(language)
        for name in names(parse_template(template))
    )


def outline(expr: Expr) -> str:
    """The outermost head, with the name of a function that is only a name."""
    if not isinstance(expr, Call):
        return ""
    first = expr.args[0]
    return (
        f"{expr.head} {first.name}"
        if expr.head == "apply" and isinstance(first, Symbol)
        else expr.head
    )
