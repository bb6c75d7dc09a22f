"""Which polynomials in parameters keep their sign, or keep from zero, under the conditions of a claim."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from abacist.checking.elementary_forms import ElementaryForms
from abacist.checking.normal_forms import NormalForm
from abacist.core.expr import Call, Expr, Number, Symbol, add, neg

__all__ = ["Signs", "positive_names"]


def positive_names(conditions: Iterable[Expr]) -> frozenset[str]:
    """Symbols that a condition x > c with c ≥ 0 makes positive."""
    names: set[str] = set()
    for condition in conditions:
        if not isinstance(condition, Call) or condition.head not in ("gt", "lt"):
            continue
        large, small = condition.args if condition.head == "gt" else reversed(condition.args)
        if isinstance(large, Symbol) and isinstance(small, Number) and small.value >= 0:
            names.add(large.name)
    return frozenset(names)


class Signs:
    """What is known of signs in one ring. Conditions are put into the ring when this is made."""

    def __init__(self, forms: ElementaryForms, conditions: Iterable[Expr]) -> None:
        self.forms = forms
        self.positive: list[Any] = []
        self.nonzero: list[Any] = []
        for condition in conditions:
            if not isinstance(condition, Call) or condition.head not in ("gt", "lt", "ne"):
                continue
            left, right = condition.args
            if condition.head == "lt":
                left, right = right, left
            form = forms.of(add(left, neg(right)))
            if condition.head == "ne":
                self.nonzero += [f for f, _ in form.numerator.factor()[1]]
            else:
                self.positive.append(form)

    def keeps_from_zero(self, polynomial: Any) -> bool:
        """True where no factor can vanish."""
        if polynomial.is_zero():
            return False
        return all(self._nonzero(factor) for factor, _ in polynomial.factor()[1])

    def _nonzero(self, factor: Any) -> bool:
        if any(factor == known or factor == -known for known in self.nonzero):
            return True
        return self.sign_of_polynomial(factor) is not None

    def sign(self, form: NormalForm) -> int | None:
        """1 or −1 where a quotient certainly has that sign; None where that is open."""
        if form.is_zero:
            return 0
        signs = [self.sign_of_polynomial(side) for side in (form.numerator, form.denominator)]
        if signs[0] is None or signs[1] is None:
            return None
        return signs[0] * signs[1]

    def sign_of_polynomial(self, polynomial: Any) -> int | None:
        """All terms of one sign, each a product of positive generators and even powers; or a condition."""
        for known in self.positive:
            for sign in (1, -1):
                if (known.numerator * sign - polynomial * known.denominator).is_zero():
                    return sign
        positive = self._positive_generators()
        signs: set[int] = set()
        for monom, coefficient in polynomial.terms():
            if any(e and index not in positive for index, e in enumerate(monom)):
                return None
            signs.add(1 if coefficient > 0 else -1)
        return signs.pop() if len(signs) == 1 else None

    def _positive_generators(self) -> set[int]:
        """Places of generators that are positive: symbols so declared, π, e^…, roots of what is positive."""
        found: set[int] = set()
        for (kind, _), generator in self.forms.ring.generators.items():
            if kind == "exp" or self.forms.is_positive(generator):
                found.add(generator.index)
            elif (kind == "power" or kind.startswith("root")) and generator.value is not None:
                sides = (generator.value.numerator, generator.value.denominator)
                if all(_is_positive(side, found) for side in sides):
                    found.add(generator.index)
        return found


def _is_positive(polynomial: Any, positive: set[int]) -> bool:
    """All coefficients positive, all generators among those that are."""
    return all(
        coefficient > 0 and all(not e or index in positive for index, e in enumerate(monom))
        for monom, coefficient in polynomial.terms()
    )
