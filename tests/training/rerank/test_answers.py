from __future__ import annotations

from training.rerank.answers import mentioned, placed

CHUNKS = [
    "The bridge opened in 1932, after eight years.",
    "Engineers came from three countries.",
    "In 1932 a flood closed the mill.",
]


def test_the_chunk_with_the_answer_is_good() -> None:
    assert placed("Where did engineers come from?", ["three countries"], CHUNKS) == ({1}, set())


def test_of_several_chunks_the_one_nearest_the_question_is_good_and_the_rest_doubtful() -> None:
    assert placed("When was the mill closed by a flood?", ["1932"], CHUNKS) == ({2}, {0})


def test_equally_near_chunks_give_the_first() -> None:
    assert placed("Which year?", ["1932"], CHUNKS) == ({0}, {2})


def test_an_answer_is_found_as_whole_words_in_any_case() -> None:
    assert placed("Who?", ["ENGINEERS"], CHUNKS)[0] == {1}
    assert placed("Who?", ["Engine"], CHUNKS)[0] == set()


def test_a_long_answer_gives_every_chunk_that_it_consists_of() -> None:
    answer = "The bridge opened in 1932 after eight years, and engineers came from three countries"
    assert placed("What is known?", [answer], CHUNKS) == ({0, 1}, set())


def test_no_answer_leaves_nothing() -> None:
    assert placed("What?", ["", "?!", "nowhere to be seen"], CHUNKS) == (set(), set())


def test_an_answer_may_run_over_the_end_of_a_chunk() -> None:
    assert mentioned(["eight years engineers"], CHUNKS[:2])
    assert not mentioned(["eight countries"], CHUNKS)


def test_very_short_answers_tell_nothing() -> None:
    assert not mentioned(["in", "a"], CHUNKS)
