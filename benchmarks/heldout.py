"""`python -m benchmarks.heldout --data FILE --out DIR`: articles and questions nobody trained on.

FILE: what `training.rerank.mine` reads. DIR gets library/ with ARTICLES files of paragraphs and
questions.jsonl for `footnote eval` and `footnote ask --batch`. Of a quarter of the questions the
paragraph that answers them is left out. Paragraphs with questions are those that the trainings
hold out; their neighbours in the file, of the same articles, fill the articles up.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.rerank.data import Row, held_out, read

ARTICLES = 48
PARAGRAPHS = 5
QUESTIONS = 400
UNANSWERABLE = 100

LIKE_ENCYCLOPEDIAS = (
    "squadshifts-new_wiki", "mlqa-en-dev", "tydiqa-goldp-en", "qed-dev", "nq-open-oracle",
)  # fmt: skip
"""Sources whose texts are encyclopedia articles; the first fills most of the set."""

LONGEST_ANSWER = 60
LEAST_PARAGRAPH, MOST_PARAGRAPH = 200, 2500
"""Characters."""

_NAME = re.compile(r"\b[A-Z][a-z]+(?: [A-Z][a-z]+)*")
_DULL = frozenset(
    ("The", "In", "On", "At", "It", "He", "She", "They", "This", "These", "His", "Her", "A", "An",
     "As", "For", "But", "And", "By", "From", "More", "Some", "Many", "When", "While", "After")
)  # fmt: skip
"""Words that begin sentences and name nothing."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text with its questions, each with its right answers."""

    text: str
    questions: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """The set. articles: title and paragraphs. asked: question, answers, () where left out."""

    articles: tuple[tuple[str, tuple[str, ...]], ...]
    asked: tuple[tuple[str, tuple[str, ...]], ...]


def made(rows: Sequence[Row], seed: int = 0, rest: bool = False) -> HeldOut:
    """The set of these rows; the same for the same seed. Raises ValueError when they are too few.

    Paragraphs are taken in the order of LIKE_ENCYCLOPEDIAS until they hold QUESTIONS questions;
    those left out are drawn at random until UNANSWERABLE questions go with them. rest: a second
    set, smaller, of the paragraphs that the first leaves.
    """
    rnd = random.Random(seed)
    chosen = _chosen(every := _paragraphs(rows))
    if rest:
        first = {each.text for each in chosen}
        chosen = [each for each in every if each.text not in first]
    order = rnd.sample(chosen, len(chosen))
    left_out: list[Paragraph] = []
    without = UNANSWERABLE * sum(len(each.questions) for each in chosen) // QUESTIONS
    while sum(len(each.questions) for each in left_out) < without:
        left_out.append(order.pop())
    kept = [each for each in chosen if each not in left_out]
    articles = _articles(chosen, set(each.text for each in left_out), _Others(rows, chosen))
    gone: list[tuple[str, tuple[str, ...]]] = [
        (text, ()) for each in left_out for text, _ in each.questions
    ]
    return HeldOut(tuple(articles), (*(pair for each in kept for pair in each.questions), *gone))


def _paragraphs(rows: Sequence[Row]) -> list[Paragraph]:
    """Held-out paragraphs with their questions, best sources first."""
    contexts = held_out(rows)
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for source in LIKE_ENCYCLOPEDIAS:
        for row in rows:
            short = any(len(answer) <= LONGEST_ANSWER for answer in row.answers)
            if row.source.startswith(source) and row.context in contexts and short:
                found.setdefault(row.context, {})[row.question.strip()] = row.answers
    return [
        Paragraph(text, tuple(questions.items()))
        for text, questions in found.items()
        if LEAST_PARAGRAPH <= len(text) <= MOST_PARAGRAPH
    ]


def _chosen(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    chosen: list[Paragraph] = []
    left = QUESTIONS
    for each in paragraphs:
        if left > 0:
            taken = each.questions[:left]
            chosen.append(Paragraph(each.text, taken))
            left -= len(taken)
    if left > 0 or len(chosen) < ARTICLES:
        raise ValueError(f"the file holds too few questions for this set: {left} are missing")
    return chosen


def _articles(
    chosen: Sequence[Paragraph], left_out: Collection[str], others: _Others
) -> list[tuple[str, tuple[str, ...]]]:
    """ARTICLES of about PARAGRAPHS each, round the first ones chosen; the rest goes in evenly.

    A paragraph that is left out leaves its neighbours behind, as an article would.
    """
    begun: list[list[str]] = []
    for number, each in enumerate(chosen):
        texts = [] if each.text in left_out else [each.text]
        if number < ARTICLES:
            begun.append(texts + others.round(each.text, PARAGRAPHS - 1))
        else:
            begun[number % ARTICLES] += texts or others.round(each.text, 1)
    return [(_title(" ".join(texts)), tuple(texts)) for texts in begun]


class _Others:
    """The paragraphs without questions of this set, each given once."""

    def __init__(self, rows: Sequence[Row], chosen: Sequence[Paragraph]) -> None:
        sources = {row.context: row.source for row in rows}
        wanted = (text for text, source in sources.items() if source.startswith(LIKE_ENCYCLOPEDIAS))
        self._texts = list(wanted)
        self._places = {text: at for at, text in enumerate(self._texts)}
        self._taken = {self._places[each.text] for each in chosen}

    def round(self, text: str, count: int) -> list[str]:
        """The nearest in the order of the file, in which an article's paragraphs stand together."""
        middle = self._places[text]
        order = sorted(range(len(self._texts)), key=lambda at: abs(at - middle))
        near = [at for at in order if at not in self._taken][:count]
        self._taken.update(near)
        return [self._texts[at] for at in sorted(near)]


def _title(text: str) -> str:
    names = Counter(name for name in _NAME.findall(text) if name not in _DULL)
    return names.most_common(1)[0][0] if names else "Article"


def write(held: HeldOut, folder: Path) -> None:
    """Write library/ and questions.jsonl into the folder, which is made."""
    library = folder / "library"
    library.mkdir(parents=True, exist_ok=True)
    for number, (title, texts) in enumerate(held.articles, 1):
        name = f"{number:02} {title}.md"
        body = "\n\n".join(" ".join(text.split()) for text in texts)
        (library / name).write_text(f"# {title}\n\n{body}\n", encoding="utf-8")
    with (folder / "questions.jsonl").open("w", encoding="utf-8") as file:
        for number, (text, answers) in enumerate(held.asked, 1):
            kind = "fact" if answers else "unanswerable"
            record = {"id": f"h{number:03}", "question": text, "answers": answers, "kind": kind}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Make the set; argv: by default the process's."""
    options = _parser().parse_args(argv)
    held = made(read(options.data), options.seed, options.rest)
    write(held, options.out)
    answerable = sum(bool(answers) for _, answers in held.asked)
    print(
        f"{len(held.articles)} articles, {len(held.asked)} questions, {answerable} of them "
        f"answerable -> {options.out}"
    )
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.heldout", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="rows of questions with contexts")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    parser.add_argument("--seed", type=int, default=0, help="of what is left out (default: 0)")
    parser.add_argument(
        "--rest", action="store_true", help="of the paragraphs the first set leaves"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
