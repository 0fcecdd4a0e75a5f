"""A chat: what is asked next, what stays, and what is kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pytest

from app.chats import STOPPED, Chat, Chats, Options
from app.records import Records
from app.types import Actor, Answer
from indexes.errors import LibraryError
from tests.app.ui.fakes import answer

ACTOR = Actor("local")


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return Records(tmp_path / "footnote.sqlite3")


def turn(number: int, read_as: str = "") -> Answer:
    question = f"Question {number}?"
    return replace(answer(question), trace_id=f"t{number}", read_as=read_as or question)


def chat_of(turns: int) -> Chat:
    return Chat(ACTOR, "browser", answers=[turn(number) for number in range(turns)])


def test_a_question_is_read_in_the_light_of_those_before_it() -> None:
    chat = chat_of(1)
    chat.answers.append(turn(1, "Question 1 about leave?"))

    asked = chat.ask("And in 2019?")

    assert asked.question.earlier == ("Question 0?", "Question 1 about leave?")
    assert asked.question.asker == "browser"
    assert asked.keep == 2


def test_an_edited_question_knows_only_what_came_before_it() -> None:
    asked = chat_of(3).edited(1, "Other words?")

    assert asked.question.text == "Other words?"
    assert asked.question.earlier == ("Question 0?",)
    assert asked.keep == 1


def test_a_question_asked_exactly_as_typed_forgets_the_chat() -> None:
    chat = chat_of(2)

    asked = chat.exactly(chat.answers[1])

    assert asked.question.earlier == ()
    assert asked.keep == 2


@pytest.mark.parametrize(("read_as", "earlier"), [("", ()), ("Other?", ("Question 0?",))])
def test_the_larger_model_reads_the_question_as_it_was_read(
    read_as: str, earlier: tuple[str, ...]
) -> None:
    chat = Chat(ACTOR, answers=[turn(0), turn(1, read_as)], options=Options(model="small"))

    question = chat.larger(chat.answers[1]).question

    assert question.larger
    assert question.model == ""
    assert question.earlier == earlier


def test_options_go_with_every_question() -> None:
    chosen = Options("finance", frozenset({"d1"}), "large", 7)

    question = Chat(ACTOR, options=chosen).ask("How much?").question

    assert (question.collection, question.documents) == ("finance", frozenset({"d1"}))
    assert (question.model, question.hits) == ("large", 7)


def test_a_question_counts_as_stopped_until_its_answer_is_there(records: Records) -> None:
    chat = chat_of(0)
    asked = chat.ask("Question 0?")
    chat.begin(asked)
    assert chat.failure
    assert chat.failure.stopped
    assert chat.failure.reason == STOPPED

    Chats(records, ACTOR).keep(chat, asked, turn(0))

    assert chat.failure is None


def test_an_answer_to_an_edited_question_replaces_the_turns_after_it(records: Records) -> None:
    chats, chat = Chats(records, ACTOR), Chat(ACTOR)
    for number in range(3):
        chats.keep(chat, chat.ask(f"Question {number}?"), turn(number))

    chats.keep(chat, chat.edited(1, "Question 7?"), turn(7))

    kept = chats.opened(chat.conversation, Chat(ACTOR))
    assert [each.trace_id for each in kept.answers] == ["t0", "t7"]
    assert kept.answers == chat.answers


def test_an_edited_question_that_fails_leaves_all_turns(records: Records) -> None:
    chat = chat_of(3)
    asked = chat.edited(0, "Broken?")
    chat.begin(asked)
    chat.fail(asked, "The model is missing.")

    assert len(chat.answers) == 3


def test_an_answer_is_shown_even_where_it_cannot_be_kept(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> str:
        raise LibraryError("The disk is full.")

    monkeypatch.setattr(records, "start", full)
    chat = chat_of(0)

    with pytest.raises(LibraryError):
        Chats(records, ACTOR).keep(chat, chat.ask("Question 0?"), turn(0))

    assert [each.trace_id for each in chat.answers] == ["t0"]


def test_an_opened_chat_keeps_where_it_looks(records: Records) -> None:
    chats, before = Chats(records, ACTOR), Chat(ACTOR, "browser", options=Options("finance"))
    chats.keep(before, before.ask("Question 0?"), turn(0))

    opened = chats.opened(before.conversation, before)

    assert opened.options == before.options
    assert opened.asker == "browser"
    assert len(opened.answers) == 1


def test_a_chat_that_cannot_be_kept_whole_leaves_nothing_behind(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise LibraryError("The disk is full.")

    chats, chat = Chats(records, ACTOR), Chat(ACTOR)
    with monkeypatch.context() as patched:
        patched.setattr(records, "save", full)
        with pytest.raises(LibraryError):
            chats.keep(chat, chat.ask("Question 0?"), turn(0))
    assert (chats.listed(), chat.conversation) == ([], "")

    chats.keep(chat, chat.ask("Question 1?"), turn(1))
    with monkeypatch.context() as patched:
        patched.setattr(records, "save", full)
        with pytest.raises(LibraryError):
            chats.keep(chat, chat.edited(0, "Question 2?"), turn(2))
    kept = chats.opened(chat.conversation, Chat(ACTOR))
    assert [each.trace_id for each in kept.answers] == ["t1"]


def test_an_answer_is_kept_even_where_those_it_replaces_cannot_be_forgotten(
    records: Records,
) -> None:
    def damaged(trace_ids: Collection[str]) -> None:
        raise LibraryError("The traces are damaged.")

    chats, chat = Chats(records, ACTOR, damaged), Chat(ACTOR)
    chats.keep(chat, chat.ask("Question 0?"), turn(0))
    with pytest.raises(LibraryError):
        chats.keep(chat, chat.edited(0, "Question 1?"), turn(1))

    kept = chats.opened(chat.conversation, Chat(ACTOR))
    assert [each.trace_id for each in kept.answers] == ["t1"]
