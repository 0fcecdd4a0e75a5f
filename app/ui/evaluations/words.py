"""The figures of an evaluation in plain words: titles, explanations, and values as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.evaluation.report import Unit

Group = Literal["found", "answers", "answered", "cited", "cost", "other"]


@dataclass(frozen=True, slots=True)
class Words:
    """A figure's title and meaning, with the field's term in brackets. group: its heading."""

    title: str
    doc: str
    group: Group = "other"


GROUPS: dict[Group, Words] = {
    "found": Words(
        "Finding",
        "Did search find the passages that hold the answer? Over the questions of which the "
        "question file names these passages.",
    ),
    "answers": Words(
        "Answering",
        "Over all questions that the library can answer: one that Footnote abstained from counts "
        "as not answered, thus as 0.",
    ),
    "answered": Words(
        "Where it answered",
        "Over the questions that Footnote did answer: abstentions do not count.",
    ),
    "cited": Words("Citing", "Does the text that is cited support what the answer says?"),
    "cost": Words("Length and cost", "What an answer takes, as a mean over the questions."),
    "other": Words("Further figures", "Figures that this page has no explanation for."),
}

_WORDS: dict[str, Words] = {
    "recall@5": Words(
        "Passages found",
        "The share of the right passages among the first five (recall@5).",
        "found",
    ),
    "hit@5": Words(
        "At least one found",
        "How often one or more right passages are among the first five (hit@5).",
        "found",
    ),
    "MRR": Words(
        "Found early",
        "100 % if a right passage is always first, 50 % if second (mean reciprocal rank, MRR).",
        "found",
    ),
    "context precision": Words(
        "Useful passages first",
        "How far right passages stand first among those that the model reads (context precision).",
        "found",
    ),
    "context recall": Words(
        "Passages given to the model",
        "The share of the right passages that the model gets to read (context recall).",
        "found",
    ),
    "exact match": Words(
        "Exactly the answer",
        "The answer says what the known answer says, word for word, and nothing else (exact "
        "match).",
        "answers",
    ),
    "token F1": Words(
        "Words in common",
        "How far the words of the answer are those of the known answer, missing and surplus "
        "words counted alike (token F1). A full sentence seldom reaches 100 %.",
        "answers",
    ),
    "holds gold": Words(
        "Holds the right answer", "The known answer stands in the answer, word for word.", "answers"
    ),
    "holds gold in 40 words": Words(
        "Right and short",
        "The known answer stands in the answer, and the answer has at most 40 words.",
        "answers",
    ),
    "cited text holds gold": Words(
        "Cited text holds it too",
        "The known answer stands in the sentences that are cited.",
        "answered",
    ),
    "answer relevancy": Words(
        "To the point",
        "How close the meaning of the answer is to that of the question (answer relevancy, "
        "the cosine of both). Even perfect answers stay below 100 %.",
        "answered",
    ),
    "citation recall (ALCE)": Words(
        "Sentences supported",
        "The share of sentences that their citations support in full (citation recall, ALCE).",
        "cited",
    ),
    "citation precision (ALCE)": Words(
        "Citations needed",
        "The share of citations that help to support their sentence (citation precision, ALCE).",
        "cited",
    ),
    "citation recall (gold spans)": Words(
        "Right passages cited", "The share of the known passages that the answer cites.", "cited"
    ),
    "citation precision (gold spans)": Words(
        "Citations right", "The share of citations that point at a known passage.", "cited"
    ),
    "unsupported sentences": Words(
        "Sentences without support",
        "The share that nothing cited supports (hallucination rate). The lower, the better.",
        "cited",
    ),
    "faithful sentences (judge)": Words(
        "Supported, says the judge", "The same as a second language model judges it.", "cited"
    ),
    "correct (judge)": Words(
        "Right, says the judge",
        "A second language model compared it with the known answer.",
        "answers",
    ),
    "words in an answer": Words("Words in an answer", "Footnote marks do not count.", "cost"),
    "tokens in": Words(
        "Tokens read",
        "What the model reads for a question; a token is about three quarters of a word.",
        "cost",
    ),
    "tokens out": Words("Tokens written", "What the model writes for a question.", "cost"),
    "search": Words("Search", "Time until the passages were found.", "cost"),
    "first token": Words("First word", "Time until the model began to write.", "cost"),
    "answer": Words("Whole answer", "Time until the checked answer was there.", "cost"),
    "HellaSwag acc_norm": Words(
        "HellaSwag",
        "How often the model finds the right one of four endings of a short text, by the mean "
        "likelihood of its tokens. Guessing gives 25 %.",
        "other",
    ),
    "abstention precision": Words(
        "Abstentions that were right",
        "Of all abstentions, the share where the library has no answer (precision).",
        "answers",
    ),
    "abstention recall": Words(
        "Missing answers noticed",
        "Of the questions without an answer in the library, the share abstained from (recall).",
        "answers",
    ),
    "abstention F1": Words(
        "Abstaining, in one figure",
        "The harmonic mean of the two figures on abstentions: high only if both are (F1).",
        "answers",
    ),
}

_SHORT = Words(
    "Right, short, right source",
    "Of the answers that are right and short, the share whose cited text holds the known answer.",
    "cited",
)

_OVERS = {
    "with gold spans": ("question whose passages are known", "questions whose passages are known"),
    "answerable": ("question that the library can answer", "questions that the library can answer"),
    "holding gold in 40 words": ("right and short answer", "right and short answers"),
    "answerable and answered": (
        "answered question that the library can answer",
        "answered questions that the library can answer",
    ),
    "answered": ("answered question", "answered questions"),
    "citing": ("answer that cites", "answers that cite"),
    "asked": ("question", "questions"),
    "all": ("question", "questions"),
    "read by the model": (
        "question that the model worked on",
        "questions that the model worked on",
    ),
    "tasks": ("task", "tasks"),
    "abstained from": ("question asked in both runs", "questions asked in both runs"),
    "unanswerable": ("question asked in both runs", "questions asked in both runs"),
}


def words(name: str, over: str = "") -> Words:
    """A figure's title and meaning; its own name where this page knows none.

    The same figure over other questions has another title.
    """
    known = _WORDS.get(name)
    if known is None:
        return Words(name, f"Over: {over}." if over else "")
    if name == "cited text holds gold" and over == "holding gold in 40 words":
        return _SHORT
    return known


def group(name: str, over: str) -> Group:
    """Under which heading a figure stands."""
    known = _WORDS.get(name)
    if known is None:
        return "other"
    return (
        "answered"
        if known.group == "answers" and over == "answerable and answered"
        else known.group
    )


def rests_on(over: str, n: int) -> str:
    """`24 answered questions`."""
    one, several = _OVERS.get(over, (over, over))
    return f"{n:,} {one if n == 1 else several}"


def value(number: float, unit: Unit) -> str:
    """`63.4 %`, `120 ms`, `2.3 s`, `17`; a share is given as 0 to 1."""
    if unit == "%":
        return f"{100 * number:.1f}\u202f%"
    if unit == "ms" and abs(number) >= 1000:
        number, unit = number / 1000, "s"
    if unit == "s":
        return f"{number:,.1f}\u202fs"
    shown = f"{number:,.0f}" if abs(number) >= 20 else f"{number:,.1f}"
    return f"{shown}\u202f{unit}".rstrip()


def change(number: float, unit: Unit) -> str:
    """A difference with its sign; of shares in points, which are hundredths."""
    sign = "+" if number > 0 else "\u2212" if number < 0 else ""
    if unit == "%":
        return f"{sign}{100 * abs(number):.1f} points"
    return f"{sign}{value(abs(number), unit)}"
