"""Comments, form fields, stamps, descriptions of pictures, attached files."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from pypdf.annotations import FreeText, Highlight, Popup, Text
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    RectangleObject,
    StreamObject,
    TextStringObject,
)
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from ingest.readers import pdf_attachments
from ingest.readers.pdf_attachments import unpack_attachments
from tests.ingest.readers.check import block_of, checked, texts

SENTENCE = "The station keeps a boat at the pier for those who come late."


def _plain(folder: Path) -> pypdf.PdfWriter:
    path = folder / "plain.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(72, 700, SENTENCE)
    canvas.save()
    return pypdf.PdfWriter(clone_from=path)


def _saved(writer: pypdf.PdfWriter, folder: Path) -> Path:
    path = folder / "made.pdf"
    writer.write(path)
    return path


def _add(writer: pypdf.PdfWriter, annotation: DictionaryObject, **strings: str) -> None:
    for key, value in strings.items():
        annotation[NameObject(f"/{key}")] = TextStringObject(value)
    writer.add_annotation(0, annotation)


def _highlight(right: float) -> Highlight:
    quad = ArrayObject(FloatObject(x) for x in (72, 712, right, 712, 72, 697, right, 697))
    return Highlight(rect=(72, 695, right, 714), quad_points=quad)


def test_comments_follow_the_page_with_author_and_passage(tmp_path: Path) -> None:
    writer = _plain(tmp_path)
    _add(writer, Text(text="Is it still there?", rect=(300, 750, 320, 770)), T="M. Ruiz")
    _add(writer, _highlight(163), T="Ann", Contents="Which station?")
    _add(writer, FreeText(text="Typed on top: 14 kg", rect=(100, 500, 300, 530)))
    reading = checked(_saved(writer, tmp_path))
    assert texts(reading) == [
        SENTENCE,
        "Comment by M. Ruiz: Is it still there?",
        "Comment by Ann on “The station keeps”: Which station?",
        "Typed on top: 14 kg",
    ]
    comment = block_of(reading, "Is it still")
    assert (comment.kind, comment.headings) == ("item", ("Comments",))
    box = next(box for box in reading.layouts[0].lines if box.start == comment.start)
    assert (box.left, box.bottom, box.right, box.top) == (300, 750, 320, 770)


def test_comment_is_said_once(tmp_path: Path) -> None:
    writer = _plain(tmp_path)
    _add(writer, Text(text="Look here.", rect=(300, 750, 320, 770)))
    _add(writer, Popup(rect=(400, 400, 500, 500)), Contents="Look here.")
    _add(writer, _highlight(390), Contents=SENTENCE)
    assert texts(checked(_saved(writer, tmp_path))) == [SENTENCE, "Comment: Look here."]


def test_hidden_comments_and_links_are_left_out(tmp_path: Path) -> None:
    writer = _plain(tmp_path)
    note = Text(text="Nobody sees this.", rect=(300, 750, 320, 770))
    note[NameObject("/F")] = NumberObject(2)
    _add(writer, note)
    assert texts(checked(_saved(writer, tmp_path))) == [SENTENCE]


def test_document_of_comments_alone_is_read(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(300, 300)
    _add(writer, FreeText(text="The only words.", rect=(100, 100, 200, 130)))
    assert texts(checked(_saved(writer, tmp_path))) == ["The only words."]


def test_text_that_a_stamp_only_draws_is_read(tmp_path: Path) -> None:
    writer = _plain(tmp_path)
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    fonts = DictionaryObject({NameObject("/F1"): _names(font)})
    drawing = StreamObject()
    drawing.set_data(b"BT /F1 20 Tf 5 10 Td (APPROVED) Tj ET")
    drawing.update(_names({"/Type": "/XObject", "/Subtype": "/Form"}))
    drawing[NameObject("/BBox")] = RectangleObject((0, 0, 150, 40))
    drawing[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    look = DictionaryObject({NameObject("/N"): writer._add_object(drawing)})
    stamp = _names({"/Type": "/Annot", "/Subtype": "/Stamp"})
    stamp[NameObject("/Rect")] = RectangleObject((100, 690, 250, 730))  # over the sentence
    stamp[NameObject("/AP")] = look
    _add(writer, stamp)
    assert texts(checked(_saved(writer, tmp_path))) == [SENTENCE, "APPROVED"]


def _names(entries: dict[str, str]) -> DictionaryObject:
    return DictionaryObject({NameObject(key): NameObject(value) for key, value in entries.items()})


def _tagged_picture(writer: pypdf.PdfWriter, description: str) -> None:
    """Make the page's text the content of a figure that is described."""
    page = writer.pages[0]
    content = StreamObject()
    content.set_data(b"/Figure <</MCID 0>> BDC " + page.get_contents().get_data() + b" EMC")  # type: ignore[union-attr]
    page[NameObject("/Contents")] = writer._add_object(content)
    page[NameObject("/StructParents")] = NumberObject(0)
    figure = _names({"/Type": "/StructElem", "/S": "/Figure"})
    figure[NameObject("/Pg")] = page.indirect_reference
    figure[NameObject("/K")] = NumberObject(0)
    figure[NameObject("/Alt")] = TextStringObject(description)
    known = writer._add_object(figure)
    tree = _names({"/Type": "/StructTreeRoot"})
    tree[NameObject("/K")] = ArrayObject([known])
    numbers = ArrayObject([NumberObject(0), ArrayObject([known])])
    tree[NameObject("/ParentTree")] = DictionaryObject({NameObject("/Nums"): numbers})
    figure[NameObject("/P")] = root = writer._add_object(tree)
    writer.root_object[NameObject("/StructTreeRoot")] = root
    marked = DictionaryObject({NameObject("/Marked"): pypdf.generic.BooleanObject(True)})
    writer.root_object[NameObject("/MarkInfo")] = marked


