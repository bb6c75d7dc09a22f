"""The remainder of a division of integers, or of polynomials in one variable.

Arguments: two constant integer expressions (of −d the remainder is that of d), or two polynomials with rational
coefficients; no units.
Outcomes: solved; undefined for a division by zero; unable for anything else; too_large.
Method: residues of sums and products are taken as they arise, powers by repeated squaring, so that 7^(10^6)
is never written out; long division of polynomials.
Source: D. E. Knuth, The Art of Computer Programming, vol. 2 (3rd ed.), section 4.6.3.
"""

from __future__ import annotations

from typing import Annotated

from abacist.actions.numbers.integer_arithmetic import (
    Unsupported,
    compile_value,
    integer_of,
)
from abacist.actions.numbers.integer_code import value_text
from abacist.actions.numbers.polynomial_division import coefficients, divided, polynomial_expr
from abacist.core.answer import Solution
from abacist.core.claim import RemainderOf
from abacist.core.errors import TooLarge
from abacist.core.expr import Call, Expr, Number, add, call, eq, mul, number
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Level, Outcome
from abacist.core.phrase import Formula, Hole, Make, Phrase, Slot
from abacist.core.registry import Example, action
from abacist.core.step import Step
from abacist.core.value import Exact
from abacist.notation.text import canonical
from abacist.notation.variables import main_variable

__all__ = ["Arguments", "remainder"]


class Arguments(Record):
    """The number that is divided and the one that divides it.

    Arguments:
        dividend: what is divided: a constant integer expression, or a polynomial with rational
            coefficients.
        divisor: what it is divided by, of the same kind; not 0.
    """

    dividend: Annotated[
        Expr,
        Slot("Expression", ask=Message(en="The remainder of which number?", zh="求哪个数的余数？")),
    ]
    divisor: Annotated[Expr, Slot("Expression", ask=Message(en="Divided by what?", zh="除以几？"))]


_NAME = "numbers.remainder"

PHRASES = (
    Phrase(
        "Number",
        en=(
            "the remainder (when|if|as) {dividend:Expression} is divided by {divisor:Expression}",
            "(the)? remainder (when|if|as) {dividend:Expression} (is|gets)? divided by {divisor:Expression}",
            "the remainder (of|for|from) {dividend:Expression} (when|if)? (it is|on|upon)? "
            "(divided|division) by {divisor:Expression}",
            "(the)? remainder (of|when|on|upon|after|from) (you)? (dividing|divide) "
            "{dividend:Expression} by {divisor:Expression}",
            "(the)? (modulo|mod) {divisor:Expression} remainder of {dividend:Expression}",
            "(the)? (remainder|residue) of {dividend:Expression} (modulo|mod) {divisor:Expression}",
            "{dividend:Expression} modulo {divisor:Expression}",
        ),
        zh=(
            "{dividend:Expression}(除以|÷){divisor:Expression}(所得)?(的)?余(数|式)",
            "{dividend:Expression}被{divisor:Expression}除(所得)?(的|后)?余数",
            "(用)?{divisor:Expression}(去)?除{dividend:Expression}(所得)?(的)?余(数|式)",
            "{dividend:Expression}模{divisor:Expression}(的)?(余数|值)?",
        ),
    ),
    Phrase(
        "Request",
        en=(
            "find the remainder when {dividend:Expression} is divided by {divisor:Expression}",
            "what remainder (does|do) {dividend:Expression} (leave|give|have) when (it is)? "
            "divided by {divisor:Expression}",
        ),
        zh=(
            "求{dividend:Expression}除以{divisor:Expression}的余数",
            "{dividend:Expression}(除以|÷){divisor:Expression}(，)?余(数)?(是|为)?(几|多少)",
            "{dividend:Expression}被{divisor:Expression}除(，)?余(数)?(是|为)?(几|多少)",
        ),
        means=Make(_NAME, dividend=Hole("dividend"), divisor=Hole("divisor")),
    ),
    Phrase(
        "Number",
        en=(
            "(the)? (integer|whole)? quotient (when|if|of)? {a:Number} (is)? divided by {b:Number}",
        ),
        zh=("{a:Number}(除以|÷){b:Number}(所得)?的(整数)?商",),
        means=Formula("floor(a/b)"),
        cost=0.1,
    ),
)  # fmt: skip

