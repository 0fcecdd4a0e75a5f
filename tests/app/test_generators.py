"""The contract of chat models, kept by the fake and by llama.cpp; and what only llama.cpp does."""

from __future__ import annotations

import os
import signal
from collections.abc import Generator
from pathlib import Path

import pytest
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, HumanMessage, SystemMessage

from app.engine.types import Again, Done, Event, Piece, Read
from app.generators import LlamaCppChat, _chunks, repeats_itself
from app.models import default_model_path
from app.progress import ENGINE_MS, Progress
from indexes.errors import ModelError, PromptError
from tests.fakes import ScriptedChat

MESSAGES = [SystemMessage("Answer in one word."), HumanMessage("What colour is snow?")]


@pytest.fixture(scope="module")
def llama() -> LlamaCppChat:
    return LlamaCppChat(context_tokens=512, answer_tokens=12)


@pytest.fixture(
    params=["scripted", pytest.param("llama", marks=pytest.mark.model)],
)
def chat(request: pytest.FixtureRequest) -> BaseChatModel:
    if request.param == "llama":
        found: BaseChatModel = request.getfixturevalue("llama")
        return found
    return ScriptedChat(replies=["Snow is white."])


def test_stream_gives_pieces_and_then_the_usage(chat: BaseChatModel) -> None:
    pieces = list(chat.stream(MESSAGES))
    assert "".join(str(piece.content) for piece in pieces).strip()
    usage = [p.usage_metadata for p in pieces if isinstance(p, AIMessageChunk) and p.usage_metadata]
    assert len(usage) == 1
    assert usage[0]["input_tokens"] > 0
    assert usage[0]["output_tokens"] > 0


def test_invoke_says_what_stream_says(chat: BaseChatModel) -> None:
    streamed = "".join(str(piece.content) for piece in chat.stream(MESSAGES))
    assert chat.invoke(MESSAGES).content == streamed


def test_tokens_can_be_counted(chat: BaseChatModel) -> None:
    assert 0 < chat.get_num_tokens("one two") < chat.get_num_tokens("one two three four five six")


def test_stream_can_be_left_and_the_model_used_again(chat: BaseChatModel) -> None:
    for _ in chat.stream(MESSAGES):
        break
    assert chat.invoke(MESSAGES).content


@pytest.mark.model
def test_prompt_that_leaves_no_room_is_refused_with_the_remedy(llama: LlamaCppChat) -> None:
    with pytest.raises(PromptError, match="FOOTNOTE_CONTEXT_TOKENS"):
        llama.invoke([HumanMessage("snow " * 600)])


@pytest.mark.parametrize(
    ("text", "circles"),
    [
        ("The gate is closed on Sundays. The gate is closed on Sundays.", True),
        ("The gate is closed on Sundays [1]. It rains. The gate is closed on Sundays [1].", True),
        ("The gate is closed on Sundays. The gate is open on Mondays.", False),
        ("No. No.", False),
        ("", False),
    ],
)
def test_going_in_circles_is_recognised(text: str, circles: bool) -> None:
    assert repeats_itself(text) == circles


def test_missing_model_is_one_sentence_with_the_remedy(tmp_path: Path) -> None:
    chat = LlamaCppChat(model=str(tmp_path / "absent.gguf"))
    with pytest.raises(ModelError, match=r"absent\.gguf.*FOOTNOTE_MODEL"):
        chat.invoke("hello")


def test_foreign_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.gguf"
    path.write_text("Dear Sir or Madam, this is not a model.")
    with pytest.raises(ModelError, match=r"letter\.gguf is not a GGUF"):
        LlamaCppChat(model=str(path)).invoke("hello")


@pytest.mark.model
def test_model_without_a_chat_template_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "base.gguf"
    whole = default_model_path().read_bytes()
    path.write_bytes(whole.replace(b"tokenizer.chat_template", b"tokenizer.chat_nothing_"))
    with pytest.raises(ModelError, match=r"base\.gguf carries no chat template"):
        LlamaCppChat(model=str(path), context_tokens=512).invoke("hello")


