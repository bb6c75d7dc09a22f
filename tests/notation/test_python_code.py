from __future__ import annotations

import ast
import math

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from scipy import special

from abacist.core.errors import TooLarge
from abacist.core.expr import Symbol, add, call, div, mul, neg, number, pow_
from abacist.notation import parse_canonical
from abacist.notation.numpy_form import compile_numpy, compile_scalar
from abacist.notation.python_code import (
    declarations,
    identifier,
    math_code,
    numpy_code,
    sympy_code,
    sympy_import,
)
from abacist.notation.refusal import NotRepresentable
from abacist.notation.sympy_form import to_sympy
from tests.notation.functions import agree, functions, points

X = Symbol("x")


def run_sympy(source, *names):
    """Runs source that was made from a tree, as the script shown to a person would."""
    space: dict[str, object] = {}
    lines = [sympy_import(source, "symbols"), declarations(names), f"result = {source}"]
    exec("\n".join(lines), space)
    return (
        sympy.sympify(space["result"])
        if not isinstance(space["result"], (dict, list))
        else space["result"]
    )


def run_floats(source, **values):
    with np.errstate(all="ignore"):
        return eval(source, {"np": np, "math": math, "special": special, **values})


SOURCES = [
    ("x**2 + 0.1*x", "x**2 + Rational(1, 10)*x", "x**2 + 0.1*x", "x**2 + 0.1*x"),
    ("-x**2", "-x**2", "-x**2", "-x**2"),
    ("(-x)**2", "(-x)**2", "(-x)**2", "(-x)**2"),
    ("(-2)**x", "(-2)**x", "(-2)**x", "math.pow(-2, x)"),
    ("1/3 + x/3", "Rational(1, 3) + x/3", "1/3 + x/3", "1/3 + x/3"),
    ("x/(2*y)", "x/(2*y)", "x/(2*y)", "x/(2*y)"),
    ("x/2*y", "x/2*y", "x/2*y", "x/2*y"),
    ("x - (y - 1)", "x - (y - 1)", "x - (y - 1)", "x - (y - 1)"),
    ("x*(-3)", "x*(-3)", "x*(-3)", "x*(-3)"),
    ("2**(-1)", "Integer(2)**(-1)", "2.0**(-1)", "2**(-1)"),
    ("(1 + 2)/4", "Integer(1 + 2)/4", "(1 + 2)/4", "(1 + 2)/4"),
    ("ln(x)*pi", "log(x)*pi", "np.log(x)*np.pi", "math.log(x)*math.pi"),
    ("exp(2*x)", "exp(2*x)", "np.exp(2*x)", "math.exp(2*x)"),
    ("E**x", "E**x", "np.exp(x)", "math.exp(x)"),
    ("root(x, 3)", "real_root(x, 3)", "np.cbrt(x)", "math.cbrt(x)"),
    ("root(x, 4)", "root(x, 4)", "x**(1/4)", "math.pow(x, 1/4)"),
    ("x**(1/2)", "x**Rational(1, 2)", "x**(1/2)", "math.pow(x, 1/2)"),
    ("sec(x)*2", "sec(x)*2", "1/np.cos(x)*2", "1/math.cos(x)*2"),
    ("abs(x)", "Abs(x)", "np.abs(x)", "abs(x)"),
    ("max(x, y, 1)", "Max(x, y, 1)", "np.maximum(np.maximum(x, y), 1)", "max(x, y, 1)"),
    (
        "piecewise(case(x, x > 0), otherwise(-x))",
        "Piecewise((x, Gt(x, 0)), (-x, True))",
        "np.where(x > 0, x, -x)",
        "x if x > 0 else -x",
    ),
    ("gamma(x) + 1", "gamma(x) + 1", "special.gamma(x) + 1", "math.gamma(x) + 1"),
    ("fresnels(x)", "fresnels(x)", "special.fresnel(x)[0]", "special.fresnel(x)[0]"),
    ("log(x, 10)", "log(x, 10)", "np.log10(x)", "math.log10(x)"),
    ("mod(x, 3) + 1", "Mod(x, 3) + 1", "x % 3 + 1", "x % 3 + 1"),
    (
        "lambda + gamma(beta)",
        "lambda_ + gamma(beta_)",
        "lambda_ + special.gamma(beta_)",
        "lambda_ + math.gamma(beta_)",
    ),
]


