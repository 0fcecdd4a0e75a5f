from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from app.tracing.spans import Spans


def spans() -> Spans:
    """Each look at a clock is one second later than the one before; none takes the processor."""
    seconds = count()
    return Spans(lambda: float(next(seconds)), lambda: 0.0)


def test_steps_are_in_the_order_in_which_they_began_and_know_what_encloses_them() -> None:
    noted = spans()
    with noted.span("outer"):
        with noted.span("first"):
            pass
        noted.add("timed elsewhere", 1.0, 2.0, count=3)
    with noted.span("next"):
        pass
    done = noted.done()
    assert [(each.name, each.parent) for each in done] == [
        ("outer", -1),
        ("first", 0),
        ("timed elsewhere", 0),
        ("next", -1),
    ]
    assert done[2].attributes == (("count", 3),)


def test_error_ends_the_step() -> None:
    noted = spans()

    def fail() -> None:
        with noted.span("step") as step:
            step.set(count=1)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert [(each.name, each.attributes) for each in noted.done()] == [("step", (("count", 1),))]


def test_closing_a_generator_ends_its_step() -> None:
    noted = spans()

    def steps() -> Iterator[int]:
        with noted.span("step"):
            yield 1

    running = steps()
    next(running)
    assert noted.done() == ()
    running.close()  # type: ignore[attr-defined]  # an Iterator by its type, a generator by nature
    assert [each.name for each in noted.done()] == ["step"]


def test_step_within_one_that_goes_on_hangs_on_nothing() -> None:
    noted = spans()
    with noted.span("outer"):
        with noted.span("inner"):
            pass
        assert [(each.name, each.parent) for each in noted.done()] == [("inner", -1)]
