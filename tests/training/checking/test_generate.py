from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

from training.checking.corrupt import Passage
from training.checking.generate import capped, claims, main
from training.checking.rows import FALSE, TRUE, Row, load, save

PASSAGE = Passage(
    (
        "The ferry leaves the north quay at 9 knots and carries 120 people.",
        "The agreement with Tarn Dock was signed on 14 March 2025 for 31 days.",
    ),
    "a.txt",
    "a.txt:0",
    ("The rock was bought by Joachim Prell in the end.",),
)


def test_each_kind_at_most_once_and_corrupted_claims_are_no_sentences_of_the_passage() -> None:
    rows = list(claims(PASSAGE, random.Random(0)))
    assert len({(row.label, row.kind) for row in rows}) == len(rows)
    assert {row.label for row in rows} == {TRUE, FALSE}
    assert not [row for row in rows if row.label == FALSE and row.claim in row.evidence]


def test_rows_come_back_as_they_were_saved(tmp_path: Path) -> None:
    rows = list(claims(PASSAGE, random.Random(0)))
    save(tmp_path / "rows.jsonl", rows)
    assert load(tmp_path / "rows.jsonl") == rows


def test_line_that_is_no_row_is_named(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text('{"claim": "x"}\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"rows\.jsonl:1"):
        load(tmp_path / "rows.jsonl")


def test_claims_of_one_document_are_of_one_half() -> None:
    rows = [
        Row("c", ("e",), TRUE, "verbatim", "", "a.txt", f"a.txt:{number}") for number in range(20)
    ]
    assert len({row.held_out for row in rows}) == 1


def test_kinds_are_capped() -> None:
    rows = [Row(str(n), ("e",), TRUE, "verbatim", "", "a.txt", "a.txt:0") for n in range(9)]
    kept = capped(rows, 4, random.Random(0))
    assert len(kept) == 4
    assert kept == [row for row in rows if row in kept]
    assert capped(rows, 0, random.Random(0)) == rows


def test_question_set_gives_the_same_file_each_time(tmp_path: Path) -> None:
    data = tmp_path / "data.jsonl.gz"
    rows = [
        {"question": "When was the quay built?", "context": " ".join(PASSAGE.sentences) + f" {n}.",
         "answers": ["14 March 2025"], "source": f"set-{n}"}
        for n in range(3)
    ]  # fmt: skip
    with gzip.open(data, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    for name in ("one", "two"):
        assert main(["--out", str(tmp_path / name), "--data", str(data)]) == 0
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    kinds = {row.kind for row in load(tmp_path / "one")}
    assert {"bare answer", "question and answer", "verbatim", "number, random"} <= kinds
