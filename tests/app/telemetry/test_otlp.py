from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span as Sent
from opentelemetry.proto.trace.v1.trace_pb2 import Status

from app.telemetry import names
from app.telemetry.otlp import Exporter, address
from app.tracing.spans import GENERATE, PROMPT, Span
from tests.app.telemetry.receiver import Receiver, attributes, receiving
from tests.app.telemetry.traces import (
    ANSWER,
    BEGAN_NS,
    ID,
    QUESTION,
    ROW,
    TRACE,
    ended,
    numbered,
)
from tests.browser.server import free_port

ROOT = "invoke_agent Footnote"
CHAT = "chat gpt-4o-mini"
SEARCH = "retrieval hr"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


def sent(receiver: Receiver, content: bool = False) -> dict[str, Sent]:
    """The spans of the usual trace as they arrive."""
    exporter = Exporter(receiver.address, {}, content)
    exporter.listen(TRACE)
    exporter.close()
    return receiver.spans()


def test_spans_carry_the_answers_trace_id_and_hang_on_their_parents(receiver: Receiver) -> None:
    spans = sent(receiver)
    assert set(spans) == {ROOT, SEARCH, "search: dense", CHAT, "read prompt", "generate", "verify"}
    assert {span.trace_id.hex() for span in spans.values()} == {ID}
    assert len({span.span_id for span in spans.values()}) == len(spans)
    assert spans[ROOT].parent_span_id == b""
    for name in (SEARCH, CHAT, "verify"):
        assert spans[name].parent_span_id == spans[ROOT].span_id
    assert spans["search: dense"].parent_span_id == spans[SEARCH].span_id
    for name in ("read prompt", "generate"):
        assert spans[name].parent_span_id == spans[CHAT].span_id


def test_spans_have_the_times_at_which_things_happened(receiver: Receiver) -> None:
    spans = sent(receiver)
    assert spans[ROOT].start_time_unix_nano == BEGAN_NS
    assert spans[ROOT].end_time_unix_nano == BEGAN_NS + 2_500_000_000
    assert spans["search: dense"].start_time_unix_nano == BEGAN_NS + 12_500_000
    assert spans["search: dense"].end_time_unix_nano == BEGAN_NS + 32_750_000
    assert spans[CHAT].start_time_unix_nano == spans["read prompt"].start_time_unix_nano
    assert spans[CHAT].end_time_unix_nano == spans["generate"].end_time_unix_nano


def test_no_words_of_a_question_for_which_a_private_document_was_found_leave() -> None:
    exporter = Exporter("http://127.0.0.1:9", {}, True, private=lambda each: each == "doc-rates")
    private, public = exporter.spans(TRACE), exporter.spans(replace(TRACE, hits=TRACE.hits[:1]))
    told, open_told = (json.dumps([span.to_json() for span in each]) for each in (private, public))
    assert ANSWER in open_told
    assert "days of leave" in open_told
    for words in (ANSWER, "days of leave"):
        assert words not in told
    assert "doc-rates" in told


def test_root_lasts_as_long_as_the_last_step() -> None:
    exporter = Exporter("http://127.0.0.1:9", {})
    late = ended("failed", "ModelError", (Span("verify", 30.0, 70.0),))
    root, _ = exporter.spans(late)
    assert root.end_time == BEGAN_NS + 100_000_000


def test_generation_follows_the_conventions_for_chat(receiver: Receiver) -> None:
    span = sent(receiver)[CHAT]
    assert span.kind == Sent.SPAN_KIND_CLIENT
    told = attributes(span)
    assert told["gen_ai.operation.name"] == "chat"
    assert told["gen_ai.provider.name"] == told["gen_ai.system"] == "openai"
    assert told["gen_ai.request.model"] == "gpt-4o-mini"
    assert told["gen_ai.usage.input_tokens"] == 900
    assert told["gen_ai.usage.output_tokens"] == 40
    assert told["gen_ai.usage.cache_read.input_tokens"] == 600
    assert told["gen_ai.usage.cost"] == 0.002
    assert told["openinference.span.kind"] == "LLM"
    assert told["llm.token_count.total"] == 940


