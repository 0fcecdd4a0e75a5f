from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from app.tracing.store import Keep, Traces
from app.tracing.types import Trace
from indexes.errors import LibraryError
from tests.app.tracing.builders import NOON, row, trace

DAY = timedelta(days=1)


def opened(folder: Path, keep: Keep = "text", now: datetime = NOON) -> Traces:
    return Traces(folder / "operations.sqlite3", keep, 90, lambda: now)


def on_disk(folder: Path) -> bytes:
    return b"".join(each.read_bytes() for each in folder.glob("operations.sqlite3*"))


def test_trace_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    traces = opened(tmp_path)
    traces.save(trace())
    assert traces.get("a" * 32) == trace()
    assert traces.get("b" * 32) is None


def test_trace_is_there_after_reopening(tmp_path: Path) -> None:
    first = opened(tmp_path)
    first.save(trace())
    first.close()
    assert opened(tmp_path).get("a" * 32) == trace()


def test_second_trace_of_an_id_takes_the_place_of_the_first(tmp_path: Path) -> None:
    traces = opened(tmp_path)
    traces.save(trace())
    traces.save(Trace(replace(row(), outcome="abstained")))
    found = traces.get("a" * 32)
    assert found is not None
    assert (found.row.outcome, found.spans, found.hits) == ("abstained", (), ())
    assert len(traces.rows(NOON - DAY, NOON + DAY)) == 1


def test_rows_are_those_of_the_period_oldest_first(tmp_path: Path) -> None:
    traces = opened(tmp_path)
    for hour in (5, 1, 3):
        traces.save(trace(f"{hour}", NOON + timedelta(hours=hour)))
    since, until = NOON + timedelta(hours=1), NOON + timedelta(hours=5)
    assert [each.trace_id for each in traces.rows(since, until)] == ["1", "3"]
    assert traces.rows(since, until)[0] == row("1", since)


def test_period_may_be_given_in_any_zone(tmp_path: Path) -> None:
    traces = opened(tmp_path)
    east = timezone(timedelta(hours=9))
    traces.save(trace(started_at=NOON.astimezone(east)))
    noon = NOON.astimezone(timezone(timedelta(hours=-5)))
    assert [each.started_at for each in traces.rows(noon, noon + DAY)] == [NOON]
    assert traces.rows(noon - DAY, noon) == []


def test_rows_are_filtered_exactly(tmp_path: Path) -> None:
    traces = opened(tmp_path)
    traces.save(trace("1", actor="ann"))
    traces.save(trace("2", actor="bob"))
    period = NOON - DAY, NOON + DAY
    assert [each.trace_id for each in traces.rows(*period, actor="bob")] == ["2"]
    assert len(traces.rows(*period, model="small", collection="handbook", cached=False)) == 2
    assert traces.rows(*period, model="smal") == []
    assert traces.rows(*period, experiment="") == []


def test_unknown_filter_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="by 1=1 OR model"):
        opened(tmp_path).rows(NOON, NOON, **{"1=1 OR model": "x"})  # type: ignore[arg-type]  # the point


def test_figures_alone_hold_no_word_of_question_or_answer(tmp_path: Path) -> None:
    traces = opened(tmp_path, "figures")
    traces.save(trace())
    found = traces.get("a" * 32)
    assert found is not None
    assert (found.row.question, found.row.answer) == ("", "")
    assert found.row.spent == row().spent
    assert found.spans[0].attributes == (("found", 2),)
    assert found.spans[2].attributes == (("model", "small"), ("remote", False))
    assert found.hits == trace().hits
    assert b"ferry" not in on_disk(tmp_path)
    assert b"quay" not in on_disk(tmp_path)


def test_nothing_is_kept_when_traces_are_off(tmp_path: Path) -> None:
    traces = opened(tmp_path, "off")
    traces.save(trace())
    assert traces.rows(NOON - DAY, NOON + DAY) == []
    assert traces.get("a" * 32) is None


def test_forgotten_traces_keep_their_figures_and_lose_their_words(tmp_path: Path) -> None:
    traces = opened(tmp_path)
    traces.save(trace("1"))
    traces.save(trace("2"))
    traces.forget(["1", "unknown"])
    lost, left = traces.get("1"), traces.get("2")
    assert lost is not None
    assert lost.row == replace(row("1"), question="", answer="")
    assert lost.spans[0].attributes == (("found", 2),)
    assert left == trace("2")