@pytest.mark.parametrize(
    "text, by_sympy, by_numpy, by_math", SOURCES, ids=[row[0] for row in SOURCES]
)
def test_readable_source(text, by_sympy, by_numpy, by_math):
    expr = parse_canonical(text)
    assert sympy_code(expr) == by_sympy
    assert numpy_code(expr) == by_numpy
    assert math_code(expr) == by_math


EXACT = [
    "1/3", "x/3 + 1/7", "(1 + 2)/(3*4)", "2**(-3)", "(2**3)**(-1)", "0.1 + x", "sqrt(2)*x", "x = 2", "x**2 < 3",
    "and(x > 0, x < 1)", "{1, 2, x}", "[0, 1)", "(0, 1]", "open(0, 1)", "[0, oo)", "union([0, 1], {3})", "list(1, x)",
    "(1, x)", "[[1, 2], [3, x]]", "vector(1, 2)", "derivative(x**2, x, 1)", "integral(x, x)", "integral(x, x, 0, 1)",
    "sum(1/x, x, 1, 3)", "product(x, x, 1, 3)", "limit(1/x, x, 0)", "limit_left(1/x, x, 0)", "limit_right(1/x, x, 0)",
    "f(x)", "f'(x)", "f''(0)", "piecewise(case(1, x < 0), otherwise(2))",
    "image(2*pi*n, n, Integers)", "in(x, Integers)",
    "determinant([[1, 2], [3, 4]])", "transpose([[1, 2]])", "inverse([[1, 2], [3, 4]])",
    "dot(vector(1, 2), vector(3, 4))",
    "{x: 1, y: 2}", "percent(30)", "degree(45)", "gcd(4, 6)", "heaviside(x)", "lambertw(x, -1)", "elliptic_e1(x)",
    "not(x = 1)", "difference(Reals, {0})", "norm(vector(3, 4))", "trace([[1, 2], [3, 4]])", "rank([[1, 2], [2, 4]])",
    "true", "oo", "I*x", "E**(-x)", "polygamma(1, x)", "log(x, 2)", "binomial(n, 2)", "adjugate([[1, 2], [3, 4]])",
    "cross(vector(1, 2, 3), vector(3, 2, 1))", "digamma(x)", "hyper(list(1, 2), list(3), x)",
    "meijerg(list(list(), list(1)), list(list(0), list()), x)",
]  # fmt: skip


@pytest.mark.parametrize("text", EXACT)
def test_sympy_source_builds_what_the_tree_builds(text):
    expr = parse_canonical(text)
    built = to_sympy(expr)
    result = run_sympy(sympy_code(expr), "x", "y", "n")
    if isinstance(built, sympy.Set) and isinstance(built, sympy.ImageSet):
        assert sympy.simplify(result.lamda(5) - built.lamda(5)) == 0
    else:
        assert result == built


@settings(max_examples=120, deadline=None)
@given(functions)
def test_sympy_source_of_random_expressions(expr):
    if expr.has("root"):
        expr = expr.rebuild(lambda node: call("sqrt", node.args[0]) if node_is_root(node) else node)
    try:
        built = to_sympy(expr)
    except (TooLarge, NotRepresentable):
        return
    result = run_sympy(sympy_code(expr), "x", "y")
    assert result == built or built is sympy.nan or agree(result, built)


def node_is_root(node):
    return getattr(node, "head", None) == "root"


@settings(max_examples=120, deadline=None)
@given(functions, points, points)
def test_float_source_computes_what_the_closures_compute(expr, a, b):
    a, b = float(a), float(b)
    try:
        by_source = float(run_floats(math_code(expr), x=a, y=b))
    except (ValueError, ZeroDivisionError, OverflowError):
        by_source = math.nan
    by_closure = compile_scalar(expr, ("x", "y"))(a, b)
    if math.isfinite(by_source) and math.isfinite(by_closure):
        assert math.isclose(by_source, by_closure, rel_tol=1e-7, abs_tol=1e-7) or jumps(expr, a, b)


