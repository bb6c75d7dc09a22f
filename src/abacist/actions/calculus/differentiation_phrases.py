"""What is said when a derivative is asked for, and examples of it."""

from __future__ import annotations

from abacist.core.phrase import Constant, Hole, Make, Phrase
from abacist.core.registry import Example

__all__ = ["EXAMPLES", "PHRASES"]


def _nth(order: int, en: str, zh: str) -> tuple[Phrase, ...]:
    """The noun phrases of the derivative of an order that is a word, and of its value at a point."""
    at = Make(
        "calculus.differentiate",
        function=Hole("function"),
        order=Constant(order),
        point=Hole("point"),
    )
    make = Make("calculus.differentiate", function=Hole("function"), order=Constant(order))
    by = Make(
        "calculus.differentiate",
        function=Hole("function"),
        order=Constant(order),
        variable=Hole("variable"),
    )
    return (
        Phrase(
            "Number",
            en=(
                f"(the)? (value of the)? {en} (order)? derivative of {{function:Function}} "
                "at (the point)? {point:Assignment}",
            ),
            zh=(
                f"{{function:Function}}在(点)?{{point:Assignment}}(处|点|时)?的{zh}阶(导数|导数值)",
                f"{{function:Function}}的{zh}阶(导数|导函数)在(点)?{{point:Assignment}}(处|点|时)?的值",
            ),
            means=at,
        ),
        Phrase(
            "Function",
            en=(f"(the)? {en} (order)? derivative of {{function:Function}}",),
            zh=(f"{{function:Function}}的{zh}阶(导数|导函数)",),
            means=make,
        ),
        Phrase(
            "Function",
            en=(
                f"(the)? {en} (order)? (partial)? derivative of {{function:Function}} "
                "(with respect to|w.r.t.) {variable:Symbol}",
            ),
            zh=(f"{{function:Function}}(对|关于){{variable:Symbol}}的{zh}阶(偏)?(导数|导函数)",),
            means=by,
        ),
    )


PHRASES = (
    Phrase(
        "Function",
        en=("(the)? (first)? (derivative|derivatives|derived function|differential quotient) of {function:Function}",),
        zh=("{function:Function}的(一阶)?(导数|导函数|微商)",),
    ),
    Phrase(
        "Function",
        en=(
            "(the)? (first)? (partial)? derivative of {function:Function} "
            "(with respect to|w.r.t.) {variable:Symbol}",
            "(the)? {variable:Symbol} derivative of {function:Function}",
        ),
        zh=(
            "{function:Function}(对|关于){variable:Symbol}的(一阶)?(偏)?(导数|导函数)",
            "{function:Function}(对|关于)变量{variable:Symbol}的(一阶)?(偏)?(导数|导函数)",
        ),
    ),
    Phrase(
        "Number",
        en=(
            "(the)? (value of the)? derivative of {function:Function} at {point:Assignment}",
            "(the)? (value of the)? derivative of {function:Function} at {point:Numeral}",
            "(the)? (slope|gradient) of (the)? tangent (line)? (to|of) (the)? (curve|graph of)? "
            "{function:Function} at (the point where)? {point:Assignment}",
            "(the)? (slope|gradient) of (the)? (curve|graph of)? {function:Function} at {point:Assignment}",
        ),
        zh=(
            "{function:Function}在{point:Assignment}处的导数(值)?",
            "{function:Function}在{point:Numeral}处的导数(值)?",
            "(曲线)?{function:Function}在(点)?{point:Assignment}(处|点)?(的)?切线(的)?斜率",
        ),
    ),
    *_nth(2, "(second|2nd)", "(二|2|两)"),
    *_nth(3, "(third|3rd)", "(三|3)"),
    *_nth(4, "(fourth|4th)", "(四|4)"),
    *_nth(5, "(fifth|5th)", "(五|5)"),
    Phrase(
        "Function",
        en=("(the)? derivative of order {order:Integer} of {function:Function}",),
        zh=("{function:Function}的{order:Integer}阶(导数|导函数)",),
    ),
    Phrase(
        "Request",
        en=(
            "differentiate {function:Function}",
            "take the derivative of {function:Function}",
            "differentiate {function:Function} (with respect to|w.r.t.) {variable:Symbol}",
        ),
        zh=(
            "(对|把|将)?{function:Function}求导(数)?",
            "求导(数)?{function:Function}",
            "(对|将|把)?{function:Function}(对|关于){variable:Symbol}求(偏)?导(数)?",
        ),
    ),
    Phrase(
        "Request",
        en=("differentiate {function:Function} twice",),
        zh=("(对)?{function:Function}求(二|两)阶导(数)?",),
        means=Make("calculus.differentiate", function=Hole("function"), order=Constant(2)),
    ),
    Phrase(
        "Request",
        en=("differentiate {function:Equation} implicitly", "implicitly differentiate {function:Equation}"),
        zh=("(对)?(方程)?{function:Equation}(用)?隐函数求导(法)?",),
        means=Make(
            "calculus.differentiate", function=Hole("function"), dependent=Constant("y")
        ),
    ),
    Phrase(
        "Function",
        en=(
            "(the)? (implicit)? (derivative)? {wanted:DerivativeExpression} (of the implicit function)? "
            "(if|where|when|for|given|from|given that) {function:Equation}",
        ),
        zh=(
            "(由)?(方程)?{function:Equation}(所)?确定的(隐)?函数(y|y=y(x))?的导数{wanted:DerivativeExpression}",
            "(设|已知|若)?(方程)?{function:Equation}(求|则|，求){wanted:DerivativeExpression}",
        ),
        cost=0.5,
    ),
    Phrase(
        "Function",
        en=(
            "(the)? derivative of (the)? (implicit)? function (y)? (defined|given) by {function:Equation}",
        ),
        zh=("(由)?(方程)?{function:Equation}(所)?确定的(隐)?函数(y|y=y(x))?的导数",),
        means=Make(
            "calculus.differentiate", function=Hole("function"), dependent=Constant("y")
        ),
    ),
    Phrase(
        "Number",
        en=(
            "(the)? (derivative|slope) of {function:Function} at (the point)? {point:Assignment}",
            "(the)? value of the derivative of {function:Function} at (the point)? {point:Assignment}",
            "(the)? (slope|gradient) of the (curve|graph) (of)? {function:Function} at (the point)? {point:Assignment}",
        ),
        zh=(
            "{function:Function}在(点)?{point:Assignment}(处|点|时)?的(导数|导数值|变化率)",
            "(曲线)?{function:Function}在(点)?{point:Assignment}(处|点)?的(切线)?斜率",
        ),
    ),
    Phrase(
        "Vector",
        en=("(the)? gradient (vector)? of {function:Function}",),
        zh=("{function:Function}的梯度(向量)?",),
        means=Make("calculus.differentiate", function=Hole("function"), gradient=Constant(True)),
    ),
    Phrase("Value", en=("{function:DerivativeExpression}",), zh=("{function:DerivativeExpression}",), cost=0.5),
    Phrase("Request", en=("{function:DerivativeExpression}",), zh=("{function:DerivativeExpression}",), cost=1),
)  # fmt: skip

