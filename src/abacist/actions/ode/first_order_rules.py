"""Equations of first order that are not linear: separable, Bernoulli, homogeneous, exact.

Source: E. L. Ince, Ordinary Differential Equations (1926), chapter II.
"""

from __future__ import annotations

from typing import Any

from abacist.actions.ode.linear_rules import first_order_linear
from abacist.actions.ode.symbolic import Rule, Scalar, Unmatched, step
from abacist.core.language import Message
from abacist.notation.terminal import terminal

__all__ = ["bernoulli", "exact", "homogeneous", "separable"]


def separable(problem: Scalar) -> Rule:
    """y' = f(x)·g(y): ∫dy/g = ∫f dx + C1. Raises `Unmatched`."""
    import sympy

    x, y, slope = problem.x, problem.y, problem.slope
    if slope == 0:
        raise Unmatched
    f, g = _separated(slope, x, y)
    left, right = problem.integral(1 / g, y), problem.integral(f, x)
    constant = problem.constant(1)
    steps = [
        step(
            "separate the variables",
            Message(
                en="The right side is a product of {f} and {g}: divide by the latter and integrate both sides.",
                zh="右端是 {f} 与 {g} 的乘积：两边除以后者并积分。",
            ),
            after=sympy.Eq(left, right + constant, evaluate=False),
            f=f,
            g=g,
        )
    ]
    notes = _constant_solutions(problem, g)
    explicit = _solved_for(sympy.expand(left - right), constant, y)
    if explicit:
        return Rule("separable", explicit[0], steps, others=explicit[1:], notes=notes)
    return Rule("separable", sympy.Eq(left - right, constant), steps, implicit=True, notes=notes)


def bernoulli(problem: Scalar) -> Rule:
    """y' + p·y = q·yⁿ with v = y^(1−n). Raises `Unmatched`."""
    import sympy

    x, y = problem.x, problem.y
    terms = sympy.Add.make_args(sympy.expand(problem.slope))
    powers: dict[Any, Any] = {}
    for term in terms:
        coefficient, rest = term.as_independent(y, as_Add=False)
        base, exponent = rest.as_base_exp()
        if rest != 1 and (base != y or exponent.has(x, y)):
            raise Unmatched
        power = exponent if rest != 1 else sympy.Integer(0)
        powers[power] = powers.get(power, 0) + coefficient
    others = [power for power in powers if power != 1]
    if len(others) != 1 or others[0] == 0 or 1 not in powers:
        raise Unmatched
    n = others[0]
    p, q = -powers[1], powers[n]
    v = sympy.Symbol("v", real=True)
    top = sympy.Symbol("_D_v", real=True)
    inner = Scalar(top + (1 - n) * p * v - (1 - n) * q, x, v, (top,), problem.taken)
    found = first_order_linear(inner)
    steps = [
        step(
            "Bernoulli substitution",
            Message(
                en="This is a Bernoulli equation with exponent {n}; v = {power} makes it linear.",
                zh="这是指数为 {n} 的伯努利方程；令 v = {power} 化为线性方程。",
            ),
            after=sympy.Eq(top, -(1 - n) * p * v + (1 - n) * q, evaluate=False).subs(
                top, sympy.Symbol("v_1")
            ),
            n=n,
            power=y ** (1 - n),
        ),
        *found.steps,
    ]
    solution = found.solution ** (1 / (1 - n))
    if (1 / (1 - n)).is_integer or not n.is_integer:
        return Rule("Bernoulli", sympy.simplify(solution), steps)
    if n.is_integer and (1 - n) % 2 == 0:
        return Rule("Bernoulli", solution, steps, others=[-solution])
    return Rule("Bernoulli", sympy.real_root(found.solution, 1 - n), steps)


