"""Eight people of the samples' marine station, what each has in the library, and what they ask."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from app.evaluation.questions import load
from app.settings import PROJECT_ROOT
from app.types import Actor
from indexes.catalog import Catalog
from ingest.report import Admission
from ingest.walk import gather

SAMPLES = PROJECT_ROOT / "data" / "samples"
QUESTIONS = PROJECT_ROOT / "data" / "eval" / "samples.jsonl"
FOLLOW_UPS = PROJECT_ROOT / "benchmarks" / "followups.jsonl"

COLLECTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "rules": (
            "data-sharing-guideline.md", "it-support-runbook.md", "leave-policy-2024.docx",
            "leave-policy-2025.docx", "travel-and-expenses-2025.docx",
        ),
        "safety": (
            "diving-safety-manual.pdf", "equipment-register.csv",
            "hyperbaric-first-aid-handbook.pdf", "safety-notices-2024.md", "safety-notices-2025.md",
        ),
        "ships": (
            "board-minutes-2025-03.docx", "charter-agreement-aurelia-iii.pdf",
            "vessel-maintenance-log.csv",
        ),
        "research": (
            "field-log-summer-2025.txt", "kelp-restoration-study.pdf", "species-survey-2025.csv",
        ),
        "public": (
            "annual-report-2024.pdf", "annual-report-2025.pdf", "newsletter-spring-2025.pdf",
            "oral-history-transcript.txt", "station-history.html", "visitor-faq.html",
        ),
    }
)  # fmt: skip
"""The samples by collection."""

PEOPLE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "anna": ("rules", "public"),
        "bram": ("safety", "ships"),
        "carla": ("safety", "research"),
        "dmitri": ("ships", "rules"),
        "elif": ("research", "public"),
        "farid": ("rules", "safety"),
        "greta": ("ships", "public"),
        "hugo": ("safety", "rules"),
    }
)
"""Who has which collections; nobody sees another one's documents."""


@dataclass(frozen=True, slots=True)
class Known:
    """A question of the files. answers: wordings that count as right; () where the asker's library
    holds none. collection: where the answer lies, '' for none or several. after: the question that
    it goes on from, None for one that stands alone.
    """

    text: str
    answers: tuple[str, ...]
    collection: str
    after: Known | None = None


class Admits(Protocol):
    """What lets files in, as `ingest.pipeline.Library` does."""

    def add(self, files: Sequence[Admission], collection: str, owner: str) -> object: ...


def settle(library: Admits, catalog: Catalog, people: Sequence[str]) -> int:
    """Give those who have no documents yet theirs; returns how many people that were."""
    by_name = {each.name: each for each in gather([SAMPLES]).files}
    new = [person for person in people if not catalog.ready_ids(None, person)]
    for person in new:
        for collection in PEOPLE[person]:
            files = [by_name[name] for name in COLLECTIONS[collection]]
            library.add(files, collection, person)
    return len(new)


def actor(person: str) -> Actor:
    """The person as one who asks."""
    return Actor(person)


def questions_for(person: str) -> tuple[Known, ...]:
    """All questions of the files. Those on others' documents have no answer for the person."""
    held = _held(person)
    asked = [
        _known(each.question, each.answers, [span.document for span in each.spans], held)
        for each in load(QUESTIONS)
    ]
    return (*asked, *_follow_ups(FOLLOW_UPS, held))


def _held(person: str) -> dict[str, str]:
    """The person's documents: name -> collection."""
    return {name: where for where in PEOPLE[person] for name in COLLECTIONS[where]}


def _known(
    text: str, answers: Sequence[str], documents: Sequence[str], held: Mapping[str, str]
) -> Known:
    where = {held[each] for each in documents if each in held}
    if not documents or any(each not in held for each in documents):
        return Known(text, (), "")
    return Known(text, tuple(answers), where.pop() if len(where) == 1 else "")


def _follow_ups(path: Path, held: Mapping[str, str]) -> list[Known]:
    """The second questions of the pairs whose document the person has."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        where = held.get(pair["document"])
        if where is not None:
            first = Known(pair["question"], tuple(pair["answers"]), where)
            answers = tuple(pair["follow_up_answers"])
            found.append(Known(pair["follow_up"], answers, where, first))
    return found
