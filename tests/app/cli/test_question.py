from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.settings import Settings
from app.types import Answer, Question, Sentence, Token, Waiting
from indexes.errors import EngineError
from tests.app.cli.fakes import answer, document
from tests.app.cli.terminal import Terminal, terminal

TEXT, LEGAL = document("leave.txt"), document("contract.txt", collection="legal")


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    return terminal(tmp_path, monkeypatch, capsys, TEXT, LEGAL)


def abstention() -> Answer:
    whole = answer("I found no answer.", status="abstained", sentences=())
    return replace(whole, citations=(), nearest=whole.citations)


@pytest.mark.parametrize("verb", ["ask", "search"])
def test_empty_library_is_one_sentence_with_a_remedy(shell: Terminal, verb: str) -> None:
    shell.footnote.catalog.held.clear()
    ran = shell.run(verb, "leave", "--json")
    assert (ran.code, ran.out) == (1, "")
    assert "footnote ingest" in ran.err


@pytest.mark.parametrize("verb", ["ask", "search"])
def test_unknown_collection_is_refused(shell: Terminal, verb: str) -> None:
    ran = shell.run(verb, "leave", "--collection", "lega")
    assert (ran.code, ran.out) == (1, "")
    assert "'lega'" in ran.err


@pytest.mark.parametrize("verb", ["ask", "search"])
@pytest.mark.parametrize("question", ["", " \n", "half \ud800"])
def test_question_that_is_no_question_is_refused(shell: Terminal, verb: str, question: str) -> None:
    ran = shell.run(verb, question)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("footnote: The question ")


def test_answer_is_streamed_then_its_footnotes_come(shell: Terminal) -> None:
    ran = shell.run("ask", "How many days?")
    assert ran.code == 0
    assert ran.out == (
        'Staff get 25 days. [1] \n\n[1] leave.txt, page 3: "Staff get 25 days of leave."\n'
    )
    assert ran.err == "tiny, answer@1, 2 documents searched, 109 tokens, 1.5 s, trace t1\n"


def test_answer_that_differs_from_its_draft_is_printed_again(shell: Terminal) -> None:
    shell.footnote.journey.draft = "Staff get 52 days. [9]"
    out = shell.run("ask", "How many days?").out
    assert "Staff get 52 days. [9] \n\nChecked answer:\nStaff get 25 days. [1]\n" in out


@pytest.mark.parametrize(
    ("verdict", "shown"), [("weak", "(weakly supported)"), ("unsupported", "(not supported)")]
)
def test_footnote_says_when_support_is_lacking(shell: Terminal, verdict: str, shown: str) -> None:
    cited = replace(answer().citations[0], verdict=verdict)  # type: ignore[arg-type]
    shell.footnote.journey.reply = answer(citations=(cited,))
    assert shell.run("ask", "How many days?").out.rstrip().endswith(f'" {shown}')


def test_sentence_that_lacks_support_is_told_with_the_reason(shell: Terminal) -> None:
    open_ = Sentence("All staff get 25 days.", (1,), "weak", reason="\u201cAll\u201d is open.")
    shell.footnote.journey.reply = replace(answer(), sentences=(open_,))
    told = "open:\n- All staff get 25 days. (weakly supported): \u201cAll\u201d is open.\n"
    assert told in shell.run("ask", "How many days?").out


def test_abstention_shows_what_is_nearest_and_is_no_failure(shell: Terminal) -> None:
    shell.footnote.journey.draft, shell.footnote.journey.reply = "", abstention()
    ran = shell.run("ask", "Who is Ada?")
    assert ran.code == 0
    assert ran.out.strip().startswith("I found no answer.\n\nNearest text in the library:\n- leave")


def test_document_and_model_cannot_steer_the_terminal(shell: Terminal) -> None:
    cited = replace(answer().citations[0], quote="a\x1b]0;b\x07\u202ec", document="\x9b.txt")
    shell.footnote.journey.draft = "\x1b[31mred"
    shell.footnote.journey.reply = answer("\x1b[31mred", citations=(cited,))
    ran = shell.run("ask", "How many days?")
    assert not any(mark in ran.out + ran.err for mark in "\x1b\x07\x9b\u202e")


def test_ask_json_is_one_object_and_nothing_else(shell: Terminal) -> None:
    ran = shell.run("ask", "How many days?", "--json")
    assert (ran.code, ran.err, ran.out.count("\n")) == (0, "", 1)
    body = json.loads(ran.out)
    assert body["question"] == "How many days?"
    assert "id" not in body


