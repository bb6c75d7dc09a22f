"""What signs, commands and names of written mathematics stand for: the tables of the lexer and the grammar."""

from __future__ import annotations

from abacist.core.expr import FUNCTIONS, HEADS

__all__ = [
    "BARE_FUNCTIONS",
    "COMMANDS",
    "COMMAND_BLANKS",
    "CONSTANT_NAMES",
    "DOTTED_LETTERS",
    "ENGLISH_HEADS",
    "FUNCTION_NAMES",
    "GREEK",
    "NOT_PRODUCTS",
    "SIGNS",
    "SUBSCRIPTS",
    "SUPERSCRIPTS",
    "UNIT_NAMES",
]

_GREEK_SMALL = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma "
    "tau upsilon phi chi psi omega"
).split()
_LETTERS = "αβγδεζηθικλμνξοπρστυφχψω"

GREEK: dict[str, str] = {
    **dict(zip(_LETTERS, _GREEK_SMALL, strict=True)),
    **{
        letter.upper(): name.capitalize()
        for letter, name in zip(_LETTERS, _GREEK_SMALL, strict=True)
    },
    "ς": "sigma", "ϵ": "epsilon", "ϑ": "theta", "ϕ": "phi", "ϱ": "rho", "ϖ": "pi", "ϰ": "kappa",
    "ħ": "hbar", "ℏ": "hbar", "ℓ": "ell", "∆": "Delta", "∇": "nabla",
}  # fmt: skip
"""Greek letter → the name of its symbol."""

CONSTANT_NAMES: dict[str, str] = {
    "pi": "pi", "oo": "oo", "infinity": "oo", "Infinity": "oo", "inf": "oo",
    "true": "true", "false": "false", "undefined": "undefined", "Reals": "Reals",
    "Integers": "Integers", "Naturals": "Naturals", "Rationals": "Rationals", "Complexes": "Complexes",
}  # fmt: skip
"""Spelled constant → the reserved name of its symbol."""

SUPERSCRIPTS = dict(
    zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵃᵇᶜᵈᵉᵏᵐᵒᵖᵗᵘᵛˣʸᶻᵀ", "0123456789+-=()niabcdekmoptuvxyzT", strict=True)
)
SUBSCRIPTS = dict(
    zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕₖₗₘₙₒₚₛₜₓᵢⱼᵣᵤᵥ", "0123456789+-=()aehklmnopstxijruv", strict=True)
)

_OPERATOR_SIGNS = {
    "+": "+", "-": "-", "−": "-", "–": "-", "‐": "-", "‑": "-", "﹣": "-",
    "*": "*", "×": "*", "·": "*", "⋅": "*", "∙": "*", "∗": "*", "⨯": "*", "✕": "*", "✖": "*",
    "/": "/", "÷": "/", "∕": "/", "⁄": "/", "➗": "/",
    "^": "^", "_": "_", "=": "=", "≠": "!=", "<": "<", ">": ">",
    "≤": "<=", "≦": "<=", "⩽": "<=", "≥": ">=", "≧": ">=", "⩾": ">=", "≈": "≈", "≃": "≈", "≅": "≅",
    "≡": "≡", "∼": "~", "~": "~", "∝": "∝", "±": "±", "∓": "∓", "!": "!", "%": "%", "‰": "‰", "°": "°",
    "º": "°", "˚": "°", "|": "|", "∣": "|", "‖": "‖", "∥": "‖", ":": ":", "→": "→", "⟶": "→", "⇒": "⇒", "⟹": "⇒",
    "⇔": "⇔", "⟺": "⇔", "↦": "↦", "∈": "∈", "∉": "∉", "∋": "∋", "∪": "∪", "∩": "∩", "⊂": "⊆", "⊆": "⊆",
    "⊊": "⊊", "∖": "∖", "√": "√", "∛": "∛", "∜": "∜", "∫": "∫", "∬": "∬", "∭": "∭", "∮": "∮", "∑": "∑",
    "∏": "∏", "∂": "∂", "∧": "∧", "∨": "∨", "¬": "¬", "∀": "∀", "∃": "∃", "∅": "∅", "⊕": "⊕", "⊗": "⊗",
    "&": "&", "∠": "∠", "△": "△", "⊥": "⊥", "∘": "∘", "′": "'", "‵": "'", "″": "''", "‴": "'''", "'": "'",
    "’": "'",
}  # fmt: skip
_OPENING = {
    "(": "(",
    "[": "[",
    "{": "{",
    "⌊": "⌊",
    "⌈": "⌈",
    "⟨": "⟨",
    "〈": "⟨",
    "【": "[",
    "〔": "[",
    "⟦": "⟦",
}
_CLOSING = {
    ")": ")",
    "]": "]",
    "}": "}",
    "⌋": "⌋",
    "⌉": "⌉",
    "⟩": "⟩",
    "〉": "⟩",
    "】": "]",
    "〕": "]",
    "⟧": "⟧",
}
_PUNCTUATION = {
    ".": ".", "。": ".", "｡": ".", "?": "?", "？": "?", "！": "!", ";": ";", "；": ";", "、": "、",
    "…": "…", "⋯": "…", '"': '"', "“": '"', "”": '"', "‘": '"', "`": "`", "—": "—", "《": "《", "》": "》",
    "「": '"', "」": '"', "『": '"', "』": '"', "#": "#", "@": "@",
}  # fmt: skip
_NAMES = {
    "∞": "oo", "ℝ": "Reals", "ℤ": "Integers", "ℕ": "Naturals", "ℚ": "Rationals", "ℂ": "Complexes", "ℙ": "Primes",
    "ⅇ": "e", "ⅈ": "i", "ⅆ": "d", "℃": "℃", "℉": "℉", "Å": "Å", "Ω": "Omega", "€": "€", "£": "£", "¥": "¥",
    "￥": "¥", "㎜": "㎜", "㎝": "㎝", "㎞": "㎞", "㎡": "㎡",
    "㎥": "㎥", "㎏": "㎏", "㎎": "㎎", "㎠": "㎠", "㎢": "㎢",
    "㎖": "㎖", "㏄": "㏄",
}  # fmt: skip

