from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from app.cli.main import main
from app.cli.parser_eval import spelled_out
from app.settings import Settings
from tests.app.cli.terminal import Ran
from tests.app.evaluation.fakes import (
    FakeFootnote,
    ScriptedJourney,
    ScriptedRetriever,
    answer,
    hit,
)

if TYPE_CHECKING:
    from app.build import Footnote

DAYS = hit("leave.txt", "Staff get 25 days of leave.")
SPAN = {"document": "leave.txt", "start": 0, "end": 27, "quote": DAYS.window.text}
QUESTIONS = (
    {"id": "q1", "question": "How many days?", "answers": ["25 days"], "spans": [SPAN]},
    {"id": "q2", "question": "What is for lunch?", "answers": []},
)
TASK = "A dog\n0\nbarks.\nreads aloud.\ndrives home.\nvotes early.\n"

Shell = Callable[..., Ran]


class ByLength:
    """Likes short endings."""

    label = "by-length"

    def __init__(self, model: str = "", gpu_layers: int = -1, threads: int = 0) -> None:
        self.label = Path(model).stem or "packaged"

    def score(self, context: str, endings: Sequence[str]) -> tuple[float, ...]:
        return tuple(-float(len(ending)) for ending in endings)


@pytest.fixture
def replies() -> ScriptedJourney:
    return ScriptedJourney(
        {"How many days?": answer("How many days?", "24 days [1].", cited=[DAYS])}
    )


