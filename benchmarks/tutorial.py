"""The pipeline of the usual LangChain tutorial: split, embed, FAISS, four chunks, one prompt.

What a tutorial takes from langchain-community (loaders, the FAISS wrapper, the llama.cpp chat
model) is written out here in as few lines, since that package is being retired.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import faiss
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.documents import Document
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import Runnable, RunnableLambda
from langchain_text_splitters import RecursiveCharacterTextSplitter
from llama_cpp import Llama
from sentence_transformers import SentenceTransformer

from app.models import default_model_path
from app.settings import Settings
from benchmarks.loaders import load
from benchmarks.messages import DEPTH, Piece, Reply
from indexes.minilm import default_embedding_path

K = 4
_PROMPT = ChatPromptTemplate.from_messages(
    [
        (
            "system",
            "Answer the question with the following pieces of context. If the context does not "
            "hold the answer, say that you don't know. Use three sentences at most and keep the "
            "answer short.\n\nContext:\n{context}",
        ),
        ("human", "{question}"),
    ]
)


class LlamaChat(BaseChatModel):
    """llama.cpp as a LangChain chat model, with the chat template of its GGUF."""

    llama: Any
    max_tokens: int
    temperature: float
    seed: int

    @property
    def _llm_type(self) -> str:
        return "llama-cpp"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        text = "".join(str(c.message.content) for c in self._stream(messages, stop, run_manager))
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=text))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        roles = {"system": "system", "human": "user", "ai": "assistant"}
        replies = self.llama.create_chat_completion(
            messages=[{"role": roles[m.type], "content": m.content} for m in messages],
            max_tokens=self.max_tokens,
            temperature=self.temperature,
            seed=self.seed,
            stop=stop,
            stream=True,
        )
        for reply in replies:
            if text := reply["choices"][0]["delta"].get("content"):
                yield ChatGenerationChunk(message=AIMessageChunk(content=text))


class Tutorial:
    """The pipeline, as `benchmarks.messages.Pipeline` wants it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._embedder = SentenceTransformer(
            settings.embedding_model or str(default_embedding_path()), device="cpu"
        ).float()
        self._splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
        self._chunks: list[Document] = []
        self._index = faiss.IndexFlatL2(self._embedder.get_embedding_dimension() or 0)
        self._chain: Runnable[str, str] | None = None

    def warm(self) -> None:
        self._embedder.encode(["A first sentence."])

    def ingest(self, files: Sequence[Path]) -> int:
        documents = [document for file in files for document in load(file)]
        self._chunks = self._splitter.split_documents(documents)
        self._index.add(self._embedder.encode([chunk.page_content for chunk in self._chunks]))
        return sum(len(document.page_content) for document in documents)

    def search(self, question: str) -> list[Piece]:
        return [
            Piece(str(chunk.metadata["source"]), chunk.page_content)
            for chunk in self._nearest(question, DEPTH)
        ]

    def ask(self, question: str) -> Reply:
        if self._chain is None:
            self._chain = self._built()
        started, first = time.perf_counter(), None
        text = ""
        for piece in self._chain.stream(question):
            if piece and first is None:
                first = time.perf_counter() - started
            text += piece
        # It has no way to abstain but words: benchmarks.measures.declines reads them.
        return Reply(text.strip(), abstained=False, first_token_s=first)

    def _nearest(self, question: str, k: int) -> list[Document]:
        _, rows = self._index.search(self._embedder.encode([question]), k)
        return [self._chunks[row] for row in rows[0] if row >= 0]

    def _filled(self, question: str) -> dict[str, str]:
        chunks = self._nearest(question, K)
        return {
            "context": "\n\n".join(chunk.page_content for chunk in chunks),
            "question": question,
        }

    def _built(self) -> Runnable[str, str]:
        settings = self._settings
        chat = LlamaChat(
            llama=Llama(
                model_path=settings.model or str(default_model_path()),
                n_ctx=settings.context_tokens,
                n_threads=settings.threads or None,
                n_gpu_layers=settings.gpu_layers,
                seed=settings.seed,
                verbose=False,
            ),
            max_tokens=settings.answer_tokens,
            temperature=settings.temperature,
            seed=settings.seed,
        )
        return RunnableLambda(self._filled) | _PROMPT | chat | StrOutputParser()
