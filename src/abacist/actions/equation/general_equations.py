"""Equations of one real unknown with radicals, absolute values, exponentials and logarithms.

Absolute values are resolved by cases, radicals by squaring; every candidate is put into the original equation
and discarded where it does not satisfy it. Other equations are solved by SymPy; where it finds no closed form
the roots are bracketed by changes of sign and refined.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

from abacist.actions.equation.polynomial_equations import is_rational_in, solve_polynomial
from abacist.actions.equation.solution_forms import (
    Found,
    Unsolved,
    enclosure_expr,
    moved_to_left,
    ordered,
)
from abacist.core.errors import AbacistError
from abacist.core.expr import Call, Expr, add, call, eq, neg, number, symbol
from abacist.core.language import Message
from abacist.core.step import Step

__all__ = ["cases", "solve_general"]

_MOST_PIECES = 4
_NUMERIC_RANGE = 60
_GRID = 2_400


def solve_general(equation: Expr, name: str, conditions: tuple[Expr, ...]) -> Found:
    """All real roots. Raises `Unsolved` where no candidate list that can be stood by was found."""
    if equation.has("abs", "max", "min", "sign"):
        return _by_cases(equation, name, conditions)
    if _radicals(equation, name):
        found = _by_squaring(equation, name)
        if found is not None:
            return found
    return _by_sympy(equation, name, conditions)


def satisfies(equation: Expr, name: str, root: Expr) -> bool:
    """True where the root, put into both sides, leaves nothing that 100 digits could show."""
    from abacist.notation.arb import Undecided, enclose
    from abacist.notation.refusal import NotRepresentable

    value = root.args[0] if isinstance(root, Call) and root.head == "plus_minus" else root
    left, right = equation.args if isinstance(equation, Call) else (equation, number(0))
    try:
        ball = enclose(
            add(left, neg(right)).substitute({name: value}), bits=320, field="real", highest=1024
        )
    except (Undecided, NotRepresentable):
        return False
    if value is not root:
        return bool(abs(ball) < 1e-12)
    return bool(ball.contains(0))


def tested(equation: Expr, name: str, candidates: list[Expr], steps: list[Step]) -> list[Expr]:
    """The candidates that satisfy the original equation, with a step that says which do not."""
    kept = [root for root in candidates if satisfies(equation, name, root)]
    dropped = [root for root in candidates if root not in kept]
    if dropped:
        says = Message(
            en="Put the candidates into the original equation: {dropped} does not satisfy it.",
            zh="代回原方程检验：{dropped} 不满足，舍去。",
        )
        values: dict[str, Expr] = {"dropped": call("set", *dropped)}
        steps.append(Step(rule="extraneous roots", says=says, values=values, before=equation))
    elif kept:
        says = Message(
            en="Put into the original equation, {kept} satisfies it.",
            zh="代回原方程检验，{kept} 满足方程。",
        )
        steps.append(Step(rule="check", says=says, values={"kept": call("set", *kept)}))
    return kept


def _radicals(equation: Expr, name: str) -> bool:
    return any(
        isinstance(node, Call)
        and (
            node.head in ("sqrt", "root")
            or (
                node.head == "pow" and isinstance(node.args[1], Call) and node.args[1].head == "div"
            )
        )
        and name in node.free_symbols()
        for node in equation.walk()
    )


# Absolute values.


def cases(equation: Expr) -> tuple[list[Call], list[tuple[tuple[int, ...], Expr]]]:
    """The absolute values of an equation, and for each choice of their signs the equation without them."""
    plain = equation.rebuild(_without_maxima)
    pieces = list(
        dict.fromkeys(n for n in plain.walk() if isinstance(n, Call) and n.head in ("abs", "sign"))
    )
    if len(pieces) > _MOST_PIECES:
        raise Unsolved
    choices = product((1, -1), repeat=len(pieces))
    return pieces, [(s, _signed(plain, dict(zip(pieces, s, strict=True)))) for s in choices]


def _by_cases(equation: Expr, name: str, conditions: tuple[Expr, ...]) -> Found:
    """Every |u| is u or −u; each case is an equation without it."""
    steps: list[Step] = []
    candidates: list[Expr] = []
    whole = False
    pieces, choices = cases(equation)
    for signs, case in choices:
        found = _case(case, name, conditions)
        whole = whole or found.free
        candidates += [root[0] for root in found.roots if not found.free]
        steps.append(_case_step(pieces, signs, case, found))
    says = Message(
        en="An absolute value is its inside or the opposite; solve every case.",
        zh="按绝对值内的正负分类讨论，逐一求解。",
    )
    outer = Step(
        rule="cases of the absolute values", says=says, before=equation, children=tuple(steps)
    )
    if whole:
        from abacist.actions.inequality.sign_cells import solution_set

        solutions = solution_set(equation, name)
        if isinstance(solutions, Call) and solutions.head != "set":
            return Found((), (outer,), solutions=solutions, method=_CASES)
    final = [outer]
    kept = tested(equation, name, list(dict.fromkeys(candidates)), final)
    return Found(tuple((root,) for root in ordered(kept)), tuple(final), method=_CASES)


_CASES = Message(en="cases by the signs of the absolute values", zh="按绝对值符号分类讨论")
_SQUARING = Message(en="squaring and testing the candidates", zh="平方去根号并检验")


def _without_maxima(node: Expr) -> Expr:
    if isinstance(node, Call) and node.head in ("max", "min"):
        total = node.args[0]
        for arg in node.args[1:]:
            gap = call("abs", add(total, neg(arg)))
            total = call("div", add(total, arg, gap if node.head == "max" else neg(gap)), number(2))
        return total
    return node


def _signed(expr: Expr, chosen: dict[Call, int]) -> Expr:
    if not isinstance(expr, Call):
        return expr
    inner = tuple(_signed(arg, chosen) for arg in expr.args)
    sign = chosen.get(expr)
    if sign is None:
        return call(expr.head, *inner)
    if expr.head == "sign":
        return number(sign)
    return inner[0] if sign > 0 else neg(inner[0])


def _case(case: Expr, name: str, conditions: tuple[Expr, ...]) -> Found:
    if is_rational_in(case, name):
        return solve_polynomial(case, name, "real")
    return solve_general(case, name, conditions)


def _case_step(pieces: list[Call], signs: tuple[int, ...], case: Expr, found: Found) -> Step:
    assumed = [
        call("ge" if sign > 0 else "lt", piece.args[0], number(0))
        for piece, sign in zip(pieces, signs, strict=True)
    ]
    says = Message(en="Case {assumed}.", zh="当 {assumed} 时。")
    shown = assumed[0] if len(assumed) == 1 else call("and", *assumed)
    after: Expr = call("set", *(root[0] for root in found.roots))
    return Step(rule="case", says=says, values={"assumed": shown}, before=case, after=after)


# Radicals.


def _by_squaring(equation: Expr, name: str) -> Found | None:
    """A polynomial equation that every root satisfies, by SymPy's `unrad`; None where there is none."""
    import sympy
    from sympy.solvers.solvers import unrad

    from abacist.notation.sympy_form import from_sympy, sympy_symbol, to_sympy

    x = sympy_symbol(name)
    try:
        reduced = unrad(to_sympy(moved_to_left(equation), roots="principal"), x)
    except NotImplementedError:
        return None
    if not reduced or reduced[1]:
        return None
    polynomial = sympy.expand(reduced[0])
    if not polynomial.is_polynomial(x) or polynomial.free_symbols != {x}:
        return None
    if not all(c.is_Rational for c in sympy.Poly(polynomial, x).all_coeffs()):
        return None
    resolved = eq(from_sympy(polynomial), number(0))
    inner = solve_polynomial(resolved, name, "real")
    if inner.free:
        return None
    first = Step(
        rule="removing the radicals",
        says=Message(
            en="Isolate the radicals and raise to powers until none is left; this may add roots.",
            zh="移项并两边乘方，逐步去掉根号；这一步可能产生增根。",
        ),
        before=equation,
        after=resolved,
        children=inner.steps,
    )
    steps = [first]
    kept = tested(equation, name, [root[0] for root in inner.roots], steps)
    return Found(tuple((root,) for root in ordered(kept)), tuple(steps), method=_SQUARING)


