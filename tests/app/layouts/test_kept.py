from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from app.layouts import identity, kept
from app.layouts.kept import RECORD, Record
from app.layouts.types import Faith, Prepared, Speed, Trial

TRIALS = (
    Trial("as it is", 5, Speed(2.0, ((1, 3.0),))),
    Trial("Q8_0", 4, Speed(4.0, ((1, 5.0), (2, 4.0))), Faith(0.99, 0.01, 300)),
    Trial("Q4_0", failure="it crashed"),
)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "m.gguf"
    path.write_bytes(os.urandom(3_000_000))
    return path


@pytest.fixture
def lora(tmp_path: Path) -> Path:
    path = tmp_path / "a.gguf"
    path.write_bytes(b"adapter")
    return path


def keep(model: Path, lora: Path | None, home: Path, file: str = "m.Q8_0.gguf") -> Path:
    """Keep a preparation; returns its folder."""
    making = kept.folder(home) / ".making"
    making.mkdir(parents=True)
    if file:
        (making / file).write_bytes(b"made")
    record = Record(
        file, 4 if file else 0, bool(file and lora), "Q8_0" if file else "as it is", 2,
        str(model), identity.of_file(model), identity.of_file(lora) if lora else None,
        identity.machine(), TRIALS,
    )  # fmt: skip
    name = kept.key(model, lora)
    kept.keep(making, record, home, name)
    return kept.folder(home) / name


def test_what_was_kept_is_found(model: Path, lora: Path, tmp_path: Path) -> None:
    place = keep(model, lora, tmp_path)
    assert kept.prepared(model, lora, tmp_path) == Prepared(place / "m.Q8_0.gguf", True, "Q8_0", 2)
    assert kept.prepared(model, None, tmp_path) is None
    assert kept.trials(model, lora, tmp_path) == TRIALS


def test_original_that_is_best_is_found(model: Path, lora: Path, tmp_path: Path) -> None:
    keep(model, lora, tmp_path, file="")
    assert kept.prepared(model, lora, tmp_path) == Prepared(model, False, "as it is", 2)


def test_nothing_prepared_or_no_model_is_none(model: Path, tmp_path: Path) -> None:
    assert kept.prepared(model, None, tmp_path) is None
    assert kept.prepared(tmp_path / "gone.gguf", None, tmp_path) is None
    assert kept.trials(model, None, tmp_path) == ()


def test_model_that_was_only_touched_or_moved_still_fits(model: Path, tmp_path: Path) -> None:
    keep(model, None, tmp_path)
    os.utime(model, (1, 1))
    moved = model.rename(tmp_path / "moved.gguf")
    assert kept.prepared(moved, None, tmp_path) is not None


def test_model_changed_in_its_middle_does_not_fit(model: Path, tmp_path: Path) -> None:
    keep(model, None, tmp_path)
    with model.open("r+b") as handle:
        handle.seek(1_500_000)
        handle.write(b"other")
    os.utime(model, (1, 1))
    assert kept.prepared(model, None, tmp_path) is None


def test_another_llama_or_processor_does_not_fit(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(model, None, tmp_path)
    here = identity.machine()
    changes = (
        replace(here, llama="0"), replace(here, build="0"), replace(here, cpu="0"),
        replace(here, cores=here.cores + 1),
    )  # fmt: skip
    for other in changes:
        monkeypatch.setattr(identity, "machine", lambda other=other: other)
        assert kept.prepared(model, None, tmp_path) is None


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", "null", "{}", '{"format": 1}', '{"format": 99}', "\x00" * 50]
)
def test_damaged_record_counts_as_none(model: Path, tmp_path: Path, damage: str) -> None:
    (keep(model, None, tmp_path) / RECORD).write_text(damage)
    assert kept.prepared(model, None, tmp_path) is None
    assert kept.trials(model, None, tmp_path) == ()


@pytest.mark.parametrize(("name", "value"), [("file", "../../m.gguf"), ("decode_threads", 0)])
def test_record_that_points_elsewhere_counts_as_none(
    model: Path, tmp_path: Path, name: str, value: str | int
) -> None:
    path = keep(model, None, tmp_path) / RECORD
    path.write_text(json.dumps(json.loads(path.read_text()) | {name: value}))
    assert kept.prepared(model, None, tmp_path) is None


def test_file_that_is_gone_or_cut_short_counts_as_none(model: Path, tmp_path: Path) -> None:
    file = keep(model, None, tmp_path) / "m.Q8_0.gguf"
    file.write_bytes(b"m")
    assert kept.prepared(model, None, tmp_path) is None
    file.unlink()
    assert kept.prepared(model, None, tmp_path) is None


def test_newer_preparation_removes_those_of_the_older_file(
    model: Path, lora: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.gguf"
    other.write_bytes(b"another model")
    stale, damaged, foreign = (
        keep(model, None, tmp_path), kept.folder(tmp_path) / "0", keep(other, None, tmp_path)
    )  # fmt: skip
    damaged.mkdir()
    (damaged / RECORD).write_text("{")
    model.write_bytes(b"a new edition")
    first, second = keep(model, None, tmp_path), keep(model, lora, tmp_path)
    assert not stale.exists()
    assert not damaged.exists()
    assert all(place.exists() for place in (foreign, first, second))


def test_keeping_twice_replaces(model: Path, tmp_path: Path) -> None:
    keep(model, None, tmp_path)
    place = keep(model, None, tmp_path, file="")
    assert [path.name for path in place.iterdir()] == [RECORD]


def test_machine_is_told_without_loading_llama() -> None:
    import subprocess
    import sys

    code = "import sys; from app.layouts import prepared; print('llama_cpp' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
