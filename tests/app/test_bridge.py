"""Footnote inside an ordinary LangChain program."""

from __future__ import annotations

from pathlib import Path

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.documents import Document
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnableLambda, RunnablePassthrough

from app.bridge import FootnoteRetriever, as_runnable
from app.build import Footnote
from app.prompts import load
from app.settings import Settings
from app.voices import Voices
from ingest.walk import gather
from tests.fakes import HashingEmbedder, ScriptedChat


@pytest.fixture
def footnote(tmp_path: Path) -> Footnote:
    made = Footnote(Settings(home=tmp_path / "home"))
    # cached properties: what stands here is what the rest is wired from
    made.__dict__["embedder"] = HashingEmbedder()
    chat = ScriptedChat(replies=["The ferry leaves at 08:15 [1]."])
    made.__dict__["voices"] = Voices.alone(chat, load("answer@2"))
    path = tmp_path / "ferry.txt"
    path.write_text("The ferry leaves at 08:15.")
    made.library.add(gather([path]), "default", "local")
    return made


def test_retriever_works_in_an_ordinary_chain(footnote: Footnote) -> None:
    def stuffed(documents: list[Document]) -> str:
        return "\n".join(document.page_content for document in documents)

    chat = ScriptedChat(replies=["At 08:15."])
    chain = (
        {
            "context": FootnoteRetriever(footnote=footnote) | RunnableLambda(stuffed),
            "question": RunnablePassthrough(),
        }
        | ChatPromptTemplate.from_template("{context}\n{question}")
        | chat
        | StrOutputParser()
    )
    assert chain.invoke("When does the ferry leave?") == "At 08:15."
    assert "The ferry leaves at 08:15." in str(chat.calls[0][-1].content)


def test_retrieved_documents_carry_their_place(footnote: Footnote) -> None:
    (found,) = FootnoteRetriever(footnote=footnote).invoke("ferry")
    text = footnote.catalog.text(found.metadata["document_id"])
    assert text[found.metadata["start"] : found.metadata["end"]] == "The ferry leaves at 08:15."
    assert found.metadata["document"] == "ferry.txt"


def test_journey_is_a_runnable_and_callbacks_see_the_model(footnote: Footnote) -> None:
    class Watcher(BaseCallbackHandler):
        tokens = 0

        def on_chat_model_start(self, *_: object, **__: object) -> None:
            self.tokens += 1

    watcher = Watcher()
    runnable = as_runnable(footnote.journey, footnote.actor) | (lambda answer: answer.text)
    text = runnable.invoke("When does the ferry leave?", {"callbacks": [watcher]})
    assert text == "The ferry leaves at 08:15 [1]."
    assert watcher.tokens == 1
