"""Citations judged by entailment, as ALCE does it (Gao and others, 2023, arXiv 2305.14627)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from app.types import Verdict
from indexes.types import Chunk, Document, Window


class Entails(Protocol):
    """Tells whether a sentence follows from what it cites."""

    def __call__(self, claim: str, passages: Sequence[str], question: str) -> bool:
        """Whether `passages`, taken together, entail `claim`, said in answer to `question`."""
        ...


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence of an answer, without marks, and the passages that its marks cite, in order."""

    text: str
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Support:
    """Of one answer, 0 to 1. recall: share of sentences; precision: share of citations."""

    recall: float
    precision: float


def support(sentences: Sequence[CitedSentence], question: str, entails: Entails) -> Support | None:
    """Citation recall and precision of one answer; None for an answer without sentences.

    Recall: a sentence counts 1 if it cites anything and all that it cites, together, entails it.
    Precision: a citation counts 1 if its sentence does, and the citation is not irrelevant:
    irrelevant is one that alone does not entail the sentence while the sentence's others do
    without it. A citation of two sentences counts once for each; an answer that cites nothing has
    precision 0. The judge differs: ALCE asks the entailment model TRUE (T5, 11 billion parameters).
    """
    if not sentences:
        return None
    recalled = right = cited = 0
    for sentence in sentences:
        cited += len(sentence.passages)
        if sentence.passages and entails(sentence.text, sentence.passages, question):
            recalled += 1
            right += sum(
                _relevant(sentence, at, question, entails) for at in range(len(sentence.passages))
            )
    return Support(recalled / len(sentences), right / cited if cited else 0.0)


def _relevant(sentence: CitedSentence, at: int, question: str, entails: Entails) -> bool:
    """Whether the sentence, which its passages entail together, needs or can rest on this one."""
    others = sentence.passages[:at] + sentence.passages[at + 1 :]
    if not others or entails(sentence.text, (sentence.passages[at],), question):
        return True
    return not entails(sentence.text, others, question)


class Spoken(Protocol):
    """A sentence after the check."""

    @property
    def verdict(self) -> Verdict: ...


class Checked(Protocol):
    """A draft after the check."""

    @property
    def sentences(self) -> Sequence[Spoken]: ...


class Verifier(Protocol):
    """What checks a draft against evidence: Footnote's own check of answers."""

    def verify(self, draft: str, question: str, evidence: Sequence[Window]) -> Checked: ...


class ByVerifier:
    """The verifier as judge of entailment: a sentence follows if its verdict is `supported`.

    Each passage is shown to it as a document of its own, named by its number, without the headings
    that stand around it in the library. The verifier also checked the answer, so that what it
    overlooks once it overlooks twice; its own precision and recall are in docs/quality.md.
    """

    def __init__(self, verifier: Verifier) -> None:
        self._verifier = verifier

    def __call__(self, claim: str, passages: Sequence[str], question: str) -> bool:
        windows = [_window(number, text) for number, text in enumerate(passages, start=1)]
        marks = "".join(f"[{number}]" for number in range(1, len(windows) + 1))
        body = claim.rstrip(".!? ")
        checked = self._verifier.verify(
            f"{body} {marks}{claim[len(body) :].strip()}", question, windows
        )
        verdicts = [sentence.verdict for sentence in checked.sentences]
        return bool(verdicts) and all(verdict == "supported" for verdict in verdicts)


def _window(number: int, text: str) -> Window:
    name = str(number)
    document = Document(
        id=name,
        collection="",
        title="",
        source=name,
        media_type="text/plain",
        sha256="",
        page_count=1,
        owner="",
        added_at=datetime.fromtimestamp(0, tz=UTC),
    )
    chunk = Chunk(number, name, 0, len(text), 1, (), text, text)
    return Window(document, number, (chunk,), text)
