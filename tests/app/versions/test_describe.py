from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from app.checking.entailment import ADAPTER as CHECKER_FILE
from app.reading.model import ADAPTER as READER_FILE
from app.settings import Settings
from app.versions.checksums import Checksums
from app.versions.describe import (
    ABSENT,
    CHECKER,
    READER,
    RERANKER,
    describe,
    prompt_checksum,
)
from app.versions.sets import VersionSet
from indexes.rerank_models import ADAPTER as RERANKER_FILE
from tests.app.versions.world import gguf, settings


def of(chosen: Settings, precision: str = "float32") -> VersionSet:
    return describe(chosen, Checksums(chosen.home / "operations.sqlite3").of, precision)


def test_files_that_come_with_footnote_are_those_that_are_loaded() -> None:
    assert (CHECKER, READER, RERANKER) == (CHECKER_FILE, READER_FILE, RERANKER_FILE)


def test_model_is_named_by_file_and_checksum(tmp_path: Path) -> None:
    chosen = settings(tmp_path)
    content = (tmp_path / "models" / "tiny.gguf").read_bytes()
    made = of(chosen)
    assert made.part("model") == "tiny.gguf"
    assert made.part("model sha256") == hashlib.sha256(content).hexdigest()
    assert made.part("prompt") == "answer@2"
    assert made.part("adapter") == ""


def test_same_file_elsewhere_is_the_same_version(tmp_path: Path) -> None:
    one = settings(tmp_path / "one")
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    moved = settings(tmp_path / "two")
    assert of(one).id == of(moved).id


def test_other_content_of_a_file_is_another_version(tmp_path: Path) -> None:
    chosen = settings(tmp_path)
    before = of(chosen)
    gguf(tmp_path / "models" / "tiny.gguf", "other weights")
    assert of(chosen).id != before.id


def test_adapter_and_prompt_are_parts(tmp_path: Path) -> None:
    lora = gguf(tmp_path / "adapters" / "feedback-1.gguf", "lora")
    made = of(settings(tmp_path, lora=str(lora), prompt="brief@1"))
    assert (made.part("adapter"), made.part("prompt")) == ("feedback-1", "brief@1")
    assert len(made.part("adapter sha256")) == 64
    assert dict(made.settings)["lora"] == "adapters/feedback-1.gguf"


def test_remote_model_is_named_by_provider(tmp_path: Path) -> None:
    made = of(settings(tmp_path, model="openai:gpt-4o-mini"))
    assert made.part("model") == "openai:gpt-4o-mini"
    assert made.part("model sha256") == ""


def test_model_that_is_not_here_is_told(tmp_path: Path) -> None:
    made = of(settings(tmp_path, model=str(tmp_path / "gone.gguf")))
    assert made.part("model sha256") == ABSENT


def test_precision_is_that_of_the_library_unless_it_is_set(tmp_path: Path) -> None:
    chosen = settings(tmp_path)
    assert of(chosen, "bfloat16").part("embedding precision") == "bfloat16"
    fixed = replace(chosen, embedding_precision="float32")
    assert of(fixed, "bfloat16").part("embedding precision") == "float32"


@pytest.mark.parametrize(
    ("name", "value"),
    [("hits", 4), ("reranker", "none"), ("reader", "none"), ("temperature", 0.5), ("seed", 1)],
)
def test_settings_that_change_answers_change_the_version(
    tmp_path: Path, name: str, value: str | int | float
) -> None:
    assert of(settings(tmp_path)).id != of(settings(tmp_path, **{name: value})).id


@pytest.mark.parametrize(("name", "value"), [("port", 9000), ("owner", "me"), ("threads", 3)])
def test_other_settings_do_not(tmp_path: Path, name: str, value: str | int) -> None:
    assert of(settings(tmp_path)).id == of(settings(tmp_path, **{name: value})).id


def test_prompt_counts_by_its_texts(tmp_path: Path) -> None:
    (tmp_path / "a@1.toml").write_text('system = "Be brief."\nuser = "x"\n', encoding="utf-8")
    (tmp_path / "b@1.toml").write_text(
        '# a comment\nuser = "x"\nsystem = "Be brief. "\n', encoding="utf-8"
    )
    (tmp_path / "c@1.toml").write_text('system = "Be long."\nuser = "x"\n', encoding="utf-8")
    one, same, other = (prompt_checksum(f"{each}@1", tmp_path) for each in "abc")
    assert one == same != other
    assert prompt_checksum("none@1", tmp_path) == ""
