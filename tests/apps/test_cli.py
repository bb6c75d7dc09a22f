"""The command line as a person uses it: real processes, both languages, good and bad input."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from abacist import __version__
from abacist.core.language import Language, language_of
from tests.apps.program import COMMAND, Run, abacist, environment

ZH = {"LC_ALL": "zh_CN.UTF-8"}


def json_of(run: Run) -> dict[str, object]:
    assert run.err == ""
    return json.loads(run.out)


# ---- solve


def test_a_first_problem() -> None:
    run = abacist("solve", "2x+5=17")
    assert run.code == 0
    assert run.err == ""
    assert "6" in run.out
    assert "proved" in run.out
    assert "\x1b" not in run.out
    assert max(map(len, run.out.splitlines())) <= 80


def test_the_answer_is_in_the_language_of_the_problem() -> None:
    run = abacist("solve", "解方程 2x+5=17")
    assert run.code == 0
    assert "步骤" in run.out
    assert "Steps" not in run.out
    assert "Steps" in abacist("solve", "解方程 2x+5=17", "--language", "en").out


def test_from_standard_input() -> None:
    for arguments in (("solve", "-"), ("solve",)):
        assert json_of(abacist(*arguments, "--json", stdin="2x+5=17\n"))["answer"] == "6"


def test_a_formula_that_begins_with_a_minus_sign() -> None:
    assert json_of(abacist("solve", "-2x = 6", "--json"))["answer"] == "-3"


def test_the_whole_answer_as_json() -> None:
    answer = json_of(abacist("solve", "x^2-5x+6=0", "--json"))
    assert answer["answer"] == "{2, 3}"
    assert answer["level"] == "proved"
    assert answer["outcome"] == "solved"
    assert answer["certificates"]


def test_the_script_alone(tmp_path: Path) -> None:
    run = abacist("solve", "2x+5=17", "--code")
    assert run.code == 0
    script = tmp_path / "script.py"
    script.write_text(run.out, encoding="utf-8")
    import sys

    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    assert "6" in done.stdout


def test_a_plan_is_printed_and_run(tmp_path: Path) -> None:
    printed = abacist("solve", "2x+5=17", "--plan")
    assert printed.code == 0
    path = tmp_path / "plan.json"
    path.write_text(printed.out, encoding="utf-8")
    answer = json_of(abacist("run", str(path), "--json"))
    assert answer["answer"] == "6"
    assert json_of(abacist("run", "-", "--json", stdin=printed.out))["answer"] == "6"


AMBIGUOUS = "小明有12本书，小红的书比小明多两倍，小红有几本"


def test_another_reading_is_offered_and_can_be_run() -> None:
    first = abacist("solve", AMBIGUOUS)
    assert "36" in first.out
    assert "--reading 2" in first.out
    assert json_of(abacist("solve", AMBIGUOUS, "--reading", "2", "--json"))["answer"] == "24"
    assert abacist("solve", AMBIGUOUS, "--reading", "9").code == 2


# ---- what is no answer


@pytest.mark.parametrize(
    "problem, words",
    [
        ("find the minimum of this", "function"),
        ("帮我算一下这个东西的最小值", "函数"),
        ("please sing a song", "sing"),
        ("请唱一首歌", "唱"),
    ],
)
def test_a_non_answer_says_what_is_missing(problem: str, words: str) -> None:
    run = abacist("solve", problem)
    assert run.code == 1
    assert words in run.out + run.err
    assert language_of(run.out) is language_of(problem)


BAD_INPUT = [
    ("", 2),
    ("   ", 2),
    ("2 + * 3", None),
    ("solve (2x + 5 = 17", None),
    ("__import__('os').system('id')", None),
    ("foo(3) + bar", None),
    ("1/0", None),
    ("x = 1, x = 2, find x", None),
    ("3 m + 2 s", None),
    ("9**9**9**9", None),
    ("1000000000!", None),
    ("\x1b[2J\x07", 2),
    ("(" * 5_000, None),
    ("[" * 5_000, None),
    ("{" * 5_000 + "}" * 5_000, None),
    ("💥" * 50, None),
    ("\u202e2+2", None),
    ("解方程", None),
    ("1" * 19_000, None),
]


@pytest.mark.parametrize("problem, code", BAD_INPUT, ids=[repr(p[:24]) for p, _ in BAD_INPUT])
def test_bad_input_gets_a_clear_word(problem: str, code: int | None) -> None:
    began = time.monotonic()
    run = abacist("solve", "--timeout", "5", problem)
    assert time.monotonic() - began < 20
    assert "Traceback" not in run.out + run.err
    assert (run.out + run.err).strip()
    if code is not None:
        assert run.code == code
    assert run.code in (0, 1, 2, 3)


@pytest.mark.parametrize(
    "data, word",
    [
        (b"\xff\xfe\x00\x01", "UTF-8"),
        (bytes(range(256)), "UTF-8"),
        (b"2x + 5 = 17\x00", "not text"),
        (b"x" * 1_000_000, "longer"),
        (b"", "empty"),
    ],
)
def test_standard_input_that_is_no_problem(data: bytes, word: str) -> None:
    began = time.monotonic()
    run = abacist("solve", "-", stdin=data)
    assert run.code in (2, 3)
    assert word in run.err
    assert "Traceback" not in run.err
    assert time.monotonic() - began < 5


def test_an_endless_input_is_refused() -> None:
    with open("/dev/zero", "rb") as zeros:
        done = subprocess.run(
            [*COMMAND, "solve", "-"],
            stdin=zeros,
            capture_output=True,
            timeout=20,
            env=environment(),
        )
    assert done.returncode == 3


def test_an_error_for_a_program_is_json() -> None:
    run = abacist("solve", "", "--json")
    assert run.code == 2
    assert json.loads(run.out)["error"]["code"] == "input"


def test_errors_are_in_the_language_of_the_terminal() -> None:
    assert language_of(abacist("solve", "", **ZH).err) is Language.ZH
    assert language_of(abacist("solve", "").err) is Language.EN


# ---- run, verify, equal, actions


@pytest.mark.parametrize(
    "plan, word",
    [
        ("", "JSON"),
        ("[]", "plan"),
        ('{"nodes": []}', "outputs"),
        ('{"nodes": [], "outputs": ["n1"]}', "outputs"),
        ('{"nodes": [{"id": "n1", "action": "no.such"}], "outputs": ["n1"]}', "no.such"),
        ('{"nodes": [{"id": "n1", "action": "equation.solve"}], "outputs": ["n1"]}', "equation"),
        ('{"nodes": 5, "outputs": ["n1"], "evil": 1}', "nodes"),
    ],
)
def test_a_plan_that_cannot_be_run(plan: str, word: str) -> None:
    run = abacist("run", "-", stdin=plan)
    assert run.code == 2
    assert word in run.err
    assert "Traceback" not in run.err


def test_a_saved_answer_is_verified_and_a_changed_one_is_not(tmp_path: Path) -> None:
    saved = abacist("solve", "x^2-5x+6=0", "--json").out
    path = tmp_path / "answer.json"
    path.write_text(saved, encoding="utf-8")
    run = abacist("verify", str(path))
    assert run.code == 0
    assert "confirmed" in run.out
    path.write_text(saved.replace("{2, 3}", "{2, 4}"), encoding="utf-8")
    run = abacist("verify", str(path))
    assert run.code == 1
    assert "NOT confirmed" in run.out
    assert json_of(abacist("verify", str(path), "--json"))["holds"] is False


def test_a_file_that_is_not_there() -> None:
    run = abacist("verify", "/no/such/file.json")
    assert run.code == 2
    assert "/no/such/file.json" in run.err


@pytest.mark.parametrize(
    "a, b, verdict",
    [("1/2", "0.5", "yes"), ("10 cm", "10 m", "no"), ("sin(x)^2+cos(x)^2", "1", "yes")],
)
def test_equal(a: str, b: str, verdict: str) -> None:
    run = abacist("equal", a, b, "--json")
    assert run.code == 0
    assert json_of(run)["verdict"] == verdict


def test_equal_shows_where_a_formula_breaks() -> None:
    run = abacist("equal", "2 +* 3", "5")
    assert run.code == 2
    assert "^" in run.err


def test_actions() -> None:
    listed = abacist("actions")
    assert "calculus.integrate" in listed.out
    page = abacist("actions", "calculus.integrate")
    assert page.code == 0
    assert "integrand" in page.out
    assert language_of(abacist("actions", "calculus.integrate", **ZH).out) is Language.ZH
    assert abacist("actions", "no.such").code == 2
    assert json_of(abacist("actions", "calculus.integrate", "--json"))["arguments"]


# ---- the program itself


def test_version_and_help() -> None:
    assert abacist("--version").out == f"abacist {__version__}\n"
    for arguments in ((), ("--help",)):
        shown = abacist(*arguments)
        assert "solve" in shown.out + shown.err
    assert language_of(abacist("--help", **ZH).out) is Language.ZH


@pytest.mark.parametrize(
    "words", [("slove", "1+1"), ("solve", "--nonsense", "1+1"), ("equal", "1")]
)
def test_a_wrong_command_line(words: tuple[str, ...]) -> None:
    run = abacist(*words)
    assert run.code == 2
    assert "--help" in run.err
    assert "Traceback" not in run.err


def test_colours_only_where_they_are_wanted() -> None:
    import pty

    def shown(**changed: str) -> bytes:
        leader, follower = pty.openpty()
        process = subprocess.Popen(
            [*COMMAND, "solve", "2x+5=17"],
            stdin=subprocess.DEVNULL,
            stdout=follower,
            stderr=follower,
            env=environment(TERM="xterm", **changed),
        )
        os.close(follower)
        output = b""
        try:
            while part := os.read(leader, 4096):
                output += part
        except OSError:  # the terminal is closed with its last process
            pass
        assert process.wait(60) == 0
        os.close(leader)
        return output

    assert b"\x1b[" in shown()
    assert b"\x1b[3" not in shown(NO_COLOR="1")


def test_interrupted_it_ends_quietly() -> None:
    process = subprocess.Popen(
        [*COMMAND, "solve", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (130, b"", b"")


def test_a_closed_pipe_is_quiet() -> None:
    process = subprocess.Popen(
        [*COMMAND, "actions", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(20) == 141


def test_no_process_is_left_behind() -> None:
    marker = f"MARKER={os.getpid()}-{time.monotonic_ns()}"
    name, _, value = marker.partition("=")
    abacist("solve", "2x+5=17", **{name: value})
    assert not [
        pid
        for pid in os.listdir("/proc")
        if pid.isdigit() and marker.encode() in _environment_of(pid)
    ]


def _environment_of(pid: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return b""


# ---- files of problems


def test_a_file_of_problems(tmp_path: Path) -> None:
    source, target = tmp_path / "problems.jsonl", tmp_path / "answers.jsonl"
    lines = [
        {"id": "a", "problem": "2x+5=17"},
        {"id": "b", "question": "求 x^2 的导数"},
        {"id": "c", "problem": ""},
        {"id": "d", "problem": "1+1"},
    ]
    source.write_text("\n".join(map(json.dumps, lines)) + "\nnonsense\n", encoding="utf-8")
    run = abacist("solve", "--file", str(source), "--out", str(target), "--workers", "2")
    assert run.code == 0
    assert run.out == ""
    answers = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [answer["id"] for answer in answers] == ["a", "b", "c", "d", 5]
    assert [answer["answer"] for answer in answers] == ["6", "2*x", "", "2", ""]
    assert [answer["outcome"] for answer in answers][2::2] == ["not_understood"] * 2
    before = target.read_bytes()
    assert abacist("solve", "--file", str(source), "--out", str(target)).code == 0
    assert target.read_bytes() == before
    assert abacist("verify", "-", stdin=json.dumps(answers[0])).code == 0


def test_an_interrupted_file_goes_on(tmp_path: Path) -> None:
    source, target = tmp_path / "problems.jsonl", tmp_path / "answers.jsonl"
    lines = [json.dumps({"id": n, "problem": f"{n} + {n}"}) for n in range(400)]
    source.write_text("\n".join(lines), encoding="utf-8")
    words = [*COMMAND, "solve", "--file", str(source), "--out", str(target), "--workers", "2"]
    process = subprocess.Popen(words, stderr=subprocess.PIPE, env=environment())
    while process.poll() is None and not (target.exists() and target.stat().st_size > 5_000):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    if process.returncode != 0:  # on a very fast machine all may have been done before
        assert process.returncode == 130
        assert b"goes on from here" in err
        assert b"Traceback" not in err
    subprocess.run(words, check=True, env=environment(), timeout=60)
    answers = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [answer["id"] for answer in answers] == list(range(400))
    assert [answer["answer"] for answer in answers] == [str(2 * n) for n in range(400)]


def test_file_and_out_belong_together(tmp_path: Path) -> None:
    run = abacist("solve", "--file", str(tmp_path / "x.jsonl"))
    assert run.code == 2
    assert "--out" in run.err


def test_a_formula_alone_is_answered_in_the_language_of_the_terminal() -> None:
    assert "步骤" in abacist("solve", "2x+5=17", **ZH).out
    assert "Steps" in abacist("solve", "Solve 2x+5=17", **ZH).out
