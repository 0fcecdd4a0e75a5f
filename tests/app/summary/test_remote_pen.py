"""A summary that a remote model may write, or may not, or fails to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatGenerationChunk

from app.checking import Checked
from app.prompts import load_summary
from app.summary.summariser import Pen, Summariser
from app.types import Actor, Sentence
from indexes.catalog import Catalog
from indexes.errors import ModelError
from indexes.types import Window
from indexes.writer import CatalogWriter
from tests.app.summary.worlds import HANDBOOK, store
from tests.fakes import ScriptedChat

LOCAL = Actor("local")


class DeadChat(ScriptedChat):
    """Cannot be reached."""

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        self.calls.append(messages)
        raise ModelError("far refused the connection; start its server.")
        yield


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    return store(tmp_path, HANDBOOK)


def check(draft: str, question: str, evidence: Sequence[Window]) -> Checked:
    """Supports nothing."""
    return Checked(draft, (Sentence(draft, (), "unsupported"),), ())


def pen(chat: ScriptedChat, remote: bool = True) -> Pen:
    return Pen(chat, load_summary("summary@1"), check, room=20, remote=remote)


def test_private_document_is_told_in_its_own_sentences(catalog: Catalog) -> None:
    CatalogWriter(catalog).mark_private(["handbook"], private=True)
    chat = ScriptedChat(replies=["Never asked."], label="far")
    summary = Summariser(catalog, pen(chat)).summarise("handbook", LOCAL)
    assert chat.calls == []
    assert (summary.method, summary.model, summary.prompt) == ("quoted", "", "")
    assert summary.notes == (
        "handbook.txt is private, so far was not asked; these are the document's own sentences.",
    )


def test_private_document_may_be_told_by_a_local_model(catalog: Catalog) -> None:
    CatalogWriter(catalog).mark_private(["handbook"], private=True)
    chat = ScriptedChat(replies=["Something."])
    assert Summariser(catalog, pen(chat, remote=False)).summarise("handbook", LOCAL).notes == ()
    assert chat.calls


def test_remote_model_that_fails_is_asked_once_and_noted(catalog: Catalog) -> None:
    chat = DeadChat(label="far")
    summary = Summariser(catalog, pen(chat)).summarise("handbook", LOCAL)
    assert len(chat.calls) == 1
    assert (summary.method, summary.model) == ("quoted", "")
    assert summary.sentences
    assert summary.notes == (
        "far refused the connection; start its server. What it has not told is in the document's "
        "own sentences.",
    )


def test_local_model_that_fails_is_told(catalog: Catalog) -> None:
    with pytest.raises(ModelError):
        Summariser(catalog, pen(DeadChat(), remote=False)).summarise("handbook", LOCAL)
