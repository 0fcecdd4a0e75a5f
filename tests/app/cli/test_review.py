"""`footnote review`: the queue listed, one shown and marked, files written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.cli import parser_review
from app.evaluation.questions import load
from app.review import KINDS, Judgement
from app.review import rows as training
from app.tracing.types import TracedHit
from tests.app.cli.terminal import Ran, Terminal, terminal
from tests.app.review.world import PARKING, World, place

PARKED = TracedHit("parking", 0, len(" ".join(PARKING)), 1.2, 0.6, True)


@dataclass(frozen=True)
class Desk:
    """Commands on a library with answers."""

    world: World
    terminal: Terminal

    def run(self, *words: str) -> Ran:
        return self.terminal.run("review", *words)


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    world = World(tmp_path / "library")
    opened = terminal(tmp_path / "home", monkeypatch, capsys)
    monkeypatch.setattr(opened.footnote, "review", world.review, raising=False)
    monkeypatch.setattr(opened.footnote, "catalog", world.catalog)
    return Desk(world, opened)


def test_words_of_help_are_the_judgements_that_are_kept() -> None:
    assert parser_review.KINDS == KINDS


def test_list_has_the_worst_first_with_the_reason(desk: Desk) -> None:
    desk.world.asked("t1", "Where is parking?", ("weak",))
    desk.world.asked("t2", "How many days?")
    desk.world.said("t2", "wrong")
    ran = desk.run("list")
    assert ran.code == 0
    head, first, second = ran.out.splitlines()
    assert head.split() == ["id", "score", "times", "question", "why"]
    assert " ".join(first.split()) == "t2 6.0 1 How many days? Thumbs down: wrong."
    assert second.startswith("t1")
    assert ran.err == "2 answers waiting, 0 reviewed\n"
    assert "the worst 1 of 2" in desk.run("list", "-n", "1").err


def test_list_without_anything_says_so(desk: Desk) -> None:
    ran = desk.run("list")
    assert (ran.code, ran.out, ran.err) == (0, "", "0 answers waiting, 0 reviewed\n")


def test_list_as_json_has_reasons_and_corrections(desk: Desk) -> None:
    desk.world.asked("t1")
    desk.world.said("t1", "wrong", "28 days")
    (record,) = json.loads(desk.run("list", "--json").out)
    assert record["trace_id"] == "t1"
    assert record["corrections"] == ["28 days"]
    assert record["reasons"] == ["Thumbs down: wrong.", "Corrected by who asked."]


def test_show_has_what_was_said_and_places_that_mark_takes(desk: Desk) -> None:
    desk.world.asked("t1", hits=[PARKED, TracedHit("gone", 3, 9, 1.0, 0.5, False)])
    desk.world.said("t1", "wrong", "28 days")
    out = desk.run("show", "t").out
    assert "How many days?" in out
    assert "You get 25 days. [1]" in out
    assert "local says: 28 days" in out
    assert f"parking:0:{PARKED.end}  parking.txt" in out
    assert "gone:3:9  (removed)" in out
    assert json.loads(desk.run("show", "t1", "--json").out)["hits"][1]["document_id"] == "gone"


def test_marked_answer_leaves_the_list(desk: Desk) -> None:
    desk.world.asked("t1", verdicts=("unsupported",))
    gold = place(desk.world.catalog, PARKING[1], "parking")
    words = ("--answer", "3 euros", "--answer", "EUR 3", "--reviewer", "rita")
    ran = desk.run(
        "mark", "t1", "wrong answer", *words, "--gold", f"parking:{gold.start}:{gold.end}"
    )
    assert (ran.code, ran.err) == (0, "marked as wrong answer; 0 answers waiting\n")
    (item,) = desk.world.review.reviewed()
    assert (item.answers, item.gold, item.reviewer) == (("3 euros", "EUR 3"), (gold,), "rita")


def test_answer_without_text_is_only_counted(desk: Desk) -> None:
    desk.world.asked("t1", verdicts=("unsupported",), saved=False)
    assert "only counted" in desk.run("mark", "t1", "wrong answer").err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "x"), "No answer 'x' waits"),
        (("show", "t"), "'t' begins 2 ids; give more"),
        (("mark", "t", "right"), "'t' begins 2 ids; give more"),
        (("mark", "x", "right"), "There is no answer 'x' to review"),
        (("mark", "t1", "right", "--gold", "parking:3"), "write DOCUMENT:START:END"),
        (("mark", "t1", "right", "--gold", "none:0:3"), "no document 'none'"),
        (("mark", "t1", "right", "--gold", "parking:0:9000"), "pick the place anew"),
    ],
)
def test_errors_name_what_is_wrong(desk: Desk, words: tuple[str, ...], said: str) -> None:
    desk.world.asked("t1", "Who?", ("unsupported",))
    desk.world.asked("t2", "Where?", ("unsupported",))
    ran = desk.run(*words)
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err


def test_export_writes_what_is_held_out_and_all_of_it_when_asked(
    desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "reviewed.jsonl"
    assert "no reviewed item makes a question yet" in desk.run("export", str(file)).err
    for number in range(12):
        desk.world.asked(f"t{number}", f"How many days {number}?")
        desk.world.review.mark(f"t{number}", "rita", Judgement("right"))
    held = desk.world.review.questions(held=True)
    ran = desk.run("export", str(file))
    assert ran.code == 0
    assert f"{len(held)} questions written" in ran.err
    assert load(file) == held
    assert f"{len(held)} of them held out" in desk.run("export", str(file), "--all").err
    assert len(load(file)) == 12


def test_rows_are_written(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    assert "no reviewed item can be learnt from" in desk.run("rows", str(file)).err
    desk.world.asked("t1")
    desk.world.review.mark("t1", "rita", Judgement("right"))
    assert "1 row written" in desk.run("rows", str(file)).err
    assert training.load(file) == desk.world.review.rows()


def test_file_that_cannot_be_written_is_named(desk: Desk, tmp_path: Path) -> None:
    desk.world.asked("t1")
    desk.world.review.mark("t1", "rita", Judgement("right"))
    ran = desk.run("rows", str(tmp_path / "none" / "rows.jsonl"))
    assert ran.code == 1
    assert "cannot be written" in ran.err
