"""The derivatives of named functions.

Source: NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov, §§4-10, 19 and 25.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["OUTER"]

OUTER: Mapping[str, str] = {
    "exp": "exp(u)",
    "ln": "1/u",
    "sqrt": "1/(2*sqrt(u))",
    "sin": "cos(u)",
    "cos": "-sin(u)",
    "tan": "1 + tan(u)**2",
    "cot": "-1 - cot(u)**2",
    "sec": "sec(u)*tan(u)",
    "csc": "-csc(u)*cot(u)",
    "asin": "1/sqrt(1 - u**2)",
    "acos": "-1/sqrt(1 - u**2)",
    "atan": "1/(1 + u**2)",
    "acot": "-1/(u**2*(1 + 1/u**2))",  # singular at 0, where acot jumps
    "asec": "1/(u**2*sqrt(1 - 1/u**2))",
    "acsc": "-1/(u**2*sqrt(1 - 1/u**2))",
    "sinh": "cosh(u)",
    "cosh": "sinh(u)",
    "tanh": "1 - tanh(u)**2",
    "coth": "1 - coth(u)**2",
    "sech": "-sech(u)*tanh(u)",
    "csch": "-csch(u)*coth(u)",
    "asinh": "1/sqrt(1 + u**2)",
    "acosh": "1/(sqrt(u - 1)*sqrt(u + 1))",
    "atanh": "1/(1 - u**2)",
    "acoth": "1/(1 - u**2)",
    "abs": "sign(u)",
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
    "factorial": "gamma(u + 1)*digamma(u + 1)",
    "gamma": "gamma(u)*digamma(u)",
    "loggamma": "digamma(u)",
    "digamma": "polygamma(1, u)",
    "polygamma": "polygamma(n + 1, u)",
    "polylog": "polylog(n - 1, u)/u",
    "upper_gamma": "-u**(n - 1)*exp(-u)",
    "lower_gamma": "u**(n - 1)*exp(-u)",
    "expint": "-expint(n - 1, u)",
    "besselj": "besselj(n - 1, u) - n*besselj(n, u)/u",
    "bessely": "bessely(n - 1, u) - n*bessely(n, u)/u",
    "besseli": "besseli(n - 1, u) - n*besseli(n, u)/u",
    "besselk": "-besselk(n - 1, u) - n*besselk(n, u)/u",
    "lambertw": "lambertw(u)/(u*(1 + lambertw(u)))",
    "elliptic_k": "elliptic_e1(u)/(2*u*(1 - u)) - elliptic_k(u)/(2*u)",
    "elliptic_e1": "(elliptic_e1(u) - elliptic_k(u))/(2*u)",
    "elliptic_f": "1/sqrt(1 - n*sin(u)**2)",
    "elliptic_e": "sqrt(1 - n*sin(u)**2)",
}
"""Derivatives in the argument u; n is the index or the parameter, which must be a constant."""
