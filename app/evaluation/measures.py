"""Figures: means over the rows of an evaluation, each with its interval and what it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from app.evaluation.report import Figure, Row, Said, Unit
from app.evaluation.scores import Abstentions, abstentions, mean_interval

Better = Literal["more", "less", ""]


@dataclass(frozen=True, slots=True)
class Measure:
    """A value that a row may have. better: which direction is; '' for neither.

    value: None where the row does not count.
    """

    name: str
    over: str
    unit: Unit
    better: Better
    value: Callable[[Row], float | None]


def figures(rows: Sequence[Row]) -> tuple[Figure, ...]:
    """Return every figure that `rows` allow, each with its 95 % bootstrap interval.

    A row counts where its value is not None, so that each figure says by `over` and `n` on which
    questions it rests. An abstention from an answerable question counts 0 in the measures over
    answerable questions.
    """
    averaged = (
        (measure, mean_interval([v for v in map(measure.value, rows) if v is not None]))
        for measure in MEASURES
    )
    return tuple(
        Figure(measure.name, measure.over, measure.unit, interval)
        for measure, interval in averaged
        if interval is not None
    )


def by_kind(rows: Sequence[Row]) -> dict[str, tuple[Row, ...]]:
    """Return the rows of each kind, the largest kind first, then by name."""
    counts = Counter(row.kind for row in rows)
    kinds = sorted(counts, key=lambda kind: (-counts[kind], kind))
    return {kind: tuple(row for row in rows if row.kind == kind) for kind in kinds}


def abstained(rows: Sequence[Row]) -> Abstentions:
    """Count right and wrong abstentions; rows that were not asked, or failed, are left out."""
    return abstentions(
        (row.answerable, row.said.status == "abstained")
        for row in rows
        if row.said is not None and row.said.status != "failed"
    )


def failed(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return the rows whose question was refused."""
    return tuple(row for row in rows if row.said is not None and row.said.status == "failed")


def _of(
    counts: Callable[[Row, Said], bool], value: Callable[[Said], float | None]
) -> Callable[[Row], float | None]:
    """`value` of what was said, for the asked rows that count."""

    def of(row: Row) -> float | None:
        return value(row.said) if row.said is not None and counts(row, row.said) else None

    return of


def _answerable(row: Row, said: Said) -> bool:
    return row.answerable


def _answered(row: Row, said: Said) -> bool:
    return row.answered


def _both(row: Row, said: Said) -> bool:
    return row.answerable and row.answered


def _asked(row: Row, said: Said) -> bool:
    return said.status != "failed"


def _short(row: Row, said: Said) -> bool:
    return row.answerable and said.holds_gold_shortly == 1


def _faithful(said: Said) -> float | None:
    decided = [each for each in said.judged.faithful if each is not None] if said.judged else []
    return sum(decided) / len(decided) if decided else None


def _correct(said: Said) -> float | None:
    if said.judged is None:
        return None
    if said.status != "answered":
        return 0.0
    return None if said.judged.correct is None else float(said.judged.correct)


_SPANS = "with gold spans"
_ABLE = "answerable"
_BOTH = "answerable and answered"
_ALL = "answered"
_SEARCH = (
    Measure(
        "recall@5", _SPANS, "%", "more", lambda row: row.found.recall_at_5 if row.found else None
    ),
    Measure("hit@5", _SPANS, "%", "more", lambda row: row.found.hit_at_5 if row.found else None),
    Measure(
        "MRR", _SPANS, "%", "more", lambda row: row.found.reciprocal_rank if row.found else None
    ),
    Measure(
        "context precision", _SPANS, "%", "more", _of(_asked, lambda said: said.context_precision)
    ),
    Measure("context recall", _SPANS, "%", "more", _of(_asked, lambda said: said.context_recall)),
)
_RIGHT = (
    Measure("exact match", _ABLE, "%", "more", _of(_answerable, lambda said: said.exact_match)),
    Measure("token F1", _ABLE, "%", "more", _of(_answerable, lambda said: said.token_f1)),
    Measure("holds gold", _ABLE, "%", "more", _of(_answerable, lambda said: said.contains_gold)),
    Measure(
        "holds gold in 40 words",
        _ABLE,
        "%",
        "more",
        _of(_answerable, lambda said: said.holds_gold_shortly),
    ),
    Measure(
        "cited text holds gold",
        "holding gold in 40 words",
        "%",
        "more",
        _of(_short, lambda said: said.cites_gold),
    ),
    Measure("exact match", _BOTH, "%", "more", _of(_both, lambda said: said.exact_match)),
    Measure("token F1", _BOTH, "%", "more", _of(_both, lambda said: said.token_f1)),
    Measure("holds gold", _BOTH, "%", "more", _of(_both, lambda said: said.contains_gold)),
    Measure("cited text holds gold", _BOTH, "%", "more", _of(_both, lambda said: said.cites_gold)),
    Measure("answer relevancy", _ALL, "%", "more", _of(_answered, lambda said: said.relevancy)),
)
_CITED = (
    Measure(
        "citation recall (ALCE)", _ALL, "%", "more", _of(_answered, lambda said: said.alce_recall)
    ),
    Measure(
        "citation precision (ALCE)",
        _ALL,
        "%",
        "more",
        _of(_answered, lambda said: said.alce_precision),
    ),
    Measure(
        "citation recall (gold spans)",
        _BOTH,
        "%",
        "more",
        _of(_both, lambda said: said.span_recall),
    ),
    Measure(
        "citation precision (gold spans)",
        "citing",
        "%",
        "more",
        _of(_answered, lambda said: said.span_precision),
    ),
    Measure(
        "unsupported sentences", _ALL, "%", "less", _of(_answered, lambda said: said.unsupported)
    ),
    Measure("faithful sentences (judge)", _ALL, "%", "more", _of(_answered, _faithful)),
    Measure("correct (judge)", _ABLE, "%", "more", _of(_answerable, _correct)),
)
_COST = (
    Measure("words in an answer", _ALL, "", "", _of(_answered, lambda said: said.words)),
    Measure("tokens in", "asked", "", "less", _of(_asked, lambda said: said.prompt_tokens)),
    Measure("tokens out", "asked", "", "less", _of(_asked, lambda said: said.completion_tokens)),
    Measure("search", "all", "ms", "less", lambda row: row.found.search_ms if row.found else None),
    Measure(
        "first token",
        "read by the model",
        "ms",
        "less",
        _of(_asked, lambda said: said.first_token_ms),
    ),
    Measure("answer", "asked", "s", "less", _of(_asked, lambda said: said.seconds)),
)
_ENDINGS = (
    Measure(
        "HellaSwag acc_norm",
        "tasks",
        "%",
        "more",
        lambda row: float(row.chosen.chosen == row.chosen.right) if row.chosen else None,
    ),
)
MEASURES = (*_SEARCH, *_RIGHT, *_CITED, *_COST, *_ENDINGS)
"""In the order in which they are shown."""
