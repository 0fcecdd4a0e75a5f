"""A conversation as a Word file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime

from docx import Document as new_document
from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from app.exporting.content import (
    NEAREST,
    REMOVED,
    SOURCES,
    Block,
    Source,
    Statement,
    Turn,
    collected,
)
from app.exporting.text import day
from app.types import Answer

PROPERTY_CHARACTERS = 255
"""Most characters that a core property may have."""

_SMALL = Pt(9)
_QUIET = RGBColor(0x59, 0x59, 0x59)
_EARLIEST = 1980
"""The first year that a ZIP archive can name."""


def docx(title: str, answers: Sequence[Answer], now: datetime) -> bytes:
    """The conversation: a heading per question, its answer, and one numbered list of sources.

    Marks are bracketed superscripts that lead to the list. now: when it is exported, with its zone.
    """
    export = collected(title, answers)
    document = new_document()
    _describe(document, export.title, now)
    document.add_heading(export.title, 0)
    _quietly(document.add_paragraph(), f"Exported from Footnote on {day(now)}.")
    for turn in export.turns:
        _add_turn(document, turn)
    if export.sources:
        document.add_heading(SOURCES, 1)
        for source in export.sources:
            _add_source(document, source)
    written = io.BytesIO()
    document.save(written)
    return _dated(written.getvalue(), now)


def _describe(document: Document, title: str, now: datetime) -> None:
    """Core properties; the template's own, and its picture of a first page, go."""
    properties = document.core_properties
    moment = now.astimezone(UTC)
    properties.title = title[:PROPERTY_CHARACTERS]
    properties.subject = "A conversation with its sources"
    properties.author = properties.last_modified_by = "Footnote"
    properties.comments = f"Exported from Footnote on {day(now)}."
    properties.created = properties.modified = moment
    package = document.part.package
    for name, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del package.rels[name]


def _add_turn(document: Document, turn: Turn) -> None:
    document.add_heading(turn.question, 1)
    for note in turn.notes:
        _quietly(document.add_paragraph(), note)
    for block in turn.blocks:
        _add_block(document, block)
    if turn.nearest:
        document.add_paragraph(NEAREST)
        for passage in turn.nearest:
            _cite(document.add_paragraph(style="List Bullet"), passage)
    _quietly(document.add_paragraph(), f"{turn.model}.")


def _add_block(document: Document, block: Block) -> None:
    if block.heading:
        document.add_heading(block.heading, 2)
    paragraph = document.add_paragraph(style="List Bullet" if block.item else None)
    for at, statement in enumerate(block.statements):
        if at:
            paragraph.add_run(" ")
        _state(paragraph, statement)


def _state(paragraph: Paragraph, statement: Statement) -> None:
    paragraph.add_run(statement.body).font.strike = statement.struck or None
    for number in statement.numbers:
        _mark(paragraph, number)
    paragraph.add_run(statement.closing)
    if statement.remark:
        paragraph.add_run(f" ({statement.remark})").italic = True


def _mark(paragraph: Paragraph, number: int) -> None:
    """A superscript `[n]` that leads to the source in this file."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), _anchor(number))
    link.set(qn("w:history"), "1")
    run = paragraph.add_run(f"[{number}]")
    run.font.superscript = True
    link.append(run._r)
    paragraph._p.append(link)


def _add_source(document: Document, source: Source) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.left_indent = Cm(1)
    paragraph.paragraph_format.first_line_indent = Cm(-1)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(1))
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for each in (start, end):
        each.set(qn("w:id"), str(source.number))
    start.set(qn("w:name"), _anchor(source.number))
    paragraph._p.append(start)
    paragraph.add_run(f"[{source.number}]\t")
    paragraph._p.append(end)
    _cite(paragraph, source)


def _cite(paragraph: Paragraph, source: Source) -> None:
    """Name, page and date, and the quote below."""
    paragraph.add_run(source.name).bold = True
    paragraph.add_run(source.where).add_break(WD_BREAK.LINE)
    if source.quote:
        paragraph.add_run(f"\u201c{source.quote}\u201d")
    else:
        paragraph.add_run(REMOVED).italic = True


def _quietly(paragraph: Paragraph, text: str) -> Run:
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = _SMALL, _QUIET
    return run


def _anchor(number: int) -> str:
    return f"source-{number}"


def _dated(archive: bytes, now: datetime) -> bytes:
    """The same archive with all its parts dated `now`, not when python-docx wrote them."""
    moment = now.astimezone(UTC)
    stamp = (max(moment.year, _EARLIEST), *moment.timetuple()[1:6])
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            entry = zipfile.ZipInfo(part.filename, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(part))
    return written.getvalue()
