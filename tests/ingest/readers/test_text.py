from __future__ import annotations

from pathlib import Path

from ingest.readers.base import Reading
from tests.ingest.readers.check import block_of, checked, said, texts


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
