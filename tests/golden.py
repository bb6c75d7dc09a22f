"""The golden cases: problems with true values, each phrased in two ways in each language.

Some of the values are ones that published accounts or well-known libraries get wrong; `source` says where the
true value is from. `contains` are texts that the answer, a step or a note has to show.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from abacist.core.outcome import Outcome

__all__ = ["GOLDEN", "Golden"]


@dataclass(frozen=True)
class Golden:
    """One problem: its wordings, what must come out, and where the truth is from."""

    name: str
    wordings: tuple[str, ...]
    answer: str
    source: str
    outcome: Outcome = Outcome.SOLVED
    unit: str | None = None
    contains: tuple[str, ...] = ()
    tolerance: float = 0.0
    tags: frozenset[str] = field(default_factory=frozenset)


GOLDEN = (
    Golden(
        "rk4",
        (
            "dy/dx = −2y + x, y(0)=1, RK4, h=0.1, y at 0.5, with steps",
            "Solve dy/dx = -2y + x, y(0) = 1 with RK4 and step size h = 0.1; find y(0.5) and show the steps",
            "用四阶龙格-库塔法求解 dy/dx = -2y + x，y(0) = 1，步长 h = 0.1，求 y(0.5)，给出步骤",
            "dy/dx = −2y + x，y(0)=1，RK4，h=0.1，求 y(0.5)，写出步骤",
        ),
        "0.459857",
        "recomputed in exact rational arithmetic; exact solution 5/4*exp(-2x) + x/2 - 1/4",
        contains=("0.459849",),
        tolerance=5e-7,
        tags=frozenset({"slow"}),
    ),
    Golden(
        "duffing",
        (
            "x'' + 0.1x' + x³ = cos t, x(0)=0.5, x'(0)=0, t from 0 to 2π, relative error < 1e-6",
            "Solve numerically x'' + 0.1x' + x^3 = cos(t), x(0) = 0.5, x'(0) = 0 for t from 0 to 2π "
            "with relative error < 1e-6",
            "x'' + 0.1x' + x³ = cos t，x(0)=0.5，x'(0)=0，t 从 0 到 2π，相对误差 < 1e-6",
            "数值求解 x'' + 0.1x' + x^3 = cos t，x(0)=0.5，x'(0)=0，t 从 0 到 2π，相对误差小于 1e-6",
        ),
        "{x: 1.896049, x': 0.747199}",
        "interval Taylor enclosure; DOP853 and Radau at rtol 1e-12 agree",
        tolerance=2e-6,
        tags=frozenset({"slow"}),
    ),
    Golden(
        "plates",
        (
            "minimise S = (R1²+R2²)/d + 0.02·|R1−R2|, R1, R2 ∈ [50,150], d ∈ [5,20], global",
            "Find the global minimum of S = (R1^2+R2^2)/d + 0.02*|R1-R2| for R1, R2 ∈ [50,150], d ∈ [5,20]",
            "求 S = (R1²+R2²)/d + 0.02·|R1−R2| 的全局最小值，R1, R2 ∈ [50,150]，d ∈ [5,20]",
            "最小化 S = (R1²+R2²)/d + 0.02·|R1−R2|，其中 R1, R2 ∈ [50,150]，d ∈ [5,20]，全局",
        ),
        "{R1: 50, R2: 50, d: 20, S: 250}",
        "both terms grow with R1 = R2 and the first falls with d: the vertex (50, 50, 20)",
        tags=frozenset({"slow"}),
    ),
    Golden(
        "rolle",
        (
            "f differentiable on [a,b], f(a)=f(b)=0 ⇒ ∃ξ: f'(ξ)+f(ξ)=0; why that auxiliary function",
            "f is differentiable on [a,b], f(a)=f(b)=0. Prove that there exists ξ such that f'(ξ)+f(ξ)=0; "
            "why that auxiliary function?",
            "设 f(x) 在 [a,b] 上可导，f(a)=f(b)=0，证明存在 ξ 使得 f'(ξ)+f(ξ)=0，并说明为什么选这个辅助函数",
            "f 在 [a,b] 上可导，f(a)=f(b)=0 ⇒ ∃ξ: f'(ξ)+f(ξ)=0；为什么取这个辅助函数",
        ),
        "g(x) = exp(x)*f(x)",
        "(e^x f)' = e^x (f' + f); Spivak, Calculus, 4th ed., chapter 11",
    ),
    Golden(
        "parabola",
        (
            "y = x²+2x+1 on [−3,1], maximum",
            "Find the maximum of y = x^2+2x+1 on [-3,1]",
            "求 y = x²+2x+1 在 [−3,1] 上的最大值",
            "y = x²+2x+1，x∈[−3,1]，最大值是多少",
        ),
        "4",
        "(x + 1)²: both ends",
        contains=("x = −3", "x = 1"),
    ),
    Golden(
        "fresnel",
        (
            "∫ sin(x²) dx",
            "Integrate sin(x²) with respect to x",
            "求 ∫ sin(x²) dx",
            "计算不定积分 ∫ sin(x²) dx",
        ),
        "sqrt(pi/2)*fresnels(sqrt(2/pi)*x) + C",
        "NIST DLMF 7.2.8",
        contains=("elementary",),
    ),
    Golden(
        "improper",
        (
            "∫₀^∞ 400π²x²/(1600π⁴x⁴−796π²x²+100) dx",
            "Compute the integral ∫₀^∞ 400π²x²/(1600π⁴x⁴−796π²x²+100) dx",
            "计算 ∫₀^∞ 400π²x²/(1600π⁴x⁴−796π²x²+100) dx",
            "求积分 ∫₀^∞ 400π²x²/(1600π⁴x⁴−796π²x²+100) dx",
        ),
        "5/2",
        "residues by hand; SymPy 1.14 returns -1/80",
    ),
    Golden(
        "limit of the sign",
        (
            "lim_{x→0} |x|/x",
            "Find the limit of |x|/x as x approaches 0",
            "求 x→0 时 |x|/x 的极限",
            "求 |x|/x 在 x=0 处的极限",
        ),
        "",
        "one-sided limits -1 and 1; SymPy 1.14 returns 1",
        outcome=Outcome.UNDEFINED,
        contains=("-1", "1"),
    ),
    Golden(
        "limit at a pole",
        (
            "lim_{x→0} 1/x",
            "Find the limit of 1/x as x approaches 0",
            "求 x→0 时 1/x 的极限",
            "求 1/x 在 x=0 处的极限",
        ),
        "",
        "one-sided limits -oo and oo; SymPy 1.14 returns oo",
        outcome=Outcome.UNDEFINED,
        contains=("oo",),
    ),
    Golden(
        "reciprocal sum",
        (
            "x + 1/x = 5, find x² + 1/x²",
            "Given x + 1/x = 5, what is x^2 + 1/x^2?",
            "已知 x + 1/x = 5，求 x² + 1/x²",
            "若 x + 1/x = 5，求 x² + 1/x² 的值",
        ),
        "23",
        "(x + 1/x)² - 2",
    ),
    Golden(
        "circle in a square",
        (
            "circle in a square of side 4: area between",
            "A circle is inscribed in a square of side 4. Find the area between them.",
            "边长为4的正方形内切一个圆，求圆与正方形之间的面积",
            "边长为4的正方形内有一个内切圆，求它们之间的面积",
        ),
        "16 - 4*pi",
        "4² - π·2²",
    ),
    Golden(
        "committee",
        (
            "3 of 5 boys and 4 girls, at least one girl",
            "In how many ways can 3 people be chosen from 5 boys and 4 girls if at least one girl is chosen?",
            "从5名男生和4名女生中选3人，至少有1名女生，有多少种选法？",
            "5个男生4个女生选3人，要求至少一名女生，共有几种不同的选法",
        ),
        "74",
        "C(9,3) - C(5,3) = 84 - 10",
    ),
    Golden(
        "linear equation",
        ("2x+5=17", "Solve 2x+5=17", "解方程 2x+5=17", "2x+5=17，求 x"),
        "6",
        "substitution",
    ),
    Golden(
        "quadratic equation",
        ("x²−5x+6=0", "Solve x^2-5x+6=0", "解方程 x²−5x+6=0", "求方程 x²−5x+6=0 的根"),
        "{2, 3}",
        "substitution, degree 2",
    ),
    Golden(
        "cubic extrema",
        (
            "f=x³−3x²+2 extrema",
            "Find the extrema of f(x)=x³−3x²+2",
            "求函数 f(x)=x³−3x²+2 的极值",
            "已知 f(x)=x³−3x²+2，求它的极值",
        ),
        "{maximum: (0, 2), minimum: (2, -2)}",
        "f' = 3x(x - 2), f'' = 6x - 6",
    ),
    Golden(
        "rectangle",
        (
            "rectangle 8 m by 5 m: area and perimeter",
            "Find the area and perimeter of a rectangle 8 m by 5 m",
            "长8米宽5米的长方形，求面积和周长",
            "长方形长8米，宽5米，求它的面积和周长",
        ),
        "",
        "8·5 and 2·(8 + 5)",
        contains=("40", "26", "m"),
    ),
    Golden(
        "remainders",
        (
            "smallest three-digit N, N mod 9 = 7, N mod 5 = 2",
            "A number leaves remainder 7 when divided by 9 and remainder 2 when divided by 5; "
            "find the smallest such three-digit number",
            "求满足 N mod 9 = 7, N mod 5 = 2 的最小三位数N",
            "一个三位数除以9余7，除以5余2，这个数最小是多少",
        ),
        "142",
        "142 = 15·9 + 7 = 28·5 + 2; 97 is the solution before it",
    ),
    Golden(
        "the minimum of this",
        (
            "find the minimum of this",
            "please help me find the minimum of this thing",
            "帮我算一下这个东西的最小值",
            "求这个东西的最小值",
        ),
        "",
        "no function, no range",
        outcome=Outcome.NEEDS_CLARIFICATION,
    ),
    Golden(
        "two times more",
        (
            "小明有12本书，小红的书比小明多两倍，小红有几本",
            "小明有12本书，小红的书比小明多两倍，小红有多少本书？",
            "Tom has 12 books. Mary has two times more books than Tom. How many books does Mary have?",
            "Tom has 12 books, Mary has 2 times more books than Tom, how many does Mary have?",
        ),
        "36",
        "taken literally: 12 + 2·12; the other reading, 24, is offered",
        contains=("24",),
    ),
    Golden(
        "value of a derivative",
        (
            "f(x)=x³, find f'(2)",
            "Let f(x) = x^3. What is f'(2)?",
            "已知 f(x)=x³，求 f'(2)",
            "设函数 f(x)=x^3，则 f'(2) 等于多少",
        ),
        "12",
        "3·2²",
    ),
    Golden(
        "speed times time",
        (
            "12 km/h * 30 min",
            "What is 12 km/h * 30 min?",
            "12 km/h × 30 min 等于多少",
            "计算 12 km/h * 30 min",
        ),
        "6 km",
        "12·0.5",
        unit="km",
    ),
    Golden(
        "lengths in metres",
        (
            "3 km + 200 m in m",
            "How many metres are 3 km + 200 m?",
            "3 km + 200 m 是多少米",
            "把 3 km + 200 m 换算成米",
        ),
        "3200 m",
        "3000 + 200",
        unit="m",
    ),
    Golden(
        "system in a brace",
        (
            r"\begin{cases} x+y=5 \\ x-y=1 \end{cases}",
            r"Solve the system \begin{cases} x+y=5 \\ x-y=1 \end{cases}",
            r"解方程组 \begin{cases} x+y=5 \\ x-y=1 \end{cases}",
            "解方程组 x+y=5, x-y=1",
        ),
        "{x: 3, y: 2}",
        "sum and difference of the equations",
    ),
    Golden(
        "open interval",
        (
            "Find the maximum of x - x^2 on (0,1)",
            "What is the maximum value of x - x^2 over (0, 1)?",
            "求 x - x^2 在 (0,1) 上的最大值",
            "求 x - x^2 在区间 (0,1) 内的最大值",
        ),
        "1/4",
        "1/4 - (x - 1/2)²",
    ),
    Golden(
        "linear program",
        (
            "max z = 3x + 2y s.t. x + y <= 4, x <= 2, x >= 0, y >= 0",
            "Maximize z = 3x + 2y subject to x + y <= 4, x <= 2, x >= 0, y >= 0",
            "求 max z = 3x+2y，约束条件 x+y≤4, x≤2, x≥0, y≥0",
            "最大化 z = 3x+2y，满足 x+y≤4, x≤2, x≥0, y≥0",
        ),
        "{x: 2, y: 2, z: 10}",
        "vertices (0,0), (2,0), (2,2), (0,4) give 0, 6, 10, 8",
    ),
    Golden(
        "system of differential equations",
        (
            "Solve x' = y, y' = -x",
            "Find the general solution of the system x' = y, y' = -x",
            "求微分方程组 x' = y, y' = -x 的通解",
            "解微分方程组 x' = y，y' = -x",
        ),
        "{x: C1*sin(t) + C2*cos(t), y: C1*cos(t) - C2*sin(t)}",
        "the rotation of the plane",
    ),
    Golden(
        "no equation",
        ("solve the equation", "Solve this equation", "解方程", "解这个方程"),
        "",
        "no equation is given",
        outcome=Outcome.NEEDS_CLARIFICATION,
    ),
    Golden(
        "a compound condition",
        (
            "What is the sum of the positive integers k such that k/27 is greater than 2/3 and less than 8/9?",
            "Find the sum of all positive integers k such that k/27 > 2/3 and k/27 < 8/9",
            "求使 k/27 大于 2/3 且小于 8/9 的正整数 k 的和",
        ),
        "105",
        "MATH (Hendrycks et al. 2021), prealgebra: 19 + 20 + 21 + 22 + 23",
    ),
)
