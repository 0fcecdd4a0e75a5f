"""The chat model's process is killed, hangs, or is left behind; Footnote itself is ended."""

from __future__ import annotations

import os
import signal
import time

import pytest

from app.build import Footnote
from app.engine import process, worker
from app.types import Answer, Question, Reading, Token
from indexes.errors import EngineError
from tests.bad_days.house import QUESTION, RIGHT, House, asked, awaited_child, is_gone, local

pytestmark = pytest.mark.model


def answer_while(footnote: Footnote, sign: signal.Signals, times: int) -> tuple[Answer, int]:
    """The answer though each process that begins to work on it gets a signal, `times` at most.

    Also: how often that was.
    """
    chat, hit = local(footnote), set[int]()
    for event in footnote.journey.stream(Question(QUESTION, footnote.actor)):
        works = isinstance(event, Token) or (
            isinstance(event, Reading) and event.done < event.total
        )
        if works and len(hit) < times and (pid := chat.pid) and pid not in hit:
            hit.add(pid)
            os.kill(pid, sign)
    assert isinstance(event, Answer)
    return event, len(hit)


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGSEGV])
def test_process_that_dies_amid_the_answer_is_not_noticed_in_it(
    footnote: Footnote, sign: signal.Signals
) -> None:
    wanted = asked(footnote).text
    answer, hit = answer_while(footnote, sign, 1)
    assert RIGHT in wanted
    assert (answer.text, hit) == (wanted, 1)


def test_process_that_dies_again_and_again_is_one_sentence_and_the_next_question_works(
    footnote: Footnote,
) -> None:
    with pytest.raises(EngineError, match=r"ended twice during this question.*ask again"):
        answer_while(footnote, signal.SIGKILL, 3)
    assert RIGHT in asked(footnote).text


def test_process_that_hangs_is_replaced(
    footnote: Footnote, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "HANG_S", 2.0)
    monkeypatch.setattr(worker, "HANG_S", 2.0)
    answer, hit = answer_while(footnote, signal.SIGSTOP, 1)
    assert RIGHT in answer.text
    assert hit == 1


def test_process_that_hung_or_died_between_questions_is_replaced(
    footnote: Footnote, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "HANG_S", 2.0)
    monkeypatch.setattr(worker, "HANG_S", 2.0)
    for sign in (signal.SIGSTOP, signal.SIGKILL):
        os.kill(local(footnote).pid, sign)
        assert RIGHT in asked(footnote).text


@pytest.mark.parametrize("delay", [0.0, 0.8])
def test_ctrl_c_ends_the_command_with_130_and_leaves_no_process(house: House, delay: float) -> None:
    """While the model is loaded, and later."""
    command = house.start("ask", QUESTION)
    child = awaited_child(command)
    time.sleep(delay)
    command.send_signal(signal.SIGINT)
    _, errors = command.communicate(timeout=60)
    assert command.returncode == 130
    assert errors == "footnote: stopped.\n"
    assert is_gone(child)


@pytest.mark.parametrize("delay", [0.0, 0.8])
def test_model_ends_with_the_command_that_was_killed(house: House, delay: float) -> None:
    command = house.start("ask", QUESTION)
    child = awaited_child(command)
    time.sleep(delay)
    command.kill()
    command.communicate(timeout=60)
    assert is_gone(child)
