"""Taylor, Maclaurin, Laurent and Puiseux expansions up to a given degree.

Arguments: a function of one variable (other symbols are real parameters), the point, the highest degree, or how many
terms are wanted.
Outcomes: solved, with the polynomial (negative or fractional powers at a pole or a branch point); unable where there
is no such expansion or none was found; too_large.
Method: known series are put into one another, multiplied, divided and integrated, with exact coefficients.
Source: Spivak, Calculus, 4th ed., chapters 20 and 24; Knopp, Theory and Application of Infinite Series, chapter 5.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from abacist.actions.calculus.expansion_rules import Expansion, polynomial_expr
from abacist.actions.calculus.scripts import script
from abacist.actions.calculus.series_phrases import PHRASES
from abacist.actions.calculus.truncated_series import NoExpansion, Series
from abacist.core.answer import Solution
from abacist.core.claim import SeriesOf
from abacist.core.expr import Call, Expr, Number, Symbol, call, neg, number, pow_, sub, symbol
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Level, Outcome
from abacist.core.phrase import Slot
from abacist.core.registry import Example, action
from abacist.core.step import Step
from abacist.core.value import Exact, Table
from abacist.notation.grammar import parse_canonical
from abacist.notation.python_code import identifier, sympy_code
from abacist.notation.refusal import NotRepresentable
from abacist.notation.terminal import terminal
from abacist.notation.variables import function_body, main_variable

__all__ = ["Arguments", "series"]

_MOST_ORDER = 60
_MOST_NODES = 300
_EXTRA = (4, 12, 32)
_BRANCHES = (1, 2, 3)
_TABLE_ROWS = 12
_INFINITE = (symbol("oo"), neg(symbol("oo")))


class Arguments(Record):
    """What is expanded, where and how far.

    Arguments:
        function: the expression.
        variable: its variable; the main one where left out.
        point: about which it is expanded; `x = a` is read as a.
        order: the highest degree that is kept (`x**5` is read as 5), or how many terms, see `counted`.
        counted: what `order` counts: the degree, or the non-zero terms.
    """

    function: Annotated[
        Expr,
        Slot(
            "Function",
            ask=Message(en="The expansion of which function?", zh="展开哪个函数？"),
        ),
    ]
    variable: Annotated[str | None, Slot("Variable")] = None
    point: Annotated[Expr, Slot("ExpansionPoint")] = Field(default_factory=lambda: number(0))
    order: Annotated[
        int,
        Slot(
            "ExpansionOrder",
            ask=Message(en="Expand it up to which order?", zh="展开到几阶？"),
        ),
    ] = Field(ge=0)
    counted: Literal["degree", "terms"] = "degree"

    @model_validator(mode="before")
    @classmethod
    def _unpack(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        data = dict(data)
        if isinstance(data.get("variable"), Expr):
            data["variable"] = str(data["variable"])
        order = data.get("order")
        if isinstance(order, str) and not order.strip().isdigit():
            order = parse_canonical(order)
        if isinstance(order, Expr):
            data["order"] = _degree(order)
        return data

    @model_validator(mode="after")
    def _canonical(self) -> Self:
        body = function_body(self.function)
        if body is not None:
            object.__setattr__(self, "function", body[2])
            if self.variable is None and len(body[1]) == 1:
                object.__setattr__(self, "variable", body[1][0])
        point = self.point
        if isinstance(point, Call) and point.head == "eq":
            named = str(point.args[0])
            if self.variable is None:
                object.__setattr__(self, "variable", named)
            elif self.variable != named:
                raise ValueError(f"the expansion is in {self.variable}, not in {named}")
            object.__setattr__(self, "point", point.args[1])
        if self.variable is None:
            object.__setattr__(self, "variable", main_variable(self.function) or "x")
        names = self.function.free_symbols()
        if names and self.variable not in names and not any(n.startswith("_") for n in names):
            raise ValueError(f"{self.variable} does not occur in the function")
        if self.variable in self.point.free_symbols():
            raise ValueError("the point may not depend on the variable")
        return self


def _degree(expr: Expr) -> int:
    """n for n, xⁿ, (x − a)ⁿ and 1 for x. Raises `ValueError` for anything else."""
    if isinstance(expr, Number) and expr.value.denominator == 1:
        return int(expr.value)
    if isinstance(expr, Call) and expr.head == "pow" and isinstance(expr.args[1], Number):
        return _degree(expr.args[1])
    if isinstance(expr, Symbol) or (
        isinstance(expr, Call)
        and expr.head == "add"
        and isinstance(expr.args[0], Symbol)
        and not any(isinstance(part, Call) and part.head != "neg" for part in expr.args)
    ):
        return 1
    raise ValueError("the order of an expansion is a whole number")


_TABLES = "DLMF, https://dlmf.nist.gov/4"
EXAMPLES = (
    Example(
        en="Expand e^x to order 5",
        zh="将 e^x 在 x=0 处展开到5阶",
        answer="1 + x + x**2/2 + x**3/6 + x**4/24 + x**5/120",
        level=Level.PROVED,
        source=f"{_TABLES}.2.19",
    ),
    Example(
        en="Find the Taylor series of sin x at x = 0 to degree 5",
        zh="求 sin x 在 x=0 处的5阶泰勒展开",
        answer="x - x**3/6 + x**5/120",
        level=Level.PROVED,
        source=f"{_TABLES}.19.1",
    ),
    Example(
        en="the third degree Taylor polynomial of ln(x) at x = 1",
        zh="ln(x) 在 x=1 处的三阶泰勒多项式",
        answer="(x - 1) - (x - 1)**2/2 + (x - 1)**3/3",
        level=Level.PROVED,
        source=f"{_TABLES}.6.1",
    ),
    Example(
        en="Find the Maclaurin series of tan(x) up to order 7",
        zh="求 tan(x) 的7阶麦克劳林展开",
        answer="x + x**3/3 + 2*x**5/15 + 17*x**7/315",
        level=Level.PROVED,
        source=f"{_TABLES}.19.3",
    ),
    Example(
        en="Find the Laurent series of 1/(x^2*(1-x)) at x = 0 to order 2",
        zh="求 1/(x^2*(1-x)) 在 x=0 处的2阶洛朗展开",
        answer="1/x**2 + 1/x + 1 + x + x**2",
        level=Level.PROVED,
        source="the geometric series divided by x²",
    ),
    Example(
        en="Find the Maclaurin series of cos x",
        zh="求 cos x 的麦克劳林展开",
        outcome=Outcome.NEEDS_CLARIFICATION,
        level=Level.COMPUTED,
        source="no order is named",
    ),
)

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@action(
    "calculus.series",
    title=Message(en="Series expansion", zh="级数展开"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def series(arguments: Arguments) -> Solution:
    """The expansion up to the degree that is wanted; see the module's page."""
    if arguments.order > _MOST_ORDER or sum(1 for _ in arguments.function.walk()) > _MOST_NODES:
        return _refusal(
            Outcome.TOO_LARGE,
            f"Expansions are computed up to order {_MOST_ORDER} of functions of moderate size.",
            f"只展开规模适中的函数，且不超过 {_MOST_ORDER} 阶。",
        )
    if arguments.point in _INFINITE:
        return _refusal(
            Outcome.UNABLE,
            "Expansions at infinity are not computed; put x = 1/t and expand at t = 0.",
            "不计算无穷远处的展开；可令 x = 1/t 后在 t = 0 处展开。",
        )
    try:
        expansion, found, order = _expanded(arguments)
    except NoExpansion as reason:
        return _refusal(
            Outcome.UNABLE,
            f"No expansion in powers was found: {reason.en}.",
            f"没有找到幂级数形式的展开：{reason.zh}。",
        )
    except NotRepresentable as reason:
        return _refusal(
            Outcome.UNABLE, f"No series is known: {reason}.", f"没有已知级数：{reason}。"
        )
    return _answer(arguments, expansion, found, order)


