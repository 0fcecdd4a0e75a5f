from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from indexes import embed
from indexes.embed import SentenceTransformerEmbedder, is_installed
from indexes.errors import ModelError
from indexes.packed import fits

QUESTIONS = ["Where is berth 9?", "What does the harbour office keep?", "naïve café, 3.50", ""]


@pytest.fixture(scope="module")
def single() -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder(precision="float32", threads=1)


@pytest.mark.model
def test_question_has_the_vector_that_the_model_itself_gives(
    single: SentenceTransformerEmbedder,
) -> None:
    for text in QUESTIONS:
        expected = single._model.encode(text, normalize_embeddings=True, show_progress_bar=False)
        assert np.allclose(single.query(text), expected, atol=1e-5), text


@pytest.mark.model
def test_question_and_passage_of_one_text_are_one_vector(
    single: SentenceTransformerEmbedder,
) -> None:
    long = "Every vessel is inspected once a year. " * 40
    together = single.passages([long, *QUESTIONS])
    for text, vector in zip([long, *QUESTIONS], together, strict=True):
        assert np.allclose(single.query(text), vector, atol=1e-5)


@pytest.mark.model
def test_half_precision_stays_close_and_of_unit_length(
    single: SentenceTransformerEmbedder,
) -> None:
    halved = SentenceTransformerEmbedder(precision="bfloat16", threads=1)
    for text in QUESTIONS:
        vector = halved.query(text)
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
        assert float(vector @ single.query(text)) > 0.999


@pytest.mark.model
def test_a_question_asked_again_is_not_computed_again_and_cannot_be_spoilt(
    single: SentenceTransformerEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = single.query("Asked twice?")
    monkeypatch.setattr(single, "passages", lambda texts: pytest.fail("computed again"))
    assert single.query("Asked twice?") is first
    with pytest.raises(ValueError, match="read-only"):
        first[0] = 1


@pytest.mark.model
def test_a_model_that_pools_otherwise_keeps_its_own_way(
    single: SentenceTransformerEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fits(single._model)
    monkeypatch.setattr(single._model[1], "pooling_mode", "cls")
    assert not fits(single._model)


def test_a_missing_backend_names_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(embed, "is_installed", lambda backend: backend == "torch")
    with pytest.raises(ModelError, match=r"pip install 'sentence-transformers\[onnx\]'"):
        SentenceTransformerEmbedder(backend="onnx")


def test_other_backends_have_no_half_precision(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embed, "is_installed", lambda backend: True)
    with pytest.raises(ModelError, match="EMBEDDING_PRECISION"):
        SentenceTransformerEmbedder(backend="openvino", precision="bfloat16")


def test_torch_is_always_there() -> None:
    assert is_installed("torch")


@pytest.mark.model
def test_counting_and_embedding_at_once_do_not_disturb_each_other(
    single: SentenceTransformerEmbedder,
) -> None:
    long = "Every vessel is inspected once a year. " * 60  # longer than the model reads
    tokens = single.count_tokens(long)
    expected = single.passages([long])
    assert tokens > single.max_tokens
    with ThreadPoolExecutor(4) as people:
        counts = [people.submit(single.count_tokens, long) for _ in range(60)]
        vectors = [people.submit(single.passages, [long]) for _ in range(8)]
    assert {count.result() for count in counts} == {tokens}
    assert all(np.array_equal(vector.result(), expected) for vector in vectors)
