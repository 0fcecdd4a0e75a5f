from __future__ import annotations

import pytest

from app.pieces import Pieces
from app.progress import Progress
from app.tracing.spans import GENERATE, PROMPT, Span, Spans, Value
from app.types import Usage
from indexes.errors import ModelError


class Clock:
    """Seconds, moved by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def attributes(span: Span) -> dict[str, Value]:
    return dict(span.attributes)


def told(read: int, of: int) -> Progress:
    return Progress(content="", read=read, of=of)


def test_reading_lasts_until_the_prompt_is_read_and_writing_from_then_on() -> None:
    clock = Clock()
    spans = Spans(clock, lambda: 0.0)
    with Pieces(spans, "small", "answer@1") as pieces:
        for at, read in ((0.5, 30), (1.0, 70), (2.0, 100)):
            clock.now = at
            pieces.progress(told(read, 100))
        for at in (2.5, 3.0, 4.5):
            clock.now = at
            pieces.text()
        pieces.used(Usage(100, 5, 30), 812.3456)
        clock.now = 5.0
    prompt, generate = spans.done()
    assert (prompt.name, prompt.start_ms, prompt.ms) == (PROMPT, 0.0, 2000.0)
    assert (generate.name, generate.start_ms, generate.ms) == (GENERATE, 2000.0, 3000.0)
    made = {"model": "small", "prompt": "answer@1"}
    assert attributes(prompt) == {**made, "tokens": 100, "cached": 30}
    assert attributes(generate) == {
        **made, "tokens": 5, "pieces": 3, "token_ms": 500.0, "engine_ms": 812.346,
    }  # fmt: skip


def test_model_that_does_not_tell_has_read_when_its_first_text_comes() -> None:
    clock = Clock()
    spans = Spans(clock, lambda: 0.0)
    with Pieces(spans, "far", "answer@1") as pieces:
        clock.now = 1.0
        pieces.text()
        pieces.used(Usage(40, 0))
        pieces.used(Usage(0, 7))
    prompt, generate = spans.done()
    assert (prompt.ms, attributes(prompt)["tokens"]) == (1000.0, 40)
    assert attributes(generate)["tokens"] == 7
    assert "token_ms" not in attributes(generate)


def test_draft_that_is_given_up_says_how_far_it_came() -> None:
    spans = Spans()
    with Pieces(spans, "small", "answer@1") as pieces:
        pieces.progress(told(30, 100))
        pieces.progress(told(60, 100))
    (prompt,) = spans.done()
    assert (attributes(prompt)["tokens"], attributes(prompt)["cached"]) == (60, 30)


def test_error_is_named_in_the_step_that_it_ended() -> None:
    def fail(spans: Spans, pieces: int) -> None:
        with Pieces(spans, "small", "answer@1") as noted:
            for _ in range(pieces):
                noted.text()
            raise ModelError("Gone.")

    reading, writing = Spans(), Spans()
    for spans, pieces in ((reading, 0), (writing, 1)):
        with pytest.raises(ModelError):
            fail(spans, pieces)
    assert [attributes(each).get("error") for each in reading.done()] == ["ModelError"]
    assert [attributes(each).get("error") for each in writing.done()] == [None, "ModelError"]


def test_draft_that_is_begun_anew_says_so() -> None:
    spans = Spans()
    with Pieces(spans, "small", "answer@1") as pieces:
        pieces.text()
        pieces.progress(Progress(content="", anew=True))
        pieces.text()
    assert attributes(spans.done()[1])["again"] == 1
