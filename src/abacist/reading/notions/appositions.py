"""A noun before the thing it names: "the function f(x) = x²", 函数 y = x², "the equation 2x = 4"."""

from abacist.core.phrase import Hole, Phrase
from abacist.core.registry import notion

_PAIRS = (
    (
        "Function",
        "(function|expression|polynomial|curve|parabola|formula)",
        "(函数|表达式|多项式|曲线|抛物线|代数式|式子|公式)",
    ),
    (
        "Equation",
        "(equation|equations|system|system of equations|relation)",
        "(方程|方程组|等式|一元二次方程|一元一次方程|二元一次方程组|关系式)",
    ),
    (
        "DifferentialEquation",
        "(linear|nonlinear|non-linear)? (ordinary)? (differential)? (equation|equations|ODE|oscillator|problem)",
        "(线性|非线性)?(常)?(微分方程|微分方程组|振动方程|振子方程|方程)",
    ),
    ("Inequality", "(inequality|inequalities|condition)", "(不等式|不等式组|条件)"),
    (
        "InitialCondition",
        "(initial)? (condition|conditions|value|values)",
        "(初始条件|初值|初值条件|条件)",
    ),
    ("Integer", "(number|integer|natural number)", "(整数|自然数|数)"),
    ("Set", "set", "集合"),
    ("Interval", "(interval|range)", "(区间|闭区间|开区间)"),
    ("Point", "point", "点"),
    ("Matrix", "matrix", "矩阵"),
    (
        "IntegralExpression",
        "(definite|indefinite|improper)? integral",
        "(定积分|不定积分|反常积分|广义积分|积分)",
    ),
    ("LimitExpression", "limit", "极限"),
    ("SumExpression", "(sum|series)", "(级数|和式)"),
)

PHRASES = (
    Phrase(
        "InitialCondition",
        ("with {it:InitialCondition}",),
        ("满足{it:InitialCondition}",),
        Hole("it"),
        cost=0.02,
    ),
    *(
        Phrase(
            kind,
            (f"(the|a|an)? {en} {{it:{kind}}}",),
            (f"{zh}{{it:{kind}}}",),
            Hole("it"),
            cost=0.02,
        )
        for kind, en, zh in _PAIRS
    ),
)

notion("appositions", PHRASES, module=__name__)
