"""Sweeps: a formula or a plan, computed at every point of a design, row by row.

spec        what is asked for: the formula, problem or plan, and where
axes        one parameter and its values: 50:150:10, a list, linspace(…), uniform(…)
axis_values the sequences and distributions that these are
designs     points in their order: grids, lists, random samples; tables of files
subjects    what is computed at a point: a formula on whole blocks, a plan row by row
block_check the values of a formula, checked by ball arithmetic
rows        a block of results: inputs, values, outcomes, levels
encoding    rows as JSONL, CSV and Arrow
ledger      what is on disk already, so that a run can be taken up after any end
running     design → subject → rows → file, with progress
live        the same for a caller of the service, computed by its workers
summary     what came of it all
plots       pictures of it
sentences   a sentence of Chinese or English → Sweep
"""
