"""Asking again: after a failure, and with the larger model."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from app.chats import STOPPED, Asked, Chat, Failure
from app.types import Actor, Question, Usage
from app.ui import markup
from indexes.errors import ModelError
from tests.app.ui.asking.shown import replies
from tests.app.ui.fakes import FakeFootnote, answer, armed
from tests.app.ui.test_ask import HOSTILE, ask, questions

REFUSED = ModelError("The engine ended in the middle of the answer; ask again.")


LARGER = "openai:gpt-4o"


@pytest.fixture
def two_models(footnote: FakeFootnote) -> FakeFootnote:
    footnote.settings = replace(footnote.settings, larger_model=LARGER)
    return footnote


def buttons(screen: AppTest, label: str) -> list[Button]:
    return [each for each in screen.main.button if label in each.label.replace("\\", "")]


def test_a_failed_question_can_be_asked_again(screen: AppTest, footnote: FakeFootnote) -> None:
    ask(screen, "How many days?")
    footnote.journey.reply = REFUSED
    ask(screen, "and in 2019?")
    footnote.journey.reply = answer("and in 2019?")

    buttons(screen, "Ask again")[0].click().run()

    first, second = footnote.journey.asked[-2:]
    assert first == second
    assert second.earlier
    assert not screen.exception
    assert not screen.error
    assert not buttons(screen, "Ask again")
    assert questions(screen)[-1] == "and in 2019?"
    assert len(questions(screen)) == 2


def test_a_question_that_fails_again_is_shown_once(screen: AppTest, footnote: FakeFootnote) -> None:
    footnote.journey.reply = REFUSED
    ask(screen, "How many days?")
    buttons(screen, "Ask again")[0].click().run()

    assert questions(screen) == ["How many days?"]
    assert len(screen.error) == 1
    assert len(footnote.journey.asked) == 2


def test_a_stopped_question_can_be_asked_again(screen: AppTest, footnote: FakeFootnote) -> None:
    asked = Asked(Question("How many?", Actor("local")), 0)
    screen.session_state["chat"] = Chat(Actor("local"), failure=Failure(asked, STOPPED))
    screen.run()
    assert screen.info[0].value == markup.prose(STOPPED)

    buttons(screen, "Ask again")[0].click().run()

    assert footnote.journey.asked[-1].text == "How many?"


def test_every_browser_asks_under_one_id_of_its_own(
    screen: AppTest, footnote: FakeFootnote
) -> None:
    other = AppTest.from_file(screen._script_path, default_timeout=30)
    for browser in (screen, screen, other):
        ask(browser, "How many days?")

    one, again, another = (each.asker for each in footnote.journey.asked)
    assert one == again
    assert one != another
    assert one
    assert another


def test_without_a_larger_model_none_is_offered(screen: AppTest) -> None:
    ask(screen, "How many days?")

    assert not buttons(screen, "Ask ")


@pytest.mark.parametrize("status", ["answered", "abstained"])
def test_the_larger_model_is_offered_by_name_and_asked(
    screen: AppTest, two_models: FakeFootnote, status: str
) -> None:
    two_models.journey.reply = replace(
        answer("How many days?"),
        status=status,  # type: ignore[arg-type]  # one of its two words
        usage=Usage(0, 0),
    )
    ask(screen, "How many days?")
    two_models.journey.reply = replace(answer("How many days?"), model=LARGER, trace_id="t2")

    buttons(screen, "Ask openai:gpt-4o")[0].click().run()

    asked = two_models.journey.asked
    assert [each.larger for each in asked] == [False, True]
    assert asked[1].text == "How many days?"
    assert not screen.exception
    assert not buttons(screen, "Ask ")
    assert "gpt-4o \u00b7 812" in replies(screen)[-1]["print"]["long"]


def test_the_larger_model_reads_a_follow_up_in_the_same_chat(
    screen: AppTest, two_models: FakeFootnote
) -> None:
    ask(screen, "How many days?")
    two_models.journey.reply = replace(
        answer("and in 2019?"), read_as="How many days in 2019?", trace_id="t2"
    )
    ask(screen, "and in 2019?")
    assert len(buttons(screen, "Ask openai:gpt-4o")) == 1

    buttons(screen, "Ask openai:gpt-4o")[0].click().run()

    assert two_models.journey.asked[2].earlier == two_models.journey.asked[1].earlier


def test_a_failure_of_the_larger_model_asks_it_again(
    screen: AppTest, two_models: FakeFootnote
) -> None:
    ask(screen, "How many days?")
    two_models.journey.reply = REFUSED
    buttons(screen, "Ask openai:gpt-4o")[0].click().run()
    assert not buttons(screen, "Ask openai:gpt-4o")

    buttons(screen, "Ask again")[0].click().run()

    assert [each.larger for each in two_models.journey.asked] == [False, True, True]


def test_the_name_of_the_larger_model_is_inert(screen: AppTest, two_models: FakeFootnote) -> None:
    two_models.settings = replace(two_models.settings, larger_model=f"openai:{HOSTILE}")
    ask(screen, "How many days?")

    (offer,) = buttons(screen, "Ask ")
    assert armed(offer.label) == []
