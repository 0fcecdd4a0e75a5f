from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.find import Side, main, measure, render, spanned, take_turns
from benchmarks.messages import PieceJson, Response, Verb
from tests.benchmarks.fakes import response

TEXT = "The reading room closes at six in the evening."


def found(*texts: str) -> Response:
    return response(pieces=[PieceJson(document="hours.txt", text=text) for text in texts])


class ScriptedWorker:
    """Finds the same pieces for every question, and writes down whose turn it was."""

    def __init__(self, name: str, turns: list[tuple[str, str]]) -> None:
        self.name = name
        self._turns = turns

    def call(self, verb: Verb, text: str = "", files: Sequence[Path] = ()) -> Response:
        self._turns.append((self.name, verb))
        return found(TEXT)


def asked(folder: Path) -> Path:
    """A folder with one document, and a question about it in a file beside."""
    (folder / "texts").mkdir()
    (folder / "texts" / "hours.txt").write_text(TEXT, encoding="utf-8")
    line = {"question": "When does it close?", "document": "hours.txt", "spans": [[0, len(TEXT)]]}
    path = folder / "questions.jsonl"
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    return path


def test_recall_precision_and_union_are_of_letters_within_the_budget(tmp_path: Path) -> None:
    line = asked(tmp_path).read_text(encoding="utf-8")
    question = spanned(0, line, tmp_path / "texts")
    figures = dict(measure([question], [found("x" * 38, TEXT)]))
    assert figures["recall in 1,000 characters"] == 100
    assert figures["precision in 1,000 characters"] == pytest.approx(50, abs=1)
    assert figures["IoU in 1,000 characters"] == pytest.approx(50, abs=1)
    assert (figures["hit@1"], figures["hit@5"]) == (0, 100)


def test_sides_take_turns_and_stand_in_columns_of_their_own(tmp_path: Path) -> None:
    line = asked(tmp_path).read_text(encoding="utf-8")
    questions = [spanned(number, line, tmp_path / "texts") for number in range(2)]
    turns: list[tuple[str, str]] = []
    sides = [Side(name, ScriptedWorker(name, turns)) for name in ("left", "right")]
    table = take_turns(sides, questions, [])
    searches = [name for name, verb in turns if verb == "search"]
    assert searches[2:] == ["left", "right", "right", "left"]
    assert render(table).splitlines()[0].split() == ["left", "right"]


@pytest.mark.model
def test_the_real_pipelines_are_measured_on_any_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = asked(tmp_path)
    assert main(["--corpora", str(tmp_path / "texts"), "--file", str(questions)]) == 0
    printed = capsys.readouterr().out
    assert "tutorial" in printed
    (recall,) = (each for each in printed.splitlines() if each.startswith("recall in 1,000 "))
    assert recall.split()[-3:] == ["100.0"] * 3
