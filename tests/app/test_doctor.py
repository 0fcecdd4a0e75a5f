from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app import doctor
from app.cpu import Cpu
from app.doctor import (
    examine,
    examine_disk,
    examine_library,
    examine_operations,
    examine_python,
)
from app.doctor_models import examine_embedding, examine_models
from app.findings import Finding, render, worst
from app.models import default_model_path
from app.probe import Probe
from app.settings import Settings
from indexes.catalog import Catalog

HASWELL = Cpu("Example", "Linux", "x86_64", frozenset(["avx", "avx2", "fma", "f16c", "bmi2"]), 4)
GOOD = Probe("0.3.36", frozenset({"CPU", "AVX", "AVX2", "FMA", "F16C", "BMI2"}), False, True, "")


class ScriptedProber:
    """Gives the probes it was told to give, the last one again and again."""

    def __init__(self, *probes: Probe) -> None:
        self.probes = list(probes)
        self.calls: list[tuple[Path, bool]] = []

    def __call__(self, model: Path, generates: bool) -> Probe:
        self.calls.append((model, generates))
        return self.probes[min(len(self.calls), len(self.probes)) - 1]


def named(findings: Sequence[Finding], name: str) -> Finding:
    return next(finding for finding in findings if finding.name == name)


def models(settings: Settings, *probes: Probe, cpu: Cpu = HASWELL) -> list[Finding]:
    return examine_models(settings, cpu, ScriptedProber(*(probes or (GOOD,))))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def gguf(tmp_path: Path) -> Path:
    path = tmp_path / "other.gguf"
    path.write_bytes(b"GGUF" + bytes(100))
    return path


def test_sound_installation_has_no_problem(home: Path) -> None:
    home.mkdir()
    findings = examine(Settings(home=home), ScriptedProber(GOOD))
    names = [finding.name for finding in findings]
    assert names == ["Python", "CPU", "Settings", "llama.cpp", "GPU", "Chat model",
                     "LoRA", "Embedding model", "Offline", "SQLite", "Library",
                     "Operations", "Disk"]  # fmt: skip
    unsound = {f.name for f in findings if f.status != "ok"}
    assert unsound <= {"CPU", "Disk", "GPU"}, unsound  # which this machine may really lack


def test_every_problem_has_a_remedy(home: Path) -> None:
    settings = Settings(
        home=home, model="/absent.gguf", lora="/absent.lora", embedding_model="someone/model",
        gpu_layers=3,
    )  # fmt: skip
    crash = Probe("0.3.36", frozenset(), False, False, "it was ended by a signal (SIGILL)")
    findings = examine(settings, ScriptedProber(crash))
    problems = [finding for finding in findings if finding.status != "ok"]
    assert {finding.name for finding in problems} >= {
        "llama.cpp", "GPU", "Chat model", "LoRA", "Offline"
    }  # fmt: skip
    assert all(finding.remedy.endswith(".") for finding in problems)
    assert not any(finding.remedy for finding in findings if finding.status == "ok")


def test_looking_at_an_empty_library_creates_nothing(home: Path) -> None:
    assert examine_library(home).status == "ok"
    assert not home.exists()


def test_old_python_fails() -> None:
    assert examine_python((3, 10, 4)).status == "fail"
    assert examine_python((3, 13, 0)).status == "ok"


def test_crash_of_llama_is_a_finding_that_names_the_missing_instructions() -> None:
    crash = replace(
        GOOD, features=GOOD.features | {"AVX512"}, failure="it was ended by a signal (SIGILL)"
    )
    finding = named(models(Settings(), crash), "llama.cpp")
    assert finding.status == "fail"
    assert "SIGILL" in finding.detail
    assert "AVX512" in finding.detail
    assert "make llama" in finding.remedy


def test_llama_that_cannot_be_loaded_fails() -> None:
    absent = Probe("", frozenset(), False, False, "it cannot be loaded: no such file")
    assert named(models(Settings(), absent), "llama.cpp").status == "fail"


def test_build_with_amx_is_warned_of() -> None:
    finding = named(
        models(Settings(), replace(GOOD, features=GOOD.features | {"AMX_INT8"})), "llama.cpp"
    )
    assert (finding.status, "AMX" in finding.detail) == ("warn", True)


def test_instructions_that_the_build_leaves_idle_are_told() -> None:
    cpu = replace(HASWELL, features=HASWELL.features | {"avx_vnni"})
    finding = named(models(Settings(), cpu=cpu), "llama.cpp")
    assert finding.status == "ok"
    assert "AVX_VNNI" in finding.detail


def test_foreign_model_is_read_without_writing_a_token(gguf: Path) -> None:
    prober = ScriptedProber(GOOD)
    findings = examine_models(Settings(model=str(gguf)), HASWELL, prober)
    assert named(findings, "Chat model").status == "ok"
    assert prober.calls == [(default_model_path(), True), (gguf, False)]


