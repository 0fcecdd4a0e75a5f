from __future__ import annotations

from pathlib import Path

import pytest

from ingest.readers.base import Reading
from tests.ingest.readers.check import block_of, checked, labelled, said, texts


def _read(folder: Path, text: str) -> Reading:
    path = folder / "notes.txt"
    path.write_bytes(text.encode("utf-8-sig"))
    return checked(path)


def test_text_is_the_decoded_file_itself(tmp_path: Path) -> None:
    source = "\n\n  First line\r\nsecond line.\r\n\r\n\tNext.  \r\n"
    reading = _read(tmp_path, source)
    assert reading.text == source
    assert texts(reading) == ["First line\r\nsecond line.", "Next."]


def test_wrapped_lines_stay_one_paragraph(tmp_path: Path) -> None:
    reading = _read(tmp_path, "One sentence that is\nwrapped over\nthree lines.\n\nAnother.")
    assert texts(reading) == ["One sentence that is\nwrapped over\nthree lines.", "Another."]


def test_lines_that_nobody_wrapped_are_paragraphs_each(tmp_path: Path) -> None:
    long = "A sentence without a line end in sight, " * 8 + "at last."
    reading = _read(tmp_path, f"CONTENTS\n{long}\nA short one.\n{long}\n")
    assert texts(reading, "text") == [long, "A short one.", long]
    assert {block.headings for block in reading.blocks} == {("CONTENTS",)}


def test_list_items_are_their_own_blocks_without_their_marks(tmp_path: Path) -> None:
    reading = _read(tmp_path, "You need:\n- a lamp\n- a knife,\n  sharp\n1. first\n2) second\n")
    assert texts(reading, "item") == ["a lamp", "a knife,\n  sharp", "first", "second"]
    assert texts(reading, "text") == ["You need:"]


def test_number_at_a_line_start_inside_a_sentence_is_no_item(tmp_path: Path) -> None:
    reading = _read(tmp_path, "The ship was built in the year\n12. Then it sank.")
    assert len(reading.blocks) == 1


def test_plain_headings_open_sections(tmp_path: Path) -> None:
    reading = _read(
        tmp_path,
        "Manual\n======\n\nIntro text.\n\n4.2 Emergency ascent\n\nGo up.\n\nCHAPTER TWO\n\nEnd.",
    )
    assert block_of(reading, "Intro").headings == ("Manual",)
    assert block_of(reading, "Go up").headings == ("Manual", "4.2 Emergency ascent")
    assert block_of(reading, "End.").headings == ("CHAPTER TWO",)


def test_very_long_paragraph_becomes_several_blocks(tmp_path: Path) -> None:
    reading = _read(tmp_path, "A sentence of some length. " * 1000)
    assert len(reading.blocks) > 5
    assert all(len(said(reading, block)) <= 4000 for block in reading.blocks)
    assert all(said(reading, block).endswith(".") for block in reading.blocks)


def test_long_files_lose_nothing(tmp_path: Path) -> None:
    source = "".join(f"Line {n} of the log\n" + "\n" * (n % 3 == 0) for n in range(20_000))
    reading = _read(tmp_path, source)
    assert sum(said(reading, block).count("Line") for block in reading.blocks) == 20_000


def test_form_feeds_end_pages(tmp_path: Path) -> None:
    source = "CHAPTER ONE\n\nFirst page.\f\nSecond page\fends here.\n\f\n"
    reading = _read(tmp_path, source)
    assert reading.pages == ("CHAPTER ONE\n\nFirst page.\f", "\nSecond page\f", "ends here.\n\f\n")
    assert reading.text == source
    assert block_of(reading, "Second").headings == ("CHAPTER ONE",)


def test_unreasonably_many_form_feeds_end_no_pages(tmp_path: Path) -> None:
    reading = _read(tmp_path, "x\f" * 30_000)
    assert len(reading.pages) == 1
    assert sum(said(reading, block).count("x") for block in reading.blocks) == 30_000


@pytest.mark.parametrize("end", ["\r", "\r\n", "\x85", "\u2028"])
def test_every_kind_of_line_end_counts(tmp_path: Path, end: str) -> None:
    reading = _read(tmp_path, f"One{end}line.{end}{end}- first{end}- second{end}")
    assert texts(reading, "text") == [f"One{end}line."]
    assert texts(reading, "item") == ["first", "second"]


def test_line_without_end_is_cut_into_blocks(tmp_path: Path) -> None:
    reading = _read(tmp_path, "x" * 1_000_000)
    assert len(reading.blocks) == 250
    assert "".join(texts(reading)) == "x" * 1_000_000


def test_zero_bytes_are_reported(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(b"Many words come before.\n" * 10 + b"Then\x00 this.")
    reading = checked(path)
    assert "Then  this." in reading.text
    assert reading.warnings == ("1 zero byte is shown as a blank.",)


def test_line_by_itself_above_prose_is_a_heading(tmp_path: Path) -> None:
    prose = "Above wind force ten nobody walks further than lamp four, " * 3 + "by rule."
    reading = _read(tmp_path, f"When it storms\n\n{prose}\n\nTools\n\n1. a lamp\n2. a rope\n")
    assert block_of(reading, "wind force").headings == ("When it storms",)
    assert block_of(reading, "a rope").headings == ("Tools",)


@pytest.mark.parametrize(
    "line",
    [
        "Dear Anna,",
        "and so on",
        "12 March",
        "a  b",
        "This line is far too long to head any text at all, is it",
        "No",
    ],
)
def test_other_short_lines_are_no_headings(tmp_path: Path, line: str) -> None:
    reading = _read(
        tmp_path, f"{line}\n\n{'The ferry sailed at noon. ' * 10}\n\nAnna\n\nHarbour Road\n"
    )
    assert {block.headings for block in reading.blocks} == {()}


@pytest.mark.parametrize(
    "table",
    [
        "Part        In stock\n----------- --------\nRed lens           1\nFuse, 16 A        33\n",
        "=========== ========\nPart        In stock\n=========== ========\nRed lens           1\n"
        "Fuse, 16 A        33\n=========== ========\n",
        " Part       | In stock \n------------+----------\n Red lens   |        1\n"
        " Fuse, 16 A |       33\n",
        "| Part | In stock |\n|---|--:|\n| Red lens | 1 |\n| Fuse, 16 A | 33 |\n",
        "+------------+----------+\n| Part       | In stock |\n+============+==========+\n"
        "| Red lens   | 1        |\n+------------+----------+\n| Fuse, 16 A | 33       |\n"
        "+------------+----------+\n",
    ],
)
def test_tables_drawn_with_dashes_are_rows(tmp_path: Path, table: str) -> None:
    reading = _read(tmp_path, f"Spare parts\n\n{table}\nEnd of it.\n")
    rows = [block for block in reading.blocks if block.kind == "row"]
    assert [labelled(row) for row in rows] == [
        {"Part": "Red lens", "In stock": "1"},
        {"Part": "Fuse, 16 A", "In stock": "33"},
    ]
    assert {row.headings for row in rows} == {("Spare parts",)}
