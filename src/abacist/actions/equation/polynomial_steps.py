"""The steps of polynomial equations as a teacher writes them."""

from __future__ import annotations

from fractions import Fraction

from abacist.actions.equation.rational_polynomials import Polynomial
from abacist.actions.equation.solution_forms import fraction_expr, polynomial_expr
from abacist.core.claim import Domain
from abacist.core.expr import Expr, add, call, div, eq, mul, neg, number, pow_, sub, symbol
from abacist.core.language import Message
from abacist.core.step import Step

__all__ = [
    "NO_ROOT",
    "discriminant_step",
    "factor_step",
    "linear_steps",
    "polynomial_of",
    "square_steps",
    "standard_step",
]

NO_ROOT = Message(
    en="An even power is never negative, so there is no real root.",
    zh="偶次幂不可能为负，故无实根。",
)


def polynomial_of(polynomial: Polynomial, name: str) -> Expr:
    """A polynomial as an expression, highest degree first."""
    return polynomial_expr([fraction_expr(c) for c in polynomial], name)


def standard_step(
    equation: Expr, polynomial: Polynomial, name: str, fractional: bool
) -> list[Step]:
    """Everything to one side; nothing where the equation has that form already."""
    after = eq(polynomial_of(polynomial, name), number(0))
    if after == equation:
        return []
    if fractional:
        says = Message(
            en="Multiply by the common denominator and bring all terms to one side.",
            zh="去分母，并把各项移到等号一边。",
        )
        return [Step(rule="clearing denominators", says=says, before=equation, after=after)]
    if len(polynomial) == 2:
        a, b = polynomial
        after = eq(polynomial_expr([fraction_expr(a), number(0)], name), fraction_expr(-b))
        if after == equation:
            return []
        says = Message(
            en="Collect the terms with {x} on one side and the numbers on the other.",
            zh="移项、合并同类项：含 {x} 的项移到一边，常数移到另一边。",
        )
        values = {"x": symbol(name)}
        return [
            Step(
                rule="collecting terms",
                says=says,
                values=dict(values),
                before=equation,
                after=after,
            )
        ]
    says = Message(en="Bring all terms to one side.", zh="移项，化为标准形式。")
    return [Step(rule="standard form", says=says, before=equation, after=after)]


def linear_steps(coefficients: list[Fraction], name: str, root: Expr) -> list[Step]:
    """a·x + b = 0, so x = −b/a."""
    a, b = coefficients
    left = polynomial_expr([fraction_expr(a), number(0)], name)
    before = eq(left, fraction_expr(-b))
    after = eq(symbol(name), root)
    if before == after:
        factor = eq(polynomial_expr([fraction_expr(a), fraction_expr(b)], name), number(0))
        says = Message(en="This gives {x} = {root}.", zh="由此得 {x} = {root}。")
        return [
            Step(
                rule="linear factor",
                says=says,
                values={"x": symbol(name), "root": root},
                before=factor,
                after=after,
            )
        ]
    says = Message(en="Divide both sides by {a}.", zh="两边同除以 {a}。")
    return [
        Step(
            rule="division by the coefficient",
            says=says,
            values={"a": fraction_expr(a)},
            before=before,
            after=after,
        )
    ]


def factor_step(polynomial: Polynomial, factors: list[tuple[Polynomial, int]], name: str) -> Step:
    """The polynomial as a product; one of the factors must vanish."""
    parts: list[Expr] = []
    for factor, multiplicity in factors:
        part = polynomial_of(factor, name)
        parts.append(part if multiplicity == 1 else pow_(part, number(multiplicity)))
    scale = polynomial[0]
    for factor, multiplicity in factors:
        scale = scale / factor[0] ** multiplicity
    shown = ([] if scale == 1 else [fraction_expr(scale)]) + parts
    says = Message(
        en="Factor; a product is zero exactly where one of its factors is.",
        zh="因式分解；乘积为零当且仅当某个因式为零。",
    )
    return Step(
        rule="factoring",
        says=says,
        before=eq(polynomial_of(polynomial, name), number(0)),
        after=eq(mul(*shown) if len(shown) > 1 else shown[0], number(0)),
    )


def discriminant_step(
    coefficients: list[Fraction],
    name: str,
    discriminant: Fraction,
    roots: list[Expr],
    domain: Domain,
) -> Step:
    """The discriminant of a quadratic and the formula."""
    a, b, c = (fraction_expr(value) for value in coefficients)
    x = symbol(name)
    before = eq(polynomial_expr([a, b, c], name), number(0))
    formula = sub(pow_(b, number(2)), mul(number(4), a, c))
    evaluated = eq(symbol("Delta"), fraction_expr(discriminant))
    first = Step(
        rule="discriminant",
        says=Message(en="The discriminant b² − 4ac is {d}.", zh="判别式 b² − 4ac = {d}。"),
        values={"d": fraction_expr(discriminant)},
        before=eq(symbol("Delta"), formula),
        after=evaluated,
    )
    if discriminant < 0 and domain != "complex":
        says = Message(
            en="The discriminant is negative, so there is no real root.",
            zh="判别式为负，故无实根。",
        )
        return Step(rule="quadratic formula", says=says, before=before, children=(first,))
    says = Message(
        en="Quadratic formula: {x} = (−b ± √(b² − 4ac))/(2a).",
        zh="求根公式：{x} = (−b ± √(b² − 4ac))/(2a)。",
    )
    root = call("plus_minus", neg(b), call("sqrt", fraction_expr(discriminant)))
    second = Step(
        rule="substitution",
        says=Message(en="Put the numbers in.", zh="代入数值。"),
        before=eq(x, div(root, fraction_expr(2 * coefficients[0]))),
        after=call("set", *dict.fromkeys(roots)),
    )
    return Step(
        rule="quadratic formula",
        says=says,
        values={"x": x},
        before=before,
        after=call("set", *dict.fromkeys(roots)),
        children=(first, second),
    )


def square_steps(
    coefficients: list[Fraction], name: str, roots: list[Expr], domain: Domain
) -> list[Step]:
    """x² + p·x = q, then (x + p/2)² = q + (p/2)², then square roots."""
    a, b, c = coefficients
    x, p, q = symbol(name), b / a, -c / a
    halved = p / 2
    normal = eq(polynomial_expr([number(1), fraction_expr(p), number(0)], name), fraction_expr(q))
    shifted: Expr = x if not halved else add(x, fraction_expr(halved))
    square = eq(pow_(shifted, number(2)), fraction_expr(q + halved * halved))
    steps = [
        Step(
            rule="normal form",
            says=Message(
                en="Divide by the leading coefficient and bring the constant to the right.",
                zh="二次项系数化为 1，常数项移到右边。",
            ),
            before=eq(polynomial_expr([fraction_expr(v) for v in coefficients], name), number(0)),
            after=normal,
        ),
        Step(
            rule="completing the square",
            says=Message(
                en="Add the square of half the coefficient of {x}, which is {s}, on both sides.",
                zh="两边同加一次项系数一半的平方 {s}，配成关于 {x} 的完全平方。",
            ),
            values={"x": x, "s": fraction_expr(halved * halved)},
            before=normal,
            after=square,
        ),
    ]
    if q + halved * halved < 0 and domain != "complex":
        return [*steps, Step(rule="square root", says=NO_ROOT, before=square)]
    says = Message(en="Take square roots on both sides.", zh="两边开平方。")
    after = call("set", *dict.fromkeys(roots))
    return [*steps, Step(rule="square root", says=says, before=square, after=after)]
