from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from app.budgets.ledger import Ledger, LedgerDay
from tests.app.budgets.spending import NOON, trace

DAWN = datetime(2026, 1, 1, tzinfo=UTC)

WRITES = """
import sys
from pathlib import Path
from app.budgets.ledger import Ledger
from tests.app.budgets.spending import trace
ledger = Ledger(Path(sys.argv[1]))
for _ in range(50):
    ledger.listen(trace(10))
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(tmp_path / "operations.sqlite3")
    yield opened
    opened.close()


def test_questions_of_a_day_actor_and_model_are_added_up(ledger: Ledger) -> None:
    ledger.listen(trace(100))
    ledger.listen(trace(200, at=NOON + timedelta(hours=3)))

    (found,) = ledger.days(DAWN)
    assert found.price == pytest.approx(0.3)
    assert replace(found, price=0) == LedgerDay(
        date(2026, 11, 22), "ann", "tiny", 270, 30, 10, 1.0, 0, 2
    )
    assert found.tokens == 300


def test_days_actors_and_models_are_kept_apart(ledger: Ledger) -> None:
    for each in (
        trace(1, "bob"), trace(2, model="large"), trace(3), trace(4, at=NOON + timedelta(days=1)),
    ):  # fmt: skip
        ledger.listen(each)

    assert [(each.day.day, each.actor, each.model, each.tokens) for each in ledger.days(DAWN)] == [
        (22, "ann", "large", 2), (22, "ann", "tiny", 3), (22, "bob", "tiny", 1),
        (23, "ann", "tiny", 4),
    ]  # fmt: skip
    assert ledger.used("ann", DAWN) == 9
    assert ledger.used(None, DAWN) == 10
    assert ledger.used("eve", DAWN) == 0
    assert ledger.used_by_actor(DAWN) == {"ann": 9, "bob": 1}


def test_a_day_is_that_of_utc(ledger: Ledger) -> None:
    midnight = datetime(2026, 12, 1, tzinfo=UTC)
    ledger.listen(trace(1, at=midnight - timedelta(microseconds=1)))
    ledger.listen(trace(2, at=midnight))
    ledger.listen(trace(4, at=datetime(2026, 12, 1, 1, tzinfo=timezone(timedelta(hours=2)))))

    assert ledger.used(None, midnight) == 2
    assert ledger.used(None, DAWN, until=midnight) == 5
    assert [each.day for each in ledger.days(DAWN)] == [date(2026, 11, 30), date(2026, 12, 1)]


def test_days_after_the_period_do_not_count(ledger: Ledger) -> None:
    """Such as those that a clock which was wrong has left."""
    ledger.listen(trace(7, at=NOON + timedelta(days=400)))

    assert ledger.used("ann", NOON, until=NOON + timedelta(days=1)) == 0


def test_answer_from_the_cache_is_a_question_without_tokens_or_price(ledger: Ledger) -> None:
    ledger.listen(trace(100, cached=True))

    (found,) = ledger.days(DAWN)
    assert (found.questions, found.tokens, found.price, found.cpu_s) == (1, 0, 0.0, 0.5)


def test_refused_question_leaves_nothing_and_failed_one_what_it_used(ledger: Ledger) -> None:
    ledger.listen(trace(100, outcome="refused"))
    assert ledger.days(DAWN) == []

    ledger.listen(trace(100, outcome="failed"))
    assert ledger.used("ann", DAWN) == 100


def test_it_is_there_again_after_a_restart(tmp_path: Path) -> None:
    first = Ledger(tmp_path / "o.sqlite3")
    first.listen(trace(100))
    first.close()

    assert Ledger(tmp_path / "o.sqlite3").used("ann", DAWN) == 100


def test_names_that_the_database_refuses_are_taken_in(ledger: Ledger) -> None:
    ledger.listen(trace(100, actor="a\ud800'; DROP TABLE ledger;--"))

    assert ledger.used("a\ud800'; DROP TABLE ledger;--", DAWN) == 100


def test_moment_without_a_zone_is_refused(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="no zone"):
        ledger.used("ann", datetime(2026, 1, 1))


def test_threads_that_write_at_once_lose_nothing(ledger: Ledger) -> None:
    def write() -> None:
        for _ in range(25):
            ledger.listen(trace(10))

    threads = [threading.Thread(target=write) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    (found,) = ledger.days(DAWN)
    assert (found.questions, found.tokens) == (100, 1000)


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "operations.sqlite3"
    writers = [subprocess.Popen([sys.executable, "-c", WRITES, str(path)]) for _ in range(2)]

    assert [each.wait() for each in writers] == [0, 0]
    (found,) = Ledger(path).days(DAWN)
    assert (found.questions, found.tokens) == (100, 1000)
