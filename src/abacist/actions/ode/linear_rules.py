"""Linear equations with constant coefficients, of any order, and linear equations of first order.

    a_n·y⁽ⁿ⁾ + … + a_0·y = g     characteristic roots; a particular solution by the operator 1/p(D)
    y' + p(x)·y = q(x)           integrating factor e^∫p

For g = P(x)·e^{rx} a particular solution is e^{rx}·Q(x) with Q = P/p(D + r) expanded in powers of D; sines and
cosines are parts of such with a complex r.
Source: E. L. Ince, Ordinary Differential Equations (1926), chapters II and VI.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from abacist.actions.ode.symbolic import Rule, Scalar, Unmatched, step
from abacist.core.language import Message

__all__ = ["constant_coefficients", "first_order_linear"]


def constant_coefficients(problem: Scalar) -> Rule:
    """y as a combination of e^{λx} and a particular solution. Raises `Unmatched`."""
    import sympy

    x, order = problem.x, problem.order
    coefficients, right = problem.linear()
    if any(c.has(x) for c in coefficients):
        raise Unmatched
    s = sympy.Dummy("lambda")
    characteristic = sympy.Poly(list(reversed(coefficients)), s)
    constants = [problem.constant(k + 1) for k in range(order)]
    roots, basis, notes = _solutions(characteristic, x)
    if sum(roots.values()) != order:
        raise Unmatched
    homogeneous = sum((c * b for c, b in zip(constants, basis, strict=True)), sympy.Integer(0))
    lam = sympy.Symbol("lambda")
    shown = characteristic.as_expr().subs(s, lam)
    steps = [
        step(
            "characteristic equation",
            Message(
                en="The equation is linear with constant coefficients; {trial} leads to the characteristic "
                "equation, whose roots are {roots}.",
                zh="这是常系数线性方程；令 {trial} 得特征方程，其根为 {roots}。",
            ),
            after=sympy.Eq(shown, 0, evaluate=False),
            trial=sympy.Eq(problem.y, sympy.exp(lam * x), evaluate=False),
            roots=set(roots),
        ),
        step(
            "homogeneous solution",
            Message(
                en="The general solution of the homogeneous equation is a combination of the basis.",
                zh="齐次方程的通解是基本解组的线性组合。",
            ),
            after=sympy.Eq(problem.y, homogeneous, evaluate=False),
        ),
    ]
    if right == 0:
        return Rule("linear, constant coefficients", homogeneous, steps, notes=notes)
    particular = _particular(characteristic, right, x)
    if particular is None:
        particular = _variation(basis, right / coefficients[-1], x)
        how = Message(en="variation of parameters", zh="常数变易法")
    else:
        how = Message(en="undetermined coefficients", zh="待定系数法")
    steps.append(
        step(
            "particular solution",
            Message(
                en=f"A particular solution for the right-hand side {{g}}, by {how.en}.",
                zh=f"用{how.zh}求右端 {{g}} 对应的一个特解。",
            ),
            after=sympy.Eq(sympy.Symbol(f"{problem.name}_p"), particular, evaluate=False),
            g=right,
        )
    )
    return Rule("linear, constant coefficients", homogeneous + particular, steps, notes=notes)


def first_order_linear(problem: Scalar) -> Rule:
    """y' + p·y = q by the integrating factor. Raises `Unmatched`."""
    import sympy

    if problem.order != 1:
        raise Unmatched
    x = problem.x
    (a0, a1), right = problem.linear()
    p, q = sympy.cancel(a0 / a1), sympy.cancel(right / a1)
    exponent = problem.integral(p, x)
    factor = sympy.powsimp(sympy.exp(_without_absolute_values(exponent)))
    inner = problem.integral(sympy.powsimp(sympy.expand(factor * q)), x)
    constant = problem.constant(1)
    solution = sympy.expand(inner / factor) + constant / factor
    steps = [
        step(
            "integrating factor",
            Message(
                en="The equation is linear of first order, y' + p·y = q with p = {p} and q = {q}; the "
                "integrating factor is e to the integral of p.",
                zh="这是一阶线性方程 y' + p·y = q，其中 p = {p}，q = {q}；积分因子是 p 的积分的指数。",
            ),
            after=sympy.Eq(sympy.Symbol("mu"), factor, evaluate=False),
            p=p,
            q=q,
        ),
        step(
            "integrate both sides",
            Message(
                en="Multiplied by it, the left side is the derivative of μ·y; integrate the right side.",
                zh="两边乘以积分因子后左端是 μ·y 的导数；对右端积分。",
            ),
            after=sympy.Eq(problem.y * factor, inner + constant, evaluate=False),
        ),
    ]
    return Rule("linear, first order", solution, steps)


