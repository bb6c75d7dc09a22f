"""Systems of equations: linear ones by elimination, polynomial ones by elimination with resultants or a
Gröbner basis.

Source: D. Cox, J. Little, D. O'Shea, Ideals, Varieties, and Algorithms, 4th ed., Springer 2015, ch. 3.
"""

from __future__ import annotations

from typing import Any

from abacist.actions.equation.solution_forms import Found, Unsolved, moved_to_left
from abacist.core.claim import Domain
from abacist.core.errors import AbacistError
from abacist.core.expr import Call, Expr, call, eq, number, symbol
from abacist.core.language import Message
from abacist.core.step import Step

__all__ = ["solve_system"]

_MOST_UNKNOWNS = 12
_ELIMINATION = Message(en="elimination", zh="消元法")
_GROEBNER = Message(en="elimination by a Gröbner basis", zh="用 Gröbner 基消元")


def solve_system(equations: tuple[Expr, ...], unknowns: tuple[str, ...], domain: Domain) -> Found:
    """All solutions. Raises `Unsolved` beyond what is handled."""
    import sympy

    from abacist.notation.sympy_form import sympy_symbol, to_sympy

    if len(unknowns) > _MOST_UNKNOWNS:
        raise Unsolved
    symbols = [sympy_symbol(name) for name in unknowns]
    residuals = [sympy.together(to_sympy(moved_to_left(e))) for e in equations]
    numerators = [sympy.expand(sympy.fraction(r)[0]) for r in residuals]
    try:
        linear = all(_is_linear(n, symbols) for n in numerators)
    except sympy.PolynomialError as error:
        raise Unsolved from error
    whole = not any(sympy.fraction(r)[1].free_symbols & set(symbols) for r in residuals)
    if linear and whole:
        return _linear(equations, unknowns, symbols, numerators)
    return _polynomial(equations, unknowns, symbols, numerators, residuals, domain)


def _is_linear(expr: Any, symbols: list[Any]) -> bool:
    import sympy

    return sympy.Poly(expr, *symbols).total_degree() <= 1


def _linear(
    equations: tuple[Expr, ...], unknowns: tuple[str, ...], symbols: list[Any], rows: list[Any]
) -> Found:
    import sympy

    from abacist.notation.sympy_form import from_sympy

    steps = _elimination_steps(equations, symbols, rows)
    solutions = sympy.linsolve(rows, symbols)
    if not solutions:
        return Found((), tuple(steps), method=_ELIMINATION)
    (values,) = solutions
    root = tuple(from_sympy(sympy.cancel(value)) for value in values)
    free = [n for n, value in zip(unknowns, root, strict=True) if value == symbol(n)]
    others = {str(s) for row in rows for s in row.free_symbols} - set(unknowns)
    conditions: tuple[Expr, ...] = ()
    if others:
        conditions = _determinant_condition(rows, symbols)
    says = Message(en="So the solution is {solution}.", zh="所以解为 {solution}。")
    if free:
        says = Message(
            en="{free} may be any number; then {solution}.",
            zh="{free} 可取任意数，此时 {solution}。",
        )
    named = call("named", *(eq(symbol(n), v) for n, v in zip(unknowns, root, strict=True)))
    shown: dict[str, Expr] = {"solution": named}
    if free:
        shown["free"] = symbol(free[0]) if len(free) == 1 else call("list", *map(symbol, free))
    steps.append(Step(rule="back substitution", says=says, values=shown, after=named))
    return Found((root,), tuple(steps), conditions=conditions, method=_ELIMINATION)


def _determinant_condition(rows: list[Any], symbols: list[Any]) -> tuple[Expr, ...]:
    """The determinant of a square system with parameters must not vanish."""
    import sympy

    from abacist.notation.sympy_form import from_sympy

    if len(rows) != len(symbols):
        raise Unsolved
    matrix, _ = sympy.linear_eq_to_matrix(rows, symbols)
    determinant = sympy.factor(matrix.det())
    if determinant == 0:
        raise Unsolved
    if not determinant.free_symbols:
        return ()
    return (call("ne", from_sympy(determinant), number(0)),)


