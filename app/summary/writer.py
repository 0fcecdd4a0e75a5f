"""Section by section, the model tells what is there; what does not stand on the text is left out.

Map and reduce: each section in a sentence or two, then, where that makes too many, neighbouring
sections together. A sentence that the check does not find supported is not used; when none is left
of what was written, the document's own central sentence stands in its place.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import BaseMessage

from app.checking import Checked
from app.cost import together, usage_of
from app.progress import Progress
from app.prompts import SummaryPrompt
from app.summary.central import Scores
from app.summary.choose import unnumbered
from app.summary.lines import Line, quoted
from app.summary.sections import Section
from app.summary.source import Source
from app.summary.types import Progress as Begun
from app.types import Token, Usage
from indexes.errors import ModelError
from indexes.types import Window

log = logging.getLogger(__name__)

Check = Callable[[str, str, Sequence[Window]], Checked]
Told = Generator[Begun | Token, None, list[Line]]

TOGETHER = "Putting sections together"
_COUNTS = {1: "one sentence", 2: "two sentences", 3: "three sentences"}


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be told. scores: of the chunks. picks: central ones. count: most sentences."""

    source: Source
    sections: tuple[Section, ...]
    scores: Scores
    picks: tuple[int, ...]
    count: int


class Writer:
    """One summary's writing; counts what it costs. check: the verifier's `verify`.

    A remote generator that fails is not asked again: the rest is told in the document's own
    sentences, and `failure` says why. What a local one raises is raised.
    """

    def __init__(
        self, generator: BaseChatModel, prompt: SummaryPrompt, check: Check, remote: bool = False
    ) -> None:
        self._generator = generator
        self._prompt = prompt
        self._check = check
        self._remote = remote
        self.usage = Usage(0, 0)
        self.failure = ""

    def tell(self, plan: Plan) -> Told:
        """What is begun and the drafts as they come; returns the lines in the document's order."""
        told = [each for each in plan.sections if any(plan.scores[at] > 0 for at in each.span)]
        groups = _groups(told, plan.count)
        steps = len(told) + sum(len(group) > 1 for group in groups)
        quotas = _quotas(plan, told)
        by_section: dict[int, list[Line]] = {}
        for number, section in enumerate(told, start=1):
            yield Begun(number, steps, section.heading)
            by_section[section.first] = yield from self._section(
                plan, section, quotas[section.first]
            )
        lines: list[Line] = []
        done = len(told)
        for group in groups:
            held = [line for section in group for line in by_section[section.first]]
            if len(group) > 1:
                done += 1
                yield Begun(done, steps, TOGETHER)
                held = yield from self._together(plan, group, held)
            lines += held
        return sorted(lines, key=lambda line: line.start)

    def _section(self, plan: Plan, section: Section, count: int) -> Told:
        source = plan.source
        best = sorted(section.span, key=lambda at: -plan.scores[at])
        own = sorted(at for at in best[:count] if plan.scores[at] > 0)
        text = "\n".join(chunk.spoken for chunk in source.chunks[section.first : section.last])
        messages = self._prompt.of_part(
            source.document.name, section.heading, text, _wish(len(own))
        )
        draft = yield from self._draft(messages)
        evidence = source.windows(section.first, section.last)
        return self._kept(draft, evidence, len(own)) or [quoted(source, at) for at in own]

    def _together(self, plan: Plan, group: Sequence[Section], lines: list[Line]) -> Told:
        source = plan.source
        text = "\n".join(line.text for line in lines)
        draft = yield from self._draft(self._prompt.of_whole(source.document.name, text, _wish(1)))
        evidence = source.windows(group[0].first, group[-1].last)
        largest = max(group, key=lambda each: len(each.span))
        first = source.chunks[largest.first].start
        spare = next((line for line in lines if line.start >= first), lines[0])
        return self._kept(draft, evidence, 1) or [spare]

    def _draft(self, messages: Sequence[BaseMessage]) -> Generator[Token, None, str]:
        if self.failure:
            return ""
        try:
            return (yield from self._written(messages))
        except ModelError as error:
            if not self._remote:
                raise
            log.warning("%s", error)
            self.failure = f"{error} What it has not told is in the document's own sentences."
            return ""

    def _written(self, messages: Sequence[BaseMessage]) -> Generator[Token, None, str]:
        """The model's text as it comes; returns all of it."""
        draft = ""
        for piece in self._generator.stream(list(messages)):
            if isinstance(piece, Progress):
                if piece.anew:
                    draft = ""
                    yield Token("", anew=True)
                continue
            self.usage = together(self.usage, usage_of(piece.usage_metadata))
            if text := str(piece.text):
                draft += text
                yield Token(text)
        return draft

    def _kept(self, draft: str, evidence: Sequence[Window], most: int) -> list[Line]:
        """The sentences of the draft that the evidence supports, at most so many."""
        checked = self._check(draft, "", evidence)
        places = {citation.mark: citation for citation in checked.citations}
        kept = [
            Line(
                unnumbered(each.text),
                tuple(places[mark] for mark in each.marks),
                each.verdict,
                own=False,
            )
            for each in checked.sentences
            if each.marks and each.verdict == "supported" and _is_whole(each.text)
        ]
        return kept[:most]


def _groups(sections: Sequence[Section], count: int) -> list[list[Section]]:
    """At most `count` runs of neighbours, of sizes as equal as can be."""
    total = len(sections)
    runs = min(count, total)
    cuts = [round(total * at / runs) for at in range(runs + 1)] if runs else []
    return [list(sections[a:b]) for a, b in pairwise(cuts)]


def _quotas(plan: Plan, sections: Sequence[Section]) -> dict[int, int]:
    """How many sentences each section has, by its first chunk: one, more where picks are many.

    No more than the plan's count together, unless there are more sections than that.
    """
    quotas = {each.first: max(1, sum(at in each.span for at in plan.picks)) for each in sections}
    while sum(quotas.values()) > max(plan.count, len(quotas)):
        quotas[max(quotas, key=lambda first: quotas[first])] -= 1
    return quotas


def _wish(count: int) -> str:
    return _COUNTS.get(count, f"{count} sentences")


def _is_whole(text: str) -> bool:
    """Whether a draft's last sentence was written to its end."""
    return text.rstrip("\"'\u201d\u2019)]").endswith((".", "!", "?", "\u3002"))


def pieces(lines: Sequence[Line]) -> Iterator[Token]:
    """Lines that are complete, as they are shown while the summary is made."""
    for line in lines:
        yield Token(f"{line.text}\n")
