"""A mined corpus of three contexts about an invented island; the last is held out."""

from __future__ import annotations

from training.rerank.data import Corpus, Question

TEXTS = (
    "The old ferry leaves the north quay at 9 knots and carries 120 people.",
    "The contract with Tarn Dock was signed by Ilse Brandt on 14 March 2025.",
    "Its first keeper was not paid, while the harbour board kept all the money.",
    "The lighthouse was built in 1847 by the harbour board of Merrin Point.",
    "Visitors may climb the tower in summer when the wind allows it.",
    "The young sailors were often tired because the long winter was cold.",
    "Kelp grows in cold water near the southern shore of the island.",
    "Urchins rarely graze on kelp in winter, and otters hunt them in spring.",
)
CORPUS = Corpus(TEXTS, (0, 3, 6, 8), (0, 0, 0, 1, 1, 1, 2, 2), frozenset({2}))
QUESTIONS = [
    Question("When was the lighthouse built?", "made-up", 1, (3,), (), (0,), ("1847",)),
    Question("When was the tower climbed?", "made-up", 1, (4,), (), (0,), ("summer",)),
]
