from __future__ import annotations

from pathlib import Path

import pytest
from langchain_core.language_models.chat_models import BaseChatModel

from app.choices import Choice, Choices, choices
from app.engines import Local, local_chat, voices
from app.generators import LlamaCppChat
from app.models import default_model_path
from app.models.records import model_path
from app.settings import Settings
from indexes.errors import QuestionError
from tests.app.models.stub_hub import gguf

PACKAGED = f"{default_model_path().stem}+answers"


class Kept:
    """Chat models as the settings make them, and which of them were closed."""

    def __init__(self, settings: Settings, patch: pytest.MonkeyPatch) -> None:
        self.made: list[str] = []
        self.closed: list[str] = []
        self._settings = settings
        patch.setattr(LlamaCppChat, "close", lambda chat: self.closed.append(chat.label))

    def make(self, local: Local) -> BaseChatModel:
        chat = local_chat(self._settings, local)
        self.made.append(chat.label)
        return chat


def here(home: Path, *names: str) -> Settings:
    for name in names:
        path = model_path(home, name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(gguf(50))
    return Settings(home=home)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return here(tmp_path, "qwen2.5-0.5b", "mine")


@pytest.fixture
def kept(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Kept:
    return Kept(settings, monkeypatch)


@pytest.fixture
def chooses(settings: Settings, kept: Kept) -> Choices:
    return Choices(settings, voices(settings, kept.make), kept.make)


def test_voices_that_are_set_come_first_then_the_models_that_are_here(
    settings: Settings, kept: Kept
) -> None:
    found = choices(settings, voices(settings, kept.make))
    assert found == (
        Choice(PACKAGED, False, "SmolLM2-135M-Instruct, packaged; English"),
        Choice("qwen2.5-0.5b", False, "Qwen2.5-0.5B-Instruct, Q4_K_M; 29 languages"),
        Choice("mine", False, "a file of your own"),
    )


def test_remote_and_larger_voices_are_told_apart(tmp_path: Path, kept: Kept) -> None:
    settings = Settings(home=tmp_path, model="openai:gpt-x", larger_model="mine")
    found = choices(settings, voices(settings, kept.make))
    assert [(each.label, each.remote) for each in found] == [
        ("openai:gpt-x", True),
        ("mine", False),
        (PACKAGED, False),
        ("qwen2.5-0.5b", False),
    ]


def test_packaged_model_can_be_chosen_where_another_is_set(tmp_path: Path, kept: Kept) -> None:
    settings = Settings(home=tmp_path, model="mine")
    chooses = Choices(settings, voices(settings, kept.make), kept.make)
    assert [each.label for each in chooses.offered()] == ["mine", PACKAGED, "qwen2.5-0.5b"]
    with chooses.taken(PACKAGED) as taken:
        assert taken.first.name == PACKAGED
        assert taken.first.prompt.label == "brief@1"
        assert taken.local.name == "mine"


def test_file_that_is_no_model_is_not_offered(tmp_path: Path, kept: Kept) -> None:
    settings = here(tmp_path)
    (tmp_path / "models").mkdir(exist_ok=True)
    (tmp_path / "models" / "broken.gguf").write_bytes(b"text")
    assert "broken" not in [e.label for e in choices(settings, voices(settings, kept.make))]


def test_model_that_is_here_answers_and_the_local_one_stands_behind_it(chooses: Choices) -> None:
    with chooses.taken("mine") as taken:
        assert [voice.name for voice in taken.order("When?", larger=False)] == ["mine", PACKAGED]


def test_same_choice_again_keeps_the_process(chooses: Choices, kept: Kept) -> None:
    for _ in range(2):
        with chooses.taken("mine"):
            pass
    assert kept.made.count("mine") == 1
    assert not kept.closed


def test_other_choice_ends_the_process_before(chooses: Choices, kept: Kept) -> None:
    with chooses.taken("mine"):
        pass
    with chooses.taken("qwen2.5-0.5b"):
        assert kept.closed == ["mine"]


def test_process_that_answers_somebody_is_ended_only_afterwards(
    chooses: Choices, kept: Kept
) -> None:
    with chooses.taken("mine"):
        with chooses.taken("qwen2.5-0.5b"):
            assert not kept.closed
        assert not kept.closed
    assert kept.closed == ["mine"]


def test_voices_that_are_set_are_never_ended(chooses: Choices, kept: Kept) -> None:
    with chooses.taken("mine"), chooses.taken(PACKAGED), chooses.taken(""):
        pass
    chooses.close()
    assert kept.closed == ["mine"]


def test_unknown_label_is_refused_with_those_there_are(chooses: Choices) -> None:
    told = rf"no chat model 'huge'.*{PACKAGED.replace('+', '.')}, qwen2.5-0.5b, mine"
    with pytest.raises(QuestionError, match=told), chooses.taken("huge"):
        pass


def test_damaged_record_of_a_model_hides_no_model_that_is_set(tmp_path: Path, kept: Kept) -> None:
    settings = here(tmp_path)
    (tmp_path / "models" / "mine.json").write_text("{")
    offered = Choices(settings, voices(settings, kept.make), kept.make).offered()
    assert [each.label for each in offered] == [PACKAGED]
