"""The derivatives of the functions of the vocabulary.

Source: NIST Digital Library of Mathematical Functions, §§4-10 and 19, https://dlmf.nist.gov.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["INDEXED", "OUTER"]

# Outer derivatives in the inner function u. A function that is missing has no rule.
OUTER: Mapping[str, str] = {
    "exp": "exp(u)",
    "ln": "1/u",
    "sqrt": "1/(2*sqrt(u))",
    "sin": "cos(u)",
    "cos": "-sin(u)",
    "tan": "1/cos(u)**2",
    "cot": "-1/sin(u)**2",
    "sec": "sec(u)*tan(u)",
    "csc": "-csc(u)*cot(u)",
    "asin": "1/sqrt(1 - u**2)",
    "acos": "-1/sqrt(1 - u**2)",
    "atan": "1/(1 + u**2)",
    "acot": "-1/(1 + u**2)",
    "asec": "1/(u**2*sqrt(1 - 1/u**2))",
    "acsc": "-1/(u**2*sqrt(1 - 1/u**2))",
    "sinh": "cosh(u)",
    "cosh": "sinh(u)",
    "tanh": "1/cosh(u)**2",
    "coth": "-1/sinh(u)**2",
    "sech": "-sech(u)*tanh(u)",
    "csch": "-csch(u)*coth(u)",
    "asinh": "1/sqrt(1 + u**2)",
    "acosh": "1/(sqrt(u - 1)*sqrt(u + 1))",
    "atanh": "1/(1 - u**2)",
    "acoth": "1/(1 - u**2)",
    "abs": "u/abs(u)",
    "gamma": "gamma(u)*digamma(u)",
    "factorial": "gamma(u + 1)*digamma(u + 1)",
    "loggamma": "digamma(u)",
    "digamma": "polygamma(1, u)",
    "erf": "2*exp(-u**2)/sqrt(pi)",
    "erfc": "-2*exp(-u**2)/sqrt(pi)",
    "erfi": "2*exp(u**2)/sqrt(pi)",
    "fresnels": "sin(pi*u**2/2)",
    "fresnelc": "cos(pi*u**2/2)",
    "Si": "sin(u)/u",
    "Ci": "cos(u)/u",
    "Shi": "sinh(u)/u",
    "Chi": "cosh(u)/u",
    "Ei": "exp(u)/u",
    "li": "1/ln(u)",
    "lambertw": "lambertw(u)/(u*(1 + lambertw(u)))",
    "elliptic_k": "(elliptic_e1(u) - (1 - u)*elliptic_k(u))/(2*u*(1 - u))",
    "elliptic_e1": "(elliptic_e1(u) - elliptic_k(u))/(2*u)",
}
# Functions of an index n that does not depend on the variable, and of u.
INDEXED: Mapping[str, str] = {
    "besselj": "(besselj(n - 1, u) - besselj(n + 1, u))/2",
    "bessely": "(bessely(n - 1, u) - bessely(n + 1, u))/2",
    "besseli": "(besseli(n - 1, u) + besseli(n + 1, u))/2",
    "besselk": "-(besselk(n - 1, u) + besselk(n + 1, u))/2",
    "polylog": "polylog(n - 1, u)/u",
    "polygamma": "polygamma(n + 1, u)",
    "lower_gamma": "u**(n - 1)*exp(-u)",
    "upper_gamma": "-u**(n - 1)*exp(-u)",
    "expint": "-expint(n - 1, u)",
}
