"""How sums are found: progressions, powers of the index, telescoping terms, known series; and tests for divergence.

Each rule looks at the term (in SymPy) and returns what it found with the steps of a person who knows it, or None.
Source: Graham, Knuth and Patashnik, Concrete Mathematics, 2nd ed., chapters 2 and 5; Knopp, Theory and Application of
Infinite Series, chapters 3-5; Gosper, Decision procedure for indefinite hypergeometric summation, PNAS 75 (1978),
https://doi.org/10.1073/pnas.75.1.40.
"""

from __future__ import annotations

from typing import Any

from abacist.actions.calculus.divergence_tests import divergence
from abacist.actions.calculus.summation_parts import (
    Divergence,
    Found,
    Problem,
    agrees,
    limit_at_infinity,
    step_of,
)
from abacist.core.expr import call, symbol
from abacist.core.language import Message
from abacist.core.step import Step
from abacist.notation.sympy_form import NotRepresentable, from_sympy

__all__ = ["finite_sum", "infinite_sum", "progression"]

_LONG = 400


# progressions


def constant_ratio(problem: Problem) -> Any | None:
    """t(n + 1)/t(n) where it does not depend on n."""
    import sympy as sp

    n, t = problem.index, problem.term
    if t == 0 or not t.has(n):
        return None
    if t.is_rational_function(n):
        return None
    if not any(p.exp.has(n) and not p.base.has(n) for p in t.atoms(sp.Pow, sp.exp)):
        return None
    ratio = sp.powsimp(sp.powdenest(sp.simplify(t.subs(n, n + 1) / t), force=False))
    return None if ratio.has(n) else ratio


_GEOMETRIC = Message(en="geometric series", zh="等比级数")


def _geometric_series(problem: Problem) -> Found | Divergence | None:
    import sympy as sp

    q = constant_ratio(problem)
    if q is None:
        return None
    first = problem.term.subs(problem.index, problem.lower)
    en = "This is a geometric series with first term {a} and ratio {q}"
    zh = "这是首项为 {a}、公比为 {q} 的等比级数"
    size = sp.Abs(q)
    if q.is_number and size < 1:
        conditions: tuple[Any, ...] = ()
    elif q.is_number and size >= 1:
        step = step_of("geometric series", f"{en}; as |q| ≥ 1, its terms do not tend to 0.",
                     f"{zh}；因 |q| ≥ 1，通项不趋于 0。", a=first, q=q)  # fmt: skip
        sign = int(sp.sign(first)) if q.is_positive and first.is_real else 0
        return Divergence((step,), _GEOMETRIC, sign)
    else:
        conditions = (sp.Lt(sp.Abs(_radius(q)), 1),)
    value = sp.simplify(first / (1 - q)) if q.is_number else first / (1 - q)
    step = step_of("geometric series", f"{en}; for |q| < 1 the sum is a/(1 − q).",
                 f"{zh}；|q| < 1 时和为 a/(1 − q)。", a=first, q=q, after=value)  # fmt: skip
    return Found(value, (step,), _GEOMETRIC, conditions)


def _radius(q: Any) -> Any:
    """x where q = ±xᵏ: |q| < 1 says the same as |x| < 1."""
    plain = -q if q.could_extract_minus_sign() else q
    if plain.is_Pow and plain.exp.is_Integer and plain.exp > 0:
        return plain.base
    return plain


