"""What the benchmark counts as right, and how much of the gold text was retrieved.

The pipelines read files with different libraries, so their texts and offsets differ. Text is
therefore compared by letters and digits alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from app.evaluation.questions import GoldQuestion
from app.evaluation.scores import contains_gold, without_marks
from benchmarks.messages import PieceJson, Response

MOST_WORDS = 60
"""An answer that is longer does not count as right, whatever it holds."""

RUN = 16
"""Letters and digits in a row that must agree for text to count as the same."""

_DECLINES = re.compile(
    r"\b(?:(?:do|does|did)(?:n['\u2019]t| not) (?:know|have|contain|mention|say|state|specify"
    r"|provide|include|hold|give)|can(?:['\u2019]t|not| not) (?:answer|find|determine|tell)"
    r"|(?:is|are|was|were)(?:n['\u2019]t| not) (?:mentioned|given|provided|stated|specified"
    r"|included|contained|available|known)|no (?:information|mention|answer)|unable to"
    r"|not enough information)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and what a pipeline made of it."""

    question: GoldQuestion
    search: Response
    answer: Response

    @property
    def right(self) -> bool:
        """Whether the answer is right; see `is_right`."""
        return is_right(self.question, self.answer["text"], self.answer["abstained"])


def is_right(question: GoldQuestion, text: str, abstained: bool) -> bool:
    """Tell whether an answer is right.

    If the library holds the answer: a gold answer stands in at most MOST_WORDS words, both in
    SQuAD's normal form. If not: the pipeline abstained, or says in its words that it cannot tell.
    """
    said = without_marks(text)
    if not question.answerable:
        return abstained or declines(said)
    short = len(said.split()) <= MOST_WORDS
    return not abstained and short and contains_gold(said, question.answers) == 1


def declines(text: str) -> bool:
    """Tell whether `text` says that it does not know; generous, so that no pipeline is wronged."""
    return bool(_DECLINES.search(text))


def gold_found(question: GoldQuestion, pieces: Sequence[PieceJson], budget: int) -> float | None:
    """Return the share of the question's gold letters found in the first `budget` characters.

    Pieces count in their order, the last one cut; text shown twice uses the budget twice. Letters
    of a gold quote count as found if they stand in a run of RUN letters (or the whole quote, if
    shorter) that a piece of the same document holds too. None without gold spans.
    """
    return gold_overlap(question, pieces, budget).recall


@dataclass(frozen=True, slots=True)
class Overlap:
    """Letters and digits. found: of the gold quotes, in what was shown. gold, shown: of all."""

    found: int
    gold: int
    shown: int

    @property
    def recall(self) -> float | None:
        return self.found / self.gold if self.gold else None

    @property
    def precision(self) -> float:
        return self.found / self.shown if self.shown else 0.0

    @property
    def union(self) -> float:
        """Found letters by those that are gold or shown (IoU, Jaccard)."""
        both = self.shown + self.gold - self.found
        return self.found / both if both else 0.0


def gold_overlap(question: GoldQuestion, pieces: Sequence[PieceJson], budget: int) -> Overlap:
    """Return how the question's gold quotes and the first `budget` characters overlap.

    Counted as in `gold_found`.
    """
    shown = _within(pieces, budget)
    found = total = 0
    for span in question.spans:
        texts = [letters(p["text"]) for p in shown if p["document"] == span.document]
        quote = letters(span.quote)
        found += _covered(quote, texts)
        total += len(quote)
    return Overlap(found, total, sum(len(letters(piece["text"])) for piece in shown))


def letters(text: str) -> str:
    """Return the letters and digits of `text` alone, folded to compare (NFKC, case)."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


def _within(pieces: Sequence[PieceJson], budget: int) -> list[PieceJson]:
    shown: list[PieceJson] = []
    for piece in pieces:
        if budget <= 0:
            break
        shown.append({"document": piece["document"], "text": piece["text"][:budget]})
        budget -= len(piece["text"])
    return shown


def _covered(quote: str, texts: Sequence[str]) -> int:
    run = min(RUN, len(quote))
    covered = [False] * len(quote)
    for start in range(len(quote) - run + 1):
        if any(quote[start : start + run] in text for text in texts):
            covered[start : start + run] = [True] * run
    return sum(covered)
