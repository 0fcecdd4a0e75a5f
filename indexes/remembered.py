"""A reranker that does not read the same passage for the same question twice."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence

from indexes.rerank import Reranker

MOST = 8192
"""Passages whose scores are kept: those of about a thousand questions, in 3 MB."""

Logits = tuple[float, ...]


class Remembered:
    """The scores of a reranker, which depend on nothing but question and passage.

    What was scored last is kept, by a hash: no text stays in memory, and nothing has to be dropped
    when documents change. May be shared between threads.
    """

    def __init__(self, reranker: Reranker, most: int = MOST) -> None:
        """most: passages; the least recently used goes first."""
        self.name = reranker.name
        self.weight = reranker.weight
        self._reranker = reranker
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[bytes, Logits] = OrderedDict()

    def scores(self, question: str, passages: Sequence[Sequence[str]]) -> list[list[float]]:
        """As `Reranker.scores`."""
        keys = [_key(question, texts) for texts in passages]
        known = self._known(keys)
        left = {
            key: texts for key, texts in zip(keys, passages, strict=True) if key not in known
        }  # a passage that is given twice is read once
        scored = self._reranker.scores(question, list(left.values())) if left else []
        read = {key: tuple(each) for key, each in zip(left, scored, strict=True)}
        self._keep(read)
        return [list(known[key] if key in known else read[key]) for key in keys]

    def __len__(self) -> int:
        with self._lock:
            return len(self._kept)

    def _known(self, keys: Sequence[bytes]) -> dict[bytes, Logits]:
        with self._lock:
            known = {key: self._kept[key] for key in keys if key in self._kept}
            for key in known:
                self._kept.move_to_end(key)
            return known

    def _keep(self, read: dict[bytes, Logits]) -> None:
        with self._lock:
            self._kept.update(read)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


def _key(question: str, texts: Sequence[str]) -> bytes:
    """Another one for another question, or for texts that are cut otherwise."""
    made = hashlib.blake2b(digest_size=16)
    for text in (question, *texts):
        said = text.encode("utf-8", "surrogatepass")
        made.update(len(said).to_bytes(8, "big"))
        made.update(said)
    return made.digest()
