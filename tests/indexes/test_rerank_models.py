from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from indexes.errors import ModelError
from indexes.minilm import default_embedding_path
from indexes.rerank_models import AdapterReranker, CrossEncoderReranker

QUESTION = "When does the fuel dock open?"
PASSAGES = [
    ["Dogs are kept on a lead on all piers.", "The fuel dock opens at a quarter to eight."],
    ["The office sells tickets.", "Rubbish goes into the bins.", "Boats are red."],
]


@pytest.fixture(scope="module")
def packaged() -> AdapterReranker:
    return AdapterReranker()


def test_the_sentence_that_answers_scores_highest(packaged: AdapterReranker) -> None:
    scores = packaged.scores(QUESTION, PASSAGES)
    assert [len(each) for each in scores] == [2, 3]
    assert max(max(each) for each in scores) == scores[0][1]


def test_scores_do_not_depend_on_what_is_read_beside(packaged: AdapterReranker) -> None:
    together = packaged.scores(QUESTION, [*PASSAGES, ["word " * 300] * 2])
    alone = packaged.scores(QUESTION, PASSAGES[:1])
    assert together[0] == pytest.approx(alone[0], abs=1e-3)


def test_several_people_at_once_get_the_scores_that_each_would_alone(
    packaged: AdapterReranker,
) -> None:
    alone = packaged.scores(QUESTION, PASSAGES)
    with ThreadPoolExecutor(4) as people:
        together = list(people.map(lambda _: packaged.scores(QUESTION, PASSAGES), range(24)))
    assert all(each == alone for each in together)


def test_chunks_without_any_words_are_scored_too(packaged: AdapterReranker) -> None:
    assert len(packaged.scores("", [["", " "]])[0]) == 2
    assert packaged.scores(QUESTION, []) == []


def test_a_damaged_adapter_is_an_error_with_the_remedy(tmp_path: Path) -> None:
    damaged = tmp_path / "reranker.safetensors"
    with pytest.raises(ModelError, match="FOOTNOTE_RERANKER"):
        AdapterReranker(adapter=damaged)
    damaged.write_bytes(b"junk junk junk")
    with pytest.raises(ModelError, match="FOOTNOTE_RERANKER"):
        AdapterReranker(adapter=damaged)


def test_any_cross_encoder_gives_a_logit_for_each_chunk() -> None:
    # MiniLM with a head of random weights: what is tested is the way there and back
    reranker = CrossEncoderReranker(str(default_embedding_path()))
    scores = reranker.scores(QUESTION, PASSAGES)
    assert [len(each) for each in scores] == [2, 3]
    assert reranker.scores(QUESTION, []) == []


def test_an_unknown_cross_encoder_is_an_error_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="FOOTNOTE_RERANKER"):
        CrossEncoderReranker(str(tmp_path / "nowhere"))
