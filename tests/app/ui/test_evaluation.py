"""The Evaluation page: runs listed, opened and compared, and what stands on it when it is empty."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from app.evaluation.measures import MEASURES
from app.evaluation.report import Judged
from app.ui.evaluations import plots as palette
from app.ui.evaluations.words import group, words
from tests.app.ui.evaluations import (
    MISSED,
    NEEDLESS,
    RIGHT,
    ROWS,
    SILENT,
    WRONG,
    said,
    saved,
    saved_tasks,
)
from tests.app.ui.fakes import FakeFootnote, armed

HOSTILE = "<img src=http://e.example> [x](javascript:y) :red[x] $z$ `c` ![i](http://e) :smile:"


@pytest.fixture
def page(screen: AppTest) -> AppTest:
    return screen.run().switch_page("evaluation.py")


def texts(page: AppTest) -> str:
    """Everything in the main part that is drawn as Markdown, without its backslashes."""
    labels = [each.label for each in page.expander]
    lines = [*(each.value for each in page.main.markdown), *labels]
    return "\n".join(lines).replace("\\", "").replace("\u00a0", " ")


def opened(page: AppTest, stem: str, view: str = "Figures") -> AppTest:
    page.session_state["evaluation-run"] = stem
    page.session_state[f"view-{stem}"] = view
    return page.run()


def plots(page: AppTest) -> str:
    """What the plots say to screen readers."""
    return "\n".join(each.proto.alt for each in page.get("vega_lite_chart"))


def test_empty_page_says_how_to_make_a_run(page: AppTest) -> None:
    page.run()

    assert not page.exception
    assert page.title[0].value == "Evaluation"
    assert "footnote eval data/eval/samples.jsonl" in page.code[0].value
    assert page.button(key="evaluate").label == "Evaluate"


def test_runs_are_listed_newest_first_with_their_main_figures(
    page: AppTest, footnote: FakeFootnote
) -> None:
    saved(footnote.settings.home)
    saved(footnote.settings.home, RIGHT, day=1, prompt="answer@2")
    page.run()

    assert not page.exception
    assert page.subheader[0].value == "2 runs"
    shown = texts(page)
    assert shown.index("5 March 2026") < shown.index("4 March 2026")
    assert "6 questions of mine.jsonl · tiny · prompt answer" in shown
    assert "Right and short **25.0\u202f%**" in shown
    assert "Abstaining **50.0\u202f%**" in shown


def test_run_is_opened_and_left_again(page: AppTest, footnote: FakeFootnote) -> None:
    path = saved(footnote.settings.home)
    page.run().button(key=f"open-{path.stem}").click().run()

    assert not page.exception
    assert page.title[0].value.startswith("Run of 4 March 2026")
    page.button(key="all-runs").click().run()
    assert page.title[0].value == "Evaluation"


def test_figures_are_drawn_with_intervals_and_told_in_words(
    page: AppTest, footnote: FakeFootnote
) -> None:
    opened(page, saved(footnote.settings.home).stem)

    assert not page.exception
    headings = [each.value for each in page.subheader]
    assert headings[:2] == ["Finding", "Answering"]
    assert {"Answering and abstaining", "By kind of question", "Time and tokens"} <= set(headings)
    told = plots(page)
    assert "Holds the right answer 25.0\u202f% (0.0\u202f% to" in told
    assert "answered as it should 2, abstained needlessly 1" in told
    assert "95\u202f% interval" in texts(page)
    assert "Of 2 abstentions, 50.0 % were right (precision)." in texts(page).replace("\u202f", " ")
    metrics = {each.label: each.value for each in page.metric}
    assert metrics["Abstaining"] == "50.0\u202f%"
    assert metrics["A whole answer"] == "2.0\u202fs"


def test_another_figure_can_be_seen_by_kind(page: AppTest, footnote: FakeFootnote) -> None:
    path = saved(footnote.settings.home)
    opened(page, path.stem)
    assert "fact (3) 33.3\u202f%" in plots(page)

    page.selectbox(key=f"kind-figure-{path.stem}").set_value(("hit@5", "with gold spans")).run()

    assert "At least one found: fact (3) 100.0\u202f%" in plots(page)


def test_run_of_searches_alone_shows_no_answers(page: AppTest, footnote: FakeFootnote) -> None:
    path = saved(footnote.settings.home, *(replace(each, said=None) for each in ROWS))
    opened(page, path.stem)

    assert not page.exception
    headings = [each.value for each in page.subheader]
    assert "Finding" in headings
    assert not {"Answering", "Answering and abstaining", "Time and tokens"} & set(headings)


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ("wrong", ["q2"]),
        ("needless", ["q3"]),
        ("missed", ["q4"]),
        ("unsupported", ["q2"]),
        ("failed", ["q6"]),
        ("all", ["q1", "q2", "q3", "q4", "q5", "q6"]),
    ],
)
def test_questions_are_filtered_by_what_became_of_them(
    page: AppTest, footnote: FakeFootnote, wanted: str, ids: list[str]
) -> None:
    stem = saved(footnote.settings.home).stem
    page.session_state[f"filter-{stem}"] = wanted
    opened(page, stem, "Questions")

    assert not page.exception
    shown = {row.id: row.question for row in ROWS}
    labels = "\n".join(each.label for each in page.expander).replace("\\", "")
    assert [each for each in shown if shown[each] in labels] == ids


def test_questions_are_found_by_words_of_the_answer(page: AppTest, footnote: FakeFootnote) -> None:
    stem = saved(footnote.settings.home).stem
    opened(page, stem, "Questions")

    page.text_input(key=f"find-{stem}").set_value("AUGUST closes").run()
    assert page.subheader[0].value == "1 question"
    page.text_input(key=f"find-{stem}").set_value("zebra").run()
    assert "No question fits" in texts(page)


def test_opened_question_shows_known_answer_quotes_and_verdicts(
    page: AppTest, footnote: FakeFootnote
) -> None:
    stem = saved(footnote.settings.home).stem
    for number in range(1, 7):
        page.session_state[f"row-{stem}-q{number}"] = True
    opened(page, stem, "Questions")

    assert not page.exception
    shown = texts(page)
    assert "Known answer: **25 days**" in shown
    assert "**3 euros** *or* **3 EUR**" in shown
    assert "Known answer: none, the library does not say" in shown
    assert "**handbook.md**, page 2" in shown
    assert ":blue[:material/check:] supports the answer" in shown
    assert ":red[:material/close:] does not support the answer" in shown
    assert ":red[No support:] It closes on" in shown
    assert "The question was refused: The question is too long." in shown
    assert "Right passage found at place 2" in shown


@pytest.mark.parametrize(
    ("judged", "told"),
    [
        (Judged((True, None, False), True), ("answer right", "support for 1 of 3 sentences")),
        (Judged((False,), False), ("answer wrong", "support for 0 of 1 sentence.")),
        (Judged((), None), ()),
    ],
)
def test_verdicts_of_a_judge_stand_under_the_answer(
    page: AppTest, footnote: FakeFootnote, judged: Judged, told: tuple[str, ...]
) -> None:
    stem = saved(footnote.settings.home, replace(RIGHT, said=replace(said(), judged=judged))).stem
    page.session_state[f"row-{stem}-q1"] = True
    shown = texts(opened(page, stem, "Questions"))
    assert [each for each in told if each not in shown] == []
    assert ("The judge" in shown) == bool(told)


def test_long_question_is_whole_where_it_is_compared(page: AppTest, footnote: FakeFootnote) -> None:
    long = replace(RIGHT, question="How many days " + "and nights " * 40 + "of leave?")
    saved(footnote.settings.home, replace(long, said=SILENT))
    stem = saved(footnote.settings.home, long, day=1).stem
    page.session_state[f"shift-{stem}-q1"] = True
    assert "nights of leave?" in texts(opened(page, stem, "Compare"))


def test_every_figure_that_is_measured_is_explained_under_its_heading() -> None:
    for measure in MEASURES:
        known = words(measure.name, measure.over)
        assert known.title != measure.name
        assert known.doc
    assert group("cited text holds gold", "holding gold in 40 words") == "cited"
    assert group("token F1", "answerable and answered") == "answered"
    assert group("abstention F1", "asked") == "abstained"


def test_hostile_text_in_a_run_is_inert(page: AppTest, footnote: FakeFootnote) -> None:
    row = replace(
        RIGHT,
        id="q9",
        kind=HOSTILE,
        question=HOSTILE,
        answers=(HOSTILE,),
        said=said(f"{HOSTILE} [1].", right=False, verdict="unsupported"),
    )
    home = footnote.settings.home
    stem = saved(home, row, NEEDLESS, day=1, prompt=HOSTILE).stem
    saved(home, replace(row, said=SILENT), NEEDLESS)
    for key in (f"row-{stem}-q9", f"shift-{stem}-q9"):
        page.session_state[key] = True
    for view in ("Figures", "Questions", "Compare"):
        opened(page, stem, view)
        assert not page.exception
        drawn = [each.value for each in page.main.markdown]
        assert armed("\n".join([*drawn, *(each.label for each in page.expander)])) == []


def test_two_runs_are_compared_over_their_common_questions(
    page: AppTest, footnote: FakeFootnote
) -> None:
    home = footnote.settings.home
    saved(home, replace(RIGHT, said=SILENT), replace(WRONG, said=RIGHT.said), NEEDLESS)
    stem = saved(home, RIGHT, replace(WRONG, said=SILENT), MISSED, day=1, prompt="answer@2").stem
    page.session_state[f"shift-{stem}-q1"] = True
    opened(page, stem, "Compare")

    assert not page.exception
    shown = texts(page).replace("\u2060", "")
    assert "Before: 4 March 2026" in shown
    assert "2 questions in both runs. 1 question only in the earlier one" in shown
    assert "Prompt: answer@1 \u2192 **answer@2**" in shown
    assert "better" in shown
    assert "Passages found no change; 100.0\u202f% before" in plots(page)
    labels = page.get("button_group")[-1]
    assert [each.content for each in labels.proto.options] == [
        ":blue[Fixed 1]",
        ":blue[Broken 1]",
    ]
    assert "**Before**" in shown
    assert "I found no answer." in shown
    assert "Staff receive 25 days" in shown


def test_the_older_run_is_the_one_before_whichever_is_open(
    page: AppTest, footnote: FakeFootnote
) -> None:
    older = saved(footnote.settings.home).stem
    saved(footnote.settings.home, day=1, prompt="answer@2")
    opened(page, older, "Compare")
    assert "Before: 4 March 2026" in texts(page)


def test_a_single_run_has_nothing_to_compare_with(page: AppTest, footnote: FakeFootnote) -> None:
    saved_tasks(footnote.settings.home, day=1)
    opened(page, saved(footnote.settings.home).stem, "Compare")
    assert "no other run to compare with" in page.info[0].value


def test_runs_without_common_questions_are_told(page: AppTest, footnote: FakeFootnote) -> None:
    saved(footnote.settings.home, RIGHT)
    opened(page, saved(footnote.settings.home, WRONG, day=1).stem, "Compare")
    assert "no question in common" in page.error[0].value


def test_hellaswag_is_listed_and_opened(page: AppTest, footnote: FakeFootnote) -> None:
    path = saved_tasks(footnote.settings.home)
    page.run()
    assert "HellaSwag" in texts(page)
    assert "4 tasks of mine.jsonl · tiny" in texts(page)
    assert "HellaSwag **25.0\u202f%**" in texts(page)

    opened(page, path.stem)
    assert not page.exception
    assert {each.label: each.value for each in page.metric}["HellaSwag"] == "25.0\u202f%"
    page.session_state[f"row-{path.stem}-h0"] = True
    opened(page, path.stem, "Questions")
    assert not page.exception
    assert "Right is ending 3, the model chose 1." in texts(page)


def test_unknown_kinds_and_damaged_files_are_named_and_cannot_be_opened(
    page: AppTest, footnote: FakeFootnote
) -> None:
    path = saved(footnote.settings.home)
    path.with_name("20270101T000000Z.json").write_text("{", encoding="utf-8")
    record = json.loads(path.read_text(encoding="utf-8")) | {"kind": "chess"}
    path.with_name("20270102T000000Z.json").write_text(json.dumps(record), encoding="utf-8")
    page.run()

    assert not page.exception
    shown = texts(page)
    assert "20270101T000000Z.json is damaged" in shown
    assert "chess" in shown
    assert "cannot open runs of this kind" in shown
    assert [each.label for each in page.button].count("Open") == 1


def test_long_lists_have_pages(page: AppTest, footnote: FakeFootnote) -> None:
    for day in range(12):
        saved(footnote.settings.home, RIGHT, day=day)
    page.run()
    assert page.subheader[0].value == "12 runs"
    assert [each.label for each in page.button].count("Open") == 10


def test_run_can_be_downloaded(page: AppTest, footnote: FakeFootnote) -> None:
    opened(page, saved(footnote.settings.home).stem)
    (button,) = page.get("download_button")
    assert button.proto.label == "Download"


@pytest.mark.parametrize("ground", ["#fffdf9", "#15191b"])
@pytest.mark.parametrize("colour", [palette.GOOD, palette.BAD, palette.NEUTRAL])
def test_colours_of_plots_are_seen_on_both_grounds(ground: str, colour: str) -> None:
    def luminance(code: str) -> float:
        parts = [int(code[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(ground), luminance(colour)))
    assert (high + 0.05) / (low + 0.05) >= 3