def _geometric_sum(problem: Problem) -> Found | None:
    import sympy as sp

    q = constant_ratio(problem)
    if q is None or q == 1:
        return None
    n, a, b = problem.index, problem.lower, problem.upper
    first = problem.term.subs(n, a)
    count = sp.simplify(b - a + 1)
    value = first * (1 - q**count) / (1 - q)
    value = sp.powsimp(sp.expand(value)) if q.is_number else value
    conditions: tuple[Any, ...] = () if q.is_number else (sp.Ne(q, 1),)
    notes = (
        ()
        if q.is_number
        else (
            Message(
                en=f"For {q} = 1 all terms are equal and the sum is {first}·({count}).",
                zh=f"当 {q} = 1 时各项相等，和为 {first}·({count})。",
            ),
        )
    )
    step = step_of(
        "geometric sum",
        "Geometric progression: first term {a}, ratio {q}, {m} terms; the sum is a(1 − q^m)/(1 − q).",
        "等比数列：首项 {a}，公比 {q}，共 {m} 项；和为 a(1 − q^m)/(1 − q)。",
        a=first, q=q, m=count, after=value,
    )  # fmt: skip
    return Found(
        value, (step,), Message(en="geometric progression", zh="等比数列求和"), conditions, notes
    )


# polynomials


def _power_sums(problem: Problem) -> Found | None:
    """Σ of a polynomial in the index by the formulas for Σ k^m."""
    import sympy as sp

    n, a, b = problem.index, problem.lower, problem.upper
    if not problem.term.is_polynomial(n):
        return None
    polynomial = sp.Poly(problem.term, n)
    if polynomial.degree() > 60:
        return None
    steps: list[Step] = []
    if polynomial.degree() == 1:
        first, last = problem.term.subs(n, a), problem.term.subs(n, b)
        steps.append(
            step_of(
                "arithmetic progression",
                "Arithmetic progression: first term {a}, last term {l}, {m} terms; "
                "the sum is m·(first + last)/2.",
                "等差数列：首项 {a}，末项 {l}，共 {m} 项；和为 项数·(首项 + 末项)/2。",
                a=first, l=last, m=sp.simplify(b - a + 1),
            )
        )  # fmt: skip
    total = sp.S.Zero
    top = b if b.is_Symbol else sp.Symbol("n", integer=True)
    for (power,), coefficient in polynomial.terms():
        whole = sp.factor(
            sp.expand((sp.bernoulli(power + 1, top + 1) - sp.bernoulli(power + 1, 1)) / (power + 1))
        )
        if power > 1 or (power == 1 and polynomial.degree() > 1):
            before = call(
                "sum", from_sympy(n**power), symbol(n.name), from_sympy(sp.S.One), from_sympy(top)
            )
            steps.append(
                Step(rule="sum of powers", says=_POWERS, before=before, after=from_sympy(whole))
            )
        part = whole.subs(top, b) - whole.subs(top, a - 1)
        total += coefficient * part
    value = sp.factor(sp.expand(total)) if total.free_symbols else sp.expand(total)
    steps.append(step_of("put together", "Put together and simplify.", "合并并化简。", after=value))
    return Found(value, tuple(steps), Message(en="sums of powers", zh="自然数幂和公式"))


_POWERS = Message(
    en="The formula for sums of powers (Faulhaber).", zh="自然数幂和公式（福尔哈伯公式）。"
)


# telescoping


def _telescoping(problem: Problem) -> Found | None:
    """Σ by an antidifference T with T(k + 1) − T(k) = t(k), found by Gosper's algorithm."""
    import sympy as sp
    from sympy.concrete.gosper import gosper_term

    n, a, b = problem.index, problem.lower, problem.upper
    try:
        factor = gosper_term(problem.term, n)
    except (ValueError, NotImplementedError, sp.PolynomialError):
        return None
    if factor is None:
        return None
    difference = sp.simplify(problem.term * factor)
    at_lower = difference.subs(n, a)
    at_upper = limit_at_infinity(difference, n) if b == sp.oo else difference.subs(n, b + 1)
    if at_upper is None or any(end.has(sp.nan, sp.zoo, sp.oo) for end in (at_lower, at_upper)):
        return None
    value = _tidy(at_upper - at_lower)
    conditions = _nonzero_denominators(value, problem)
    steps: list[Step] = []
    if problem.term.is_rational_function(n):
        apart = sp.apart(problem.term, n)
        if apart != problem.term:
            steps.append(step_of("partial fractions", "Split the term into partial fractions.",
                               "将通项拆成部分分式（裂项）。", before=problem.term, after=apart))  # fmt: skip
    steps.append(
        step_of(
            "telescoping",
            "With T = {T} the term is T(next) − T, so that all but the first and the last cancel.",
            "取 T = {T}，通项等于相邻两个 T 之差，中间各项全部相消。",
            T=difference, before=problem.term, after=value,
        )
    )  # fmt: skip
    return Found(value, tuple(steps), Message(en="telescoping sum", zh="裂项相消"), conditions)


