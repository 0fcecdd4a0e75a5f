"""RemoteChat against a real HTTP server: what is shown, what is told, what is asked again."""

from __future__ import annotations

import logging
import socket
import subprocess
import sys

import pytest
from langchain_core.messages import HumanMessage

from app.progress import Progress
from app.remote import RemoteChat, RemoteError
from app.remote.faults import (
    RemoteBroken,
    RemoteBusy,
    RemoteRefused,
    RemoteSlow,
    RemoteUnknown,
    RemoteUnreachable,
)
from indexes.errors import ModelError, PromptError
from tests.app.remote.server import Reply, closed_port, serving

ASKED = [HumanMessage("When does the ferry leave?")]
SAID = ("The ferry ", "leaves ", "at 08:15 [1].")
GOOD = Reply(SAID)
KEY = "sk-proj-abcdefghijklmnop1234567890"


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)


def chat(url: str, seconds: float = 20.0) -> RemoteChat:
    return RemoteChat(
        provider="openai", model="gpt-x", base_url=url, seconds=seconds, answer_tokens=60
    )


def text(model: RemoteChat) -> str:
    return str(model.invoke(ASKED).text)


def failure(*replies: Reply, seconds: float = 20.0) -> tuple[ModelError, int]:
    """The error, and how often the server was asked."""
    with serving(*replies) as server:
        with pytest.raises(ModelError) as told:
            text(chat(server.url, seconds))
        return told.value, len(server.asked)


def test_answer_comes_in_pieces_with_the_usage_that_the_server_tells() -> None:
    with serving(GOOD) as server:
        pieces = list(chat(server.url).stream(ASKED))
    assert [piece.text for piece in pieces if piece.text] == list(SAID)
    (usage,) = [piece.usage_metadata for piece in pieces if piece.usage_metadata]
    assert (usage["input_tokens"], usage["output_tokens"]) == (40, 7)
    assert usage["input_token_details"]["cache_read"] == 32


def test_usage_is_estimated_where_the_server_tells_none() -> None:
    with serving(Reply(SAID, usage=False)) as server:
        usage = chat(server.url).invoke(ASKED).usage_metadata
    assert usage is not None
    assert usage["input_tokens"] == 10
    assert usage["output_tokens"] == 16


def test_own_server_is_asked_without_a_key_and_with_a_limit_that_it_knows() -> None:
    with serving(GOOD) as server:
        text(chat(server.url))
    assert server.keys == ["Bearer none"]
    assert server.asked[0]["model"] == "gpt-x"
    assert server.asked[0]["max_tokens"] == 60 + 1988
    assert server.asked[0]["stream_options"] == {"include_usage": True}


def test_key_of_the_environment_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with serving(GOOD) as server:
        text(chat(server.url))
    assert server.keys == [f"Bearer {KEY}"]


def test_nothing_else_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    reached = []
    connect = socket.socket.connect

    def watched(self: socket.socket, address: tuple[str, int]) -> None:
        reached.append(address)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", watched)
    with serving(GOOD) as server:
        text(chat(server.url))
        assert {f"http://{host}:{port}/v1" for host, port in reached} == {server.url}


def test_importing_what_builds_footnote_loads_no_provider() -> None:
    code = (
        "import sys, app.engines, app.remote; "
        "sys.exit(any(n in sys.modules for n in ('langchain_openai', 'openai', 'tiktoken')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "tokens"),
    [("", 0), ("abc", 1), ("The ferry leaves at 08:15.", 13), ("渡し船は八時に出る。", 10)],
)
def test_tokens_are_estimated_from_characters(text: str, tokens: int) -> None:
    assert chat("http://x").get_num_tokens(text) == tokens


@pytest.mark.parametrize("status", [401, 403])
def test_refused_key_is_told_with_its_variable(status: int) -> None:
    error, asked = failure(Reply(status=status))
    assert isinstance(error, RemoteRefused)
    assert "OPENAI_API_KEY" in str(error)
    assert asked == 1


def test_key_in_the_servers_words_is_shown_nowhere(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "hunter2hunter2")
    caplog.set_level(logging.DEBUG)
    error, _ = failure(Reply(status=418, message=f"Keys hunter2hunter2 and {KEY} do not fit."))
    assert "***" in str(error)
    assert error.__cause__ is error.__context__ is None
    assert "hunter2" not in str(error)
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("app")]
    assert ours
    assert not any(secret in line for line in [str(error), *ours] for secret in ("hunter2", KEY))


def test_unknown_model_is_told_with_the_setting() -> None:
    error, asked = failure(Reply(status=404))
    assert isinstance(error, RemoteUnknown)
    assert "FOOTNOTE_MODEL" in str(error)
    assert asked == 1


def test_too_many_questions_are_asked_again_when_the_server_wishes_it_soon() -> None:
    with serving(Reply(status=429, headers={"Retry-After": "0"}), GOOD) as server:
        assert text(chat(server.url)) == "".join(SAID)
    assert len(server.asked) == 2


def test_too_many_questions_are_told_when_the_wait_is_long() -> None:
    error, asked = failure(Reply(status=429, headers={"Retry-After": "90"}))
    assert isinstance(error, RemoteBusy)
    assert "90 seconds" in str(error)
    assert asked == 1