@pytest.mark.model
@pytest.mark.parametrize("size", [10, 30, 5_000, 1_000_000])
def test_truncated_model_is_refused(tmp_path: Path, size: int) -> None:
    path = tmp_path / "short.gguf"
    with default_model_path().open("rb") as source:
        path.write_bytes(source.read(size))
    with pytest.raises(ModelError, match="short"):
        LlamaCppChat(model=str(path)).invoke("hello")


def test_lora_that_does_not_exist_is_refused_before_llama_cpp_sees_it(tmp_path: Path) -> None:
    chat = LlamaCppChat(lora=str(tmp_path / "absent.gguf"))
    with pytest.raises(ModelError, match="FOOTNOTE_LORA"):
        chat.invoke("hello")


def test_model_larger_than_the_memory_is_refused_before_it_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "huge.gguf"
    path.write_bytes(b"GGUF" + bytes(60))
    monkeypatch.setattr("app.models.memory.machine_bytes", lambda: 900_000_000)
    with pytest.raises(
        ModelError, match=r"huge\.gguf needs about 1\.0 GB of memory.*FOOTNOTE_MODEL"
    ):
        LlamaCppChat(model=str(path)).invoke("hello")


@pytest.mark.model
def test_answer_after_the_process_was_killed_amid_it_is_whole(llama: LlamaCppChat) -> None:
    wanted = llama.invoke(MESSAGES).content
    draft, killed = "", False
    for piece in llama.stream(MESSAGES):
        if isinstance(piece, Progress) and piece.anew:
            draft = ""
        draft += str(piece.content)
        if draft and not killed:
            killed = True
            os.kill(llama.pid, signal.SIGKILL)
    assert draft == wanted


def events(*pieces: str) -> Generator[Event]:
    yield Read(0, 9)
    yield from map(Piece, pieces)
    yield Done(9, 4, len(pieces), 0, 1.0, 1.0)


def test_thoughts_are_not_shown() -> None:
    chunks = _chunks(events("<thi", "nk>Hm.</think>", "\n\nWhite."))
    assert "".join(chunk.text for chunk in chunks) == "White."


def test_answer_that_goes_in_circles_ends_there_and_the_model_is_stopped() -> None:
    told = events("The gate is closed on Sundays. ", "The gate is closed on Sundays.", " Never.")
    chunks = list(_chunks(told))
    assert "".join(chunk.text for chunk in chunks).count("gate") == 2
    assert next(told, None) is None
    last = chunks[-1].message
    assert isinstance(last, AIMessageChunk)
    assert last.usage_metadata == {
        "input_tokens": 9, "output_tokens": 2, "total_tokens": 11,
        "input_token_details": {"cache_read": 0},
    }  # fmt: skip


def test_lost_process_begins_the_draft_anew() -> None:
    def told() -> Generator[Event]:
        yield Piece("Gone")
        yield Again()
        yield Piece("Back")
        yield Done(9, 4, 1, 0, 1.0, 1.0)

    kinds = [(c.text, isinstance(c.message, Progress) and c.message.anew) for c in _chunks(told())]
    assert kinds[:3] == [("Gone", False), ("", True), ("Back", False)]


@pytest.mark.model
def test_lora_that_is_no_adapter_is_refused() -> None:
    with pytest.raises(ModelError, match="FOOTNOTE_LORA"):
        LlamaCppChat(lora=str(default_model_path()), context_tokens=512).invoke("hello")


def test_last_chunk_tells_the_processor_time_of_the_models_process() -> None:
    def told() -> Generator[Event]:
        yield Piece("Back")
        yield Done(9, 4, 1, 0, 1.0, 1.0, 12.5)

    *_, last = _chunks(told())
    assert last.message.response_metadata == {ENGINE_MS: 12.5}
