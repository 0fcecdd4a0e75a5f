"""A Word document written into a draft: each paragraph followed by what hangs on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ingest.readers.charts import chart_of
from ingest.readers.draft import Draft
from ingest.readers.ooxml import Package
from ingest.readers.slide_extras import Extras
from ingest.readers.styles import Styles
from ingest.readers.word_asides import Aside
from ingest.readers.word_notes import Comment, Notes
from ingest.readers.word_numbers import Numbers
from ingest.readers.word_tables import grid_of
from ingest.readers.word_text import Words
from ingest.readers.wordml import PARAGRAPH, REMOVED, TABLE, W, blocks_in, within

_ORPHANS = (("footnote", "Footnotes"), ("endnote", "Endnotes"))
_DEEPEST = 50  # text boxes inside text boxes


@dataclass(frozen=True, slots=True)
class Source:
    """What a document says besides its text: styles, lists, notes, comments, diagrams."""

    package: Package
    extras: Extras
    styles: Styles
    numbers: Numbers
    notes: Notes
    comments: dict[str, Comment]


class WordPage:
    """A document on its way into a draft.

    lost: what carries text or data and is not read, by name.
    """

    def __init__(self, source: Source, part: str) -> None:
        """part: the name of the part that is read, whose relations its ids are."""
        self.draft = Draft()
        self.words = Words(source.notes.mark)
        self.lost: Counter[str] = Counter()
        self._source = source
        self._part = part
        self._targets = {each.id: each.target for each in source.package.relations(part)}
        self._carried = ""
        self._asides: list[Aside] = []
        self._pictures: set[str] = set()
        self._depth = 0

    def beside(self, part: str) -> WordPage:
        """A page of its own for another part of the same document, counted with this one."""
        page = WordPage(self._source, part)
        page.words, page.lost = self.words, self.lost
        return page

    def write(self, parent: Element) -> None:
        """Append the paragraphs and tables in an element, each with what hangs on it."""
        if self._depth > _DEEPEST:
            self.lost["text boxes inside one another"] += 1
            return
        self._depth += 1
        for element in blocks_in(parent):
            if element.tag == TABLE:
                self._flush()
                self._hang()
                self._table(element)
            else:
                self._paragraph(element)
            if not self._carried:
                self._hang()
        self._flush()
        self._hang()
        self._depth -= 1

    def rest(self, gone: Container[tuple[str, str]] = ()) -> None:
        """Append the notes and comments that no place of the text refers to.

        gone: the kinds and ids of the notes that were deleted while changes were tracked.
        """
        for kind, title in _ORPHANS:
            left = [name for name in self._source.notes.left(kind) if (kind, name) not in gone]
            if left:
                self.draft.heading(0, title)
            for name in left:
                self._note(kind, name)
        comments = self._source.comments
        if comments:
            self.draft.heading(0, "Comments")
        for name in list(comments):
            self._comment(name)

    def _say(self, paragraph: Element, before: str = "") -> str:
        """A paragraph's text behind its number; what hangs on it waits to be appended.

        before: the text of paragraphs that this one goes on from.
        """
        said = self.words.said(paragraph)
        self._asides += said.asides
        return self._number(paragraph) + before + said.text

    def _number(self, paragraph: Element) -> str:
        place = self._source.styles.place(paragraph)
        if place is None:
            return ""
        numbers = self._source.numbers
        level = numbers.level_of(place.name, place.styles) if place.level is None else place.level
        return numbers.next(place.name, level)

    def _paragraph(self, paragraph: Element) -> None:
        mark = within(paragraph, f"{W}pPr", f"{W}rPr")
        if mark is not None and any(mark.find(tag) is not None for tag in REMOVED):
            said = self.words.said(paragraph)
            self._asides += said.asides
            self._carried += said.text  # it goes on in the next paragraph
            return
        text = self._say(paragraph, self._carried)
        self._carried = ""
        if not text.strip():
            return
        level = self._source.styles.heading_level(paragraph, text)
        if level is not None:
            self.draft.heading(level, text)
        else:
            self.draft.add(text, "item" if self._source.styles.is_item(paragraph) else "text")

    def _hang(self) -> None:
        """Append what hangs on the paragraphs since the last time."""
        asides, self._asides = self._asides, []
        for aside in asides:
            self._aside(aside)

    def _flush(self) -> None:
        self.draft.add(self._carried)
        self._carried = ""

    def _table(self, table: Element) -> None:
        grid = grid_of(table, self._say)
        for text in grid.about:
            self.draft.add(text)
        self.draft.table(grid.rows, grid.marked)

    def _aside(self, aside: Aside) -> None:
        if aside.box is not None:
            self.write(aside.box)
        elif aside.sort == "note":
            self._note(aside.kind, aside.text)
        elif aside.sort == "comment":
            self._comment(aside.text)
        elif aside.sort == "text":
            self.draft.add(aside.text)
        elif aside.sort == "object":
            self.lost[f"embedded object ({aside.text or 'of unknown kind'})"] += 1
        else:
            self._picture(aside)

    def _note(self, kind: str, name: str) -> None:
        note = self._source.notes.take(kind, name)
        if note is None:
            return
        lines = [self._say(each) for each in blocks_in(note) if each.tag == PARAGRAPH]
        text = "\n".join(line.strip() for line in lines if line.strip())
        if text:
            self.draft.add(self._source.notes.title(kind, name) + text)
        for table in blocks_in(note):
            if table.tag == TABLE:
                self._table(table)

    def _comment(self, name: str) -> None:
        comment = self._source.comments.pop(name, None)
        if comment is None:
            return
        lines = [self.words.said(each).text for each in comment.element.iter(PARAGRAPH)]
        text = " ".join(" ".join(lines).split())
        if text:
            self.draft.add(f"{comment.title}: {text}", "item")

    def _picture(self, aside: Aside) -> None:
        """A chart or diagram, which is described in a part of its own."""
        package, part = self._source.package, self._targets.get(aside.text, "")
        if part in self._pictures:
            return
        self._pictures.add(part)
        if part not in package.parts or part in package.damaged:
            self.lost["damaged chart or diagram"] += 1
        elif aside.sort == "diagram":
            for text in self._source.extras.diagram(self._part, aside.text):
                self.draft.add(text, "item")
        elif aside.sort == "chart":
            chart = chart_of(package.xml(part))
            self.draft.table(chart.rows, marked=True, caption=chart.title)
            for axis in chart.axes:
                self.draft.add(f"Axis: {axis}")
        else:
            self.lost["chart of a newer kind"] += 1
