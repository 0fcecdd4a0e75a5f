"""One real file of each format that goes in, made by the programs that people use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.extract import Extract
from ingest.sandbox import Sandbox

FORMATS = Path(__file__).parent.parent / "fixtures" / "formats"
NOTES = (
    "marks the end of the ferry",
    "about forty seconds",
    "Part: Fuse, 16 A; In stock: 33; Shelf: B1",
    "foundry closed in the spring of 1998",
)
LAMPS = ("Lamp: 7; Watts: 100; Glass: red; Replaced on: 2024-11-19",)
MAIL = ("Tilda Brandvold", "Lamp nine is steady again", "about forty seconds", "lamps.csv")
CODE = ("old relays need a pause", "never two at once")
SAYS = {
    **{f"notes.{suffix}": NOTES for suffix in ("docx", "epub", "html", "md", "mhtml", "odt")},
    **{f"notes.{suffix}": NOTES for suffix in ("pdf", "pptx", "rtf", "txt")},
    "printed.pdf": NOTES,
    **{f"lamps.{suffix}": LAMPS for suffix in ("csv", "tsv", "xlsx")},
    "mail.eml": MAIL,
    "lamps.py": CODE,
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


def opened(sandbox: Sandbox, name: str, folder: Path) -> Extract:
    extract = sandbox.open(FORMATS / name, name, folder / "inside").extract
    assert extract is not None
    return extract


@pytest.mark.parametrize("name", sorted(SAYS))
def test_real_file_is_read_whole(sandbox: Sandbox, name: str, tmp_path: Path) -> None:
    extract = opened(sandbox, name, tmp_path)
    spoken = "\n".join(chunk.spoken for chunk in extract.chunks)
    assert [said for said in SAYS[name] if said not in spoken] == []
    assert extract.unread == ()


@pytest.mark.parametrize("name", sorted(name for name in SAYS if name.startswith("notes")))
def test_heading_path_leads_to_the_text(sandbox: Sandbox, name: str, tmp_path: Path) -> None:
    extract = opened(sandbox, name, tmp_path)
    (storm,) = (chunk for chunk in extract.chunks if "wind force ten" in chunk.text)
    assert storm.headings[-1] == "When it storms"


@pytest.mark.parametrize("name", ["notes.pdf", "printed.pdf"])
def test_every_chunk_of_a_pdf_has_its_place_on_the_page(
    sandbox: Sandbox, name: str, tmp_path: Path
) -> None:
    extract = opened(sandbox, name, tmp_path)
    lines = [line for page in extract.pages for line in page.lines]
    for chunk in extract.chunks:
        touched = [line for line in lines if line.start < chunk.end and line.end > chunk.start]
        assert touched, chunk.text
    for page in extract.pages:
        for line in page.lines:
            assert 0 <= line.left < line.right <= page.width
            assert 0 <= line.bottom < line.top <= page.height


def test_archive_gives_its_files(sandbox: Sandbox, tmp_path: Path) -> None:
    given = sandbox.open(FORMATS / "notes.zip", "notes.zip", tmp_path / "inside")
    assert given.extract is None
    assert [member.name for member in given.unpacked.members] == [
        "pier/notes.txt",
        "pier/lamps.csv",
    ]


def test_mail_gives_its_attachment(sandbox: Sandbox, tmp_path: Path) -> None:
    given = sandbox.open(FORMATS / "mail.eml", "mail.eml", tmp_path / "inside")
    (member,) = given.unpacked.members
    assert member.path.read_bytes() == (FORMATS / "lamps.csv").read_bytes()
