"""What became of each question of an evaluation, and which questions a person looks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from app.evaluation.compare import right
from app.evaluation.report import Row, Said

Outcome = Literal[
    "right", "abstained", "wrong", "needless", "missed", "failed", "found", "lost", "unknown"
]
Filter = Literal["all", "wrong", "needless", "missed", "unsupported", "failed", "lost"]

TITLES: dict[Outcome, str] = {
    "right": "Right",
    "abstained": "Rightly abstained",
    "wrong": "Wrong",
    "needless": "Abstained needlessly",
    "missed": "Answered, though the library does not say",
    "failed": "Refused",
    "found": "Passage found",
    "lost": "Passage not found",
    "unknown": "Not judged",
}
# An icon of its own for each, so that none is told by its colour alone.
ICONS: dict[Outcome, str] = {
    "right": ":blue[:material/check_circle:]",
    "abstained": ":blue[:material/check_circle_outline:]",
    "wrong": ":red[:material/cancel:]",
    "needless": ":orange[:material/help:]",
    "missed": ":red[:material/warning:]",
    "failed": ":red[:material/block:]",
    "found": ":blue[:material/check_circle:]",
    "lost": ":red[:material/search_off:]",
    "unknown": ":gray[:material/radio_button_unchecked:]",
}
FILTERS: dict[Filter, str] = {
    "all": "All",
    "wrong": "Wrong",
    "needless": "Abstained needlessly",
    "missed": "Should have abstained",
    "unsupported": "Unsupported sentence",
    "failed": "Refused",
    "lost": "Passage not found",
}


def outcome(row: Row) -> Outcome:
    """What became of one question.

    wrong: answered, and the answer does not hold a right one. needless: abstained, though the
    library holds an answer. missed: answered, though it does not. found, lost: only the search was
    measured.
    """
    good, said = right(row), row.said
    if said is None:
        if row.chosen is not None:
            return "right" if good else "wrong"
        return "unknown" if good is None else "found" if good else "lost"
    if said.status == "failed":
        return "failed"
    if said.status == "abstained":
        return "needless" if row.answerable else "abstained"
    if not row.answerable:
        return "missed"
    return "right" if good else "wrong"


def doubtful(said: Said | None) -> list[str]:
    """The answer's sentences that nothing cited supports, as the checker judged them."""
    if said is None or said.status != "answered":
        return []
    return [each.text for each in said.sentences if each.verdict == "unsupported"]


def unsupported(said: Said | None) -> bool:
    """Whether a sentence has no support, or, in runs without sentences, a citation."""
    if said is None or said.status != "answered":
        return False
    return bool(doubtful(said)) or any(each.verdict == "unsupported" for each in said.citations)


def fits(row: Row, wanted: Filter) -> bool:
    """Whether the row is among those that a filter shows."""
    if wanted == "all":
        return True
    return unsupported(row.said) if wanted == "unsupported" else outcome(row) == wanted


def counts(rows: Sequence[Row]) -> dict[Filter, int]:
    """How many rows each filter shows; filters that show none are left out, but for `all`."""
    number = Counter(each for row in rows for each in FILTERS if fits(row, each))
    return {each: number[each] for each in FILTERS if number[each] or each == "all"}


def holds(row: Row, text: str) -> bool:
    """Whether every word of `text` stands in the question, its id, or an answer; any case."""
    said = row.said.text if row.said is not None else ""
    place = " ".join((row.id, row.kind, row.question, *row.answers, said)).casefold()
    return all(word in place for word in text.casefold().split())
