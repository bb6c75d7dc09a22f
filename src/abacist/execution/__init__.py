"""Runs actions and checkers by their names, each in a process that can be ended, and judges the result.

asking.py        the problem within its bounds, and which reading of it
executor.py      how a computation is called: in a worker, or here for tests
beside.py        one worker that warms up beside a starting command
here.py          the parts of a whole plan, called within one worker
progress.py      who listens while an answer is made
targets.py       what runs in the worker: JSON in, JSON out
exceptions.py    what the exception of a library means
budget.py        the time that is left
nodes.py         one node of a plan: arguments, values of earlier nodes, certificates
assertions.py    what each kind of claim states
binding.py       whether a value is what the claims state of these arguments
verification.py  a saved answer, checked again from its claims alone
"""
