"""Writes a manuscript as a Word document with real headings, tables, header and footer."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from data.authoring.markup import Element, Manuscript

_EPOCH = (1980, 1, 1, 0, 0, 0)
_RUN = re.compile(r"\*\*(.+?)\*\*|\*(.+?)\*")


def write_word(manuscript: Manuscript, path: Path) -> None:
    """Write the document at `path`, byte for byte the same each time."""
    document = docx.Document()
    meta = manuscript.meta
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    normal.paragraph_format.space_after = Pt(8)
    normal.paragraph_format.line_spacing = 1.25
    section = document.sections[0]
    section.left_margin = section.right_margin = Cm(2.8)
    section.header.paragraphs[0].text = meta["running"]
    _page_field(section.footer.paragraphs[0], meta.get("footer", ""))
    properties = document.core_properties
    properties.title, properties.author = meta["title"], "Skerry Point Marine Station"
    properties.last_modified_by = properties.author
    properties.created = properties.modified = datetime.fromisoformat(meta["date"])
    for element in manuscript.elements:
        _add(document, element)
    buffer = BytesIO()
    document.save(buffer)
    _write_fixed_zip(buffer, path)


def _add(document: WordDocument, element: Element) -> None:
    match element.kind:
        case "heading1" | "heading2" | "heading3":
            document.add_heading(element.text, level=int(element.kind[-1]))
        case "big":
            document.add_heading(element.text, level=0)
        case "items":
            for row in element.rows:
                _runs(document.add_paragraph(style="List Bullet"), row[0])
        case "table":
            _add_table(document, element)
        case "sign":
            for row in element.rows:
                _runs(document.add_paragraph(), ", ".join(row))
        case "paragraph":
            _runs(document.add_paragraph(), element.text)
        case kind:
            raise ValueError(f"Word documents have no {kind}; use another block.")


def _add_table(document: WordDocument, element: Element) -> None:
    caption = document.add_paragraph(style="Caption")
    _runs(caption, element.text)
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=len(element.rows), cols=len(element.rows[0]))
    table.style = document.styles["Light Grid Accent 1"]
    for row, cells in zip(table.rows, element.rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            _runs(cell.paragraphs[0], text)
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
    document.add_paragraph()


def _runs(paragraph: Paragraph, text: str) -> None:
    position = 0
    for found in _RUN.finditer(text):
        paragraph.add_run(text[position : found.start()])
        run = paragraph.add_run(found[1] or found[2])
        run.bold, run.italic = found[1] is not None, found[2] is not None
        position = found.end()
    paragraph.add_run(text[position:])


def _page_field(paragraph: Paragraph, text: str) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(f"{text}   Page ")
    for kind, instruction in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = instruction
        run._r.append(part)


def _write_fixed_zip(source: BytesIO, path: Path) -> None:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
