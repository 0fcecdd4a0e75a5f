from __future__ import annotations

import pytest

from app.evaluation.scores import (
    Span,
    abstentions,
    citation_precision,
    citation_recall,
    contains_gold,
    exact_match,
    held_share,
    hit_at,
    mean_interval,
    normalise,
    recall_at,
    reciprocal_rank,
    same_place,
    token_f1,
    without_marks,
)


def span(start: int, end: int, document: str = "a.txt") -> Span:
    return Span(document, start, end)


@pytest.mark.parametrize(
    ("text", "normalised"),
    [
        ("The Answer!", "answer"),
        ("  a  cat,   an ant ", "cat ant"),
        ("theatre", "theatre"),
        ("24-hour", "24hour"),
        ("£1,200.50", "£120050"),
        ("", ""),
    ],
)
def test_normalising_follows_squad(text: str, normalised: str) -> None:
    assert normalise(text) == normalised


def test_exact_match_takes_any_of_the_right_answers() -> None:
    assert exact_match("The 14 days.", ["fourteen days", "14 days"]) == 1
    assert exact_match("14 days each year", ["14 days"]) == 0


def test_token_f1_is_the_harmonic_mean_of_shared_words() -> None:
    # Two of four words said, two of two wanted: P 1/2, R 1, F1 2/3.
    assert token_f1("it is 14 days", ["14 days"]) == pytest.approx(2 / 3)


def test_token_f1_counts_a_repeated_word_once_per_gold_word() -> None:
    assert token_f1("days days days", ["days"]) == pytest.approx(0.5)


def test_token_f1_takes_the_best_gold_and_nothing_without_golds() -> None:
    assert token_f1("red", ["blue", "red"]) == 1
    assert token_f1("red", []) == 0
    assert token_f1("the", ["red"]) == 0
    assert token_f1("the", ["a"]) == 1


def test_gold_is_contained_only_as_whole_words() -> None:
    assert contains_gold("Staff get 14 days, at most.", ["14 days"]) == 1
    assert contains_gold("Staff get 14 days.", ["4 days"]) == 0
    assert contains_gold("Staff get 14 long days.", ["14 days"]) == 0


def test_a_gold_without_words_is_contained_in_nothing() -> None:
    assert contains_gold("The answer", ["the"]) == 0


def test_marks_are_removed_and_other_brackets_stay() -> None:
    assert without_marks("Yes [1]. No [2, 3][4]. See [note].") == "Yes. No. See [note]."


def test_held_share_counts_overlapping_windows_once() -> None:
    windows = [span(0, 6), span(4, 8), span(0, 10, "b.txt")]
    assert held_share(span(0, 10), windows) == pytest.approx(0.8)
    assert held_share(span(20, 30), windows) == 0
    assert held_share(span(5, 7), [span(0, 100), span(6, 7)]) == 1


def test_recall_needs_half_of_a_gold_within_the_first_k() -> None:
    golds = [span(0, 10), span(100, 110)]
    windows = [span(5, 50), span(106, 200), span(100, 110)]
    assert recall_at(golds, windows, 1) == 0.5
    assert recall_at(golds, windows, 2) == 0.5
    assert recall_at(golds, windows, 3) == 1


def test_a_gold_may_be_held_by_two_windows_together() -> None:
    assert recall_at([span(0, 10)], [span(0, 3), span(7, 10)], 5) == 1


def test_the_same_place_in_another_document_finds_nothing() -> None:
    assert recall_at([span(0, 10)], [span(0, 10, "b.txt")], 5) == 0
    assert hit_at([span(0, 10)], [span(0, 10, "b.txt")], 5) == 0
    assert not same_place(span(0, 10), span(0, 10, "b.txt"))


def test_hit_needs_one_of_the_golds() -> None:
    assert hit_at([span(0, 10), span(100, 110)], [span(0, 10)], 5) == 1


def test_reciprocal_rank_is_that_of_the_first_window_that_holds_a_gold() -> None:
    windows = [span(8, 20), span(30, 40), span(0, 9)]
    assert reciprocal_rank([span(0, 10)], windows) == pytest.approx(1 / 3)
    assert reciprocal_rank([span(0, 10)], []) == 0


def test_measures_of_nothing_have_no_value() -> None:
    assert recall_at([], [span(0, 1)], 5) is None
    assert hit_at([], [span(0, 1)], 5) is None
    assert reciprocal_rank([], [span(0, 1)]) is None
    assert citation_precision([span(0, 1)], []) is None
    assert citation_recall([], [span(0, 1)]) is None
    assert mean_interval([]) is None


def test_a_cited_sentence_that_holds_the_gold_phrase_is_right() -> None:
    assert citation_precision([span(40, 50)], [span(0, 100), span(200, 300)]) == 0.5


def test_a_citation_that_brushes_the_gold_is_wrong() -> None:
    assert not same_place(span(0, 10), span(6, 20))
    assert same_place(span(0, 10), span(5, 20))


def test_citation_recall_is_the_share_of_golds_cited() -> None:
    golds = [span(0, 10), span(100, 110)]
    assert citation_recall(golds, [span(0, 50)]) == 0.5
    assert citation_recall(golds, []) == 0


def test_abstention_counts_give_precision_recall_and_f1() -> None:
    cases = [(False, True)] * 3 + [(True, True)] * 1 + [(False, False)] * 2 + [(True, False)] * 4
    counts = abstentions(cases)
    assert (counts.right, counts.needless, counts.missed, counts.answered) == (3, 1, 2, 4)
    assert counts.precision == pytest.approx(3 / 4)
    assert counts.recall == pytest.approx(3 / 5)
    assert counts.f1 == pytest.approx(2 * 0.75 * 0.6 / 1.35)


def test_abstention_without_cases_has_no_value() -> None:
    counts = abstentions([(True, False)])
    assert counts.precision is None
    assert counts.recall is None
    assert counts.f1 is None


def test_the_interval_is_the_same_for_the_same_seed_and_holds_the_mean() -> None:
    values = [0.0, 1.0] * 50
    interval = mean_interval(values)
    assert interval == mean_interval(values)
    assert interval is not None
    assert interval.mean == 0.5
    # The standard error of a share of one half over 100 values is 0.05.
    assert interval.low == pytest.approx(0.4, abs=0.03)
    assert interval.high == pytest.approx(0.6, abs=0.03)
    assert interval.n == 100


def test_the_interval_of_equal_values_has_no_width() -> None:
    interval = mean_interval([3.0, 3.0, 3.0])
    assert interval is not None
    assert interval.low == interval.high == 3.0
