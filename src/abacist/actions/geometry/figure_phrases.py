"""Words for elementary figures and for two figures of which one lies in the other.

    Figure       a square of side {a}, 半径为{r}的圆            square(a), circle(r)
    FigurePair   a circle is inscribed in {f:Figure}           between(f, incircle(f))

"The circle", where a figure was mentioned before, is `the_circle`; see `figures` for all the names.
"""

from __future__ import annotations

from abacist.core.language import Message
from abacist.core.phrase import Formula, Hole, Phrase
from abacist.core.registry import notion

__all__ = ["PHRASES"]

_A = "(a|an|the|this|given a|given the)?"
_OF = "(of|with|whose|having|has|which has|that has|where the)?"
_IS = "(of|is|=|equal to|are|:)?"
_WEI = "(为|是|等于|＝|=)?"
_YI = "(一个|一块|一张|一片|某|一)?"


def _figure(en: tuple[str, ...], zh: tuple[str, ...], text: str, cost: float = 0.0) -> Phrase:
    return Phrase("Figure", en=en, zh=zh, means=Formula(text), cost=cost)


_CIRCLES = (
    _figure(
        (
            "a circle of radius {r:Length}",
            f"{_A} circle {_OF} {_A} radius {_IS} {{r:Length}}",
            f"{_A} radius {{r:Length}} circle",
        ),
        (
            "半径为{r:Length}的圆",
            f"{_YI}半径{_WEI}{{r:Length}}(的)?圆(形)?",
            f"{_YI}圆(形)?(的)?半径{_WEI}{{r:Length}}",
        ),
        "circle(r)",
    ),
    _figure(
        (
            "a semicircle of radius {r:Length}",
            f"{_A} semicircle {_OF} {_A} radius {_IS} {{r:Length}}",
        ),
        (
            "半径为{r:Length}的半圆",
            f"{_YI}半径{_WEI}{{r:Length}}(的)?半圆(形)?",
            f"{_YI}半圆(形)?(的)?半径{_WEI}{{r:Length}}",
        ),
        "semicircle(r)",
    ),
    *(
        _figure(
            (f"a circle of {en} {{v:Value}}", f"{_A} circle {_OF} {_A} {en} {_IS} {{v:Value}}"),
            (
                f"{zh}为{{v:Value}}的圆",
                f"{_YI}{zh}{_WEI}{{v:Value}}(的)?圆(形)?",
                f"{_YI}圆(形)?(的)?{zh}{_WEI}{{v:Value}}",
            ),
            f"circle_with({measure}, v)",
        )
        for en, zh, measure in (
            ("diameter", "直径", "diameter"),
            ("circumference", "周长", "perimeter"),
            ("area", "面积", "area"),
        )
    ),
)

_SQUARE = "(正方形|方形)"
_SQUARES = (
    _figure(
        (
            "a square of side {a:Length}",
            f"{_A} square {_OF} {_A} (side|sides|side length|side lengths|edge|edge length) "
            f"(length)? {_IS} {{a:Length}}",
            f"{_A} {{a:Length}} square",
        ),
        (
            "边长为{a:Length}的正方形",
            f"{_YI}边长{_WEI}{{a:Length}}(的)?{_SQUARE}",
            f"{_YI}{_SQUARE}(的)?边长{_WEI}{{a:Length}}",
        ),
        "square(a)",
    ),
    *(
        _figure(
            (f"a square of {en} {{v:Value}}", f"{_A} square {_OF} {_A} {en} {_IS} {{v:Value}}"),
            (
                f"{zh}为{{v:Value}}的正方形",
                f"{_YI}{zh}{_WEI}{{v:Value}}(的)?{_SQUARE}",
                f"{_YI}{_SQUARE}(的)?{zh}{_WEI}{{v:Value}}",
            ),
            f"square_with({en}, v)",
        )
        for en, zh in (
            (
                "diagonal",
                "对角线(长)?",
            ),
            ("area", "面积"),
            ("perimeter", "周长"),
        )
    ),
)

