from __future__ import annotations

import random

from tests.training.chat.made import BUILT, CORPUS, asked
from training.chat.shelf import Shelf

KNOWN = list(range(12))


def shelf(seed: int) -> Shelf:
    return Shelf(CORPUS, KNOWN, random.Random(seed))


def test_no_wrong_source_holds_the_answer_or_a_chunk_of_another() -> None:
    for seed in range(40):
        texts = [text for each in shelf(seed).wrong(asked()[BUILT], [0], 4) for text in each.texts]
        assert CORPUS.texts[0] not in texts
        assert len(texts) == len({*texts})


def test_own_and_other_texts_are_among_the_wrong_sources() -> None:
    found = [each for seed in range(40) for each in shelf(seed).wrong(asked()[BUILT], [0], 2)]
    texts = {each.texts[-1] for each in found}
    assert texts & {*CORPUS.texts[2:4]}
    assert texts & {*CORPUS.texts[4:]}


def test_loose_questions_are_set_against_their_own_text_and_any_chunks_that_are_known() -> None:
    loose = asked(source="squadshifts-reddit")[BUILT]
    texts = {
        text
        for seed in range(40)
        for each in Shelf(CORPUS, [5], random.Random(seed)).wrong(loose, [0], 4)
        for text in each.texts
    }
    assert texts == {*CORPUS.texts[2:6]}


def test_sources_of_one_text_have_one_name() -> None:
    place = shelf(0)
    assert len({place.source(chunk).name for chunk in range(4)}) == 1