def _nonzero_denominators(value: Any, problem: Problem) -> tuple[Any, ...]:
    """Which parameters must not have which value for the closed form to make sense."""
    import sympy as sp

    parameters = problem.term.free_symbols - {problem.index}
    for end in (problem.lower, problem.upper):
        parameters -= end.free_symbols
    _, below = sp.fraction(sp.together(value))
    factors = (
        [base for base, _ in sp.factor_list(below)[1]] if parameters & below.free_symbols else []
    )
    found = []
    for factor in factors:
        names = sorted(parameters & factor.free_symbols, key=str)
        if names:
            roots = sp.roots(factor, names[0]) if len(factor.free_symbols) == 1 else {}
            real = [root for root in roots if root.is_real]
            found += [sp.Ne(names[0], root) for root in real] if roots else [sp.Ne(factor, 0)]
    return tuple(c for c in found if c not in (sp.true, sp.false))


def _tidy(value: Any) -> Any:
    """The shorter of the value, factored and simplified."""
    import sympy as sp

    if value.is_number:
        return sp.nsimplify(value) if value.is_Rational else sp.simplify(value)
    forms = [sp.simplify(value), sp.factor(value), sp.expand(value)]
    return min(forms, key=lambda form: (len(str(form)), str(form)))


# sines and cosines


def _trigonometric(problem: Problem) -> Found | None:
    """Σ sin(αk + β) and Σ cos(αk + β) over an arithmetic progression of angles."""
    import sympy as sp

    k, a, b = problem.index, problem.lower, problem.upper
    coefficient, rest = problem.term.as_independent(k, as_Add=False)
    if not isinstance(rest, sp.sin | sp.cos) or not rest.args[0].is_polynomial(k):
        return None
    angle = sp.Poly(rest.args[0], k)
    if angle.degree() != 1:
        return None
    alpha, beta = angle.all_coeffs()
    below = 2 * sp.sin(alpha / 2)
    if below == 0:
        return None
    low, high = (
        sp.expand(alpha * (a - sp.Rational(1, 2)) + beta),
        sp.expand(alpha * (b + sp.Rational(1, 2)) + beta),
    )
    sines, cosines = sp.sin(high) - sp.sin(low), sp.cos(low) - sp.cos(high)
    above = cosines if isinstance(rest, sp.sin) else sines
    value = coefficient * above / below
    step = step_of(
        "multiply by 2·sin(α/2)",
        "Multiply by {d}: each term becomes a difference of neighbours, and the sum telescopes.",
        "乘以 {d}：每一项化为相邻两项之差，逐项相消。",
        d=below, before=problem.term, after=value,
    )  # fmt: skip
    conditions = () if below.is_number else (sp.Ne(below / 2, 0),)
    return Found(
        value, (step,), Message(en="sum of sines or cosines", zh="三角级数求和"), conditions
    )


# everything else: SymPy's tables


def _by_tables(problem: Problem) -> Found | None:
    import sympy as sp

    try:
        found = sp.summation(problem.term, (problem.index, problem.lower, problem.upper))
    except (
        NotImplementedError,
        ValueError,
        TypeError,
        RecursionError,
        AttributeError,
        sp.PolynomialError,
    ):
        return None
    found, conditions = _branch(sp.piecewise_fold(found) if found.has(sp.Piecewise) else found)
    if found is None or found.has(sp.Sum, sp.harmonic, sp.nan, sp.zoo, sp.oo, problem.index, sp.I):
        return None
    value = _tidied_constant(found)
    if value.has(sp.hyper, sp.meijerg, sp.lowergamma, sp.uppergamma) or value.count_ops() > _LONG:
        return None
    step = step_of(
        "known series",
        "This is a known series: its sum is {s}.",
        "这是已知级数，其和为 {s}。",
        s=value, before=problem.term, after=value,
    )  # fmt: skip
    return Found(value, (step,), Message(en="known series", zh="已知级数"), conditions)


