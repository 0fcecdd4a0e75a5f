from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexes.db import Database, transaction
from indexes.held import MOST_HELD, Held


class Reads:
    """Counts what it reads."""

    def __init__(self) -> None:
        self.keys: list[int] = []

    def __call__(self, db: sqlite3.Connection, least: int) -> tuple[int, ...]:
        self.keys.append(least)
        return tuple(row["a"] for row in db.execute("SELECT a FROM t WHERE a >= ?", (least,)))


def largest(db: sqlite3.Connection) -> int | None:
    (found,) = db.execute("SELECT max(a) FROM t").fetchone()
    return int(found) if found is not None else None


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "x.sqlite3")
    opened.connection.execute("CREATE TABLE t (a)")
    opened.connection.execute("INSERT INTO t VALUES (1)")
    yield opened
    opened.close()


def test_unchanged_database_is_read_once_for_each_key(database: Database) -> None:
    held = Held(database, reads := Reads(), largest)
    assert [held.of(0), held.of(2), held.of(0), held.of(2)] == [(1,), (), (1,), ()]
    assert reads.keys == [0, 2]


def test_commit_of_the_same_connection_is_seen_at_once(database: Database) -> None:
    held = Held(database, Reads(), largest)
    assert held.of(0) == (1,)
    database.connection.execute("INSERT INTO t VALUES (2)")
    assert held.of(0) == (1, 2)


def test_commit_of_another_thread_or_process_is_seen_at_once(database: Database) -> None:
    held = Held(database, Reads(), largest)
    assert held.of(0) == (1,)
    other = sqlite3.connect(database.path)
    with other:
        other.execute("INSERT INTO t VALUES (2)")
    other.close()
    assert held.of(0) == (1, 2)


def test_commit_that_changes_nothing_of_it_costs_no_read(database: Database) -> None:
    held = Held(database, reads := Reads(), largest)
    held.of(0)
    database.connection.execute("CREATE TABLE other (b)")
    assert held.of(0) == (1,)
    assert reads.keys == [0]


def test_transaction_sees_its_own_rows_and_nobody_else_does(database: Database) -> None:
    held = Held(database, Reads(), largest)
    seen: list[tuple[int, ...]] = []
    with transaction(database.connection) as db:
        db.execute("INSERT INTO t VALUES (2)")
        assert held.of(0) == (1, 2)
        other = threading.Thread(target=lambda: seen.append(held.of(0)))
        other.start()
        other.join()
        db.execute("DELETE FROM t")
        assert held.of(0) == ()
    assert seen == [(1,)]
    assert held.of(0) == ()


def test_statement_left_open_by_the_thread_holds_nothing_back(database: Database) -> None:
    held = Held(database, Reads(), largest)
    database.connection.execute("INSERT INTO t VALUES (2)")
    rows = database.connection.execute("SELECT a FROM t")
    rows.fetchone()  # the connection stays in its snapshot until the last row
    other = sqlite3.connect(database.path)
    with other:
        other.execute("INSERT INTO t VALUES (3)")
    other.close()
    assert held.of(0) == (1, 2, 3)
    assert held.of(0) == (1, 2, 3)


def test_only_so_many_answers_are_held(database: Database) -> None:
    held = Held(database, reads := Reads(), largest)
    for least in range(MOST_HELD + 1):
        held.of(least)
    held.of(MOST_HELD)
    held.of(0)
    assert reads.keys == [*range(MOST_HELD + 1), 0]


def test_one_answer_may_be_read_from_another(database: Database) -> None:
    inner = Held(database, Reads(), largest)
    outer: Held[int, int] = Held(database, lambda _, least: len(inner.of(least)), largest)
    assert outer.of(0) == 1


def test_failed_read_is_tried_again(database: Database) -> None:
    database.connection.execute("DROP TABLE t")
    held = Held(database, Reads(), largest)
    with pytest.raises(sqlite3.OperationalError):
        held.of(0)
    database.connection.execute("CREATE TABLE t (a)")
    assert held.of(0) == ()


def test_closed_database_is_opened_again(database: Database) -> None:
    held = Held(database, reads := Reads(), largest)
    held.of(0)
    database.close()
    other = sqlite3.connect(database.path)
    with other:
        other.execute("INSERT INTO t VALUES (2)")
    other.close()
    assert held.of(0) == (1, 2)
    assert reads.keys == [0, 0]