def _refusal(outcome: Outcome, en: str, zh: str) -> Solution:
    return Solution(outcome=outcome, notes=(Message(en=en, zh=zh),))


def _expanded(arguments: Arguments) -> tuple[Expansion, Series, int]:
    """The series, known up to the order, with as few terms more as suffice."""
    if arguments.counted == "terms":
        return _with_terms(arguments, max(arguments.order, 1))
    expansion, found = _to_order(arguments, arguments.order)
    return expansion, found, arguments.order


def _to_order(arguments: Arguments, order: int) -> tuple[Expansion, Series]:
    refused: NoExpansion | None = None
    for branches in _BRANCHES:
        try:
            found = _with_branches(arguments, order, branches)
            if branches == 1 or any(
                k.q != 1 for k, c in found[0].terms(found[1]).items() if c != 0
            ):
                return found
            raise NoExpansion("the two sides have different ones", "左右两侧的展开不同")
        except NoExpansion as reason:
            refused = refused or reason
            if not reason.ramified:
                raise
    assert refused is not None
    raise refused


def _with_branches(arguments: Arguments, order: int, branches: int) -> tuple[Expansion, Series]:
    variable = arguments.variable or "x"
    for extra in _EXTRA:
        length = order * branches + 1 + extra
        expansion = Expansion(variable, arguments.point, order, length, branches)
        found = expansion.of(arguments.function)
        if found.end > order * branches:
            return expansion, found
    raise NoExpansion("too many terms cancel", "相消的项过多")


def _with_terms(arguments: Arguments, wanted: int) -> tuple[Expansion, Series, int]:
    """Raises the order until there are so many terms, or no more seem to come."""
    order = 2 * wanted
    while True:
        expansion, found = _to_order(arguments, order)
        exponents = [k for k, c in sorted(expansion.terms(found).items()) if c != 0]
        if len(exponents) >= wanted:
            # The degree of the last wanted term; the next one is beyond it.
            order = max(0, int(exponents[wanted - 1]))
            return (*_to_order(arguments, order), order)
        if order >= _MOST_ORDER:
            return expansion, found, order
        order = min(2 * order, _MOST_ORDER)


