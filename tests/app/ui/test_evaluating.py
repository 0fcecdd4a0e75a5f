"""Evaluations started from the page: in the background, one at a time, told and stopped."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from langchain_core.language_models import FakeListChatModel
from streamlit.testing.v1 import AppTest

from app.build import Footnote
from app.evaluation import saved
from app.evaluation.evaluate import Plan
from app.evaluation.judge import ChatJudge
from app.evaluation.questions import load
from app.models import MAGIC, default_model_path
from app.settings import Settings
from app.ui.evaluations import background, start
from app.ui.evaluations.judge import OTHER, models
from app.ui.session import UNEXPECTED
from indexes.errors import QuestionError
from tests.app.evaluation import fakes
from tests.app.ui.evaluations import ScriptedRun
from tests.app.ui.fakes import FakeFootnote

OWN = b"""{"id": "a", "question": "How many days?", "answers": ["25 days"]}
{"id": "b", "question": "Who is it?", "answers": []}
{"id": "c", "question": "When?", "answers": ["noon"]}
"""


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> ScriptedRun:
    run = ScriptedRun()
    monkeypatch.setattr(background, "run", run)
    return run


@pytest.fixture
def page(screen: AppTest, scripted: ScriptedRun) -> AppTest:
    return screen.run().switch_page("evaluation.py").run()


def texts(page: AppTest) -> str:
    return "\n".join(each.value for each in page.markdown).replace("\\", "")


def asked(page: AppTest, content: bytes = OWN, name: str = "own.jsonl") -> AppTest:
    """The dialog with a file of one's own in it."""
    page.button(key="evaluate").click().run()
    page.radio(key="evaluation-source").set_value("My own file").run()
    return (
        page.file_uploader(key="evaluation-file").set_value([(name, content, "text/plain")]).run()
    )


def current() -> background.Run:
    run = start.runner().current
    assert run is not None
    return run


def settled(page: AppTest) -> AppTest:
    assert current().wait(30)
    return page.run()


def test_sample_questions_are_asked_in_the_background(page: AppTest, scripted: ScriptedRun) -> None:
    page.button(key="evaluate").click().run()
    assert not page.exception
    assert "132 questions on the sample documents" in texts(page)
    page.number_input(key="evaluation-limit").set_value(3)
    page.button(key="evaluation-start").click().run()

    settled(page)

    assert not page.exception
    assert scripted.plans == [Plan(3, file="samples.jsonl")]
    assert page.success[0].value == "3 questions asked."
    assert page.subheader[0].value == "1 run"
    page.button(key="see").click().run()
    assert page.title[0].value.startswith("Run of")


def test_own_file_is_asked_with_what_was_chosen(page: AppTest, scripted: ScriptedRun) -> None:
    asked(page)
    assert "3 questions in own.jsonl" in texts(page)
    page.checkbox(key="evaluation-search").check()
    page.button(key="evaluation-start").click().run()
    settled(page)
    assert scripted.plans == [Plan(3, retrieval_only=True, file="own.jsonl")]


def gguf(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(MAGIC + bytes(40))
    return path


def test_judge_is_opened_and_judges_the_run(
    page: AppTest, scripted: ScriptedRun, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened: list[tuple[Path, str]] = []
    judge = ChatJudge(FakeListChatModel(responses=["Yes"]))

    def open_judge(model: Path, settings: Settings, named_by: str) -> ChatJudge:
        opened.append((model, named_by))
        return judge

    monkeypatch.setattr(background, "open_judge", open_judge)
    model = gguf(tmp_path, "second.gguf")
    asked(page)
    assert "The judge reads a prompt" not in texts(page)
    page.selectbox(key="evaluation-judge").set_value(OTHER).run()
    assert "the run takes two to three times as long" in texts(page)
    page.text_input(key="evaluation-judge-file").set_value(str(model)).run()
    page.button(key="evaluation-start").click().run()
    settled(page)
    assert opened == [(model, "Judge")]
    assert [each.model for each in scripted.judges] == [judge]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "No file is given as judge; give its path"),
        ("gone.gguf", "There is no model file at gone.gguf; correct Judge."),
        (__file__, "test_evaluating.py is not a GGUF file; set Judge to one that ends in .gguf."),
    ],
)
def test_judge_that_cannot_be_a_model_is_told_before_anything_is_asked(
    page: AppTest, scripted: ScriptedRun, typed: str, told: str
) -> None:
    asked(page).selectbox(key="evaluation-judge").set_value(OTHER).run()
    page.text_input(key="evaluation-judge-file").set_value(typed).run()
    page.button(key="evaluation-start").click().run()
    assert told in page.error[0].value.replace("\\", "")
    assert start.runner().current is None
    assert scripted.plans == []


