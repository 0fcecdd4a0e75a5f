"""What belongs to a slide and is not on it: speaker notes and comments; and diagrams' texts."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from ingest.readers.ooxml import Package
from ingest.readers.slide_text import P, flat, paragraphs

_P188 = "{http://schemas.microsoft.com/office/powerpoint/2018/8/main}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_RUNNING = ("sldImg", "sldNum", "dt", "hdr", "ftr")
_AUTHORS = ((f"{P}cmAuthor", "commentAuthors"), (f"{_P188}author", "authors"))


class Extras:
    """The notes, comments and diagrams of one presentation."""

    def __init__(self, package: Package, presentation: str) -> None:
        """presentation: the name of the main part."""
        self._package = package
        self._authors: dict[str, str] = {}
        for tag, kind in _AUTHORS:
            for part in package.related(presentation, kind):
                for author in package.xml(part).iter(tag):
                    self._authors[author.get("id", "")] = author.get("name", "")

    def notes(self, slide: str) -> Iterator[tuple[str, bool]]:
        """The paragraphs of a slide's speaker notes, each with whether it is bulleted."""
        for part in self._package.related(slide, "notesSlide"):
            for shape in self._package.xml(part).iter(f"{P}sp"):
                holder = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
                if holder is None or holder.get("type") not in _RUNNING:
                    yield from paragraphs(shape.find(f"{P}txBody"))

    def comments(self, slide: str) -> Iterator[str]:
        """The comments on a slide and the replies to them, each with its author."""
        for part in self._package.related(slide, "comments"):
            root = self._package.xml(part)
            for comment in root.iter(f"{P}cm"):
                yield from self._said("Comment", comment, comment.findtext(f"{P}text") or "")
            for comment in root.iter(f"{_P188}cm"):
                yield from self._said("Comment", comment, flat(comment.find(f"{_P188}txBody")))
                for reply in comment.iter(f"{_P188}reply"):
                    yield from self._said("Reply", reply, flat(reply.find(f"{_P188}txBody")))

    def diagram(self, slide: str, relation: str) -> Iterator[str]:
        """The texts in the boxes of a diagram (SmartArt). relation: to its data, from the slide."""
        for each in self._package.relations(slide):
            if each.id != relation or each.target not in self._package.parts:
                continue
            for point in self._package.xml(each.target).iter(f"{_DIAGRAM}pt"):
                for body in point.iter(f"{_DIAGRAM}t"):
                    if text := flat(body):
                        yield text

    def _said(self, what: str, comment: etree._Element, text: str) -> Iterator[str]:
        author = self._authors.get(comment.get("authorId", ""), "")
        by = f" by {author}" if author else ""
        if text.strip():
            yield f"{what}{by}: {' '.join(text.split())}"


def charts_in(slide: etree._Element) -> Iterator[str]:
    """The ids of the relations from a slide to charts of the kinds that came with Office 2016."""
    for element in slide.iter("{http://schemas.microsoft.com/office/drawing/2014/chartex}chart"):
        yield next((value for name, value in element.items() if name.endswith("}id")), "")
