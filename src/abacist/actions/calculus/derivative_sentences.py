"""What a step of a differentiation says."""

from __future__ import annotations

from abacist.core.language import Message

CONSTANT = Message(en="A constant has the derivative zero.", zh="常数的导数为零。")
IDENTITY = Message(en="The derivative of {x} is 1.", zh="{x} 的导数是 1。")
DEPENDENT = Message(
    en="This stands for a function of {x}; its derivative stays unknown for now.",
    zh="它是 {x} 的函数，其导数暂记为未知量。",
)
SUM = Message(en="Differentiate term by term.", zh="和的求导法则：逐项求导。")
MULTIPLE = Message(
    en="The constant factor {c} stays; differentiate the rest.",
    zh="常数因子 {c} 保留，对其余部分求导。",
)
PRODUCT = Message(
    en="Product rule (uv)' = u'v + uv' with u = {u} and v = {v}.",
    zh="乘积法则 (uv)' = u'v + uv'，其中 u = {u}，v = {v}。",
)
PRODUCT_OF_MANY = Message(
    en="Product rule for several factors: differentiate each factor in turn and add.",
    zh="多个因子的乘积法则：依次对每个因子求导，再相加。",
)
QUOTIENT = Message(
    en="Quotient rule (u/v)' = (u'v − uv')/v² with u = {u} and v = {v}.",
    zh="商的求导法则 (u/v)' = (u'v − uv')/v²，其中 u = {u}，v = {v}。",
)
RECIPROCAL = Message(
    en="Reciprocal rule (c/v)' = -c·v'/v² with c = {c} and v = {v}.",
    zh="倒数法则 (c/v)' = -c·v'/v²，其中 c = {c}，v = {v}。",
)
POWER = Message(
    en="Power rule: the derivative of uⁿ is n·uⁿ⁻¹, here with u = {x} and n = {n}.",
    zh="幂法则：uⁿ 的导数是 n·uⁿ⁻¹，这里 u = {x}，n = {n}。",
)
CHAIN_POWER = Message(
    en="Chain rule with the power rule: (uⁿ)' = n·uⁿ⁻¹·u', u = {u}, n = {n}.",
    zh="链式法则与幂法则：(uⁿ)' = n·uⁿ⁻¹·u'，u = {u}，n = {n}。",
)
ROOT = Message(
    en="Root rule: the n-th root r of u has the derivative u'/(n·rⁿ⁻¹), u = {u}, n = {n}.",
    zh="根式法则：u 的 n 次根 r 的导数是 u'/(n·rⁿ⁻¹)，u = {u}，n = {n}。",
)
EXPONENTIAL = Message(
    en="Exponential rule (aᵘ)' = aᵘ·ln(a)·u' with a = {a} and u = {u}.",
    zh="指数法则 (aᵘ)' = aᵘ·ln(a)·u'，其中 a = {a}，u = {u}。",
)
EXPONENTIAL_NATURAL = Message(
    en="Exponential rule (eᵘ)' = eᵘ·u' with u = {u}.",
    zh="指数法则 (eᵘ)' = eᵘ·u'，其中 u = {u}。",
)
LOGARITHMIC = Message(
    en="Base and exponent both vary. Take logarithms: (uᵛ)' = uᵛ·(v'·ln(u) + v·u'/u) with "
    "u = {u} and v = {v}.",
    zh="底数与指数都含变量，取对数求导：(uᵛ)' = uᵛ·(v'·ln(u) + v·u'/u)，其中 u = {u}，v = {v}。",
)
TABLE = Message(
    en="This is a derivative from the table.", zh="由基本导数表直接得到。"
)  # fmt: skip
CHAIN = Message(
    en="Chain rule: with {w} = {u}, the outer function {f} has the derivative {g}; "
    "multiply by the derivative of the inner function.",
    zh="链式法则：令 {w} = {u}，外层函数 {f} 的导数是 {g}，再乘以内层函数的导数。",
)
UNKNOWN = Message(
    en="The function is only a name; so is its derivative.", zh="抽象函数，直接记其导数。"
)
CHAIN_UNKNOWN = Message(
    en="Chain rule with the inner function u = {u}.", zh="链式法则，内层函数 u = {u}。"
)
HIGHER = Message(en="Raise the order of the derivative by one.", zh="导数的阶数加一。")
REWRITE = Message(en="Rewrite as {g}, then differentiate.", zh="改写为 {g}，再求导。")
PIECES = Message(
    en="Differentiate each piece inside its interval; the joints are looked at separately.",
    zh="在各段内部分别求导；分界点须另行讨论。",
)
PIECEWISE_CONSTANT = Message(
    en="The function is constant between its jumps, so the derivative is zero away from them.",
    zh="该函数在跳跃点之间为常数，故在跳跃点以外导数为零。",
)
FUNDAMENTAL = Message(
    en="Differentiating an antiderivative gives the integrand back.",
    zh="原函数的导数就是被积函数。",
)
LEIBNIZ = Message(
    en="Leibniz's rule: integrand at the upper limit times its derivative, minus the same at the "
    "lower limit, plus the integral of the derivative of the integrand.",
    zh="含参变限积分求导（莱布尼茨法则）：上限处的被积函数乘上限的导数，减去下限的相应项，再加上被积函数对参变量求导后的积分。",
)
TERM_BY_TERM = Message(en="Differentiate the finite sum term by term.", zh="有限和逐项求导。")
BOTH_SIDES = Message(
    en="Differentiate both sides with respect to {x}.", zh="等式两边同时对 {x} 求导。"
)
