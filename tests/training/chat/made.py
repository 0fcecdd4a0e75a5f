"""A small corpus about an invented island, with located questions."""

from __future__ import annotations

from training.reader.answers import Located, located
from training.rerank.data import Question, chunked

CONTEXTS = [
    f"The lighthouse at {place} was built in {year} by the harbour board of the island. "
    f"It was kept by {keeper} for eleven long winters without any leave. "
    f"On clear nights the lamp at {place} is seen from {miles} miles away by sailors. "
    "Visitors may climb the tower in summer when the wind allows it at all."
    for place, year, keeper, miles in (
        ("Ostrava Quay", 1840, "Ilse Brandt", 14),
        ("Merrin Point", 1847, "Tomas Reyes", 19),
        ("Callow Bay", 1854, "Nora Quill", 23),
        ("Sunder Hill", 1861, "Peder Holm", 31),
    )
]
CORPUS = chunked(CONTEXTS, {CONTEXTS[3]})
BUILT, KEPT = 0, 1


def asked(context: int = 0, source: str = "made-up") -> list[Located]:
    """When was it built, by whom was it kept, of one lighthouse."""
    own = CORPUS.of(context)
    place = CONTEXTS[context].split(" at ")[1].split(" was ")[0]
    year, keeper = (
        CONTEXTS[context].split(" built in ")[1].split()[0],
        CONTEXTS[context].split(" kept by ")[1].split(" for ")[0],
    )
    others = tuple(CORPUS.first[at] for at in range(3) if at != context)
    made = [
        Question(f"When was the lighthouse at {place} built?", source, context,
                 (own.start,), (), others, (year,)),
        Question(f"By whom was the lighthouse at {place} kept?", source, context,
                 (own.start + 1,), (), others, (keeper,)),
    ]  # fmt: skip
    found = [located(each, CORPUS) for each in made]
    return [each for each in found if each is not None]
