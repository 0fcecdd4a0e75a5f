"""Turns of a chat: editing a question, how it was read, what comes first."""

from __future__ import annotations

from dataclasses import replace

from streamlit.testing.v1 import AppTest

from indexes.errors import ModelError
from tests.app.ui.asking.shown import replies
from tests.app.ui.fakes import FakeFootnote, answer
from tests.app.ui.test_ask import ask, questions, texts


def two_turns(screen: AppTest, footnote: FakeFootnote) -> None:
    for question in ("One?", "Two?"):
        footnote.journey.reply = answer(question)
        ask(screen, question)


def edit(screen: AppTest, trace_id: str, text: str) -> None:
    screen.button(key=f"edit-{trace_id}").click().run()
    screen.text_area(key=f"edited-{trace_id}").set_value(text)
    next(each for each in screen.button if each.label == "Ask again").click().run()


def test_an_edited_question_replaces_its_turn_and_those_after_it(
    screen: AppTest, footnote: FakeFootnote
) -> None:
    two_turns(screen, footnote)
    footnote.journey.reply = answer("Three?")
    edit(screen, "t1", "Three?")

    assert questions(screen) == ["Three?"]
    assert footnote.journey.asked[-1].earlier == ()
    assert [each.question for each in footnote.records.saved["c0"]] == ["Three?"]


def test_an_edit_says_what_it_replaces_and_can_be_left(
    screen: AppTest, footnote: FakeFootnote
) -> None:
    two_turns(screen, footnote)
    screen.button(key="edit-t1").click().run()
    assert "The question after it goes" in texts(screen)

    next(each for each in screen.button if each.label == "Cancel").click().run()

    assert questions(screen) == ["One?", "Two?"]
    assert len(footnote.journey.asked) == 2


def test_an_edited_question_that_fails_loses_nothing(
    screen: AppTest, footnote: FakeFootnote
) -> None:
    two_turns(screen, footnote)
    footnote.journey.reply = ModelError("No model.")
    edit(screen, "t1", "Three?")

    assert questions(screen) == ["One?", "Two?", "Three?"]
    assert len(footnote.records.saved["c0"]) == 2


def test_the_rewritten_question_is_shown_and_can_be_asked_as_typed(
    screen: AppTest, footnote: FakeFootnote
) -> None:
    footnote.journey.reply = replace(answer("and in 2019?"), read_as="How many days in 2019?")
    ask(screen, "and in 2019?")
    assert "Searched for: How many days in 2019\\?" in texts(screen)

    screen.button(key="exact-t1").click().run()

    assert footnote.journey.asked[-1].text == "and in 2019?"
    assert footnote.journey.asked[-1].earlier == ()


def test_suggested_questions_are_asked_with_a_click(
    screen: AppTest, footnote: FakeFootnote
) -> None:
    footnote.suggested.questions = ("How long is the pier?", "Who keeps the light?")
    screen.run()
    next(each for each in screen.button if "pier" in each.label).click().run()

    assert [each.text for each in footnote.journey.asked] == ["How long is the pier?"]
    assert len(replies(screen)) == 1


def test_an_answer_that_cannot_be_kept_is_shown_all_the_same(
    screen: AppTest, footnote: FakeFootnote
) -> None:
    footnote.records.error = ModelError("The disk is full.")
    ask(screen, "How many days?")

    assert "disk is full" in screen.error[0].value
    assert len(replies(screen)) == 1
