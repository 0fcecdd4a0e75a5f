"""Which documents does a question speak of? Scored by what documents are called.

A term's rarity is BM25's ln(1 + (N - n + 0.5) / (n + 0.5)) over N documents, divided by that of a
term which names one document alone; n counts each document by how strongly it carries the term.
What a document gathers is the sum of rarity times weight; dates count by the square of what else of
the question the document answers to, so that the right year of a wrong company does not win.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict

import numpy as np

from indexes.identity import Identity
from indexes.inverted import SAYING, Floats, Ints, Inverted, inverted, joined
from indexes.naming import (
    Said,
    is_date,
    name_terms,
    question_terms,
    said_words,
    text_terms,
)
from indexes.query import Permitted, Query
from indexes.words import stem

NAME, TITLE, HEADING, OPENING = 1.0, 0.5, 0.15, 0.2
"""Weights of the fields: file name, stated title, top headings, beginning of the text."""

SURE = 0.8
"""What the best document must gather for its score to be 1; a word of one name alone is 1."""

DATED = 2.0
"""Weight of years and quarters: they tell the reports of one company apart."""

BASE = 0.3
"""Gathered by every document when dates are weighed, so that a question of dates alone works."""

UNNAMED = 0.1
"""Share of the score that a document loses when the question says nothing else of its name."""

KEPT = 16
"""Sets of documents whose postings are kept: as many people and filters at once."""

TOO_COMMON = 0.02
"""Terms of less rarity are passed over."""


class _Names(TypedDict):
    """What is saved as JSON beside the arrays."""

    documents: list[str]
    terms: list[str]


class Routing:
    """Scores documents, 0 to 1, for how well they answer to a question's words; thread-safe for
    readers as long as nobody adds or removes. Its state is a few hundred bytes per document.
    """

    def __init__(self) -> None:
        self._terms: dict[str, int] = {}
        self._documents: dict[str, tuple[Ints, Floats]] = {}
        self._inverted: dict[frozenset[str], Inverted] = {}

    def __len__(self) -> int:
        """How many documents there are."""
        return len(self._documents)

    def add(self, document_id: str, identity: Identity) -> None:
        """Index a document; one with the same id is replaced."""
        carried = weighed(identity)
        ids = [self._terms.setdefault(term, len(self._terms)) for term in carried]
        weights = np.fromiter(carried.values(), np.float32, len(carried))
        self._documents[document_id] = (np.array(ids, np.int32), weights)
        self._inverted = {}

    def remove(self, document_id: str) -> None:
        """Forget a document; one that is not indexed is ignored."""
        if self._documents.pop(document_id, None) is not None:
            self._inverted = {}

    def search(self, query: Query, k: int, permitted: Permitted) -> list[tuple[str, float]]:
        """Up to k (document id, score above 0), best first, only from what is permitted."""
        order, every = self._scored(query.text, frozenset(permitted.documents))
        matching = np.flatnonzero(every > 0)
        best = matching[np.argsort(-every[matching], kind="stable")][:k]
        return [(order[slot], float(every[slot])) for slot in best]

    def scores(self, query: Query, keys: Sequence[str]) -> dict[str, float]:
        """The score of each indexed document among `keys`, 0 to 1, were they all there is."""
        order, every = self._scored(query.text, frozenset(keys))
        return dict(zip(order, every.tolist(), strict=True))

    def naming(self, query: Query, documents: Sequence[str]) -> frozenset[str]:
        """Stems of the question's words that stand in the file names of these documents."""
        carried: set[int] = set()
        for document in documents:
            ids, weights = self._documents[document]
            carried.update(ids[weights > SAYING].tolist())
        every = said_words(query.text)
        return frozenset(
            stem(word)
            for said in question_terms(query.text)
            if self._terms.get(said.term) in carried
            for word in every[said.first : said.last + 1]
        )

    def save(self, folder: Path) -> None:
        """Write everything into the folder, which is made; JSON and npy files, no pickle.

        Terms that only removed documents carried are left out.
        """
        folder.mkdir(parents=True, exist_ok=True)
        order = list(self._documents)
        rows = [self._documents[document] for document in order]
        ends = np.cumsum([0, *(len(ids) for ids, _ in rows)], dtype=np.int64)
        np.save(folder / "ends.npy", ends)
        used, ids = np.unique(joined([ids for ids, _ in rows], np.int32), return_inverse=True)
        np.save(folder / "terms.npy", ids.astype(np.int32))
        np.save(folder / "weights.npy", joined([weights for _, weights in rows], np.float32))
        terms = list(self._terms)
        names = _Names(documents=order, terms=[terms[number] for number in used])
        (folder / "names.json").write_text(json.dumps(names), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Routing:
        """Open what `save` wrote, memory-mapped. Raises OSError or ValueError when it is broken."""
        names: _Names = json.loads((folder / "names.json").read_text(encoding="utf-8"))
        ends = np.load(folder / "ends.npy")
        ids = np.load(folder / "terms.npy", mmap_mode="r")
        weights = np.load(folder / "weights.npy", mmap_mode="r")
        if len(ends) != len(names["documents"]) + 1 or not len(ids) == len(weights) == ends[-1]:
            raise ValueError(f"The files in {folder} do not belong together.")
        routing = cls()
        routing._terms = {term: number for number, term in enumerate(names["terms"])}
        routing._documents = {
            document: (ids[ends[n] : ends[n + 1]], weights[ends[n] : ends[n + 1]])
            for n, document in enumerate(names["documents"])
        }
        return routing

    def _scored(self, question: str, among: frozenset[str]) -> tuple[tuple[str, ...], Floats]:
        """The documents among these, sorted, and the score of each.

        What is rare, and what is best, is decided among them: documents that may not be seen
        change nothing.
        """
        index = self._inverted.get(among) or self._invert(among)
        count = len(index.order)
        if not count:
            return index.order, np.zeros(0, np.float32)
        dated, named = np.zeros(count, np.float32), np.zeros(count, np.float32)
        words: dict[int, Floats] = {}
        spans: list[tuple[Said, Floats]] = []
        for said in question_terms(question):
            number = self._terms.get(said.term)
            if number is None or index.rarity[number] < TOO_COMMON:
                continue
            slots, weights = index.postings(number)
            worth = np.zeros(count, np.float32)
            worth[slots] = index.rarity[number] * said.weight * weights
            named[slots] += index.rarity[number] * (weights > SAYING)
            if is_date(said.term):
                dated += worth
            elif said.first < said.last:
                spans.append((said, worth))
            else:
                words[said.first] = np.maximum(words.get(said.first, 0), worth)
        plain = _covered(words, spans, count)
        answering = (plain + BASE) / (plain.max() + BASE)
        gathered: Floats = plain + DATED * dated * answering**2
        best = float(gathered.max())
        if best == 0:
            return index.order, gathered
        left = 1 - np.minimum(named / np.maximum(index.named, 1e-6), 1)
        sure = min(1.0, best / SURE) ** 2
        gathered *= (sure / best) * (1 - UNNAMED * left)
        return index.order, gathered

    def _invert(self, among: frozenset[str]) -> Inverted:
        order = tuple(sorted(among & self._documents.keys()))
        rows = [self._documents[document] for document in order]
        made = inverted(order, rows, len(self._terms))
        while len(self._inverted) >= KEPT:
            self._inverted.pop(next(iter(self._inverted)), None)
        self._inverted[among] = made
        return made


def weighed(identity: Identity) -> dict[str, float]:
    """The terms that a document carries, each with the weight of its strongest field."""
    carried: dict[str, float] = {}
    for terms, weight in (
        (name_terms(identity.name), NAME),
        (text_terms(identity.title), TITLE),
        (text_terms(" ".join(identity.headings)), HEADING),
        (text_terms(identity.opening), OPENING),
    ):
        for term, share in terms.items():
            carried[term] = max(carried.get(term, 0.0), share * weight)
    return carried


def _covered(words: dict[int, Floats], spans: Sequence[tuple[Said, Floats]], count: int) -> Floats:
    """What each document gathers from the words, each counted once, shape (count,).

    Where words say a term together, a document counts by that term or by the mean of the words.
    """
    total = np.zeros(count, np.float32)
    left = dict(words)
    taken: set[int] = set()
    for said, worth in spans:
        places = range(said.first, said.last + 1)
        if taken.isdisjoint(places):
            taken.update(places)
            alone = sum((left.pop(place) for place in places if place in left), np.float32(0))
            total += np.maximum(worth, alone / len(places))
    for worth in left.values():
        total += worth
    return total
