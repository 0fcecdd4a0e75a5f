from __future__ import annotations

import logging
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from app.types import Sentence, Usage
from app.ui import markup
from app.ui.answers import MOST_OPEN
from app.ui.ask import QUESTION_CHARACTERS
from app.ui.session import UNEXPECTED, Chat, Failure
from indexes.errors import ModelError
from tests.app.ui.fakes import CONTEXT, QUOTE, FakeFootnote, answer, armed, citation, listing

HOSTILE = "<img src=http://e.example> [x](javascript:y) :red[x] $z$ `c` ![i](http://e) :smile:"


def ask(screen: AppTest, question: str) -> AppTest:
    if not screen.chat_input:
        screen.run()
    return screen.chat_input[0].set_value(question).run()


def questions(screen: AppTest) -> list[str]:
    return [each.value.replace("\\", "") for each in screen.subheader]


def texts(screen: AppTest) -> str:
    """All Markdown in the main part and the labels of its expanders."""
    labels = [expander.label for expander in screen.expander]
    return "\n".join([*(each.value for each in screen.main.markdown), *labels])


def test_an_answer_shows_its_marks_and_the_supporting_sentence(
    screen: AppTest, footnote: FakeFootnote
) -> None:
    footnote.journey.reply = answer("How many days?")

    ask(screen, "How many days?")

    assert not screen.exception
    assert questions(screen) == ["How many days?"]
    assert f"Staff receive 25 days of leave\u202f{markup.mark(1)}\\." in texts(screen)
    footnote_box = screen.expander[0]
    assert markup.mark(1) in footnote_box.label
    assert "handbook\\.md" in footnote_box.label
    assert "page 2" in footnote_box.label
    assert footnote_box.markdown[0].value == markup.mark_sentence(CONTEXT, QUOTE)
    assert "Staff handbook" in footnote_box.markdown[1].value


def test_small_print_names_model_tokens_and_seconds(
    screen: AppTest, footnote: FakeFootnote
) -> None:
    ask(screen, "How many days?")

    assert "SmolLM2\\-135M\\-Instruct \u00b7 812 + 24 tokens \u00b7 3.4\u202fs" in texts(screen)
    assert "search 0.04\u202fs, first word 1.2\u202fs" in texts(screen)


def test_the_draft_is_gone_when_the_answer_is_there(
    screen: AppTest, footnote: FakeFootnote
) -> None:
    footnote.journey.draft = ("A draft ", "that was wrong.")

    ask(screen, "How many days?")

    assert "draft" not in texts(screen)
    assert "Reading" not in texts(screen)


def test_weak_and_missing_support_is_said_in_words(screen: AppTest, footnote: FakeFootnote) -> None:
    footnote.journey.reply = replace(
        answer("q", "So it goes [1]. It rains."),
        citations=(replace(citation(1), verdict="weak"),),
        sentences=(Sentence("So it goes.", (1,), "weak"), Sentence("It rains.", (), "unsupported")),
    )

    ask(screen, "q")

    assert "Weak support" in texts(screen)
    assert f"So it goes\u202f{markup.mark(1)}\\. :gray[It rains\\.]" in texts(screen)
    assert "What is grey was not found" in texts(screen)


def test_an_answer_that_is_supported_says_nothing_about_support(
    screen: AppTest, footnote: FakeFootnote
) -> None:
    ask(screen, "How many days?")

    assert "support" not in texts(screen)
    assert "not found" not in texts(screen)


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

    assert "no answer in the 2 documents" in texts(screen)
    assert "handbook\\.md" in screen.expander[0].label
    assert ":orange-background[" in screen.expander[0].markdown[0].value
    assert "tokens" not in texts(screen)


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
    screen.session_state["chat"] = Chat(failure=Failure("How many?", "Stopped early."))

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


def test_a_chat_keeps_its_turns_in_order_and_folds_the_older_footnotes(
    screen: AppTest, footnote: FakeFootnote
) -> None:
    for question in ("One?", "Two?"):
        footnote.journey.reply = answer(question)
        ask(screen, question)

    assert questions(screen) == ["One?", "Two?"]
    assert [each.proto.expanded for each in screen.expander] == [False, True]
    assert len(footnote.records.saved["c0"]) == 2


def test_many_footnotes_are_folded_so_that_the_answer_stays_in_sight(
    screen: AppTest, footnote: FakeFootnote
) -> None:
    citations = tuple(citation(mark) for mark in range(1, MOST_OPEN + 2))
    footnote.journey.reply = replace(answer("What changed?"), citations=citations)
    ask(screen, "What changed?")

    assert [each.proto.expanded for each in screen.expander] == [False] * (MOST_OPEN + 1)


def test_a_sentence_that_goes_on_from_a_list_item_stays_in_it(
    screen: AppTest, footnote: FakeFootnote
) -> None:
    sentences = (
        Sentence("Two changes:", (1,), "supported"),
        Sentence("was \u201ca\u201d", (1,), "supported", "\n- "),
        Sentence("now \u201cb\u201d.", (1,), "supported", "; "),
    )
    footnote.journey.reply = replace(answer("What changed?"), sentences=sentences)
    ask(screen, "What changed?")

    mark = f"\u202f{markup.mark(1)}"
    assert f"- was \u201ca\u201d{mark}\\; now \u201cb\u201d{mark}\\." in texts(screen)


def test_a_removed_document_is_not_quoted_in_an_earlier_chat(
    screen: AppTest, footnote: FakeFootnote
) -> None:
    screen.session_state["chat"] = Chat(
        "c0", [replace(answer("q"), citations=(citation(1, "", ""),))]
    )

    screen.run()

    assert "removed from the library" in screen.expander[0].markdown[0].value


def test_the_collection_is_offered_only_where_there_are_several(
    screen: AppTest, footnote: FakeFootnote
) -> None:
    screen.run()
    assert not screen.selectbox

    footnote.catalog.listings.append(listing("budget.csv", "finance"))
    screen.run()
    screen.selectbox[0].select("finance").run()
    ask(screen, "How much?")

    assert footnote.journey.asked[-1].collection == "finance"


def test_two_browsers_do_not_see_each_other(screen: AppTest, footnote: FakeFootnote) -> None:
    other = AppTest.from_file(screen._script_path, default_timeout=30)
    ask(screen, "Mine?")

    other.run()

    assert not other.subheader


def test_the_models_load_behind_the_first_page(screen: AppTest, footnote: FakeFootnote) -> None:
    screen.run()

    assert footnote.warm.wait(10)