_OBLONG = "(长方形|矩形)"
_FIELD = "(菜地|草地|草坪|花坛|花园|操场|水池|池塘|田地|土地|苗圃|果园|广场|空地|教室|纸|铁皮|木板|玻璃|游泳池)"
_RECTANGLES = (
    _figure(
        (
            "a rectangle {a:Length} by {b:Length}",
            f"{_A} rectangle {_OF} {_A} (size|dimensions|sides|side lengths|length)? {_IS} "
            f"{{a:Length}} (by|x|and|×) (a)? (width)? {_IS} {{b:Length}}",
            f"{_A} {{a:Length}} (by|x) {{b:Length}} rectangle",
            f"{_A} rectangle {_OF} {_A} length {_IS} {{a:Length}} (and|,)? (a)? "
            f"(width|breadth) {_IS} {{b:Length}}",
            f"{_A} rectangle (that is|is)? {{a:Length}} long and {{b:Length}} wide",
            f"(the)? length (of)? {_A} rectangle is {{a:Length}} (and|,) (the|its)? width is {{b:Length}}",
        ),
        (
            "长为{a:Length}、宽为{b:Length}的长方形",
            f"{_YI}长{_WEI}{{a:Length}}(，|、|和|,)?宽{_WEI}{{b:Length}}(的)?{_OBLONG}",
            f"(有)?{_YI}{_OBLONG}(的)?{_FIELD}(，)?(它的)?长{_WEI}{{a:Length}}(，|、|和|,)?宽{_WEI}{{b:Length}}",
            f"{_YI}{_OBLONG}(的)?(，)?长{_WEI}{{a:Length}}(，|、|和|,)?宽{_WEI}{{b:Length}}",
        ),
        "rectangle(a, b)",
    ),
    *(
        _figure(
            (
                f"a rectangle of length {{a:Length}} and {en} {{v:Value}}",
                f"{_A} rectangle {_OF} {_A} {en} {_IS} {{v:Value}} (and)? (a)? "
                f"(length|width|side) {_IS} {{a:Length}}",
                f"{_A} rectangle {_OF} {_A} (length|width|side) {_IS} {{a:Length}} (and)? "
                f"(a|an)? {en} {_IS} {{v:Value}}",
            ),
            (
                f"{zh}为{{v:Value}}、长为{{a:Length}}的长方形",
                f"{_YI}{zh}{_WEI}{{v:Value}}(，|、|和)?(长|宽|一边长){_WEI}{{a:Length}}(的)?{_OBLONG}",
                f"{_YI}(长|宽|一边长){_WEI}{{a:Length}}(，|、|和)?{zh}{_WEI}{{v:Value}}(的)?{_OBLONG}",
                f"{_YI}{_OBLONG}(的)?{zh}{_WEI}{{v:Value}}(，|、)?(长|宽){_WEI}{{a:Length}}",
            ),
            f"rectangle_with(a, {en}, v)",
        )
        for en, zh in (("area", "面积"), ("perimeter", "周长"), ("diagonal", "对角线"))
    ),
)

