"""Footnote inside other people's LangChain programs: its retriever and its journey."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda
from pydantic import ConfigDict

from app.build import Footnote
from app.queued import Answers
from app.types import Actor, Answer, Question


class FootnoteRetriever(BaseRetriever):
    """Finds windows as LangChain documents.

    `page_content` is the window as the model reads it; `metadata` holds document, document_id,
    title, page, start, end, headings, private and score, so that `document_text[start:end]` can
    be cited.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    footnote: Footnote
    k: int = 5
    collection: str | None = None

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        allowed = self.footnote.allowed(self.footnote.actor, self.collection)
        hits = self.footnote.retriever.search(query, self.k, allowed).hits
        return [
            Document(
                id=str(hit.window.centre),
                page_content=hit.window.spoken,
                metadata={
                    "document": hit.window.document.name,
                    "document_id": hit.window.document.id,
                    "title": hit.window.document.title,
                    "page": hit.window.page,
                    "start": hit.window.start,
                    "end": hit.window.end,
                    "headings": list(hit.window.headings),
                    "private": hit.window.document.private,
                    "score": hit.score,
                },
            )
            for hit in hits
        ]


def as_runnable(
    journey: Answers, actor: Actor, collection: str | None = None
) -> Runnable[str, Answer]:
    """The whole journey as a Runnable: a question's text in, one checked Answer out."""

    def answer(text: str, config: RunnableConfig) -> Answer:
        return journey.ask(Question(text, actor, collection), config)

    return RunnableLambda(answer, name="Footnote")
