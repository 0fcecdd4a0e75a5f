from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from langchain_core.runnables import RunnableConfig

from app.queued import Answers
from app.settings import Settings
from app.tracing.spans import Spans
from app.types import Answer, Event, Question
from app.variants import Variants
from indexes.errors import ModelError

BASE = Settings()


def hits(number: int) -> Settings:
    return replace(BASE, hits=number)


class Named:
    """A journey that only knows its settings."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def ask(
        self,
        question: Question,
        config: RunnableConfig | None = None,
        spans: Spans | None = None,
    ) -> Answer:
        raise NotImplementedError

    def stream(
        self,
        question: Question,
        config: RunnableConfig | None = None,
        spans: Spans | None = None,
    ) -> Iterator[Event]:
        raise NotImplementedError


class Made:
    """Counts what is made and ended, by hits."""

    def __init__(self) -> None:
        self.made: list[int] = []
        self.ended: list[int] = []

    def make(self, settings: Settings) -> Answers:
        self.made.append(settings.hits)
        return Named(settings)

    def end(self, settings: Settings) -> None:
        self.ended.append(settings.hits)

    def variants(self, kept: int = 2) -> Variants:
        return Variants(self.make, BASE, self.end, kept)


def use(variants: Variants, number: int) -> Answers:
    with variants.taken(hits(number)) as journey:
        return journey


def test_journey_is_made_once_for_each_settings() -> None:
    made = Made()
    variants = made.variants()
    assert use(variants, 1) is use(variants, 1)
    assert use(variants, 2) is not use(variants, 1)
    assert made.made == [1, 2]


def test_one_used_least_recently_is_closed() -> None:
    made = Made()
    variants = made.variants()
    for number in (1, 2, 1, 3):
        use(variants, number)
    assert made.ended == [2]
    assert len(variants) == 2


def test_journey_that_answers_is_closed_when_it_is_done() -> None:
    made = Made()
    variants = made.variants(kept=1)
    with variants.taken(hits(1)):
        use(variants, 2)
        assert made.ended == []
    assert made.ended == [1]
    assert use(variants, 2) is use(variants, 2)


def test_dropped_journey_is_closed_and_made_anew() -> None:
    made = Made()
    variants = made.variants()
    use(variants, 1)
    variants.drop(hits(1))
    variants.drop(hits(7))
    assert made.ended == [1]
    use(variants, 1)
    assert made.made == [1, 1]


def test_dropped_while_it_answers_and_taken_again() -> None:
    made = Made()
    variants = made.variants()
    with variants.taken(hits(1)) as before:
        variants.drop(hits(1))
        assert use(variants, 1) is not before
    assert made.ended == [1]
    assert len(variants) == 1


def test_what_cannot_be_made_is_tried_again() -> None:
    made, failing = Made(), [True]

    def make(settings: Settings) -> Answers:
        if failing[0]:
            raise ModelError("gone")
        return made.make(settings)

    variants = Variants(make, BASE, made.end)
    for _ in (1, 2):
        with pytest.raises(ModelError):
            use(variants, 1)
    assert len(variants) == 0
    assert made.ended == []
    failing[0] = False
    assert use(variants, 1) is use(variants, 1)


def test_many_threads_share_what_one_makes() -> None:
    made, begin = Made(), threading.Barrier(8)
    variants, found = made.variants(), []

    def run() -> None:
        begin.wait()
        found.append(use(variants, 1))

    threads = [threading.Thread(target=run) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert made.made == [1]
    assert len(set(map(id, found))) == 1


def test_all_are_closed_at_the_end() -> None:
    made = Made()
    variants = made.variants(kept=3)
    for number in (1, 2, 3):
        use(variants, number)
    variants.close()
    assert sorted(made.ended) == [1, 2, 3]
    assert len(variants) == 0
