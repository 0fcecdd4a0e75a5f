from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.layouts import Prepared, Step, children, kept, prepare, prepared
from app.layouts.children import Job
from app.layouts.types import AS_IT_IS, Faith, Speed, Trial
from indexes.errors import ModelError
from tests.app.layouts import files

Q = "blk.0.attn_q.weight"
TRUE = Faith(0.99, 0.005, 300)
SLOW, QUICK, QUICKEST = (Speed(100.0 * n, ((1, 10.0 * n), (2, 5.0 * n))) for n in (1, 4, 8))
FIGURES = {
    AS_IT_IS: Trial(AS_IT_IS, 9, SLOW),
    "F16": Trial("F16", 9, QUICK, TRUE),
    "Q8_0": Trial("Q8_0", 4, QUICKEST, TRUE),
    "Q4_0": Trial("Q4_0", 4, None, Faith(0.7, 0.3, 300)),
}


class Bench:
    """Plays the child processes: writes files, tells the figures it was given."""

    def __init__(self) -> None:
        self.figures = dict(FIGURES)
        self.jobs: list[Job] = []
        self.steps: list[Step] = []
        self.stops_at = ""

    def run(self, job: Job) -> Trial:
        name = job.layout or AS_IT_IS
        self.jobs.append(job)
        if name == self.stops_at:
            raise KeyboardInterrupt
        if job.layout is None:
            job.reference.write_bytes(b"logits")
        elif not self.figures[name].failure:
            job.target.write_bytes(b"made")
        return self.figures[name]

    @property
    def tried(self) -> list[str]:
        return [job.layout or AS_IT_IS for job in self.jobs if job.measured]


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Bench:
    played = Bench()
    monkeypatch.setattr(children, "run", played.run)
    return played


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return files.write(tmp_path / "m.gguf", files.MODEL, {Q: files.random(6, 8)})


@pytest.fixture
def lora(tmp_path: Path) -> Path:
    parts = {f"{Q}.lora_a": files.random(2, 8), f"{Q}.lora_b": files.random(6, 2)}
    return files.write(tmp_path / "a.gguf", files.ADAPTER, parts)


Made = Callable[..., Prepared]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def made(bench: Bench, model: Path, home: Path) -> Made:
    def make(lora: Path | None = None, *, every: bool = False) -> Prepared:
        return prepare(model, lora, home, 2, bench.steps.append, every=every)

    return make


def kept_files(home: Path) -> list[str]:
    found = kept.folder(home).rglob("*")
    return sorted(path.name for path in found if path.is_file() and path.name != "lock")


def test_quickest_faithful_layout_is_kept_alone(
    made: Made, model: Path, lora: Path, home: Path
) -> None:
    got = made(lora)
    assert (got.merged, got.layout, got.decode_threads) == (True, "Q8_0", 1)
    assert kept_files(home) == ["m+a.Q8_0.gguf", "record.json"]
    assert prepared(model, lora, home) == got


def test_adapter_is_merged_once_and_put_on_the_original_alone(
    made: Made, bench: Bench, model: Path, lora: Path
) -> None:
    made(lora)
    original, half, *others = bench.jobs
    assert (original.lora, original.merged) == (lora, None)
    assert (half.source, half.merged, half.lora) == (model, lora, None)
    for job in others:
        assert (job.source, job.merged, job.lora) == (half.target, None, None)


def test_without_an_adapter_all_are_made_of_the_model(
    made: Made, bench: Bench, model: Path
) -> None:
    assert not made().merged
    assert {job.source for job in bench.jobs} == {model}
    assert bench.tried == [AS_IT_IS, "F16", "Q8_0", "Q4_0"]


def test_original_that_is_no_slower_stays(
    made: Made, bench: Bench, model: Path, lora: Path, home: Path
) -> None:
    bench.figures[AS_IT_IS] = Trial(AS_IT_IS, 9, QUICKEST)
    got = made(lora)
    assert got == Prepared(model, False, AS_IT_IS, 1)
    assert kept_files(home) == ["record.json"]
    assert prepared(model, lora, home) == got


def test_layout_that_crashes_is_only_passed_over(made: Made, bench: Bench) -> None:
    bench.figures["Q8_0"] = Trial("Q8_0", failure="it was ended by SIGILL")
    assert made().layout == "F16"


