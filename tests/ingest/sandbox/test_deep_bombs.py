"""Files that are nested, or that are whole but for one place, through the real readers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexes.errors import ReadError
from ingest.extract import Extract
from ingest.sandbox import Limits, Sandbox
from tests.ingest.sandbox.test_bombs import FORM, docx, entities, pdf, stream

OTTERS = "Otters sleep in the boathouse."


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits(cpu_s=3, cpu_s_per_page=1, wall_s=60, memory_mb=2000)) as sandbox:
        yield sandbox


def extract(sandbox: Sandbox, folder: Path, name: str, data: bytes) -> Extract:
    """What a file says, and that a plain one is read after it."""
    try:
        path = folder / name
        path.write_bytes(data)
        opened = sandbox.open(path, name, folder / "inside").extract
        assert opened is not None
        return opened
    finally:
        after = folder / "after.txt"
        after.write_text(OTTERS)
        plain = sandbox.open(after, "after.txt", folder / "inside").extract
        assert plain is not None
        assert plain.chunks[0].text == OTTERS


def page(contents: int) -> bytes:
    return (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 99] /Contents %d 0 R"
        b" /Resources << /Font << /T 6 0 R >> /XObject << /F 9 0 R >> >> >>" % contents
    )


def test_page_that_takes_for_ever_is_left_out_and_the_others_are_read(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    forms = [
        stream(b"/F Do " * 12, FORM + b" /Resources << /XObject << /F %d 0 R >> >>" % (at + 1))
        for at in range(9, 17)
    ]
    fonts = b" /Resources << /Font << /T 6 0 R >> >>"
    data = pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R 4 0 R 5 0 R] /Count 3 >>",
        page(7),
        page(8),
        page(7),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        stream(b"BT /T 9 Tf 9 50 Td (%s) Tj ET" % OTTERS.encode()),
        stream(b"/F Do " * 12),
        *forms,
        stream(b"BT /T 9 Tf (lamp) Tj ET", FORM + fonts),
    )
    read = extract(sandbox, tmp_path, "a.pdf", data)
    assert [OTTERS in each.text for each in read.pages] == [True, False, True]
    (unread,) = read.unread
    assert unread.page == 2
    assert re.search(r"more than (3 s of processor time|2000 MB of memory)", unread.reason)


def test_entities_of_a_web_page_are_never_multiplied_nor_files_read_for_them(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("swordfish")
    start = '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>'
    tail = f"{OTTERS} &e11;</p></body></html>"
    read = extract(sandbox, tmp_path, "a.xhtml", entities(12) + (start + tail).encode())
    assert sum(len(each.text) for each in read.pages) < 1000
    outside = f'<!DOCTYPE x [<!ENTITY e11 SYSTEM "{secret.as_uri()}">]>'
    read = extract(sandbox, tmp_path, "b.xhtml", (outside + start + tail).encode())
    assert "swordfish" not in read.pages[0].text


def test_cells_that_span_everything_are_not_repeated_everywhere(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    head = b"<table><tr>" + b"<td rowspan=65534 colspan=1000>x</td>" * 500 + b"</tr>"
    try:
        read = extract(sandbox, tmp_path, "a.html", head + b"<tr><td>lamp</td></tr>" * 3000)
    except ReadError as error:
        assert str(error).startswith("a.html ")  # noqa: PT017  either outcome is right
    else:
        assert sum(len(each.text) for each in read.pages) < 20_000_000


def test_word_file_nested_a_hundred_thousand_deep_is_refused_with_a_reason(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    start, end = b"<w:sdt><w:sdtContent>" * 100_000, b"</w:sdtContent></w:sdt>" * 100_000
    with pytest.raises(ReadError, match=r"^a\.docx .+; .+"):
        extract(sandbox, tmp_path, "a.docx", docx(start + end))


def test_half_of_a_character_does_not_cost_the_notebook(sandbox: Sandbox, tmp_path: Path) -> None:
    cell = {"cell_type": "markdown", "source": [f"\ud800 {OTTERS}"]}
    book = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    read = extract(sandbox, tmp_path, "a.ipynb", json.dumps(book).encode())
    assert OTTERS in read.chunks[0].text
    assert read.warnings[-1].startswith("Halves of characters")
