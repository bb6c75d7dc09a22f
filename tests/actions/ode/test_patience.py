"""Computer algebra that is only welcome ends in time, and the alarm is put back.

The tests run in a process of their own, since the test runner uses the alarm itself.
"""

from __future__ import annotations

import subprocess
import sys
from threading import Thread

from abacist.actions.ode.patience import at_most

ENDS = """
import signal, time
from abacist.actions.ode.patience import OutOfPatience, at_most
began = time.monotonic()
try:
    with at_most(0.1):
        while True:
            time.sleep(0.01)
except OutOfPatience:
    assert time.monotonic() - began < 20
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0.0
    print("ended")
"""

QUICK = """
import signal
from abacist.actions.ode.patience import at_most
with at_most(60):
    found = 1 + 1
assert signal.getitimer(signal.ITIMER_REAL)[0] == 0.0
print(found)
"""

TAKEN = """
import signal
from abacist.actions.ode.patience import at_most
handler = lambda number, frame: None
signal.signal(signal.SIGALRM, handler)
with at_most(60):
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0.0
assert signal.getsignal(signal.SIGALRM) is handler
print("left alone")
"""


def run(script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.strip()


def test_it_ends_in_time() -> None:
    assert run(ENDS) == "ended"


def test_what_is_quick_is_not_disturbed() -> None:
    assert run(QUICK) == "2"


def test_an_alarm_of_somebody_else_is_left_alone() -> None:
    assert run(TAKEN) == "left alone"


def test_another_thread_runs_without_a_bound() -> None:
    done: list[int] = []

    def work() -> None:
        with at_most(0.001):
            done.append(sum(range(10**5)))

    thread = Thread(target=work)
    thread.start()
    thread.join()
    assert done == [4999950000]