_LEGS = "(legs|leg|legs of length|leg lengths|sides)"
_TRIANGLES = (
    _figure(
        (
            "a triangle with sides {a:Length}, {b:Length} and {c:Length}",
            f"{_A} triangle {_OF} {_A} (sides|side lengths|sides of length|sides of "
            f"lengths) {_IS} {{a:Length}} (,)? {{b:Length}} (,)? (and)? {{c:Length}}",
        ),
        (
            "三边长为{a:Length}、{b:Length}、{c:Length}的三角形",
            f"{_YI}(三边|三条边|边长)(长|的长)?(分别)?{_WEI}{{a:Length}}(，|、){{b:Length}}(，|、|和|与){{c:Length}}(的)?三角形",
            f"{_YI}三角形(的)?(三边|三条边)(长|的长)?(分别)?{_WEI}{{a:Length}}(，|、){{b:Length}}(，|、|和|与){{c:Length}}",
        ),
        "triangle(a, b, c)",
    ),
    _figure(
        (
            "a right triangle with legs {a:Length} and {b:Length}",
            f"{_A} (right|right-angled|right angled) triangle {_OF} {_A} {_LEGS} {_IS} "
            f"{{a:Length}} and {{b:Length}}",
        ),
        (
            "直角边为{a:Length}和{b:Length}的直角三角形",
            f"{_YI}(两)?(条)?直角边(长)?(分别)?{_WEI}{{a:Length}}(，|、|和|与){{b:Length}}(的)?直角三角形",
            f"{_YI}直角三角形(的)?(两)?(条)?直角边(长)?(分别)?{_WEI}{{a:Length}}(，|、|和|与){{b:Length}}",
        ),
        "right_triangle(a, b)",
    ),
    _figure(
        (
            "a right triangle with hypotenuse {c:Length} and leg {a:Length}",
            f"{_A} (right|right-angled|right angled) triangle {_OF} {_A} hypotenuse {_IS} "
            f"{{c:Length}} and (one|a)? leg {_IS} {{a:Length}}",
        ),
        (
            "斜边为{c:Length}、一直角边为{a:Length}的直角三角形",
            f"{_YI}斜边(长)?{_WEI}{{c:Length}}(，|、|和)?(一)?(条)?直角边(长)?{_WEI}{{a:Length}}(的)?直角三角形",
            f"{_YI}直角三角形(的)?斜边(长)?{_WEI}{{c:Length}}(，|、|和)?(一)?(条)?直角边(长)?{_WEI}{{a:Length}}",
        ),
        "right_triangle_hypotenuse(c, a)",
    ),
    _figure(
        (
            "an equilateral triangle of side {a:Length}",
            f"{_A} (equilateral|regular) triangle {_OF} {_A} (side|sides|side length) "
            f"(length)? {_IS} {{a:Length}}",
        ),
        (
            "边长为{a:Length}的等边三角形",
            f"{_YI}边长{_WEI}{{a:Length}}(的)?(等边|正)三角形",
            f"{_YI}(等边|正)三角形(的)?边长{_WEI}{{a:Length}}",
        ),
        "equilateral_triangle(a)",
    ),
    _figure(
        (
            "an isosceles triangle with legs {a:Length} and base {b:Length}",
            f"{_A} isosceles triangle {_OF} {_A} (legs|equal sides) {_IS} {{a:Length}} and "
            f"(a)? base {_IS} {{b:Length}}",
            f"{_A} isosceles triangle {_OF} {_A} base {_IS} {{b:Length}} and (legs|equal "
            f"sides) {_IS} {{a:Length}}",
        ),
        (
            "腰长为{a:Length}、底边为{b:Length}的等腰三角形",
            f"{_YI}腰(长)?{_WEI}{{a:Length}}(，|、|和)?底(边)?(长)?{_WEI}{{b:Length}}(的)?等腰三角形",
            f"{_YI}等腰三角形(的)?腰(长)?{_WEI}{{a:Length}}(，|、|和)?底(边)?(长)?{_WEI}{{b:Length}}",
        ),
        "triangle(a, a, b)",
    ),
    _figure(
        (
            "a triangle with base {b:Length} and height {h:Length}",
            f"{_A} triangle {_OF} {_A} base {_IS} {{b:Length}} (and|,)? (a)? (height|altitude) {_IS} {{h:Length}}",
        ),
        (
            "底为{b:Length}、高为{h:Length}的三角形",
            f"{_YI}底(边)?(长)?{_WEI}{{b:Length}}(，|、|和)?高{_WEI}{{h:Length}}(的)?三角形",
            f"{_YI}三角形(的)?底(边)?(长)?{_WEI}{{b:Length}}(，|、|和)?高{_WEI}{{h:Length}}",
        ),
        "triangle_on_base(b, h)",
    ),
)

