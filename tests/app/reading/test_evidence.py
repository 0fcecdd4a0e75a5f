from __future__ import annotations

import math
from dataclasses import replace

import pytest

from app.reading.evidence import Evidence, gathered, weighed
from app.reading.types import UNREAD, ChunkReading, Part, PassageReading, Reads, Span
from indexes.rerank import Passage, passages
from indexes.types import Chunk, Window
from tests.app.reading.fake import LOW, FakeReader
from tests.indexes.windowing import document, windows

HARBOUR = windows(
    ["The fuel dock opens at eight.", "Dogs stay on a lead.", "Ilse Brandt sells tickets."]
)
LIBRARY = windows(["Cats sleep a lot.", "The reading room closes at five."], "b", first=10)


def one(chunk: Chunk, text: str) -> tuple[Window, list[Passage]]:
    window = Window(document(), chunk.id, (chunk,), text)
    return window, passages([window])


def whole(text: str, phrase: str, logit: float = 2.0) -> PassageReading:
    """A reading of a single chunk in which the phrase was found."""
    start = text.index(phrase)
    end = start + len(phrase)
    span = Span(start, end, (Part(0, start, end),), logit, logit)
    return PassageReading((ChunkReading(logit, span),), (span,), logit, logit)


def test_the_fake_keeps_to_the_protocol() -> None:
    reads: Reads = FakeReader({})
    assert reads.read("?", []) == []


def test_sentences_come_likeliest_first_whatever_their_document() -> None:
    found = gathered("When?", [HARBOUR[1], LIBRARY[11]], FakeReader({"eight": 1.0, "at five": 3.0}))
    assert [each.chunk.id for each in found.sentences[:2]] == [11, 1]
    assert [each.phrase.text for each in found.sentences[:2] if each.phrase] == ["at five", "eight"]
    assert found.sentences[0].window == LIBRARY[11]


def test_windows_that_touch_are_read_once_and_together() -> None:
    fake = FakeReader({})
    gathered("When?", [HARBOUR[1], HARBOUR[3], LIBRARY[11]], fake)
    assert [len(texts) for texts in fake.passages] == [3, 2]


def test_all_probabilities_leave_room_for_nothing() -> None:
    found = gathered("?", [HARBOUR[2], LIBRARY[11]], FakeReader({"eight": 1.0, "at five": 3.0}))
    nothing = 1 - sum(each.probability for each in found.sentences)
    assert nothing == pytest.approx(1 / (1 + math.e + math.exp(3) + 3 * math.exp(LOW)))


def test_a_phrase_shares_its_probability_with_all_passages_and_the_null() -> None:
    found = gathered("?", [HARBOUR[2], LIBRARY[11]], FakeReader({"eight": 1.0, "at five": 3.0}))
    share = math.exp(3) / (1 + math.e + math.exp(3))
    assert found.phrases[0].probability == pytest.approx(share**2)
    assert [phrase.text for phrase in found.phrases] == ["at five", "eight"]


def test_the_best_logits_stand_apart() -> None:
    found = gathered("?", [HARBOUR[2], LIBRARY[11]], FakeReader({"eight": 1.0, "at five": 3.0}))
    assert (found.best_chunk, found.best_phrase) == (3.0, 6.0)


def test_nothing_read_is_below_every_logit() -> None:
    found = gathered("?", [], FakeReader({}))
    assert (found.sentences, found.phrases) == ((), ())
    assert (found.best_chunk, found.best_phrase) == (UNREAD, UNREAD)


def test_a_chunk_is_shown_in_the_window_of_which_it_is_the_centre() -> None:
    found = gathered("?", [HARBOUR[1], HARBOUR[3]], FakeReader({"Ilse Brandt": 2.0}))
    assert found.sentences[0].window == HARBOUR[3]
    found = gathered("?", [HARBOUR[1]], FakeReader({"Ilse Brandt": 2.0}))
    assert found.sentences[0].window == HARBOUR[1]


def test_phrases_stand_in_the_document() -> None:
    found = gathered("?", [HARBOUR[2]], FakeReader({"Ilse Brandt": 2.0}))
    (phrase,) = found.phrases
    window = HARBOUR[2]
    assert window.text[phrase.start - window.start : phrase.end - window.start] == "Ilse Brandt"
    assert phrase.chunks == (window.chunks[2],)


def test_broken_lines_are_counted_where_they_stand() -> None:
    text = "The  dock opens\n   at\neight sharp."
    chunk = Chunk(1, "a", 100, 100 + len(text), 1, (), text, " ".join(text.split()))
    window, runs = one(chunk, text)
    found = weighed([window], runs, [whole(chunk.spoken, "at eight")])
    phrase = found.phrases[0]
    assert phrase.text == "at eight"
    assert text[phrase.start - 100 : phrase.end - 100] == "at\neight"


def test_what_was_read_otherwise_than_printed_stands_in_the_whole_chunk() -> None:
    chunk = Chunk(1, "a", 50, 58, 1, (), "Mon | 8 ", "Day: Mon, opens: 8")
    window, runs = one(chunk, chunk.text)
    phrase = weighed([window], runs, [whole(chunk.spoken, "8")]).phrases[0]
    assert (phrase.text, phrase.start, phrase.end) == ("8", 50, 58)


def test_a_phrase_over_the_end_of_a_chunk_runs_from_one_into_the_other() -> None:
    window = HARBOUR[2]
    runs = passages([window])
    joined = " ".join(runs[0].texts)
    start, end = joined.index("eight"), joined.index("stay") + 4
    parts = (Part(0, 23, 29), Part(1, 0, 9))
    span = Span(start, end, parts, 1.0, 1.0)
    chunks = tuple(ChunkReading(0.0, None) for _ in runs[0].chunks)
    found = weighed([window], runs, [PassageReading(chunks, (span,), 1.0, 1.0)])
    phrase = found.phrases[0]
    assert phrase.text == "eight. Dogs stay"
    assert window.text[phrase.start : phrase.end] == phrase.text
    assert phrase.chunks == runs[0].chunks[:2]


def test_chunks_that_were_not_read_are_left_out() -> None:
    window = HARBOUR[2]
    runs = passages([window])
    first, *others = FakeReader({"eight": 2.0}).read("?", [runs[0].texts])[0].chunks
    unread = [ChunkReading(UNREAD, None) for _ in others]
    reading = PassageReading((first, *unread), (), 2.0, 2.0)
    found = weighed([window], runs, [reading])
    assert [each.chunk.id for each in found.sentences] == [1]
    assert found.sentences[0].probability == pytest.approx(1 / (1 + math.exp(-2)))


def test_equal_logits_keep_the_order_in_which_chunks_are_read() -> None:
    found = gathered("?", [HARBOUR[2]], FakeReader({}))
    assert [each.chunk.id for each in found.sentences] == [1, 2, 3]


def test_the_order_of_windows_does_not_change_what_is_likeliest() -> None:
    fake = FakeReader({"eight": 1.0, "at five": 3.0})
    one_way = gathered("?", [HARBOUR[2], LIBRARY[11]], fake)
    other_way = gathered("?", [LIBRARY[11], HARBOUR[2]], fake)
    assert _unplaced(one_way) == _unplaced(other_way)


def _unplaced(found: Evidence) -> Evidence:
    return replace(found, sentences=tuple(replace(each, place=0) for each in found.sentences))
