from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from app.versions import checksums
from app.versions.checksums import Checksums


def test_file_is_read_once_for_all_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(b"weights")
    expected = hashlib.sha256(b"weights").hexdigest()
    assert Checksums(tmp_path / "operations.sqlite3").of(path) == expected
    monkeypatch.setattr(checksums, "read", lambda path: pytest.fail("read again"))
    assert Checksums(tmp_path / "operations.sqlite3").of(path) == expected


def test_changed_file_is_read_again(tmp_path: Path) -> None:
    path, made = tmp_path / "model.gguf", Checksums(tmp_path / "operations.sqlite3")
    path.write_bytes(b"weights")
    before = made.of(path)
    path.write_bytes(b"others!")
    os.utime(path, ns=(1, 1))
    assert made.of(path) != before


def test_folder_counts_by_names_and_contents(tmp_path: Path) -> None:
    made = Checksums(tmp_path / "operations.sqlite3")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "weights").write_bytes(b"same")
    assert made.of(tmp_path / "one") == made.of(tmp_path / "two")
    (tmp_path / "two" / "weights").rename(tmp_path / "two" / "renamed")
    assert made.of(tmp_path / "one") != made.of(tmp_path / "two")


def test_nothing_has_no_checksum(tmp_path: Path) -> None:
    assert Checksums(tmp_path / "operations.sqlite3").of(tmp_path / "gone") == ""
