"""The database: opened by many at once, killed, moved, full, away; and every error translated."""

from __future__ import annotations

import multiprocessing
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import func, insert, inspect, select

from abacist.core.errors import ConfigError, Conflict, StoreUnavailable
from abacist.store import migrating
from abacist.store.address import database_url as address_of
from abacist.store.address import default_file, shown
from abacist.store.database import Database
from abacist.store.tables import METADATA, answers
from tests.postgres import PostgreSQL


def _row(key: str, body: bytes = b"{}") -> dict[str, object]:
    return {
        "key": key,
        "body": body,
        "size": len(body),
        "created_at": 1.0,
        "used_at": 1.0,
    }


def _count(database: Database) -> int:
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(answers)).scalar_one()


def test_the_tables_are_the_declared_ones(database_url: str) -> None:
    with Database(database_url) as database, database.read() as connection:
        found = inspect(connection)
        for name, table in METADATA.tables.items():
            columns = {each["name"]: each for each in found.get_columns(name)}
            assert set(columns) == set(table.columns.keys())
            for column in table.columns:
                assert columns[column.name]["nullable"] is column.nullable, column
            declared = {str(each.name) for each in table.indexes}
            assert declared <= {str(each["name"]) for each in found.get_indexes(name)}
        assert set(METADATA.tables) < set(found.get_table_names())


