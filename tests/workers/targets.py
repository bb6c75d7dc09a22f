"""Computations that behave, hang, explode, crash and leave things behind."""

from __future__ import annotations

import ctypes
import importlib
import math
import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from typing import Any

from abacist.core.errors import ParseError, PlanError, TooLarge
from abacist.core.language import Message


def echo(value: Any) -> Any:
    return value


def pid(_: Any) -> int:
    return os.getpid()


def nap(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def pid_after(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def obey(order: str) -> str:
    """What the payload says."""
    if order == "hang":
        spin(None)
    if order == "abort":
        os.abort()
    if order == "plan":
        raise_plan_error(None)
    return order


# Computations that never end


def spin(_: Any) -> None:
    while True:
        pass


def tell_and_spin(path: str) -> None:
    _write_pid(path, os.getpid())
    spin(None)


def tower(_: Any) -> int:
    return 9**9**9**9


def factorial(n: int) -> int:
    """A loop in C that neither returns to the interpreter nor looks for signals."""
    return math.factorial(n)


def deaf(_: Any) -> int:
    """As `factorial`, with every signal blocked and ignored that can be."""
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        try:
            signal.signal(number, signal.SIG_IGN)
        except OSError:
            continue
    signal.pthread_sigmask(signal.SIG_SETMASK, signal.valid_signals())
    return math.factorial(10**9)


def endless_integral(_: Any) -> str:
    import sympy

    x = sympy.Symbol("x")
    while True:  # this one takes minutes; whether it ends is not the point
        sympy.integrate(
            sympy.sin(sympy.exp(x) + x**3) * sympy.log(1 + sympy.tan(x) ** 2) / (x**5 + x + 1), x
        )


def hold_and_spin(size: int) -> None:
    held = bytearray(os.urandom(1)) * size
    while held:
        pass


# Computations that crash


def null_pointer(_: Any) -> bytes:
    return ctypes.string_at(0)


def leave(status: int) -> None:
    os._exit(status)


def system_exit(_: Any) -> None:
    sys.exit(3)


def abort(_: Any) -> None:
    os.abort()


def kill_self(number: int) -> None:
    os.kill(os.getpid(), number)


def divide(_: Any) -> float:
    return 1 / 0


def kill_fork_server(path: str) -> None:
    child(path)
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(60)


# Computations that need much


def allocate(size: int) -> int:
    return len(bytearray(size))


def allocate_twice(size: int) -> int:
    first = bytearray(b"x") * size
    second = bytearray(b"y") * size
    return len(first) + len(second)


def hoard(_: Any) -> int:
    held = []
    while True:
        held.append(bytearray(1 << 20))


def map_shared(size: int) -> int:
    import mmap

    return len(mmap.mmap(-1, size))


def c_library_without_memory(_: Any) -> None:
    """What GMP does: malloc fails, a line on stderr, abort()."""
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    if libc.malloc(ctypes.c_size_t(1 << 40)) is None:
        os.write(2, b"GNU MP: Cannot allocate memory (size=1099511627776)\n")
        os.abort()


def null_pointer_at_the_limit(size: int) -> bytes:
    held = bytearray(b"x") * size
    return ctypes.string_at(0) + held


def flint_out_of_memory(_: Any) -> None:
    import flint

    n = flint.fmpz(3) ** 10**8
    while True:
        n *= n


def flint_overflow(_: Any) -> str:
    import flint

    return str(flint.fmpz(3) ** 10**11)


def recurse(_: Any) -> int:
    return recurse(_) + 1


def overflow(_: Any) -> float:
    return math.exp(1e9)


def many_digits(n: int) -> str:
    return str(10**n)


def long_text(length: int) -> str:
    return "π" * length


# What a computation may leave behind


def child(path: str) -> None:
    """Leave a process in the group; its number is in the file."""
    _write_pid(path, _fork_sleeper())


def child_then_hang(path: str) -> None:
    child(path)
    spin(None)


def child_then_crash(path: str) -> None:
    child(path)
    os.abort()


def daemon(path: str) -> None:
    """Leave a grandchild in a session of its own, its parent gone: a daemon."""
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.setsid()
        number = _fork_sleeper()
        os.write(writer, str(number).encode())
        os._exit(0)
    _write_pid(path, int(os.read(reader, 20)))
    os.wait()


def daemon_then_hang(path: str) -> None:
    daemon(path)
    spin(None)


def forks(path: str) -> None:
    """Processes that fork processes: 30 of them, then wait to be ended."""
    with open(path, "a", encoding="ascii") as file:
        for depth in range(30):
            if os.fork() != 0:
                break
            if depth % 3 == 0:
                os.setsid()
            file.write(f"{os.getpid()}\n")
            file.flush()
    time.sleep(60)


def _fork_sleeper() -> int:
    number = os.fork()
    if number == 0:
        while True:
            time.sleep(60)
    return number


def _write_pid(path: str, number: int) -> None:
    with open(path + ".part", "w", encoding="ascii") as file:
        file.write(f"{number}\n")
    os.replace(path + ".part", path)


def thread(_: Any) -> int:
    threading.Thread(target=spin, args=(None,), daemon=True).start()
    return os.getpid()


_held: list[bytearray] = []


def leak(size: int) -> int:
    _held.append(bytearray(b"x") * size)
    return os.getpid()


def disturb(_: Any) -> int:
    sys.setrecursionlimit(77_777)
    sys.set_int_max_str_digits(0)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, lambda number, frame: None)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM, signal.SIGUSR1})
    random.seed(os.urandom(8))
    sys.stdout = sys.stderr = None
    return os.getpid()


