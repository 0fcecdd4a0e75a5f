"""A trace, opened: steps, what was found, versions, and words only where they are kept."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from app.tracing.store import Keep, Traces
from app.tracing.types import Counts, Made
from app.ui.operating.opened import OPENED
from app.ui.operating.waterfall import FIGURES_ALONE, REMOVED
from tests.app.ui.fakes import FakeFootnote, armed
from tests.app.ui.operating.asked import ask, judge
from tests.app.ui.operating.test_overview import HOSTILE, metrics, plots, texts


@pytest.fixture
def page(screen: AppTest, footnote: FakeFootnote) -> AppTest:
    keep(footnote, "text")
    return screen.run().switch_page("operations.py")


def keep(footnote: FakeFootnote, what: Keep) -> None:
    footnote.traces = Traces(footnote.settings.home / "operations.sqlite3", what, 90)


def opened(page: AppTest, name: str) -> AppTest:
    page.session_state[OPENED] = name
    return page.run()


def test_steps_are_drawn_and_told_in_words(page: AppTest, footnote: FakeFootnote) -> None:
    ask(footnote, "t1")
    opened(page, "t1")
    assert not page.exception
    assert "queue from 122 for 900.0 ms" in plots(page)
    (steps,) = [each.value for each in page.table if "Step" in each.value]
    names = [each.replace("\\", "") for each in steps["Step"]]
    assert names == ["authorise", "search", "\u00b7 search: dense", "queue", "generate"]
    noted = " ".join(steps["Noted"]).replace("\\", "")
    assert "windows 5, routed yes" in noted
    assert "model tiny, speed 12.3" in noted


def test_found_documents_have_names_and_removed_ones_say_so(
    page: AppTest, footnote: FakeFootnote
) -> None:
    ask(footnote, "t1")
    opened(page, "t1")
    (hits,) = [each.value for each in page.table if "Score" in each.value]
    names = [each.replace("\\", "") for each in hits["Document"]]
    assert names == ["handbook.md", REMOVED]
    assert hits["Cited"].tolist() == ["yes", "\u2013"]


def test_words_are_shown_where_they_are_kept(page: AppTest, footnote: FakeFootnote) -> None:
    ask(footnote, "t1", price=0.02, counts=Counts(1, 0, 1))
    judge(footnote, "t1", False)
    opened(page, "t1")
    shown = texts(page)
    assert "How many days of leave?" in shown
    assert "25 days [1]." in shown
    assert "thumbs down · 1 of 2 sentences unsupported" in shown
    assert "1 supported, 0 weak, 1 unsupported" in shown
    assert metrics(page)["Price"] == "0.020"
    assert FIGURES_ALONE not in shown


def test_figures_alone_are_told(page: AppTest, footnote: FakeFootnote) -> None:
    keep(footnote, "figures")
    ask(footnote, "t1")
    opened(page, "t1")
    assert not page.exception
    assert FIGURES_ALONE in texts(page)
    assert "days of leave" not in texts(page)


def test_trace_that_is_gone_is_told(page: AppTest) -> None:
    opened(page, "never")
    assert not page.exception
    assert "no longer kept" in texts(page)
    assert page.button(key="close-trace").label == "Back"


def test_text_of_others_is_inert(page: AppTest, footnote: FakeFootnote) -> None:
    ask(footnote, "t1", question=HOSTILE, made=Made(HOSTILE, HOSTILE, version=HOSTILE))
    opened(page, "t1")
    assert not page.exception
    assert [each.value for each in page.markdown if "img" in each.value and armed(each.value)] == []


def test_headings_are_in_order(page: AppTest, footnote: FakeFootnote) -> None:
    ask(footnote, "t1")
    opened(page, "t1")
    assert len(page.title) == 1
    assert [each.value for each in page.header] == ["Question", "Answer", "Steps", "Found"]
