"""The packaged model against sentence-transformers and transformers, which open it too."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from sentence_transformers import SentenceTransformer
from transformers import AutoTokenizer

from indexes import minilm
from indexes.embed import SentenceTransformerEmbedder
from indexes.errors import ModelError
from indexes.minilm import (
    END,
    START,
    MiniLM,
    WordPieces,
    default_embedding_path,
    encoder,
    updated,
    word_pieces,
)
from indexes.pairs import padded
from indexes.rerank_models import ADAPTER
from tests.indexes.test_pairs import Few
from training.stacked import merged

pytestmark = pytest.mark.model

TEXTS = [
    "Where is berth 9?",
    "What does the harbour office keep?",
    "naïve café, 3.50; ##ing [SEP] a [MASK]",
    "漢字 and soft\u00adhyphens",
    "Every vessel is inspected once a year. " * 60,
    "a" * 300,
    " \n",
    "",
]


@pytest.fixture(scope="module")
def library() -> SentenceTransformer:
    path = str(default_embedding_path())
    return SentenceTransformer(path, device="cpu", model_kwargs={"dtype": torch.float32})


def test_vectors_are_those_of_sentence_transformers(library: SentenceTransformer) -> None:
    embedder = SentenceTransformerEmbedder(precision="float32", threads=2)
    theirs = np.asarray(library.encode(TEXTS, normalize_embeddings=True, show_progress_bar=False))
    ours = embedder.passages(TEXTS)
    assert ((ours * theirs).sum(1) > 0.99999).all()
    assert np.allclose(ours, theirs, atol=1e-5)
    assert (embedder.dimension, embedder.max_tokens) == (384, library.max_seq_length)


def test_half_precision_is_that_of_sentence_transformers() -> None:
    path = str(default_embedding_path())
    library = SentenceTransformer(path, device="cpu", model_kwargs={"dtype": torch.bfloat16})
    theirs = np.asarray(library.encode(TEXTS, show_progress_bar=False), np.float32)
    theirs /= np.linalg.norm(theirs, axis=1, keepdims=True)
    ours = SentenceTransformerEmbedder(precision="bfloat16").passages(TEXTS)
    assert ((ours * theirs).sum(1) > 0.999).all()


def test_tokens_are_those_of_the_models_own_tokenizer(library: SentenceTransformer) -> None:
    model = MiniLM("float32")
    theirs = library.tokenizer(TEXTS, truncation=True, max_length=256)["input_ids"]
    assert model.tokens(TEXTS) == theirs
    counts = [
        len(library.tokenizer(text, truncation=False, verbose=False)["input_ids"]) for text in TEXTS
    ]
    assert [model.count_tokens(text) for text in TEXTS] == counts
    assert max(counts) > 256


@pytest.mark.parametrize("most", [5, 40, 512])
def test_two_texts_are_joined_and_cut_as_transformers_does(most: int) -> None:
    pairs = [(one, other) for one in TEXTS for other in TEXTS]
    theirs = AutoTokenizer.from_pretrained(default_embedding_path())(
        [one for one, _ in pairs],
        [other for _, other in pairs],
        truncation="longest_first",
        max_length=most,
        return_offsets_mapping=True,
    )
    ours = WordPieces(together=most).joined(pairs)
    assert [ids for ids, _, _ in ours] == theirs["input_ids"]
    assert [kinds for _, kinds, _ in ours] == theirs["token_type_ids"]
    assert [offsets for _, _, offsets in ours] == theirs["offset_mapping"]


def test_tokens_come_with_their_characters() -> None:
    text = "Tramlines end."
    ids, offsets = word_pieces().placed(text, 3)
    assert ids == word_pieces().ids([text], 3)[0]
    assert [text[start:end] for start, end in offsets] == ["tram".title(), "lines", "end"]


def test_special_tokens_are_the_files_own() -> None:
    tokenizer = AutoTokenizer.from_pretrained(default_embedding_path())
    specials = (tokenizer.cls_token_id, tokenizer.sep_token_id, tokenizer.unk_token_id)
    assert specials == (START, END, minilm.UNKNOWN)


def test_states_with_an_adapter_are_those_of_the_merged_model() -> None:
    weights = load_file(ADAPTER)
    tokens, kinds, mask = padded(
        [Few((101, 7592, 102, 2088, 102), (0, 0, 0, 1, 1)), Few((9,), (0,))]
    )
    with torch.no_grad():
        theirs = merged(weights)(input_ids=tokens, token_type_ids=kinds, attention_mask=mask)
    ours = encoder("float32", weights)(tokens, kinds, mask)
    assert torch.allclose(ours[mask.bool()], theirs.last_hidden_state[mask.bool()], atol=1e-4)


def test_only_the_layers_that_an_adapter_has_are_changed() -> None:
    adapter = {
        "layer.0.output.dense.a": torch.ones(1, 2),
        "layer.0.output.dense.b": torch.ones(2, 1),
    }
    weight = updated(lambda name: torch.zeros(2, 2), adapter)
    assert weight("encoder.layer.0.output.dense.weight").tolist() == [[1, 1], [1, 1]]
    assert weight("encoder.layer.0.output.dense.bias").tolist() == [[0, 0], [0, 0]]
    assert weight("encoder.layer.0.output.LayerNorm.weight").tolist() == [[0, 0], [0, 0]]
    with pytest.raises(KeyError, match=r"layer\.1"):
        weight("encoder.layer.1.output.dense.weight")


def test_counting_and_embedding_at_once_do_not_disturb_each_other() -> None:
    embedder = SentenceTransformerEmbedder(precision="float32", threads=1)
    long = TEXTS[4]
    tokens, expected = embedder.count_tokens(long), embedder.passages([long])
    with ThreadPoolExecutor(4) as people:
        counts = [people.submit(embedder.count_tokens, long) for _ in range(60)]
        vectors = [people.submit(embedder.passages, [long]) for _ in range(8)]
    assert {count.result() for count in counts} == {tokens}
    assert all(np.array_equal(vector.result(), expected) for vector in vectors)


@pytest.mark.parametrize("name", ["tokenizer.json", "model.safetensors"])
def test_damaged_files_are_named_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for each in ("tokenizer.json", "model.safetensors"):
        (tmp_path / each).symlink_to(default_embedding_path() / each)
    (tmp_path / name).unlink()
    (tmp_path / name).write_bytes(b"junk")
    monkeypatch.setattr(minilm, "default_embedding_path", lambda: tmp_path)
    with pytest.raises(ModelError, match=rf"{name}.*pip install"):
        WordPieces() and encoder("float32")