def _without_absolute_values(exponent: Any) -> Any:
    """ln|u| → ln u: a constant factor of the integrating factor does not matter."""
    import sympy

    return exponent.replace(
        lambda node: isinstance(node, sympy.log) and isinstance(node.args[0], sympy.Abs),
        lambda node: sympy.log(node.args[0].args[0]),
    )


def _roots(characteristic: Any) -> dict[Any, int]:
    """Roots with multiplicities: those that radicals of small degree give."""
    import sympy

    found: dict[Any, int] = {}
    for factor, multiplicity in characteristic.factor_list()[1]:
        if factor.degree() > 2 and not _biquadratic(factor):
            raise Unmatched  # Cardano's formulas help nobody; numbers do
        for root, count in sympy.roots(factor).items():
            found[root] = found.get(root, 0) + multiplicity * count
    return dict(sorted(found.items(), key=lambda item: sympy.default_sort_key(item[0])))


def _solutions(characteristic: Any, x: Any) -> tuple[dict[Any, int], list[Any], list[Message]]:
    """Roots and basis; where the signs of parameters decide, they are taken to be positive, with a note."""
    import sympy

    roots = _roots(characteristic)
    try:
        return roots, _basis(roots, x), []
    except Unmatched:
        names = sorted(characteristic.free_symbols_in_domain, key=str)
        if not names:
            raise
    positive = {name: sympy.Symbol(name.name, positive=True) for name in names}
    back = {new: old for old, new in positive.items()}
    roots = _roots(sympy.Poly(characteristic.as_expr().subs(positive), characteristic.gens[0]))
    basis = [one.subs(back) for one in _basis(roots, x)]
    shown = ", ".join(map(str, names))
    note = Message(en=f"Taken to be positive: {shown}.", zh=f"假定为正：{shown}。")
    return {root.subs(back): count for root, count in roots.items()}, basis, [note]


def _biquadratic(factor: Any) -> bool:
    degrees = [monomial[0] for monomial in factor.monoms()]
    return factor.degree() == 4 and set(degrees) <= {0, 2, 4}


def _basis(roots: dict[Any, int], x: Any) -> list[Any]:
    """Real solutions x^k·e^{ax}·cos bx, x^k·e^{ax}·sin bx."""
    import sympy

    basis: list[Any] = []
    for root, multiplicity in roots.items():
        a, b = root.as_real_imag()
        if a.has(sympy.re, sympy.im) or b.has(sympy.re, sympy.im):
            raise Unmatched  # a parameter of unknown sign under a root
        if b.is_zero:
            basis += [x**k * sympy.exp(a * x) for k in range(multiplicity)]
        elif b.is_positive:
            grown = sympy.exp(a * x)
            for k in range(multiplicity):
                basis += [x**k * grown * sympy.cos(b * x), x**k * grown * sympy.sin(b * x)]
        elif not b.is_negative:
            raise Unmatched
    return basis


def _particular(characteristic: Any, right: Any, x: Any) -> Any:
    """A particular solution where the right side is a sum of P(x)·e^{ax}·(cos bx | sin bx); else None."""
    import sympy

    total = sympy.Integer(0)
    for term in sympy.Add.make_args(_reduced(sympy.expand(right))):
        parts = _parts(term, x)
        if parts is None:
            return None
        polynomial, a, b, kind = parts
        if not (a.is_real and b.is_real):
            return None
        q = _operator(characteristic, polynomial, a + sympy.I * b, x)
        real, imaginary = _real_and_imaginary(q, x)
        grown, cos, sin = sympy.exp(a * x), sympy.cos(b * x), sympy.sin(b * x)
        if kind == "sin":
            total += grown * (real * sin + imaginary * cos)
        else:
            total += grown * (real * cos - imaginary * sin)
    return sympy.expand(total)