def test_alembic_sees_no_difference(database_url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with Database(database_url) as database, database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = [
            each for each in compare_metadata(context, METADATA) if "abacist" in str(each) or True
        ]
        assert differences == []


def test_the_revisions_are_one_line() -> None:
    """What `latest` reads off the file names is what alembic takes for the head."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(migrating.FOLDER))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [migrating.latest()]
    assert [each.revision for each in scripts.walk_revisions()][::-1] == migrating.revisions()


def _open(url: str, start: str, results: str) -> None:
    """Waits for the file `start`, opens the database and says how it went."""
    while not Path(start).exists():
        pass
    try:
        Database(url).close()
        said = "opened"
    except BaseException as error:
        said = repr(error)
    with Path(results).open("a") as lines:
        lines.write(said + "\n")


def test_many_processes_open_it_at_once(database_url: str, tmp_path: Path) -> None:
    start, results = tmp_path / "start", tmp_path / "results"
    context = multiprocessing.get_context("spawn")
    processes = [
        context.Process(target=_open, args=(database_url, str(start), str(results)))
        for _ in range(4)
    ]
    for each in processes:
        each.start()
    start.touch()
    for each in processes:
        each.join(60)
    assert results.read_text().splitlines() == ["opened"] * len(processes)
    with Database(database_url) as database:
        assert _count(database) == 0


def test_threads_of_one_process_open_it_at_once(database_url: str) -> None:
    failures: list[BaseException] = []

    def begin() -> None:
        try:
            Database(database_url).close()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=begin) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert failures == []


def test_writers_of_many_threads_wait_for_each_other(database_url: str) -> None:
    with Database(database_url) as database:

        def work(thread: int) -> None:
            for place in range(10):
                with database.write() as connection:
                    connection.execute(
                        select(func.count()).select_from(answers)
                    )  # read, then write
                    connection.execute(insert(answers).values(_row(f"{thread}-{place}")))

        threads = [threading.Thread(target=work, args=(each,)) for each in range(8)]
        for each in threads:
            each.start()
        for each in threads:
            each.join(60)
        assert _count(database) == 80


def test_a_block_that_raises_changes_nothing(database_url: str) -> None:
    class Ours(Exception):
        pass

    def fail(database: Database) -> None:
        with database.write() as connection:
            connection.execute(insert(answers).values(_row("a")))
            raise Ours

    with Database(database_url) as database:
        with pytest.raises(Ours):
            fail(database)
        assert _count(database) == 0


def test_the_same_key_twice_is_a_conflict(database_url: str) -> None:
    with Database(database_url) as database:
        with database.write() as connection:
            connection.execute(insert(answers).values(_row("a")))
        with pytest.raises(Conflict), database.write() as connection:
            connection.execute(insert(answers).values(_row("a")))


WRITER = """
import sys
from sqlalchemy import insert
from abacist.store.database import Database
from abacist.store.tables import answers
database = Database(sys.argv[1])
place = 0
while True:
    with database.write() as connection:
        for half in "ab":
            connection.execute(insert(answers).values(key=f"{place}{half}", body=b"x" * 20000,
                size=20000, created_at=1.0, used_at=1.0))
    place += 1
    print(place, flush=True)
"""


def test_a_writer_that_is_killed_leaves_whole_transactions(database_url: str) -> None:
    Database(database_url).close()
    command = [sys.executable, "-c", WRITER, database_url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        told = 0
        while told < 5:
            told = int(writer.stdout.readline())
        writer.send_signal(signal.SIGKILL)
        told = max([told, *map(int, writer.stdout.read().split())])
    with Database(database_url) as database:
        kept = _count(database)
        assert kept % 2 == 0
        assert kept >= 2 * told


def test_a_newer_database_is_left_alone(database_url: str) -> None:
    with Database(database_url) as database, database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(ConfigError, match="newer version"):
        Database(database_url)


def test_the_answer_survives_a_restart_of_the_server(postgres: PostgreSQL) -> None:
    with Database(postgres.create(), wait=2) as database:
        with database.write() as connection:
            connection.execute(insert(answers).values(_row("a")))
        postgres.stop()
        try:
            with pytest.raises(StoreUnavailable, match="cannot be reached") as caught:
                database.ping()
        finally:
            postgres.start()
        assert caught.value.hint is not None
        assert _count(database) == 1


def test_a_connection_cut_in_mid_transaction(postgres: PostgreSQL) -> None:
    def write(database: Database) -> None:
        name = database.url.database
        with database.write() as connection:
            connection.execute(insert(answers).values(_row("a")))
            postgres.execute(
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
            )
            connection.execute(insert(answers).values(_row("b")))

    with Database(postgres.create()) as database:
        with pytest.raises(StoreUnavailable):
            write(database)
        assert _count(database) == 0


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    url = f"postgresql+psycopg://somebody:secret@/nothing?host={tmp_path}"
    with pytest.raises(StoreUnavailable, match="cannot be reached") as caught:
        Database(url, wait=2)
    assert "secret" not in str(caught.value)


def test_a_database_that_does_not_exist(postgres: PostgreSQL) -> None:
    url = postgres.create().replace("/test_", "/missing_")
    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        Database(url, wait=2)


def test_a_read_only_server(postgres: PostgreSQL) -> None:
    url = postgres.create()
    with Database(url) as database:
        name = database.url.database
        postgres.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    with Database(url) as database:
        with pytest.raises(StoreUnavailable, match="only be read"), database.write() as connection:
            connection.execute(insert(answers).values(_row("a")))
        assert _count(database) == 0


def test_a_file_that_vanishes_and_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    with Database(f"sqlite:///{file}") as database:
        with database.write() as connection:
            connection.execute(insert(answers).values(_row("a")))
        database.engine.dispose()  # the last connection puts the log into the file
        away = tmp_path / "away.db"
        file.rename(away)
        with pytest.raises(StoreUnavailable, match="cannot be reached"):
            database.ping()
        assert not file.exists(), "an empty file in its place would hide the loss"
        away.rename(file)
        assert _count(database) == 1


def test_a_file_that_is_replaced_while_it_is_open(tmp_path: Path) -> None:
    """What is written to a file without a name is lost; so it is noticed at the next transaction."""
    file, other = tmp_path / "a.db", tmp_path / "b.db"
    with Database(f"sqlite:///{other}") as spare, spare.write() as connection:
        connection.execute(insert(answers).values(_row("other")))
    with Database(f"sqlite:///{file}") as database:
        assert _count(database) == 0
        for each in tmp_path.glob("a.db-*"):
            each.unlink()
        other.replace(file)
        assert _count(database) == 1


def test_a_lock_that_is_not_given_back(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    with Database(f"sqlite:///{file}", wait=0.1) as database:
        holder = sqlite3.connect(file, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable, match="in use by another program"), database.write():
            pass
        assert _count(database) == 0, "readers do not wait for a writer"
        holder.execute("ROLLBACK")
        holder.close()
        with database.write() as connection:
            connection.execute(insert(answers).values(_row("a")))


FILLER = """
import resource, signal, sys
from sqlalchemy import insert
from abacist.core.errors import StoreUnavailable
from abacist.store.database import Database
from abacist.store.tables import answers
database = Database(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
try:
    for place in range(1000):
        with database.write() as connection:
            connection.execute(insert(answers).values(key=str(place), body=b"x" * 20000,
                size=20000, created_at=1.0, used_at=1.0))
        print(place + 1, flush=True)
except StoreUnavailable as error:
    print(error)
"""


def test_a_file_that_cannot_grow(tmp_path: Path) -> None:
    """As on a full disk: the transaction fails with a clear message, those before it are kept."""
    url = f"sqlite:///{tmp_path / 'a.db'}"
    command = [sys.executable, "-c", FILLER, url]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    *counts, message = done.stdout.splitlines()
    assert "the disk of the database is full" in message, done.stderr
    with Database(url) as database:
        assert _count(database) == len(counts) > 0


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailable, match="File exists"):
        Database(f"sqlite:///{tmp_path / 'file' / 'a.db'}")


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    file.write_text("this is a letter to my aunt, not a database\n" * 100)
    with pytest.raises(StoreUnavailable, match="is no database"):
        Database(f"sqlite:///{file}")
    assert file.read_text().startswith("this is a letter")


def test_only_the_owner_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "new" / "a.db"
    with Database(f"sqlite:///{file}") as database, database.write() as connection:
        connection.execute(insert(answers).values(_row("a")))
        assert {each.stat().st_mode & 0o777 for each in file.parent.iterdir()} == {0o600}
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_the_default_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with Database() as database:
        assert database.place == str(default_file()) == str(tmp_path / "abacist" / "abacist.db")
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_file() == tmp_path / ".local" / "share" / "abacist" / "abacist.db"


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("nonsense", "cannot be read"),
        ("postgresql://host:port/x", "cannot be read"),
        ("mysql://user@host/x", "not supported"),
        ("postgresql+psycopg2://user@host/x", "not supported"),
        ("sqlite://", "has to be a file"),
        ("sqlite:///:memory:", "has to be a file"),
        ("sqlite:///file:x?mode=memory&uri=true", "has to be a file"),
    ],
)
def test_what_is_no_database_of_ours(url: str, problem: str) -> None:
    with pytest.raises(ConfigError, match=problem) as caught:
        address_of(url)
    assert caught.value.hint is not None


def test_addresses(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown(address_of("sqlite:///a.db")) == str(tmp_path / "a.db")
    server = address_of("postgresql://me:secret@host/abacist?sslpassword=secret")
    assert server.drivername == "postgresql+psycopg"
    assert shown(server) == "postgresql+psycopg://me:***@host/abacist"
