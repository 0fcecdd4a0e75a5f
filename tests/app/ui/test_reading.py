"""How a question of a chat was read, as the page shows it."""

from __future__ import annotations

from dataclasses import replace

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from tests.app.ui.fakes import FakeFootnote, answer, armed
from tests.app.ui.test_ask import HOSTILE, ask, questions, texts


def as_typed(screen: AppTest) -> list[Button]:
    return [each for each in screen.main.button if "Ask exactly as typed" in each.label]


def test_the_chat_so_far_goes_with_a_question(screen: AppTest, footnote: FakeFootnote) -> None:
    footnote.journey.reply = replace(answer("and in 2019?"), read_as="How many in 2019?")
    ask(screen, "and in 2019?")
    footnote.journey.reply = answer("and in 2020?")
    ask(screen, "and in 2020?")

    assert [each.earlier for each in footnote.journey.asked] == [(), ("How many in 2019?",)]


def test_a_question_that_was_read_otherwise_says_what_was_searched_for(
    screen: AppTest, footnote: FakeFootnote
) -> None:
    footnote.journey.reply = replace(
        answer("and in 2019?"), read_as="How many in 2019?", notes=("No document holds “manny”.",)
    )

    ask(screen, "and in 2019?")

    assert questions(screen) == ["and in 2019?"]
    assert "Searched for: How many in 2019\\?" in texts(screen)
    assert "No document holds \u201cmanny\u201d" in texts(screen)


def test_a_question_read_as_it_stands_says_nothing_of_it(screen: AppTest) -> None:
    ask(screen, "How many days?")

    assert "Searched for" not in texts(screen)
    assert not as_typed(screen)


def test_the_words_as_typed_can_be_asked_instead(screen: AppTest, footnote: FakeFootnote) -> None:
    footnote.journey.reply = replace(answer("and in 2019?"), read_as="How many in 2019?")
    ask(screen, "and in 2019?")
    footnote.journey.reply = replace(answer("and in 2019?"), trace_id="t2")

    (button,) = as_typed(screen)
    button.click().run()

    assert not screen.exception
    assert (footnote.journey.asked[-1].text, footnote.journey.asked[-1].earlier) == (
        "and in 2019?",
        (),
    )
    assert questions(screen) == ["and in 2019?", "and in 2019?"]
    assert not as_typed(screen)


def test_how_a_question_was_read_is_inert(screen: AppTest, footnote: FakeFootnote) -> None:
    footnote.journey.reply = replace(answer("q"), read_as=HOSTILE, notes=(HOSTILE,))

    ask(screen, "q")

    assert armed(texts(screen)) == []
