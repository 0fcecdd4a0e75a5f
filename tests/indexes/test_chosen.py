"""Models that a user chose go through sentence-transformers: here the packaged one, by its path."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from indexes import chosen
from indexes.chosen import Chosen, fits, opened
from indexes.embed import SentenceTransformerEmbedder
from indexes.errors import ModelError
from indexes.forward import Forward
from indexes.minilm import default_embedding_path

pytestmark = pytest.mark.model

TEXTS = ["Where is berth 9?", "naïve café, 3.50", "", "Every vessel is inspected. " * 60]


@pytest.fixture(scope="module")
def model() -> Chosen:
    return opened(str(default_embedding_path()), "torch", "float32", 1)


def test_vectors_are_those_of_the_model_itself(model: Chosen) -> None:
    theirs = model.encoded(TEXTS)
    packed = Forward(model, 2)(TEXTS)
    packed /= np.linalg.norm(packed, axis=1, keepdims=True)
    assert np.allclose(packed, theirs, atol=1e-5)


def test_a_model_that_pools_otherwise_keeps_its_own_way(
    model: Chosen, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fits(model._model)
    monkeypatch.setattr(model._model[1], "pooling_mode", "cls")
    assert not fits(model._model)
    own = Forward(Chosen(model._model), 2)(TEXTS)
    assert np.allclose(own, model._model.encode(TEXTS, show_progress_bar=False), atol=1e-5)


def test_a_model_without_packing_gives_the_same(
    model: Chosen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chosen, "packs", lambda dtype: False)
    assert np.allclose(Forward(Chosen(model._model), 2)(TEXTS), model.encoded(TEXTS), atol=1e-5)


def test_counting_and_embedding_at_once_do_not_disturb_each_other(model: Chosen) -> None:
    long = TEXTS[3]
    tokens, expected = model.count_tokens(long), model.tokens([long])
    assert tokens > model.max_tokens == len(expected[0])
    with ThreadPoolExecutor(4) as people:
        counts = [people.submit(model.count_tokens, long) for _ in range(60)]
        cut = [people.submit(model.tokens, [long]) for _ in range(20)]
    assert {count.result() for count in counts} == {tokens}
    assert all(each.result() == expected for each in cut)


def test_chosen_folder_names_the_embedder_and_gives_the_packaged_models_vectors(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "own-model"
    shutil.copytree(default_embedding_path(), folder, symlinks=True)
    own = SentenceTransformerEmbedder(str(folder), "float32", 1)
    packaged = SentenceTransformerEmbedder("", "float32", 1)
    assert (own.name, packaged.name) == ("own-model", "all-MiniLM-L6-v2")
    assert np.allclose(own.passages(TEXTS), packaged.passages(TEXTS), atol=1e-5)


def test_a_folder_without_a_model_is_named_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match="unset it for the packaged one"):
        SentenceTransformerEmbedder(str(tmp_path), "float32")
