"""Pairs of a question that was answered and a new one: near misses, and the same in other words.

Near misses come from rules (another year, number, name, unit, an opposite, a negation), from other
rows and columns of one table, from other gold questions that read alike, and by hand; paraphrases
from a table's two wordings, from rules, and by hand (`semantic_questions.jsonl`: `other` and `same`
of gold questions).
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.evaluation.questions import GoldQuestion
from app.evaluation.scores import contains_gold
from app.followup_values import names, values
from indexes.embed import Embedder

BY_HAND = Path(__file__).parent / "semantic_questions.jsonl"
REGISTER = "equipment-register.csv"
ROWS = 25
"""Rows of the register that are asked about."""

NEIGHBOURS = 2
"""Gold questions of other answers that each one is paired with, those that read most alike."""

COLUMNS = {
    "location": ("Where is the item {} kept?", "At what place can I find the item {}?"),
    "purchase_year": ("In what year was the item {} bought?", "When did we buy the item {}?"),
    "price_cr": ("What did the item {} cost?", "How many crowns were paid for the item {}?"),
    "next_service": ("When is the item {} due for its next service?",
                     "On what date must the item {} be serviced next?"),
    "responsible": ("Who is responsible for the item {}?", "Whose job is the care of the item {}?"),
}  # fmt: skip
"""Column -> a question for a row's value, and the same in other words."""

_OPPOSITES = [
    ("highest", "lowest"), ("most", "least"), ("largest", "smallest"), ("longest", "shortest"),
    ("first", "last"), ("before", "after"), ("earliest", "latest"), ("more", "less"),
    ("older", "newer"), ("closest", "farthest"), ("outside", "inside"), ("up to", "at least"),
    ("over", "under"), ("big", "small"), ("summer", "winter"), ("full-time", "part-time"),
    ("adult", "child"), ("after", "within"), ("until", "from"), ("yearly", "monthly"),
    ("pay", "receive"), ("must", "need not"), ("can", "cannot"), ("may", "may not"),
    ("allowed", "forbidden"), ("lost", "found"), ("maximum", "minimum"),
]  # fmt: skip
_UNITS = [
    ("days", "hours"), ("hours", "weeks"), ("weeks", "months"), ("metres", "feet"), ("km", "miles"),
    ("crowns", "euros"), ("degrees", "degrees Fahrenheit"), ("litres", "gallons"),
    ("minutes", "seconds"), ("kilometre", "mile"), ("month", "week"), ("year", "month"),
]  # fmt: skip
_NEGATIONS = [("do", "do not"), ("does", "does not"), ("did", "did not"), ("is", "is not"),
              ("are", "are not"), ("was", "was not"), ("has", "has not")]  # fmt: skip
_PLACES = ["Oslo", "Holmsund", "Otter Cove", "Tarn Inlet"]
_LEADS = ["Can you tell me: {}", "Quick question: {}", "Please tell me, {}", "{} Thanks."]


@dataclass(frozen=True, slots=True)
class Pair:
    """asked: id of the question that was answered. new: the other one. kind: how it was made.

    same: whether the answer of the first is one to the other.
    """

    asked: str
    new: str
    kind: str
    same: bool


def register(samples: Path) -> list[tuple[GoldQuestion, str, str]]:
    """Questions for single cells of the register, each with its item and its column."""
    with (samples / REGISTER).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))[:ROWS]
    columns = list(COLUMNS)
    found = []
    for number, row in enumerate(rows):
        column = columns[number % len(columns)]
        text = COLUMNS[column][0].format(row["item"])
        found.append((GoldQuestion(f"t{number:02}", text, (row[column],), "table", ()), row["item"],
                      column))  # fmt: skip
    return found


def of_table(samples: Path) -> Iterator[Pair]:
    """Another item, another column, and the same cell in other words."""
    with (samples / REGISTER).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for gold, item, column in register(samples):
        answer = gold.answers[0]
        other = [row for row in rows if row["item"] != item and row[column] != answer]
        alike = sorted(other, key=lambda row: -_shared(row["item"], item))[:3]
        for row in alike:
            yield Pair(gold.id, COLUMNS[column][0].format(row["item"]), "another row", False)
        for name, (wording, _) in COLUMNS.items():
            if name != column:
                yield Pair(gold.id, wording.format(item), "another column", False)
        yield Pair(gold.id, COLUMNS[column][1].format(item), "reworded by rule", True)


def by_rule(golds: Iterable[GoldQuestion]) -> Iterator[Pair]:
    """Each question with one thing changed."""
    for number, gold in enumerate(golds):
        text = gold.question
        for kind, new in (*_values_changed(text), *_words_changed(text)):
            if new != text:
                yield Pair(gold.id, new, kind, False)
        lead = _LEADS[number % len(_LEADS)]
        yield Pair(gold.id, lead.format(text[0].lower() + text[1:]), "led in by rule", True)


def by_hand() -> Iterator[Pair]:
    """Those that were written for the gold questions."""
    for line in BY_HAND.read_text(encoding="utf-8").splitlines():
        given = json.loads(line)
        for new in given["same"]:
            yield Pair(given["id"], new, "reworded by hand", True)
        for new in given["other"]:
            yield Pair(given["id"], new, "near miss by hand", False)


def of_gold(golds: Sequence[GoldQuestion], embedder: Embedder) -> Iterator[Pair]:
    """Each with the gold questions of other answers that read most alike."""
    vectors = np.stack([embedder.query(each.question) for each in golds])
    for at, gold in enumerate(golds):
        order = np.argsort(-(vectors @ vectors[at]))
        others = [golds[int(each)] for each in order if _differ(gold, golds[int(each)])]
        for other in others[:NEIGHBOURS]:
            yield Pair(gold.id, other.question, "another gold question", False)


def _differ(one: GoldQuestion, two: GoldQuestion) -> bool:
    """Whether no answer to the one holds an answer to the other."""
    held = any(contains_gold(each, two.answers) for each in one.answers)
    back = any(contains_gold(each, one.answers) for each in two.answers)
    return one.question != two.question and not held and not back


def _values_changed(text: str) -> Iterator[tuple[str, str]]:
    for value in values(text):
        before, after = text[: value.start], text[value.end :]
        if value.kind == "year":
            for year in (int(value.text) - 1, int(value.text) + 1):
                yield "another year", f"{before}{year}{after}"
        elif any(each.isdigit() for each in value.text):
            number = re.sub(r"\d+", lambda found: str(int(found[0]) + 3), value.text, count=1)
            yield "another number", before + number + after
    for at, name in enumerate(names(text)[:2]):
        new = _PLACES[(len(text) + at) % len(_PLACES)]
        yield "another name", text[: name.start] + new + text[name.end :]


def _words_changed(text: str) -> Iterator[tuple[str, str]]:
    for kind, pairs in (
        ("opposite", _OPPOSITES),
        ("another unit", _UNITS),
        ("negation", _NEGATIONS),
    ):
        made = (_swapped(text, *pair) or _swapped(text, *reversed(pair)) for pair in pairs)
        yield from [(kind, each) for each in made if each][: 2 if kind == "opposite" else 1]


def _swapped(text: str, old: str, new: str) -> str:
    """The text with the first `old` as `new`; '' without it."""
    swapped, count = re.subn(rf"\b{old}\b", new, text, count=1)
    return swapped if count else ""


def _shared(one: str, two: str) -> int:
    return len(set(re.findall(r"\w+", one.lower())) & set(re.findall(r"\w+", two.lower())))
