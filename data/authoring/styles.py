"""Paragraph styles of the PDF samples."""

from __future__ import annotations

from reportlab.lib.colors import HexColor, white  # type: ignore[import-untyped]
from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]

from data.authoring.sheets import Sheet


def styles(points: float, sheet: Sheet) -> dict[str, ParagraphStyle]:
    """Return the styles by name for a body of `points` points."""
    plain, bold = ("Helvetica", "Helvetica-Bold") if sheet.sans else ("Times-Roman", "Times-Bold")
    colour = HexColor(sheet.accent)
    narrow = sheet.columns > 1
    leading = points * (1.24 if narrow else 1.42)
    base = ParagraphStyle(
        "paragraph",
        fontName=plain,
        fontSize=points,
        leading=leading,
        spaceAfter=points * 0.6,
        alignment=4 if narrow or not sheet.sans else 0,
        embeddedHyphenation=1,
        bulletFontName=plain,
        bulletFontSize=points,
    )
    cell = points - (1 if narrow else 0.8)
    heads = [(1, 1.75, 14), (2, 1.28, 9), (3, 1.05, 6)]
    made = [
        base,
        *(
            ParagraphStyle(
                f"heading{level}",
                fontName="Helvetica-Bold",
                fontSize=points * (scale if not narrow else 1 + (scale - 1) * 0.55),
                leading=points * scale * 1.22,
                textColor=colour,
                spaceBefore=before,
                spaceAfter=before * 0.55,
            )
            for level, scale, before in heads
        ),
        _like(
            base,
            "big",
            fontName="Helvetica-Bold",
            fontSize=points * 2.5,
            alignment=0,
            leading=points * 3,
            textColor=colour,
            spaceAfter=10,
        ),
        _like(
            base,
            "lead",
            fontSize=points * 1.2,
            leading=points * 1.7,
            alignment=0,
            textColor=HexColor("#333333"),
        ),
        _like(
            base,
            "small",
            fontSize=points - 1.2,
            leading=points * 1.22,
            alignment=0,
            textColor=HexColor("#444444"),
        ),
        _like(base, "abstract", fontSize=points - 0.3, leftIndent=26, rightIndent=26),
        _like(
            base,
            "reference",
            fontSize=points - 1,
            leading=points * 1.1,
            leftIndent=14,
            firstLineIndent=-14,
            spaceAfter=3,
        ),
        _like(base, "item", leftIndent=14, bulletIndent=4, spaceAfter=points * 0.3),
        _like(base, "clause", leftIndent=32, spaceAfter=points * 0.5),
        _like(base, "subclause", leftIndent=32, bulletIndent=12, spaceAfter=points * 0.35),
        _like(
            base, "note", fontSize=points - 1.8, leading=points * 1.05, spaceAfter=1.5, alignment=0
        ),
        _like(
            base,
            "caption",
            fontName="Helvetica-Bold",
            fontSize=points - 1.3,
            alignment=0,
            leading=points * 1.15,
            spaceBefore=5,
            spaceAfter=4,
            keepWithNext=1,
        ),
        _like(base, "cell", fontSize=cell, leading=cell * 1.2, alignment=0, spaceAfter=0),
        _like(base, "numbercell", fontSize=cell, leading=cell * 1.2, alignment=2, spaceAfter=0),
        _like(
            base,
            "headcell",
            fontName=bold,
            fontSize=cell,
            leading=cell * 1.2,
            alignment=0,
            spaceAfter=0,
            textColor=white,
        ),
        _like(
            base,
            "numberheadcell",
            fontName=bold,
            fontSize=cell,
            leading=cell * 1.2,
            alignment=2,
            spaceAfter=0,
            textColor=white,
        ),
        _like(
            base, "boxhead", fontName="Helvetica-Bold", alignment=0, textColor=colour, spaceAfter=3
        ),
        _like(base, "boxtext", alignment=0, spaceAfter=3),
        _like(base, "toc1", alignment=0, spaceAfter=0, fontName=bold, leading=points * 1.15),
        _like(base, "toc2", alignment=0, spaceAfter=0, leftIndent=14, leading=points * 1.15),
        _like(base, "tocpage", alignment=2, spaceAfter=0, leading=points * 1.15),
    ]
    return {style.name: style for style in made}


def _like(base: ParagraphStyle, name: str, **changes: object) -> ParagraphStyle:
    return ParagraphStyle(name, parent=base, **changes)