def test_descriptions_of_pictures_are_read(tmp_path: Path) -> None:
    writer = _plain(tmp_path)
    _tagged_picture(writer, "A red boat with two oars")
    reading = checked(_saved(writer, tmp_path))
    picture = block_of(reading, "Picture: A red boat with two oars")
    assert picture.headings == ("Pictures",)


def test_attached_files_come_out(tmp_path: Path) -> None:
    writer = _plain(tmp_path)
    writer.add_attachment("figures.csv", b"a,b\n1,2\n")
    unpacked = unpack_attachments(_saved(writer, tmp_path), tmp_path / "out")
    (member,) = unpacked.members
    assert member.name == "figures.csv"
    assert member.path.read_bytes() == b"a,b\n1,2\n"
    assert unpacked.refused == ()


def test_file_pinned_to_a_page_comes_out(tmp_path: Path) -> None:
    writer = _plain(tmp_path)
    stream = StreamObject()
    stream.set_data(b"pinned words")
    specification = _names({"/Type": "/Filespec"})
    specification[NameObject("/F")] = TextStringObject("../../pin.txt")
    specification[NameObject("/UF")] = TextStringObject("../../pin.txt")
    embedded = DictionaryObject({NameObject("/F"): writer._add_object(stream)})
    specification[NameObject("/EF")] = embedded
    pin = _names({"/Type": "/Annot", "/Subtype": "/FileAttachment"})
    pin[NameObject("/Rect")] = RectangleObject((10, 10, 30, 30))
    pin[NameObject("/FS")] = writer._add_object(specification)
    _add(writer, pin)
    (member,) = unpack_attachments(_saved(writer, tmp_path), tmp_path / "out").members
    assert member.name == "pin.txt"
    assert member.path.parent == tmp_path / "out"
    assert member.path.read_bytes() == b"pinned words"


def test_attachments_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_attachments, "MOST_FILES", 2)
    writer = _plain(tmp_path)
    for number in range(4):
        writer.add_attachment(f"{number}.txt", b"words")
    unpacked = unpack_attachments(_saved(writer, tmp_path), tmp_path / "out")
    assert len(unpacked.members) == 2
    assert len(unpacked.refused) == 2
