"""LaTeX whose meaning is known from elsewhere is read with that meaning or refused, never with another one."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.latex_pairs import PAIRS, judge, judged

# Written for this test, in the form of the file: a formula, the SymPy source of its meaning, the verdict.
OWN = [
    (r"\frac{a+b}{2}", "(a + b)/2", "same"),
    (r"\sqrt[3]{x}", "root(x, 3)", "same"),
    (r"\sin^2 x", "sin(x)**2", "same"),
    (r"\log_{2} x", "log(x, 2)", "same"),
    (r"\int_0^1 x^2 \, dx", "Integral(x**2, (x, 0, 1))", "same"),
    (r"\lim_{x \to 0^-} \frac{1}{x}", "Limit(1/x, x, 0, dir='-')", "same"),
    (r"\sum_{k=0}^{n} k", "Sum(k, (k, 0, n))", "same"),
    (r"\frac{d}{dx} \sin x", "Derivative(sin(x), x)", "same"),
    (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", "Matrix([[1, 2], [3, 4]])", "same"),
    (r"x \leq y", "Le(x, y)", "same"),
    (r"|x - 1|", "Abs(x - 1)", "same"),
    (r"\sqrt{}", "None", "same"),
    (r"x^2", "x**3", "other"),
    (r"\int_0^1 x \, dx", "Integral(x, (x, 0, 2))", "other"),
    (r"[x]", "x", "refused"),
    (r"a'", 'Symbol("a\'")', "outside"),
]


@pytest.mark.parametrize(("latex", "source", "verdict"), OWN)
def test_the_judge(latex: str, source: str, verdict: str) -> None:
    """It tells another meaning from the same one, so that its zero below says something."""
    assert judge(latex, source)[0] == verdict


def test_known_pairs() -> None:
    """On the collected pairs where they are at hand (SymPy's tests, BSD-3), else on those above."""
    if PAIRS.exists():
        verdicts = Counter(verdict for verdict, *_ in judged(PAIRS))
    else:
        verdicts = Counter(judge(latex, source)[0] for latex, source, _ in OWN[:12])
    within = verdicts["same"] + verdicts["other"] + verdicts["refused"]
    assert verdicts["other"] == 0
    assert verdicts["same"] >= 0.85 * within
