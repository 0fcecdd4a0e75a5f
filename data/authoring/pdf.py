"""Lays a manuscript out as a PDF with real tables, running heads and footnotes."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from reportlab.lib.colors import HexColor  # type: ignore[import-untyped]
from reportlab.platypus import (  # type: ignore[import-untyped]
    CondPageBreak,
    Flowable,
    FrameBreak,
    KeepTogether,
    PageBreak,
    Paragraph,
    Spacer,
    Table,
)

from data.authoring.figures import Contents, bar_chart, contents_table
from data.authoring.markup import NOTE_MARK, Element, Manuscript
from data.authoring.sheets import Notes, Sheet, SheetTemplate
from data.authoring.styles import styles

_PASSES = 8
_LINE = 14.0
_NUMBER = re.compile(r"^\**[\d,.]+\**(?: ?%)?$|^-$")


class PdfLayout:
    """One manuscript on its way to paper."""

    def __init__(self, manuscript: Manuscript) -> None:
        meta = manuscript.meta
        self.manuscript = manuscript
        self.sheet = Sheet(
            size=meta.get("size", "A4"),
            margin=float(meta.get("margin", "62")),
            columns=int(meta.get("columns", "1")),
            accent=meta.get("accent", "#1f4e5f"),
            running=meta.get("running", meta["title"]),
            sans=meta.get("face") == "sans",
            cover=meta.get("cover") == "yes",
        )
        self.styles = styles(float(meta.get("points", "10")), self.sheet)
        self.numbers = {key: n for n, key in enumerate(self._note_order(), start=1)}
        self.soft = {
            word.replace("-", ""): word.replace("-", "\xad")
            for word in meta.get("hyphenate", "").split()
        }

    def write(self, path: Path) -> int:
        """Write the PDF and return its page count; raise ValueError if footnotes never settle."""
        contents: Contents = []
        sheet = self._with_head_room()
        notes = Notes(
            {
                n: Paragraph(f"<super>{n}</super> {self._inline(text)}", self.styles["note"])
                for n, text in self._numbered_notes()
            }
        )
        for _ in range(_PASSES):
            template = SheetTemplate(str(path), sheet, notes, self.manuscript.meta["title"])
            template.build(self._story(contents))
            settled = notes.settle(sheet.column_width) and template.headings == contents
            contents = template.headings
            if settled:
                return int(template.page)
        raise ValueError(f"{path.name}: footnotes or contents do not settle; move a footnote.")

    def _with_head_room(self) -> Sheet:
        kinds = [element.kind for element in self.manuscript.elements]
        if "columns" not in kinds:
            return self.sheet
        head = self.manuscript.elements[: kinds.index("columns")]
        flowables = [flowable for element in head for flowable in self._flowables(element, [])]
        width = self.sheet.body_width
        height = sum(
            f.wrap(width, 1000)[1] + f.getSpaceBefore() + f.getSpaceAfter() for f in flowables
        )
        sheet = self.sheet
        return Sheet(
            sheet.size,
            sheet.margin,
            sheet.columns,
            sheet.accent,
            sheet.running,
            sheet.sans,
            sheet.cover,
            height + 6,
        )

    def _note_order(self) -> list[str]:
        order: list[str] = []
        for element in self.manuscript.elements:
            texts = [element.text, *(cell for row in element.rows for cell in row)]
            for key in NOTE_MARK.findall("\n".join(texts)):
                if key not in order:
                    order.append(key)
        return order

    def _numbered_notes(self) -> Iterable[tuple[int, str]]:
        return ((number, self.manuscript.notes[key]) for key, number in self.numbers.items())

    def _story(self, contents: Contents) -> list[Flowable]:
        story: list[Flowable] = []
        heads: list[Flowable] = []
        for element in self.manuscript.elements:
            flowables = self._flowables(element, contents)
            if element.kind.startswith("heading"):
                heads += flowables
            elif element.kind in ("table", "chart", "box"):
                story.append(KeepTogether(heads + flowables))
                heads = []
            else:
                if heads:
                    story.append(CondPageBreak(sum(map(_height, heads)) + 3 * _LINE))
                story += heads + flowables
                heads = []
        return story

    def _flowables(self, element: Element, contents: Contents) -> list[Flowable]:
        text = element.text
        match element.kind:
            case "page":
                return [PageBreak()]
            case "columns":
                return [FrameBreak()]
            case "gap":
                return [Spacer(1, float(text))]
            case "toc":
                return [contents_table(contents, self.styles, self.sheet.column_width)]
            case "items" | "clauses":
                return self._lines(element)
            case "table":
                return self._table(element)
            case "chart":
                return self._chart(element)
            case "box":
                return self._box(element)
            case "sign":
                return [Spacer(1, 18), self._signatures(element.rows)]
            case kind:
                return [Paragraph(self._inline(text), self.styles[kind])]

    def _inline(self, text: str) -> str:
        text = html.escape(text, quote=False)
        text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
        text = re.sub(r"\*(.+?)\*", r"<i>\1</i>", text)
        if self.soft:
            text = re.sub(r"[A-Za-z]+", lambda word: self.soft.get(word[0], word[0]), text)
        return NOTE_MARK.sub(self._note_mark, text)

    def _note_mark(self, found: re.Match[str]) -> str:
        number = self.numbers[found[1]]
        return f'<super>{number}</super><onDraw name="note" label="{number}"/>'

    def _lines(self, element: Element) -> list[Flowable]:
        if element.kind == "items":
            return [
                Paragraph(self._inline(row[0]), self.styles["item"], bulletText="\u2022")
                for row in element.rows
            ]
        return [
            Paragraph(
                self._inline(text),
                bulletText=number,
                style=self.styles["subclause" if number.startswith("(") else "clause"],
            )
            for number, text in element.rows
        ]

    def _table(self, element: Element) -> list[Flowable]:
        width = self.sheet.column_width
        columns = list(zip(*element.rows, strict=True))
        weights = [min(max(*map(len, column), 8), 34) ** 0.75 for column in columns]
        right = [all(map(_NUMBER.match, column[1:])) for column in columns]
        table = Table(
            [
                [self._cell(cell, right[i], row is element.rows[0]) for i, cell in enumerate(row)]
                for row in element.rows
            ],
            colWidths=[width * weight / sum(weights) for weight in weights],
            repeatRows=1,
        )
        side = 2 if self.sheet.columns > 1 else 4
        table.setStyle(
            [
                ("BACKGROUND", (0, 0), (-1, 0), HexColor(self.sheet.accent)),
                ("LINEBELOW", (0, 0), (-1, -1), 0.3, HexColor("#b5bfc4")),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), 2.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
                ("LEFTPADDING", (0, 0), (-1, -1), side),
                ("RIGHTPADDING", (0, 0), (-1, -1), side),
            ]
        )
        caption = Paragraph(self._inline(element.text), self.styles["caption"])
        return [caption, table, Spacer(1, 9)]

    def _cell(self, text: str, right: bool, head: bool) -> Paragraph:
        style = ("number" if right else "") + ("head" if head else "") + "cell"
        return Paragraph(self._inline(text), self.styles[style])

    def _chart(self, element: Element) -> list[Flowable]:
        drawing = bar_chart(element.rows, self.sheet.column_width, self.sheet.accent)
        caption = Paragraph(self._inline(element.text), self.styles["caption"])
        return [drawing, caption, Spacer(1, 6)]

    def _box(self, element: Element) -> list[Flowable]:
        inner: list[Flowable] = [Paragraph(self._inline(element.text), self.styles["boxhead"])]
        inner += [
            Paragraph(self._inline(" | ".join(row)), self.styles["boxtext"]) for row in element.rows
        ]
        box = Table([[inner]], colWidths=[self.sheet.column_width])
        box.setStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), HexColor("#eef3f4")),
                ("LINEBEFORE", (0, 0), (0, -1), 2.5, HexColor(self.sheet.accent)),
                ("LEFTPADDING", (0, 0), (-1, -1), 9),
                ("RIGHTPADDING", (0, 0), (-1, -1), 9),
                ("TOPPADDING", (0, 0), (-1, -1), 5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
            ]
        )
        return [Spacer(1, 4), box, Spacer(1, 9)]

    def _signatures(self, rows: Sequence[tuple[str, ...]]) -> Flowable:
        style = self.styles["cell"]
        cells = [
            Paragraph("<br/>".join(["_" * 30, *map(self._inline, row)]), style) for row in rows
        ]
        return Table([cells], colWidths=[self.sheet.column_width / len(cells)] * len(cells))


def _height(paragraph: Paragraph) -> float:
    style = paragraph.style
    return float(style.leading + style.spaceBefore + style.spaceAfter)
