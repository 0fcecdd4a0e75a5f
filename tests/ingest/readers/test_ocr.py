"""Which languages Tesseract is asked for, and what is made of its words."""

from __future__ import annotations

import subprocess

import pytest

from indexes.errors import ReadError
from ingest.readers import ocr
from ingest.readers.ocr_lines import confidence, lines_of

COLUMNS = "level page_num block_num par_num line_num word_num left top width height conf text"
PICTURE = ocr.Picture(2, 2, b"\x00\xff\x00\xff", 300)


def _table(*rows: str) -> str:
    return "\n".join("\t".join(row.split(" ")) for row in (COLUMNS, *rows))


def test_words_are_put_into_lines_and_specks_left_out() -> None:
    table = _table(
        "4 1 1 1 1 0 10 10 200 20 -1",
        "5 1 1 1 1 1 10 10 50 20 96 Keep",
        "5 1 1 1 1 2 70 10 50 20 90 quiet",
        "5 1 1 1 1 3 130 10 2 2 40 |",
        "5 1 2 1 1 1 10 300 50 20 12 xqz",
    )
    (line,) = lines_of(table)
    assert line.text == "Keep quiet"
    assert round(confidence([line]), 1) == 92.7
    assert line.words[1].right == 120


def test_all_languages_means_a_few_english_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: "/bin/tesseract")
    monkeypatch.setattr(ocr, "_installed", lambda _: ("deu", "afr", "eng", "fra", "nor", "spa"))
    assert ocr.languages("") == "eng+afr+deu+fra"
    assert ocr.languages("nor+deu") == "nor+deu"


def test_tesseract_that_takes_too_long_or_fails_gives_the_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("shutil.which", lambda _: "/bin/tesseract")
    monkeypatch.setattr(subprocess, "run", fail)
    error: Exception = subprocess.TimeoutExpired("tesseract", 100)
    with pytest.raises(ReadError, match="Tesseract took more than 100 s"):
        ocr.recognise(PICTURE, "eng")
    error = subprocess.CalledProcessError(1, "tesseract", b"", b"Warning\nno such data\n")
    with pytest.raises(ReadError, match=r"Tesseract failed \(no such data\)"):
        ocr.recognise(PICTURE, "eng")
