from __future__ import annotations

from dataclasses import replace

from app.telemetry.drafts import beyond, drafts
from app.tracing.spans import GENERATE, PROMPT, Span
from app.tracing.types import Trace
from app.types import Usage
from tests.app.telemetry.traces import ROW, TRACE


def test_reading_and_writing_are_one_draft() -> None:
    (draft,) = drafts(TRACE)
    assert draft.places == (2, 3)
    assert (draft.start_ms, draft.end_ms) == (200.0, 2200.0)
    assert draft.model == "openai:gpt-4o-mini"
    assert draft.usage == Usage(900, 40, 600)
    assert draft.is_last


def test_draft_that_was_given_up_while_reading_stands_alone() -> None:
    spans = (
        Span(PROMPT, 0.0, 5.0, attributes=(("error", "ModelError"),)),
        Span(PROMPT, 5.0, 5.0),
        Span(GENERATE, 10.0, 5.0),
    )
    first, second = drafts(replace(TRACE, spans=spans))
    assert (first.places, first.error, first.is_last) == ((0,), "ModelError", False)
    assert (second.places, second.error, second.is_last) == ((1, 2), "", True)


def test_writing_without_a_reading_is_a_draft_of_the_answers_model() -> None:
    spans = (Span("verify", 0.0, 5.0), Span(GENERATE, 5.0, 5.0), Span(GENERATE, 10.0, 5.0))
    made = drafts(replace(TRACE, spans=spans))
    assert [each.places for each in made] == [(1,), (2,)]
    assert {each.model for each in made} == {"openai:gpt-4o-mini"}


def test_tokens_that_no_draft_accounts_for_are_known() -> None:
    assert beyond(TRACE) == Usage(0, 0, 0)
    assert beyond(Trace(ROW)) == Usage(900, 40, 600)