EXAMPLES = (
    Example(
        en="What is the remainder when 2^100 is divided by 7?",
        zh="2^100 除以 7 的余数是多少？",
        answer="2",
        level=Level.PROVED,
        source="2^3 = 8 = 1 modulo 7 and 100 = 3*33 + 1",
    ),
    Example(
        en="Find the remainder when 28811 is divided by 3601.",
        zh="求28811除以3601的余数。",
        answer="3",
        level=Level.PROVED,
        source="8 * 3601 = 28808",
    ),
    Example(
        en="What remainder does 7! leave when divided by 23?",
        zh="7! 除以 23 余几？",
        answer="3",
        level=Level.PROVED,
        source="5040 = 23 * 219 + 3",
    ),
    Example(
        en="Find the remainder when x^5 + x^4 + x^3 + x^2 + x is divided by x^3 - 4x.",
        zh="求 x^5 + x^4 + x^3 + x^2 + x 除以 x^3 - 4x 的余式。",
        answer="5*x**2 + 21*x",
        level=Level.PROVED,
        source="x^3 = 4x, so x^4 = 4x^2 and x^5 = 16x",
    ),
)


@action(
    _NAME,
    title=Message(en="Remainder of a division", zh="除法的余数"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def remainder(arguments: Arguments) -> Solution:
    """The remainder; see the module's page."""
    try:
        if arguments.dividend.free_symbols() | arguments.divisor.free_symbols():
            return _of_polynomials(arguments)
        return _of_integers(arguments)
    except Unsupported as error:
        note = Message(
            en=f"neither integers nor polynomials in one variable: {error}",
            zh="被除数与除数须是整数，或同一个变量的多项式",
        )
        return Solution(outcome=Outcome.UNABLE, notes=(note,))
    except TooLarge as error:
        return Solution(outcome=Outcome.TOO_LARGE, notes=(error.message,))


def _of_integers(arguments: Arguments) -> Solution:
    divisor = integer_of(arguments.divisor)
    if divisor == 0:
        return Solution(outcome=Outcome.UNDEFINED, notes=(_ZERO,))
    modulus = abs(divisor)
    found = int(compile_value(call("mod", arguments.dividend, number(modulus)), "")(0))
    return Solution(
        value=Exact(expr=number(found)),
        claims=(_claim(arguments, None, number(found)),),
        steps=tuple(_steps(arguments.dividend, modulus, found)),
        notes=(_LEAST,) if divisor < 0 else (),
        code=_code(arguments.dividend, modulus),
    )


def _of_polynomials(arguments: Arguments) -> Solution:
    variable = main_variable(add(arguments.dividend, arguments.divisor))
    if variable is None:
        raise Unsupported("several variables")
    dividend, divisor = (coefficients(e, variable) for e in (arguments.dividend, arguments.divisor))
    if not divisor:
        return Solution(outcome=Outcome.UNDEFINED, notes=(_ZERO,))
    rest, steps = divided(dividend, divisor, variable)
    value = polynomial_expr(rest, variable)
    shown = [canonical(polynomial_expr(each, variable)) for each in (dividend, divisor)]
    return Solution(
        value=Exact(expr=value),
        claims=(_claim(arguments, variable, value),),
        steps=steps,
        code=(
            "from sympy import rem, symbols\n\n"
            f"{variable} = symbols({variable!r})\nprint(rem({shown[0]}, {shown[1]}, {variable}))\n"
        ),
    )


def _claim(arguments: Arguments, variable: str | None, value: Expr) -> RemainderOf:
    return RemainderOf(
        dividend=arguments.dividend, divisor=arguments.divisor, variable=variable, value=value
    )


def _steps(dividend: Expr, modulus: int, found: int) -> list[Step]:
    if isinstance(dividend, Call) and dividend.head == "pow":
        return _power_steps(dividend, modulus, found)
    try:
        whole = integer_of(dividend)
    except (Unsupported, TooLarge):
        whole = None
    if whole is None or whole.bit_length() > 400:
        says = Message(
            en="Take residues modulo {m} of every part of {a}.",
            zh="对 {a} 的每一部分取模 {m} 的余数。",
        )
        values = {"m": number(modulus), "a": dividend}
        return [Step(rule="residues", says=says, values=values, after=number(found))]
    quotient = (whole - found) // modulus
    division = eq(number(whole), add(mul(number(modulus), number(quotient)), number(found)))
    says = Message(
        en="{m} goes {q} times into {a}, and {r} is left.",
        zh="{a} 里有 {q} 个 {m}，还余 {r}。",
    )
    values = {
        "m": number(modulus),
        "q": number(quotient),
        "a": number(whole),
        "r": number(found),
    }
    return [Step(rule="division with remainder", says=says, values=values, after=division)]


def _power_steps(dividend: Call, modulus: int, found: int) -> list[Step]:
    """Repeated squaring: the residues of base^1, base^2, base^4, …"""
    base, exponent = (integer_of(arg) for arg in dividend.args)
    if exponent.bit_length() > 12:
        says = Message(
            en="Square again and again modulo {m}: {k} squarings reach the exponent {e}.",
            zh="反复平方并取模 {m}：平方 {k} 次即可达到指数 {e}。",
        )
        values = {
            "m": number(modulus),
            "k": number(exponent.bit_length() - 1),
            "e": number(exponent),
        }
        return [Step(rule="repeated squaring", says=says, values=values, after=number(found))]
    children: list[Step] = []
    residue, power = base % modulus, 1
    while power <= exponent:
        left = call("mod", call("pow", number(base), number(power)), number(modulus))
        square = Message(en="Square the residue before.", zh="将上一个余数平方。")
        start = Message(en="The residue of the base.", zh="底数的余数。")
        children.append(
            Step(
                rule="squaring" if power > 1 else "residue",
                says=square if power > 1 else start,
                after=eq(left, number(residue)),
            )
        )
        residue, power = residue * residue % modulus, power * 2
    bits = [1 << k for k in range(exponent.bit_length()) if exponent >> k & 1]
    parts = add(*(number(bit) for bit in reversed(bits))) if bits else number(0)
    says = Message(
        en="Multiply the residues for the exponents in {e} = {s}, modulo {m}.",
        zh="由 {e} = {s}，把对应指数的余数相乘并取模 {m}。",
    )
    values = {"e": number(exponent), "s": parts, "m": number(modulus)}
    return [
        Step(
            rule="repeated squaring",
            says=says,
            values=values,
            before=call("mod", dividend, number(modulus)),
            after=number(found),
            children=tuple(children),
        )
    ]


def _code(dividend: Expr, modulus: int) -> str:
    if isinstance(dividend, Call) and dividend.head == "pow" and _is_plain(dividend):
        base, exponent = (value_text(arg) for arg in dividend.args)
        return f"print(pow({base}, {exponent}, {modulus}))\n"
    try:
        text = value_text(dividend)
    except KeyError:
        return ""
    body = f"print({text} % {modulus})\n"
    return ("import math\n\n" if "math." in body else "") + body


def _is_plain(power: Call) -> bool:
    return all(isinstance(arg, Number) for arg in power.args)


_ZERO = Message(en="A division by zero is undefined.", zh="除数为零，没有意义。")
_LEAST = Message(en="The least non-negative remainder is given.", zh="给出的是最小非负余数。")