def test_search_tells_what_was_found_and_how_well_it_fits(receiver: Receiver) -> None:
    told = attributes(sent(receiver)[SEARCH])
    assert told["gen_ai.operation.name"] == "retrieval"
    assert told["footnote.hits"] == 2
    assert told["footnote.cited"] == 1
    assert json.loads(str(told["gen_ai.retrieval.documents"])) == [
        {"id": "doc-handbook", "score": 0.91},
        {"id": "doc-rates", "score": 0.4},
    ]
    assert told["retrieval.documents.0.document.id"] == "doc-handbook"
    assert told["retrieval.documents.1.document.score"] == 0.4


def test_root_tells_the_outcome_the_verdicts_and_what_made_the_answer(receiver: Receiver) -> None:
    told = attributes(sent(receiver)[ROOT])
    assert told["gen_ai.operation.name"] == "invoke_agent"
    assert told["gen_ai.conversation.id"] == "visit-7"
    assert told["footnote.outcome"] == "answered"
    assert told["footnote.sentences.supported"] == 3
    assert told["footnote.sentences.unsupported"] == 2
    assert told["footnote.prompt"] == "answer@3"
    assert told["footnote.build"] == "build-1"
    assert told["footnote.version"] == "set-9"
    assert "gen_ai.usage.input_tokens" not in told  # sums over spans count each token once


def test_every_span_tells_whose_it_is(receiver: Receiver) -> None:
    for span in sent(receiver).values():
        assert attributes(span)["session.id"] == "visit-7"
        assert attributes(span)["user.id"] == "ada"


def test_resource_names_the_service_and_its_version(receiver: Receiver) -> None:
    sent(receiver)
    (resource,) = receiver.requests[0].parsed.resource_spans
    told = attributes(list(resource.resource.attributes))
    assert told["service.name"] == "footnote"
    assert told["service.version"]


def test_requests_are_packed_and_carry_the_headers(receiver: Receiver) -> None:
    exporter = Exporter(receiver.address, {"Authorization": "Basic cGs6c2s="})
    exporter.listen(TRACE)
    exporter.close()
    (request,) = receiver.requests
    assert request.path == "/v1/traces"
    assert request.headers["authorization"] == "Basic cGs6c2s="
    assert request.headers["content-encoding"] == "gzip"
    assert request.headers["content-type"] == "application/x-protobuf"


def test_no_words_leave_unless_they_may(receiver: Receiver) -> None:
    sent(receiver)
    for words in (QUESTION, ANSWER, "days of leave"):
        assert words.encode() not in receiver.requests[0].body
    assert names.INPUT_VALUE.encode() not in receiver.requests[0].body


def test_words_leave_where_receivers_look_for_them(receiver: Receiver) -> None:
    spans = sent(receiver, content=True)
    for name in (ROOT, CHAT):
        told = attributes(spans[name])
        assert told["input.value"] == QUESTION
        assert told["output.value"] == ANSWER
        (message,) = json.loads(str(told["gen_ai.input.messages"]))
        assert message == {"role": "user", "parts": [{"type": "text", "content": QUESTION}]}
        (message,) = json.loads(str(told["gen_ai.output.messages"]))
        assert message["role"] == "assistant"
        assert message["parts"] == [{"type": "text", "content": ANSWER}]
    told = attributes(spans[SEARCH])
    assert told["gen_ai.retrieval.query.text"] == QUESTION
    assert told["footnote.query"] == "days of leave"


def test_failure_is_the_roots_status_and_that_of_the_step_that_failed(receiver: Receiver) -> None:
    exporter = Exporter(receiver.address, {})
    step = Span(GENERATE, 1.0, 5.0, attributes=(("error", "ModelError"),))
    exporter.listen(ended("failed", "ModelError", (step,)))
    exporter.close()
    for span in receiver.spans().values():
        assert span.status.code == Status.STATUS_CODE_ERROR
        assert span.status.message == "ModelError"
        assert attributes(span)["error.type"] == "ModelError"


