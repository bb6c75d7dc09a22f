"""The units that are recognised: symbol, exact size, dimension, names in both languages.

Sizes are those of the International System (BIPM, The International System of Units, 9th edition, 2019) and,
for yard, pound and gallon, of NIST Handbook 44, appendix C. A size is a fraction of the coherent unit of the
dimension, times a power of π for the radian.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["BY_NAME", "UNITS", "Unit"]

Dimension = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit.

    Arguments:
        symbol: the canonical spelling, a symbol's name (`m`, `degC`).
        size: how many coherent units it is.
        dimension: base dimensions with their exponents, sorted.
        shown: how it is printed (`°`, `Ω`, `元`).
        en, zh: names and other spellings that are read; English words in any case, with or without s.
        pi: power of π in the size.
        offset: where the scale's zero lies, in coherent units.
    """

    symbol: str
    size: Fraction
    dimension: Dimension
    shown: str
    en: tuple[str, ...]
    zh: tuple[str, ...]
    pi: int = 0
    offset: Fraction = Fraction(0)


_DIMENSIONS: Mapping[str, Dimension] = {
    "length": (("length", 1),),
    "mass": (("mass", 1),),
    "time": (("time", 1),),
    "current": (("current", 1),),
    "temperature": (("temperature", 1),),
    "amount": (("amount", 1),),
    "light": (("light", 1),),
    "angle": (("angle", 1),),
    "yuan": (("yuan", 1),),
    "dollar": (("dollar", 1),),
    "information": (("information", 1),),
    "area": (("length", 2),),
    "volume": (("length", 3),),
    "frequency": (("time", -1),),
    "force": (("length", 1), ("mass", 1), ("time", -2)),
    "energy": (("length", 2), ("mass", 1), ("time", -2)),
    "power": (("length", 2), ("mass", 1), ("time", -3)),
    "pressure": (("length", -1), ("mass", 1), ("time", -2)),
    "charge": (("current", 1), ("time", 1)),
    "voltage": (("current", -1), ("length", 2), ("mass", 1), ("time", -3)),
    "resistance": (("current", -2), ("length", 2), ("mass", 1), ("time", -3)),
    "capacitance": (("current", 2), ("length", -2), ("mass", -1), ("time", 4)),
    "inductance": (("current", -2), ("length", 2), ("mass", 1), ("time", -2)),
    "flux": (("current", -1), ("length", 2), ("mass", 1), ("time", -2)),
    "field": (("current", -1), ("mass", 1), ("time", -2)),
}

