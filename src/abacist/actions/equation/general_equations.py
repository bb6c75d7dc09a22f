"""Equations of one real unknown with radicals, absolute values, exponentials and logarithms.

Absolute values are resolved by cases, radicals by squaring; every candidate is put into the original equation
and discarded where it does not satisfy it. Other equations are solved by SymPy; where it finds no closed form
the roots are bracketed by changes of sign and refined.
"""

from __future__ import annotations

from typing import Any

from abacist.actions.equation.absolute_values import PIECEWISE, cases, with_absolute_values
from abacist.actions.equation.numerical_roots import numerical_roots
from abacist.actions.equation.polynomial_equations import is_rational_in, solve_polynomial
from abacist.actions.equation.solution_forms import (
    Found,
    moved_to_left,
    ordered,
)
from abacist.actions.inequality.sign_cells import solution_set
from abacist.core.errors import AbacistError
from abacist.core.expr import Call, Expr, add, call, eq, neg, number, symbol
from abacist.core.language import Message
from abacist.core.step import Step

__all__ = ["solve_general"]


def solve_general(equation: Expr, name: str, conditions: tuple[Expr, ...]) -> Found:
    """All real roots. Raises `Unsolved` where no candidate list that can be stood by was found."""
    plain = with_absolute_values(equation)
    if plain.has(*PIECEWISE):
        return _by_cases(plain, name, conditions)
    if equation.has("sin", "cos", "tan", "cot", "sec", "csc"):
        return numerical_roots(equation, name, conditions)  # an angle mixed with other terms
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
        solutions = solution_set(equation, name, _roots_of_case)
        if isinstance(solutions, Call) and solutions.head != "set":
            return Found((), (outer,), solutions=solutions, method=_CASES)
    final = [outer]
    kept = tested(equation, name, list(dict.fromkeys(candidates)), final)
    return Found(tuple((root,) for root in ordered(kept)), tuple(final), method=_CASES)


_CASES = Message(en="cases by the signs of the absolute values", zh="按绝对值符号分类讨论")
_SQUARING = Message(en="squaring and testing the candidates", zh="平方去根号并检验")


def _case(case: Expr, name: str, conditions: tuple[Expr, ...]) -> Found:
    if is_rational_in(case, name):
        return solve_polynomial(case, name, "real")
    return solve_general(case, name, conditions)


def _roots_of_case(equation: Expr, name: str) -> Found:
    return _case(equation, name, ())


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
        return numerical_roots(equation, name, conditions)
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
