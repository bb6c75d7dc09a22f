"""All complex roots of an equation in one unknown: exact substitution, none missing.

Every root is a root of the norm polynomial (radicals eliminated). Its roots are isolated by FLINT; one that
no claimed root matches must be excluded by a ball that does not contain zero.
"""

from __future__ import annotations

from typing import Any

from abacist.checking.complex_balls import NotEnclosed, enclosure
from abacist.checking.critical_points import norm_polynomials
from abacist.checking.findings import NotApplicable, finding, refuted
from abacist.checking.polynomial_systems import residual
from abacist.checking.system_roots import exact_solutions
from abacist.core.answer import Finding
from abacist.core.claim import RootsOf
from abacist.core.expr import Expr
from abacist.core.outcome import Verdict

__all__ = ["check"]

_EN = "exact substitution; complex root isolation of the norm polynomial (FLINT)"
_ZH = "精确代入检验；对范多项式作复根隔离（FLINT）"
_BITS = 256


def check(claim: RootsOf) -> Finding:
    """One equation in one complex unknown."""
    if len(claim.unknowns) != 1 or len(claim.equations) != 1 or claim.parameters:
        raise NotApplicable
    if any(e.has("abs", "sign", "re", "im", "conj", "max", "min") for e in claim.equations):
        raise NotApplicable
    if any(value.has("plus_minus") for root in claim.roots for value in root):
        return _approximate(claim)
    solutions = exact_solutions(claim)
    if isinstance(solutions, Finding):
        return solutions
    balls = [enclosure(root[0], bits=_BITS) for root in claim.roots]
    return _complete(claim, balls)


def _complete(claim: RootsOf, balls: list[Any]) -> Finding:
    """No root of the norm polynomial is left that is not claimed and may be a root."""
    name, expr = claim.unknowns[0], residual(claim.equations[0])
    missing, candidates = _unmatched(name, expr, balls)
    evidence = {"claimed": str(len(balls)), "candidates": str(candidates)}
    if candidates - len(missing) != len(balls):
        return finding(Verdict.UNDECIDED, en=_EN, zh=_ZH, **evidence)
    for ball, certain in missing:
        try:
            if not enclosure(expr, {name: ball}, bits=_BITS).contains(0):
                continue
        except NotEnclosed:
            return finding(Verdict.UNDECIDED, en=_EN, zh=_ZH, **evidence, near=ball.str(10))
        if certain and not claim.conditions:
            return refuted(f"the root near {ball.str(10)} is missing")
        return finding(Verdict.UNDECIDED, en=_EN, zh=_ZH, **evidence, near=ball.str(10))
    return finding(Verdict.PROVED, en=_EN, zh=_ZH, **evidence)


def _unmatched(name: str, expr: Expr, balls: list[Any]) -> tuple[list[tuple[Any, bool]], int]:
    """Isolated candidates that no claimed root lies in; True where a candidate is certainly a root."""
    from abacist.checking.complex_balls import precision

    polynomials, rational = norm_polynomials(expr, name)
    found: list[tuple[Any, bool]] = []
    count = 0
    with precision(_BITS):
        for polynomial in polynomials:
            for ball, _ in polynomial.complex_roots():
                count += 1
                if not any(ball.overlaps(other) for other in balls):
                    found.append((ball, rational))
    return found, count


def _approximate(claim: RootsOf) -> Finding:
    """Roots given by enclosures: each holds one candidate, and every candidate is in one of them."""
    from abacist.checking.complex_balls import precision

    name, expr = claim.unknowns[0], residual(claim.equations[0])
    polynomials, rational = norm_polynomials(expr, name)
    if not rational or claim.conditions:
        raise NotApplicable
    with precision(_BITS):
        roots = [ball for p in polynomials for ball, _ in p.complex_roots()]
    exact = tuple(root for root in claim.roots if not root[0].has("plus_minus"))
    solutions = exact_solutions(claim.model_copy(update={"roots": exact}))
    if isinstance(solutions, Finding):
        return solutions
    balls = [enclosure(root[0], bits=_BITS) for root in claim.roots]
    for root, ball in zip(claim.roots, balls, strict=True):
        inside = [r for r in roots if ball.overlaps(r)]
        if not inside:
            return refuted(f"no root within {root[0]}")
        enclosed = root[0].has("plus_minus")
        if enclosed and not (len(inside) == 1 and ball.contains(inside[0])):
            return finding(Verdict.UNDECIDED, en=_EN, zh=_ZH, near=ball.str(10))
    missing = [r for r in roots if not any(ball.overlaps(r) for ball in balls)]
    if missing:
        return refuted(f"the root near {missing[0].str(10)} is missing")
    verdict = Verdict.PROVED if len(balls) == len(roots) else Verdict.UNDECIDED
    return finding(verdict, en=_EN, zh=_ZH, claimed=str(len(balls)), candidates=str(len(roots)))
