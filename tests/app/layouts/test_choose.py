from __future__ import annotations

from app.layouts.choose import best, seconds
from app.layouts.types import Faith, Speed, Trial

SLOW, QUICK = Speed(200.0, ((1, 20.0),)), Speed(800.0, ((1, 100.0),))
TRUE, FALSE = Faith(0.99, 0.005, 300), Faith(0.80, 0.2, 300)


def test_quickest_faithful_layout_wins() -> None:
    middling = Trial("F16", 1, Speed(400.0, ((1, 50.0),)), TRUE)
    quick = Trial("Q8_0", 1, QUICK, TRUE)
    assert best(Trial("as it is", 1, SLOW), [middling, quick]) == quick


def test_unfaithful_failed_and_untimed_layouts_are_passed_over() -> None:
    others = [
        Trial("Q4_0", 1, QUICK, FALSE),
        Trial("F16", failure="it crashed"),
        Trial("Q8_0", 1, None, TRUE),
    ]
    assert best(Trial("as it is", 1, SLOW), others) is None


def test_original_stays_when_it_is_hardly_slower() -> None:
    other = Trial("Q8_0", 1, QUICK, TRUE)
    assert best(Trial("as it is", 1, Speed(780.0, ((1, 97.0),))), [other]) is None
    assert best(Trial("as it is", 1, Speed(700.0, ((1, 90.0),))), [other]) == other


def test_answer_takes_its_prompt_and_its_own_tokens() -> None:
    assert seconds(Speed(300.0, ((1, 10.0), (2, 30.0)))) == 2.0


def test_fewest_threads_generate_where_more_bring_nothing() -> None:
    assert Speed(1.0, ((1, 50.0), (2, 50.0), (4, 40.0))).decode_threads == 1
    assert Speed(1.0, ((1, 50.0), (2, 60.0))).decode_threads == 2
