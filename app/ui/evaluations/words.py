"""The figures of an evaluation in plain words: titles and explanations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Group = Literal["found", "answers", "answered", "abstained", "cited", "cost", "other"]


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
        "question file names these passages. Found: at least half of a passage.",
    ),
    "answers": Words(
        "Answering",
        "Over all questions that the library can answer: one that Footnote abstained from counts "
        "as not answered, thus as 0. Case, punctuation and the words a, an and the do not count.",
    ),
    "answered": Words(
        "Where it answered",
        "Over the questions that Footnote did answer: abstentions do not count.",
    ),
    "abstained": Words(
        "Abstaining",
        "Does Footnote decline where the library does not hold the answer, and only there?",
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
        "100\u202f% if a right passage is always first, 50\u202f% if second, 0 if not among the "
        "first ten (mean reciprocal rank, MRR).",
        "found",
    ),
    "context precision": Words(
        "Useful passages first",
        "How far right passages stand first among all that were found for the answer (context "
        "precision).",
        "found",
    ),
    "context recall": Words(
        "Found for the answer",
        "The share of the right passages among all that were found for the answer (context "
        "recall). The model may read less: what has room in its prompt.",
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
        "words counted alike (token F1). A full sentence seldom reaches 100\u202f%.",
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
        "The known answer stands in the sentences that are cited, word for word, whether or not "
        "the answer says it.",
        "answered",
    ),
    "answer relevancy": Words(
        "To the point",
        "How close the meaning of the answer is to that of the question (answer relevancy, "
        "the cosine of both). Even perfect answers stay below 100\u202f%.",
        "answered",
    ),
    "citation recall (ALCE)": Words(
        "Sentences supported",
        "The share of an answer\u2019s sentences that their citations together support in full, as "
        "Footnote\u2019s own check judges it (citation recall, ALCE).",
        "cited",
    ),
    "citation precision (ALCE)": Words(
        "Citations needed",
        "The share of citations whose sentence is supported and which are not superfluous, as "
        "Footnote\u2019s own check judges it (citation precision, ALCE).",
        "cited",
    ),
    "citation recall (gold spans)": Words(
        "Right passages cited",
        "The share of the known passages of which the answer cites at least half. A question "
        "that the file names no passages for does not count.",
        "cited",
    ),
    "citation precision (gold spans)": Words(
        "Citations right",
        "The share of citations that point at a known passage: they overlap by half of the "
        "shorter. Where the library holds no answer, each citation is wrong.",
        "cited",
    ),
    "unsupported sentences": Words(
        "Sentences without support",
        "The share of an answer\u2019s sentences that nothing cited supports, as Footnote\u2019s "
        "own check judges it (hallucination rate). The lower, the better.",
        "cited",
    ),
    "faithful sentences (judge)": Words(
        "Supported, says the judge",
        "The share of an answer\u2019s sentences that their citations support, as a second "
        "language model judges it. What it said neither yes nor no to does not count.",
        "cited",
    ),
    "correct (judge)": Words(
        "Right, says the judge",
        "How often a second language model says that the answer agrees with the known one; an "
        "abstention counts as 0, what it said neither yes nor no to does not count.",
        "answers",
    ),
    "words in an answer": Words(
        "Words in an answer", "Without footnote marks; abstentions do not count.", "cost"
    ),
    "tokens in": Words(
        "Tokens read",
        "What the model reads for a question, 0 where it is not needed; a token is about three "
        "quarters of a word.",
        "cost",
    ),
    "tokens out": Words(
        "Tokens written", "What the model writes for a question, likewise.", "cost"
    ),
    "search": Words("Search", "Time until a search for ten passages is done.", "cost"),
    "first token": Words(
        "First word", "Time until the model began to write, where it was needed.", "cost"
    ),
    "answer": Words("Whole answer", "Time until the checked answer was there.", "cost"),
    "HellaSwag acc_norm": Words(
        "HellaSwag",
        "How often the model finds the right one of four endings of a short text, by the mean "
        "likelihood of its tokens. Guessing gives 25\u202f%.",
        "other",
    ),
    "abstention precision": Words(
        "Abstentions that were right",
        "Of all abstentions, the share where the library has no answer (precision).",
        "abstained",
    ),
    "abstention recall": Words(
        "Missing answers noticed",
        "Of the questions without an answer in the library, the share abstained from (recall).",
        "abstained",
    ),
    "abstention F1": Words(
        "Abstaining, in one figure",
        "The harmonic mean of the two figures on abstentions: high only if both are (F1).",
        "abstained",
    ),
}

_SHORT = Words(
    "Right, short, right source",
    "Of the answers that are right and short, the share whose cited text holds the known answer.",
    "cited",
)


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
    found = words(name, over).group
    return "answered" if found == "answers" and over == "answerable and answered" else found
