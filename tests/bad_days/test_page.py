"""The page, with the real model behind it, on the same days."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from app.build import Footnote
from app.models import default_model_path
from app.types import Question
from app.ui.asking.turns import QUESTION_CHARACTERS
from tests.app.ui.asking.shown import replies
from tests.bad_days.house import QUESTION, RIGHT, House, local

pytestmark = pytest.mark.model

MAIN = Path(__file__).parents[2] / "app" / "ui" / "main.py"


def opened(footnote: Footnote, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    monkeypatch.setattr("app.build.open_footnote", lambda: footnote)
    st.cache_resource.clear()
    return AppTest.from_file(str(MAIN), default_timeout=90).run()


@pytest.fixture
def screen(footnote: Footnote, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    yield opened(footnote, monkeypatch)
    st.cache_resource.clear()


def ask(screen: AppTest, text: str = QUESTION) -> None:
    screen.chat_input[0].set_value(text).run()
    assert not screen.exception


def shown(screen: AppTest) -> str:
    """What stands in the main part, the answers and their quotes included."""
    quoted = [note["quote"] for reply in replies(screen) for note in reply["notes"]]
    said = [
        sentence["text"]
        for reply in replies(screen)
        for block in reply["blocks"]
        for sentence in block["sentences"]
    ]
    return "\n".join([*(each.value for each in screen.main.markdown), *said, *quoted])


def killed(footnote: Footnote, times: int) -> threading.Thread:
    """Kills the model's process as soon as there is one, and its successors."""

    def kill() -> None:
        hit = set[int]()
        end = time.monotonic() + 60
        while len(hit) < times and time.monotonic() < end:
            pid = local(footnote).pid
            if pid and pid not in hit:
                hit.add(pid)
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.01)

    thread = threading.Thread(target=kill)
    thread.start()
    return thread


def test_question_is_answered_although_the_process_was_killed(
    screen: AppTest, footnote: Footnote
) -> None:
    thread = killed(footnote, 1)
    ask(screen)
    thread.join()
    assert RIGHT in shown(screen)
    assert not screen.error


def test_model_file_that_vanished_is_a_sentence_and_asking_again_works_once_it_is_back(
    house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "mine.gguf"
    footnote = house.opened(model=str(path))
    screen = opened(footnote, monkeypatch)
    ask(screen)
    (error,) = screen.error
    assert "There is no model file at" in error.value
    path.symlink_to(default_model_path())
    screen.button(key="again").click().run()
    assert not screen.error
    assert RIGHT in shown(screen)
    local(footnote).close()
    st.cache_resource.clear()


def test_refused_turn_is_a_sentence_and_the_page_answers_the_next(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    footnote = house.opened(questions_waiting=1)
    screen = opened(footnote, monkeypatch)
    held = [footnote.journey.stream(Question(QUESTION, footnote.actor)) for _ in range(2)]
    for each in held:
        next(each)
    ask(screen)
    assert "1 question is waiting already" in screen.error[0].value
    for each in held:
        list(each)
    screen.button(key="again").click().run()
    assert not screen.error
    assert RIGHT in shown(screen)
    local(footnote).close()
    st.cache_resource.clear()


def test_question_of_a_megabyte_cannot_be_typed(screen: AppTest) -> None:
    assert screen.chat_input[0].proto.max_chars == QUESTION_CHARACTERS