def _elimination_steps(
    equations: tuple[Expr, ...], symbols: list[Any], rows: list[Any]
) -> list[Step]:
    """Gaussian elimination, one pivot at a time, on the equations as they stand."""
    import sympy

    from abacist.notation.sympy_form import from_sympy

    steps: list[Step] = []
    current = [sympy.expand(row) for row in rows]
    done = 0
    for x in symbols:
        pivot = next((k for k in range(done, len(current)) if current[k].coeff(x) != 0), None)
        if pivot is None:
            continue
        current[done], current[pivot] = current[pivot], current[done]
        lead = current[done].coeff(x)
        changed = False
        for k in range(done + 1, len(current)):
            factor = sympy.cancel(current[k].coeff(x) / lead)
            if factor != 0:
                current[k] = sympy.expand(sympy.cancel(current[k] - factor * current[done]))
                changed = True
        if changed:
            says = Message(
                en="Eliminate {x} from the other equations by subtracting multiples of one.",
                zh="加减消元，从其余方程中消去 {x}。",
            )
            after = [_as_equation(row, symbols) for row in current]
            shown = call("and", *after) if len(after) > 1 else after[0]
            before = equations[0] if len(equations) == 1 else call("and", *equations)
            steps.append(
                Step(
                    rule="elimination",
                    says=says,
                    values={"x": from_sympy(x)},
                    before=before if not steps else None,
                    after=shown,
                )
            )
        done += 1
    wrong = [row for row in current if row != 0 and not row.free_symbols]
    if wrong:
        says = Message(
            en="A false equation is left, so there is no solution.", zh="得到矛盾等式，故无解。"
        )
        after = eq(number(0), from_sympy(-wrong[0]))
        steps.append(Step(rule="contradiction", says=says, after=after))
    return steps


def _as_equation(row: Any, symbols: list[Any]) -> Expr:
    """Terms with unknowns on the left, the rest on the right."""
    import sympy

    from abacist.notation.sympy_form import from_sympy

    constant = row.subs(dict.fromkeys(symbols, 0))
    return eq(from_sympy(sympy.expand(row - constant)), from_sympy(-constant))


def _polynomial(
    equations: tuple[Expr, ...],
    unknowns: tuple[str, ...],
    symbols: list[Any],
    numerators: list[Any],
    residuals: list[Any],
    domain: Domain,
) -> Found:
    import sympy

    rest = {s for n in numerators for s in n.free_symbols} - set(symbols)
    if rest or not all(n.is_polynomial(*symbols) for n in numerators):
        raise Unsolved
    try:
        found = sympy.solve(numerators, symbols, dict=True)
    except (NotImplementedError, ValueError, TypeError) as error:
        raise Unsolved from error
    steps = _basis_steps(equations, numerators, symbols)
    roots: list[tuple[Expr, ...]] = []
    for solution in found:
        values = [solution.get(x, x) for x in symbols]
        if any(value.free_symbols for value in values):
            raise Unsolved
        if any(_vanishes(sympy.fraction(r)[1], solution) for r in residuals):
            continue
        root = _in_domain(values, domain)
        if root is not None and root not in roots:
            roots.append(root)
    roots.sort(key=_order)
    if roots:
        says = Message(
            en="Solve for one unknown after the other; the solutions are {all}.",
            zh="逐个求出各未知数，得到全部解 {all}。",
        )
        rows = call("set", *(call("tuple", *root) for root in roots))
        steps.append(Step(rule="back substitution", says=says, values={"all": rows}, after=rows))
    return Found(tuple(roots), tuple(steps), method=_GROEBNER)


def _vanishes(expr: Any, solution: dict[Any, Any]) -> bool:
    import sympy

    return sympy.simplify(expr.subs(solution)) == 0


def _in_domain(values: list[Any], domain: Domain) -> tuple[Expr, ...] | None:
    """The solution as expressions, or None where it is outside the domain."""
    import sympy

    from abacist.notation.sympy_form import from_sympy

    shown: list[Expr] = []
    for value in values:
        short = value
        if not value.is_Rational:
            short = min(
                (value, sympy.radsimp(sympy.sqrtdenest(sympy.expand(value)))), key=sympy.count_ops
            )
        if domain != "complex":
            imaginary = sympy.im(short)
            if imaginary != 0 and abs(imaginary.evalf(30)) > sympy.Float("1e-20"):
                return None
            if imaginary != 0:
                short = sympy.simplify(sympy.re(short))
        if domain in ("integer", "natural") and not short.is_Integer:
            return None
        if domain == "natural" and short < 0:
            return None
        try:
            shown.append(from_sympy(short))
        except AbacistError as error:
            raise Unsolved from error
    return tuple(shown)


def _order(root: tuple[Expr, ...]) -> tuple[Any, ...]:
    from abacist.actions.arithmetic.decimals import decimal_of

    values = [decimal_of(value, 20) for value in root]
    return tuple((value is None, value or 0) for value in values)


def _basis_steps(
    equations: tuple[Expr, ...], numerators: list[Any], symbols: list[Any]
) -> list[Step]:
    """The equations in triangular form."""
    import sympy

    from abacist.notation.sympy_form import from_sympy

    try:
        basis = sympy.groebner(numerators, *symbols, order="lex")
    except (sympy.PolynomialError, ValueError):
        return []
    shown = [eq(from_sympy(p), number(0)) for p in basis.exprs]
    says = Message(
        en="Eliminate unknowns: the system has the same solutions as the triangular system {after}.",
        zh="消元，化为同解的三角形方程组 {after}。",
    )
    after = shown[0] if len(shown) == 1 else Call("and", tuple(shown))
    before = equations[0] if len(equations) == 1 else Call("and", equations)
    return [
        Step(rule="elimination", says=says, values={"after": after}, before=before, after=after)
    ]
