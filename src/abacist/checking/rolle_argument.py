"""An argument by Rolle's theorem: the auxiliary function and the identity that make it work.

Checked: the auxiliary function is a multiple μ·f of f; its derivative, taken here by the chain rule, is the
multiplier times the statement (an identity, decided by a normal form); the multiplier has no zero (it is an
exponential or a non-zero constant); f vanishes at two points by the hypotheses. Then Rolle's theorem gives the
statement, which proves it. Source: Spivak, Calculus, 4th ed., chapter 11.
"""

from __future__ import annotations

from itertools import combinations

from abacist.checking.elementary_forms import is_identity
from abacist.checking.exact_derivatives import NotDifferentiable, derivative
from abacist.checking.expression_equality import equal_expressions
from abacist.checking.findings import finding, refuted, undecided
from abacist.checking.truth import decide_constant
from abacist.core.answer import Finding
from abacist.core.claim import RolleArgument
from abacist.core.expr import Call, Expr, Number, Symbol, add, call, mul, neg, number, symbol
from abacist.core.outcome import Verdict
from abacist.core.registry import checker

__all__ = ["check"]

_HEIGHT, _SLOPE = symbol("_height"), symbol("_slope")


@checker("rolle_argument")
def check(claim: RolleArgument) -> Finding:
    """Proves the identity and the hypotheses of Rolle's theorem, or finds what fails."""
    zeros = _zeros(claim)
    if len(zeros) < 2:
        return refuted("the hypotheses do not say that f vanishes at two different points")
    if not _apart_on(claim.interval, zeros):
        return undecided("that f is smooth between its two zeros is not among the hypotheses")
    if not _is_proposition(claim):
        return refuted("the statement is not the proposition that was to be proved")
    auxiliary, statement = (_flat(expr, claim) for expr in (claim.auxiliary, claim.statement))
    if claim.function in claim.multiplier.names() or claim.multiplier.has("apply", "prime"):
        return undecided("the multiplier contains the function itself")
    factor = auxiliary.substitute({_HEIGHT.name: number(1)})
    if not is_identity(auxiliary, mul(factor, _HEIGHT)) or _SLOPE.name in auxiliary.names():
        return undecided("the auxiliary function is not a multiple of f")
    try:
        change = derivative(factor, claim.variable)
    except NotDifferentiable:
        return undecided("the multiplier of f cannot be differentiated")
    left = add(mul(factor, _SLOPE), mul(change, _HEIGHT))
    right = mul(claim.multiplier, statement)
    if not is_identity(left, right):
        verdict = equal_expressions(left, right).verdict
        if verdict == "no":
            return refuted(
                "the derivative of the auxiliary function is not the multiplier times the statement"
            )
        return undecided("the derivative identity could not be decided")
    if not _never_zero(claim.multiplier):
        return undecided("that the multiplier has no zero could not be shown")
    return finding(
        Verdict.PROVED,
        en="differentiated the auxiliary function by the product rule; the identity is exact, the factor has no "
        "zero, and Rolle's theorem applies",
        zh="用乘积法则对辅助函数求导；恒等式精确成立，因子无零点，罗尔定理适用",
        identity=f"({claim.auxiliary})' = ({claim.multiplier})*({claim.statement})",
    )


def _flat(expr: Expr, claim: RolleArgument) -> Expr:
    """The expression with f(x) and f'(x) as symbols of their own."""

    def change(node: Expr) -> Expr:
        if not (
            isinstance(node, Call)
            and node.head == "apply"
            and node.args[1:] == (Symbol(claim.variable),)
        ):
            return node
        head = node.args[0]
        if head == Symbol(claim.function):
            return _HEIGHT
        if isinstance(head, Call) and head.args == (Symbol(claim.function), number(1)):
            return _SLOPE
        return node

    return expr.rebuild(change)


def _is_proposition(claim: RolleArgument) -> bool:
    """True where the statement is left side minus right side of the proposition, at the variable."""
    if not (isinstance(claim.proposition, Call) and claim.proposition.head == "eq"):
        return False
    points = {
        node.args[1]
        for node in claim.proposition.walk()
        if isinstance(node, Call) and node.head == "apply"
    }
    point = next(iter(points)) if len(points) == 1 else None
    if not isinstance(point, Symbol):
        return False

    def move(node: Expr) -> Expr:
        if isinstance(node, Call) and node.head == "apply":
            return call("apply", node.args[0], Symbol(claim.variable))
        return node

    left, right = (
        _flat(side.rebuild(move).substitute({point.name: Symbol(claim.variable)}), claim)
        for side in claim.proposition.args
    )
    return is_identity(add(left, neg(right)), _flat(claim.statement, claim))


def _zeros(claim: RolleArgument) -> set[Expr]:
    """The points at which the hypotheses say that the function vanishes."""
    zeros: set[Expr] = set()
    for hypothesis in claim.hypotheses:
        parts = (
            hypothesis.args
            if isinstance(hypothesis, Call) and hypothesis.head == "and"
            else (hypothesis,)
        )
        sides = [
            side
            for part in parts
            if isinstance(part, Call) and part.head == "eq"
            for side in part.args
        ]
        if number(0) in sides:
            zeros.update(
                side.args[1]
                for side in sides
                if isinstance(side, Call)
                and side.head == "apply"
                and side.args[0] == Symbol(claim.function)
            )
    return zeros


def _apart_on(interval: Expr | None, zeros: set[Expr]) -> bool:
    """True where two zeros are different, and the ends of the closed interval (or f is smooth everywhere)."""
    numbers = [zero for zero in zeros if not zero.free_symbols()]
    if len(numbers) == len(zeros) and not any(
        decide_constant(call("ne", first, second)) for first, second in combinations(numbers, 2)
    ):
        return False
    if interval is None:
        return True
    closed = isinstance(interval, Call) and interval.head == "interval"
    return closed and set(interval.args) <= zeros and len(set(interval.args)) == 2  # type: ignore[attr-defined]


def _never_zero(multiplier: Expr) -> bool:
    """True for non-zero constants, exponentials of what is defined everywhere, and products of these."""
    if isinstance(multiplier, Number):
        return multiplier.value != 0
    if isinstance(multiplier, Symbol):
        return multiplier.name in ("pi", "E")
    assert isinstance(multiplier, Call)
    if multiplier.head == "exp":
        return _entire(multiplier.args[0])
    if multiplier.head == "pow":
        base, exponent = multiplier.args
        return _never_zero(base) and not base.free_symbols() and _entire(exponent)
    if multiplier.head in ("mul", "neg", "div"):
        return all(_never_zero(arg) for arg in multiplier.args)
    return False


def _entire(expr: Expr) -> bool:
    """True where the expression is finite and smooth for every real value of its symbols."""
    if isinstance(expr, Number | Symbol):
        return True
    assert isinstance(expr, Call)
    if expr.head in (
        "add",
        "mul",
        "neg",
        "sin",
        "cos",
        "exp",
        "atan",
        "sinh",
        "cosh",
        "tanh",
    ):
        return all(_entire(arg) for arg in expr.args)
    if expr.head == "div":
        return _entire(expr.args[0]) and _never_zero(expr.args[1])
    if expr.head == "pow":
        exponent = expr.args[1]
        whole = (
            isinstance(exponent, Number) and exponent.value.denominator == 1 and exponent.value >= 0
        )
        return whole and _entire(expr.args[0])
    return False