def _answer(arguments: Arguments, expansion: Expansion, found: Series, order: int) -> Solution:
    variable, point = arguments.variable or "x", arguments.point
    terms = expansion.terms(found)
    if not all(c.is_number or c.is_real is not False for c in terms.values()):
        return _refusal(Outcome.UNABLE, "The coefficients are not real.", "系数不是实数。")
    polynomial = polynomial_expr(terms, variable, point)
    claim = SeriesOf(
        function=arguments.function,
        variable=variable,
        point=point,
        order=order,
        polynomial=polynomial,
    )
    regular = found.start >= 0 and expansion.branches == 1
    return Solution(
        value=Exact(expr=polynomial),
        claims=(claim,),
        steps=_steps(arguments, expansion, terms, polynomial, regular=regular),
        notes=_notes(arguments, expansion, order, terms, regular=regular),
        method=Message(
            en="known series, put into one another, multiplied and divided",
            zh="已知级数的代入与四则运算",
        ),
        code=_code(arguments, order, polynomial, one_sided=expansion.branches > 1),
    )


def _steps(
    arguments: Arguments,
    expansion: Expansion,
    terms: dict[Any, Any],
    polynomial: Expr,
    *,
    regular: bool,
) -> tuple[Step, ...]:
    steps: list[Step] = []
    if arguments.point != number(0):
        shift = sub(symbol(arguments.variable or "x"), arguments.point)
        says = Message(en="Expand in powers of {h}.", zh="按 {h} 的幂展开。")
        steps.append(Step(rule="shift to the point", says=says, values={"h": shift}))
    steps += expansion.steps
    last = Step(
        rule="collect the terms",
        says=Message(
            en="Collect the terms up to the degree that is wanted.", zh="合并所需次数以内的各项。"
        ),
        before=arguments.function,
        after=polynomial,
        table=_derivative_table(terms) if regular else None,
    )
    return (*steps, last)


def _derivative_table(terms: dict[Any, Any]) -> Table:
    """k, the k-th derivative at the point, and the coefficient f^(k)(a)/k!."""
    import sympy

    rows = [
        (str(k), str(sympy.expand(c * sympy.factorial(k))), str(c))
        for k, c in sorted(terms.items())
        if k < _TABLE_ROWS
    ]
    return Table(columns=("k", "f⁽ᵏ⁾(a)", "f⁽ᵏ⁾(a)/k!"), rows=tuple(rows))


def _notes(
    arguments: Arguments, expansion: Expansion, order: int, terms: dict[Any, Any], *, regular: bool
) -> tuple[Message, ...]:
    x = symbol(arguments.variable or "x")
    base = x if arguments.point == number(0) else sub(x, arguments.point)
    power = terminal(pow_(base, number(order + 1)))
    rest = f"f⁽{str(order + 1).translate(_RAISED)}⁾(ξ)/{order + 1}!·{power}"
    notes: list[Message] = []
    if regular:
        notes.append(
            Message(
                en=f"Remainder: {rest} with ξ between the point and {terminal(x)}.",
                zh=f"余项：{rest}，ξ 介于展开点与 {terminal(x)} 之间。",
            )
        )
    else:
        notes.append(
            Message(en="The terms left out are of higher degree.", zh="略去的是更高次的项。")
        )
    if expansion.branches > 1:
        at = f"{terminal(x)} > {terminal(arguments.point)}"
        notes.append(Message(en=f"For {at} only.", zh=f"仅对 {at} 成立。"))
    if all(c == 0 for c in terms.values()):
        notes.append(
            Message(en="All terms up to this degree are zero.", zh="该次数以内各项均为零。")
        )
    return tuple(notes)


def _code(arguments: Arguments, order: int, polynomial: Expr, *, one_sided: bool) -> str:
    variable = arguments.variable or "x"
    try:
        function, point, shown = (
            sympy_code(part.rebuild(_as_power))
            for part in (arguments.function, arguments.point, polynomial)
        )
    except NotRepresentable:
        return ""
    name = identifier(variable)
    lines = [f"{name} = symbols('{variable}', positive=True)"] if one_sided else []
    lines += [
        f"f = {function}",
        f"expansion = series(f, {name}, {point}, {order + 1}).removeO()",
        *(_truncation(name, order) if one_sided else ()),
        f"answer = S({shown})",
        "assert simplify(expansion - answer) == 0",
        "print(answer)",
    ]
    names = arguments.function.free_symbols() | arguments.point.free_symbols() | {variable}
    return script(lines, map(identifier, names))


def _truncation(name: str, order: int) -> tuple[str, ...]:
    """SymPy stops before the next whole degree; half degrees between are dropped."""
    kept = f"t.as_coeff_exponent({name})[1] <= {order}"
    return (f"expansion = Add(*(t for t in Add.make_args(expansion) if {kept}))",)


def _as_power(node: Expr) -> Expr:
    """Roots as powers, which SymPy expands."""
    if isinstance(node, Call) and node.head == "root":
        return call("pow", node.args[0], call("div", number(1), node.args[1]))
    return node