def test_ask_passes_actor_and_collection_on(shell: Terminal) -> None:
    shell.run("ask", " How many days? ", "--collection", "legal")
    (question,) = shell.footnote.journey.asked
    assert (question.text, question.actor.id, question.collection) == (
        "How many days?", "local", "legal",
    )  # fmt: skip


def batch(folder: Path, *lines: object) -> str:
    path = folder / "questions.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return str(path)


def test_batch_gives_one_line_for_each_question_with_its_id(
    shell: Terminal, tmp_path: Path
) -> None:
    file = batch(tmp_path, {"question": "One?", "id": "q1"}, {"question": "Two?"})
    ran = shell.run("ask", "--batch", file)
    first, second = (json.loads(line) for line in ran.out.splitlines())
    assert (ran.code, ran.err) == (0, "")
    assert list(first)[:2] == ["id", "question"]
    assert (first["id"], first["question"], second["question"]) == ("q1", "One?", "Two?")
    assert "id" not in second
    assert len(shell.footnote.opened) == 1


def test_collection_of_a_line_wins_over_that_of_the_command(
    shell: Terminal, tmp_path: Path
) -> None:
    file = batch(tmp_path, {"question": "a", "collection": "legal"}, {"question": "b"})
    shell.run("ask", "--batch", file, "--collection", "default")
    assert [each.collection for each in shell.footnote.journey.asked] == ["legal", "default"]


@pytest.mark.parametrize("verb", ["ask", "search"])
def test_refused_question_costs_the_exit_status_and_not_the_others(
    shell: Terminal, tmp_path: Path, verb: str
) -> None:
    file = batch(tmp_path, {"question": "One?"}, {"question": "too long"}, {"question": "Three?"})
    ran = shell.run(verb, "--batch", file)
    assert ran.code == 1
    lines = [json.loads(line) for line in ran.out.splitlines()]
    assert len(lines) == 3
    assert lines[1] == {"question": "too long", "error": "The question is too long; ask less."}
    assert ran.err == f"footnote: {file}, line 2: The question is too long; ask less.\n"


def test_model_that_fails_at_one_question_costs_that_question_alone(
    shell: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey = shell.footnote.journey
    ask = journey.ask

    def fails(question: Question) -> Answer:
        if question.text == "Two?":
            raise EngineError("The process of m ended twice; ask again.")
        return ask(question)

    monkeypatch.setattr(journey, "ask", fails)
    file = batch(tmp_path, {"question": "One?"}, {"question": "Two?"}, {"question": "Three?"})
    ran = shell.run("ask", "--batch", file)
    assert ran.code == 1
    lines = [json.loads(line) for line in ran.out.splitlines()]
    assert [line.get("error", "") for line in lines] == [
        "", "The process of m ended twice; ask again.", "",
    ]  # fmt: skip


def test_bad_line_stops_a_batch_before_the_first_question(shell: Terminal, tmp_path: Path) -> None:
    file = batch(tmp_path, {"question": "One?"}, {"text": "Two?"})
    ran = shell.run("ask", "--batch", file)
    assert (ran.code, ran.out) == (1, "")
    assert f"{file}, line 2:" in ran.err
    assert shell.footnote.journey.asked == []


def test_who_waits_is_told_on_stderr_when_the_place_changes(shell: Terminal) -> None:
    shell.footnote.journey.before = (Waiting(2), Waiting(2), Waiting(1))
    ran = shell.run("ask", "How many days?")
    assert ran.out.startswith("Staff get 25 days.")
    assert ran.err.splitlines()[:2] == [
        "2 questions before this one.",
        "1 question before this one.",
    ]


def test_draft_that_starts_over_begins_a_new_line(shell: Terminal) -> None:
    shell.footnote.journey.before = (Token("Staff get 5"), Token("", anew=True))
    ran = shell.run("ask", "How many days?")
    assert ran.out.startswith("Staff get 5\nStaff get 25 days. [1] \n\n[1] leave.txt")
    assert "Checked answer" not in ran.out
    assert ran.err.startswith("The answer starts over.\n")


def test_larger_model_is_asked_on_demand(shell: Terminal, tmp_path: Path) -> None:
    shell.footnote.settings = Settings(home=tmp_path, larger_model="openai:gpt-4o")
    shell.run("ask", "How many days?", "--larger")
    shell.run("ask", "How many days?")
    shell.run("ask", "--batch", batch(tmp_path, {"question": "One?"}), "--larger")
    assert [each.larger for each in shell.footnote.journey.asked] == [True, False, True]


def test_larger_model_that_is_not_configured_is_refused(shell: Terminal) -> None:
    ran = shell.run("ask", "How many days?", "--larger")
    assert (ran.code, ran.out) == (1, "")
    assert "larger_model" in ran.err
    assert shell.footnote.journey.asked == []
