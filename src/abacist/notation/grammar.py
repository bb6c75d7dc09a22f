"""Mathematical text to expressions: what people write (`parse`) and the strict form (`parse_canonical`).

`parse` reads plain text, Unicode and LaTeX, mixed as they come. It decides by documented rules (here, in
`lexer`, `preparation` and the modules `grammar_*`) and refuses what could mean two things, with the place.

    relations    = ≠ < ≤ > ≥ ≈ ∈ ∉ ⊂, chains of them, a ≡ b (mod n); x, y > 0; R1, R2 ∈ [50, 150]
    logic        and or ∧ ∨ 且 或, ⇒
    sets         ∪ ∩ ∖, U between two sets
    terms        + − ±; juxtaposition is a product; 1/2x and a/bc are refused, 1/2 x is x/2
    powers       x^2, x², x**2, x^{n+1}, right to left; x!, 5%, 30°, Aᵀ
    √2, √(x+1), ∛x; 3 1/2 and 3½ are mixed numbers

A precedence-climbing parser on tokens: no backtracking beyond one fixed look ahead, so its time is linear.
"""

from __future__ import annotations

from collections.abc import Sequence

from abacist.core.errors import TooLarge
from abacist.core.expr import Expr
from abacist.core.language import Message
from abacist.core.limits import LIMITS
from abacist.notation.canonical_grammar import parse_canonical
from abacist.notation.formula import Formula
from abacist.notation.lexer import Kind, Token, tokenize

__all__ = ["parse", "parse_canonical", "parse_tokens"]


def parse(
    text: str, *, functions: frozenset[str] = frozenset(), variables: frozenset[str] = frozenset()
) -> Expr:
    """The expression that a person means by a formula. A full stop at its end is no part of it.

    Arguments:
        text: the formula, with or without `$…$`.
        functions: names to be read as functions: P in P(x + 1).
        variables: names to be read as variables: `e`, `i`, `ab`, `force`.

    Raises `ParseError` with line and column, or `TooLarge`.
    """
    if len(text) > LIMITS.formula_characters:
        raise TooLarge(
            Message(
                en=f"a formula may have at most {LIMITS.formula_characters} characters",
                zh=f"公式至多有 {LIMITS.formula_characters} 个字符",
            )
        )
    tokens = tokenize(text)
    if len(tokens) > 1 and tokens[-1].kind is Kind.PUNCTUATION and tokens[-1].text == ".":
        tokens = tokens[:-1]
    return parse_tokens(tokens, text, functions=functions, variables=variables)


def parse_tokens(
    tokens: Sequence[Token],
    source: str,
    *,
    functions: frozenset[str] = frozenset(),
    variables: frozenset[str] = frozenset(),
) -> Expr:
    """The expression that a slice of the tokens of `source` means; see `parse`."""
    try:
        return Formula(tokens, source, functions, variables).whole()
    except RecursionError as error:  # the caller's own stack was nearly full
        raise TooLarge(Message(en="the formula is nested too deeply", zh="公式嵌套过深")) from error
