"""Makes tokens of a text ready for the grammar: runs of letters become products, raised text an exponent.

- `xy` is x·y and `dx` is d, x. Two letters are a product unless they are an English word or capitals only
  (AB is as likely a segment); three only where they cannot be a word (`abc`, `xyz`) or the text is LaTeX.
- `x²` is `x ^ 2`, `∫₀` is `∫ _ 0`.
- \\mathrm{d}, \\operatorname{sgn}, \\mathbb{R}, \\mathit{speed} are names, \\text{if} is a word.
- `$` and the other delimiters of mathematics are blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from abacist.notation.lexer import Kind, Token, tokenize
from abacist.notation.styles import BOLD, STYLES, styled
from abacist.notation.vocabulary import FUNCTION_NAMES, GREEK, NOT_PRODUCTS, UNIT_NAMES

__all__ = ["prepared"]

_LOOK_AHEAD = 6  # tokens past the end that the grammar may look at
_TAKES_BRACES = frozenset({"^", "_", "}"})
_CONTROL_BLANKS = frozenset({"\\ ", "\\\n"})
_MARKS = frozenset({",", "&", r"\text", r"\mbox", "}"})
_NEVER_PRODUCTS = frozenset({"if", "in", "is", "or", "and", "for", "mod", "otherwise"})
_DIFFERENTIALS = re.compile(r"[kmnpqtuvwxyz]{0,2}(?:d[xyztuvwrpqsθVAST])+")
_INDEXED_DIFFERENTIAL = re.compile(r"d([A-Za-z](?:[0-9]+|_[A-Za-z0-9]+))")
_SURE_PRODUCT = re.compile(
    r"(?=.*[xz])[abcdkmnpqrstuvwxyz][bcdkmnpqrstuvwxyz]{2}|abc|abd|acd|bcd|pqr|mnp"
)
_SUBSCRIPTED = re.compile(r"([A-Za-z]{2,3})(_?)([A-Za-z0-9]+)")


def prepared(
    tokens: Sequence[Token], source: str, names: frozenset[str]
) -> tuple[list[Token], bool, frozenset[str]]:
    """The tokens that the grammar reads, END at the end, whether any of it is LaTeX, names of vectors."""
    commands = bool(tokens) and source.find("\\", tokens[0].start, tokens[-1].end) >= 0
    latex = commands or _in_dollars(tokens, source)
    vectors: set[str] = set()
    done: list[Token] = []
    index, count = 0, len(tokens)
    while index < count:
        token = tokens[index]
        kind = token.kind
        if kind is Kind.WORD:
            if token.text in names:
                done.append(token._replace(kind=Kind.NAME))
            else:
                done.extend(_letters(token, latex))
        elif kind is Kind.SUPERSCRIPT or kind is Kind.SUBSCRIPT:
            done.extend(_raised(token))
        elif kind is Kind.COMMAND and token.text in STYLES:
            bold = token.text in BOLD
            index = styled(tokens, index, source, done)
            if bold and done and done[-1].kind is Kind.NAME and done[-1].text[:1].islower():
                vectors.add(done[-1].text)
            continue
        elif kind is Kind.NAME and len(token.text) > 2 and token.text not in names:
            done.extend(_subscripted(token, latex, source))
        elif commands and token.text == "!=" and source.startswith("!=", token.start):
            done.append(Token(Kind.OPERATOR, "!", token.start, token.start + 1, token.blank))
            done.append(Token(Kind.OPERATOR, "=", token.start + 1, token.end, False))
        elif not _is_blank(tokens, index):
            done.append(token)
        index += 1
    if latex:
        done = _without_idle_braces(done)
    end = tokens[-1].end if tokens else 0
    done.extend([Token(Kind.END, "", end, end, True)] * _LOOK_AHEAD)
    return done, latex, frozenset(vectors)


def _without_idle_braces(tokens: list[Token]) -> list[Token]:
    """{} is nothing, and in {x}_1 the braces hold only a name, where they are no argument."""
    done: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        before = done[-1] if done else token
        idle = (
            token.text == "{"
            and before.text not in _TAKES_BRACES
            and before.kind is not Kind.COMMAND
        )
        after = [following.text for following in tokens[index + 1 : index + 4]]
        if idle and after[:1] == ["}"]:
            index += 2
        elif idle and after[1:] == ["}", "_"] and tokens[index + 1].kind is Kind.NAME:
            done.append(tokens[index + 1]._replace(blank=token.blank))
            index += 3
        else:
            done.append(token)
            index += 1
    return done


def _in_dollars(tokens: Sequence[Token], source: str) -> bool:
    """Whether the tokens stand between delimiters of mathematics."""
    if not tokens or "$" not in source:
        return False
    first = tokens[0]
    return first.kind is Kind.MATH_OPEN or source[: first.start].rstrip().endswith("$")


def _letters(token: Token, latex: bool) -> Iterator[Token]:
    """A word as the product of its letters, or as it is where it may be a word."""
    text = token.text
    if text[0] == "d" and text[1:] in _SPELLED_NAMES:
        yield Token(Kind.NAME, "d", token.start, token.start + 1, token.blank)
        yield Token(Kind.NAME, text[1:], token.start + 1, token.end, False)
        return
    if not text.isascii() or not text.isalpha() or not _is_product(text, latex):
        yield token
        return
    for offset, letter in enumerate(text):
        start = token.start + offset
        yield Token(Kind.NAME, letter, start, start + 1, token.blank and offset == 0)


def _is_product(text: str, latex: bool) -> bool:
    if text in _NEVER_PRODUCTS or text.isupper() or text in UNIT_NAMES:
        return False
    if not latex and text.lower() in NOT_PRODUCTS:
        return False
    if len(text) == 2:
        return True
    if len(text) == 3 and (latex or _SURE_PRODUCT.fullmatch(text)):
        return True
    return _DIFFERENTIALS.fullmatch(text) is not None


def _subscripted(token: Token, latex: bool, source: str) -> Iterator[Token]:
    """dx1 is d, x1. In LaTeX, xy_1 is x·y_1; in plain text it is one name."""
    text = token.text
    if _INDEXED_DIFFERENTIAL.fullmatch(text):
        yield Token(Kind.NAME, "d", token.start, token.start + 1, token.blank)
        yield Token(Kind.NAME, text[1:], token.start + 1, token.end, False)
        return
    found = _SUBSCRIPTED.fullmatch(text) if latex else None
    if (
        found is None
        or not found[2]
        or source[token.start : token.start + len(found[1])] != found[1]
        or found[1] in FUNCTION_NAMES
        or found[1] in _SPELLED_NAMES
    ):
        yield token
        return
    letters = found[1]
    last = token.start + len(letters) - 1
    for offset, letter in enumerate(letters[:-1]):
        start = token.start + offset
        yield Token(Kind.NAME, letter, start, start + 1, token.blank and offset == 0)
    yield Token(Kind.NAME, text[len(letters) - 1 :], last, token.end, False)


def _is_blank(tokens: Sequence[Token], index: int) -> bool:
    """Whether a token is a delimiter of mathematics or a blank that a command makes."""
    token = tokens[index]
    if token.kind is Kind.MATH_OPEN or token.kind is Kind.MATH_CLOSE:
        return True
    return token.text in _CONTROL_BLANKS and _beside_mark(tokens, index)


def _beside_mark(tokens: Sequence[Token], index: int) -> bool:
    """Whether a comma, `&` or text stands beside: there, `\\ ` in a matrix is a blank and no lost row's end."""
    around = (*tokens[max(0, index - 1) : index], *tokens[index + 1 : index + 2])
    return any(token.text in _MARKS for token in around)


_SPELLED_NAMES = frozenset(GREEK.values())


def _raised(token: Token) -> Iterator[Token]:
    """`^ 2` or `^ { - 1 }` for raised text, `_ …` for lowered text."""
    start, end = token.start, token.end
    sign = "^" if token.kind is Kind.SUPERSCRIPT else "_"
    yield Token(Kind.OPERATOR, sign, start, start, token.blank)
    if token.text.isdecimal():
        yield Token(Kind.NUMBER, token.text, start, end, False)
        return
    yield Token(Kind.OPEN, "{", start, start, False)
    for inner in tokenize(token.text):
        yield inner._replace(start=start + inner.start, end=min(end, start + inner.end))
    yield Token(Kind.CLOSE, "}", end, end, False)
