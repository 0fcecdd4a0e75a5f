"""The client of a worker: restarts, stops, turns; against a process that acts, and the real one."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.engine import process as process_module
from app.engine import worker as worker_module
from app.engine.types import Again, Done, Event, Order, Piece, Spec
from app.engine.worker import Worker
from app.models import default_model_path
from indexes.errors import BusyError, EngineError, ModelError, PromptError

ACTING = "tests.app.engine.acting_server"


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker(Spec("model.gguf"), most_waiting=2, server=ACTING)
    yield made
    made.close()


def order(text: str, seconds: float = 60.0) -> Order:
    return Order((("user", text),), 8, seconds=seconds)


def said(events: list[Event]) -> str:
    return " ".join(each.text for each in events if isinstance(each, Piece) and each.text)


def test_answer_comes_piece_by_piece_and_ends_with_what_it_cost(worker: Worker) -> None:
    *events, last = worker.ask(order("say one two"))
    assert said(events) == "one two"
    assert last == Done(7, 3, 2, 0, 1.0, 2.0, 2.5)


def test_tokens_are_counted(worker: Worker) -> None:
    assert worker.tokens("one two three") == 3


def test_no_process_is_started_before_it_is_needed(worker: Worker) -> None:
    assert worker.pid == 0


def test_lost_worker_is_started_again_and_the_question_asked_again(
    worker: Worker, tmp_path: Path
) -> None:
    flag = tmp_path / "flag"
    flag.touch()
    events = list(worker.ask(order(f"die {flag}")))
    again = events.index(Again())
    assert said(events[:again]) == "gone"
    assert said(events[again:]) == "gone back"


def test_worker_killed_while_idle_is_not_noticed_by_the_next_question(worker: Worker) -> None:
    worker.start()
    before = worker.pid
    os.kill(before, signal.SIGKILL)
    assert said(list(worker.ask(order("say hello")))) == "hello"
    assert worker.pid != before


def test_worker_lost_twice_is_one_sentence_and_the_next_question_works(worker: Worker) -> None:
    with pytest.raises(EngineError, match=r"ended twice.*ask again"):
        list(worker.ask(order("die always")))
    assert said(list(worker.ask(order("say hello")))) == "hello"


def test_refused_prompt_is_a_prompt_error(worker: Worker) -> None:
    with pytest.raises(PromptError, match="too long"):
        list(worker.ask(order("refuse")))


def test_model_that_cannot_be_loaded_is_told_each_time() -> None:
    worker = Worker(Spec("missing.gguf"), server=ACTING)
    for _ in range(2):
        with pytest.raises(ModelError, match="no such model"):
            list(worker.ask(order("say hello")))


def test_crash_while_loading_names_the_model_and_the_remedy() -> None:
    worker = Worker(Spec("crashing.gguf"), server=ACTING)
    with pytest.raises(ModelError, match=r"aborted while it loaded crashing\.gguf.*doctor"):
        worker.start()


def test_closed_answer_stops_the_worker_which_then_serves_the_next(worker: Worker) -> None:
    events = worker.ask(order("slow"))
    assert any(isinstance(event, Piece) for event in events)
    events.close()
    pid = worker.pid
    assert said(list(worker.ask(order("say next")))) == "next"
    assert worker.pid == pid


def test_silent_worker_is_ended_when_its_time_is_over(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_module, "GRACE_S", 0.1)
    with pytest.raises(EngineError, match="did not finish within 0 s"):
        list(worker.ask(order("hang", seconds=0.1)))
    assert said(list(worker.ask(order("say hello")))) == "hello"


def test_answer_that_takes_too_long_is_stopped_and_the_process_stays(worker: Worker) -> None:
    with pytest.raises(EngineError, match=r"did not finish within 0 s.*FOOTNOTE_ANSWER_SECONDS"):
        list(worker.ask(order("slow", seconds=0.3)))
    pid = worker.pid
    assert said(list(worker.ask(order("say next")))) == "next"
    assert worker.pid == pid != 0


def test_worker_that_hangs_is_found_out_before_the_time_is_over(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process_module, "HANG_S", 0.5)
    asked = worker.ask(order("hang"))
    assert Again() in iter(lambda: next(asked), None)
    with pytest.raises(EngineError, match="ended twice"):
        list(asked)


def test_silent_worker_that_still_listens_is_waited_for(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process_module, "HANG_S", 0.4)
    assert said(list(worker.ask(order("ponder 1.5")))) == "done"


def test_count_that_is_never_answered_is_one_sentence(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker.start()
    monkeypatch.setattr(worker_module, "HANG_S", 0.3)
    with pytest.raises(EngineError, match=r"ended twice.*ask again"):
        worker.tokens("unheard")


def test_worker_that_takes_nothing_in_is_lost(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process_module, "SEND_S", 0.3)
    worker.start()
    os.kill(worker.pid, signal.SIGSTOP)
    assert worker.tokens("word " * 200_000) == 200_000


def test_worker_whose_model_is_no_good_is_ended_so_that_it_may_be_mended(worker: Worker) -> None:
    with pytest.raises(ModelError, match="damaged; download it again"):
        list(worker.ask(order("damaged")))
    before = worker.pid
    assert said(list(worker.ask(order("say hello")))) == "hello"
    assert worker.pid != before


def test_process_that_the_system_does_not_start_is_one_sentence(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", refuses)
        with pytest.raises(EngineError, match=r"cannot be started \(Resource temporarily"):
            list(worker.ask(order("say hello")))
    assert said(list(worker.ask(order("say hello")))) == "hello"


def test_askers_come_one_after_another_and_too_many_are_refused(worker: Worker) -> None:
    first = worker.ask(order("slow"))
    next(first)
    answers: list[str] = []

    def ask(text: str) -> None:
        answers.append(said(list(worker.ask(order(f"say {text}")))))

    threads = [threading.Thread(target=ask, args=(text,)) for text in ("a", "b")]
    for thread in threads:
        thread.start()
    while worker.waiting < 2:
        threading.Event().wait(0.01)
    with pytest.raises(BusyError, match="2 questions are waiting"):
        list(worker.ask(order("say c")))
    first.close()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["a", "b"]


@pytest.mark.model
def test_real_worker_answers_counts_and_is_asked_again_after_it_was_killed() -> None:
    worker = Worker(Spec(str(default_model_path()), context_tokens=512))
    question = Order((("user", "What colour is snow?"),), 12)
    first = list(worker.ask(question))
    assert worker.tokens("What colour is snow?") > 3
    again: list[Event] = []
    for event in worker.ask(question):
        again.append(event)
        if isinstance(event, Piece) and Again() not in again:
            os.kill(worker.pid, signal.SIGKILL)
    assert Again() in again
    texts = [e.text for e in again[again.index(Again()) :] if isinstance(e, Piece)]
    assert "".join(texts) == "".join(e.text for e in first if isinstance(e, Piece))
    worker.close()
    assert worker.pid == 0
