"""What an answer and its steps say of who made it, from what, and at what cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.tracing.spans import GENERATE, PROMPT, QUEUE, Span
from app.tracing.types import NONE_USED, Made, Spent, TracedHit
from app.types import Answer, Citation, Question, Usage
from indexes.types import Hit

Pricing = Callable[[str, Usage], float]
"""What tokens cost, by the model's label."""


def free(model: str, usage: Usage) -> float:
    """Nothing costs anything."""
    return 0.0


def made_of(question: Question, answer: Answer | None, spans: Sequence[Span]) -> Made:
    """As the answer says; without one, as the steps do: the last `model` and the like in them."""
    collection = question.collection or ""
    if answer is None:
        experiment, _, arm = _label(spans, "arm").partition("/")
        return Made(
            model=_label(spans, "model") or question.model,
            prompt=_label(spans, "prompt"),
            version=_label(spans, "version"),
            collection=collection,
            experiment=experiment,
            arm=arm,
        )
    experiment, _, arm = (answer.arm or passed_over(spans)).partition("/")
    made = Made(answer.model, answer.prompt, answer.build_id, answer.version, collection)
    return replace(made, experiment=experiment, arm=arm, cached=answer.cached)


def passed_over(spans: Sequence[Span]) -> str:
    """The arm, `experiment/arm`, that could not answer so that another did; '' for none."""
    return _label(spans, "passed_over")


def spent_of(
    answer: Answer | None, spans: Sequence[Span], so_far: Spent, pricing: Pricing
) -> Spent:
    """so_far: times, and cpu_s of this process with that of the waiting for one's turn.

    An answer from the cache used no tokens. Each draft is priced by its own model; what no draft
    accounts for, as a summary's, by the answer's.
    """
    used = _used(spans)
    usage = _sum([each for _, each in used])
    price = sum(pricing(model, each) for model, each in used)
    if answer is not None and not answer.cached:
        rest = _beyond(answer.usage, usage)
        price += pricing(answer.model, rest) if rest != NONE_USED else 0.0
        usage = answer.usage
    waited = sum(each.cpu_ms for each in spans if each.name == QUEUE)
    engine = sum(_number(each, "engine_ms") for each in spans if each.name == GENERATE)
    cpu_s = so_far.cpu_s + (engine - waited) / 1000
    return replace(
        so_far,
        usage=usage,
        token_ms=_token_ms(spans),
        cpu_s=round(max(0.0, cpu_s), 4),
        price=price,
    )


def hits_of(hits: Sequence[Hit], answer: Answer | None) -> tuple[TracedHit, ...]:
    """The hits, then what the answer cites besides them, with scores of 0."""
    citations = answer.citations if answer else ()
    traced = [_traced(hit, citations) for hit in hits]
    for cited in citations:
        if not any(_holds(each, cited) for each in traced):
            place = (cited.document_id, cited.start, cited.end)
            traced.append(TracedHit(*place, score=0.0, similarity=0.0, cited=True))
    return tuple(traced)


def _traced(hit: Hit, citations: Sequence[Citation]) -> TracedHit:
    window = hit.window
    found = TracedHit(
        window.document.id,
        window.start,
        window.end,
        round(float(hit.score), 4),
        round(float(hit.similarity), 4),
        cited=False,
    )
    return replace(found, cited=True) if any(_holds(found, each) for each in citations) else found


def _holds(hit: TracedHit, cited: Citation) -> bool:
    return hit.document_id == cited.document_id and hit.start < cited.end and cited.start < hit.end


def _used(spans: Sequence[Span]) -> list[tuple[str, Usage]]:
    """Tokens of each reading and each writing, by model."""
    used = []
    for each in spans:
        tokens = int(_number(each, "tokens"))
        if each.name == PROMPT:
            used.append((_text(each, "model"), Usage(tokens, 0, int(_number(each, "cached")))))
        elif each.name == GENERATE:
            used.append((_text(each, "model"), Usage(0, tokens)))
    return used


def _sum(usages: Sequence[Usage]) -> Usage:
    return Usage(
        sum(each.prompt_tokens for each in usages),
        sum(each.completion_tokens for each in usages),
        sum(each.cached_tokens for each in usages),
    )


def _beyond(usage: Usage, known: Usage) -> Usage:
    """What is left of `usage` without `known`."""
    return Usage(
        max(0, usage.prompt_tokens - known.prompt_tokens),
        max(0, usage.completion_tokens - known.completion_tokens),
        max(0, usage.cached_tokens - known.cached_tokens),
    )


def _token_ms(spans: Sequence[Span]) -> float:
    """Mean time between tokens over all drafts; 0 where no two came."""
    gaps = time_ms = 0.0
    for each in spans:
        if each.name == GENERATE and (token_ms := _number(each, "token_ms")):
            between = _number(each, "tokens") - 1
            gaps, time_ms = gaps + between, time_ms + between * token_ms
    return round(time_ms / gaps, 3) if gaps else 0.0


def _label(spans: Sequence[Span], name: str) -> str:
    """The attribute of the last step that has it; '' for none."""
    return next(filter(None, (_text(each, name) for each in reversed(spans))), "")


def _text(span: Span, name: str) -> str:
    return next((str(value) for key, value in span.attributes if key == name), "")


def _number(span: Span, name: str) -> float:
    return next((float(value) for key, value in span.attributes if key == name), 0.0)
