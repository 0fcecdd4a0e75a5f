from __future__ import annotations

from app.engine.prefixes import Place, Prefixes


def kept(prefixes: Prefixes, prompt: list[int]) -> Place:
    place = prefixes.place(prompt)
    prefixes.keep(place.sequence, prompt)
    return place


def test_first_prompt_shares_nothing() -> None:
    assert kept(Prefixes(), [1, 2, 3]) == Place(0, -1, 0, ())


def test_other_question_on_the_same_evidence_shares_it_and_both_are_kept() -> None:
    prefixes = Prefixes()
    kept(prefixes, [1, 2, 3, 4])
    assert kept(prefixes, [1, 2, 3, 9]) == Place(1, 0, 3, ())
    assert kept(prefixes, [1, 2, 3, 4, 5]) == Place(0, 0, 4, ())


def test_same_prompt_again_is_known_but_for_its_last_token() -> None:
    prefixes = Prefixes()
    kept(prefixes, [1, 2, 3])
    assert kept(prefixes, [1, 2, 3]) == Place(0, 0, 2, ())


def test_longest_beginning_wins() -> None:
    prefixes = Prefixes()
    kept(prefixes, [1, 2, 8, 8])
    kept(prefixes, [1, 2, 3, 4])
    assert kept(prefixes, [1, 2, 3, 5]).source == 1


def test_least_recently_used_goes_first_when_there_are_too_many() -> None:
    prefixes = Prefixes(prompts=2)
    kept(prefixes, [1, 1])
    kept(prefixes, [2, 2])
    kept(prefixes, [1, 1])
    assert prefixes.place([3, 3]).dropped == (1,)


def test_kept_tokens_are_bounded() -> None:
    prefixes = Prefixes(tokens=10)
    kept(prefixes, [1] * 5)
    kept(prefixes, [2] * 5)
    assert kept(prefixes, [3] * 5).dropped == (0,)


def test_source_may_be_dropped_once_its_tokens_are_taken_over() -> None:
    prefixes = Prefixes(tokens=6)
    kept(prefixes, [1, 2, 3, 4])
    place = kept(prefixes, [1, 2, 3, 5])
    assert (place.source, place.shared, place.dropped) == (0, 3, (0,))
    assert place.sequence == 1


def test_prompt_larger_than_all_that_may_be_kept_still_has_its_place() -> None:
    prefixes = Prefixes(tokens=4)
    kept(prefixes, [1, 2])
    place = prefixes.place([7] * 50)
    assert place.dropped == (0,)
    prefixes.keep(place.sequence, [7] * 50)
    assert prefixes.place([7] * 60).shared == 50
    assert prefixes.oldest() is None


def test_there_is_always_a_sequence_for_the_next_prompt() -> None:
    prefixes = Prefixes(prompts=2, tokens=1000)
    for number in range(20):
        assert 0 <= kept(prefixes, [number % 3, number]).sequence <= 2


def test_nothing_is_kept_of_a_prompt_of_which_nothing_was_read() -> None:
    prefixes = Prefixes()
    place = prefixes.place([1, 2])
    prefixes.keep(place.sequence, [])
    assert prefixes.oldest() is None
