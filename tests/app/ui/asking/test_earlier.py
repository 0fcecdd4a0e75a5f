"""Chats in the sidebar and the menu of the one on the screen."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import TextInput

from app.ui.asking.earlier import FIRST_SHOWN, SEARCH_FROM, _file_name
from tests.app.ui.fakes import FakeFootnote, answer, armed
from tests.app.ui.test_ask import HOSTILE, ask, questions


@pytest.fixture
def answered(screen: AppTest, footnote: FakeFootnote) -> AppTest:
    footnote.journey.reply = answer("How many days?")
    return ask(screen, "How many days?")


def fill(footnote: FakeFootnote, chats: int) -> None:
    for at in range(chats):
        footnote.records.start(footnote.actor, f"Chat about {at}")


def titles(screen: AppTest) -> list[str]:
    keys = [(each.key or "", each.label) for each in screen.sidebar.button]
    return [label for key, label in keys if key.startswith("chat-")]


def title_field(page: AppTest) -> TextInput:
    return next(each for each in page.text_input if each.label == "Title")


def test_a_chat_is_renamed(answered: AppTest) -> None:
    title_field(answered).set_value("Leave")
    next(each for each in answered.button if each.label == "Rename").click().run()

    assert titles(answered) == ["**Leave**"]


def test_a_chat_without_a_title_is_refused_in_words(answered: AppTest) -> None:
    title_field(answered).set_value("  ")
    next(each for each in answered.button if each.label == "Rename").click().run()

    assert "needs a title" in answered.error[0].value
    assert titles(answered) == ["**How many days\\?**"]


def test_a_chat_is_removed_only_when_that_is_confirmed(
    answered: AppTest, footnote: FakeFootnote
) -> None:
    answered.button(key="remove-chat").click().run()
    answered.button(key="keep-chat").click().run()
    assert len(footnote.records.saved) == 1

    answered.button(key="remove-chat").click().run()
    answered.button(key="really-remove-chat").click().run()

    assert footnote.records.saved == {}
    assert questions(answered) == []
    assert titles(answered) == []


def test_many_chats_are_searched(screen: AppTest, footnote: FakeFootnote) -> None:
    fill(footnote, SEARCH_FROM)
    screen.run()
    screen.text_input(key="find-chat").set_value("about 3").run()

    assert titles(screen) == ["Chat about 3"]
    screen.text_input(key="find-chat").set_value("nothing").run()
    assert titles(screen) == []


def test_few_chats_need_no_search(screen: AppTest, footnote: FakeFootnote) -> None:
    fill(footnote, SEARCH_FROM - 1)
    screen.run()

    assert not screen.sidebar.text_input


def test_older_chats_come_when_they_are_wanted(screen: AppTest, footnote: FakeFootnote) -> None:
    fill(footnote, FIRST_SHOWN + 3)
    screen.run()
    assert len(titles(screen)) == FIRST_SHOWN

    screen.button(key="more-chats").click().run()

    assert len(titles(screen)) == FIRST_SHOWN + 3


def test_a_new_chat_has_no_menu(screen: AppTest) -> None:
    screen.run()

    assert "Title" not in [each.label for each in screen.text_input]


def test_titles_are_inert(screen: AppTest, footnote: FakeFootnote) -> None:
    footnote.records.start(footnote.actor, HOSTILE)
    screen.run()

    assert armed(titles(screen)[0]) == []


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("How many days?", "How many days"),
        ("../../etc", "etc"),
        ("\u4e09 <b>", "\u4e09 b"),
        ("?!", "Chat"),
    ],
)
def test_a_file_is_named_after_its_chat(title: str, name: str) -> None:
    assert _file_name(title) == name
