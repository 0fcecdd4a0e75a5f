"""The Operations page: its sections, and the trace that is opened instead of them."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from app.tracing.store import Traces
from app.ui.operations import SECTIONS
from tests.app.ui.fakes import FakeFootnote
from tests.app.ui.operating.asked import ask


@pytest.fixture
def page(screen: AppTest, footnote: FakeFootnote) -> AppTest:
    footnote.traces = Traces(footnote.settings.home / "operations.sqlite3", "text", 90)
    return screen.run().switch_page("operations.py")


def test_empty_page_offers_every_section_and_says_that_nothing_was_asked(page: AppTest) -> None:
    page.run()
    assert not page.exception
    assert page.title[0].value == "Operations"
    (sections,) = [each for each in page.segmented_control if each.label == "Section"]
    assert [each.strip(":blue[]") for each in sections.options] == list(SECTIONS)
    assert "No question in this period" in " ".join(each.value for each in page.markdown)
    assert not page.error


def test_chosen_section_alone_is_drawn(page: AppTest, footnote: FakeFootnote) -> None:
    ask(footnote, "t1")
    page.session_state["operations-section"] = "Questions"
    page.run()
    assert not page.exception
    assert [each.value for each in page.header] == ["Questions"]


def test_trace_is_opened_and_left_again(page: AppTest, footnote: FakeFootnote) -> None:
    ask(footnote, "t1")
    page.session_state["operations-section"] = "Questions"
    page.session_state["operations-order"] = "Latest"
    page.run().button(key="trace-latest-t1").click().run()
    assert not page.exception
    assert page.title[0].value.startswith("Question of ")
    page.button(key="close-trace").click().run()
    assert page.title[0].value == "Operations"
    assert [each.value for each in page.header] == ["Questions"]