# Exponentials, logarithms and everything else.


def _by_sympy(equation: Expr, name: str, conditions: tuple[Expr, ...]) -> Found:
    candidates = _candidates(equation, name)
    if candidates is None:
        return _numerically(equation, name, conditions)
    says = Message(
        en="Bring it to powers or logarithms of one kind and solve for {x}.",
        zh="化为同底的幂或对数，解出 {x}。",
    )
    if equation.has("ln", "log"):
        says = Message(
            en="Combine the logarithms, remove them by exponentiation and solve for {x}.",
            zh="合并对数，化为指数式，解出 {x}。",
        )
    after = call("set", *candidates)
    steps = [
        Step(
            rule="inverse function",
            says=says,
            values={"x": symbol(name)},
            before=equation,
            after=after,
        )
    ]
    kept = tested(equation, name, candidates, steps)
    method = Message(en="inverse functions", zh="反函数法")
    return Found(tuple((root,) for root in ordered(kept)), tuple(steps), method=method)


def _candidates(equation: Expr, name: str) -> list[Expr] | None:
    """What SymPy finds, real ones only, in short form; None where it finds nothing it can name."""
    import sympy

    from abacist.notation.sympy_form import from_sympy, sympy_symbol, to_sympy

    x = sympy_symbol(name, "real")
    residual = to_sympy(moved_to_left(equation), domain={name: "real"})
    try:
        found = sympy.solve(residual, x)
    except (NotImplementedError, ValueError, TypeError, AttributeError, RecursionError):
        return None
    roots: list[Expr] = []
    for root in found:
        if root.free_symbols or root.has(sympy.Piecewise, sympy.CRootOf):
            return None
        if root.is_real is False:
            continue
        try:
            roots.append(from_sympy(_short(root)))
        except AbacistError:
            return None
    return list(dict.fromkeys(roots)) or None


