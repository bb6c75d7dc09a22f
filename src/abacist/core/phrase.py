"""How a phrase of Chinese or English is declared: a template with typed holes and what it means.

A template is words, with four marks:

    {name:Type}      a hole, filled by a formula or a phrase of that type
    {name:Type+}     one or more of them, separated by commas, `、`, "and", 和 or 与
    (a|b|c)          one of these
    (a)?  {h:Type}?  this or nothing; holes may stand inside

English words match without regard to case; Chinese is matched by character; blanks mean nothing. A template
"the X of {f:T}" also covers "its X" and "{f:T}'s X", and "{f:T}的X" covers "其X".

What a phrase means is data, so that it can be run backwards to restate a plan:

    Make("calculus.integrate", integrand=Hole("f"))   a node of the plan
    Hole("h")                                         the meaning of that hole
    Constant("rk4")                                   a fixed value
    Formula("(1 + k)*q")                              an expression; names of holes stand for their meaning
    Name("{owner}_{thing}")                           the symbol with that name, made from words
    Define(Name("…"), Formula("…"))                   a named value for the rest of the text
    Nothing()                                         a filler: few, and never a content word
    Referent()                                        what "it", "this", 其 points back to

Leave `means` out and it is `Make(this action, every hole = the argument of its name)`.

Types form a lattice (`TYPES`). A type that is the slot of an action's argument may also stand alone as a
clause anywhere in the text: `Phrase("StepSize", en=("(with)? step (size)? {h:Number}",), means=Hole("h"))`
and an argument declared `Slot("StepSize")` meet without knowing each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from abacist.core.language import Language, Message

__all__ = [
    "TYPES",
    "Constant",
    "Define",
    "Formula",
    "Hole",
    "Make",
    "Meaning",
    "Name",
    "Nothing",
    "Phrase",
    "Referent",
    "Slot",
    "is_subtype",
]


@dataclass(frozen=True, slots=True)
class Hole:
    """The meaning of the hole of this name."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A fixed value: a text, an integer or a truth, as it stands in a plan's arguments."""

    value: str | int | bool


@dataclass(frozen=True, slots=True)
class Name:
    """The symbol whose name is this text with the words of its holes filled in."""

    template: str


@dataclass(frozen=True, slots=True)
class Formula:
    """An expression in canonical text in which the names of holes (or of `names`) are replaced."""

    text: str
    names: tuple[tuple[str, Name], ...] = ()


@dataclass(frozen=True, slots=True)
class Define:
    """A named value: `name` stands for `value` in the rest of the text."""

    name: Name | Hole
    value: Formula | Hole


@dataclass(frozen=True, slots=True)
class Nothing:
    """A filler: words that ask or announce and carry no content."""


@dataclass(frozen=True, slots=True)
class Referent:
    """The last thing mentioned that can stand where this word stands."""


@dataclass(frozen=True, slots=True, init=False)
class Make:
    """A node of the plan: an action and its arguments, each a meaning of its own."""

    action: str
    args: tuple[tuple[str, Meaning], ...]

    def __init__(self, action: str, /, **args: Meaning) -> None:
        object.__setattr__(self, "action", action)
        object.__setattr__(self, "args", tuple(sorted(args.items(), key=lambda item: item[0])))


Meaning = Make | Hole | Constant | Formula | Name | Define | Nothing | Referent


@dataclass(frozen=True, slots=True)
class Phrase:
    """Templates in both languages that yield a value of one type.

    Arguments:
        yields: a type of `TYPES`, or a new one that some argument's `Slot` names.
        en, zh: templates; the first of each is the one that restates.
        means: see the module's page; None means `Make` of the declaring action from the holes' names.
        cost: readings are ranked by the sum of their costs; 0 is a plain phrase, more is less likely;
            less than 0 is a phrase that means something else than its parts would ("the sum of the roots").
        assumes: where this reading is one of several, the sentence that says so.
        ends: it ends its sentence ("then x is"); "k/27 is" in the midst of one is no demand.
    """

    yields: str
    en: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()
    means: Meaning | None = None
    cost: float = 0.0
    assumes: Message | None = None
    ends: bool = False

    def templates(self, language: Language) -> tuple[str, ...]:
        """The templates in one language."""
        return self.zh if language is Language.ZH else self.en


@dataclass(frozen=True, slots=True)
class Slot:
    """Marks an argument of an action: what fills it when no hole did, and what to ask when nothing does.

    Use it in `Annotated[Expr, Slot("Function", ask=Message(en="Of which function?", zh="哪个函数？"))]`.

    Arguments:
        type: the type of clause that fills it, by subtype; several types separated by `|`.
        ask: the question when the argument is required and nothing fills it.
        many: the argument is a tuple and takes every clause of the type.
    """

    type: str
    ask: Message | None = None
    many: bool = False
    aliases: tuple[str, ...] = field(default=())

    def accepts(self, kind: str) -> bool:
        """True where a clause of type `kind` may fill this argument."""
        return any(is_subtype(kind, wanted) for wanted in self.type.split("|"))


TYPES: Mapping[str, tuple[str, ...]] = {
    # what a formula in the text can be, narrowest first; a type is followed by the types it also is
    "Integer": ("Number",),
    "Number": ("Expression", "Length"),
    "Symbol": ("Expression",),
    "Expression": ("Function",),
    "IntegralExpression": ("Expression",),
    "LimitExpression": ("Expression",),
    "SumExpression": ("Expression",),
    "DerivativeExpression": ("Expression",),
    "FunctionDefinition": ("Function", "Equation"),
    "Assignment": ("Equation",),
    "InitialCondition": ("Relation",),
    "DifferentialEquation": ("Relation",),
    "Congruence": ("Equation",),
    "Equation": ("Relation",),
    "Inequality": ("Relation",),
    "Membership": ("Relation",),
    "Interval": ("Set",),
    "Set": ("Value",),
    "Point": ("Value",),
    "Vector": ("Value",),
    "Matrix": ("Value",),
    "List": (),
    "Quantity": ("Length",),
    "Unit": (),  # the name of a unit
    "Numeral": (),  # a number that is written as one, not described
    "Length": ("Value",),
    "Function": ("Value",),
    "Word": (),  # any one content word (English) or one to four Chinese characters
    # what phrases yield
    "Relation": (),
    "Value": (),  # anything that can be asked for
    "Predicate": (),  # a condition on the members of a set
    "Figure": (),  # a geometric figure
    "Request": (),  # a complete demand
    "Definition": (),  # names a value for the rest of the text
    "Form": (),  # how the answer is to be written
    "Filler": (),  # words that carry no content
    "Spoken": ("Value",),  # a formula said with infix words, which no other words may take apart
    "Reference": (),  # "it", "this function", 它
    "Possessive": (),  # "its", 其
}
"""The lattice of types: each with the types directly above it."""


def is_subtype(kind: str, wanted: str) -> bool:
    """True where everything of type `kind` is also of type `wanted`."""
    return kind == wanted or any(is_subtype(above, wanted) for above in TYPES.get(kind, ()))
