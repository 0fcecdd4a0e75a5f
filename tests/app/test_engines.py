from __future__ import annotations

from pathlib import Path

import pytest
from langchain_core.language_models.chat_models import BaseChatModel

from app.engines import Local, voices
from app.models import ADAPTER
from app.remote import RemoteChat
from app.settings import Settings
from app.voices import Voices
from indexes.errors import ModelError
from tests.fakes import ScriptedChat


def chosen(tmp_path: Path, **settings: str | int) -> tuple[Voices, list[Local]]:
    made: list[Local] = []

    def make(local: Local) -> BaseChatModel:
        made.append(local)
        return ScriptedChat(label=Path(local.model).stem or "packaged")

    return voices(Settings(home=tmp_path, **settings), make), made  # type: ignore[arg-type]  # each fits its field


def remote(voice: object) -> RemoteChat:
    generator = getattr(voice, "generator", None)
    assert isinstance(generator, RemoteChat)
    return generator


def test_packaged_model_speaks_alone_with_its_adapter(tmp_path: Path) -> None:
    held, made = chosen(tmp_path)
    assert made == [Local("", str(ADAPTER), "FOOTNOTE_MODEL")]
    assert held.first is held.local
    assert held.larger is None
    assert held.first.prompt.label == "brief@1"
    assert not held.first.remote


def test_file_of_ones_own_speaks_with_the_adapter_and_prompt_that_are_set(tmp_path: Path) -> None:
    held, made = chosen(tmp_path, model="/m/qwen.gguf", lora="/m/a.gguf", prompt="answer@1")
    assert made == [Local("/m/qwen.gguf", "/m/a.gguf", "FOOTNOTE_MODEL")]
    assert held.first.prompt.label == "answer@1"


def test_remote_model_has_the_packaged_one_behind_it(tmp_path: Path) -> None:
    held, made = chosen(
        tmp_path, model="openai:gpt-x", base_url="http://h/v1", remote_seconds=5, prompt="answer@1"
    )
    assert made == [Local("", str(ADAPTER), "FOOTNOTE_MODEL")]
    assert held.first.remote
    assert held.first.name == "openai:gpt-x"
    assert held.first.prompt.label == "answer@1"
    assert held.local.prompt.label == "brief@1"
    assert remote(held.first).base_url == "http://h/v1"
    assert remote(held.first).seconds == 5


def test_larger_model_may_be_a_file_or_remote(tmp_path: Path) -> None:
    held, made = chosen(tmp_path, larger_model="/m/large.gguf", long_question_words=40)
    assert held.larger is not None
    assert held.larger.name == "large"
    assert made[1] == Local("/m/large.gguf", "", "FOOTNOTE_LARGER_MODEL")
    assert held.long_words == 40
    held, _ = chosen(tmp_path, larger_model="openai:big", base_url="http://h/v1")
    assert remote(held.larger).base_url == "http://h/v1"
    assert remote(held.larger).named_by == "FOOTNOTE_LARGER_MODEL"


def test_address_is_the_models_own_when_both_are_remote(tmp_path: Path) -> None:
    held, _ = chosen(
        tmp_path, model="openai:own", larger_model="openai:big", base_url="http://h/v1"
    )
    assert remote(held.first).base_url == "http://h/v1"
    assert remote(held.larger).base_url == ""


def test_name_that_means_nothing_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no-such-model"):
        chosen(tmp_path, model="no-such-model")
