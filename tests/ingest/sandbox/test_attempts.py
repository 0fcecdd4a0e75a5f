from __future__ import annotations

from ingest.sandbox.attempts import Attempt, Run


def dies_at(attempt: Attempt, *pages: int, count: int = 100) -> list[bool]:
    """Whether it goes on after each death."""
    return [attempt.goes_on(Run(page=page, count=count, ended="crashed")) for page in pages]


def test_death_before_any_page_ends_it() -> None:
    assert dies_at(Attempt(), 0) == [False]


def test_only_page_that_kills_ends_it() -> None:
    assert dies_at(Attempt(), 1, count=1) == [False]


def test_three_pages_are_left_out_then_what_comes_before_the_fourth_is_kept() -> None:
    attempt = Attempt()
    assert dies_at(attempt, 40, 50, 60, 70) == [True] * 4
    assert sorted(attempt.skip) == [40, 50, 60, 70]
    assert attempt.skip[70] == "Reading this page crashed."
    assert attempt.stop == 69


def test_death_while_only_the_first_pages_are_read_halves_them_until_it_gives_up() -> None:
    attempt = Attempt()
    dies_at(attempt, 40, 50, 60, 81)
    stops = []
    while attempt.goes_on(Run(page=99, count=100, ended="crashed")):
        stops.append(attempt.stop)
    assert stops == [40, 20, 10]
    assert attempt.skip[41] == "Reading on from here crashed."
