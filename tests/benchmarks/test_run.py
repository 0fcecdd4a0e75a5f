from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.messages import Response, Verb
from benchmarks.run import FIRST, main, take_turns
from tests.benchmarks.fakes import question, response


class ScriptedWorker:
    """Answers with its own name, and writes down whose turn it was."""

    def __init__(self, name: str, turns: list[tuple[str, str]]) -> None:
        self.name = name
        self._turns = turns

    def call(self, verb: Verb, text: str = "", files: Sequence[Path] = ()) -> Response:
        self._turns.append((self.name, verb if text != FIRST else "first"))
        return response(text=self.name)


def test_the_pipelines_take_turns_and_change_who_goes_first() -> None:
    turns: list[tuple[str, str]] = []
    workers = [ScriptedWorker("a", turns), ScriptedWorker("b", turns)]
    runs = take_turns(workers, [question(), question()], [Path("x.txt")])
    assert turns == [
        *[(name, verb) for verb in ("warm", "ingest", "first") for name in "ab"],
        *[(name, verb) for name in "abba" for verb in ("search", "ask")],
        ("a", "end"),
        ("b", "end"),
    ]
    assert [(run.name, [a.answer["text"] for a in run.asked]) for run in runs] == [
        ("a", ["a", "a"]),
        ("b", ["b", "b"]),
    ]


def test_a_missing_question_file_is_said_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--file", str(tmp_path / "none.jsonl")]) == 1
    assert capsys.readouterr().err.strip().endswith("check the path.")


@pytest.mark.model
def test_both_real_pipelines_are_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FOOTNOTE_ANSWER_TOKENS", "8")
    samples, text = tmp_path / "samples", "The reading room closes at six in the evening."
    samples.mkdir()
    (samples / "hours.txt").write_text(text + "\n", encoding="utf-8")
    span = {"document": "hours.txt", "start": 0, "end": len(text), "quote": text}
    line = {"id": "1", "question": "When does the reading room close?", "answers": ["six"]}
    asked = tmp_path / "questions.jsonl"
    asked.write_text(json.dumps({**line, "spans": [span]}), encoding="utf-8")
    saved = tmp_path / "bench.json"
    places = ["--file", str(asked), "--samples", str(samples), "--output", str(saved)]
    assert main([*places, "--threads", "1"]) == 0
    record = json.loads(saved.read_text(encoding="utf-8"))
    assert [run["name"] for run in record["runs"]] == ["tutorial", "footnote"]
    found = {line["name"]: line for line in record["lines"]}
    assert found["gold text in the first 1000 characters, %"]["tutorial"] == 100
    assert found["gold text in the first 1000 characters, %"]["footnote"] == 100
    assert "right answers" in capsys.readouterr().out
