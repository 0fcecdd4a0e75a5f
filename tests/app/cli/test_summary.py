from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.cli.main import main
from app.settings import Settings
from app.summary.types import Coverage, Progress, Step, Summary
from app.types import Actor, Sentence, Timings, Usage
from tests.app.cli.fakes import FakeFootnote, citation, document

HELD = document("leave.txt")
SAID = "Staff get 25 days of leave."


def summary(model: str = "") -> Summary:
    return Summary(
        document=HELD,
        method="written" if model else "quoted",
        text="- Staff get 25 days of leave [1].",
        sentences=(Sentence(SAID, (1,), "supported", "- "),),
        citations=(citation(HELD, quote=SAID),),
        model=model,
        prompt="summary@1" if model else "",
        usage=Usage(90, 10),
        timings=Timings(5.0, 6.0, 1500.0),
        coverage=Coverage(3, 41, 2),
    )


@dataclass
class FakeSummariser:
    reply: Summary | BaseException = field(default_factory=summary)
    asked: list[tuple[str, int | None]] = field(default_factory=list)

    def stream(self, document_id: str, actor: Actor, count: int | None = None) -> Iterator[Step]:
        self.asked.append((document_id, count))
        yield Progress(1, 3, "Rules")
        if isinstance(self.reply, BaseException):
            raise self.reply
        yield self.reply


Run = Callable[..., int]


@pytest.fixture
def summariser() -> FakeSummariser:
    return FakeSummariser()


@pytest.fixture
def run(tmp_path: Path, summariser: FakeSummariser, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("FOOTNOTE_HOME", str(tmp_path))
    footnote = FakeFootnote(Settings(home=tmp_path), HELD)
    footnote.summariser = summariser  # type: ignore[attr-defined]  # the verb's own part
    return lambda *words: main(words, footnote.open)


def test_the_summary_is_printed_with_its_footnotes(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("summarise", "leave.txt") == 0

    out, err = capsys.readouterr()
    assert out == f'- Staff get 25 days of leave [1].\n\n[1] Page 3: "{SAID}"\n'
    assert err == "read 3 sections with 41 passages, cited 2, 1.5 s\n"


def test_who_wrote_it_is_said_where_a_model_did(
    run: Run, summariser: FakeSummariser, capsys: pytest.CaptureFixture[str]
) -> None:
    summariser.reply = summary("big-model")

    run("summarise", "leave.txt")

    assert capsys.readouterr().err.startswith("big-model, summary@1, read 3 sections")


def test_both_spellings_and_a_length_are_understood(run: Run, summariser: FakeSummariser) -> None:
    run("summarise", "leave.txt")
    run("summarize", HELD.id, "--sentences", "8")

    assert summariser.asked == [(HELD.id, None), (HELD.id, 8)]


def test_json_is_one_line_with_the_exact_places(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("summarise", "leave.txt", "--json") == 0

    told = json.loads(capsys.readouterr().out)
    assert list(told) == [
        "document", "document_id", "title", "method", "text", "sentences", "citations", "model",
        "prompt", "usage", "timings_ms", "coverage", "notes",
    ]  # fmt: skip
    assert told["document"] == "leave.txt"
    assert told["coverage"] == {"sections": 3, "passages": 41, "cited": 2}
    (cited,) = told["citations"]
    assert cited["quote"] == SAID
    assert cited["end"] - cited["start"] == len(SAID)


def test_an_unknown_document_is_told_with_the_nearest(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("summarise", "leaves.txt") == 1

    assert "no document 'leaves.txt'; did you mean leave.txt?" in capsys.readouterr().err


def test_ctrl_c_ends_it_cleanly(
    run: Run, summariser: FakeSummariser, capsys: pytest.CaptureFixture[str]
) -> None:
    summariser.reply = KeyboardInterrupt()

    assert run("summarise", "leave.txt") == 130

    out, err = capsys.readouterr()
    assert out == ""
    assert err == "footnote: stopped.\n"


def test_no_sentence_at_all_is_wrong_usage(run: Run, summariser: FakeSummariser) -> None:
    assert run("summarise", "leave.txt", "--sentences", "0") == 2
    assert summariser.asked == []
