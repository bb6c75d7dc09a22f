"""The names of the rules of integration in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from abacist.core.language import Message

__all__ = ["RULES", "rule_name"]

RULES: Mapping[str, Message] = {
    rule: Message(en=rule, zh=zh)
    for rule, zh in {
        "addition theorems": "倍角公式与和角公式",
        "algorithm": "符号积分算法",
        "complete the square": "配方法",
        "constant multiple rule": "常数因子法则",
        "constant rule": "常数的积分",
        "elliptic integral": "椭圆积分",
        "error function": "误差函数",
        "expand": "展开后逐项积分",
        "exponential integral": "指数积分",
        "exponential rule": "指数函数积分法则",
        "Fresnel integral": "菲涅耳积分",
        "integration by parts": "分部积分法",
        "logarithmic integral": "对数积分",
        "partial fractions": "部分分式",
        "polynomial": "多项式积分",
        "power of a linear function": "一次函数的幂的积分",
        "power rule": "幂函数积分法则",
        "product to sum": "积化和差",
        "rationalise": "分母有理化",
        "real quadratic factors": "实二次因式分解",
        "reciprocal rule": "倒数积分为对数",
        "roots of unity": "单位根分解",
        "sine and cosine integrals": "正弦积分与余弦积分",
        "substitution": "换元积分法",
        "sum rule": "逐项积分",
        "table": "基本积分表",
        "table with a linear argument": "基本积分表（内层为一次函数）",
        "undetermined coefficients": "待定系数法",
    }.items()
}


def rule_name(rule: str) -> Message:
    """The name of a rule that an integral began with."""
    name, _, unknown = rule.partition(" u = ")
    known = RULES[name]
    if not unknown:
        return known
    return Message(en=rule, zh=f"{known.zh}，u = {unknown}")
