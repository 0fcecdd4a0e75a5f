from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import BertModel

from indexes.rerank_models import ADAPTER
from training.stacked import merged, stacked, write

pytestmark = pytest.mark.model

RANK = 2
LAYER = "layer.0.attention.self.query"


def states(model: BertModel) -> Tensor:
    tokens = torch.randint(1000, 20000, (2, 12), generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        return torch.as_tensor(model(input_ids=tokens).last_hidden_state)


def saved(path: Path, **weights: Tensor) -> Path:
    torch.save({name.replace("__", "."): each for name, each in weights.items()}, path)
    return path


def test_before_it_learns_it_is_the_model_below() -> None:
    below = load_file(ADAPTER)
    model = stacked(below, RANK, torch.float32)
    nn.Module.eval(model)
    assert torch.allclose(states(model), states(merged(below)), atol=1e-4)


def test_attention_drops_out_nothing_and_hidden_states_do() -> None:
    model = stacked(load_file(ADAPTER), RANK, torch.float32)
    attention, hidden = (
        {
            each.p
            for name, each in model.encoder.named_modules()
            if isinstance(each, nn.Dropout) and name.endswith("self.dropout") is wanted
        }
        for wanted in (True, False)
    )
    assert attention == {0.0}
    assert hidden == {0.1}


def test_heads_are_written_as_they_are_and_layers_with_those_below(tmp_path: Path) -> None:
    a = torch.ones(RANK, 384)
    checkpoint = saved(
        tmp_path / "made.pt", top__0__bias=torch.ones(3), **{f"m.encoder.{LAYER}.a": a}
    )
    weights = load_file(write(checkpoint, tmp_path / "new" / "a.safetensors", ADAPTER, ("top.",)))
    below = load_file(ADAPTER)[f"{LAYER}.a"]
    assert weights.keys() == {"top.0.bias", f"{LAYER}.a"}
    assert torch.equal(weights[f"{LAYER}.a"], torch.cat([below, a.half()]))
    assert torch.equal(weights["top.0.bias"], torch.ones(3).half())


def test_heads_of_another_kind_are_refused_by_name(tmp_path: Path) -> None:
    checkpoint = saved(tmp_path / "made.pt", other__bias=torch.ones(3))
    with pytest.raises(ValueError, match=r"other\.bias in .*made\.pt"):
        write(checkpoint, tmp_path / "a.safetensors", ADAPTER, ("top.",))
    assert not (tmp_path / "a.safetensors").exists()
