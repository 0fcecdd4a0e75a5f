from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from app.reading.evidence import gathered
from app.reading.model import ADAPTER, Reader
from app.reading.types import UNREAD, PassageReading, Reads
from indexes.errors import ModelError
from indexes.rerank_models import ADAPTER as RERANKER
from tests.indexes.windowing import windows

pytestmark = pytest.mark.model

QUESTION = "When does the fuel dock open?"
PASSAGES = [
    ["Dogs are kept on a lead on all piers.", "The fuel dock opens at a quarter to eight."],
    ["The office sells tickets.", "Rubbish goes into the bins.", "Boats are red."],
]


@pytest.fixture(scope="module")
def packaged() -> Reader:
    return Reader()


def logits(readings: list[PassageReading]) -> list[list[float]]:
    return [[chunk.logit for chunk in each.chunks] for each in readings]


def test_the_sentence_and_the_words_that_answer_score_highest(packaged: Reader) -> None:
    reads: Reads = packaged
    first, second = reads.read(QUESTION, PASSAGES)
    assert max(map(max, logits([first, second]))) == first.chunks[1].logit > 0
    best = max((*first.spans, *second.spans), key=lambda span: span.score)
    assert "eight" in " ".join(PASSAGES[0])[best.start : best.end]
    assert best.parts[0].chunk == 1


def test_a_question_that_nothing_answers_is_less_answerable(packaged: Reader) -> None:
    found = list(windows(PASSAGES[0] + PASSAGES[1]).values())
    asked = gathered(QUESTION, found, packaged)
    other = gathered("Who was the first keeper of the lighthouse?", found, packaged)
    assert asked.best_chunk > 0 > other.best_chunk
    assert asked.best_phrase > 0 > other.best_phrase


def test_readings_do_not_depend_on_what_is_read_beside(packaged: Reader) -> None:
    together = packaged.read(QUESTION, [*PASSAGES, ["word " * 150] * 2])
    alone = packaged.read(QUESTION, PASSAGES[:1])
    assert logits(together)[0] == pytest.approx(logits(alone)[0], abs=1e-3)
    assert together[0].spans[0].score == pytest.approx(alone[0].spans[0].score, abs=1e-3)


def test_several_people_at_once_get_what_each_would_alone(packaged: Reader) -> None:
    alone = packaged.read(QUESTION, PASSAGES)
    with ThreadPoolExecutor(4) as people:
        together = list(people.map(lambda _: packaged.read(QUESTION, PASSAGES), range(8)))
    assert all(each == alone for each in together)


def test_passages_without_any_words_are_no_error(packaged: Reader) -> None:
    assert packaged.read(QUESTION, []) == []
    blank, none = packaged.read("", [["", " "], []])
    assert logits([blank]) == [[UNREAD, UNREAD]]
    assert (blank.spans, none.spans, none.chunks) == ((), (), ())


def test_a_missing_or_damaged_adapter_is_an_error_with_the_remedy(tmp_path: Path) -> None:
    damaged = tmp_path / "reader.safetensors"
    with pytest.raises(ModelError, match="install Footnote anew"):
        Reader(adapter=damaged)
    damaged.write_bytes(b"junk junk junk")
    with pytest.raises(ModelError, match=r"reader\.safetensors cannot be read"):
        Reader(adapter=damaged)


def test_a_foreign_adapter_is_an_error_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="does not fit"):
        Reader(adapter=RERANKER)
    cut = {name: each for name, each in load_file(ADAPTER).items() if "layer.5" not in name}
    save_file(cut, tmp_path / "cut.safetensors")
    with pytest.raises(ModelError, match=r"layer\.5"):
        Reader(adapter=tmp_path / "cut.safetensors")


def test_half_precision_says_nearly_the_same(packaged: Reader) -> None:
    half = Reader("bfloat16").read(QUESTION, PASSAGES)
    full = packaged.read(QUESTION, PASSAGES)
    assert torch.allclose(
        torch.tensor(logits(half)[0]), torch.tensor(logits(full)[0]), atol=1.0, rtol=0.1
    )