SIGNS: dict[str, tuple[str, str]] = {
    **{sign: ("operator", text) for sign, text in _OPERATOR_SIGNS.items()},
    **{sign: ("open", text) for sign, text in _OPENING.items()},
    **{sign: ("close", text) for sign, text in _CLOSING.items()},
    **{sign: ("punctuation", text) for sign, text in _PUNCTUATION.items()},
    **{sign: ("name", text) for sign, text in _NAMES.items()},
    **{sign: ("name", text) for sign, text in GREEK.items()},
    ",": ("comma", ","),
    "，": ("comma", ","),
    "﹐": ("comma", ","),
}
"""One character → the kind of its token and the token's text."""

_COMMAND_OPERATORS = {
    "*": "times cdot", "∗": "ast", "/": "div", "±": "pm", "∓": "mp", "!=": "ne neq", "<=": "le leq leqslant",
    ">=": "ge geq geqslant", "<": "lt textless", ">": "gt textgreater", "≈": "approx simeq",
    "≅": "cong", "≡": "equiv", "~": "sim",
    "→": "to rightarrow longrightarrow", "⇒": "Rightarrow Longrightarrow implies", "⇔": "iff Leftrightarrow",
    "↦": "mapsto", "∈": "in", "∉": "notin", "∋": "ni", "∪": "cup bigcup", "∩": "cap bigcap",
    "⊆": "subset subseteq", "⊊": "subsetneq", "∖": "setminus backslash", "∫": "int", "∬": "iint", "∭": "iiint",
    "∮": "oint", "∑": "sum", "∏": "prod", "∂": "partial", "∧": "land wedge", "∨": "lor vee", "¬": "lnot neg",
    "∀": "forall", "∃": "exists", "∅": "emptyset varnothing", "°": "degree", "'": "prime", "‖": "Vert",
    "|": "vert mid textbar", "∝": "propto", "∠": "angle", "△": "triangle", "⊥": "perp", "∘": "circ", ":": "colon",
    "⊕": "oplus", "⊗": "otimes",
}  # fmt: skip
_COMMAND_NAMES = {
    **{name: name for name in (*_GREEK_SMALL, *(name.capitalize() for name in _GREEK_SMALL))},
    **{f"var{name}": name for name in ("epsilon", "theta", "phi", "rho", "pi", "sigma", "kappa")},
    "infty": "oo", "hbar": "hbar", "ell": "ell", "imath": "i", "jmath": "j",
    "max": "max", "min": "min", "gcd": "gcd", "lcm": "lcm", "lim": "lim", "det": "det", "deg": "deg",
    "Re": "re", "Im": "im", "arg": "arg", "mod": "mod", "bmod": "mod", "lg": "lg", "trace": "trace",
    "adjugate": "adjugate", "R": "Reals", "Z": "Integers", "N": "Naturals", "Q": "Rationals", "C": "Complexes",
}  # fmt: skip

BARE_FUNCTIONS: dict[str, str] = {
    **{name: name for name in "sin cos tan cot sec csc sinh cosh tanh coth sech csch exp ln log lg".split()},
    **{f"arc{name}": f"a{name}" for name in "sin cos tan cot sec csc sinh cosh tanh".split()},
    **{f"ar{name}": f"a{name}" for name in "sinh cosh tanh coth sech csch".split()},
    **{f"a{name}": f"a{name}" for name in "sin cos tan cot sec csc sinh cosh tanh coth sech csch".split()},
    "tg": "tan", "ctg": "cot", "arctg": "atan", "arcctg": "acot", "cosec": "csc",
    "det": "determinant", "sgn": "sign",
}  # fmt: skip
"""Functions whose argument may stand without brackets, as written → head."""