@pytest.mark.parametrize(
    ("probe", "words"),
    [
        (replace(GOOD, has_template=False), "no chat template"),
        (replace(GOOD, failure="Failed to load model"), "Failed to load"),
    ],
)
def test_unfit_model_fails(gguf: Path, probe: Probe, words: str) -> None:
    finding = named(models(Settings(model=str(gguf)), GOOD, probe), "Chat model")
    assert finding.status == "fail"
    assert words in finding.detail


def test_broken_llama_is_not_blamed_on_the_model(gguf: Path) -> None:
    crash = replace(GOOD, failure="it was ended by a signal (SIGILL)")
    assert named(models(Settings(model=str(gguf)), crash), "Chat model").status == "ok"


def test_missing_lora_fails(tmp_path: Path) -> None:
    finding = named(models(Settings(lora=str(tmp_path / "absent.gguf"))), "LoRA")
    assert (finding.status, "FOOTNOTE_LORA" in finding.remedy) == ("fail", True)


def test_truncated_embedding_weights_fail(tmp_path: Path) -> None:
    header = json.dumps({"w": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}}).encode()
    (tmp_path / "config.json").write_text("{}")
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(len(header).to_bytes(8, "little") + header + bytes(16))
    settings = Settings(embedding_model=str(tmp_path))
    assert examine_embedding(settings).status == "ok"
    weights.write_bytes(weights.read_bytes()[:-1])
    assert "cut short" in examine_embedding(settings).detail
    weights.write_bytes(b"not weights at all")
    assert "not a safetensors file" in examine_embedding(settings).detail
    weights.unlink()
    assert examine_embedding(settings).status == "fail"


def test_database_that_is_none_fails(home: Path) -> None:
    home.mkdir()
    (home / doctor.DATABASE).write_bytes(b"no database" * 1000)
    finding = examine_library(home)
    assert finding.status == "fail"
    assert "backup" in finding.remedy


def test_damaged_database_fails(home: Path) -> None:
    path = home / doctor.DATABASE
    Catalog(path).database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("r+b") as handle:
        handle.seek(4096)
        handle.write(bytes(range(256)) * 32)
    assert examine_library(home).status == "fail"


def test_sound_library_is_counted(home: Path) -> None:
    Catalog(home / doctor.DATABASE)
    assert examine_library(home).status == "ok"
    assert "0 documents" in examine_library(home).detail


def test_missing_index_is_mended_by_a_rebuild(home: Path) -> None:
    Catalog(home / doctor.DATABASE)
    with sqlite3.connect(home / doctor.DATABASE) as connection:
        connection.execute("INSERT INTO state VALUES ('build_id', 'gone')")
    finding = examine_library(home)
    assert finding.status == "fail"
    assert "footnote rebuild" in finding.remedy


@pytest.mark.parametrize(
    ("free", "status"), [(50e9, "ok"), (500e6, "warn"), (5e6, "fail")]
)  # fmt: skip
def test_little_space_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: float, status: str
) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=int(free))
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    assert examine_disk(tmp_path / "not" / "yet").status == status


def test_findings_are_shown_with_their_remedies() -> None:
    findings = [
        Finding("Python", "ok", "3.12"),
        Finding("Disk", "warn", "little space", "Free some."),
    ]
    assert render(findings).splitlines() == [
        "ok    Python  3.12",
        "warn  Disk    little space",
        "              -> Free some.",
    ]
    assert worst(findings) == "warn"
    assert worst([]) == "ok"


def test_remote_models_are_told_with_what_goes_to_them(home: Path) -> None:
    settings = Settings(home=home, model="openai:gpt-4o-mini", larger_model="openai:gpt-4o")
    findings = examine(settings, ScriptedProber(GOOD))
    assert named(findings, "Chat model").detail == "openai:gpt-4o-mini, asked over the network"
    assert named(findings, "Larger model").detail == "openai:gpt-4o, asked over the network"
    assert "openai:gpt-4o-mini and openai:gpt-4o" in named(findings, "Offline").detail
    assert named(findings, "LoRA").status == "ok"  # of the packaged model, which steps in


def test_larger_model_is_looked_at_as_the_first_is(gguf: Path) -> None:
    bare = replace(GOOD, has_template=False)
    finding = named(models(Settings(larger_model=str(gguf)), GOOD, bare), "Larger model")
    assert finding.status == "fail"
    assert finding.remedy.startswith("Set FOOTNOTE_LARGER_MODEL to an instruct model")


def test_model_of_the_catalogue_that_is_not_here_is_told(home: Path) -> None:
    from app.models.catalogue import catalogue

    name = catalogue()[-1].name
    finding = named(models(Settings(home=home, larger_model=name)), "Larger model")
    assert finding.status == "fail"
    assert "footnote models pull" in finding.remedy


def test_damaged_operations_fail_and_sound_or_absent_ones_do_not(tmp_path: Path) -> None:
    assert examine_operations(tmp_path).status == "ok"
    path = tmp_path / "operations.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE traces (id TEXT)")
    assert examine_operations(tmp_path).status == "ok"

    path.write_bytes(b"no database" * 1000)

    finding = examine_operations(tmp_path)
    assert finding.status == "fail"
    assert str(path) in finding.detail
    assert "move it away" in finding.remedy