def _short(root: Any) -> Any:
    import sympy

    forms = [root, sympy.simplify(root)]
    if root.has(sympy.log):
        forms += [sympy.logcombine(sympy.expand_log(form, force=False)) for form in forms[:2]]
    return min(forms, key=lambda form: (sympy.count_ops(form), len(str(form))))


def _numerically(equation: Expr, name: str, conditions: tuple[Expr, ...]) -> Found:
    """Roots at changes of sign on a grid, refined by bisection in ball arithmetic.

    The list is right only if the checker proves that it is complete.
    """
    low, high = _range(name, conditions)
    roots = [
        enclosure_expr(middle, radius) for middle, radius in _brackets(equation, name, low, high)
    ]
    says = Message(
        en="There is no closed form; the roots are located by changes of sign and refined.",
        zh="没有初等的精确解；由符号变化确定根的位置并逐步逼近。",
    )
    after = call("set", *roots)
    step = Step(rule="bisection", says=says, before=equation, after=after)
    method = Message(en="changes of sign and bisection", zh="零点判定与二分法")
    if not roots:
        raise Unsolved
    return Found(tuple((root,) for root in roots), (step,), method=method)


def _range(name: str, conditions: tuple[Expr, ...]) -> tuple[Fraction, Fraction]:
    """The interval that the conditions leave, or one that is wide enough to start with."""
    from abacist.actions.equation.ranges import bounds_of

    low, high = bounds_of(name, conditions)
    from abacist.actions.arithmetic.decimals import decimal_of

    values = [
        Fraction(side) if end is not None and (side := decimal_of(end, 30)) is not None else None
        for end in (low, high)
    ]
    return values[0] or Fraction(-_NUMERIC_RANGE), values[1] or Fraction(_NUMERIC_RANGE)


def _brackets(
    equation: Expr, name: str, low: Fraction, high: Fraction
) -> list[tuple[Fraction, Fraction]]:
    """(middle, radius) for each change of sign between grid points without a pole between them."""
    from abacist.notation.arb import decide_sign

    residual = moved_to_left(equation)
    step = (high - low) / _GRID
    shift = step / 7919  # so that grid points are unlikely to be roots or poles
    found: list[tuple[Fraction, Fraction]] = []
    before: tuple[Fraction, int] | None = None
    for k in range(_GRID + 1):
        point = low + k * step + (shift if 0 < k < _GRID else 0)
        sign = decide_sign(residual, {name: point}, highest=256)
        if sign == 0:
            found.append((point, Fraction(0)))
        if before is not None and sign and before[1] * sign < 0:
            refined = _bisected(residual, name, before[0], point, before[1])
            if refined is not None:
                found.append(refined)
        before = (point, sign) if sign else None
    return found


def _bisected(
    residual: Expr, name: str, low: Fraction, high: Fraction, sign: int
) -> tuple[Fraction, Fraction] | None:
    """The root between two points to 25 decimals; None where it is a pole."""
    from abacist.notation.arb import decide_sign, enclose
    from abacist.notation.refusal import Undecided

    for _ in range(100):
        middle = (low + high) / 2
        found = decide_sign(residual, {name: middle}, highest=512)
        if not found:
            low = high = middle
            break
        low, high = (middle, high) if found == sign else (low, middle)
        low, high = _rounded(low, -1), _rounded(high, 1)
    middle = _rounded((low + high) / 2, 0)
    try:
        ball = enclose(residual, {name: middle}, bits=64, field="real", highest=256)
    except Undecided:
        return None
    return (middle, Fraction(1, 10**24)) if abs(ball) < 1e-10 else None


def _rounded(value: Fraction, direction: int) -> Fraction:
    """To 40 decimals, downward, upward or to nearest."""
    scaled = value * 10**40
    whole = scaled.numerator // scaled.denominator
    if direction > 0:
        whole += 1
    if direction == 0:
        return Fraction(round(value * 10**26), 10**26)
    return Fraction(whole, 10**40)
