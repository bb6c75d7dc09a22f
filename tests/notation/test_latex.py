"""LaTeX looks as in a textbook and reads back with the same meaning."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from abacist.core.errors import AbacistError
from abacist.core.expr import CONSTANTS, Call, Expr, Symbol, call
from abacist.notation.grammar import parse, parse_canonical
from abacist.notation.latex import latex
from tests.notation.expressions import arithmetic, expressions
from tests.notation.formulas import READ

CASES = [
    ("x**2 - 5*x + 6 = 0", r"x^{2} - 5x + 6 = 0"),
    ("16 - 4*pi", r"16 - 4 \pi"),
    ("-28*m**2 + 6", r"-28 m^{2} + 6"),
    ("1/2*x", r"\frac{1}{2} x"),
    ("-3/4", r"-\frac{3}{4}"),
    ("3*(1/2)", r"3 \cdot \frac{1}{2}"),
    ("2*3", r"2 \cdot 3"),
    ("x*(x + 1)", r"x (x + 1)"),
    ("f*(x + 1)", r"f \cdot (x + 1)"),
    ("(1 + 1/n)**n", r"\left(1 + \frac{1}{n}\right)^{n}"),
    ("2*sqrt(3)*x", r"2 \sqrt{3} x"),
    ("root(x, 3)", r"\sqrt[3]{x}"),
    ("sin(x)**2 + cos(x)**2", r"\sin^{2} x + \cos^{2} x"),
    ("sin(2*x)", r"\sin(2x)"),
    ("sin(x)*y", r"\sin(x) y"),
    ("sin(x)*cos(y)", r"\sin x \cos y"),
    ("asin(x)", r"\arcsin x"),
    ("ln(x) + log(x) + log(x, 2)", r"\ln x + \ln x + \log_{2} x"),
    ("exp(-x)", "e^{-x}"),
    ("E**x + I", "e^{x} + i"),
    ("abs(x - 3)", "|x - 3|"),
    ("abs(abs(x) - 1)", r"\left||x| - 1\right|"),
    ("abs(x/2)", r"\left|\frac{x}{2}\right|"),
    ("factorial(n + 1)", "(n + 1)!"),
    ("binomial(n, k)", r"\binom{n}{k}"),
    ("R1 + x_1 + alpha_2 + x_bar + speed", r"R_{1} + x_{1} + \alpha_{2} + \bar{x} + \mathit{speed}"),
    ("小明_书", r"\text{小明}_{\text{书}}"),
    ("and(1 < x, x <= 2)", r"1 < x \leq 2"),
    ("or(x = 1, x = 2)", r"x = 1 \lor x = 2"),
    ("in(x, Reals)", r"x \in \mathbb{R}"),
    ("not(in(x, [0, 1)))", r"x \notin [0, 1)"),
    ("union(open(-oo, 1), [2, oo))", r"(-\infty, 1) \cup [2, \infty)"),
    ("{2, 3}", r"\{2, 3\}"),
    ("{}", r"\varnothing"),
    ("such_that(x, x > 0)", r"\{x \mid x > 0\}"),
    ("image(2*k, k, Integers)", r"\{2k \mid k \in \mathbb{Z}\}"),
    ("{x: 1, y: 2}", "x = 1, y = 2"),
    ("[[1, 2], [3, 4]]", r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}"),
    (
        "piecewise(case(x, x > 0), otherwise(0))",
        r"\begin{cases} x, & x > 0 \\ 0, & \text{otherwise} \end{cases}",
    ),
    ("y'' + y = 0", "y'' + y = 0"),
    ("y'(0) = 1", "y'(0) = 1"),
    ("derivative(y, x, 1)", r"\frac{dy}{dx}"),
    ("derivative(x, t, 2)", r"\frac{d^{2} x}{dt^{2}}"),
    ("derivative(x**2 + 1, x, 1)", r"\frac{d}{dx} (x^{2} + 1)"),
    ("derivative(f, x, 1, y, 1)", r"\frac{\partial^{2} f}{\partial x \partial y}"),
    ("integral(sin(x**2), x)", r"\int \sin(x^{2}) \, dx"),
    ("integral(1/x, x, 1, oo)", r"\int_{1}^{\infty} \frac{1}{x} \, dx"),
    ("integral(x + 1, x)*2", r"\left(\int (x + 1) \, dx\right) \cdot 2"),
    ("sum(1/n**2, n, 1, oo)", r"\sum_{n = 1}^{\infty} \frac{1}{n^{2}}"),
    ("limit_right(1/x, x, 0)", r"\lim_{x \to 0^{+}} \frac{1}{x}"),
    ("quantity(3, m/s**2)", r"3\ \mathrm{m/s^{2}}"),
    ("degree(30) + percent(5)", r"30^{\circ} + 5\%"),
    ("x = plus_minus(2)", r"x = \pm 2"),
    ("mod(N, 9) = 7", r"N \bmod 9 = 7"),
    ("transpose(A)", r"A^{\mathsf{T}}"),
    ("conj(z)", r"\overline{z}"),
    ("besselj(0, x)", "J_{0}(x)"),
    ("erf(x)", r"\operatorname{erf}(x)"),
    ("max(a, b)", r"\max(a, b)"),
]  # fmt: skip


@pytest.mark.parametrize(("stored", "printed"), CASES, ids=[case[0] for case in CASES])
def test_printed(stored: str, printed: str) -> None:
    """Source: ISO 80000-2 and the usual typesetting of textbooks."""
    assert latex(parse_canonical(stored)) == printed


def alike(expr: Expr) -> Expr:
    """What LaTeX prints alike is one: ln and log, exp and a power of e, R1 and R_1, a mixed number's sum."""

    def change(node: Expr) -> Expr:
        if isinstance(node, Symbol) and node.name not in CONSTANTS:
            return Symbol(node.name.replace("_", ""))
        if isinstance(node, Call) and node.head == "log" and len(node.args) == 1:
            return call("ln", *node.args)
        if isinstance(node, Call) and node.head == "exp":
            return call("pow", Symbol("E"), *node.args)
        return node

    return expr.rebuild(change)


AS_LIST = ("list", "named")


@pytest.mark.parametrize("meaning", sorted({meaning for _, meaning, _ in READ}))
def test_reads_back(meaning: str) -> None:
    expr = parse_canonical(meaning)
    if not expr.has(*AS_LIST):
        assert alike(parse(latex(expr))) == alike(expr)


@settings(deadline=None, max_examples=600)
@given(arithmetic)
def test_arithmetic_reads_back_or_is_refused(expr: Expr) -> None:
    """What is printed never has another meaning; nearly all of it can be read."""
    try:
        again = parse(latex(expr))
    except AbacistError:
        return
    assert alike(again) == alike(expr)


@settings(deadline=None, max_examples=300)
@given(expressions)
def test_everything_prints(expr: Expr) -> None:
    printed = latex(expr)
    assert printed
    assert printed.count(r"\left") == printed.count(r"\right") + printed.count(r"\leftarrow")
    depth = 0
    for place, sign in enumerate(printed):
        if sign in "{}" and printed[place - 1 : place] != "\\":
            depth += 1 if sign == "{" else -1
        assert depth >= 0
    assert depth == 0