_RULES = "rules of differentiation, by hand"

EXAMPLES = (
    Example(
        en="Find the derivative of x^2*sin(3x).",
        zh="求 x^2*sin(3x) 的导数。",
        answer="3*x**2*cos(3*x) + 2*x*sin(3*x)",
        source=_RULES,
    ),
    Example(
        en="Differentiate f(x) = (x^2+1)/(x-1).",
        zh="对 f(x) = (x^2+1)/(x-1) 求导。",
        answer="(x**2 - 2*x - 1)/(x - 1)**2",
        source=_RULES,
    ),
    Example(
        en="What is the second derivative of exp(-x^2)?",
        zh="exp(-x^2) 的二阶导数是什么？",
        answer="2*(2*x**2 - 1)*exp(-x**2)",
        source=_RULES,
    ),
    Example(
        en="Find the derivative of x^2*y^3 + sin(x*y) with respect to y.",
        zh="求 x^2*y^3 + sin(x*y) 关于 y 的偏导数。",
        answer="3*x**2*y**2 + x*cos(x*y)",
        source=_RULES,
    ),
    Example(
        en="Differentiate x^2 + y^2 = 25 implicitly.",
        zh="对方程 x^2 + y^2 = 25 用隐函数求导法。",
        answer="-x/y",
        source="Stewart, Calculus, §3.5, example 1",
    ),
    Example(
        en="Find d^2y/dx^2 if x^2 + y^2 = 25.",
        zh="设 x^2 + y^2 = 25，求 d^2y/dx^2。",
        answer="-25/y**3",
        source="Stewart, Calculus, §3.5, example 4",
    ),
    Example(
        en="Find the derivative of x^3 - 2x at x = 2.",
        zh="求 x^3 - 2x 在 x = 2 处的导数。",
        answer="10",
        source=_RULES,
    ),
    Example(
        en="Find the gradient of x^2*y + z.",
        zh="求 x^2*y + z 的梯度。",
        answer="(2*x*y, x**2, 1)",
        source=_RULES,
    ),
)
