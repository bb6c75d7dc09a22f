"""All solutions of an equation or a system, in the unknowns and over the numbers that are asked for.

Arguments: `equations`; `unknowns` (names; left out, x, y, z, … are meant); `domain` real, complex, integer or
natural; `conditions` (relations: x > 0, x ∈ [0, 2π], a ≠ 0); `method` for quadratics: factoring, formula or
completing_square.
Outcomes: solved (one root as it is, several as a set, a system as named values or a set of tuples, periodic
families as images of the integers); no_solution; infinitely_many; unable where no complete list is found.
Method: one unknown: factoring, the quadratic formula, isolation of real roots; cases for absolute values;
squaring for radicals; reduction to one circular function; systems: elimination, Gröbner bases.
Source: I. N. Bronshtein et al., Handbook of Mathematics, 6th ed., Springer 2015, §1.6.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import model_validator

from abacist.actions.arithmetic.exact_numbers import exponents_of, fraction_of, undefined_part
from abacist.actions.equation.polynomial_equations import (
    Way,
    is_rational_in,
    solve_polynomial,
)
from abacist.actions.equation.ranges import flattened, set_of_conditions
from abacist.actions.equation.solution_forms import Found, Unsolved, moved_to_left, solution_of
from abacist.actions.equation.solve_examples import EXAMPLES
from abacist.actions.equation.solve_phrases import PHRASES
from abacist.core.answer import Solution
from abacist.core.claim import Domain, EvaluatesTo
from abacist.core.errors import TooLarge
from abacist.core.expr import Call, Expr, Symbol, symbol
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Outcome
from abacist.core.phrase import Slot
from abacist.core.registry import action
from abacist.core.step import Step
from abacist.core.value import Exact

__all__ = ["Arguments", "real_roots", "solve", "solve_real"]

_LETTERS = ("x", "y", "z", "t", "u", "v", "w")
_NOT_HERE = ("derivative", "prime", "apply", "mod", "integral", "limit", "list", "tuple", "matrix")
_MOST_EXPONENT = 2000
_CIRCULAR = ("sin", "cos", "tan", "cot", "sec", "csc")
_SETS = {"Integers": "integer", "Naturals": "natural", "Complexes": "complex", "Reals": "real"}


class Arguments(Record):
    """The equations, what is unknown in them, and where solutions are looked for.

    Arguments:
        equations: one equation, or several that hold together.
        unknowns: the names to be found; left out, the letters that usually are unknown (x, y, z, …).
        domain: the numbers in which solutions are looked for.
        conditions: relations that solutions must satisfy, x > 0, x ∈ [0, 2π], and what holds of
            parameters, a ≠ 0.
        method: how a quadratic equation is to be solved; left out, the shortest way.
    """

    equations: Annotated[
        tuple[Expr, ...],
        Slot(
            "Equation",
            ask=Message(en="Which equation is to be solved?", zh="要解哪个方程？"),
            many=True,
        ),
    ]
    unknowns: Annotated[tuple[str, ...], Slot("Variable")] = ()
    domain: Annotated[Domain, Slot("Domain")] = "real"
    conditions: Annotated[tuple[Expr, ...], Slot("Region|Membership|Inequality", many=True)] = ()
    method: Annotated[Way, Slot("SolvingMethod")] = ""

    @model_validator(mode="after")
    def _canonical(self) -> Arguments:
        equations = tuple(
            dict.fromkeys(_single(e) for whole in self.equations for e in _parts(whole))
        )
        if not equations:
            raise ValueError("an equation is needed")
        unknowns = self.unknowns or _unknowns_of(equations)
        names = {name for equation in equations for name in equation.free_symbols()}
        if not unknowns or not set(unknowns) <= names:
            raise ValueError("the unknown does not occur in the equations")
        conditions = tuple(flattened(set_of_conditions(unknowns[0], self.conditions)))
        domain, rest = _domain_of(self.domain, conditions, unknowns)
        object.__setattr__(self, "equations", equations)
        object.__setattr__(self, "unknowns", unknowns)
        object.__setattr__(self, "domain", domain)
        object.__setattr__(self, "conditions", tuple(dict.fromkeys(rest)))
        return self

    @property
    def all_unknowns(self) -> tuple[str, ...]:
        """What has to be found: as many equations as names determine all names, whichever is asked for."""
        names = {name for equation in self.equations for name in equation.free_symbols()}
        if len(self.unknowns) < len(self.equations) == len(names):
            return (*self.unknowns, *sorted(names - set(self.unknowns)))
        return self.unknowns


def _parts(whole: Expr) -> tuple[Expr, ...]:
    if isinstance(whole, Call) and whole.head in ("and", "list", "set"):
        return whole.args
    return (whole,)


def _single(equation: Expr) -> Expr:
    if not isinstance(equation, Call) or equation.head != "eq":
        raise ValueError("this is no equation")
    if equation.has(*_NOT_HERE):
        raise ValueError("this kind of equation has an action of its own")
    return equation


def _unknowns_of(equations: tuple[Expr, ...]) -> tuple[str, ...]:
    """The letters that stand for unknowns; all where there are as many as equations; one where it is alone."""
    from abacist.notation.variables import function_body, main_variable, unknowns_of

    names = unknowns_of(equations)
    letters = tuple(n for n in names if n.partition("_")[0] in _LETTERS)
    if len(equations) > 1 and len(names) == len(equations):
        return names
    if len(equations) == 1:
        if len(names) > 1 and function_body(equations[0]) is not None:
            raise ValueError("which symbol is unknown?")
        if len(names) == 1 or not letters:
            main = main_variable(equations[0])
            return (main,) if main else ()
    return letters or names


def _domain_of(
    domain: Domain, conditions: tuple[Expr, ...], unknowns: tuple[str, ...]
) -> tuple[Domain, list[Expr]]:
    """A membership x ∈ Z of an unknown is the domain."""
    rest: list[Expr] = []
    for condition in conditions:
        named = None
        if isinstance(condition, Call) and condition.head == "in":
            inside, numbers = condition.args
            members = inside.args if isinstance(inside, Call) else (inside,)
            if isinstance(numbers, Symbol) and all(
                isinstance(m, Symbol) and m.name in unknowns for m in members
            ):
                named = _SETS.get(numbers.name)
        if named is None:
            rest.append(condition)
        elif domain == "real":
            domain = named  # type: ignore[assignment]
    return domain, rest


@action(
    "equation.solve",
    title=Message(en="Solutions of equations", zh="解方程"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def solve(arguments: Arguments) -> Solution:
    """All solutions with the steps to them."""
    from abacist.actions.equation.solution_code import solution_script

    for equation in arguments.equations:
        part = undefined_part(equation)
        if part is not None:
            return _undefined(equation, *part)
    try:
        found = _restricted(_found(arguments), arguments)
    except TooLarge as reason:
        return Solution(outcome=Outcome.TOO_LARGE, notes=(reason.message,))
    except Unsolved:
        note = Message(
            en="No complete list of solutions was found; this does not say that there is none.",
            zh="没有找到完整的解；这并不说明方程无解。",
        )
        return Solution(outcome=Outcome.UNABLE, notes=(note,))
    asked = (arguments.equations, arguments.all_unknowns, arguments.domain, arguments.conditions)
    claimed = solution_of(*asked, found, wanted=arguments.unknowns)
    code = solution_script(*asked, claimed, arguments.unknowns)
    notes = claimed.notes + _notes_on_powers(arguments.equations, claimed.outcome)
    return claimed.model_copy(update={"code": code, "notes": notes})


def _notes_on_powers(equations: tuple[Expr, ...], outcome: Outcome) -> tuple[Message, ...]:
    """Where the reading of a^(m/n) with an odd n for a negative a bears on the answer, which one is taken."""
    for node in (n for each in equations for n in each.walk()):
        if not isinstance(node, Call) or node.head != "pow":
            continue
        power, base = fraction_of(node.args[1]), fraction_of(node.args[0])
        if power is None or power.denominator % 2 == 0 or power.denominator == 1:
            continue
        even = power.numerator % 2 == 0
        if base < 0 if base is not None else even or outcome is Outcome.NO_SOLUTION:
            note = Message(
                en="A negative number to a fractional power is taken as the principal complex power, not as "
                "a real root; write ∛x or root(x, n) for the real root.",
                zh="负数的分数次幂按复数主值理解，而不是实方根；若要实方根，请写 ∛x 或 root(x, n)。",
            )
            return (note,)
    return ()


def _undefined(equation: Expr, part: Expr, why: Message) -> Solution:
    """An equation with a constant part that has no value says nothing of its unknowns."""
    says = Message(
        en="The equation contains {a}, which has no value, so it has no meaning.",
        zh="方程含有没有值的式子 {a}，因此方程没有意义。",
    )
    undefined = Exact(expr=symbol("undefined"))
    return Solution(
        outcome=Outcome.UNDEFINED,
        value=undefined,
        claims=(EvaluatesTo(expression=moved_to_left(equation), value=undefined),),
        steps=(Step(rule="undefined", says=says, values={"a": part}),),
        notes=(why,),
    )


def _bounded(equations: tuple[Expr, ...]) -> None:
    """Raises `TooLarge` at a power that no polynomial of a size to work with has."""
    if any(power > _MOST_EXPONENT for each in equations for power in exponents_of(each)):
        raise TooLarge(
            Message(
                en=f"An unknown is raised to a power above {_MOST_EXPONENT}.",
                zh=f"未知数的次数超过 {_MOST_EXPONENT}。",
            )
        )


def _found(arguments: Arguments) -> Found:
    _bounded(arguments.equations)
    equations, unknowns, domain = arguments.equations, arguments.all_unknowns, arguments.domain
    others = {n for e in equations for n in e.free_symbols()} - set(unknowns)
    if len(unknowns) == 1 and len(equations) == 1:
        return _one(equations[0], unknowns[0], bool(others), arguments)
    if domain in ("integer", "natural"):
        from abacist.actions.equation.integer_equations import solve_integers

        return solve_integers(equations, unknowns, domain, arguments.conditions)
    from abacist.actions.equation.equation_systems import solve_system

    return solve_system(equations, unknowns, domain)


def _one(equation: Expr, name: str, literal: bool, arguments: Arguments) -> Found:
    from abacist.actions.equation.general_equations import solve_general
    from abacist.actions.equation.literal_equations import solve_literal

    if literal:
        return solve_literal(equation, name, arguments.domain, arguments.conditions)
    if is_rational_in(equation, name):
        return solve_polynomial(equation, name, arguments.domain, arguments.method)
    if arguments.domain == "complex":
        from abacist.actions.equation.equation_systems import solve_system

        return solve_system((equation,), (name,), "complex")
    if equation.has(*_CIRCULAR) and _inside_circular(equation, name):
        from abacist.actions.equation.periodic_equations import solve_periodic

        return solve_periodic(equation, name, arguments.conditions)
    found = solve_general(equation, name, arguments.conditions)
    if arguments.domain in ("integer", "natural"):
        whole = tuple(root for root in found.roots if _is_whole(root[0], arguments.domain))
        return Found(whole, found.steps, method=found.method)
    return found


def solve_real(equations: tuple[Expr, ...], unknowns: tuple[str, ...]) -> Found:
    """All real solutions of equations, for other actions. Raises `Unsolved`."""
    return _found(Arguments(equations=equations, unknowns=unknowns))


def real_roots(equation: Expr, name: str) -> Found:
    """All real roots of one equation in one unknown, for other actions. Raises `Unsolved`."""
    return _found(Arguments(equations=(equation,), unknowns=(name,)))


def _is_whole(root: Expr, domain: Domain) -> bool:
    value: Any = getattr(root, "value", None)
    return value is not None and value.denominator == 1 and (domain == "integer" or value >= 0)


def _inside_circular(equation: Expr, name: str) -> bool:
    """True where the unknown occurs in arguments of circular functions only."""

    def outside(node: Expr) -> bool:
        if isinstance(node, Symbol):
            return node.name == name
        if not isinstance(node, Call) or node.head in _CIRCULAR:
            return False
        return any(outside(arg) for arg in node.args)

    return not outside(equation)


def _restricted(found: Found, arguments: Arguments) -> Found:
    """The roots that satisfy the conditions on the unknowns."""
    from abacist.actions.equation.restriction import restricted

    return restricted(found, arguments.all_unknowns, arguments.conditions)
