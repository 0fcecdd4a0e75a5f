"""Responses and questions for the benchmark's arithmetic; no process, no model."""

from __future__ import annotations

from collections.abc import Sequence

from app.evaluation.questions import GoldQuestion, GoldSpan
from benchmarks.measures import Asked
from benchmarks.messages import PieceJson, Response
from benchmarks.summary import Run


def response(
    text: str = "",
    *,
    abstained: bool = False,
    first_token_s: float | None = None,
    pieces: Sequence[PieceJson] = (),
    cpu_s: float = 1.0,
) -> Response:
    return Response(
        cpu_s=cpu_s,
        wall_s=2 * cpu_s,
        peak_bytes=2**20,
        characters=1000,
        pieces=list(pieces),
        text=text,
        abstained=abstained,
        first_token_s=first_token_s,
    )


def question(quote: str = "", answers: Sequence[str] = ("14 days",)) -> GoldQuestion:
    spans = (GoldSpan("a.txt", 1, 0, len(quote), quote),) if quote else ()
    return GoldQuestion("q", "How long?", tuple(answers), "fact", spans)


def run(name: str, asked: Sequence[Asked], ingest_cpu_s: float = 1.0) -> Run:
    ingested = response(cpu_s=ingest_cpu_s)
    return Run(name, response(), ingested, tuple(asked), response())
