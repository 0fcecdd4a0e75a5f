"""Chunks that seem to answer a question and do not, found as Footnote searches.

Vectors pooled over windows, BM25 over the same windows, and the sum of their z-scores over what
either finds.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import numpy as np

from indexes.embed import Embedder, SentenceTransformerEmbedder
from indexes.fusion import zscores
from indexes.lexical import Lexical
from indexes.query import Permitted, Query
from indexes.windows import Vectors, pool
from training.rerank import data
from training.rerank.answers import mentioned, placed
from training.rerank.data import Corpus, Question, Row

CANDIDATES = 80
"""Windows that each of the two searches gives."""

CONTEXTS = 10
"""Other contexts, best first, of which one chunk each is taken."""

AROUND = 4
"""Chunks on each side of a negative that must not hold the answer either: it is shown with them."""

AT_ONCE = 256
"""Questions that are embedded and compared together."""


class Miner:
    """Searches all contexts at once."""

    def __init__(self, corpus: Corpus, embedder: Embedder) -> None:
        self._corpus = corpus
        self._embedder = embedder
        vectors = embedder.passages(corpus.texts)
        self._words = Lexical()
        pooled = []
        for context in range(len(corpus.first) - 1):
            own = corpus.of(context)
            texts = corpus.texts[own.start : own.stop]
            self._words.add(str(context), own, texts, [""] * len(own))
            pooled.append(pool(vectors[own.start : own.stop]))
        self._windows: Vectors = np.concatenate(pooled)
        self._everywhere = Permitted.of(self._words.ranges, self._words.ranges)

    def found(self, questions: Sequence[str]) -> Iterator[list[int]]:
        """For each question its candidates, best first."""
        for first in range(0, len(questions), AT_ONCE):
            texts = questions[first : first + AT_ONCE]
            vectors = self._embedder.passages(texts)
            cosines = vectors @ self._windows.T
            for text, vector, row in zip(texts, vectors, cosines, strict=True):
                yield self._fused(Query.of(text, vector), row)

    def _fused(self, query: Query, cosines: Vectors) -> list[int]:
        most = min(CANDIDATES, len(cosines))
        near = np.argpartition(-cosines, most - 1)[:most].tolist()
        named = self._words.search(query, CANDIDATES, self._everywhere)
        ids = sorted({*near, *(key for key, _ in named)})
        scores = self._words.scores(query, ids)
        lexical = np.array([scores.get(key, 0.0) for key in ids], np.float64)
        fused = zscores(cosines[ids].astype(np.float64)) + zscores(lexical)
        return [ids[at] for at in np.argsort(-fused, kind="stable")]


def negatives(corpus: Corpus, own: int, answers: Sequence[str], found: Sequence[int]) -> list[int]:
    """Of the found chunks, the best of each of the first CONTEXTS contexts other than `own`,
    without those that have an answer near.
    """
    best: dict[int, int] = {}
    for chunk in found:
        if corpus.contexts[chunk] != own and len(best) < CONTEXTS:
            best.setdefault(corpus.contexts[chunk], chunk)
    return [
        chunk
        for chunk in best.values()
        if not mentioned(answers, [corpus.texts[at] for at in corpus.near(chunk, AROUND)])
    ]


def mined(
    rows: Sequence[Row], embedder: Embedder, held: Collection[str] = frozenset()
) -> tuple[Corpus, list[Question]]:
    """The contexts in chunks, and the questions of which a chunk holds the answer.

    held: the contexts that no training sees; they are searched all the same.
    """
    numbers = {context: at for at, context in enumerate(dict.fromkeys(r.context for r in rows))}
    corpus = data.chunked(list(numbers), held)
    miner = Miner(corpus, embedder)
    questions = []
    for row, found in zip(rows, miner.found([row.question for row in rows]), strict=True):
        context = numbers[row.context]
        own = corpus.of(context)
        good, doubtful = placed(row.question, row.answers, corpus.texts[own.start : own.stop])
        if good:
            questions.append(
                Question(
                    row.question, row.source, context,
                    tuple(own.start + at for at in sorted(good)),
                    tuple(own.start + at for at in sorted(doubtful)),
                    tuple(negatives(corpus, context, row.answers, found)),
                    row.answers,
                )
            )  # fmt: skip
    return corpus, questions


def main(argv: Sequence[str] | None = None) -> int:
    """Mine and save; argv: by default the process's."""
    options = _parser().parse_args(argv)
    every = data.read(options.data)
    rows = data.taken(every, options.seed)
    embedder = SentenceTransformerEmbedder(precision=options.precision)
    corpus, questions = mined(rows, embedder, data.held_out(every))
    data.save(options.out, corpus, questions)
    print(
        f"{len(rows)} rows taken; {len(corpus.first) - 1} contexts ({len(corpus.held)} held out), "
        f"{len(corpus.texts)} chunks, {len(questions)} questions -> {options.out}"
    )
    return 0


def _parser() -> argparse.ArgumentParser:
    about = f"{__doc__}\n{(data.__doc__ or '').partition(chr(10) * 2)[2]}"
    parser = argparse.ArgumentParser(
        prog="python -m training.rerank.mine",
        description=about,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, required=True, help="rows in FORMAT")
    parser.add_argument("--out", type=Path, required=True, help="folder for what is found")
    parser.add_argument("--seed", type=int, default=0, help="of the sampling (default: 0)")
    parser.add_argument(
        "--precision",
        default="auto",
        choices=("auto", "float32", "bfloat16"),
        help="of the vectors",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
