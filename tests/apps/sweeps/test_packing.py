"""Blocks of rows as text: what comes back tells the same."""

from __future__ import annotations

from abacist.apps.sweeps.encoding import csv_lines, json_lines
from abacist.apps.sweeps.packing import joined, pack, unpack
from abacist.apps.sweeps.summary import Summary, Tally
from tests.apps.sweeps.running_sweeps import prepared

ROWS = 70_000


def test_rows_come_back_as_they_were() -> None:
    over = (f"x=1:{ROWS // 2}", "y=-1,0")
    ready = prepared(formula="z = floor(x/2)/y + sqrt(x)", over=over)
    blocks = [*ready.subject.results(ready.design.blocks(0, 1 << 14), {}, lambda *_: None)]
    text = joined([pack(blocks[:2], ready.layout), pack(blocks[2:], ready.layout)])
    back = [*unpack(text, ready.layout)]
    first, second = Tally(Summary(name="z")), Tally(Summary(name="z"))
    for rows, again in zip(blocks, back, strict=True):
        first.add(rows)
        second.add(again)
        for write in (json_lines, csv_lines):
            assert write(rows, ready.layout) == write(again, ready.layout)
            assert write(rows.behind(5000), ready.layout) == write(again.behind(5000), ready.layout)
    assert first.summary(0) == second.summary(0)
    assert first.summary(0).engines.keys() == {"NumPy", "Arb"}
    assert first.summary(0).outcomes["undefined"] == ROWS // 2
