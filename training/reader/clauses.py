"""Made-up house rules, contracts and notices among the trainings' contexts, each clause a chunk."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from training.reader.answers import Located
from training.reader.facets import CHOICES, FACETS, IDLE, Facet
from training.rerank.data import Corpus, Question

SOURCE = "clauses"

TEXTS = 1200
CLAUSES = (5, 10)
ASKED = 3
OTHERS = 4
"""Clauses of other texts that count as wrong."""

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Clause:
    """facet, question, answer: None, '' and '' where nothing is asked."""

    says: str
    facet: Facet | None = None
    question: str = ""
    answer: str = ""


def with_clauses(corpus: Corpus, texts: int = TEXTS, seed: int = 0) -> tuple[Corpus, list[Located]]:
    """The corpus with so many texts behind its contexts, and questions about their clauses."""
    rnd = random.Random(f"clauses {seed}")
    made = [_text(rnd) for _ in range(texts)]
    larger = corpus.followed_by([clause.says for clause in clauses] for clauses in made)
    begin = len(corpus.first) - 1
    asked = []
    for number, clauses in enumerate(made, begin):
        told = [at for at, clause in enumerate(clauses) if clause.facet]
        for at in rnd.sample(told, min(ASKED, len(told))):
            drawn = rnd.sample(range(len(made)), OTHERS * 2)
            silent = [begin + text for text in drawn if not _speaks(made[text], clauses[at].facet)]
            wrong = tuple(rnd.choice(larger.of(text)) for text in silent[:OTHERS]) or (0,)
            asked.append(_located(clauses, at, larger.of(number), wrong, number))
    return larger, asked


def _speaks(clauses: Sequence[Clause], facet: Facet | None) -> bool:
    """Whether a text says something of the kind, which might answer the question too."""
    return any(clause.facet is facet for clause in clauses)


def _text(rnd: random.Random) -> list[Clause]:
    """Clauses of which no two have the same facet; some are about the same things."""
    facets = rnd.sample(FACETS, rnd.randint(*CLAUSES))
    numbered = rnd.random() < 0.4
    shared = {name: rnd.sample(options, min(2, len(options))) for name, options in CHOICES.items()}
    clauses = [_clause(facet, shared, rnd) for facet in facets]
    for _ in range(rnd.randint(1, 4)):
        idle = _filled(rnd.choice(IDLE), _drawn(shared, rnd))
        clauses.insert(rnd.randint(0, len(clauses)), Clause(idle))
    if not numbered:
        return clauses
    return [
        replace(clause, says=f"{at // 4 + 1}.{at % 4 + 1} {clause.says}")
        for at, clause in enumerate(clauses)
    ]


def _clause(facet: Facet, shared: dict[str, list[str]], rnd: random.Random) -> Clause:
    drawn = _drawn(shared, rnd)
    answer = rnd.choice(CHOICES[facet.answer])
    says = _filled(rnd.choice(facet.says), {**drawn, "x": answer})
    says = says[0].upper() + says[1:].replace("..", ".")
    return Clause(says, facet, _filled(rnd.choice(facet.asks), drawn), answer)


def _drawn(shared: dict[str, list[str]], rnd: random.Random) -> dict[str, str]:
    return {name: rnd.choice(options) for name, options in shared.items()}


def _filled(template: str, drawn: dict[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: drawn[found[1]], template)


def _located(
    clauses: Sequence[Clause], at: int, own: range, wrong: tuple[int, ...], context: int
) -> Located:
    clause = clauses[at]
    place = clause.says.lower().index(clause.answer.lower())
    start = sum(len(before.says) + 1 for before in clauses[:at]) + place
    said = clause.says[place : place + len(clause.answer)]
    good = (own.start + at,)
    asked = Question(clause.question, SOURCE, context, good, (), wrong, (said,))
    return Located(asked, good, (), ((start, start + len(said)),))
