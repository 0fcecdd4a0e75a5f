from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.layouts import adapter, gguf
from indexes.errors import ModelError
from tests.app.layouts import files
from tests.app.layouts.files import ADAPTER, MODEL, Numbers, Value

Q = "blk.0.attn_q.weight"


def model(folder: Path, **more: Numbers) -> Path:
    tensors = {Q: files.random(6, 8, half=True), "blk.0.attn_norm.weight": files.random(8)}
    return files.write(folder / "base.gguf", MODEL, tensors | more)


def lora(
    folder: Path, name: str = Q, alpha: float = 8.0, also: dict[str, Value] | None = None
) -> Path:
    parts = {f"{name}.lora_a": files.random(2, 8, seed=1), f"{name}.lora_b": files.random(6, 2)}
    told = ADAPTER | {"adapter.lora.alpha": alpha} | (also or {})
    return files.write(folder / "added.gguf", told, parts)


def stored(path: Path, name: str) -> Numbers:
    tensor = gguf.read(path).tensors[name]
    kind = np.float16 if tensor.kind == gguf.F16 else np.float32
    return np.memmap(path, kind, "r", tensor.offset, tensor.shape[::-1])


@pytest.mark.parametrize(("alpha", "scale"), [(8.0, 4.0), (0.0, 1.0)])
def test_update_is_added_with_its_scale(tmp_path: Path, alpha: float, scale: float) -> None:
    path = model(tmp_path)
    adapter.merge(path, lora(tmp_path, alpha=alpha))
    wanted = files.random(6, 8, half=True) + scale * files.random(6, 2) @ files.random(2, 8, seed=1)
    assert np.allclose(stored(path, Q), wanted, rtol=1e-3, atol=2e-3)
    assert np.array_equal(stored(path, "blk.0.attn_norm.weight"), files.random(8))


def test_large_weight_is_changed_part_by_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    once, parts = model(tmp_path), tmp_path / "parts.gguf"
    parts.write_bytes(once.read_bytes())
    adapter.merge(once, lora(tmp_path))
    monkeypatch.setattr(adapter, "_AT_ONCE", 20)
    adapter.merge(parts, lora(tmp_path))
    assert parts.read_bytes() == once.read_bytes()


def test_experts_each_get_their_own_update(tmp_path: Path) -> None:
    name = "blk.0.ffn_up_exps.weight"
    path = files.write(tmp_path / "base.gguf", MODEL, {name: files.random(3, 6, 8)})
    a, b = files.random(3, 2, 8, seed=1), files.random(3, 6, 2, seed=2)
    added = files.write(tmp_path / "a.gguf", ADAPTER, {f"{name}.lora_a": a, f"{name}.lora_b": b})
    adapter.merge(path, added)
    assert np.allclose(stored(path, name), files.random(3, 6, 8) + b @ a, atol=1e-5)


def test_embeddings_are_stored_the_other_way_round(tmp_path: Path) -> None:
    name = "token_embd.weight"
    tensors = {name: files.random(10, 8), "output.weight": files.random(10, 8)}
    path = files.write(tmp_path / "base.gguf", MODEL, tensors)
    a, b = files.random(10, 2, seed=1), files.random(8, 2, seed=2)
    added = files.write(tmp_path / "a.gguf", ADAPTER, {f"{name}.lora_a": a, f"{name}.lora_b": b})
    adapter.merge(path, added)
    assert np.allclose(stored(path, name), files.random(10, 8) + a @ b.T, atol=1e-5)
    files.write(path, MODEL, {name: files.random(10, 8)})
    with pytest.raises(ModelError, match="cannot be merged"):
        adapter.merge(path, added)


def refused(base: Path, added: Path) -> str:
    before = base.read_bytes()
    with pytest.raises(ModelError) as caught:
        adapter.merge(base, added)
    assert base.read_bytes() == before
    return str(caught.value)


def test_adapter_of_another_model_is_refused(tmp_path: Path) -> None:
    told = r"added.gguf is not an adapter for base.gguf"
    assert told in refused(model(tmp_path), lora(tmp_path, "blk.7.attn_q.weight"))
    other = lora(tmp_path, also={"general.architecture": "qwen2"})
    assert told in refused(model(tmp_path), other)
    wide = files.write(tmp_path / "base.gguf", MODEL, {Q: files.random(6, 9)})
    assert told in refused(wide, lora(tmp_path))


def test_adapter_with_half_a_pair_is_refused(tmp_path: Path) -> None:
    half = files.write(tmp_path / "half.gguf", ADAPTER, {f"{Q}.lora_a": files.random(2, 8)})
    assert "half.gguf is not an adapter for" in refused(model(tmp_path), half)


def test_model_given_as_an_adapter_is_refused(tmp_path: Path) -> None:
    assert "base.gguf is not a LoRA adapter" in refused(model(tmp_path), model(tmp_path))


def test_adapter_that_works_only_on_call_is_not_merged(tmp_path: Path) -> None:
    added = lora(tmp_path, also={"adapter.alora.invocation_tokens": [1, 2]})
    assert "cannot be merged" in refused(model(tmp_path), added)


def test_quantised_adapter_is_refused(tmp_path: Path) -> None:
    parts = {f"{Q}.lora_a": files.random(2, 8), f"{Q}.lora_b": files.random(6, 2)}
    added = files.write(tmp_path / "q.gguf", ADAPTER, parts, kind=8)
    assert "quantised" in refused(model(tmp_path), added)