_NESTED = (
    _figure(
        ("the region between {f:Figure} and {g:Figure}",),
        ("{f:Figure}和{g:Figure}之间的部分",),
        "between(f, g)",
        cost=0.1,
    ),
    _figure(
        (
            "the circle inscribed in {f:Figure}",
            f"{_A} (inscribed circle|incircle) of {{f:Figure}}",
            f"{_A} (largest|biggest) circle (that fits)? (in|inside) {{f:Figure}}",
        ),
        ("{f:Figure}的内切圆", "{f:Figure}(内|中|里)(的)?最大的圆"),
        "incircle(f)",
    ),
    _figure(
        (
            "the circle circumscribed about {f:Figure}",
            f"{_A} (circumscribed circle|circumcircle) of {{f:Figure}}",
            f"{_A} circle (circumscribed) (around|about) {{f:Figure}}",
        ),
        ("{f:Figure}的外接圆",),
        "circumcircle(f)",
    ),
    _figure(
        (
            "the square inscribed in {f:Figure}",
            f"{_A} inscribed square of {{f:Figure}}",
            f"{_A} (largest|biggest) square (that fits)? (in|inside) {{f:Figure}}",
        ),
        ("{f:Figure}的内接正方形", "{f:Figure}(内|中|里)(的)?最大的正方形"),
        "inscribed_square(f)",
    ),
    _figure(
        (
            "the square circumscribed about {f:Figure}",
            f"{_A} square circumscribed (around|about) {{f:Figure}}",
        ),
        ("{f:Figure}的外切正方形",),
        "circumscribed_square(f)",
    ),
    *(
        _figure((f"(the|this|that) {en}",), (f"(这个|该|那个|此)?{zh}",), f"the_{en}", cost=0.3)
        for en, zh in (
            ("circle", "圆(形)?"),
            ("square", "(正方形|方形)"),
            ("rectangle", "(长方形|矩形)"),
            ("triangle", "三角形"),
            ("semicircle", "半圆"),
        )
    ),
)

_IN = Message(
    en="“in” is taken as inscribed: the circle touches all sides.",
    zh="“内有一个圆”理解为内切圆，即与各边都相切。",
)
_PAIRS = (
    Phrase(
        "FigurePair",
        en=(
            f"{_A} circle (is)? inscribed in {{f:Figure}}",
            "{f:Figure} (has|with) (an)? inscribed circle",
            f"inside {{f:Figure}} {_A} circle is inscribed",
        ),
        zh=(
            "{f:Figure}(，)?(内|中|里)?(有|画|作)?(一个)?内切(一个|一)?圆",
            "(一个)?圆内切(于|在){f:Figure}",
            "{f:Figure}(和|与|及)(它的|其)?内切圆",
        ),
        means=Formula("between(f, incircle(f))"),
    ),
    Phrase(
        "FigurePair",
        en=(f"{_A} circle (is|lies|fits)? (in|inside|within) {{f:Figure}}",),
        zh=(
            "{f:Figure}(内|中|里)(有|画)(一个)?(最大的)?圆",
            "在{f:Figure}(内|中|里)(画|剪)(一个|出一个)?(最大的)?圆",
        ),
        means=Formula("between(f, incircle(f))"),
        cost=0.2,
        assumes=_IN,
    ),
    Phrase(
        "FigurePair",
        en=(f"{_A} square (is)? inscribed in {{f:Figure}}",),
        zh=(
            "{f:Figure}(内|中|里)?(有|画|作)?(一个)?内接(一个)?正方形",
            "(一个)?正方形内接(于|在){f:Figure}",
        ),
        means=Formula("between(f, inscribed_square(f))"),
    ),
    Phrase(
        "FigurePair",
        en=(f"{_A} circle (is)? circumscribed (about|around) {{f:Figure}}",),
        zh=("{f:Figure}(外)?(有|作)?(一个)?外接圆", "(一个)?圆外接(于|在)?{f:Figure}"),
        means=Formula("between(circumcircle(f), f)"),
    ),
    Phrase("FigurePair", en=("of {f:Figure}",), zh=("{f:Figure}的",), means=Hole("f"), cost=0.1),
)

PHRASES = (*_CIRCLES, *_SQUARES, *_RECTANGLES, *_TRIANGLES, *_NESTED, *_PAIRS)

notion("figures", PHRASES, module=__name__)