def test_failing_server_is_asked_once_more() -> None:
    with serving(Reply(status=500), GOOD) as server:
        assert text(chat(server.url)) == "".join(SAID)
    error, asked = failure(Reply(status=503))
    assert isinstance(error, RemoteBroken)
    assert "503" in str(error)
    assert asked == 2


@pytest.mark.parametrize("ending", ["cut", "short"])
def test_draft_that_is_cut_midway_begins_anew(ending: str) -> None:
    with serving(Reply(("The fer",), ending=ending), GOOD) as server:
        pieces = list(chat(server.url).stream(ASKED))
    (anew,) = [at for at, each in enumerate(pieces) if isinstance(each, Progress) and each.anew]
    assert "".join(str(each.text) for each in pieces[anew:]) == "".join(SAID)
    with serving(Reply(("The fer",), ending=ending), GOOD) as server:
        assert text(chat(server.url)) == "".join(SAID)


def test_stream_that_is_always_cut_is_told() -> None:
    error, asked = failure(Reply(("The fer",), ending="cut"))
    assert isinstance(error, RemoteBroken)
    assert "midway" in str(error)
    assert asked == 2


@pytest.mark.parametrize("pieces", [(), ("The fer",)])
def test_silence_is_given_up_and_not_tried_again(pieces: tuple[str, ...]) -> None:
    error, asked = failure(Reply(pieces, ending="silent"), seconds=0.3)
    assert isinstance(error, RemoteSlow)
    assert "0.3 seconds" in str(error)
    assert "FOOTNOTE_REMOTE_SECONDS" in str(error)
    assert asked == 1


@pytest.mark.parametrize("pieces", [(), ("The fer",)])
def test_garbage_is_told(pieces: tuple[str, ...]) -> None:
    error, _ = failure(Reply(pieces, ending="garbage"))
    assert isinstance(error, RemoteBroken)
    assert "base_url" in str(error)


def test_server_that_nobody_started_is_told() -> None:
    with pytest.raises(RemoteUnreachable, match="refused the connection; start its server"):
        text(chat(f"http://127.0.0.1:{closed_port()}/v1"))


def test_host_that_does_not_exist_is_told() -> None:
    with pytest.raises(RemoteUnreachable, match=r"not found|could not be reached"):
        text(chat("http://no-such-host.invalid/v1"))


def test_server_that_speaks_no_tls_is_told() -> None:
    with serving(GOOD) as server, pytest.raises(RemoteUnreachable, match="does not speak TLS"):
        text(chat(server.url.replace("http:", "https:")))


@pytest.mark.parametrize(
    ("status", "message"),
    [(400, "This model's maximum context length is 4096 tokens."), (413, "too large")],
)
def test_prompt_that_is_too_long_is_a_prompt_error(status: int, message: str) -> None:
    reply = Reply(status=status, message=message)
    with serving(reply) as server, pytest.raises(PromptError, match="shorten the question"):
        text(chat(server.url))
    assert len(server.asked) == 1


def test_option_that_the_model_does_not_take_is_left_out_from_then_on() -> None:
    no = Reply(status=400, message="Unsupported value: 'temperature' does not support 0.0.")
    with serving(no, GOOD) as server:
        model = chat(server.url)
        assert text(model) == text(model) == "".join(SAID)
    assert ["temperature" in body for body in server.asked] == [True, False, False]


def test_other_refusals_show_the_servers_own_words() -> None:
    error, asked = failure(Reply(status=400, message="The ferry is closed."))
    assert "The ferry is closed." in str(error)
    assert asked == 1


def test_answer_without_end_is_ended() -> None:
    with serving(Reply(("A very long word. " * 10,) * 500)) as server:
        said = text(chat(server.url))
    assert 480 < len(said) < 1000


def test_thoughts_are_not_passed_on() -> None:
    thinking = ("<th", "ink>Hm, ", "ferries.</thi", "nk>\n\n", *SAID)
    with serving(Reply(thinking)) as server:
        assert text(chat(server.url)) == "".join(SAID)


def test_provider_whose_package_is_missing_is_told_with_the_command() -> None:
    with pytest.raises(ModelError, match="pip install langchain-ollama"):
        RemoteChat(provider="ollama", model="llama3").invoke(ASKED)


def test_missing_key_is_told_with_its_variable() -> None:
    with pytest.raises(ModelError, match="set OPENAI_API_KEY in the environment"):
        RemoteChat(provider="openai", model="gpt-x").invoke(ASKED)


def test_closing_the_stream_lets_go_of_the_server() -> None:
    with serving(Reply(("The fer",), ending="silent")) as server:
        stream = chat(server.url).stream(ASKED)
        next(stream)
        stream.close()  # type: ignore[attr-defined]  # an Iterator by its type, a generator by nature


def test_all_errors_are_one_sentence_for_a_person() -> None:
    for reply in (Reply(status=401), Reply(status=404), Reply(status=500), Reply(status=418)):
        error, _ = failure(reply)
        assert isinstance(error, RemoteError)
        assert str(error).endswith(".")
        assert "\n" not in str(error)
        assert error.why