def homogeneous(problem: Scalar) -> Rule:
    """y' = F(y/x) with y = v·x: an implicit solution. Raises `Unmatched`."""
    import sympy

    x, y = problem.x, problem.y
    v = sympy.Symbol("v", real=True)
    scaled = sympy.simplify(problem.slope.subs(y, v * x))
    if scaled.has(x):
        raise Unmatched
    gap = sympy.cancel(scaled - v) if scaled.is_rational_function(v) else scaled - v
    if gap == 0:
        raise Unmatched
    left = problem.integral(1 / gap, v)
    constant = problem.constant(1)
    steps = [
        step(
            "substitute y = v*x",
            Message(
                en="The right side depends on y/x alone: y = v·x gives x·v' = {gap}, which is separable.",
                zh="右端只依赖于 y/x：令 y = v·x 得 x·v' = {gap}，可分离变量。",
            ),
            after=sympy.Eq(left, sympy.log(x) + constant, evaluate=False),
            gap=gap,
        )
    ]
    relation = left.subs(v, y / x) - sympy.log(x)
    explicit = _solved_for(relation, constant, y)
    if explicit:
        return Rule("homogeneous", explicit[0], steps, others=explicit[1:])
    return Rule("homogeneous", sympy.Eq(relation, constant), steps, implicit=True)


def exact(problem: Scalar) -> Rule:
    """M dx + N dy = 0 with M_y = N_x, if need be after a factor of x or of y alone. Raises `Unmatched`."""
    import sympy

    x, y = problem.x, problem.y
    top = problem.derivatives[0] if problem.order == 1 else None
    if top is None:
        raise Unmatched
    residual = sympy.expand(problem.residual)
    n = residual.coeff(top, 1)
    m = sympy.expand(residual - n * top)
    if n == 0 or m.has(top) or n.has(top):
        raise Unmatched
    factor = _integrating_factor(m, n, x, y, problem)
    m, n = sympy.expand(factor * m), sympy.expand(factor * n)
    potential = problem.integral(m, x)
    rest = sympy.simplify(n - sympy.diff(potential, y))
    if rest.has(x):
        raise Unmatched
    potential = sympy.expand(potential + problem.integral(rest, y))
    constant = problem.constant(1)
    steps = [
        step(
            "exact equation",
            Message(
                en="With the factor {factor}, M = {m} and N = {n} satisfy M_y = N_x: the equation is the "
                "total differential of a potential, which is constant.",
                zh="乘以 {factor} 后，M = {m} 与 N = {n} 满足 M_y = N_x：方程是某势函数的全微分，势函数为常数。",
            ),
            after=sympy.Eq(potential, constant, evaluate=False),
            factor=factor,
            m=m,
            n=n,
        )
    ]
    explicit = _solved_for(potential, constant, y)
    if explicit:
        return Rule("exact", explicit[0], steps, others=explicit[1:])
    return Rule("exact", sympy.Eq(potential, constant), steps, implicit=True)


def _integrating_factor(m: Any, n: Any, x: Any, y: Any, problem: Scalar) -> Any:
    import sympy

    gap = sympy.simplify(sympy.diff(m, y) - sympy.diff(n, x))
    if gap == 0:
        return sympy.Integer(1)
    for numerator, divisor, own, other in ((gap, n, x, y), (-gap, m, y, x)):
        if divisor == 0:
            continue
        rate = sympy.simplify(numerator / divisor)
        if not rate.has(other):
            return sympy.simplify(sympy.exp(problem.integral(rate, own)))
    raise Unmatched


def _separated(slope: Any, x: Any, y: Any) -> tuple[Any, Any]:
    """(f(x), g(y)) with slope = f·g. Raises `Unmatched`."""
    import sympy

    factored = sympy.factor(sympy.powsimp(sympy.expand_power_exp(slope)))
    f, g = sympy.Integer(1), sympy.Integer(1)
    for factor in sympy.Mul.make_args(sympy.expand_power_exp(factored)):
        if factor.has(x) and factor.has(y):
            raise Unmatched
        if factor.has(y):
            g *= factor
        else:
            f *= factor
    if not g.has(y):
        raise Unmatched
    return f, g


