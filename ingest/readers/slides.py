"""PowerPoint presentations (PPTX): a page is a slide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pptx
from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types
from pptx.exc import PythonPptxError

from indexes.errors import ReadError
from indexes.types import Unread
from ingest.readers.base import ALONE, Block, Desk, Reading
from ingest.readers.ooxml import Package, package_of
from ingest.readers.slide_extras import Extras
from ingest.readers.slide_page import SlidePage

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

_GONE = "This slide is damaged; open the file in PowerPoint and save it again."
_DAMAGE = (
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    etree.LxmlError,
    PythonPptxError,
)  # what python-pptx raises on XML that is well-formed and yet no slide
_NO_TITLES = ("powerpoint presentation", "powerpoint-präsentation", "presentation", "slide 1")
_ASIDES = ("ppt/notesSlides/", "ppt/comments/", "ppt/charts/", "ppt/diagrams/", "ppt/slideLayouts/")


def read_pptx(path: Path, desk: Desk = ALONE) -> Reading:
    """Read a presentation, hidden slides included.

    A slide's title is the heading of all that is on it; its speaker notes and comments stand below
    under headings of their own. Slides that are damaged are unread. Raises ReadError for a file
    that is damaged as a whole, or unpacks to more XML than is allowed.
    """
    try:
        with package_of(path, "PowerPoint") as package:
            return _Deck(package).read(desk)
    except PythonPptxError as error:
        raise ReadError("is damaged; open it in PowerPoint and save it again.") from error


class _Deck:
    """The presentation on its way into pages."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._deck = pptx.Presentation(package.copy())
        self._extras = Extras(package, str(self._deck.part.partname)[1:])
        self._pages: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0
        self._unread: list[Unread] = []
        self._running: set[str] = set()
        self._lost: Counter[str] = Counter()
        self._hidden: list[int] = []
        self._pictures: list[int] = []
        self._title = ""

    def read(self, desk: Desk) -> Reading:
        listed = self._deck.slides._sldIdLst  # in the order in which they are shown
        slides = [each.rId for each in listed] if listed is not None else []
        for number, relation in enumerate(slides, start=1):
            desk.begin(number, len(slides))
            unread = desk.unread(number) or self._read(relation, number)
            if unread is not None:
                self._unread.append(unread)
                self._pages.append("")
        title = " ".join((self._deck.core_properties.title or "").split())
        return Reading(
            title if title.lower() not in ("", *_NO_TITLES) else self._title,
            MEDIA_TYPE,
            tuple(self._pages),
            tuple(self._blocks),
            tuple(self._warnings()),
            unread=tuple(self._unread),
        )

    def _read(self, relation: str, number: int) -> Unread | None:
        """Append a slide; why it is not read, if it is not."""
        try:
            part: Any = self._deck.part.related_part(relation)
            if str(part.partname)[1:] in self._package.damaged:
                return Unread(number, _GONE)
            page = SlidePage(part.slide, self._package, self._extras, self._running)
            page.write()
        except _DAMAGE:
            return Unread(number, _GONE)
        text, blocks = page.draft.finish()
        at = self._length
        self._blocks += [
            replace(block, start=block.start + at, end=block.end + at) for block in blocks
        ]
        self._pages.append(text)
        self._length += len(text)
        self._title = self._title or page.title
        self._lost += page.lost
        if part.slide._element.get("show") in ("0", "false"):
            self._hidden.append(number)
        if page.pictures and not blocks:
            self._pictures.append(number)
        return None

    def _warnings(self) -> Iterator[str]:
        if self._hidden:
            yield f"{_slides(self._hidden)} hidden in the presentation; read all the same."
        if self._pictures:
            yield f"{_slides(self._pictures)} made of pictures only, whose text is not read."
        for what, count in sorted(self._lost.items()):
            if what.startswith("embedded"):
                yield f"Holds an {what}, which is not read ({count})."
            else:
                yield (
                    f"Holds a {what} ({count})."
                    if "not read" in what
                    else (f"Holds a {what}, whose words are not read ({count}).")
                )
        damaged = sum(name.startswith(_ASIDES) for name in self._package.damaged)
        if damaged:
            yield f"Notes, comments or charts are damaged and left out ({damaged})."


def _slides(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"Slide {numbers[0]} is"
    shown = ", ".join(map(str, numbers[:20])) + (" and more" if len(numbers) > 20 else "")
    return f"Slides {shown} are"