def _reduced(expression: Any) -> Any:
    """Products and powers of sines and cosines as sums (what TR8 of the Fu rules does)."""
    import sympy
    from sympy.simplify.fu import TR8

    return sympy.expand(TR8(expression)) if expression.has(sympy.sin, sympy.cos) else expression


def _parts(term: Any, x: Any) -> tuple[Any, Any, Any, str] | None:
    """(P, a, b, kind) of P(x)·e^{ax}·cos bx or sin bx; None for any other term."""
    import sympy

    polynomial, a, b, kind = sympy.Integer(1), sympy.Integer(0), sympy.Integer(0), "cos"
    for factor in sympy.Mul.make_args(sympy.powsimp(term)):
        if not factor.has(x) or factor.is_polynomial(x):
            polynomial *= factor
        elif isinstance(factor, sympy.exp) and _rate(factor.args[0], x) is not None:
            a += _rate(factor.args[0], x)
        elif isinstance(factor, sympy.sin | sympy.cos) and b == 0:
            rate = _rate(factor.args[0], x)
            if rate is None:
                return None
            b, kind = rate, "sin" if isinstance(factor, sympy.sin) else "cos"
        else:
            return None
    return polynomial, a, b, kind


def _rate(exponent: Any, x: Any) -> Any:
    """r where the exponent is r·x, else None."""
    rate = exponent.coeff(x, 1)
    return rate if not rate.has(x) and (exponent - rate * x).expand() == 0 else None


def _operator(characteristic: Any, polynomial: Any, r: Any, x: Any) -> Any:
    """Q = P/p(D + r): the particular solution is e^{rx}·Q."""
    import sympy

    s = characteristic.gens[0]
    shifted = sympy.Poly(sympy.expand(characteristic.as_expr().subs(s, s + r)), s)
    coefficients = [
        sympy.nsimplify(c) if c.is_Float else sympy.expand(c) for c in shifted.all_coeffs()
    ]
    coefficients.reverse()
    zeros = next(k for k, c in enumerate(coefficients) if not _is_zero(c))
    lead = coefficients[zeros]
    degree = int(sympy.degree(polynomial, x)) if polynomial.has(x) else 0
    # 1/q(s) as a power series, q = p(s + r)/s^zeros
    inverse = [1 / lead]
    for k in range(1, degree + 1):
        total = sum(
            coefficients[zeros + j] * inverse[k - j]
            for j in range(1, min(k, len(coefficients) - 1 - zeros) + 1)
        )
        inverse.append(sympy.expand(-total / lead))
    found = sum(c * sympy.diff(polynomial, x, k) for k, c in enumerate(inverse))
    for _ in range(zeros):
        found = sympy.integrate(sympy.expand(found), x)
    return sympy.expand(sympy.radsimp(sympy.expand(found)))


def _is_zero(value: Any) -> bool:
    import sympy

    return value == 0 or sympy.simplify(value) == 0


def _real_and_imaginary(q: Any, x: Any) -> tuple[Any, Any]:
    import sympy

    real = imaginary = sympy.Integer(0)
    for term in sympy.Add.make_args(sympy.expand(q)):
        coefficient, rest = term.as_independent(x, as_Add=False)
        a, b = coefficient.as_real_imag()
        real += sympy.nsimplify(a) * rest if a.is_Float else a * rest
        imaginary += b * rest
    return real, imaginary


def _variation(basis: Sequence[Any], right: Any, x: Any) -> Any:
    """Σ b_i·∫ W_i·g/W: variation of parameters."""
    import sympy

    n = len(basis)
    rows = [[sympy.diff(b, x, k) for b in basis] for k in range(n)]
    target = sympy.Matrix([0] * (n - 1) + [right])
    weights = sympy.Matrix(rows).LUsolve(target)
    total = sympy.Integer(0)
    for b, weight in zip(basis, weights, strict=True):
        found = sympy.integrate(sympy.simplify(weight), x)
        if found.has(sympy.Integral):
            raise Unmatched
        total += b * found
    return sympy.simplify(total)