def _constant_solutions(problem: Scalar, g: Any) -> list[Message]:
    """Zeros of g are constant solutions that division by g loses."""
    import sympy

    numerator = sympy.fraction(sympy.together(g))[0]
    if not numerator.is_polynomial(problem.y):
        return []
    zeros = [root for root in sympy.roots(numerator, problem.y) if root.is_real]
    if not zeros:
        return []
    from abacist.notation.sympy_form import from_sympy

    shown = ", ".join(
        f"{problem.name} = {terminal(from_sympy(root))}"
        for root in sorted(zeros, key=sympy.default_sort_key)
    )
    return [
        Message(
            en=f"Dividing lost the constant solutions {shown}, unless a value of C1 gives them.",
            zh=f"相除时可能丢失常数解 {shown}（除非 C1 取某值时已包含）。",
        )
    ]


def _solved_for(relation: Any, constant: Any, y: Any) -> list[Any]:
    """y from relation(x, y) = C1, where the relation can be inverted plainly; else nothing."""
    import sympy

    relation = _joined(relation)
    if relation.has(sympy.log) and not _plain_logarithm(relation, y):
        return []
    if isinstance(relation, sympy.log) or _plain_logarithm(relation, y):
        return _exponentiated(relation, constant, y)
    numerator = sympy.numer(sympy.together(relation - constant))
    if not numerator.is_polynomial(y):
        return _inverted(relation, constant, y)
    if sympy.degree(numerator, y) > 2:
        return []
    return [sympy.simplify(root) for root in sympy.roots(sympy.Poly(numerator, y))]


def _joined(relation: Any) -> Any:
    return relation


def _plain_logarithm(relation: Any, y: Any) -> bool:
    """True where y occurs only inside logarithms that stand as terms."""
    import sympy

    terms = [term for term in sympy.Add.make_args(relation) if term.has(y)]
    return bool(terms) and all(
        isinstance(term.as_independent(y, as_Add=False)[1], sympy.log) for term in terms
    )


def _exponentiated(relation: Any, constant: Any, y: Any) -> list[Any]:
    """y from Σ c·ln u(y) + h(x) = C1: Π u^c = C1·e^(−h), e^C1 renamed C1."""
    import sympy

    product, rest = sympy.Integer(1), sympy.Integer(0)
    weights = [
        term.as_independent(y, as_Add=False)[0]
        for term in sympy.Add.make_args(relation)
        if term.has(y)
    ]
    scale = weights[0]
    for term in sympy.Add.make_args(relation):
        if term.has(y):
            weight, logarithm = term.as_independent(y, as_Add=False)
            power = sympy.nsimplify(weight / scale)
            if not power.is_Integer:
                return []
            product *= logarithm.args[0] ** power
        else:
            rest += term
    equation = sympy.numer(
        sympy.together(product - constant * sympy.exp(sympy.expand(-rest / scale)))
    )
    if not equation.is_polynomial(y) or sympy.degree(equation, y) > 2:
        return []
    return [sympy.simplify(root) for root in sympy.roots(sympy.Poly(equation, y))]


def _inverted(relation: Any, constant: Any, y: Any) -> list[Any]:
    """y from c·F(y) + h(x) = C1 with F one of the functions that have a plain inverse."""
    import sympy

    inverses = {sympy.atan: sympy.tan, sympy.asin: sympy.sin, sympy.asinh: sympy.sinh}
    terms = [term for term in sympy.Add.make_args(relation) if term.has(y)]
    if len(terms) != 1:
        return []
    weight, function = terms[0].as_independent(y, as_Add=False)
    rest = relation - terms[0]
    value = (constant - rest) / weight
    if isinstance(function, sympy.exp):
        inner, value = function.args[0], sympy.log(value)
    elif type(function) in inverses:
        inner, value = function.args[0], inverses[type(function)](value)
    else:
        return []
    slope = inner.coeff(y, 1)
    if slope.has(y) or sympy.expand(inner - slope * y).has(y):
        return []
    return [sympy.simplify((value - (inner - slope * y)) / slope)]