def test_search_alone_needs_no_judge(page: AppTest) -> None:
    asked(page).checkbox(key="evaluation-search").check().run()
    assert not page.exception
    assert "evaluation-judge" not in [each.key for each in page.selectbox]


def test_models_beside_the_answering_one_can_judge_and_adapters_cannot(tmp_path: Path) -> None:
    names = ("b.gguf", "a.gguf", "adapter.gguf")
    answering, other, adapter = (gguf(tmp_path, name) for name in names)
    assert models(Settings(model=str(answering), lora=str(adapter))) == [answering, other]
    assert models(Settings()) == [default_model_path()]


def test_file_that_is_not_right_is_told_with_its_line(page: AppTest, scripted: ScriptedRun) -> None:
    asked(page, OWN + b"{]\n")
    assert "own.jsonl, line 4: not JSON" in page.error[0].value.replace("\\", "")
    assert scripted.plans == []


def test_progress_is_shown_and_a_second_evaluation_is_refused(
    page: AppTest, scripted: ScriptedRun
) -> None:
    scripted.pause.clear()
    asked(page).button(key="evaluation-start").click().run()
    assert scripted.first.wait(30)
    page.run()
    assert not page.exception
    assert page.get("progress")[0].proto.text.startswith("1 of 3 questions")

    asked(page, name="second.jsonl").button(key="evaluation-start").click().run()

    assert "going on already (1 of 3 questions)" in page.error[0].value.replace("\\", "")
    scripted.pause.set()
    settled(page)
    assert [plan.file for plan in scripted.plans] == ["own.jsonl"]


def test_evaluation_can_be_stopped_and_saves_nothing(
    page: AppTest, footnote: FakeFootnote, scripted: ScriptedRun
) -> None:
    scripted.pause.clear()
    asked(page).button(key="evaluation-start").click().run()
    assert scripted.first.wait(30)
    page.run().button(key="stop").click().run()
    assert page.button(key="stop").disabled
    scripted.pause.set()
    settled(page)
    assert "Nothing was saved" in page.warning[0].value
    assert saved.paths(footnote.settings.home) == []
    page.button(key="dismiss").click().run()
    assert len(page.warning) == 0


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (QuestionError("The library does not hold a.pdf; ingest it first."), "ingest it first"),
        (ValueError("secret detail"), UNEXPECTED.split(".")[0]),
    ],
)
def test_evaluation_that_fails_says_why(
    page: AppTest, scripted: ScriptedRun, error: Exception, told: str
) -> None:
    scripted.error = error
    asked(page).button(key="evaluation-start").click().run()
    settled(page)
    assert told in page.error[0].value.replace("\\", "")
    assert "secret" not in page.error[0].value


def test_time_left_is_told_once_it_is_no_guess() -> None:
    run = background.Run(load(background.SAMPLES), Plan(4))
    assert (run.total, run.seconds_left) == (4, None)


def test_real_questions_are_asked_and_saved(tmp_path: Path) -> None:
    footnote = fakes.FakeFootnote(settings=Settings(home=tmp_path))
    runner = background.Runner(lambda: cast(Footnote, footnote))
    run = runner.start([fakes.question(1, ["25 days"]), fakes.question(2, [])], Plan(file="x"))
    assert run.wait(30)
    assert isinstance(run.result, Path), run.result
    kept = saved.load(run.result)
    assert [row.said.status for row in kept.rows if row.said] == ["abstained", "abstained"]
    assert kept.versions.questions == "x"
    runner.forget()
    assert runner.current is None
