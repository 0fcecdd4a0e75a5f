"""A shelf over a real library, read without a sandbox, with a clock that can be set."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.records import Records
from app.shelf import Shelf
from app.types import Actor, Answer, Citation
from ingest.shelving import UNDO_S
from tests.app.cli.fakes import answer, citation
from tests.fakes import HashingEmbedder
from tests.ingest.bench import Bench

ME, BOB = Actor("local"), Actor("bob")
TEXTS = {
    "otters.txt": "Otters sleep in the boathouse.",
    "gulls.txt": "Gulls nest on the roof.",
    "eels.txt": "Eels hide under the slipway.",
}


class Shelves:
    """Files, the library that they are in, and its shelf."""

    def __init__(self, folder: Path, fill: bool = True) -> None:
        """fill: False opens a library that another one has filled."""
        self.files = folder / "files"
        self.embedder = HashingEmbedder()
        self.records = Records(folder / "home" / "footnote.sqlite3")
        self.bench = Bench(folder / "home", self.embedder, memory=self.records)
        self.shelf = Shelf(self.bench.catalog, self.bench.library, self.records)
        self.time = datetime(2026, 1, 2, tzinfo=UTC)
        self.bench.library.now = lambda: self.time
        if fill:
            self.files.mkdir()
            for name, text in TEXTS.items():
                (self.files / name).write_text(text)
            self.bench.ingest(self.files)

    def close(self) -> None:
        """Close all connections, so that the test may fork."""
        self.bench.catalog.database.close()
        self.records._database.close()

    def id(self, name: str) -> str:
        """Of the one ready document that is called so."""
        (found,) = self.bench.catalog.find(name)
        return found.id

    def named(self, question: str) -> dict[str, float]:
        """How well each document's name answers to a question, 0 to 1, where it does at all."""
        hits = self.bench.retriever.search(question, 9, self.bench.catalog.ready_ids()).hits
        return {
            each.window.document.name: each.scores.routing for each in hits if each.scores.routing
        }

    def wait(self, seconds: float = UNDO_S + 1) -> None:
        self.time += timedelta(seconds=seconds)

    def cite(self, name: str) -> str:
        """Save an answer that cites a document; return its conversation."""
        document = self.bench.catalog.document(self.id(name))
        conversation = self.records.start(ME, name)
        self.records.save(conversation, answer(citations=(citation(document),)))
        return conversation

    def citation(self, conversation: str) -> Citation:
        """The one citation of the conversation's answer, as it is saved now."""
        (cited,) = self.answer(conversation).citations
        return cited

    def answer(self, conversation: str) -> Answer:
        (saved,) = self.records.answers(conversation, ME)
        return saved
