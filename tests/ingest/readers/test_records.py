from __future__ import annotations

from pathlib import Path

import pytest

from ingest.readers.base import Reading
from tests.ingest.readers.check import block_of, checked, labelled, said, texts


def _read(folder: Path, text: str, name: str = "data.json") -> Reading:
    path = folder / name
    path.write_bytes(text.encode())
    return checked(path)


def test_flat_objects_are_rows_with_their_keys(tmp_path: Path) -> None:
    source = (
        '{"harbour": {"boats": [{"name": "Ida", "length": 12.5}, {"name": "Fur", "length": 9}]}}'
    )
    reading = _read(tmp_path, source)
    assert reading.text == source
    block = block_of(reading, "Ida")
    assert block.kind == "row"
    assert labelled(block) == {"name": "Ida", "length": "12.5"}
    assert block.headings == ("harbour", "boats")
    assert said(reading, block) == '{"name": "Ida", "length": 12.5}'


def test_values_lose_their_escapes(tmp_path: Path) -> None:
    reading = _read(
        tmp_path, r'[{"name": "Caf\u00e9 \"Ida\"", "note": "a\nb \ud83d\ude00 \ud83d"}]'
    )
    cells = reading.blocks[0].cells
    assert cells == ('Café "Ida"', "a\nb \U0001f600 \ufffd")


def test_lines_of_json_are_rows(tmp_path: Path) -> None:
    lines = "".join(f'{{"id": {n}, "word": "boat"}}\n' for n in range(50))
    assert len(_read(tmp_path, lines, "data.jsonl").blocks) == 50


def test_mixed_objects_keep_their_text_under_their_keys(tmp_path: Path) -> None:
    reading = _read(tmp_path, '{\n "name": "lamp",\n "uses": {\n  "oil": {"type": "whale"}\n }\n}')
    assert block_of(reading, "lamp").kind == "code"
    assert block_of(reading, "whale").headings == ("uses", "oil")


def test_long_texts_are_cut_not_lost(tmp_path: Path) -> None:
    reading = _read(tmp_path, '{"id": 1, "text": "' + "word " * 2000 + '"}')
    assert sum(said(reading, block).count("word") for block in reading.blocks) == 2000
    assert all(len(said(reading, block)) <= 400 for block in reading.blocks)


@pytest.mark.parametrize(
    "source",
    [
        '{"a": "unfinished',
        '// remark\n{"name": "x", "size": 2,}',
        "[" * 5000 + '"deep"' + "]" * 5000,
        "}}}]]]word",
        '{"a": {"a": {"a": {"a": {"a": {"a": {"a": {"a": "word", "b": 1}}}}}}}}',
        "'single': 'quotes'",
    ],
)
def test_damaged_or_odd_json_is_still_text(tmp_path: Path, source: str) -> None:
    assert any(any(map(str.isalpha, text)) for text in texts(_read(tmp_path, source)))