@pytest.fixture
def shell(
    replies: ScriptedJourney,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Shell:
    monkeypatch.setenv("FOOTNOTE_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    lines = "\n".join(map(json.dumps, QUESTIONS))
    (tmp_path / "mine.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "list").write_text(lines, encoding="utf-8")

    def opened(settings: Settings) -> Footnote:
        found = ScriptedRetriever({"How many days?": [DAYS]})
        return cast("Footnote", FakeFootnote(settings=settings, retriever=found, journey=replies))

    def run(*words: str) -> Ran:
        code = main(("eval", *words), opened)
        return Ran(code, *capsys.readouterr())

    return run


def test_a_file_of_questions_needs_no_word() -> None:
    assert spelled_out(["eval", "mine.jsonl", "-n", "3"]) == [
        "eval",
        "run",
        "mine.jsonl",
        "-n",
        "3",
    ]
    assert spelled_out(["eval", "--limit", "3", "mine.jsonl"])[1] == "run"
    assert spelled_out(["eval", "./list"]) == ["eval", "run", "./list"]


@pytest.mark.parametrize(
    "words", [["eval", "list"], ["eval", "run", "x"], ["eval", "-h"], ["eval"], ["ask", "x"], []]
)
def test_words_stay_as_they_are(words: list[str]) -> None:
    assert spelled_out(words) == words


def test_questions_are_asked_and_the_figures_printed_and_saved(shell: Shell) -> None:
    ran = shell("mine.jsonl")
    assert ran.code == 0
    assert "2 questions, 1 of them answerable" in ran.out
    assert "abstention: precision 100.0 %" in ran.out
    assert "mine.jsonl" in ran.out
    assert "saved in" in ran.err


def test_a_file_called_like_a_word_is_reached_by_its_path(shell: Shell) -> None:
    assert "no run is saved yet" in shell("list").err
    assert "2 questions" in shell("./list").out


def test_json_is_what_is_saved(shell: Shell, tmp_path: Path) -> None:
    printed = json.loads(shell("mine.jsonl", "--json", "--retrieval").out)
    (saved,) = (tmp_path / "home" / "evaluations").iterdir()
    assert printed == json.loads(saved.read_text(encoding="utf-8"))
    assert printed["rows"][0]["said"] is None


def test_a_judge_that_is_no_model_stops_before_anything_is_asked(
    shell: Shell, replies: ScriptedJourney
) -> None:
    ran = shell("mine.jsonl", "--judge", "mine.jsonl")
    assert ran.code == 1
    assert "mine.jsonl is not a GGUF file; set --judge" in ran.err
    assert replies.asked == []


def test_runs_are_listed_newest_first_and_damaged_ones_told(shell: Shell, tmp_path: Path) -> None:
    shell("mine.jsonl", "--retrieval")
    shell("mine.jsonl")
    (tmp_path / "home" / "evaluations" / "bad.json").write_text("{")
    ran = shell("list")
    lines = ran.out.splitlines()
    assert lines[0].split() == ["run", "asked", "n", "model", "figure"]
    assert ["scripted" in line for line in lines[1:]] == [True, False]
    assert "holds gold in 40 words 0.0 %" in lines[1]
    assert "not listed: bad.json is damaged" in ran.err
    assert {each["run"] for each in json.loads(shell("list", "--json").out)} >= {"bad"}


def test_a_run_is_shown_as_it_was_printed(shell: Shell) -> None:
    printed = shell("mine.jsonl").out
    assert shell("show").out == printed
    assert json.loads(shell("show", "latest", "--json").out)["rows"][1]["id"] == "q2"


def test_two_runs_are_compared_question_by_question(shell: Shell, replies: ScriptedJourney) -> None:
    shell("mine.jsonl")
    replies.replies["How many days?"] = answer("How many days?", "25 days [1].", cited=[DAYS])
    shell("mine.jsonl")
    ran = shell("compare")
    assert ran.code == 0
    assert "1 fixed, 0 broken, 0 changed, 1 the same" in ran.out
    assert "before: 24 days [1]." in ran.out
    compared = json.loads(shell("compare", "latest", "previous", "--json").out)
    assert [each["what"] for each in compared["questions"]] == ["broken", "same"]


def test_a_run_may_be_named_by_its_path(shell: Shell, tmp_path: Path) -> None:
    shell("mine.jsonl")
    (saved,) = (tmp_path / "home" / "evaluations").iterdir()
    away = tmp_path / "away.json"
    away.write_bytes(saved.read_bytes())
    assert "1 the same" not in shell("compare", str(away), saved.stem).err
    assert "2 the same" in shell("compare", str(away), saved.stem).out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("compare",), "There is no previous run: two are needed, and 1 run with questions is"),
        (("compare", "latest", "latest"), "are one run"),
        (("show", "1999"), "No saved evaluation is called '1999'"),
        (("missing.jsonl",), "missing.jsonl cannot be read"),
        (("hellaswag", "missing.txt"), "missing.txt cannot be read"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(
    shell: Shell, words: tuple[str, ...], said: str
) -> None:
    shell("mine.jsonl", "--retrieval")
    ran = shell(*words)
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err


@pytest.mark.parametrize(
    "words", [(), ("compare", "a", "b", "c"), ("hellaswag",), ("mine.jsonl", "-n", "0")]
)
def test_wrong_words_end_with_2_and_the_usage(shell: Shell, words: tuple[str, ...]) -> None:
    ran = shell(*words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("usage: footnote")


@pytest.mark.parametrize("word", ["run", "list", "show", "compare", "hellaswag"])
def test_help_of_every_word_has_an_example(shell: Shell, word: str) -> None:
    ran = shell(word, "--help")
    assert ran.code == 0
    assert "examples:\n  footnote eval" in ran.out


def test_hellaswag_is_scored_saved_and_shown_beside_the_other_runs(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.evaluation.endings.LlamaScorer", ByLength)
    tasks = tmp_path / "tasks.txt.gz"
    tasks.write_bytes(gzip.compress((TASK * 3).encode()))
    ran = shell("hellaswag", str(tasks), "-n", "2", "--model", "other.gguf")
    assert ran.code == 0
    assert "2 tasks, tasks.txt.gz" in ran.out
    assert "HellaSwag acc_norm  100.0 %" in ran.out
    assert "HellaSwag acc_norm 100.0 %" in shell("list").out
    saved = json.loads(shell("list", "--json").out)
    assert (saved[0]["kind"], saved[0]["versions"]["model"]) == ("hellaswag", "other")
    assert shell("show", saved[0]["run"]).out == ran.out


def test_a_damaged_task_file_is_told_with_its_line(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "tasks.txt").write_text(TASK.replace("\n0\n", "\nnone\n"))
    ran = shell("hellaswag", "tasks.txt")
    assert ran.code == 1
    assert "tasks.txt, line 2: 'none' is not the number of an ending" in ran.err
