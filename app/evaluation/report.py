"""What an evaluation found: one row per question, figures over many rows, saved as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from app.evaluation.scores import Abstentions, Interval, abstentions, mean_interval

FORMAT = 1
"""Version of the saved JSON; raised whenever a key changes its meaning."""

Unit = Literal["%", "ms", "s", ""]


@dataclass(frozen=True, slots=True)
class Found:
    """How well the retriever did on one question. Ratios are None where no span is given.

    recall_at_5, hit_at_5, reciprocal_rank: 0 to 1, as scores.py defines them; ranks to 10.
    """

    recall_at_5: float | None
    hit_at_5: float | None
    reciprocal_rank: float | None
    search_ms: float


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as saved: where it points, what it quotes and how the answer judged it."""

    document: str
    page: int
    start: int
    end: int
    quote: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Said:
    """How the system answered one question. Scores are 0 to 1, None where they have no meaning.

    status: `failed` where the question itself was refused; reason then says why.
    cites_gold: 1 if the text that is cited holds a right answer. words: of the answer, marks apart.
    first_token_ms: None if the model was not asked.
    """

    status: Literal["answered", "abstained", "failed"]
    reason: str
    text: str
    citations: tuple[Cited, ...]
    exact_match: float
    token_f1: float
    contains_gold: float
    citation_precision: float | None
    citation_recall: float | None
    cites_gold: float | None
    words: int
    seconds: float
    first_token_ms: float | None
    prompt_tokens: int
    completion_tokens: int


@dataclass(frozen=True, slots=True)
class Row:
    """One question and what came of it. said: None if only the retriever was measured."""

    id: str
    kind: str
    question: str
    answers: tuple[str, ...]
    found: Found
    said: Said | None

    @property
    def answerable(self) -> bool:
        return bool(self.answers)

    @property
    def answered(self) -> bool:
        return self.said is not None and self.said.status == "answered"


@dataclass(frozen=True, slots=True)
class Versions:
    """What made the figures. model, prompt: '' if nothing was answered. settings: as chosen.

    embedding: the embedding model and the precision it ran in.
    """

    model: str
    prompt: str
    embedding: str
    build_id: str
    documents: int
    settings: tuple[tuple[str, str | int | float], ...]
    date: datetime


@dataclass(frozen=True, slots=True)
class Report:
    """The rows of one evaluation, in the order of its questions, and what made them."""

    versions: Versions
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over the rows that `over` names. unit `%`: the values are shares, 0 to 1."""

    name: str
    over: str
    unit: Unit
    interval: Interval


@dataclass(frozen=True, slots=True)
class _Measure:
    name: str
    over: str
    unit: Unit
    value: Callable[[Row], float | None]


def figures(rows: Sequence[Row]) -> tuple[Figure, ...]:
    """Return every figure that `rows` allow, each with its 95 % bootstrap interval.

    A row counts where its value is not None, so that each figure says by `over` and `n` on which
    questions it rests. An abstention from an answerable question counts 0 in the measures over
    answerable questions.
    """
    averaged = (
        (measure, mean_interval([v for v in map(measure.value, rows) if v is not None]))
        for measure in _MEASURES
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


def save(report: Report, home: Path) -> Path:
    """Write the report to `home/evaluations/<date and time>.json`; return the path."""
    folder = home / "evaluations"
    folder.mkdir(parents=True, exist_ok=True)
    stem = report.versions.date.strftime("%Y%m%dT%H%M%SZ")
    path, number = folder / f"{stem}.json", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}.json"
    counts = abstained(report.rows)
    record = {
        "format": FORMAT,
        "versions": {
            **asdict(report.versions),
            "date": report.versions.date.isoformat(),
            "settings": dict(report.versions.settings),
        },
        "figures": [asdict(figure) for figure in figures(report.rows)],
        "figures_by_kind": {
            kind: [asdict(figure) for figure in figures(rows)]
            for kind, rows in by_kind(report.rows).items()
        },
        "abstention": {
            **asdict(counts),
            "precision": counts.precision,
            "recall": counts.recall,
            "f1": counts.f1,
        },
        "rows": [asdict(row) for row in report.rows],
    }
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def _of_answerable(value: Callable[[Said], float | None]) -> Callable[[Row], float | None]:
    return lambda row: value(row.said) if row.said is not None and row.answerable else None


def _of_answered(value: Callable[[Said], float | None]) -> Callable[[Row], float | None]:
    return lambda row: (
        value(row.said) if row.said is not None and row.answerable and row.answered else None
    )


def _of_any_answer(value: Callable[[Said], float | None]) -> Callable[[Row], float | None]:
    return lambda row: value(row.said) if row.said is not None and row.answered else None


def _of_asked(value: Callable[[Said], float | None]) -> Callable[[Row], float | None]:
    return lambda row: (
        value(row.said) if row.said is not None and row.said.status != "failed" else None
    )


_ANSWERABLE = "answerable"
_ANSWERED = "answerable and answered"
_MEASURES = (
    _Measure("recall@5", "with gold spans", "%", lambda row: row.found.recall_at_5),
    _Measure("hit@5", "with gold spans", "%", lambda row: row.found.hit_at_5),
    _Measure("MRR", "with gold spans", "%", lambda row: row.found.reciprocal_rank),
    _Measure("exact match", _ANSWERABLE, "%", _of_answerable(lambda said: said.exact_match)),
    _Measure("token F1", _ANSWERABLE, "%", _of_answerable(lambda said: said.token_f1)),
    _Measure("holds gold answer", _ANSWERABLE, "%", _of_answerable(lambda s: s.contains_gold)),
    _Measure("exact match", _ANSWERED, "%", _of_answered(lambda said: said.exact_match)),
    _Measure("token F1", _ANSWERED, "%", _of_answered(lambda said: said.token_f1)),
    _Measure("holds gold answer", _ANSWERED, "%", _of_answered(lambda said: said.contains_gold)),
    _Measure("citation precision", "citing", "%", _of_any_answer(lambda s: s.citation_precision)),
    _Measure("citation recall", _ANSWERED, "%", _of_answered(lambda said: said.citation_recall)),
    _Measure("citation holds gold answer", _ANSWERED, "%", _of_answered(lambda s: s.cites_gold)),
    _Measure("words in an answer", "answered", "", _of_any_answer(lambda said: said.words)),
    _Measure("search", "all", "ms", lambda row: row.found.search_ms),
    _Measure("first token", "read by the model", "ms", _of_asked(lambda said: said.first_token_ms)),
    _Measure("answer", "asked", "s", _of_asked(lambda said: said.seconds)),
    _Measure("prompt tokens", "asked", "", _of_asked(lambda said: said.prompt_tokens)),
    _Measure("completion tokens", "asked", "", _of_asked(lambda said: said.completion_tokens)),
)
