"""Chats put into a running server's records: what the model gives seldom, or too slowly."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from app.records import Records
from app.settings import Settings
from app.types import Actor, Answer, Citation, Sentence, Timings, Usage, joined
from indexes.catalog import Catalog
from tests.browser.library import MANUAL

DATABASE = "footnote.sqlite3"
CHATS = 6
"""So many that the list can be searched."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A chat with a weak and an unsupported sentence. reasons: of both, in this order."""

    title: str
    unsupported: str
    reasons: tuple[str, str]


def save_chats(home: Path) -> tuple[str, ...]:
    """Save CHATS chats and return their titles; the answer of the first alone has otters."""
    mine = uuid4().hex[:8]
    titles = tuple(f"Barnacle question {mine} {number}" for number in range(1, CHATS + 1))
    for title in titles:
        animals = "otters" if title == titles[0] else "gulls"
        _save(home, title, Sentence(f"Barnacles are eaten by {animals}.", (), "supported"))
    return titles


def doubtful_chat(home: Path) -> Doubtful:
    """Save a chat whose answer cites the manual with less than full support."""
    told = Doubtful(
        "Who approves deep dives?",
        "Dives at night are forbidden.",
        ("The source says it of plans under ice alone.", "No passage speaks of the night."),
    )
    weak, unsupported = told.reasons
    _save(
        home,
        told.title,
        Sentence("The diving officer approves each dive plan.", (1,), "weak", reason=weak),
        Sentence(told.unsupported, (), "unsupported", reason=unsupported),
    )
    return told


def _save(home: Path, question: str, *sentences: Sentence) -> None:
    actor = Actor(Settings().owner)
    records = Records(home / DATABASE)
    records.save(records.start(actor, question), _answer(home, question, sentences))


def _answer(home: Path, question: str, sentences: tuple[Sentence, ...]) -> Answer:
    cited = any(each.marks for each in sentences)
    return Answer(
        question=question,
        read_as=question,
        notes=(),
        status="answered",
        text=joined(sentences),
        sentences=sentences,
        citations=(_citation(home),) if cited else (),
        nearest=(),
        searched=1,
        model="a model",
        prompt="answer@1",
        build_id="seeded",
        usage=Usage(0, 0),
        timings=Timings(1.0, 1.0, 2.0),
        trace_id=uuid4().hex,
    )


def _citation(home: Path) -> Citation:
    listed = Catalog(home / DATABASE).documents(owner=Settings().owner)
    (document,) = (each.document for each in listed if each.document.name == MANUAL.name)
    quote = "The diving officer approves dive plans, keeps the register of divers"
    return Citation(
        mark=1,
        document=document.name,
        document_id=document.id,
        title=document.title,
        page=3,
        start=0,
        end=len(quote),
        quote=quote,
        context=f"{quote} and decides on equipment.",
        verdict="weak",
        page_count=14,
    )
