"""Make true and corrupted claims from the sample library, or from the contexts of question sets.

The same seed and the same documents make the same file.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest import sentences
from ingest.chunk import chunk
from ingest.readers import read as read_document
from training.checking import corrupt, faithful
from training.checking.corrupt import Passage
from training.checking.rows import FALSE, TRUE, Row, save
from training.checking.statements import stated
from training.rerank import data as sets

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
LENGTH = range(6, 45)
"""Words of a sentence that claims are made from."""

SPAN = 8
"""Sentences of a passage of the sample library."""

OTHERS = 60
"""Sentences of other documents that a corruption may draw on."""

VERBATIM = 0.6
"""Share of the corruptions that start from the sentence itself; the others from a rewording."""

LONGEST = 60
"""Sentences of a context that are kept."""

USABLE = re.compile(r"[A-Z0-9\"“][^|\t\n]*[.]")
_FULL_ANSWERS = ("clapnq", "pubmedqa")


def library(folder: Path = SAMPLES) -> list[Passage]:
    """Runs of SPAN prose sentences from every document of a folder."""
    cut = []
    for path in sorted(folder.iterdir()):
        pieces = [piece.spoken for piece in chunk(read_document(path))]
        texts = [each for piece in pieces for each in split(piece)]
        for first in range(0, len(texts), SPAN):
            cut.append((texts[first : first + SPAN], path.name, f"{path.name}:{first}"))
    return _with_others(cut)


def contexts(path: Path, most: int, rnd: random.Random) -> tuple[list[Passage], list[sets.Row]]:
    """Passages of a question set, each context once, and the rows that go with them."""
    rows = [row for row in sets.taken(sets.read(path)) if len(row.context) < 4000]
    rnd.shuffle(rows)
    kept = list({row.context: row for row in rows}.values())[:most]
    cut = []
    for row in kept:
        texts = split(row.context)
        cut.append((texts[:LONGEST], row.source, row.context[:120]))
    return _with_others(cut), kept


def split(text: str) -> list[str]:
    """The sentences of a text."""
    return [text[start:end].replace("\n", " ") for start, end in sentences.split(text)]


def _with_others(cut: Sequence[tuple[list[str], str, str]]) -> list[Passage]:
    rnd = random.Random(len(cut))
    passages = []
    for texts, source, context in cut:
        foreign = [
            each
            for other in rnd.sample(range(len(cut)), min(len(cut), 40))
            for each in cut[other][0]
            if cut[other][2] != context and (cut[other][1] != source or "." not in source)
        ]
        chosen = [each for each in foreign if usable(each)]
        others = rnd.sample(chosen, min(OTHERS, len(chosen)))
        passages.append(Passage(tuple(texts), source, context, tuple(others)))
    return passages


def usable(text: str) -> bool:
    """Whether a text is a plain sentence of middling length."""
    return bool(USABLE.fullmatch(text)) and len(text.split()) in LENGTH


def claims(passage: Passage, rnd: random.Random) -> Iterator[Row]:
    """Of each kind, true and corrupted, at most one claim of the passage."""
    good = [text for text in passage.sentences if usable(text)]
    if not good:
        return
    for kind, make in faithful.MAKERS.items():
        made = _first((make(text, rnd), text) for text in _shuffled(good, rnd))
        if made:
            yield _row(made[0], TRUE, kind, passage)
    if len(good) > 1:
        first, second = rnd.sample(good, 2)
        if len((first + second).split()) < max(LENGTH):
            yield _row(faithful.joined(first, second, rnd), TRUE, "two sentences joined", passage)
    for kind, spoil in corrupt.MAKERS.items():
        tries = (
            (spoil(_base(text, rnd), text, passage, rnd), text) for text in _shuffled(good, rnd)
        )
        made = _first(tries)
        if made and made[0] not in passage.sentences:
            yield _row(made[0], FALSE, kind, passage)


def _base(text: str, rnd: random.Random) -> str:
    """The sentence that is corrupted: as it stands, or reworded."""
    if rnd.random() < VERBATIM:
        return text
    makers = (faithful.trimmed, faithful.fronted, faithful.reworded, faithful.unbracketed)
    return next((made for make in makers if (made := make(text, rnd))), text)


def answers(row: sets.Row, passage: Passage) -> Iterator[Row]:
    """The answers of a question set as claims: full sentences, statements, and bare phrases."""
    if not row.answers or not row.question.strip():
        return
    answer = row.answers[0].strip()
    if row.source.startswith(_FULL_ANSWERS):
        for text in split(answer)[:3]:
            if usable(text):
                kind = "answer in sentences, " + row.source.split("-")[0]
                yield _row(text, TRUE, kind, passage, row.question)
        return
    if len(answer.split()) > 8:
        return
    statement = stated(row.question, answer)
    if statement:
        yield _row(statement, TRUE, "question and answer", passage, row.question)
    yield _row(answer.rstrip(".") + ".", TRUE, "bare answer", passage, row.question)


def capped(rows: Sequence[Row], most: int, rnd: random.Random) -> list[Row]:
    """At most so many rows of each kind, drawn by chance, in their order; 0: all."""
    if not most:
        return list(rows)
    of_kind: dict[tuple[str, str], list[int]] = {}
    for at, row in enumerate(rows):
        of_kind.setdefault((row.label, row.kind), []).append(at)
    kept = {at for own in of_kind.values() for at in rnd.sample(own, min(most, len(own)))}
    return [row for at, row in enumerate(rows) if at in kept]


def _row(claim: str, label: str, kind: str, passage: Passage, question: str = "") -> Row:
    return Row(claim, passage.sentences, label, kind, question, passage.source, passage.context)


def _first(made: Iterator[tuple[str, str]]) -> tuple[str, str] | None:
    return next((each for each in made if each[0]), None)


def _shuffled(texts: Sequence[str], rnd: random.Random) -> list[str]:
    return rnd.sample(texts, len(texts))


def main(argv: Sequence[str] | None = None) -> int:
    """Make the file; argv: by default the process's."""
    options = _parser().parse_args(argv)
    rnd = random.Random(options.seed)
    rows: list[Row] = []
    if options.data:
        passages, asked = contexts(options.data, options.contexts, rnd)
        for passage, row in zip(passages, asked, strict=True):
            rows += [*claims(passage, rnd), *answers(row, passage)]
    else:
        for passage in library():
            rows += claims(passage, rnd)
    rows = capped(rows, options.most, rnd)
    save(options.out, rows)
    for (label, kind), count in sorted(Counter((row.label, row.kind) for row in rows).items()):
        print(f"{label:10} {kind:28} {count:6}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m training.checking.generate",
        description=__doc__,
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    add = parser.add_argument
    add("--out", type=Path, required=True, help="file to write, JSON lines")
    add("--data", type=Path, help="question set; None: the sample library")
    add("--contexts", type=int, default=1500, help="contexts of the question set that are used")
    add("--most", type=int, default=0, help="rows of each kind; 0: all")
    add("--seed", type=int, default=0, help="of all chance")
    return parser


if __name__ == "__main__":
    sys.exit(main())
