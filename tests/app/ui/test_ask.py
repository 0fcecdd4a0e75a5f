from __future__ import annotations

import logging
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from app.chats import Asked, Chat, Failure
from app.types import Actor, Question, Sentence, Usage
from app.ui import markup
from app.ui.asking.reply import REMOVED
from app.ui.asking.turns import QUESTION_CHARACTERS
from app.ui.session import UNEXPECTED
from indexes.errors import ModelError
from tests.app.ui.asking.shown import replies
from tests.app.ui.fakes import QUOTE, FakeFootnote, answer, armed, citation

HOSTILE = "<img src=http://e.example> [x](javascript:y) :red[x] $z$ `c` ![i](http://e) :smile:"


def ask(screen: AppTest, question: str) -> AppTest:
    if not screen.chat_input:
        screen.run()
    return screen.chat_input[0].set_value(question).run()


def questions(screen: AppTest) -> list[str]:
    return [each.value.replace("\\", "") for each in screen.subheader]


def texts(screen: AppTest) -> str:
    """All Markdown in the main part."""
    return "\n".join(each.value for each in screen.main.markdown)


def test_an_answer_shows_its_marks_and_the_supporting_sentence(
    screen: AppTest, footnote: FakeFootnote
) -> None:
    footnote.journey.reply = answer("How many days?")

    ask(screen, "How many days?")

    assert not screen.exception
    assert questions(screen) == ["How many days?"]
    (shown,) = replies(screen)
    assert shown["blocks"][0]["sentences"][0]["marks"] == [1]
    (note,) = shown["notes"]
    assert note["document"] == "handbook.md"
    assert note["quote"] == QUOTE
    assert shown["latest"]


def test_the_draft_is_gone_when_the_answer_is_there(
    screen: AppTest, footnote: FakeFootnote
) -> None:
    footnote.journey.draft = ("A draft ", "that was wrong.")

    ask(screen, "How many days?")

    assert "draft" not in texts(screen)
    assert "Reading" not in texts(screen)


def test_an_abstention_shows_what_was_searched_and_the_nearest_passages(
    screen: AppTest, footnote: FakeFootnote
) -> None:
    footnote.journey.reply = replace(
        answer("q"),
        status="abstained",
        text="I found no answer in the 2 documents that I searched.",
        sentences=(),
        citations=(),
        nearest=(citation(1),),
        usage=Usage(0, 0),
    )

    ask(screen, "Where is the moon?")

    (shown,) = replies(screen)
    assert "no answer in the 2 documents" in shown["blocks"][0]["sentences"][0]["text"]
    assert shown["notes"][0]["quote"] == QUOTE
    assert "tokens" not in shown["print"]["long"]
    assert "I searched 2 documents" in texts(screen)
    assert "- Ask in other words" in texts(screen)
    screen.run()
    assert footnote.adviser.asked == 1
    assert not screen.exception


def test_an_error_is_shown_as_its_sentence(screen: AppTest, footnote: FakeFootnote) -> None:
    footnote.journey.reply = ModelError("The model file x.gguf is missing; set FOOTNOTE_MODEL.")

    ask(screen, "How many days?")

    assert screen.error[0].value == markup.prose(str(footnote.journey.reply))
    assert questions(screen) == ["How many days?"]
    assert not screen.exception


def test_an_unexpected_error_is_logged_and_told_calmly(
    screen: AppTest, footnote: FakeFootnote, caplog: pytest.LogCaptureFixture
) -> None:
    footnote.journey.reply = ValueError("secret detail")

    with caplog.at_level(logging.ERROR):
        ask(screen, "How many days?")

    assert screen.error[0].value == markup.prose(UNEXPECTED)
    assert "secret detail" not in texts(screen)
    assert "secret detail" in caplog.text