FUNCTION_NAMES: dict[str, str] = {
    **{name: name for name in FUNCTIONS},
    **BARE_FUNCTIONS,
    "log2": "log2", "log10": "log10", "cbrt": "cbrt", "ceiling": "ceil", "rk": "rank", "tr": "trace", "Tr": "trace",
    "Re": "re", "Im": "im", "Gamma": "gamma", "conjugate": "conj", "adj": "adjugate", "Abs": "abs",
    "Max": "max", "Min": "min", "LambertW": "lambertw",
}  # fmt: skip
"""Function, as it is written before a bracket → head."""

COMMANDS: dict[str, tuple[str, str]] = {
    **{name: ("operator", sign) for sign, names in _COMMAND_OPERATORS.items() for name in names.split()},
    **{name: ("name", text) for name, text in _COMMAND_NAMES.items()},
    **{name: ("name", name) for name in BARE_FUNCTIONS},
    "lfloor": ("open", "⌊"), "rfloor": ("close", "⌋"), "lceil": ("open", "⌈"), "rceil": ("close", "⌉"),
    "langle": ("open", "⟨"), "rangle": ("close", "⟩"), "lvert": ("open", "|"), "rvert": ("close", "|"),
    "lVert": ("open", "‖"), "rVert": ("close", "‖"), "lbrace": ("open", r"\{"), "rbrace": ("close", r"\}"),
    "lbrack": ("open", "["), "rbrack": ("close", "]"), "{": ("open", r"\{"), "}": ("close", r"\}"),
    "|": ("operator", "‖"), "%": ("operator", "%"), "&": ("punctuation", "&"), "#": ("punctuation", "#"),
    "_": ("punctuation", "_"), "\\": ("operator", "\\\\"), "cr": ("operator", "\\\\"), "$": ("word", "$"),
    "ldots": ("punctuation", "…"), "cdots": ("punctuation", "…"), "dots": ("punctuation", "…"),
    "vdots": ("punctuation", "…"), "ddots": ("punctuation", "…"),
    "(": ("math_open", "\\("), ")": ("math_close", "\\)"), "[": ("math_open", "\\["), "]": ("math_close", "\\]"),
}  # fmt: skip
"""LaTeX command without its backslash → the kind of its token and the token's text."""

COMMAND_BLANKS = frozenset(
    ", : ; ! > thinspace medspace thickspace quad qquad negthinspace negmedspace negthickspace enspace space "
    "displaystyle textstyle scriptstyle limits nolimits left right middle big Big bigg Bigg bigl bigr Bigl "
    "Bigr biggl biggr Biggl Biggr nonumber hfill noindent".split()
) | {" ", "\n"}
"""Commands that only move or size what stands beside them."""

ENGLISH_HEADS = frozenset(HEADS) - frozenset(BARE_FUNCTIONS) - {"sqrt", "gcd", "lcm", "mod"}
"""Heads that a text may hold as words: names only where a bracket follows at once."""

UNIT_NAMES = frozenset(
    "mm cm dm km nm um mg kg ml mL cl dl ms ns us hr hrs sec secs mins kPa Pa MPa Hz kHz MHz GHz kW MW kJ kN "
    "mol mmol cal kcal eV keV MeV mA mV kV kWh ft yd mi lb lbs oz mph kmh rad deg rpm bar atm ha dB Wh Ah "
    "kB MB GB TB USD RMB CNY € £ ¥ ℃ ℉ ㎜ ㎝ ㎞ ㎡ ㎥ ㎏ ㎎ ㎠ ㎢ ㎖ ㏄".split()
)
"""Units of two or more letters: never a product of single letters."""

NOT_PRODUCTS = frozenset(
    "an as at be by do go he hi if in is it me my no of oh ok on or so to up us we am ad ah id vs ie eg "
    "mr ms dr st th nd rd pm pt sq ll ve ed tv ok jr sr co al ii ups "
    "act add all and any ant apt ark arm art ask ash try why sky dry fly cry shy gym spy".split()
)
"""Short English words, which are never a product of single letters."""

DOTTED_LETTERS: dict[str, tuple[str, str]] = {
    "ẋ": ("x", "'"), "ẏ": ("y", "'"), "ż": ("z", "'"), "ẍ": ("x", "''"), "ÿ": ("y", "''"), "ṙ": ("r", "'"),
    "ṡ": ("s", "'"), "ṗ": ("p", "'"), "ẇ": ("w", "'"), "ṁ": ("m", "'"),
}  # fmt: skip
"""A letter with dots in one character → its name and the primes that the dots are."""
