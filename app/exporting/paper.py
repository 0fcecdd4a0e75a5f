"""A conversation as a PDF file in A4."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reportlab.lib.colors import HexColor  # type: ignore[import-untyped]
from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]
from reportlab.lib.units import mm  # type: ignore[import-untyped]
from reportlab.platypus import Paragraph, SimpleDocTemplate  # type: ignore[import-untyped]

from app.exporting.content import (
    NEAREST,
    REMOVED,
    SOURCES,
    Exported,
    Source,
    Statement,
    Turn,
    collected,
)
from app.exporting.fonts import BOLD, BORROWED, MISSING, TEXT, typeset
from app.exporting.text import day
from app.types import Answer

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

INCOMPLETE = (
    f"Characters that this file has no font for are shown as {MISSING}; "
    "the exports as Markdown and Word hold them."
)
EASTERN = "Chinese, Japanese and Korean letters come from the program that shows this file."

_LINK = "#1a4f8b"
_BULLET = "<bullet>\u2022</bullet>"
_QUIET = HexColor("#595959")
_MARGIN = 22 * mm
_BODY = ParagraphStyle(
    "body", fontName=TEXT, fontSize=10.5, leading=15.5, spaceAfter=6, bulletFontName=TEXT
)
_ITEM = ParagraphStyle("item", _BODY, leftIndent=14, bulletIndent=3, spaceAfter=3)
_SMALL = ParagraphStyle("small", _BODY, fontSize=8, leading=11, textColor=_QUIET)
_SOURCE = ParagraphStyle(
    "source", _BODY, fontSize=9.5, leading=13.5, leftIndent=26, bulletFontSize=9.5
)
_TITLE = ParagraphStyle("title", _BODY, fontName=BOLD, fontSize=19, leading=24)
_HEADING = ParagraphStyle(
    "heading", _BODY, fontName=BOLD, fontSize=13, leading=17, spaceBefore=12, keepWithNext=1
)
_SUBHEADING = ParagraphStyle("subheading", _HEADING, fontSize=10.5, leading=15, spaceBefore=4)


def pdf(title: str, answers: Sequence[Answer], now: datetime) -> bytes:
    """The conversation: a heading per question, its answer, and one numbered list of sources.

    Marks lead to the list; no other link is in the file. now: when it is exported, with its zone.
    """
    export = collected(title, answers)
    written = io.BytesIO()
    document = SimpleDocTemplate(
        written,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=export.title,
        author="Footnote",
        creator="Footnote",
        subject="A conversation with its sources",
        lang="en",
        invariant=1,  # nothing of the clock or of this machine
    )

    def first(canvas: Canvas, document: SimpleDocTemplate) -> None:
        stamp = f"D:{now.astimezone(UTC):%Y%m%d%H%M%S}Z"
        canvas.setDateFormatter(lambda *_: stamp)
        _number(canvas, document)

    document.build(
        [Paragraph(text, style) for style, text in _lines(export, now)],
        onFirstPage=first,
        onLaterPages=_number,
    )
    return written.getvalue()


def _lines(export: Exported, now: datetime) -> list[tuple[ParagraphStyle, str]]:
    """The whole conversation as styles and reportlab's markup."""
    lines = [line for turn in export.turns for line in _turn(turn)]
    if export.sources:
        lines += [(_HEADING, SOURCES), *((_SOURCE, _listed(each)) for each in export.sources)]
    head = typeset(export.title)
    whole = "".join([head, *(text for _, text in lines)])
    told = [f"Exported from Footnote on {day(now)}."]
    told += [INCOMPLETE] if MISSING in whole else []
    told += [EASTERN] if any(name in whole for name in BORROWED) else []
    return [(_TITLE, head), (_SMALL, " ".join(told)), *lines]


def _number(canvas: Canvas, document: SimpleDocTemplate) -> None:
    """The page's number at its foot."""
    canvas.saveState()
    canvas.setFont(TEXT, 8)
    canvas.setFillColor(_QUIET)
    canvas.drawCentredString(A4[0] / 2, _MARGIN / 2, f"Page {document.page}")
    canvas.restoreState()


def _turn(turn: Turn) -> list[tuple[ParagraphStyle, str]]:
    """The question and its answer as styles and reportlab's markup."""
    lines = [(_HEADING, typeset(turn.question))]
    lines += [(_SMALL, typeset(note)) for note in turn.notes]
    for block in turn.blocks:
        if block.heading:
            lines.append((_SUBHEADING, typeset(block.heading)))
        said = " ".join(map(_statement, block.statements))
        lines.append((_ITEM, f"{_BULLET}{said}") if block.item else (_BODY, said))
    if turn.nearest:
        lines.append((_BODY, NEAREST))
        lines += [(_ITEM, f"{_BULLET}{_place(each)}") for each in turn.nearest]
    return [*lines, (_SMALL, typeset(f"{turn.model}."))]


def _statement(statement: Statement) -> str:
    body = typeset(statement.body)
    body = f"<strike>{body}</strike>" if statement.struck else body
    marks = "".join(
        f'<a href="#{_anchor(number)}" color="{_LINK}"><super size="7.5">[{number}]</super></a>'
        for number in statement.numbers
    )
    remark = f" <i>({typeset(statement.remark)})</i>" if statement.remark else ""
    return f"{body}{marks}{typeset(statement.closing)}{remark}"


def _listed(source: Source) -> str:
    anchor = f'<a name="{_anchor(source.number)}"/>'
    return f"<bullet>[{source.number}]</bullet>{anchor}{_place(source)}"


def _place(source: Source) -> str:
    name, where = typeset(source.name), typeset(source.where)
    quote = typeset(f"\u201c{source.quote}\u201d") if source.quote else f"<i>{REMOVED}</i>"
    return f"<b>{name}</b>{where}<br/>{quote}"


def _anchor(number: int) -> str:
    return f"source-{number}"