def test_original_that_does_not_run_is_an_error(made: Made, bench: Bench, home: Path) -> None:
    bench.figures[AS_IT_IS] = Trial(AS_IT_IS, failure="it knows no such architecture")
    with pytest.raises(ModelError, match=r"cannot run m here: it knows no such architecture\."):
        made()
    assert kept_files(home) == []


def test_adapter_that_cannot_be_merged_is_an_error(made: Made, bench: Bench, lora: Path) -> None:
    bench.figures["F16"] = Trial("F16", failure="no room")
    with pytest.raises(ModelError, match="was not merged: no room"):
        made(lora)


def test_adapter_for_another_model_is_refused_before_anything_runs(
    made: Made, bench: Bench, tmp_path: Path
) -> None:
    parts = {f"{Q}.lora_a": files.random(2, 9), f"{Q}.lora_b": files.random(6, 2)}
    other = files.write(tmp_path / "other.gguf", files.ADAPTER, parts)
    with pytest.raises(ModelError, match=r"other\.gguf is not an adapter for m\.gguf"):
        made(other)
    assert bench.jobs == []


@pytest.mark.usefixtures("bench")
def test_missing_model_or_adapter_is_refused(model: Path, home: Path) -> None:
    gone = model.with_name("gone.gguf")
    for chosen, lora in ((gone, None), (model, gone)):
        with pytest.raises(ModelError, match=r"gone\.gguf"):
            prepare(chosen, lora, home, 2, lambda step: None)


def test_model_replaced_meanwhile_is_not_taken_for_the_prepared_one(
    made: Made, bench: Bench, model: Path, home: Path
) -> None:
    plays = bench.run

    def run(job: Job) -> Trial:
        files.write(model, files.MODEL, {Q: files.random(6, 8, seed=3)})
        return plays(job)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(children, "run", run)
        made()
    assert prepared(model, None, home) is None


def test_second_time_nothing_is_measured(made: Made, bench: Bench) -> None:
    first = made()
    bench.jobs.clear()
    assert made() == first
    assert bench.jobs == []


def test_interrupted_preparation_leaves_nothing_that_counts(
    made: Made, bench: Bench, model: Path, home: Path
) -> None:
    bench.stops_at = "Q8_0"
    with pytest.raises(KeyboardInterrupt):
        made()
    assert kept_files(home) == []
    left = kept.folder(home) / ".making"
    left.mkdir()
    (left / "m.F16.gguf").write_bytes(b"of a process that was killed")
    assert prepared(model, None, home) is None
    bench.stops_at = ""
    made()
    assert kept_files(home) == ["m.Q8_0.gguf", "record.json"]


def test_large_model_is_tried_in_one_layout_unless_all_are_asked_for(
    made: Made, bench: Bench, lora: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.layouts.making.LARGE", 100)
    made(lora)
    assert bench.tried == [AS_IT_IS, "Q8_0"]
    bench.jobs.clear()
    made(every=True)
    assert bench.tried == [AS_IT_IS, "F16", "Q8_0", "Q4_0"]


def test_full_disk_is_told_before_anything_is_written(
    made: Made, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=1_000))
    with pytest.raises(ModelError, match=r"Preparing m\.gguf takes 0\.3 GB.* 0\.0 GB free"):
        made()
    assert bench.jobs == []


def test_folder_that_cannot_be_written_is_an_error(
    bench: Bench, model: Path, tmp_path: Path
) -> None:
    home = tmp_path / "file"
    home.write_text("no folder")
    with pytest.raises(ModelError, match=r"m\.gguf cannot be prepared under"):
        prepare(model, None, home, 2, bench.steps.append)


def test_steps_lead_from_nothing_to_all(made: Made, bench: Bench, lora: Path) -> None:
    made(lora)
    assert [step.done for step in bench.steps] == [0, 1, 2, 3, 4]
    assert {step.total for step in bench.steps} == {4}
    assert "m+a" in bench.steps[0].text
    assert "99.0% the same tokens" in bench.steps[3].text
    assert bench.steps[4].text == "Q4_0: only 70.0% the same tokens"
