"""A question with passages to choose among: one that holds the answer, and others that do not."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from transformers import AutoTokenizer

from indexes.minilm import default_embedding_path
from indexes.pairs import QUESTION_TOKENS
from indexes.rerank_models import CHUNK_TOKENS
from training.rerank.data import Corpus, Question

GOOD_REACH = 5
HARD_REACH = 4
"""Most chunks on each side of the one that is meant: passages of 1 to 11, and of 1 to 9."""

PASSAGE_TOKENS = 220
"""Tokens above which a passage loses chunks at its ends."""

LOOSE = ("squadshifts-amazon_reviews", "squadshifts-reddit")
"""Sources whose questions fit other contexts as well ("What does it cost?"): hard negatives would
often be right, so that chunks drawn at random stand in for them."""

DOUBTFUL = -1.0
"""Label of a chunk that counts neither way."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A question and a run of chunks as the model reads them.

    kinds: 0 for the question's tokens, 1 for the chunks'. spans: first and last + 1 token of each
    chunk. labels: of each chunk, 1 holds the answer, 0 does not, or DOUBTFUL.
    """

    tokens: tuple[int, ...]
    kinds: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    labels: tuple[float, ...]


Group = list[Passage]
"""All passages of one question; the first holds the answer."""


class Groups:
    """Makes groups, of different passages each time."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._known = corpus.known()
        self._tokenizer = AutoTokenizer.from_pretrained(default_embedding_path())
        unknown = [self._tokenizer.unk_token_id]
        self._ids = [ids or unknown for ids in self._encoded(corpus.texts, CHUNK_TOKENS)]
        self._sizes = [len(ids) for ids in self._ids]

    def group(self, question: Question, negatives: int, rnd: random.Random) -> Group:
        """A run of chunks round one that is good, and `negatives` runs round others.

        rnd: draws the good chunk, the others, and the lengths of the runs.
        """
        (asked,) = self._encoded([question.text], QUESTION_TOKENS)
        others: Sequence[int] = question.negatives
        if question.source in LOOSE:
            others = [rnd.choice(self._known) for _ in range(negatives)]
        picked = rnd.sample(list(others), min(negatives, len(others)))
        runs = [self._run(rnd.choice(question.good), GOOD_REACH, rnd)]
        runs += [self._run(chunk, HARD_REACH, rnd) for chunk in picked]
        return [self._passage(question, asked, run) for run in runs]

    def _encoded(self, texts: Sequence[str], most: int) -> list[list[int]]:
        encoded = self._tokenizer(
            list(texts), add_special_tokens=False, truncation=True, max_length=most
        )
        ids: list[list[int]] = encoded["input_ids"]
        return ids

    def _run(self, chunk: int, reach: int, rnd: random.Random) -> range:
        sizes = self._sizes
        return self._corpus.run(range(chunk, chunk + 1), reach, sizes, PASSAGE_TOKENS, rnd)

    def _passage(self, question: Question, asked: Sequence[int], run: range) -> Passage:
        separator = self._tokenizer.sep_token_id
        tokens = [self._tokenizer.cls_token_id, *asked, separator]
        head = len(tokens)
        spans = []
        for chunk in run:
            spans.append((len(tokens), len(tokens) + len(self._ids[chunk])))
            tokens += self._ids[chunk]
        tokens.append(separator)
        kinds = (0,) * head + (1,) * (len(tokens) - head)
        labels = tuple(_label(question, chunk) for chunk in run)
        return Passage(tuple(tokens), kinds, tuple(spans), labels)


def _label(question: Question, chunk: int) -> float:
    if chunk in question.good:
        return 1.0
    return DOUBTFUL if chunk in question.doubtful else 0.0
