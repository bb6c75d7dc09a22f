"""A prime factorisation: the factors multiply to the number, and each is proved to be a different prime.

The product is formed with FLINT integers and primality proved by FLINT (deterministic tests below 2^64, above
that Pocklington and Adleman-Pomerance-Rumely-Cohen-Lenstra proofs). That the factorisation is the only one is the
fundamental theorem of arithmetic. Nothing is factored here.
"""

from __future__ import annotations

from abacist.checking.integer_relations import NotAnInteger, integer, is_prime
from abacist.core.answer import Finding
from abacist.core.claim import FactorizationOf
from abacist.core.expr import Call, Expr
from abacist.core.language import Message
from abacist.core.outcome import Verdict
from abacist.core.registry import checker

__all__ = ["check"]


@checker("factorization_of")
def check(claim: FactorizationOf) -> Finding:
    """Decides the claim; see the module's page."""
    try:
        stated = integer(claim.number)
        powers = _powers(claim.factorization)
    except NotAnInteger as why:
        return _finding(Verdict.UNDECIDED, why=str(why))
    product = 1
    for base, exponent in powers:
        product *= base**exponent
    primes = [base for base, _ in powers if base not in (1, -1)]
    if product != stated:
        return _finding(Verdict.REFUTED, product=str(product)[:200])
    composite = [prime for prime in primes if not is_prime(prime)]
    if composite:
        return _finding(Verdict.REFUTED, composite=str(composite[0]))
    if len(set(primes)) != len(primes) or (1 in dict(powers) and len(powers) > 1):
        return _finding(Verdict.REFUTED, repeated=str(claim.factorization)[:200])
    return _finding(Verdict.PROVED, product=str(product)[:200], primes=str(len(primes)))


def _powers(expr: Expr) -> list[tuple[int, int]]:
    """(base, exponent) of a product of powers; −1 may lead. Raises `NotAnInteger` for other forms."""
    factors = expr.args if isinstance(expr, Call) and expr.head == "mul" else (expr,)
    found: list[tuple[int, int]] = []
    for factor in factors:
        if isinstance(factor, Call) and factor.head == "neg" and len(factors) == 1:
            return [(-1, 1), *_powers(factor.args[0])]
        if isinstance(factor, Call) and factor.head == "pow":
            base, exponent = (integer(arg) for arg in factor.args)
        else:
            base, exponent = integer(factor), 1
        if not 1 <= exponent <= 100_000 or abs(base).bit_length() * exponent > 10**6:
            raise NotAnInteger(f"{factor} is no power of a prime")
        if base < -1 and exponent == 1 and not found:
            found.append((-1, 1))
            base = -base
        found.append((base, exponent))
    return found


_METHOD = Message(
    en="the factors multiplied, each proved to be a prime",
    zh="将各因数相乘，并证明每个因数都是质数",
)


def _finding(verdict: Verdict, **evidence: str) -> Finding:
    return Finding(verdict=verdict, method=_METHOD, evidence=evidence)
