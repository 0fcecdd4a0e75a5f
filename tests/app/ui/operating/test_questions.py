"""The section Questions: orders of the list, and why each question stands in it."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from app.tracing.store import Traces
from app.tracing.types import Counts
from app.ui.operating.questions import MOST
from tests.app.ui.fakes import FakeFootnote
from tests.app.ui.operating.asked import ask, judge
from tests.app.ui.operating.test_overview import texts


@pytest.fixture
def page(screen: AppTest, footnote: FakeFootnote) -> AppTest:
    footnote.traces = Traces(footnote.settings.home / "operations.sqlite3", "text", 90)
    page = screen.run().switch_page("operations.py")
    page.session_state["operations-section"] = "Questions"
    return page


def order(page: AppTest, name: str) -> list[str]:
    """Trace ids in the order of the list."""
    page.session_state["operations-order"] = name
    page.run()
    assert not page.exception
    keys = [each.key or "" for each in page.button]
    return [key.rpartition("-")[2] for key in keys if key.startswith("trace-")]


def test_orders(page: AppTest, footnote: FakeFootnote) -> None:
    ask(footnote, "slow", minutes=4, ms=9000)
    ask(footnote, "doubtful", minutes=3, counts=Counts(1, 0, 1), ms=10)
    ask(footnote, "broken", minutes=2, ms=20, outcome="failed", error="ModelError")
    judge(footnote, "slow", False)
    assert order(page, "Worst") == ["broken", "slow", "doubtful"]
    shown = texts(page)
    assert "failed: ModelError" in shown
    assert "thumbs down" in shown
    assert "1 of 2 sentences unsupported" in shown
    assert order(page, "Slowest") == ["slow", "broken", "doubtful"]
    assert order(page, "Heaviest") == ["slow", "doubtful"]
    assert order(page, "Latest") == ["broken", "doubtful", "slow"]


def test_list_without_anything_wrong_says_so(page: AppTest, footnote: FakeFootnote) -> None:
    ask(footnote, "fine")
    assert order(page, "Worst") == []
    assert "no thumb down, no error, no unsupported sentence" in texts(page)


def test_list_is_short(page: AppTest, footnote: FakeFootnote) -> None:
    for at in range(MOST + 5):
        ask(footnote, f"t{at}", minutes=at)
    assert len(order(page, "Latest")) == MOST
