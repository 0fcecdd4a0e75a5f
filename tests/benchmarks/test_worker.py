from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.settings import Settings
from benchmarks import worker
from benchmarks.messages import Piece, Reply, Request, Response, Verb
from benchmarks.process import Worker, WorkerError, environment


class ScriptedPipeline:
    """Answers every question alike, and remembers what was asked of it."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def warm(self) -> None:
        self.calls.append("warm")

    def ingest(self, files: Sequence[Path]) -> int:
        self.calls.append(f"ingest {[file.name for file in files]}")
        return 42

    def search(self, question: str) -> list[Piece]:
        self.calls.append(f"search {question}")
        return [Piece("a.txt", "Some text.")]

    def ask(self, question: str) -> Reply:
        self.calls.append(f"ask {question}")
        return Reply("An answer.", abstained=False, first_token_s=0.5)


def request(verb: Verb, text: str = "", files: Sequence[str] = ()) -> str:
    return json.dumps(Request(verb=verb, text=text, files=list(files))) + "\n"


def served(monkeypatch: pytest.MonkeyPatch, *lines: str) -> tuple[ScriptedPipeline, list[Response]]:
    pipeline = ScriptedPipeline()
    monkeypatch.setattr(worker, "opened", lambda name: pipeline)
    replies = io.StringIO()
    worker.serve("tutorial", io.StringIO("".join(lines)), replies)
    return pipeline, [json.loads(line) for line in replies.getvalue().splitlines()]


def test_each_request_is_done_and_answered_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline, replies = served(
        monkeypatch,
        request("warm"),
        request("ingest", files=["/x/a.txt"]),
        request("search", "Who?"),
        request("ask", "Who?"),
        request("end"),
    )
    assert pipeline.calls == ["warm", "ingest ['a.txt']", "search Who?", "ask Who?"]
    assert replies[1]["characters"] == 42
    assert replies[2]["pieces"] == [{"document": "a.txt", "text": "Some text."}]
    assert (replies[3]["text"], replies[3]["first_token_s"]) == ("An answer.", 0.5)
    assert all(reply["peak_bytes"] > 2**20 for reply in replies)


def test_nothing_is_done_after_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline, replies = served(monkeypatch, request("end"), request("ask", "Who?"))
    assert pipeline.calls == []
    assert len(replies) == 1


def test_a_worker_that_dies_is_named_with_what_it_was_doing(tmp_path: Path) -> None:
    variables = environment(Settings(), tmp_path, 1)
    broken = {**variables, "FOOTNOTE_NO_SUCH_SETTING": "1"}
    with Worker("footnote", broken) as process, pytest.raises(WorkerError) as raised:
        process.call("warm")
    assert "The footnote pipeline stopped during 'warm'" in str(raised.value)


def test_both_workers_get_the_settings_a_home_and_equal_threads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOOTNOTE_HITS", "9")
    variables = environment(Settings(answer_tokens=99), tmp_path, 3)
    assert variables["FOOTNOTE_ANSWER_TOKENS"] == "99"
    assert variables["FOOTNOTE_HOME"] == str(tmp_path)
    assert variables["FOOTNOTE_HITS"] == str(Settings().hits)
    assert variables["FOOTNOTE_THREADS"] == variables["OMP_NUM_THREADS"] == "3"
    assert variables["OMP_WAIT_POLICY"] == "passive"
