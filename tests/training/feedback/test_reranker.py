from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from indexes.errors import FootnoteError
from indexes.rerank_models import ADAPTER
from training.feedback.reranker import resumed, start_of
from training.rerank.export import renamed


def test_the_packaged_reranker_and_one_made_here_can_learn_further(tmp_path: Path) -> None:
    assert start_of("packaged") == ADAPTER
    made = tmp_path / "reranker.safetensors"
    assert start_of(str(made)) == made


@pytest.mark.parametrize("setting", ["none", "cross-encoder/ms-marco-MiniLM-L6-v2"])
def test_another_reranker_cannot(setting: str) -> None:
    with pytest.raises(FootnoteError, match="FOOTNOTE_RERANKER=packaged"):
        start_of(setting)


@pytest.mark.model
def test_the_packaged_weights_are_where_learning_starts() -> None:
    kept = load_file(ADAPTER)
    found = {renamed(name): each for name, each in resumed(ADAPTER).learned().items()}
    assert found.keys() == kept.keys()
    assert all(torch.equal(found[name], kept[name].float()) for name in kept)
