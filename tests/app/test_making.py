from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from langchain_core.runnables import RunnableConfig

from app.generators import LlamaCppChat
from app.making import Making, Parts
from app.queued import Answers
from app.settings import Settings
from app.small_models import SmallModels
from app.tracing.spans import Spans
from app.types import Answer, Event, Question
from indexes.retrieve import Retriever
from tests.app.versions.world import gguf, settings


class Silent:
    """A journey that is never asked."""

    def ask(
        self,
        question: Question,
        config: RunnableConfig | None = None,
        spans: Spans | None = None,
    ) -> Answer:
        raise NotImplementedError

    def stream(
        self,
        question: Question,
        config: RunnableConfig | None = None,
        spans: Spans | None = None,
    ) -> Iterator[Event]:
        raise NotImplementedError


class World:
    def __init__(self, home: Path) -> None:
        self.base = settings(home)
        self.parts: list[Parts] = []
        models = {self.base: SmallModels(self.base, str)}
        self.making = Making(models, str, self.find, self.assemble)
        self.closed: list[str] = []

    def find(self, chosen: Settings, models: SmallModels) -> Retriever:
        return cast("Retriever", object())

    def assemble(self, parts: Parts) -> Answers:
        self.parts.append(parts)
        return Silent()

    def made(self, **values: object) -> Parts:
        self.making.make(self.of(**values))
        return self.parts[-1]

    def of(self, **values: object) -> Settings:
        return replace(self.base, **values)  # type: ignore[arg-type]  # of fields that tests name


def chat(parts: Parts) -> LlamaCppChat:
    generator = parts.voices.first.generator
    assert isinstance(generator, LlamaCppChat)
    return generator


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    made = World(tmp_path)
    monkeypatch.setattr(LlamaCppChat, "close", lambda self: made.closed.append(self.label))
    return made


def test_variants_of_one_model_share_its_process(world: World) -> None:
    one, two = chat(world.made()), chat(world.made(temperature=0.7, prompt="brief@1"))
    assert one._running() is two._running()
    assert (one.temperature, two.temperature) == (0.0, 0.7)
    assert one.label == two.label == "tiny"


def test_another_model_or_adapter_has_a_process_of_its_own(world: World) -> None:
    other = gguf(world.base.home / "models" / "other.gguf")
    lora = gguf(world.base.home / "adapters" / "feedback-1.gguf")
    made = [world.made(), world.made(model=str(other)), world.made(lora=str(lora))]
    assert len({id(chat(each)._running()) for each in made}) == 3


def test_process_ends_with_the_last_variant_that_used_it(world: World) -> None:
    for values in ({}, {"hits": 5}):
        world.made(**values)
    world.making.end(world.base)
    assert world.closed == []
    world.making.end(world.of(hits=5))
    assert world.closed == ["tiny"]


def test_variant_that_was_made_again_keeps_the_process_of_the_new_one(world: World) -> None:
    world.made()
    world.made()
    world.making.end(world.base)
    assert world.closed == []
    world.making.end(world.base)
    assert world.closed == ["tiny"]


def test_small_models_and_retriever_are_shared_where_they_are_the_same(world: World) -> None:
    one, two = world.made(), world.made(prompt="brief@1")
    assert one.models is two.models is world.making.models(world.base)
    assert one.retriever is two.retriever
    other = world.made(reranker="none")
    assert other.models is not one.models
    assert other.retriever is not one.retriever
    assert other.models.reranker() is None
    weighted = world.made(fusion="lexical=2")
    assert weighted.models is one.models
    assert weighted.retriever is not one.retriever


def test_embedding_model_is_borrowed_by_those_that_rerank_otherwise(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedder = object()
    monkeypatch.setattr(world.making.models(world.base), "embedder", lambda: embedder)
    assert world.made(reranker="none").models.embedder() is embedder


def test_local_variants_wait_in_one_line(world: World) -> None:
    lines = [world.making.make(world.of(hits=number)) for number in (3, 4)]
    assert len({id(vars(each)["_turns"]) for each in lines}) == 1
    remote = world.making.make(world.of(model="openai:gpt-4o-mini"))
    assert vars(remote)["_turns"] is not vars(lines[0])["_turns"]
