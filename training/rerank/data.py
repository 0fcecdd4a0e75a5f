"""Questions with their contexts as they come, and as they are kept for training.

FORMAT of the data: JSON lines, plain or gzip, each with `question` (text), `context` (the text that
holds the answer), `answers` (list of texts, as they stand in the context) and `source` (name of the
set).
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ingest.chunk import chunk
from ingest.readers.base import Block, Reading

LONGEST_CONTEXT = 12_000
"""Characters above which a context is left out."""

HELD_OUT = 29
"""No question of one context in so many is trained on."""

SHARES = {
    "qamr": 0.06,
    "squadshifts-amazon_reviews": 0.3,
    "squadshifts-reddit": 0.3,
    "clapnq-dev-unanswerable": 0.0,
}
"""Of the sources whose names begin so, the share of rows that is taken; of all others, every row.

QAMR asks simple questions of single sentences; reviews and posts answer one another's questions.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A question, the text that answers it, and its answers as they stand there."""

    question: str
    context: str
    answers: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """All contexts in chunks. texts: of each chunk, in order. first: number of each context's
    first chunk, and at the end the number of chunks. contexts: the context of each chunk. held:
    numbers of the contexts that no training sees.
    """

    texts: tuple[str, ...]
    first: tuple[int, ...]
    contexts: tuple[int, ...]
    held: frozenset[int] = frozenset()

    def followed_by(self, contexts: Iterable[Sequence[str]]) -> Corpus:
        """With further contexts, each given by its chunks, behind the others; none is held out."""
        texts, first, owners = list(self.texts), list(self.first), list(self.contexts)
        for chunks in contexts:
            texts += chunks
            owners += [len(first) - 1] * len(chunks)
            first.append(len(texts))
        return Corpus(tuple(texts), tuple(first), tuple(owners), self.held)

    def known(self) -> list[int]:
        """The chunks of contexts that are not held out."""
        return [at for at, context in enumerate(self.contexts) if context not in self.held]

    def of(self, context: int) -> range:
        """The chunks of a context."""
        return range(self.first[context], self.first[context + 1])

    def near(self, chunk: int, reach: int) -> range:
        """A chunk and up to `reach` neighbours on each side, within its context."""
        own = self.of(self.contexts[chunk])
        return range(max(own.start, chunk - reach), min(own.stop, chunk + reach + 1))

    def run(
        self, kept: range, reach: int, sizes: Sequence[int], most: int, rnd: random.Random
    ) -> range:
        """Chunks of one context with 0 to `reach` neighbours on each side, as chance has it.

        sizes: of all chunks; while those of the run are more than `most` together, it loses
        neighbours at its ends. kept: those that stay.
        """
        start = self.near(kept[0], rnd.randint(0, reach)).start
        run = range(start, self.near(kept[-1], rnd.randint(0, reach)).stop)
        while len(run) > len(kept) and sum(sizes[at] for at in run) > most:
            ends_here, starts_here = run[-1] == kept[-1], run[0] == kept[0]
            run = run[1:] if not starts_here and (ends_here or rnd.random() < 0.5) else run[:-1]
        return run


@dataclass(frozen=True, slots=True)
class Question:
    """What is trained on; good, doubtful, negatives: numbers of chunks. context: its number.

    good: hold the answer. doubtful: may hold it, and count neither way. negatives: chunks of other
    contexts that the search takes for good, best first. answers: as they stand in the context.
    """

    text: str
    source: str
    context: int
    good: tuple[int, ...]
    doubtful: tuple[int, ...]
    negatives: tuple[int, ...]
    answers: tuple[str, ...] = ()


def read(path: Path) -> list[Row]:
    """All rows of a file in FORMAT; raises ValueError that names the line, or OSError."""
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8") as file
    ):
        return [_row(line, f"{path}:{number}") for number, line in enumerate(file, 1)]


