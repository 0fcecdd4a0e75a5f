from __future__ import annotations

from indexes.choose import Chooser, joined, within
from indexes.types import Window
from tests.indexes.windowing import hit, windows

SENTENCES = [
    f"This is sentence number {word} of five, and it is long enough by itself."
    for word in ("one", "two", "three", "four", "five")
]


def offered(chooser: Chooser, *found: Window) -> list[list[int]]:
    for at, window in enumerate(found):
        chooser.offer(at, window)
    return [[chunk.id for chunk in choice.window.chunks] for choice in chooser.chosen]


def test_a_neighbour_that_is_nearer_to_the_question_comes_along() -> None:
    found = windows(SENTENCES)
    closeness = {1: 0.2, 2: 0.6, 3: 0.4, 4: 0.41, 5: 0.9}
    assert offered(Chooser(closeness, 0.04), found[3]) == [[2, 3]]


def test_a_neighbour_that_was_not_scored_stays_out() -> None:
    assert offered(Chooser({3: 0.4}, -1.0), windows(SENTENCES)[3]) == [[3]]


def test_a_heading_takes_along_what_follows_it() -> None:
    found = windows(["Before it.", "A heading", *SENTENCES])
    assert offered(Chooser({}, 0.0), found[2]) == [[2, 3]]


def test_windows_never_overlap_and_the_reason_is_kept() -> None:
    found = windows(SENTENCES)
    chooser = Chooser(dict.fromkeys(range(1, 6), 0.5), 0.0)
    assert offered(chooser, found[2], found[3], found[5]) == [[1, 2, 3, 4], [5]]
    assert chooser.passed == {1: "overlap"}


def test_a_copy_of_a_shown_text_is_passed_over() -> None:
    first = windows(["The harbour closes at nine."], "a")[1]
    copy = windows(["The  HARBOUR closes at nine!"], "b", first=9)[9]
    chooser = Chooser({}, 0.0)
    assert offered(chooser, first, copy) == [[1]]
    assert chooser.passed == {1: "repeat"}


def test_neighbours_are_joined_in_reading_order_in_the_place_of_the_best() -> None:
    found = windows(SENTENCES)
    other = windows(["Something else."], "b", first=20)[20]
    pieces = [hit(found[4].part(2, 3), 3.0), hit(other, 2.0), hit(found[3].part(2, 3), 1.0)]
    text = " ".join(SENTENCES)
    whole = joined(pieces, lambda document, start, end: text[start:end])
    assert [each.window.document.id for each in whole] == ["a", "b"]
    assert whole[0].window.text == " ".join(SENTENCES[2:4])
    assert (whole[0].window.centre, whole[0].score) == (4, 3.0)


def test_a_budget_is_filled_by_the_best_hits() -> None:
    found = windows(SENTENCES)
    pieces = [hit(found[at].part(0, 1)) for at in (1, 2, 3)]
    length = len(pieces[0].window.text)
    assert within(pieces, length + 1) == tuple(pieces[:2])
    assert within(pieces, 1) == tuple(pieces[:1])
    assert within(pieces, 0) == ()
