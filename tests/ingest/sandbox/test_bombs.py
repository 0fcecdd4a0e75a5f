"""Small files that want all of the machine, through the real readers."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexes.errors import ReadError
from ingest.extract import Opened
from ingest.sandbox import Limits, Sandbox

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODT = b"application/vnd.oasis.opendocument.text"
FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]"
ODF = "urn:oasis:names:tc:opendocument:xmlns:"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits(cpu_s=6, cpu_s_per_page=1, wall_s=60, memory_mb=2000)) as sandbox:
        yield sandbox


@pytest.fixture
def opened(sandbox: Sandbox, tmp_path: Path) -> Iterator[Callable[[str, bytes], Opened]]:
    def opened(name: str, data: bytes) -> Opened:
        path = tmp_path / name
        path.write_bytes(data)
        return sandbox.open(path, name, tmp_path / "inside")

    yield opened
    after = opened("after.txt", b"Otters sleep in the boathouse.").extract
    assert after is not None
    assert after.chunks[0].text == "Otters sleep in the boathouse."


def zipped(**parts: bytes) -> bytes:
    """A ZIP archive; `__` in a name stands for `/`, `_` for `.`."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return made.getvalue()


def docx(body: bytes, head: bytes = b"") -> bytes:
    start = f'<w:document xmlns:w="{W}"><w:body>'.encode()
    return zipped(word__document_xml=head + start + body + b"</w:body></w:document>")


def entities(levels: int) -> bytes:
    made = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, levels))
    return f'<!DOCTYPE x [<!ENTITY e0 "lamp ">{made}]>'.encode()


def pdf(*objects: bytes) -> bytes:
    """A PDF file of these objects, the first being the catalogue; no cross-reference table."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (at, each) for at, each in enumerate(objects, 1))
    return b"%PDF-1.7\n" + body + b"trailer << /Root 1 0 R >>\n%%EOF\n"


def stream(content: bytes, entries: bytes = b"") -> bytes:
    data = zlib.compress(content)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (
        len(data), entries, data,
    )  # fmt: skip


def test_word_file_of_60_million_characters_is_refused(
    opened: Callable[[str, bytes], Opened],
) -> None:
    line = b"<w:p><w:r><w:t>" + b"lamp " * 100 + b"</w:t></w:r></w:p>"
    data = docx(line * 120_000)
    assert len(data) < 500_000
    with pytest.raises(ReadError, match=r"a\.docx .*(million characters|memory|processor time)"):
        opened("a.docx", data)


@pytest.mark.parametrize("levels", [10, 30])
def test_entities_are_never_multiplied(opened: Callable[[str, bytes], Opened], levels: int) -> None:
    reference = b"&e%d;" % (levels - 1)
    word = docx(b"<w:p><w:r><w:t>%s</w:t></w:r></w:p>" % reference, entities(levels))
    with pytest.raises(ReadError, match=r"damaged|entities"):
        opened("a.docx", word)
    names = f'xmlns:o="{ODF}office:1.0" xmlns:t="{ODF}text:1.0"'
    start = f"<o:document-content {names}><o:body><o:text><t:p>"
    end = "</t:p></o:text></o:body></o:document-content>"
    content = entities(levels) + start.encode() + reference + end.encode()
    with pytest.raises(ReadError, match=r"damaged|entities"):
        opened("a.odt", zipped(mimetype=ODT, content_xml=content))


def test_page_that_draws_itself_ten_million_times_ends_at_its_limit(
    opened: Callable[[str, bytes], Opened],
) -> None:
    forms = [
        stream(
            b"/F Do " * 12,
            FORM + b" /Resources << /XObject << /F %d 0 R >> >>" % (at + 1),
        )
        for at in range(5, 13)
    ]
    last = stream(
        b"BT /T 9 Tf (lamp) Tj ET",
        FORM + b" /Resources << /Font << /T 4 0 R >> >>",
    )
    data = pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 14 0 R"
        b" /Resources << /XObject << /F 5 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *forms,
        last,
        stream(b"/F Do " * 12),
    )
    with pytest.raises(ReadError, match=r"a\.pdf "):
        opened("a.pdf", data)


def test_page_tree_that_is_a_circle_is_refused(opened: Callable[[str, bytes], Opened]) -> None:
    data = pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000 >>",
    )
    with pytest.raises(ReadError, match=r"a\.pdf "):
        opened("a.pdf", data)


def test_elements_nested_a_million_deep_are_refused_or_read(
    opened: Callable[[str, bytes], Opened],
) -> None:
    try:
        extract = opened("a.html", b"<html>" + b"<div>" * 1_000_000 + b"lamp").extract
    except ReadError as error:
        reason = str(error)
    else:
        assert extract is not None
        reason = f"a.html {extract.chunks[0].text}"
    assert reason.startswith("a.html ")


def test_archive_that_unpacks_to_gigabytes_is_refused_and_the_disk_spared(
    opened: Callable[[str, bytes], Opened], tmp_path: Path
) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for at in range(3):
            with archive.open(f"zeros{at}.txt", "w", force_zip64=True) as member:
                for _ in range(400):
                    member.write(bytes(1_000_000))
    unpacked = opened("a.zip", made.getvalue()).unpacked
    assert unpacked.members == ()
    assert len(unpacked.refused) == 3
    assert sum(path.stat().st_size for path in tmp_path.rglob("*")) < 10_000_000


def test_archive_in_an_archive_comes_out_one_level_at_a_time(
    opened: Callable[[str, bytes], Opened],
) -> None:
    inner = zipped(note_txt=b"Otters sleep.")
    for _ in range(10):
        inner = zipped(inner_zip=inner)
    assert [member.name for member in opened("a.zip", inner).unpacked.members] == ["inner.zip"]