def _row(line: str, where: str) -> Row:
    try:
        raw = json.loads(line)
        texts = raw["question"], raw["context"], tuple(raw["answers"]), raw["source"]
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{where}: not a row with question, context, answers, source") from error
    return Row(*texts)


def taken(rows: Iterable[Row], seed: int = 0) -> list[Row]:
    """The rows that are used: a share of some sources, nothing empty, nothing too long."""
    rnd = random.Random(seed)
    return [
        row
        for row in rows
        if rnd.random() < _share(row.source)
        and row.question.strip()
        and row.context.strip()
        and len(row.context) <= LONGEST_CONTEXT
    ]


def held_out(rows: Iterable[Row]) -> frozenset[str]:
    """The contexts that no training sees: one in HELD_OUT, in the order of the file.

    rows: of the whole file, so that what is held out does not depend on what is taken.
    """
    usable = (
        row.context
        for row in rows
        if _share(row.source) and row.question.strip() and len(row.context) <= LONGEST_CONTEXT
    )
    return frozenset(list(dict.fromkeys(usable))[::HELD_OUT])


def _share(source: str) -> float:
    return next((share for name, share in SHARES.items() if source.startswith(name)), 1.0)


def chunked(contexts: Sequence[str], held: Collection[str] = frozenset()) -> Corpus:
    """The contexts cut as documents are when they are ingested. held: those held out; there may be
    others among them.
    """
    texts: list[str] = []
    first, owners = [0], []
    for number, context in enumerate(contexts):
        reading = Reading("", "text/plain", (context,), (Block(0, len(context)),))
        spoken = [piece.spoken for piece in chunk(reading)]
        texts += spoken
        owners += [number] * len(spoken)
        first.append(len(texts))
    numbers = frozenset(number for number, context in enumerate(contexts) if context in held)
    return Corpus(tuple(texts), tuple(first), tuple(owners), numbers)


def split(corpus: Corpus, questions: Iterable[Question]) -> tuple[list[Question], list[Question]]:
    """Those to learn from, and those of contexts that are held out.

    The former lose their negatives of such contexts, so that nothing of these is learnt from.
    """
    learning, held = [], []
    for question in questions:
        if question.context in corpus.held:
            held.append(question)
        else:
            known = (at for at in question.negatives if corpus.contexts[at] not in corpus.held)
            learning.append(replace(question, negatives=tuple(known)))
    return learning, held


def save(folder: Path, corpus: Corpus, questions: Iterable[Question]) -> None:
    """Write chunks.json and questions.jsonl into the folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = {
        "texts": corpus.texts, "first": corpus.first, "contexts": corpus.contexts,
        "held": sorted(corpus.held),
    }  # fmt: skip
    (folder / "chunks.json").write_text(json.dumps(kept), encoding="utf-8")
    with (folder / "questions.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(question)) + "\n" for question in questions)


def load(folder: Path) -> tuple[Corpus, list[Question]]:
    """What `save` wrote; raises OSError when it is not there, ValueError when it does not tell
    which contexts are held out.
    """
    kept = json.loads((folder / "chunks.json").read_text(encoding="utf-8"))
    if "held" not in kept:
        raise ValueError(
            f"{folder / 'chunks.json'} does not tell which contexts are held out: an earlier "
            "version wrote it; run python -m training.rerank.mine again"
        )
    corpus = Corpus(
        tuple(kept["texts"]), tuple(kept["first"]), tuple(kept["contexts"]), frozenset(kept["held"])
    )
    with (folder / "questions.jsonl").open(encoding="utf-8") as file:
        return corpus, list(_questions(file))


def _questions(lines: Iterable[str]) -> Iterator[Question]:
    for line in lines:
        raw = json.loads(line)
        yield Question(
            raw["text"], raw["source"], raw["context"], tuple(raw["good"]),
            tuple(raw["doubtful"]), tuple(raw["negatives"]), tuple(raw["answers"]),
        )  # fmt: skip
