from __future__ import annotations

from pathlib import Path

from app.answer import Journey
from app.plain import Limits, declines
from app.suggesting.quick import Silent, asks, silent
from app.types import Actor
from indexes.retrieve import Retriever
from tests.builders import activate, open_library, stage
from tests.fakes import HashingEmbedder


def test_silent_model_declines_everything() -> None:
    model = Silent()
    assert declines(str(model.invoke("When does the ferry leave?").content))
    assert model.get_num_tokens("four") > 0
    assert not silent().first.remote


def test_journey_without_chat_model_answers_what_code_can(tmp_path: Path) -> None:
    catalog, builds = open_library(tmp_path)
    stage(catalog, "ferry", ["The ferry leaves at 08:15."])
    activate(catalog, builds, "ferry")
    embedder = HashingEmbedder()
    retriever = Retriever(catalog, builds, lambda: embedder)
    ask = asks(Journey(catalog, retriever, silent(), Limits(5, 500)), Actor("local"))
    assert ask("When does the ferry leave?").status == "abstained"
