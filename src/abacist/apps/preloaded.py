"""Imported by a service's workers before their first task: the grammar is compiled once for all of them."""

from __future__ import annotations

from abacist.apps import in_worker
from abacist.core.language import Language
from abacist.core.plan import Problem
from abacist.reading import read

__all__ = ["PRELOADED"]

PRELOADED = (in_worker.READ, in_worker.WALK)

for _language, _text in ((Language.EN, "2x + 5 = 17"), (Language.ZH, "解方程 2x+5=17")):
    read(Problem(text=_text, language=_language))
