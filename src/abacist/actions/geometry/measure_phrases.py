"""How people ask for a measure of a figure, and the examples. The figures themselves: `figure_phrases`."""

from __future__ import annotations

from abacist.core.outcome import Level, Outcome
from abacist.core.phrase import Constant, Formula, Hole, Make, Phrase
from abacist.core.registry import Example

__all__ = ["EXAMPLES", "PHRASES"]

_NAME = "geometry.measure"

_NOUNS: tuple[tuple[str, str, str], ...] = (
    ("area", "area", "面积"),
    ("perimeter", "(perimeter|circumference)", "周长"),
    ("radius", "radius", "半径"),
    ("diameter", "diameter", "直径"),
    ("diagonal", "(length of the)? diagonal", "对角线(的)?(长|长度)?"),
    ("side", "(side length|side|length of (a|the) side|other side)", "(边长|另一边(的长)?)"),
    ("height", "(height|altitude)", "高"),
    ("inradius", "(inradius|radius of the inscribed circle)", "内切圆(的)?半径"),
    ("circumradius", "(circumradius|radius of the circumscribed circle)", "外接圆(的)?半径"),
    ("length", "length", "长"),
    ("width", "(width|breadth)", "宽"),
    ("hypotenuse", "(length of the)? hypotenuse", "斜边(的)?(长|长度)?"),
    ("longest_side", "(longest|largest) side", "最长边(的)?(长|长度)?"),
    ("shortest_side", "(shortest|smallest) side", "最短边(的)?(长|长度)?"),
)


def _noun(measure: str, en: str, zh: str) -> tuple[Phrase, ...]:
    means = Make(_NAME, figure=Hole("figure"), measure=Constant(measure))
    return (
        Phrase(
            "Quantity",
            en=(f"the {en} of {{figure:Figure}}", f"(the)? {en} of {{figure:Figure}}"),
            zh=(f"{{figure:Figure}}的{zh}",),
            means=means,
        ),
        Phrase(
            "Quantity",
            en=(f"(the|its)? {en}",),
            zh=(f"(它的|其)?{zh}",),
            means=Make(_NAME, measure=Constant(measure)),
            cost=0.4,
        ),
    )


_BETWEEN = (
    Phrase(
        "Quantity",
        en=(
            "the area between {f:Figure} and {g:Figure}",
            "(the)? (shaded)? (area|region) (between|enclosed between|bounded by) {f:Figure} and {g:Figure}",
            "(the)? area (of|inside) {f:Figure} (outside|not covered by|that is not "
            "covered by|but outside) {g:Figure}",
        ),
        zh=(
            "{f:Figure}(和|与|及){g:Figure}之间(部分)?的(阴影)?(部分)?(的)?面积",
            "{f:Figure}(和|与|及){g:Figure}(之间)?所夹(部分)?的面积",
        ),
        means=Make(_NAME, figure=Formula("between(f, g)"), measure=Constant("area")),
    ),
    Phrase(
        "Quantity",
        en=(
            "(the)? (shaded)? area (between|between them|between the two|between the two figures)",
            "(the)? area (of the region|of the part)? (between them|between the "
            "two|outside the circle|inside the square and outside the circle)",
            "(the)? (shaded area|area of the shaded (region|part))",
        ),
        zh=(
            "(它们|两者|两图形|两个图形|二者)之间(部分)?的面积",
            "(阴影部分|剩余部分|剩下部分|剩下的部分|空白部分)(的)?面积",
        ),
        means=Make(_NAME, measure=Constant("area"), pair=Constant(True)),
        cost=0.1,
    ),
    Phrase(
        "Quantity",
        en=(
            "(the)? area between (two)? concentric circles of (radius|radii) {r:Length} and {s:Length}",
            "(the)? area of (an|the) annulus with radii {r:Length} and {s:Length}",
        ),
        zh=("半径(分别)?(为|是){r:Length}(和|、|与){s:Length}的(两个)?同心圆(之间)?(的)?(圆环)?(的)?面积",),
        means=Make(_NAME, figure=Formula("between(circle(r), circle(s))"), measure=Constant("area")),
    ),
)  # fmt: skip

PHRASES = (
    *(phrase for noun in _NOUNS for phrase in _noun(*noun)),
    *_BETWEEN,
)

EXAMPLES = (
    Example(
        en="circle in a square of side 4: area between",
        zh="边长为4的正方形内切一个圆，求圆与正方形之间的面积。",
        answer="16 - 4*pi",
        level=Level.PROVED,
        source="4^2 - pi*2^2",
    ),
    Example(
        en="A circle is inscribed in a square of side 4. Find the area between them.",
        zh="一个边长为4的正方形里有一个内切圆，求阴影部分的面积。",
        answer="16 - 4*pi",
        level=Level.PROVED,
        source="as above",
    ),
    Example(
        en="rectangle 8 m by 5 m: area and perimeter",
        zh="长8米、宽5米的长方形，求面积和周长。",
        answer="[40 m**2, 26 m]",
        level=Level.PROVED,
        source="8*5 and 2*(8 + 5)",
    ),
    Example(
        en="What is the area of a triangle with sides 3, 4 and 5?",
        zh="三边长为3、4、5的三角形的面积是多少？",
        answer="6",
        level=Level.PROVED,
        source="3*4/2",
    ),
    Example(
        en="Find the circumference of a circle with diameter 10 cm.",
        zh="求直径为10厘米的圆的周长。",
        answer="10*pi cm",
        unit="cm",
        level=Level.PROVED,
        source="pi*d",
    ),
    Example(
        en="the diagonal of a square with side 3 m",
        zh="边长为3米的正方形的对角线",
        answer="3*sqrt(2) m",
        unit="m",
        level=Level.PROVED,
        source="Pythagoras",
    ),
    Example(
        en="the area of a rectangle 8 m by 50 cm",
        zh="长8米、宽50厘米的长方形的面积",
        answer="4 m**2",
        unit="m**2",
        level=Level.PROVED,
        source="8*0.5",
    ),
    Example(
        en="the area of a triangle with sides 1, 2 and 3",
        zh="三边长为1、2、3的三角形的面积",
        outcome=Outcome.NO_SOLUTION,
        level=Level.PROVED,
        source="1 + 2 = 3",
    ),
)
