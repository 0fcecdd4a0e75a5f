"""Footnotes, endnotes and comments of a Word document, to be put where they belong."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ingest.readers.note_marks import note_mark, note_title
from ingest.readers.numerals import numeral
from ingest.readers.wordml import PARAGRAPH, REMOVED, W, number, value

_EXTENDED = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_IDENTITY = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_DIVIDERS = ("separator", "continuationSeparator", "continuationNotice")
_FORMS = {"footnote": "decimal", "endnote": "lowerRoman"}


@dataclass(frozen=True, slots=True)
class Numbering:
    """How notes are numbered. known: false where they begin anew on each page or section."""

    form: str
    start: int
    known: bool


class Notes:
    """Those of one document that were not yet put anywhere."""

    def __init__(self, numbering: dict[str, Numbering]) -> None:
        """numbering: by kind, "footnote" or "endnote"."""
        self._numbering = numbering
        self._numbers: dict[tuple[str, str], str] = {}
        self._counts = {kind: each.start - 1 for kind, each in numbering.items()}
        self._open: dict[tuple[str, str], Element] = {}

    def add(self, kind: str, part: Element) -> None:
        """Take in the notes of a part."""
        for note in part.findall(f"{W}{kind}"):
            if note.get(f"{W}type", "normal") not in _DIVIDERS:
                self._open[kind, note.get(f"{W}id", "")] = note

    def mark(self, kind: str, name: str) -> str:
        """What stands in the text for a note; it is counted when it is first asked for."""
        if (kind, name) not in self._open and (kind, name) not in self._numbers:
            return ""
        if (kind, name) not in self._numbers:
            self._counts[kind] += 1
            how = self._numbering[kind]
            count = numeral(self._counts[kind], how.form) if how.known else ""
            self._numbers[kind, name] = f"{kind} {count}".strip()
        return note_mark(self._numbers[kind, name])

    def take(self, kind: str, name: str) -> Element | None:
        """A note that was not taken yet; None if there is none."""
        return self._open.pop((kind, name), None)

    def title(self, kind: str, name: str) -> str:
        """What stands before a note: "Footnote 3: "; '' if no text refers to it."""
        known = self._numbers.get((kind, name), "")
        return note_title(known) if known else ""

    def left(self, kind: str) -> list[str]:
        """The ids of the notes that say something and that no text refers to."""
        return [
            name
            for (each, name), note in self._open.items()
            if each == kind and "".join(note.itertext()).strip()
        ]


def removed_notes(root: Element) -> set[tuple[str, str]]:
    """The kinds and ids of the notes whose marks were deleted while changes were tracked."""
    return {
        (kind, mark.get(f"{W}id", ""))
        for tag in REMOVED
        for removed in root.iter(tag)
        for kind in _FORMS
        for mark in removed.iter(f"{W}{kind}Reference")
    }


def numbering_of(documents: list[Element]) -> dict[str, Numbering]:
    """How the notes are numbered. documents: the roots of the parts that may say so."""
    found: dict[str, Numbering] = {}
    for kind, form in _FORMS.items():
        said = [each for root in documents for each in root.iter(f"{W}{kind}Pr")]
        forms = [value(each.find(f"{W}numFmt")) for each in said]
        starts = [number(each.find(f"{W}numStart"), 1) for each in said]
        anew = [value(each.find(f"{W}numRestart"), "continuous") for each in said]
        found[kind] = Numbering(
            next(filter(None, forms), form), max(starts, default=1), set(anew) <= {"continuous"}
        )
    return found


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment or a reply to one."""

    author: str
    element: Element
    reply: bool

    @property
    def title(self) -> str:
        by = f" by {self.author}" if self.author else ""
        return f"{'Reply' if self.reply else 'Comment'}{by}"


def comments_of(part: Element, extended: Element | None) -> dict[str, Comment]:
    """The comments by id. extended: the root of the part that says which of them are replies."""
    replies = set()
    if extended is not None:
        for each in extended.iter(f"{_EXTENDED}commentEx"):
            if each.get(f"{_EXTENDED}paraIdParent"):
                replies.add(each.get(f"{_EXTENDED}paraId", ""))
    found = {}
    for each in part.findall(f"{W}comment"):
        names = {paragraph.get(_IDENTITY, "") for paragraph in each.iter(PARAGRAPH)} - {""}
        author = " ".join(each.get(f"{W}author", "").split())
        found[each.get(f"{W}id", "")] = Comment(author, each, bool(names & replies))
    return found
