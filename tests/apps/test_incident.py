"""A mistake of our own: the person gets a number and a file, the file gets the traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from abacist.apps import cli, one_problem
from abacist.apps.session import Session


def test_the_traceback_goes_to_the_log_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def mistaken(*_: object) -> int:
        raise KeyError("the mistake")

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setattr(one_problem, "answer_text", mistaken)
    assert cli._obey(["solve", "1+1"], Session()) == 70
    out, err = capsys.readouterr()
    assert out == ""
    assert "mistake of the program" in err
    assert "Traceback" not in err
    log = (tmp_path / "abacist" / "incidents.log").read_text(encoding="utf-8")
    assert "KeyError: 'the mistake'" in log
    number = err.split("incident ")[1].split(")")[0]
    assert number in log


def test_a_log_that_cannot_be_written_is_no_second_incident(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/dev/null")
    monkeypatch.setattr(one_problem, "answer_text", lambda *_: 1 // 0)
    assert cli._obey(["solve", "1+1"], Session()) == 70
    assert "Traceback" not in capsys.readouterr().err
