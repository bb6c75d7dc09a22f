"""Claims from texts, and what the registered checkers say of them."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from abacist.core.answer import Finding
from abacist.core.claim import (
    Claim,
    Domain,
    EqualTo,
    EvaluatesTo,
    FormOf,
    RootsOf,
    SolutionSetOf,
)
from abacist.core.expr import Expr
from abacist.core.outcome import Verdict
from abacist.core.value import Exact
from abacist.notation import parse_canonical

STRONG = frozenset({Verdict.PROVED, Verdict.ENCLOSED, Verdict.CROSS_CHECKED})


def expr(text: str) -> Expr:
    return parse_canonical(text)


def exprs(texts: Sequence[str]) -> tuple[Expr, ...]:
    return tuple(map(parse_canonical, texts))


def found(claim: Claim) -> Finding:
    """What the checker of the claim's kind finds, after a round trip through JSON."""
    copy = type(claim).model_validate_json(claim.model_dump_json())
    return import_module(f"abacist.checking.{claim.kind}").check(copy)


def verdict(claim: Claim) -> Verdict:
    return found(claim).verdict


def roots(
    equations: Sequence[str],
    unknowns: Sequence[str],
    values: Sequence[Sequence[str]],
    domain: Domain = "real",
    conditions: Sequence[str] = (),
    parameters: Sequence[str] = (),
) -> RootsOf:
    return RootsOf(
        equations=exprs(equations),
        unknowns=tuple(unknowns),
        domain=domain,
        roots=tuple(exprs(row) for row in values),
        conditions=exprs(conditions),
        parameters=tuple(parameters),
    )


def roots_in_x(equation: str, *values: str, **options: object) -> RootsOf:
    """Roots of one equation in x."""
    return roots([equation], ["x"], [[value] for value in values], **options)  # type: ignore[arg-type]


def solution_set(relation: str, solutions: str) -> SolutionSetOf:
    return SolutionSetOf(relation=expr(relation), unknown="x", solutions=expr(solutions))


def equal(left: str, right: str, *conditions: str) -> EqualTo:
    return EqualTo(left=expr(left), right=expr(right), conditions=exprs(conditions))


def value(expression: str, stated: str, *conditions: str, unit: str | None = None) -> EvaluatesTo:
    return EvaluatesTo(
        expression=expr(expression),
        value=Exact(expr=expr(stated)),
        unit=None if unit is None else expr(unit),
        conditions=exprs(conditions),
    )


def form(expression: str, kind: str, original: str) -> FormOf:
    return FormOf(expression=expr(expression), form=kind, original=expr(original))  # type: ignore[arg-type]
