from __future__ import annotations

import numpy as np
import pytest

from indexes import embed
from indexes.embed import SentenceTransformerEmbedder, is_installed
from indexes.errors import ModelError

QUESTIONS = ["Where is berth 9?", "What does the harbour office keep?", "naïve café, 3.50", ""]


@pytest.fixture(scope="module")
def single() -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder(precision="float32", threads=1)


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
def test_auto_takes_the_precision_that_was_the_faster_here(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level("INFO", logger="indexes.embed"):
        measured = SentenceTransformerEmbedder(threads=1)
    assert measured.precision in ("float32", "bfloat16")
    assert f"embedding precision {measured.precision}" in caplog.text
