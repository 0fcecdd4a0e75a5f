from __future__ import annotations

from training.reader.answers import LONGEST, Located, located
from training.rerank.data import Corpus, Question

TEXTS = (
    "Another context.",
    "The bridge opened in 1932, after eight years.",
    "Engineers came from three countries.",
    "In 1932 a flood closed the mill.",
)
CORPUS = Corpus(TEXTS, (0, 1, 4), (0, 1, 1, 1))
JOINED = " ".join(TEXTS[1:])


def find(text: str, *answers: str) -> Located | None:
    return located(Question(text, "made-up", 1, (1,), (), (), answers), CORPUS)


def phrases(found: Located | None) -> list[str]:
    assert found
    return [JOINED[start:end] for start, end in found.spans]


def test_an_answer_is_found_to_the_character_in_any_case() -> None:
    found = find("Where did they come from?", " THREE countries. ")
    assert phrases(found) == ["three countries"]
    assert found
    assert (found.good, found.doubtful) == ((2,), ())


def test_of_several_chunks_the_one_nearest_the_question_is_meant() -> None:
    found = find("When was the mill closed by a flood?", "1932")
    assert found
    assert (found.good, found.doubtful) == ((3,), (1,))
    assert found.spans == ((JOINED.rindex("1932"), JOINED.rindex("1932") + 4),)


def test_only_whole_words_are_answers() -> None:
    assert find("Who?", "Engine") is None
    assert find("When?", "193") is None


def test_an_answer_may_run_over_the_end_of_a_chunk() -> None:
    found = find("How?", "after eight years. Engineers")
    assert found
    assert found.good == (1, 2)
    assert phrases(found) == ["after eight years. Engineers"]


def test_several_answers_of_the_chunk_that_is_meant_all_count() -> None:
    assert phrases(find("When did the bridge open?", "1932", "in 1932", "mill")) == [
        "1932",
        "in 1932",
    ]


def test_no_answer_and_one_that_is_no_phrase_are_left_out() -> None:
    assert find("Who?", "", "?!", "nobody") is None
    long = "word " * (LONGEST // 5 + 1)
    corpus = Corpus((long,), (0, 1), (0,))
    assert located(Question("What?", "made-up", 0, (0,), (), (), (long,)), corpus) is None