def test_question_that_was_stopped_is_no_error(receiver: Receiver) -> None:
    exporter = Exporter(receiver.address, {})
    exporter.listen(ended("stopped"))
    exporter.close()
    (span,) = receiver.spans().values()
    assert span.status.code == Status.STATUS_CODE_UNSET
    assert attributes(span)["footnote.outcome"] == "stopped"


def test_every_draft_tells_its_own_tokens() -> None:
    spans = (
        Span(PROMPT, 0.0, 5.0, attributes=(("model", "small"), ("tokens", 500))),
        Span(GENERATE, 5.0, 5.0, attributes=(("model", "small"), ("tokens", 10))),
        Span(PROMPT, 10.0, 5.0, attributes=(("model", "large"), ("tokens", 400))),
        Span(GENERATE, 15.0, 5.0, attributes=(("model", "large"), ("tokens", 30))),
    )
    made = Exporter("http://127.0.0.1:9", {}).spans(replace(TRACE, spans=spans))
    told = {span.name: dict(span.attributes or {}) for span in made}
    assert told["chat small"][names.INPUT_TOKENS] == 500
    assert told["chat large"][names.OUTPUT_TOKENS] == 30
    assert names.COST not in told["chat small"]
    assert told["chat large"][names.COST] == 0.002


def test_same_trace_gets_the_same_ids_again() -> None:
    exporter = Exporter("http://127.0.0.1:9", {})
    ids = [[span.get_span_context() for span in exporter.spans(TRACE)] for _ in range(2)]
    assert ids[0] == ids[1]


def test_id_that_is_none_of_a_trace_is_refused() -> None:
    exporter = Exporter("http://127.0.0.1:9", {})
    with pytest.raises(ValueError, match="32 hex digits"):
        exporter.listen(replace(TRACE, row=replace(ROW, trace_id="abc")))


def test_traces_are_sent_without_being_asked_for(receiver: Receiver) -> None:
    exporter = Exporter(receiver.address, {}, delay_s=0.05)
    exporter.listen(TRACE)
    receiver.wait()
    assert len(receiver.spans()) == 7
    exporter.close()


def test_receiver_that_is_down_costs_one_line_and_nothing_else(
    caplog: pytest.LogCaptureFixture,
) -> None:
    exporter = Exporter(f"http://127.0.0.1:{free_port()}", {})
    with caplog.at_level(logging.WARNING):
        for number in (1, 2):
            exporter.listen(numbered(number))
            exporter.flush()
        exporter.listen(numbered(3))
        exporter.close()
    (line,) = (each for each in caplog.records if each.levelno >= logging.WARNING)
    assert "Traces do not arrive at http://127.0.0.1:" in line.getMessage()
    assert "(Connection refused)" in line.getMessage()
    assert "FOOTNOTE_OTLP_ENDPOINT" in line.getMessage()


def test_receiver_that_comes_back_gets_what_happens_from_then_on(
    receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    exporter = Exporter(receiver.address, {"authorization": "Basic wrong"})
    receiver.status = 401
    exporter.listen(numbered(1))
    exporter.flush()
    receiver.status = 200
    exporter.listen(numbered(2))
    exporter.flush()
    exporter.close()
    assert receiver.requests[-1].spans[0].trace_id == bytes.fromhex(f"{2:032x}")
    (line,) = (each for each in caplog.records if each.levelno >= logging.WARNING)
    assert "(HTTP 401)" in line.getMessage()
    assert "Basic" not in line.getMessage()


@pytest.mark.parametrize(
    ("endpoint", "expected"),
    [
        ("http://127.0.0.1:4318", "http://127.0.0.1:4318/v1/traces"),
        ("http://127.0.0.1:6006/", "http://127.0.0.1:6006/v1/traces"),
        ("https://x.test/api/public/otel", "https://x.test/api/public/otel/v1/traces"),
        ("https://x.test/v1/traces", "https://x.test/v1/traces"),
    ],
)
def test_endpoint_may_be_the_base_or_the_whole_address(endpoint: str, expected: str) -> None:
    assert address(endpoint) == expected
