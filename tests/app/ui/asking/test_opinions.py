"""Thumbs, reasons and corrections."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.ui.fakes import FakeFootnote, armed
from tests.app.ui.test_ask import HOSTILE, ask, texts

DOWN, UP = 0, 1


@pytest.fixture
def answered(screen: AppTest) -> AppTest:
    return ask(screen, "How many days?")


def thumb(screen: AppTest, value: int | None) -> AppTest:
    return screen.feedback[0].set_value(value).run()


def test_thumbs_up_are_kept_at_once(answered: AppTest, footnote: FakeFootnote) -> None:
    thumb(answered, UP)

    (said,) = footnote.records.given.values()
    assert (said.trace_id, said.liked, said.complaint) == ("t1", True, None)
    assert not answered.text_area


def test_thumbs_down_ask_for_a_reason_and_a_correction(
    answered: AppTest, footnote: FakeFootnote
) -> None:
    thumb(answered, DOWN)
    answered.pills[0].select("wrong")
    answered.text_area[0].set_value(" 30 days. ")
    next(each for each in answered.button if each.label == "Save").click().run()

    (said,) = footnote.records.given.values()
    assert (said.liked, said.complaint, said.correction) == (False, "wrong", "30 days.")
    assert not answered.text_area
    assert "You noted: wrong." in texts(answered)


def test_a_reason_may_be_left_out(answered: AppTest, footnote: FakeFootnote) -> None:
    thumb(answered, DOWN)
    next(each for each in answered.button if each.label == "Skip").click().run()

    (said,) = footnote.records.given.values()
    assert (said.liked, said.complaint, said.correction) == (False, None, "")


def test_an_opinion_can_be_taken_back(answered: AppTest, footnote: FakeFootnote) -> None:
    thumb(answered, UP)
    thumb(answered, None)

    assert footnote.records.given == {}


def test_a_correction_is_inert(answered: AppTest, footnote: FakeFootnote) -> None:
    thumb(answered, DOWN)
    answered.text_area[0].set_value(HOSTILE)
    next(each for each in answered.button if each.label == "Save").click().run()

    assert armed(texts(answered)) == []
    assert not answered.exception
