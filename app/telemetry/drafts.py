"""The drafts of an answer: each a call of a chat model, told in two steps by the trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.tracing.spans import GENERATE, PROMPT, Span, Value
from app.tracing.types import Trace
from app.types import Usage


@dataclass(frozen=True, slots=True)
class Draft:
    """One call. places: of its steps in the trace: the reading, the writing, or both in order.

    model, prompt: labels. error: the error's class, '' for none. is_last: whether the answer was
    made from it.
    """

    places: tuple[int, ...]
    start_ms: float
    end_ms: float
    parent: int
    model: str
    prompt: str
    usage: Usage
    error: str
    is_last: bool = False


def drafts(trace: Trace) -> tuple[Draft, ...]:
    """In order; a writing belongs to the reading right before it."""
    spans = trace.spans
    grouped: list[tuple[int, ...]] = []
    for at, span in enumerate(spans):
        if span.name == PROMPT:
            grouped.append((at,))
        elif span.name == GENERATE:
            if at and spans[at - 1].name == PROMPT:
                grouped[-1] = (at - 1, at)
            else:
                grouped.append((at,))
    last = len(grouped) - 1
    return tuple(_draft(trace, places, at == last) for at, places in enumerate(grouped))


def beyond(trace: Trace) -> Usage:
    """Tokens of the answer that no draft accounts for, such as those of a summary."""
    used, told = [each.usage for each in drafts(trace)], trace.row.spent.usage
    return Usage(
        max(0, told.prompt_tokens - sum(each.prompt_tokens for each in used)),
        max(0, told.completion_tokens - sum(each.completion_tokens for each in used)),
        max(0, told.cached_tokens - sum(each.cached_tokens for each in used)),
    )


def _draft(trace: Trace, places: tuple[int, ...], is_last: bool) -> Draft:
    steps = [trace.spans[at] for at in places]
    made = trace.row.made
    usage = Usage(
        sum(_count(each, "tokens") for each in steps if each.name == PROMPT),
        sum(_count(each, "tokens") for each in steps if each.name == GENERATE),
        sum(_count(each, "cached") for each in steps if each.name == PROMPT),
    )
    return Draft(
        places,
        steps[0].start_ms,
        steps[-1].start_ms + steps[-1].ms,
        steps[0].parent,
        _label(steps, "model") or made.model,
        _label(steps, "prompt") or made.prompt,
        usage,
        _label(steps, "error"),
        is_last,
    )


def _label(steps: Sequence[Span], name: str) -> str:
    return next((str(told) for each in steps if (told := _told(each, name))), "")


def _count(step: Span, name: str) -> int:
    told = _told(step, name)
    return int(told) if isinstance(told, int | float) else 0


def _told(step: Span, name: str) -> Value:
    return next((value for key, value in step.attributes if key == name), "")
