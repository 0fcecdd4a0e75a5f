from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from app.layouts import children, trial
from app.layouts.children import Job
from app.layouts.choose import is_faithful
from app.models import ADAPTER, default_model_path
from indexes.errors import ModelError

Logits = npt.NDArray[np.float32]


def logits(rows: int = 40) -> Logits:
    return np.random.default_rng(0).normal(0.0, 3.0, (rows, 30)).astype(np.float32)


def in_parts(rows: Logits) -> Iterator[Logits]:
    yield rows[:7]
    yield rows[7:]


def test_same_logits_are_wholly_faithful_whatever_is_added_to_all() -> None:
    faith = trial.compared(in_parts(logits() + 5.0), logits())
    assert faith.same_first == 1.0
    assert faith.divergence == pytest.approx(0.0, abs=1e-6)
    assert faith.positions == 40


def test_divergence_is_that_of_the_distributions() -> None:
    theirs, ours = logits(), logits() + np.linspace(0, 1, 30, dtype=np.float32)
    p, q = (np.exp(each) / np.exp(each).sum(1, keepdims=True) for each in (theirs, ours))
    wanted = float((p * np.log(p / q)).sum(1).mean())
    assert trial.compared(in_parts(ours), theirs).divergence == pytest.approx(wanted, rel=1e-4)


def test_near_ties_do_not_count_as_other_tokens() -> None:
    theirs = np.zeros((2, 5), np.float32)
    theirs[0, :2] = 4.0, 3.9
    theirs[1, :2] = 4.0, 3.0
    ours = theirs[:, [1, 0, 2, 3, 4]]
    assert trial.compared(iter([ours]), theirs).same_first == 0.0
    ours[1] = theirs[1]
    assert trial.compared(iter([ours]), theirs).same_first == 1.0


def test_other_number_of_positions_is_an_error() -> None:
    with pytest.raises(ModelError, match="other tokens"):
        trial.compared(in_parts(logits(39)), logits())


def test_layout_that_gives_no_numbers_is_an_error() -> None:
    broken = logits()
    broken[3, 3] = np.nan
    with pytest.raises(ModelError, match="no numbers"):
        trial.compared(in_parts(broken), logits())


@pytest.mark.parametrize(
    ("threads", "counts"), [(1, (1,)), (2, (1, 2)), (6, (1, 2, 4, 6)), (8, (1, 2, 4, 8))]
)
def test_generation_is_tried_with_powers_of_two(threads: int, counts: tuple[int, ...]) -> None:
    assert trial.counts(threads) == counts


@pytest.mark.model
def test_merged_model_says_what_model_and_adapter_say(tmp_path: Path) -> None:
    from app.layouts.bare import Model

    merged = tmp_path / "merged.gguf"
    model, reference = default_model_path(), tmp_path / "reference.f32"
    job = Job(model, merged, "F16", ADAPTER, None, reference, 2, measured=False)
    assert children.run(job).failure == ""

    def read(path: Path, lora: Path | None) -> Logits:
        opened = Model(path, lora, 2)
        return next(opened.logits(opened.tokens("The fee is due on the day of the visit."))).copy()

    with_adapter = read(model, ADAPTER)
    assert [path.name for path in tmp_path.iterdir()] == ["merged.gguf"]
    faith = trial.compared(iter([read(merged, None)]), with_adapter)
    assert faith.same_first == 1.0
    assert is_faithful(faith)
    without = trial.compared(iter([read(model, None)]), with_adapter)
    assert without.divergence > 50 * faith.divergence


@pytest.mark.model
def test_model_that_llama_cannot_read_is_a_failure(tmp_path: Path) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(default_model_path().read_bytes()[:3_000_000])
    job = Job(broken, tmp_path / "t", None, None, None, tmp_path / "r", 1)
    assert children.run(job).failure == "llama.cpp cannot load broken.gguf."
