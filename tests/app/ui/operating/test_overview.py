"""The section Overview: what it says of many questions, of few, and of none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from app.tracing.store import Traces
from app.tracing.types import Counts, Made
from app.ui.operating.words import price
from tests.app.ui.fakes import FakeFootnote, armed
from tests.app.ui.operating.asked import ask, judge

HOSTILE = "<img src=http://e.example> [x](javascript:y) :red[x] $z$ `c` ![i](http://e) :smile:"


@pytest.fixture
def page(screen: AppTest, footnote: FakeFootnote) -> AppTest:
    footnote.traces = Traces(footnote.settings.home / "operations.sqlite3", "text", 90)
    return screen.run().switch_page("operations.py")


def texts(page: AppTest) -> str:
    """Everything that is drawn as Markdown, cells of tables among it, without backslashes."""
    cells = [str(cell) for each in page.table for cell in each.value.to_numpy().ravel()]
    lines = [*(each.value for each in page.markdown), *cells]
    return "\n".join(lines).replace("\\", "").replace("\u202f", " ")


def metrics(page: AppTest) -> dict[str, str]:
    return {
        each.label.replace("\u202f", " "): str(each.value).replace("\u202f", " ")
        for each in page.metric
    }


def plots(page: AppTest) -> str:
    """What the plots say to screen readers."""
    return "\n".join(each.proto.alt for each in page.get("vega_lite_chart"))


def test_few_questions_are_told_as_few(page: AppTest, footnote: FakeFootnote) -> None:
    for at in range(12):
        ask(footnote, f"t{at}", minutes=at)
    page.run()
    assert not page.exception
    assert "12 questions: percentiles mean little." in texts(page)
    assert "12 questions of 1 user since" in texts(page)


def test_main_figures_name_what_they_rest_on(page: AppTest, footnote: FakeFootnote) -> None:
    ask(footnote, "a", ms=2000, counts=Counts(2, 0, 2))
    ask(footnote, "b", ms=4000, outcome="abstained")
    ask(footnote, "c", outcome="failed", error="ModelError")
    ask(footnote, "d", made=Made("tiny", "answer@1", cached=True), ms=3000)
    judge(footnote, "a", True)
    judge(footnote, "d", False)
    page.run()
    assert not page.exception
    assert metrics(page) == {
        "Half take up to": "3.0 s", "95 % take up to": "3.9 s", "Unsupported": "28.6 %",
        "Failed": "25.0 %", "Thumbs up": "50.0 %",
    }  # fmt: skip
    shown = texts(page)
    assert "2 of 7 sentences" in shown
    assert "1 of 3 questions" in shown
    assert "1 of 3 answers" in shown
    assert "Failed by ModelError" in shown


def test_waits_in_the_queue_are_told_apart(page: AppTest, footnote: FakeFootnote) -> None:
    ask(footnote, "a")
    page.run()
    (times,) = [each.value for each in page.table if "Until" in each.value]
    waits = times[times["Until"] == "Wait in the queue"]
    assert waits["P50"].tolist() == ["900\u202fms"]


def test_every_plot_is_told_in_words_and_as_a_table(page: AppTest, footnote: FakeFootnote) -> None:
    ask(footnote, "a")
    page.run()
    told = plots(page).replace("\u202f", " ")
    assert "P50 3.0 s P95 3.0 s" in told
    assert "Questions in each hour, at most 1" in told
    assert "Most is asked from" in told
    assert all(each.proto.alt for each in page.get("vega_lite_chart"))
    labels = [each.label for each in page.expander]
    assert "Over time, as a table" in labels
    assert "By hour, as a table" in labels


def test_last_hour_has_no_hours_of_the_day(page: AppTest, footnote: FakeFootnote) -> None:
    ask(footnote, "a")
    page.session_state["operations-period"] = "Last hour"
    page.run()
    assert not page.exception
    assert "Under load" not in [each.value for each in page.header]
    assert "in each five minutes" in plots(page)


def test_period_and_filters_choose_the_questions(page: AppTest, footnote: FakeFootnote) -> None:
    ask(footnote, "a", minutes=5, made=Made("tiny", "answer@1"))
    ask(footnote, "b", minutes=5, made=Made("big", "answer@2"))
    ask(footnote, "old", minutes=60 * 24 * 3, made=Made("tiny", "answer@1"))
    page.run()
    assert "2 questions of" in texts(page)
    page.session_state["operations-period"] = "7 days"
    page.run()
    assert "3 questions of" in texts(page)
    page.selectbox(key="operations-model").select("big").run()
    assert "1 question of" in texts(page)
    assert "the filters leave out 2" in texts(page)
    page.session_state["operations-prompt"] = "answer@1"
    page.run()
    assert not page.exception
    assert "The filters leave out all 3 questions" in texts(page)


def test_groups_stand_side_by_side(page: AppTest, footnote: FakeFootnote) -> None:
    ask(footnote, "a", made=Made("tiny", "answer@1", collection="hr"), price=0.00021)
    ask(footnote, "b", made=Made("big", "answer@2", experiment="terse", arm="x"))
    page.run()
    (by,) = [each for each in page.segmented_control if each.label == "Compare by"]
    assert len(by.options) == 4  # no version set is known of either
    tables = [each.value for each in page.table if "Model" in each.value]
    assert [each["Model"].tolist() for each in tables] == [["big", "tiny"]] * 2
    prices = [each.replace("\\", "") for each in tables[0]["Price"]]
    assert prices == ["0.00", "0.00021"]
    page.session_state["operations-by"] = "Experiment arm"
    page.run()
    assert "terse/x" in texts(page)


def test_month_and_its_trend_come_from_the_ledger(page: AppTest, footnote: FakeFootnote) -> None:
    ask(footnote, "a")
    footnote.ledger.listen(next(filter(None, [footnote.traces.get("a")])))
    page.run()
    assert "This month: 836 tokens until day" in texts(page)
    assert "no month before to compare with" in texts(page)


def test_traces_that_are_off_are_told(page: AppTest, footnote: FakeFootnote) -> None:
    footnote.settings = replace(footnote.settings, traces="off")
    page.run()
    assert "the setting `traces` is `off`" in page.info[0].value


def test_text_of_others_is_inert(page: AppTest, footnote: FakeFootnote) -> None:
    ask(footnote, "a", question=HOSTILE, made=Made(HOSTILE, HOSTILE, collection=HOSTILE))
    ask(footnote, "b", outcome="failed", error=HOSTILE)
    page.run()
    assert not page.exception
    assert [each.value for each in page.markdown if armed(each.value) and "img" in each.value] == []
    cells = [str(cell) for each in page.table for cell in each.value.to_numpy().ravel()]
    assert [cell for cell in cells if "img" in cell and armed(cell)] == []


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, "0.00"), (12.3, "12.30"), (0.1, "0.10"), (0.0316, "0.032"), (0.0000614, "0.000061")],
)
def test_small_prices_keep_two_digits_that_count(number: float, shown: str) -> None:
    assert price(number) == shown