# symbol | size | dimension | shown | English | Chinese; names are separated by commas
_ROWS = """
m | 1 | length | m | meter,metre | 米,公尺
km | 1000 | length | km | kilometer,kilometre,KM,Km | 千米,公里
dm | 1/10 | length | dm | decimeter,decimetre | 分米
cm | 1/100 | length | cm | centimeter,centimetre,CM | 厘米,公分
mm | 1/1000 | length | mm | millimeter,millimetre | 毫米
um | 1/1000000 | length | μm | micrometer,micrometre,micron,μm,µm | 微米
nm | 1/1000000000 | length | nm | nanometer,nanometre | 纳米
inch | 127/5000 | length | in | inches | 英寸
ft | 381/1250 | length | ft | foot,feet | 英尺
yd | 1143/1250 | length | yd | yard | 码
mi | 201168/125 | length | mi | mile | 英里
nmi | 1852 | length | nmi | nautical mile | 海里
ly | 9460730472580800 | length | ly | light-year,light year | 光年
li_cn | 500 | length | 里 | | 里
s | 1 | time | s | second,sec | 秒,秒钟
ms | 1/1000 | time | ms | millisecond | 毫秒
us | 1/1000000 | time | μs | microsecond,μs,µs | 微秒
ns | 1/1000000000 | time | ns | nanosecond | 纳秒
min | 60 | time | min | minute | 分钟
h | 3600 | time | h | hour,hr,hrs | 小时,时,钟头
day | 86400 | time | d | d | 天,日
week | 604800 | time | wk | wk | 周,星期
kg | 1 | mass | kg | kilogram,kilogramme,KG,Kg | 千克,公斤
g | 1/1000 | mass | g | gram,gramme | 克
mg | 1/1000000 | mass | mg | milligram | 毫克
ug | 1/1000000000 | mass | μg | microgram,μg,µg | 微克
t | 1000 | mass | t | tonne,metric ton | 吨
jin | 1/2 | mass | 斤 | | 斤
lb | 45359237/100000000 | mass | lb | pound,lbs | 磅
oz | 45359237/1600000000 | mass | oz | ounce | 盎司
A | 1 | current | A | ampere,amp | 安培,安
mA | 1/1000 | current | mA | milliampere | 毫安
K | 1 | temperature | K | kelvin | 开尔文,开
mmol | 1/1000 | amount | mmol | millimole | 毫摩尔
mol | 1 | amount | mol | mole | 摩尔,摩
cd | 1 | light | cd | candela | 坎德拉
deg | 1 | angle | ° | degree,° | 度
arcmin | 1/60 | angle | ′ | arcminute,′ | 角分
arcsec | 1/3600 | angle | ″ | arcsecond,″ | 角秒
yuan | 1 | yuan | 元 | CNY,RMB,¥,￥ | 元,元钱,块钱,人民币
jiao | 1/10 | yuan | 角 | | 角,毛钱
wanyuan | 10000 | yuan | 万元 | | 万元
USD | 1 | dollar | $ | dollar,$ | 美元
cent | 1/100 | dollar | ¢ | ¢ | 美分
bit | 1 | information | bit | | 比特
byte | 8 | information | B | B | 字节
KB | 8000 | information | KB | kilobyte,kB |
MB | 8000000 | information | MB | megabyte | 兆字节
TB | 8000000000000 | information | TB | terabyte | 太字节
GB | 8000000000 | information | GB | gigabyte | 吉字节
ha | 10000 | area | ha | hectare | 公顷
are | 100 | area | are | | 公亩
acre | 316160658/78125 | area | acre | | 英亩
mu | 2000/3 | area | 亩 | | 亩
L | 1/1000 | volume | L | liter,litre,l | 升,公升
mL | 1/1000000 | volume | mL | milliliter,millilitre,ml | 毫升
dL | 1/10000 | volume | dL | deciliter,decilitre,dl | 分升
cL | 1/100000 | volume | cL | centiliter,centilitre,cl | 厘升
gal | 473176473/125000000000 | volume | gal | gallon | 加仑
Hz | 1 | frequency | Hz | hertz | 赫兹,赫
kHz | 1000 | frequency | kHz | kilohertz | 千赫兹,千赫
MHz | 1000000 | frequency | MHz | megahertz | 兆赫兹,兆赫
GHz | 1000000000 | frequency | GHz | gigahertz | 吉赫兹,吉赫
N | 1 | force | N | newton | 牛顿,牛
kN | 1000 | force | kN | kilonewton | 千牛顿,千牛
J | 1 | energy | J | joule | 焦耳,焦
kJ | 1000 | energy | kJ | kilojoule | 千焦耳,千焦
MJ | 1000000 | energy | MJ | megajoule | 兆焦耳,兆焦
eV | 801088317/5000000000000000000000000000 | energy | eV | electronvolt | 电子伏特,电子伏
keV | 801088317/5000000000000000000000000 | energy | keV | kiloelectronvolt | 千电子伏
MeV | 801088317/5000000000000000000000 | energy | MeV | megaelectronvolt | 兆电子伏
cal | 523/125 | energy | cal | calorie | 卡路里,卡
kcal | 4184 | energy | kcal | kilocalorie | 千卡,大卡
Wh | 3600 | energy | Wh | watt-hour,watt hour | 瓦时
kWh | 3600000 | energy | kWh | kilowatt-hour,kilowatt hour | 千瓦时,度电
W | 1 | power | W | watt | 瓦特,瓦
kW | 1000 | power | kW | kilowatt | 千瓦
MW | 1000000 | power | MW | megawatt | 兆瓦
GW | 1000000000 | power | GW | gigawatt | 吉瓦
hp | 37284993579113511/50000000000000 | power | hp | horsepower | 英制马力
Pa | 1 | pressure | Pa | pascal | 帕斯卡,帕
hPa | 100 | pressure | hPa | hectopascal | 百帕
kPa | 1000 | pressure | kPa | kilopascal | 千帕
MPa | 1000000 | pressure | MPa | megapascal | 兆帕
bar | 100000 | pressure | bar | | 巴
atm | 101325 | pressure | atm | atmosphere | 标准大气压
Ah | 3600 | charge | Ah | ampere-hour,ampere hour | 安时
mAh | 18/5 | charge | mAh | milliampere-hour,milliampere hour | 毫安时
C | 1 | charge | C | coulomb | 库仑,库
V | 1 | voltage | V | volt | 伏特,伏
mV | 1/1000 | voltage | mV | millivolt | 毫伏
kV | 1000 | voltage | kV | kilovolt | 千伏
ohm | 1 | resistance | Ω | Ω,Ω | 欧姆,欧
kohm | 1000 | resistance | kΩ | kΩ,kΩ,kilohm,kiloohm | 千欧姆,千欧
F | 1 | capacitance | F | farad | 法拉,法拉第
uF | 1/1000000 | capacitance | μF | microfarad,μF,µF | 微法
H | 1 | inductance | H | henry | 亨利,亨
Wb | 1 | flux | Wb | weber | 韦伯
T | 1 | field | T | tesla | 特斯拉
"""


def _names(field: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in field.split(",") if name.strip())


def _rows() -> Iterator[Unit]:
    for line in _ROWS.strip().splitlines():
        symbol, size, dimension, shown, en, zh = (field.strip() for field in line.split("|"))
        yield Unit(symbol, Fraction(size), _DIMENSIONS[dimension], shown, _names(en), _names(zh))
    # 180° = π rad
    yield Unit("rad", Fraction(180), _DIMENSIONS["angle"], "rad", ("radian",), ("弧度",), pi=-1)
    yield Unit(
        "degC",
        Fraction(1),
        _DIMENSIONS["temperature"],
        "°C",
        ("°C", "℃", "degree Celsius", "degrees Celsius"),
        ("摄氏度",),
        offset=Fraction("273.15"),
    )
    yield Unit(
        "degF",
        Fraction(5, 9),
        _DIMENSIONS["temperature"],
        "°F",
        ("°F", "℉", "degree Fahrenheit", "degrees Fahrenheit"),
        ("华氏度",),
        offset=Fraction("459.67") * Fraction(5, 9),
    )


UNITS: Mapping[str, Unit] = {unit.symbol: unit for unit in _rows()}
"""Symbol → unit."""


def _spellings() -> Iterator[tuple[str, str]]:
    for unit in UNITS.values():
        yield unit.symbol, unit.symbol
        for name in (unit.symbol, *unit.en, *unit.zh):
            yield name, unit.symbol
            if name.isascii() and len(name) > 2 and name.islower():
                yield name + "s", unit.symbol


BY_NAME: Mapping[str, str] = dict(_spellings())
"""Every spelling → symbol. Words of three letters and more are also read in capitals; see `quantities`."""
