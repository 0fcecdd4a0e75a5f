from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from indexes.db import connect, empty_log, migrate, transaction
from indexes.errors import LibraryError


def test_migrations_run_once_and_in_order(tmp_path: Path) -> None:
    connection = connect(tmp_path / "x.sqlite3")
    first = ("one", "CREATE TABLE t (a);\nINSERT INTO t VALUES (1);\n")
    migrate(connection, [first])
    migrate(connection, [first, ("two", "INSERT INTO t VALUES (2);\n")])
    assert [row["a"] for row in connection.execute("SELECT a FROM t")] == [1, 2]


def test_damaged_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "operations.sqlite3"
    path.write_bytes(b"no database at all" * 500)
    with pytest.raises(LibraryError, match=r"operations\.sqlite3: .* move it away"):
        connect(path)


def test_what_is_deleted_leaves_the_log_as_well(tmp_path: Path) -> None:
    connection = connect(tmp_path / "x.sqlite3")
    connection.execute("CREATE TABLE t (a)")
    connection.execute("INSERT INTO t VALUES ('Ada owes Bob nine crowns')")
    connection.execute("DELETE FROM t")
    empty_log(connection)
    assert all(b"nine crowns" not in each.read_bytes() for each in tmp_path.iterdir())
    assert connection.execute("PRAGMA busy_timeout").fetchone()[0] == 30_000


def test_failed_migration_leaves_nothing_behind(tmp_path: Path) -> None:
    connection = connect(tmp_path / "x.sqlite3")
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, [("bad", "CREATE TABLE t (a);\nINSERT INTO nowhere VALUES (1);\n")])
    tables = {row["name"] for row in connection.execute("SELECT name FROM sqlite_master")}
    assert "t" not in tables
    assert connection.execute("SELECT count(*) FROM migrations").fetchone()[0] == 0


def test_transaction_rolls_back_on_any_error(tmp_path: Path) -> None:
    connection = connect(tmp_path / "x.sqlite3")
    connection.execute("CREATE TABLE t (a)")

    def interrupted() -> None:
        with transaction(connection):
            connection.execute("INSERT INTO t VALUES (1)")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert connection.execute("SELECT count(*) FROM t").fetchone()[0] == 0


def test_reader_is_not_blocked_by_a_writer(tmp_path: Path) -> None:
    writer, reader = connect(tmp_path / "x.sqlite3"), connect(tmp_path / "x.sqlite3")
    writer.execute("CREATE TABLE t (a)")
    with transaction(writer):
        writer.execute("INSERT INTO t VALUES (1)")
        assert reader.execute("SELECT count(*) FROM t").fetchone()[0] == 0
    assert reader.execute("SELECT count(*) FROM t").fetchone()[0] == 1


def test_database_that_another_process_is_creating_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite3"
    first = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    first.execute("BEGIN IMMEDIATE")
    first.execute("CREATE TABLE t (a)")

    def finish() -> None:
        first.execute("COMMIT")
        first.close()

    threading.Timer(0.3, finish).start()
    second = connect(path)
    assert second.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert second.execute("SELECT count(*) FROM t").fetchone()[0] == 0