def _branch(found: Any) -> tuple[Any, tuple[Any, ...]]:
    """The first case of a piecewise value with its condition; None where it is no value."""
    import sympy as sp

    if not isinstance(found, sp.Piecewise):
        return found, ()
    for value, condition in found.args:
        if isinstance(condition, sp.Eq) and len(found.args) > 1:
            continue  # a special value of a parameter; the general case follows
        if value.has(sp.Sum):
            return None, ()
        if condition is sp.true:
            excluded = [c for _, c in found.args if isinstance(c, sp.Eq)]
            return value, tuple(sp.Ne(*c.args) for c in excluded)
        return value, condition.args if isinstance(condition, sp.And) else (condition,)
    return None, ()


def _tidied_constant(found: Any) -> Any:
    import sympy as sp

    value = sp.expand_func(found) if found.has(sp.polygamma, sp.gamma, sp.hyper) else found
    if value.is_number and not value.is_Atom:
        forms = [value, sp.simplify(value), sp.expand(value)]
        return min(forms, key=lambda form: (len(str(form)), str(form)))
    return value if value.is_Atom else _tidy(value)


def finite_sum(problem: Problem) -> Found | None:
    """A closed form for bounds that are numbers or symbols."""
    for rule in (_power_sums, _geometric_sum, _trigonometric, _telescoping, _by_tables):
        found = _guarded(rule, problem)
        if isinstance(found, Found) and agrees(problem, found.value, "sum"):
            return found
    return None


def progression(problem: Problem) -> Found | None:
    """The formula for a polynomial term or a geometric progression alone."""
    return _guarded(_power_sums, problem) or _guarded(_geometric_sum, problem)


def infinite_sum(problem: Problem) -> Found | Divergence | None:
    """The sum to infinity, or that it diverges; None where neither was found."""
    found = _guarded(_geometric_series, problem)
    if found is not None:
        return found
    found = _guarded(divergence, problem)
    if found is not None:
        return found
    for rule in (_power_series_p, _telescoping, _by_tables):
        found = _guarded(rule, problem)
        if found is not None:
            return found
    return None


def _guarded(rule: Any, problem: Problem) -> Any:
    try:
        return rule(problem)
    except NotRepresentable:
        return None


# infinite series


_P_SERIES = Message(en="p-series", zh="p 级数")


def _power_series_p(problem: Problem) -> Found | None:
    """c·Σ 1/n^s = c·ζ(s) for s > 1."""
    import sympy as sp

    n = problem.index
    coefficient, rest = problem.term.as_independent(n, as_Add=False)
    if not (rest.is_Pow and rest.base == n and not rest.exp.has(n)):
        return None
    s = -rest.exp
    if not (problem.lower.is_Integer and problem.lower >= 1) or (s.is_number and not s > 1):
        return None
    if s.is_number and not s.is_real:
        return None
    head = sum((sp.Integer(k) ** (-s) for k in range(1, int(problem.lower))), sp.S.Zero)
    value = sp.expand(coefficient * (sp.zeta(s) - head))
    step = step_of(
        "p-series",
        "This is a p-series with exponent {s} > 1: its sum from 1 is the value ζ({s}) of Riemann's zeta function.",
        "这是指数 {s} > 1 的 p 级数：从 1 起的和为黎曼 ζ 函数值 ζ({s})。",
        s=s, after=value,
    )  # fmt: skip
    return Found(value, (step,), _P_SERIES, () if s.is_number else (sp.Gt(s, 1),))
