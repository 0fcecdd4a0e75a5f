from __future__ import annotations

import pytest

from benchmarks.engine_figures import Figure, Part, figure, middle, number, render


def test_the_ratio_is_that_of_the_medians() -> None:
    assert Figure("x", (1.0, 2.0, 90.0), (4.0, 8.0, 5.0)).ratio == pytest.approx(2 / 5)


def test_paired_samples_give_the_median_of_their_ratios() -> None:
    drifting = Figure("x", (1.1, 2.2, 33.0), (1.0, 2.0, 30.0), paired=True)
    assert drifting.ratio == pytest.approx(1.1)


def test_a_ratio_to_nothing_is_not_invented() -> None:
    assert Figure("x", (1.0,)).ratio is None
    assert Figure("x", (), (1.0,)).ratio is None
    assert Figure("x", (1.0,), (0.0,)).ratio is None
    assert Figure("x", (1.0,), (0.0,), paired=True).ratio is None


@pytest.mark.parametrize(("goal", "met"), [(0.6, True), (0.5, True), (0.4, False), (None, None)])
def test_a_goal_is_the_most_that_the_ratio_may_be(goal: float | None, met: bool | None) -> None:
    assert Figure("x", (1.0,), (2.0,), goal=goal).is_met is met


def test_alone_the_goal_is_the_most_that_the_median_may_be() -> None:
    assert Figure("x", (1400.0,), goal=1500.0).is_met is True
    assert Figure("x", (1600.0,), goal=1500.0).is_met is False


def test_what_was_not_measured_meets_no_goal() -> None:
    assert Figure("x", (), goal=1.0).is_met is None
    assert Figure("x", (), (1.0,), goal=1.0).is_met is None


def test_unknown_samples_are_left_out() -> None:
    made = figure("x", [1.0, None, 3.0], [None])
    assert (made.footnote, made.beside) == ((1.0, 3.0), ())


def test_the_middle_of_nothing_is_unknown() -> None:
    assert middle([]) is None
    assert middle([3.0, 1.0, 2.0]) == 2.0


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "-"), (1234.5, "1234"), (12.34, "12.3"), (0.3333, "0.33"), (0.0123, "0.012")],
)
def test_numbers_have_as_many_digits_as_they_need(value: float | None, text: str) -> None:
    assert number(value) == text


def test_a_part_shows_figures_goals_and_notes() -> None:
    figures = (
        Figure("first token", (10.0,), (20.0,), goal=1 / 3),
        Figure("memory", (900.0,), unit="MB", goal=1500),
        Figure("search", (5.0,)),
    )
    title, header, first, memory, search, note = render(
        Part("p", "A title", figures, ("A note.",))
    ).splitlines()
    assert title == "A title"
    assert header.split() == ["beside", "Footnote", "unit", "ratio", "goal", "met"]
    assert first.split() == ["first", "token", "20.0", "10.0", "ms", "0.50", "<=", "0.33", "NO"]
    assert memory.split() == ["memory", "900", "MB", "<=", "1500", "yes"]
    assert search.split() == ["search", "5.00", "ms"]
    assert note.strip() == "A note."