@settings(max_examples=120, deadline=None)
@given(functions, points, points)
def test_array_source_computes_what_the_closures_compute(expr, a, b):
    a, b = float(a), float(b)
    arrays = {"x": np.array([a, a]), "y": np.array([b, b])}
    try:
        result = run_floats(numpy_code(expr), **arrays)
    except ZeroDivisionError:  # a quotient of numbers alone
        return
    by_source = np.broadcast_to(np.asarray(result, float), (2,))
    by_closure = compile_numpy(expr, ("x", "y"))(*arrays.values())
    if np.isfinite(by_source).all() and np.isfinite(by_closure).all():
        assert np.allclose(by_source, by_closure, rtol=1e-7, atol=1e-7) or jumps(expr, a, b)


def jumps(expr, a, b):
    """True where a rounding error can change the value a lot: at a jump, or next to a pole."""
    function = compile_scalar(expr, ("x", "y"))
    near = [function(a + h, b + k) for h in (-1e-9, 0, 1e-9) for k in (-1e-9, 0, 1e-9)]
    return not all(math.isclose(value, near[4], rel_tol=1e-6, abs_tol=1e-9) for value in near)


@settings(max_examples=100, deadline=None)
@given(functions)
def test_source_is_one_expression_of_plain_parts(expr):
    for source in (sympy_code(expr), numpy_code(expr), math_code(expr)):
        tree = ast.parse(source, mode="eval")
        assert not any(
            isinstance(node, ast.Attribute) and node.attr.startswith("_") for node in ast.walk(tree)
        )


def test_declarations():
    assert declarations(["x"]) == "x = symbols('x')"
    assert declarations(["x", "y", "x"]) == "x, y = symbols('x y')"
    assert (
        declarations(["x", "n"], {"n": "integer"})
        == "x = symbols('x')\nn = symbols('n', integer=True)"
    )
    assert declarations(["lambda", "S"]) == "lambda_, S_ = symbols('lambda S')"
    assert declarations([]) == ""


def test_names_that_are_taken_get_a_stroke():
    assert [identifier(name) for name in ("x", "lambda", "E1", "beta", "print")] == [
        "x",
        "lambda_",
        "E1",
        "beta_",
        "print_",
    ]


def test_imports_name_what_is_used():
    source = sympy_code(parse_canonical("sin(x)/3 + 1/3 + pi + f(x)"))
    assert (
        sympy_import(source, "symbols") == "from sympy import Function, pi, Rational, sin, symbols"
    )
    assert sympy_import("x + y") == ""


def test_orders_that_scipy_would_cut_down_to_integers_are_refused():
    assert numpy_code(parse_canonical("expint(2, x)")) == "special.expn(2, x)"
    for text in ("expint(5/2, x)", "expint(n, x)", "polygamma(1/2, x)"):
        with pytest.raises(NotRepresentable):
            numpy_code(parse_canonical(text))


REFUSED = [call("quantity", number(3), Symbol("m")), call("approx", X, X), call("subset", X, X)]


@pytest.mark.parametrize("expr", REFUSED, ids=lambda expr: expr.head)
def test_what_has_no_source(expr):
    for code in (sympy_code, numpy_code, math_code):
        with pytest.raises(NotRepresentable):
            code(expr)


def test_signs_and_brackets_of_trees_built_by_hand():
    assert sympy_code(mul(add(X, number(1)), neg(X))) == "(x + 1)*(-x)"
    assert sympy_code(pow_(neg(X), neg(number(2)))) == "(-x)**(-2)"
    assert sympy_code(div(neg(X), neg(X))) == "-x/(-x)"
    assert sympy_code(pow_(pow_(X, number(2)), number(3))) == "(x**2)**3"
    assert sympy_code(pow_(X, pow_(number(2), number(3)))) == "x**2**3"
    assert numpy_code(number(10**20)) == "100000000000000000000.0"