def state(_: Any) -> dict[str, Any]:
    return {
        "pid": os.getpid(),
        "recursion": sys.getrecursionlimit(),
        "digits": sys.get_int_max_str_digits(),
        "term": str(signal.getsignal(signal.SIGTERM)),
        "mask": sorted(signal.pthread_sigmask(signal.SIG_BLOCK, ())),
        "random": random.random(),
        "stdout": sys.stdout is None,
    }


def draw(generator: str) -> list[float]:
    """Random numbers of a library that is imported only now."""
    assert generator not in sys.modules
    drawn = importlib.import_module(generator)
    return [(drawn if hasattr(drawn, "random") else drawn.rng).random() for _ in range(3)]


# What a computation sees and says


def talk(words: str) -> str:
    print(words)
    print(words, file=sys.stderr)
    os.write(1, words.encode())
    os.write(2, words.encode())
    subprocess.run(["echo", words], check=True)
    return sys.stdin.read()


def talk_and_abort(words: str) -> None:
    os.write(2, words.encode())
    os.abort()


def flood(size: int) -> int:
    for _ in range(size >> 10):
        print("x" * 1024)
        print("x" * 1024, file=sys.stderr)
        try:
            os.write(2, b"x" * 1024)
        except OSError:
            continue
    return size


def surroundings(_: Any) -> dict[str, Any]:
    return {
        "threads": os.environ["OPENBLAS_NUM_THREADS"],
        "interrupt": str(signal.getsignal(signal.SIGINT)),
        "core": resource.getrlimit(resource.RLIMIT_CORE)[0],
        "processor": resource.getrlimit(resource.RLIMIT_CPU)[0],
        "session": os.getsid(0),
        "group": os.getpgrp(),
        "descriptors": sorted(int(name) for name in os.listdir("/proc/self/fd")),
        "server_threads": len(os.listdir(f"/proc/{os.getppid()}/task")),
        "modules": sorted(name for name in sys.modules if "." not in name),
    }


# Errors raised on purpose


def raise_parse_error(text: str) -> None:
    raise ParseError(Message(en="an {odd} sign", zh="奇怪的符号"), text, 3, "look there")


def raise_plan_error(_: Any) -> None:
    raise PlanError("no such action", Message(en="see the list", zh="见列表"))


class OwnError(TooLarge):
    """A third party's error, unknown to the caller."""

    def __init__(self, size: int) -> None:
        self.size = size
        super().__init__(f"size {size}")

    def __reduce__(self) -> tuple[type[OwnError], tuple[object, ...]]:
        return OwnError, (self.size,)


def raise_own_error(size: int) -> None:
    raise OwnError(size)
