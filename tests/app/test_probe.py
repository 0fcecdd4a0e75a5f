from __future__ import annotations

import signal
from pathlib import Path

import pytest

from app import probe
from app.models import default_model_path
from app.probe import parse_features


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for this Python: a shell script that plays the child."""
    script = tmp_path / "child"
    monkeypatch.setattr("sys.executable", str(script))
    return script


def play(script: Path, lines: str) -> None:
    script.write_text(f"#!/bin/sh\n{lines}\n")
    script.chmod(0o755)


@pytest.mark.model
def test_packaged_model_writes_a_token() -> None:
    tried = probe.probe(default_model_path())
    assert tried.failure == ""
    assert tried.has_template
    assert tried.version
    assert not any(feature.startswith("AMX") for feature in tried.features)


@pytest.mark.model
def test_foreign_file_is_a_failure_not_a_crash(tmp_path: Path) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(default_model_path().read_bytes()[:1_000_000])
    tried = probe.probe(broken, generates=False)
    assert tried.version
    assert tried.failure


def test_illegal_instruction_keeps_what_was_known_before(child: Path) -> None:
    play(child, 'echo \'{"version": "1", "system": "CPU : AVX512 = 1 | "}\'; kill -ILL $$')
    tried = probe.probe(Path("any.gguf"))
    assert tried.version == "1"
    assert tried.features == {"CPU", "AVX512"}
    assert signal.SIGILL.name in tried.failure
    assert "CPU does not have" in tried.failure


def test_child_that_ends_badly_leaves_its_last_words(child: Path) -> None:
    play(child, "echo first >&2; echo last words >&2; exit 3")
    assert probe.probe(Path("any.gguf")).failure == "last words"


def test_child_that_hangs_is_ended(child: Path) -> None:
    play(child, "exec sleep 60")
    assert "did not finish" in probe.probe(Path("any.gguf"), timeout_s=0.2).failure


def test_features_of_all_backends_are_read() -> None:
    line = "CUDA : ARCHS = 890 | USE_GRAPHS = 1 | CPU : SSE3 = 1 | AVX2 = 1 | AVX512 = 0 | "
    assert parse_features(line) == {"CUDA", "USE_GRAPHS", "CPU", "SSE3", "AVX2"}
    assert parse_features("") == frozenset()