def test_forgotten_document_leaves_the_traces_that_cite_it_without_words(tmp_path: Path) -> None:
    traces = opened(tmp_path)
    traces.save(trace("cites"))
    other = trace("found only")
    traces.save(replace(other, hits=tuple(replace(each, cited=False) for each in other.hits)))
    assert traces.forget_document("harbour") == 1
    citing, found = traces.get("cites"), traces.get("found only")
    assert citing is not None
    assert found is not None
    assert (citing.row.question, citing.row.answer) == ("", "")
    assert found.row.question == "Where is the ferry?"
    for each in (citing, found):
        assert [hit.document_id for hit in each.hits] == ["prices"]
    assert traces.forget_document("harbour") == 0


def test_moved_document_is_forgotten_by_its_new_id(tmp_path: Path) -> None:
    traces = opened(tmp_path)
    traces.save(trace())
    traces.follow("harbour", "port")
    assert traces.forget_document("harbour") == 0
    assert traces.forget_document("port") == 1


def test_traces_older_than_the_days_are_deleted_with_all_that_is_theirs(tmp_path: Path) -> None:
    traces = opened(tmp_path)
    traces.save(trace("new", NOON - 89 * DAY))
    traces.save(trace("old", NOON - 91 * DAY))
    assert traces.purge() == 1
    assert traces.purge() == 0
    assert traces.get("old") is None
    assert [each.trace_id for each in traces.rows(NOON - 100 * DAY, NOON)] == ["new"]
    counts = [
        traces._writer.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("trace_steps", "trace_hits")
    ]
    assert counts == [1, 2]


def test_saving_deletes_old_traces_once_an_hour(tmp_path: Path) -> None:
    now = NOON
    traces = Traces(tmp_path / "operations.sqlite3", "text", 1, lambda: now)
    traces.save(trace("1", NOON))
    now = NOON + 2 * DAY
    traces.save(trace("2", now))
    assert traces.get("1") is None
    traces.save(trace("late", NOON))
    assert traces.get("late") is not None
    now += timedelta(hours=1)
    traces.save(trace("3", now))
    assert traces.get("late") is None


def test_threads_save_and_read_at_once(tmp_path: Path) -> None:
    traces = opened(tmp_path)

    def work(name: int) -> None:
        for at in range(25):
            traces.save(trace(f"{name}-{at}"))
            assert traces.get(f"{name}-{at}") is not None

    threads = [threading.Thread(target=work, args=(name,)) for name in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(traces.rows(NOON, NOON + DAY)) == 150


def test_question_that_is_no_text_can_be_saved(tmp_path: Path) -> None:
    traces = opened(tmp_path)
    traces.save(Trace(replace(row(), question="When\udc80?")))
    found = traces.get("a" * 32)
    assert found is not None
    assert found.row.question == "When??"


def test_steps_that_are_damaged_are_an_error_with_the_remedy(tmp_path: Path) -> None:
    traces = opened(tmp_path)
    traces.save(trace())
    traces._writer.execute("UPDATE trace_steps SET spans = '[1]'")
    with pytest.raises(LibraryError, match="cannot be read"):
        traces.get("a" * 32)


def test_document_can_be_forgotten_where_steps_are_damaged(tmp_path: Path) -> None:
    traces = opened(tmp_path)
    traces.save(trace())
    traces._writer.execute("UPDATE trace_steps SET spans = 'where ferry'")
    assert traces.forget_document("harbour") == 1
    found = traces.get("a" * 32)
    assert found is not None
    assert found.row.question == ""
    assert found.spans == ()


def test_database_that_is_none_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "operations.sqlite3").write_text("no database at all, but long enough a text")
    traces = opened(tmp_path)
    with pytest.raises(LibraryError):
        traces.save(trace())
    with pytest.raises(LibraryError):
        traces.rows(NOON - DAY, NOON)


def test_what_is_forgotten_is_neither_in_the_file_nor_in_its_log(tmp_path: Path) -> None:
    traces = opened(tmp_path)
    for number in range(3):
        traces.save(trace(f"{number:032x}"))
    held = row().question.encode()
    assert held in on_disk(tmp_path)

    traces.forget(["0" * 32])
    traces.forget_document("harbour")
    assert held not in on_disk(tmp_path)


def test_traces_that_are_too_old_leave_nothing_on_the_disk(tmp_path: Path) -> None:
    opened(tmp_path).save(trace())
    assert opened(tmp_path, now=NOON + 91 * DAY).purge() == 1
    assert row().question.encode() not in on_disk(tmp_path)


def test_forgetting_waits_for_no_long_reader(tmp_path: Path) -> None:
    traces, reader = opened(tmp_path), opened(tmp_path)
    traces.save(trace())
    reader.rows(NOON - DAY, NOON + DAY)
    reader._reader.execute("BEGIN")
    reader._reader.execute("SELECT * FROM traces").fetchone()

    traces.forget(["a" * 32])
    found = traces.get("a" * 32)
    assert found is not None
    assert found.row.question == ""
