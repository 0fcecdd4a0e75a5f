"""Questions asked through the real journey, each library in a home of its own."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.build import open_footnote
from app.evaluation.scores import Span
from app.models import adapter_path, prompt_name
from app.prompts import load as load_prompt
from app.queued import Answers
from app.settings import Settings
from app.types import Answer, Question, Token
from indexes.errors import LibraryError
from ingest.walk import gather


@dataclass(frozen=True, slots=True)
class Reply:
    """What a journey gave. draft: what the model wrote, '' where it was not asked."""

    text: str
    draft: str
    abstained: bool
    cited: tuple[Span, ...]
    quotes: tuple[str, ...] = ()


class Journeys:
    """Answers through the real journey, each library in a home of its own."""

    def __init__(self, settings: Settings, work: Path) -> None:
        """work: a folder in which the homes are made."""
        self._settings = settings
        self._work = work

    @property
    def prompt(self) -> str:
        chosen = self._settings
        name = prompt_name(chosen.prompt, adapter_path(chosen.model, chosen.lora))
        return load_prompt(name).system.substitute()

    def answered(self, folder: Path, questions: Sequence[str]) -> Sequence[Reply]:
        home = self._work / f"home-{folder.name}"
        footnote = open_footnote(replace(self._settings, home=home))
        _say(f"{folder.name}: ingesting")
        report = footnote.ingest(gather([folder]), self._settings.collection)
        for outcome in report.outcomes:
            if outcome.status == "failed":
                raise LibraryError(f"{outcome.source} did not go in: {outcome.reason}")
        replies = []
        for number, question in enumerate(questions, 1):
            _say(f"{folder.name}: question {number} of {len(questions)}")
            replies.append(reply(footnote.journey, Question(question, footnote.actor)))
        return replies


def reply(journey: Answers, question: Question) -> Reply:
    """Ask, and keep the draft too."""
    draft, answer = "", None
    for event in journey.stream(question):
        if isinstance(event, Token):
            draft += event.text
        elif isinstance(event, Answer):
            answer = event
    assert answer is not None, "a journey ends with an answer"
    cited = tuple(Span(each.document, each.start, each.end) for each in answer.citations)
    quotes = tuple(each.quote for each in answer.citations)
    return Reply(answer.text, draft, answer.status == "abstained", cited, quotes)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
