"""A GGUF adapter read back is what was written, and torch with it says what llama.cpp says."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from app.models import ADAPTER
from tests.training.chat.test_model import NEAR, apart, llama_logits, torch_logits
from training.chat.export import write
from training.chat.tokens import Tokens, Vocabulary
from training.common import learned
from training.feedback.lora import adapted, read

gguf = pytest.importorskip("gguf", reason="needs training/requirements.txt")
pytestmark = pytest.mark.model

HEADS = {"self_attn.q_proj": 2, "self_attn.k_proj": 1}
Q, DOWN = "model.layers.0.self_attn.q_proj", "model.layers.0.mlp.down_proj"


def updates() -> dict[str, torch.Tensor]:
    """Of two layers, rank 2, in values that float16 holds."""
    torch.manual_seed(0)
    shapes = {f"{Q}.a": (2, 8), f"{Q}.b": (8, 2), f"{DOWN}.a": (2, 6), f"{DOWN}.b": (8, 2)}
    return {name: torch.randn(shape).half().float() for name, shape in shapes.items()}


def test_what_was_exported_is_read_back(tmp_path: Path) -> None:
    given = updates()
    found = read(write(given, tmp_path / "a.gguf", HEADS), HEADS)
    assert found.keys() == given.keys()
    assert all(torch.equal(found[name], given[name]) for name in given)


def test_rows_of_other_layers_are_not_reordered(tmp_path: Path) -> None:
    given = updates()
    found = read(write(given, tmp_path / "a.gguf", HEADS), {})
    assert torch.equal(found[f"{DOWN}.b"], given[f"{DOWN}.b"])
    assert not torch.equal(found[f"{Q}.b"], given[f"{Q}.b"])


def test_alpha_through_rank_is_taken_into_the_update(tmp_path: Path) -> None:
    path = tmp_path / "a.gguf"
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_type(gguf.GGUFType.ADAPTER)
    writer.add_float32(gguf.Keys.Adapter.LORA_ALPHA, 8.0)
    for part, shape in (("a", (2, 6)), ("b", (8, 2))):
        values = torch.ones(shape).numpy().astype("float16")
        writer.add_tensor(f"blk.0.ffn_down.weight.lora_{part}", values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    found = read(path, HEADS)
    assert float(found[f"{DOWN}.a"].max()) == 1.0
    assert float(found[f"{DOWN}.b"].max()) == 4.0


def test_a_file_that_is_no_adapter_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_tensor("output_norm.weight", torch.ones(4).numpy())
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    with pytest.raises(ValueError, match="alpha"):
        read(path, HEADS)


def test_torch_with_the_packaged_adapter_gives_the_logits_of_llama_cpp() -> None:
    words = Vocabulary()
    user = (
        "[1] log.txt: The quay at Merrin Point was closed in 1932.\n\n"
        "[2] list.csv: Item: pump; Cost: 40 EUR\n\nQuestion: When was the quay closed?"
    )
    answer = words.answer("The quay at Merrin Point was closed in 1932 [1].")
    tokens = Tokens(words.prompt("Answer from the sources.", user), answer)
    model = adapted(ADAPTER)
    torch.nn.Module.eval(model)
    found, wanted = torch_logits(model, tokens), llama_logits(tokens, ADAPTER)
    assert apart(found, wanted) < NEAR
    assert apart(found, llama_logits(tokens)) > 3 * apart(found, wanted)
    assert len(learned(model)) == 30 * 7 * 2
