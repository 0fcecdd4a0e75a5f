from __future__ import annotations

from dataclasses import replace

import pytest

from app.reading.decision import LEAST_LIKELY, SURE, likelihood
from app.reading.evidence import gathered
from indexes.types import Hit
from tests.app.evidence import hit
from tests.app.reading.fake import FakeReader
from tests.indexes.windowing import windows

HARBOUR = windows(["The fuel dock opens at eight.", "Dogs stay on a lead."])


def found(coverage: float = 0.6, rerank: float | None = None) -> Hit:
    plain = hit(HARBOUR[1], coverage=coverage)
    return replace(plain, scores=replace(plain.scores, rerank=rerank))


def of(logit: float, seen: Hit, question: str = "When?") -> float:
    read = gathered("When?", [seen.window], FakeReader({"eight": logit}))
    return likelihood(question, read, [seen])


@pytest.mark.parametrize("rerank", [None, 0.5])
def test_better_logits_make_an_answer_likelier(rerank: float | None) -> None:
    few, some, many = (of(logit, found(rerank=rerank)) for logit in (-4.0, 0.0, 4.0))
    assert 0 < few < some < many < 1


def test_covered_words_make_an_answer_likelier() -> None:
    assert of(0.0, found(coverage=0.9)) > of(0.0, found(coverage=0.1))


def test_the_reranker_has_a_say_where_it_has_looked() -> None:
    assert of(0.0, found(rerank=3.0)) > of(0.0, found(rerank=-3.0))


def test_a_name_that_nothing_found_knows_makes_an_answer_less_likely() -> None:
    known, strange = "When does the Fuel dock open?", "When does the Hexham dock open?"
    assert of(0.0, found(), f"Say: {known}") > of(0.0, found(), f"Say: {strange}")


def test_nothing_read_is_no_answer() -> None:
    assert likelihood("When?", gathered("When?", [], FakeReader({})), []) == 0.0


def test_sure_answers_are_looked_for_and_hopeless_ones_are_not() -> None:
    sure = gathered("When?", [HARBOUR[1]], FakeReader({"eight": 6.0}))
    hopeless = gathered("When?", [HARBOUR[1]], FakeReader({}))
    assert likelihood("When?", sure, [found()]) > SURE
    assert likelihood("When?", hopeless, [found()]) < LEAST_LIKELY
