from __future__ import annotations

from pathlib import Path

import pytest

from app.cost import Cost
from app.plain import Limits, Plain
from app.prompts import load
from app.toolbox import Toolbox
from app.voices import Voices
from indexes.retrieve import Retriever
from tests.builders import activate, open_library, stage
from tests.fakes import HashingEmbedder, ScriptedChat

FERRY = ["The ferry leaves at 08:15.", "Bicycles travel free on weekdays."]
ASKED = "When does the ferry leave?"


@pytest.fixture
def chat() -> ScriptedChat:
    return ScriptedChat(replies=["The ferry leaves at 08:15 [1]."])


@pytest.fixture
def toolbox(tmp_path: Path, chat: ScriptedChat) -> Toolbox:
    catalog, builds = open_library(tmp_path)
    for name, sentences in {"ferry": FERRY, "secret": ["The ferry's vault code is 4711."]}.items():
        stage(catalog, name, sentences)
        activate(catalog, builds, name)
    embedder = HashingEmbedder()
    retriever = Retriever(catalog, builds, lambda: embedder)
    plain = Plain(retriever, Voices.alone(chat, load("brief@1")), Limits(5, 500))
    return Toolbox(catalog, retriever, plain, frozenset({"ferry"}), Cost())


def test_what_was_asked_before_costs_no_second_call_of_the_model(
    toolbox: Toolbox, chat: ScriptedChat
) -> None:
    first = toolbox.answer(ASKED)
    assert first is not None
    assert toolbox.answer(ASKED) is first
    assert len(chat.calls) == 1


def test_search_and_chunks_are_kept_until_the_question_is_answered(toolbox: Toolbox) -> None:
    assert toolbox.search(ASKED) is toolbox.search(ASKED)
    assert toolbox.chunks("ferry") is toolbox.chunks("ferry")


def test_search_may_be_narrowed_to_documents(toolbox: Toolbox) -> None:
    assert toolbox.search(ASKED, ["ferry"])
    assert not toolbox.search(ASKED, ["another"])


def test_nothing_of_a_document_that_may_not_be_seen_comes_out(toolbox: Toolbox) -> None:
    assert toolbox.chunks("secret") == ()
    assert toolbox.context("secret", 0, 10) == ""
    assert [document.id for document in toolbox.documents()] == ["ferry"]
    assert not any(hit.window.document.id == "secret" for hit in toolbox.search("vault code"))


def test_context_is_the_document_s_own_text(toolbox: Toolbox) -> None:
    assert toolbox.context("ferry", 0, len(FERRY[0])) == FERRY[0]
