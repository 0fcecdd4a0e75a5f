from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from docx import Document as new_document
from docx.document import Document
from docx.oxml import parse_xml

from ingest.readers.base import Reading
from tests.ingest.readers.check import block_of, checked, labelled, said, texts

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def _read(folder: Path, write: Callable[[Document], None]) -> Reading:
    document = new_document()
    write(document)
    path = folder / "policy.docx"
    document.save(str(path))
    return checked(path)


def _with_part(path: Path, name: str, xml: str) -> Path:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, xml)
    return path


def test_headings_paragraphs_and_items(tmp_path: Path) -> None:
    def write(document: Document) -> None:
        document.add_heading("Leave policy", 0)
        document.add_heading("Holidays", 1)
        document.add_heading("Carrying over", 2)
        document.add_paragraph("Up to five days are carried over.")
        document.add_paragraph("first", style="List Bullet")
        document.add_paragraph("second", style="List Number")
        document.add_heading("Sickness", 1)
        document.add_paragraph("Call by nine.")

    reading = _read(tmp_path, write)
    assert reading.title == "Leave policy"
    assert block_of(reading, "five days").headings == ("Leave policy", "Holidays", "Carrying over")
    assert block_of(reading, "nine").headings == ("Leave policy", "Sickness")
    assert texts(reading, "item") == ["first", "1. second"]
    assert len(reading.pages) == 1


def test_title_of_the_file_wins(tmp_path: Path) -> None:
    def write(document: Document) -> None:
        document.core_properties.title = "Leave policy 2025"
        document.add_heading("Something else", 0)

    assert _read(tmp_path, write).title == "Leave policy 2025"


def test_table_rows_know_their_columns(tmp_path: Path) -> None:
    def write(document: Document) -> None:
        document.add_paragraph("Table 1. Days of leave")
        table = document.add_table(3, 2)
        for row, cells in enumerate((("Years", "Days"), ("0 to 4", "25"), ("5 and more", "28"))):
            for column, text in enumerate(cells):
                table.cell(row, column).text = text
        document.add_paragraph("After the table.")

    reading = _read(tmp_path, write)
    row = block_of(reading, "5 and more")
    assert said(reading, row) == "5 and more | 28"
    assert labelled(row) == {"Years": "5 and more", "Days": "28"}
    assert row.headings == ("Table 1. Days of leave",)
    assert "Years | Days" in reading.text
    assert "Years | Days" not in texts(reading)
    assert block_of(reading, "After").headings == ()


def test_two_columns_of_words_lose_no_row_to_a_guessed_header(tmp_path: Path) -> None:
    def write(document: Document) -> None:
        table = document.add_table(2, 2)
        for row, cells in enumerate((("Chair", "Astrid"), ("Director", "Ingrid"))):
            for column, text in enumerate(cells):
                table.cell(row, column).text = text

    reading = _read(tmp_path, write)
    assert texts(reading) == ["Chair | Astrid", "Director | Ingrid"]
    assert all(block.columns == () for block in reading.blocks)


def test_merged_cells_repeat_downwards_and_nested_tables_are_kept(tmp_path: Path) -> None:
    def write(document: Document) -> None:
        table = document.add_table(3, 3)
        for column, text in enumerate(("Ship", "Part", "Hours")):
            table.cell(0, column).text = text
        table.cell(1, 0).merge(table.cell(2, 0)).text = "Aurelia"
        table.cell(1, 1).text, table.cell(1, 2).text = "Engine", "6"
        table.cell(2, 2).text = "7"
        inner = table.cell(2, 1).add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "Winch", "aft"

    reading = _read(tmp_path, write)
    rows = [labelled(block) for block in reading.blocks]
    assert rows[0] == {"Ship": "Aurelia", "Part": "Engine", "Hours": "6"}
    assert rows[1] == {"Ship": "Aurelia", "Part": "Winch; aft", "Hours": "7"}


def test_headers_and_footers_come_once_at_the_end(tmp_path: Path) -> None:
    def write(document: Document) -> None:
        document.add_paragraph("Body.")
        document.sections[0].header.paragraphs[0].text = "Confidential"
        document.sections[0].footer.paragraphs[0].text = "Version 3"

    reading = _read(tmp_path, write)
    assert block_of(reading, "Confidential").headings == ("Header",)
    assert block_of(reading, "Version 3").headings == ("Footer",)
    assert texts(reading)[0] == "Body."


def test_footnotes_are_kept(tmp_path: Path) -> None:
    document = new_document()
    document.add_paragraph("Body.")
    path = tmp_path / "notes.docx"
    document.save(str(path))
    notes = "".join(
        f'<w:footnote w:id="{n}"><w:p><w:r><w:footnoteRef/><w:t xml:space="preserve"> {text}</w:t>'
        "</w:r></w:p></w:footnote>"
        for n, text in ((1, "Except in May."), (2, "By contract."))
    )
    _with_part(path, "word/footnotes.xml", f"<w:footnotes {W}>{notes}</w:footnotes>")
    reading = checked(path)
    assert block_of(reading, "Except in May").headings == ("Footnotes",)
    assert texts(reading)[-1] == "By contract."


def test_text_box_is_read_once(tmp_path: Path) -> None:
    def write(document: Document) -> None:
        box = "<w:txbxContent><w:p><w:r><w:t>Boxed</w:t></w:r></w:p></w:txbxContent>"
        paragraph = document.add_paragraph("Around ")
        paragraph._p.append(
            parse_xml(
                f"<w:r {W} {MC}><mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice>"
                f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
            )
        )

    assert texts(_read(tmp_path, write)) == ["Around", "Boxed"]


def test_changes_and_special_characters_read_as_printed(tmp_path: Path) -> None:
    def write(document: Document) -> None:
        paragraph = document.add_paragraph()
        for xml in (
            "<w:ins><w:r><w:t>new</w:t></w:r></w:ins>",
            "<w:del><w:r><w:delText>old</w:delText></w:r></w:del>",
            "<w:r><w:tab/><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>",
            "<w:hyperlink><w:r><w:t> link</w:t></w:r></w:hyperlink>",
            "<w:r><w:instrText>PAGE</w:instrText></w:r>",
            "<w:sdt><w:sdtContent><w:r><w:t> field</w:t></w:r></w:sdtContent></w:sdt>",
        ):
            paragraph._p.append(parse_xml(xml.replace(">", f" {W}>", 1)))

    assert texts(_read(tmp_path, write)) == ["new\ta-b\nc link field"]