def test_settings_that_cannot_be_read_are_told_and_nothing_else_breaks(
    screen: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> FakeFootnote:
        raise ModelError("The setting x is unknown; use y.")

    monkeypatch.setattr("app.build.open_footnote", refuse)

    screen.run()

    assert "The setting x" in screen.error[0].value
    assert not screen.exception


def test_a_failed_question_makes_room_for_the_next_answer(
    screen: AppTest, footnote: FakeFootnote
) -> None:
    footnote.journey.reply = ModelError("No model.")
    ask(screen, "First?")
    footnote.journey.reply = answer("Second?")

    ask(screen, "Second?")

    assert not screen.error
    assert questions(screen) == ["Second?"]


def test_a_stopped_question_is_said_to_be_stopped(screen: AppTest) -> None:
    asked = Asked(Question("How many?", Actor("local")), 0)
    screen.session_state["chat"] = Chat(Actor("local"), failure=Failure(asked, "Stopped early."))

    screen.run()

    assert questions(screen) == ["How many?"]
    assert "Stopped early" in screen.error[0].value


def test_an_empty_library_invites_to_add_documents(screen: AppTest, footnote: FakeFootnote) -> None:
    footnote.catalog.listings.clear()

    screen.run()

    assert screen.title[0].value == "Your library is empty"
    assert screen.page_link[0].label == "Add documents"
    assert screen.chat_input[0].disabled


def test_text_of_documents_names_and_model_is_inert(
    screen: AppTest, footnote: FakeFootnote
) -> None:
    hostile = replace(
        citation(1, HOSTILE, f"Before. {HOSTILE} After."), document=HOSTILE, title=HOSTILE
    )
    footnote.journey.reply = replace(
        answer(HOSTILE, f"{HOSTILE} [1]"),
        citations=(hostile,),
        sentences=(Sentence(HOSTILE, (), "unsupported"),),
        model=HOSTILE,
    )

    ask(screen, HOSTILE)

    shown = texts(screen) + screen.subheader[0].value
    shown += "".join(button.label for button in screen.sidebar.button)
    assert not screen.exception
    assert armed(shown) == []


def test_questions_are_limited_in_length(screen: AppTest) -> None:
    screen.run()

    assert screen.chat_input[0].proto.max_chars == QUESTION_CHARACTERS


def test_a_blank_question_is_not_asked(screen: AppTest, footnote: FakeFootnote) -> None:
    ask(screen, "   ")

    assert footnote.journey.asked == []


def test_a_long_question_is_no_heading(screen: AppTest, footnote: FakeFootnote) -> None:
    question = "Why " * 100
    footnote.journey.reply = answer(question)

    ask(screen, question)

    assert not screen.subheader
    assert "**Why Why" in texts(screen)


def test_an_earlier_chat_is_reopened(screen: AppTest, footnote: FakeFootnote) -> None:
    footnote.journey.reply = answer("First question?")
    ask(screen, "First question?")
    screen.sidebar.button[0].click().run()
    assert not screen.subheader

    next(b for b in screen.sidebar.button if "First question" in b.label).click().run()

    assert questions(screen) == ["First question?"]
    assert footnote.records.saved["c0"] == [footnote.journey.reply]


def test_a_chat_keeps_its_turns_in_order_and_quotes_under_the_last(
    screen: AppTest, footnote: FakeFootnote
) -> None:
    for at, question in enumerate(("One?", "Two?")):
        footnote.journey.reply = replace(answer(question), trace_id=f"t{at}")
        ask(screen, question)

    assert questions(screen) == ["One?", "Two?"]
    assert [each["latest"] for each in replies(screen)] == [False, True]
    assert len(footnote.records.saved["c0"]) == 2


def test_a_removed_document_is_not_quoted_in_an_earlier_chat(
    screen: AppTest, footnote: FakeFootnote
) -> None:
    footnote.journey.reply = answer("How many days?")
    ask(screen, "How many days?")
    footnote.catalog.listings.clear()

    screen.run()

    (shown,) = replies(screen)
    assert shown["notes"][0]["quote"] == REMOVED
    assert shown["notes"][0]["gone"]
    assert QUOTE not in str(shown)
    assert "25 days" not in str(shown["blocks"])


def test_two_browsers_do_not_see_each_other(screen: AppTest, footnote: FakeFootnote) -> None:
    other = AppTest.from_file(screen._script_path, default_timeout=30)
    ask(screen, "Mine?")

    other.run()

    assert not other.subheader


def test_the_models_load_behind_the_first_page(screen: AppTest, footnote: FakeFootnote) -> None:
    screen.run()

    assert footnote.warm.wait(10)
