from __future__ import annotations

import numpy as np
import pytest

from indexes.embed import SentenceTransformerEmbedder
from indexes.forward import BATCH_TOKENS, _batches


def test_batches_hold_texts_of_one_length_and_lose_none() -> None:
    lengths = [5, 9, 5, 700, 5, 9, 700, 700]
    batches = _batches(lengths)
    assert sorted(index for batch in batches for index in batch) == list(range(8))
    for batch in batches:
        assert len({lengths[index] for index in batch}) == 1
        assert len(batch) * lengths[batch[0]] <= BATCH_TOKENS


def test_text_longer_than_a_batch_is_a_batch_of_its_own() -> None:
    assert _batches([BATCH_TOKENS * 2, 3]) == [[0], [1]]


@pytest.mark.model
def test_vectors_are_those_of_the_model_itself_in_the_given_order() -> None:
    embedder = SentenceTransformerEmbedder(precision="float32", threads=2)
    texts = [f"Berth {number} is {'very ' * number}narrow." for number in range(40)]
    expected = embedder._model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    assert np.allclose(embedder.passages(texts), expected, atol=1e-5)
