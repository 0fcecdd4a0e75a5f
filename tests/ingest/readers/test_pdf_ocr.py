"""Pages that are pictures of text, and pages whose letters mean nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject
from pypdfium2 import PdfDocument  # type: ignore[import-untyped]
from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from indexes.errors import ReadError
from ingest.readers import ocr, read
from ingest.readers.base import Desk
from tests.ingest.readers.check import checked, texts

needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="Tesseract is not installed"
)
SENTENCES = (
    "The keeper of the lamp walks to the pier before the night.",
    "Nobody may open the fuse cabinet while the sea is rough.",
)
COLUMNS = "level page_num block_num par_num line_num word_num left top width height conf text"


def _picture(folder: Path, turned: int = 0) -> ImageReader:
    """Two sentences as a scanner sees them."""
    path = folder / "printed.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica", 12)
    for number, sentence in enumerate(SENTENCES):
        canvas.drawString(72, 700 - 40 * number, sentence)
    canvas.save()
    document = PdfDocument(path)
    image = document[0].render(scale=200 / 72, grayscale=True).to_pil()
    document.close()
    return ImageReader(image.rotate(turned, expand=True))


def _made(folder: Path, *pages: Callable[[Canvas], object], size: tuple[float, float] = A4) -> Path:
    path = folder / "made.pdf"
    canvas = Canvas(str(path), pagesize=size)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def _scan(folder: Path, size: tuple[float, float] = A4, turned: int = 0) -> Callable[..., object]:
    return lambda canvas: canvas.drawImage(_picture(folder, turned), 0, 0, *size)


def _words(canvas: Canvas) -> None:
    canvas.drawString(72, 700, "These words can be copied, as they should be in every file.")


def _without_tesseract(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("PATH", str(folder))


@needs_tesseract
def test_picture_of_text_is_read_with_the_place_of_each_line(tmp_path: Path) -> None:
    reading = checked(_made(tmp_path, _words, _scan(tmp_path)))
    assert texts(reading)[1:] == list(SENTENCES)
    box = reading.layouts[1].lines[0]
    assert reading.text[box.start : box.end] == SENTENCES[0]
    assert abs(box.left - 72) < 3
    assert abs(box.bottom - 697) < 3
    assert abs(box.top - 709) < 3
    assert reading.unread == ()
    assert "Page 2 was read from a picture by Tesseract" in reading.warnings[0]


@needs_tesseract
def test_page_scanned_sideways_is_read_and_marked_as_it_lies(tmp_path: Path) -> None:
    size = A4[::-1]
    reading = checked(_made(tmp_path, _scan(tmp_path, size, turned=90), size=size))
    assert texts(reading) == list(SENTENCES)
    (first, second) = reading.layouts[0].lines
    assert round(reading.layouts[0].width) == 842
    assert abs(first.bottom - 72) < 3
    assert first.top - first.bottom > 10 * (first.right - first.left)
    assert second.left > first.right


@needs_tesseract
def test_scan_under_a_stamp_is_read(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        _scan(tmp_path)(canvas)
        canvas.drawString(400, 30, "No. 000471")

    text = checked(_made(tmp_path, page)).text
    assert SENTENCES[0] in text
    assert "000471" in text


@needs_tesseract
def test_what_was_read_from_a_picture_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _made(tmp_path, _scan(tmp_path))
    desk = Desk(scratch=tmp_path)
    first = read(path, desk=desk)
    monkeypatch.setattr(ocr, "_run", lambda *_: pytest.fail("read again"))
    assert read(path, desk=desk) == first


@needs_tesseract
def test_language_that_is_missing_is_named_with_the_remedy(tmp_path: Path) -> None:
    path = _made(tmp_path, _words, _scan(tmp_path))
    (entry,) = read(path, desk=Desk(ocr="eng+tlh")).unread
    assert "lacks the language tlh; install it (tesseract-ocr-tlh)" in entry.reason


@needs_tesseract
def test_picture_without_words_is_no_loss(tmp_path: Path) -> None:
    def blot(canvas: Canvas) -> None:
        canvas.linearGradient(0, 0, 500, 500, ("white", "black"))

    reading = checked(_made(tmp_path, _words, blot))
    assert reading.unread == ()
    assert reading.warnings == ("No text was found in the pictures on page 2.",)


def test_without_tesseract_the_page_is_unread_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _made(tmp_path, _words, _scan(tmp_path))
    _without_tesseract(monkeypatch, tmp_path)
    reading = checked(path)
    (entry,) = reading.unread
    assert entry.page == 2
    assert entry.reason == (
        "This page is a picture without text that can be copied; "
        "install Tesseract (tesseract-ocr) and ingest the file again with --reread."
    )
    assert reading.pages[1] == ""


def test_scan_without_tesseract_is_refused_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _made(tmp_path, _scan(tmp_path))
    _without_tesseract(monkeypatch, tmp_path)
    with pytest.raises(ReadError, match=r"^made\.pdf is a scan without text; install Tesseract"):
        checked(path)


def test_words_on_a_picture_stay_where_that_cannot_be_read(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        _scan(tmp_path)(canvas)
        canvas.drawString(400, 30, "No. 000471")

    reading = read(_made(tmp_path, page), desk=Desk(ocr="off"))
    assert reading.text == "No. 000471"
    assert reading.warnings[0].startswith("The picture that fills page 1 was not read: OCR is")


@needs_tesseract
def test_words_that_nobody_can_make_out_are_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "".join(f"5\t1\t1\t1\t1\t{n}\t{60 * n}\t9\t50\t20\t41\tMocxosc\n" for n in range(9))
    head = COLUMNS.replace(" ", "\t")
    monkeypatch.setattr(ocr, "_run", lambda *_: f"{head}\n{words}")
    reading = checked(_made(tmp_path, _words, _scan(tmp_path)))
    (entry,) = reading.unread
    assert (entry.page, reading.pages[1]) == (2, "")
    assert entry.reason.startswith("Tesseract could not make out the words in the picture")


def _junk(folder: Path, codes: bytes) -> Path:
    """A page of text, then one set in a font that does not say which letters it draws."""
    writer = pypdf.PdfWriter(clone_from=_made(folder, _words, _words))
    system = DictionaryObject()
    for key in ("Registry", "Ordering"):
        system[NameObject(f"/{key}")] = pypdf.generic.TextStringObject("Adobe Identity"[:5])
    system[NameObject("/Supplement")] = NumberObject(0)
    child = DictionaryObject({NameObject("/Type"): NameObject("/Font")})
    child[NameObject("/Subtype")] = NameObject("/CIDFontType2")
    child[NameObject("/BaseFont")] = NameObject("/Unknown")
    child[NameObject("/CIDSystemInfo")] = system
    font = DictionaryObject({NameObject("/Type"): NameObject("/Font")})
    font[NameObject("/Subtype")] = NameObject("/Type0")
    font[NameObject("/BaseFont")] = NameObject("/Unknown")
    font[NameObject("/Encoding")] = NameObject("/Identity-H")
    font[NameObject("/DescendantFonts")] = ArrayObject([writer._add_object(child)])
    page = writer.pages[1]
    fonts = DictionaryObject({NameObject("/F9"): writer._add_object(font)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    content = StreamObject()
    content.set_data(b"BT /F9 12 Tf 72 700 Td <" + codes.hex().encode() + b"> Tj ET")
    page[NameObject("/Contents")] = writer._add_object(content)
    path = folder / "junk.pdf"
    writer.write(path)
    return path


def test_letters_without_meaning_are_unread_not_indexed(tmp_path: Path) -> None:
    codes = b"".join(bytes((0, code)) for code in range(1, 60))
    reading = read(_junk(tmp_path, codes), desk=Desk(ocr="off"))
    (entry,) = reading.unread
    assert (entry.page, reading.pages[1]) == (2, "")
    assert entry.reason == (
        "The fonts of this page do not say which letters they draw; "
        "OCR is switched off; set ocr to auto and ingest the file again with --reread."
    )


def test_letter_numbers_that_happen_to_be_letters_are_kept(tmp_path: Path) -> None:
    words = b"These are the letters that old programs wrote without a table of characters"
    codes = b"".join(bytes((0, code)) for code in words)
    reading = read(_junk(tmp_path, codes), desk=Desk(ocr="off"))
    assert reading.unread == ()
    assert "letters that old programs wrote" in reading.pages[1]


def test_large_picture_beside_text_is_named(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        for number in range(4):
            canvas.drawString(72, 800 - 14 * number, "A line of the report above its one chart.")
        canvas.drawImage(_picture(tmp_path), 0, 0, 595, 600)

    reading = checked(_made(tmp_path, page))
    assert reading.warnings == ("Words in the large pictures on page 1 are not read.",)


def test_text_set_on_a_picture_is_no_loss(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        _scan(tmp_path)(canvas)
        for number in range(8):
            canvas.drawString(72, 600 - 14 * number, "A line of a poster on its background.")

    assert checked(_made(tmp_path, page)).warnings == ()
