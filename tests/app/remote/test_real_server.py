"""A journey through llama-cpp-python's own server, which is a process of its own and is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from app.answer import Journey
from app.models import default_model_path
from app.plain import Limits
from app.prompts import load
from app.remote import RemoteChat
from app.types import Actor, Answer, Question, Token
from app.voices import Voice, Voices
from indexes.retrieve import Retriever
from tests.app.remote.server import closed_port
from tests.builders import activate, open_library, stage
from tests.fakes import HashingEmbedder, ScriptedChat

pytestmark = pytest.mark.model

ASKED = Question("When does the ferry to the island leave?", Actor("local"))
SENTENCES = ["The ferry to the island leaves at 08:15.", "Bicycles travel free on weekdays."]
START = 120
"""Seconds that the server has to load its model on a busy machine."""


class Server:
    """The process and its address."""

    def __init__(self, log: Path) -> None:
        port = closed_port()
        self.url = f"http://127.0.0.1:{port}/v1"
        command = [sys.executable, "-m", "llama_cpp.server", "--host", "127.0.0.1"]
        command += ["--port", str(port), "--n_ctx", "2048", "--n_threads", "1"]
        command += ["--model", str(default_model_path())]
        with log.open("wb") as told:
            self.process = subprocess.Popen(command, stdout=told, stderr=told)
        self._log = log

    def wait(self) -> None:
        end = time.monotonic() + START
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urlopen(f"{self.url}/models", timeout=5):
                    return
            except (URLError, ConnectionError, TimeoutError):
                time.sleep(0.2)
        raise RuntimeError(f"The server did not start: {self._log.read_text()[-2000:]}")

    def kill(self) -> None:
        if self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    started = Server(tmp_path / "server.log")
    try:
        started.wait()
        yield started
    finally:
        started.kill()


@pytest.fixture
def journey(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Journey:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    catalog, builds = open_library(tmp_path)
    stage(catalog, "ferry", SENTENCES)
    activate(catalog, builds, "ferry")
    embedder = HashingEmbedder()
    retriever = Retriever(catalog, builds, lambda: embedder)
    chat = RemoteChat(provider="openai", model="smollm2", base_url=server.url, answer_tokens=400)
    near = Voice(ScriptedChat(replies=["The ferry to the island leaves at 08:15 [1]."],
                              label="near"), load("answer@2"))  # fmt: skip
    voices = Voices(Voice(chat, load("answer@2"), remote=True), None, near)
    return Journey(catalog, retriever, voices, Limits(5, 500))


def test_journey_answers_through_a_real_server_and_survives_its_death(
    server: Server, journey: Journey
) -> None:
    answer = journey.ask(ASKED)
    assert answer.model == "openai:smollm2"
    assert answer.notes == ()
    assert answer.usage.prompt_tokens > 50
    assert answer.usage.completion_tokens > 0

    events = journey.stream(ASKED)
    next(event for event in events if isinstance(event, Token) and event.text)
    server.kill()
    *rest, last = events
    assert isinstance(last, Answer)
    assert Token("", anew=True) in rest
    assert last.status == "answered"
    assert last.model == "near"
    assert last.notes == (
        "openai:smollm2 could not be reached (refused the connection); near answered.",
    )
