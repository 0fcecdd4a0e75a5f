from __future__ import annotations

import pytest
import torch

from indexes import packed
from indexes.packed import WORDS, Encoder, Shape

SHAPE = Shape(layers=2, heads=2, epsilon=1e-12)
WIDTH = 8
_SIZES = {
    WORDS: (30, WIDTH),
    "embeddings.position_embeddings.weight": (20, WIDTH),
    "embeddings.token_type_embeddings.weight": (2, WIDTH),
    "intermediate.dense.weight": (16, WIDTH),
    "intermediate.dense.bias": (16,),
    "attention.output.dense.weight": (WIDTH, WIDTH),
    "output.dense.weight": (WIDTH, 16),
    "query.weight": (WIDTH, WIDTH),
    "key.weight": (WIDTH, WIDTH),
    "value.weight": (WIDTH, WIDTH),
    "": (WIDTH,),
}
"""Of the weights by how their names end; the first that fits counts."""


def weight(name: str) -> torch.Tensor:
    """Weights of a small model: the same for the same name."""
    generator = torch.Generator().manual_seed(sum(map(ord, name)))
    size = next(size for end, size in _SIZES.items() if name.endswith(end))
    return torch.randn(size, generator=generator)


def small(dtype: torch.dtype = torch.float32) -> Encoder:
    return Encoder(weight, weight(WORDS), SHAPE, dtype)


def test_what_is_masked_changes_nothing() -> None:
    tokens = torch.tensor([[1, 2, 3, 0], [4, 5, 6, 7]])
    mask = torch.tensor([[1, 1, 1, 0], [1, 1, 1, 1]])
    kinds = torch.zeros_like(tokens)
    together = small()(tokens, kinds, mask)
    alone = small()(tokens[:1, :3])
    assert torch.allclose(together[0, :3], alone[0], atol=1e-5)


def test_kinds_matter_and_are_the_first_when_none_are_given() -> None:
    tokens = torch.tensor([[1, 2, 3]])
    first, second = (small()(tokens, torch.full_like(tokens, kind)) for kind in (0, 1))
    assert torch.allclose(small()(tokens), first, atol=1e-5)
    assert not torch.allclose(first, second, atol=1e-2)


def test_means_are_of_all_tokens_states() -> None:
    ids = [[1, 2, 3], [4, 5, 6]]
    expected = small()(torch.tensor(ids)).mean(1)
    assert torch.allclose(torch.from_numpy(small().means(ids)), expected, atol=1e-6)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_processors_without_packing_compute_the_same(
    monkeypatch: pytest.MonkeyPatch, dtype: torch.dtype
) -> None:
    tokens = torch.tensor([[1, 2, 3]])
    here = small(dtype)(tokens)
    monkeypatch.setattr(packed, "packs", lambda dtype: False)
    plain = small(dtype)(tokens)
    assert plain.dtype == here.dtype == dtype
    assert torch.allclose(plain, here, atol=1e-5 if dtype == torch.float32 else 0.1)


def test_no_weight_is_kept_as_it_came() -> None:
    """They may lie in a file that is mapped: what was kept of it would keep all of it."""
    given = []

    def kept(name: str) -> torch.Tensor:
        given.append(weight(name))
        return given[-1]

    encoder = Encoder(kept, weight(WORDS), SHAPE, torch.float32)
    before = encoder(torch.tensor([[1, 2]]))
    for each in given:
        each.zero_()
    assert torch.equal(encoder(torch.tensor([[1, 2]])), before)
