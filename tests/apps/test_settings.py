"""Where settings come from, which of them wins, and what is said where one cannot be used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from abacist.apps.settings import Settings, configure
from abacist.core.errors import ConfigError
from tests.apps.program import abacist


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder and a folder for configuration with nothing in them."""
    (tmp_path / "here").mkdir()
    (tmp_path / "config" / "abacist").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path


def test_without_anything_the_defaults_hold(folders: Path) -> None:
    found = configure()
    assert (found.settings.host, found.settings.port) == ("127.0.0.1", 8080)
    assert found.settings.database == f"sqlite:///{folders}/data/abacist/abacist.db"
    assert {origin.place for origin in found.origins.values()} == {"default"}


def test_the_strongest_source_wins(folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    user = folders / "config" / "abacist" / "abacist.toml"
    here = folders / "here" / "abacist.toml"
    user.write_text('port = 1\nworkers = 3\nhost = "127.0.0.2"\ntimeout = 5')
    here.write_text("port = 2\nworkers = 4\ntimeout = 6\ncors_origins = ['https://a.example']")
    monkeypatch.setenv("ABACIST_PORT", "3")
    monkeypatch.setenv("ABACIST_WORKERS", "5")
    found = configure({"port": 4, "host": None})
    settings = found.settings
    assert (settings.port, settings.workers, settings.timeout) == (4, 5, 6.0)
    assert settings.host == "127.0.0.2"
    assert settings.cors_origins == ("https://a.example",)
    places = {name: found.origins[name].place for name in ("port", "workers", "timeout", "host")}
    assert places == {
        "port": "--port",
        "workers": "ABACIST_WORKERS",
        "timeout": str(here),
        "host": str(user),
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("prot = 1", "prot: there is no such setting"),
        ("port = 70000", "port: Input should be less than or equal to 65535"),
        ("port = ", "no TOML"),
        ('workers = "many"', "workers: Input should be a valid integer"),
    ],
)
def test_a_wrong_file_is_named_with_its_key(folders: Path, text: str, said: str) -> None:
    path = folders / "here" / "abacist.toml"
    path.write_text(text)
    with pytest.raises(ConfigError) as error:
        configure()
    assert str(error.value).startswith(f"{path}: ")
    assert said in str(error.value)


def test_a_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ABACIST_PORT", "http")
    with pytest.raises(ConfigError, match=r"^ABACIST_PORT: "):
        configure()


def test_every_setting_says_what_it_means() -> None:
    for name, _, _, meaning in configure().rows():
        assert meaning.en, name
        assert any("\u4e00" <= letter <= "\u9fff" for letter in meaning.zh), name


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("::", False)],
)
def test_what_is_loopback(host: str, loopback: bool) -> None:
    assert Settings(host=host).is_loopback is loopback


def test_the_command_shows_each_with_its_origin_and_no_password() -> None:
    url = "postgresql+psycopg://me:secret@host/db"
    run = abacist("config", "--json", ABACIST_DATABASE=url)
    assert run.code == 0, run.err
    rows = json.loads(run.out)
    assert set(rows) == set(Settings.model_fields)
    assert rows["database"]["origin"] == "ABACIST_DATABASE"
    assert "secret" not in run.out
    shown = abacist("config", LC_ALL="zh_CN.UTF-8", ABACIST_DATABASE=url)
    assert "监听地址" in shown.out
    assert "secret" not in shown.out


def test_a_wrong_setting_ends_the_command_with_its_code() -> None:
    run = abacist("config", ABACIST_PORT="http")
    assert (run.code, run.out) == (6, "")
    assert "ABACIST_PORT" in run.err
