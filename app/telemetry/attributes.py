"""What a trace's spans say of themselves, by the names of the conventions.

Without content no text leaves: of the strings that steps carry only `LABELS` are told.
"""

from __future__ import annotations

import json
import re

from app.telemetry import names
from app.telemetry.drafts import Draft, beyond
from app.tracing.codec import LABELS
from app.tracing.spans import SEARCH, VERIFY, Span, Value
from app.tracing.types import NO_TOPIC, NONE_USED, Counts, Made, Row, Shape, Spent, Trace, TracedHit
from app.types import Usage

Attributes = dict[str, Value]

_KINDS = {SEARCH: "RETRIEVER", VERIFY: "EVALUATOR", "search: rerank": "RERANKER"}
_PROVIDER = re.compile(r"([a-z_]+):(.+)", re.DOTALL)


def model(label: str) -> tuple[str, str]:
    """Provider, as the conventions call it, and name of the model; label: as answers carry it."""
    found = _PROVIDER.fullmatch(label)
    if not found:
        return names.LOCAL, label
    return names.PROVIDERS.get(found[1], found[1]), found[2]


def of_root(trace: Trace, content: bool, version: str) -> Attributes:
    """Of the span around all others. content: whether question and answer are told."""
    row = trace.row
    provider, _ = model(row.made.model)
    told: Attributes = {
        names.OPERATION: names.INVOKE_AGENT,
        names.AGENT_NAME: names.AGENT,
        names.AGENT_VERSION: version,
        names.PROVIDER: provider,
        names.CONVERSATION: row.session,
        names.ERROR_TYPE: row.error,
        names.KIND: "AGENT",
        names.OUTCOME: row.outcome,
        names.HITS: len(trace.hits),
        names.CITED: sum(hit.cited for hit in trace.hits),
    }
    told |= (
        _who(row) | _made(row.made) | _spent(row.spent) | _shape(row.shape) | _counts(row.counts)
    )
    told |= _usage(beyond(trace))
    if content:
        told |= _words(row)
    return _said(told)


def of_step(trace: Trace, place: int, content: bool) -> Attributes:
    """Of the step at `place` in the trace: its own, and what the trace knows of such a step.

    What is known once stands once, on the last step of its name: sums over spans stay right.
    """
    span = trace.spans[place]
    told: Attributes = {names.KIND: _KINDS.get(span.name, "CHAIN"), names.STEP_CPU: span.cpu_ms}
    told |= _who(trace.row) | _own(span, content)
    is_last = all(later.name != span.name for later in trace.spans[place + 1 :])
    if span.name == SEARCH and is_last:
        told |= _retrieval(trace, content)
    elif span.name == VERIFY and is_last:
        told |= _counts(trace.row.counts)
    return _said(told)


def of_draft(draft: Draft, row: Row, content: bool) -> Attributes:
    """Of a call of a chat model. The price of all calls and the words stand on the last one."""
    provider, name = model(draft.model)
    told: Attributes = {
        names.OPERATION: names.CHAT,
        names.PROVIDER: provider,
        names.SYSTEM: provider,
        names.REQUEST_MODEL: name,
        names.RESPONSE_MODEL: name,
        names.CONVERSATION: row.session,
        names.PROMPT_NAME: draft.prompt,
        names.ERROR_TYPE: draft.error,
        names.KIND: "LLM",
        names.MODEL_NAME: name,
        names.MODEL_PROVIDER: provider,
    }
    told |= _who(row) | _usage(draft.usage)
    if draft.is_last and row.spent.price:
        told |= {names.COST: row.spent.price, names.COST_ALL: row.spent.price}
    return _said(told | _words(row) if draft.is_last and content else told)


def _said(told: Attributes) -> Attributes:
    return {name: value for name, value in told.items() if value != ""}


def _own(span: Span, content: bool) -> Attributes:
    told: Attributes = {
        names.OWN + name: value
        for name, value in span.attributes
        if content or name in LABELS or not isinstance(value, str)
    }
    error = dict(span.attributes).get("error")
    return told | {names.ERROR_TYPE: error} if isinstance(error, str) else told


def _who(row: Row) -> Attributes:
    """On every span: Langfuse files each by itself."""
    return {names.SESSION_ID: row.session, names.USER_ID: row.actor}


def _made(made: Made) -> Attributes:
    return {
        names.MODEL: made.model,
        names.PROMPT: made.prompt,
        names.BUILD: made.build_id,
        names.VERSION: made.version,
        names.COLLECTION: made.collection,
        names.EXPERIMENT: made.experiment,
        names.ARM: made.arm,
        names.CACHED: made.cached,
    }


def _spent(spent: Spent) -> Attributes:
    return {
        names.FIRST_TOKEN: spent.first_ms,
        names.TOKEN: spent.token_ms,
        names.CPU: spent.cpu_s,
        names.PRICE: spent.price,
    }


def _shape(shape: Shape) -> Attributes:
    told: Attributes = {
        names.WORDS: shape.words,
        names.LANGUAGE: shape.language,
        names.SIMILARITY: shape.similarity,
    }
    return told if shape.topic == NO_TOPIC else told | {names.TOPIC: shape.topic}


def _counts(counts: Counts) -> Attributes:
    return {
        names.SUPPORTED: counts.supported,
        names.WEAK: counts.weak,
        names.UNSUPPORTED: counts.unsupported,
    }


def _usage(usage: Usage) -> Attributes:
    if usage == NONE_USED:
        return {}
    return {
        names.INPUT_TOKENS: usage.prompt_tokens,
        names.OUTPUT_TOKENS: usage.completion_tokens,
        names.CACHED_TOKENS: usage.cached_tokens,
        names.TOKENS_READ: usage.prompt_tokens,
        names.TOKENS_WRITTEN: usage.completion_tokens,
        names.TOKENS_ALL: usage.prompt_tokens + usage.completion_tokens,
        names.TOKENS_CACHED: usage.cached_tokens,
    }


def _retrieval(trace: Trace, content: bool) -> Attributes:
    hits = trace.hits
    listed = [{"id": hit.document_id, "score": hit.score} for hit in hits]
    told: Attributes = {
        names.OPERATION: names.RETRIEVAL,
        names.DATA_SOURCE: trace.row.made.collection,
        names.DOCUMENTS: json.dumps(listed),
        names.HITS: len(hits),
        names.CITED: sum(hit.cited for hit in hits),
    }
    for place, hit in enumerate(hits):
        told[names.document(place, "id")] = hit.document_id
        told[names.document(place, "score")] = hit.score
        told[names.document(place, "metadata")] = _where(hit)
    if content:
        told |= {names.QUERY: trace.row.question, names.INPUT_VALUE: trace.row.question}
    return told


def _where(hit: TracedHit) -> str:
    return json.dumps(
        {"start": hit.start, "end": hit.end, "similarity": hit.similarity, "cited": hit.cited}
    )


def _words(row: Row) -> Attributes:
    told: Attributes = {names.INPUT_VALUE: row.question, names.OUTPUT_VALUE: row.answer}
    if row.question:
        told[names.INPUT_MESSAGES] = _messages("user", row.question)
    if row.answer:
        told[names.OUTPUT_MESSAGES] = _messages("assistant", row.answer)
    return told


def _messages(role: str, text: str) -> str:
    message: dict[str, object] = {"role": role, "parts": [{"type": "text", "content": text}]}
    if role == "assistant":
        message["finish_reason"] = "stop"
    return json.dumps([message], ensure_ascii=False)
