"""How long reading takes with a thousand phrases loaded, by the processor: `python -m benchmarks.reading`.

The phrases are generated: every declared phrase is there, and the rest up to a thousand are made from the same
frame words ("the … of", "…的…", "find", 求) with invented content words, so that they compete for the same words.
"""

from __future__ import annotations

import random
import statistics
import time

from abacist.core.language import language_of
from abacist.core.phrase import Hole, Make, Phrase
from abacist.core.plan import Problem
from abacist.core.registry import actions, example_problems
from abacist.notation.lexer import tokenize
from abacist.reading import read
from abacist.reading.grammar import Grammar
from abacist.reading.standard import standard_grammar

PHRASES = 1000
TOKENS = 60
_SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu".split()
_HAN = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜"
_FRAMES = (
    ("the {} of {{v:Value}}", "{{v:Value}}的{}"),
    ("the {} between {{a:Number}} and {{b:Number}}", "{{a:Number}}与{{b:Number}}的{}"),
    ("find the {} of {{v:Function}}", "求{{v:Function}}的{}"),
    (
        "the (total|mean) {} of {{s:Set}} that {{p:Predicate}}",
        "{{p:Predicate}}的{{s:Set}}的(总|平均)?{}",
    ),
    ("{{v:Number}} is {} than {{w:Number}}", "{{v:Number}}比{{w:Number}}{}"),
)


def grammar_of(size: int, seed: int = 1) -> Grammar:
    """The standard grammar filled up to `size` phrases with invented ones."""
    rng = random.Random(seed)
    grammar = Grammar()
    standard = standard_grammar()
    grammar.clause_types = set(standard.clause_types)
    grammar.by_key.update({key: list(value) for key, value in standard.by_key.items()})
    grammar.words = set(standard.words)
    grammar.unkeyed.extend(standard.unkeyed)
    grammar.size = standard.size
    while grammar.size < size:
        english, chinese = rng.choice(_FRAMES)
        word = "".join(rng.choices(_SYLLABLES, k=3))
        han = "".join(rng.choices(_HAN, k=rng.randint(2, 3)))
        means = Make("arithmetic.evaluate", expression=Hole("v"))
        kind = rng.choice(("Number", "Value", "Set", "Function"))
        grammar.add(Phrase(kind, (english.format(word),), (chinese.format(han),), means, cost=5.0))
    return grammar


def problems() -> list[str]:
    """Every example's problem of fewer than `TOKENS` tokens, in both languages."""
    texts = [
        text
        for declared in actions().values()
        for example in declared.examples
        for _, text in example_problems(example)
    ]
    return [text for text in texts if len(tokenize(text)) < TOKENS]


def measure(rounds: int = 3) -> dict[str, float]:
    """Median and 95th percentile of reading one problem, in milliseconds, and how many were read."""
    texts = problems()
    grammar = grammar_of(PHRASES)
    for text in texts[:10]:
        read(Problem(text=text, language=language_of(text)), grammar)
    times: list[float] = []
    for _ in range(rounds):
        for text in texts:
            problem = Problem(text=text, language=language_of(text))
            start = time.process_time()
            read(problem, grammar)
            times.append(1000 * (time.process_time() - start))
    times.sort()
    return {
        "phrases": grammar.size,
        "problems": len(texts),
        "median_ms": statistics.median(times),
        "p95_ms": times[int(0.95 * len(times))],
    }


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:12s} {value:10.2f}")
