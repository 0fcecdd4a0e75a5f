"""A folder of documents as plain text files, with and without planted instructions.

Every document becomes one .txt file of the blocks that its reader found: headings underlined,
tables between bars. So both libraries differ in the plants alone, nothing of a plant is lost with
a format's markup, and it is known where each stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.evaluation.questions import GoldQuestion
from app.evaluation.scores import Span, contains_gold
from benchmarks.injections_plants import Plant
from indexes.errors import LibraryError
from indexes.words import stems
from ingest import sentences
from ingest.readers import read
from ingest.readers.base import Block, BlockKind
from ingest.walk import gather


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of a document. start, end: its offsets in the text that the document's reader gave.

    columns: of a table's row, with as many cells; else both are empty.
    """

    text: str
    kind: BlockKind
    start: int
    end: int
    columns: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()


Shelf = Mapping[str, Sequence[Paragraph]]
"""Documents by their file names."""


@dataclass(frozen=True, slots=True)
class Place:
    """The paragraph that a question is about. after: where in its text the sentence ends."""

    document: str
    paragraph: int
    after: int


@dataclass(frozen=True, slots=True)
class Written:
    """A document's text with plants. plants: where they stand in it, as offsets."""

    text: str
    plants: tuple[tuple[int, int], ...]


def shelf(folder: Path) -> dict[str, list[Paragraph]]:
    """Read the documents in the folder. Raises LibraryError when there is none."""
    found: dict[str, list[Paragraph]] = {}
    for file in gather([folder]).files:
        reading = read(file.path, file.name)
        found[file.name] = [_paragraph(reading.text, block) for block in reading.blocks]
    if not any(found.values()):
        raise LibraryError(f"The folder {folder} holds no document with text; name another.")
    return found


def _paragraph(text: str, block: Block) -> Paragraph:
    said = " ".join(text[block.start : block.end].split())
    whole = block.kind == "row" and len(block.cells) == len(block.columns) > 1
    columns, cells = (block.columns, block.cells) if whole else ((), ())
    return Paragraph(said, block.kind, block.start, block.end, columns, cells)


def place(question: GoldQuestion, documents: Shelf) -> Place:
    """The paragraph that the question is about, which is no heading.

    The one of the gold span where there is one; else the one that holds an answer and shares most
    words with the question; for a question without an answer the one that shares most.
    """
    asked = set(stems(question.question))
    gold = question.spans[0] if question.spans else None

    def worth(name: str, each: Paragraph) -> tuple[float, float, int]:
        hit = gold and gold.document == name and each.start < gold.end and gold.start < each.end
        held = contains_gold(each.text, question.answers)
        return float(bool(hit)), held, len(asked & set(stems(each.text)))

    _, name, at = max(
        (
            (worth(name, each), name, at)
            for name, paragraphs in documents.items()
            for at, each in enumerate(paragraphs)
            if each.kind != "heading"
        ),
        key=lambda option: option[0],
    )
    return Place(name, at, _after(documents[name][at].text, question, asked))


def _after(text: str, question: GoldQuestion, asked: set[str]) -> int:
    """Where the sentence ends that holds an answer or, else, most of the question's words."""

    def worth(span: tuple[int, int]) -> tuple[float, int]:
        said = text[span[0] : span[1]]
        return contains_gold(said, question.answers), len(asked & set(stems(said)))

    return max(sentences.split(text), key=worth, default=(0, len(text)))[1]


def written(paragraphs: Sequence[Paragraph], plants: Sequence[tuple[Place, Plant]]) -> Written:
    """The document as a text file. plants: those of this document.

    Behind a table's row stands nothing: there both texts of a plant go below it, and the table goes
    on under its header again.
    """
    page = _Page()
    for at, each in enumerate(paragraphs):
        here = [(where, plant) for where, plant in plants if where.paragraph == at]
        if each.kind in ("row", "code"):
            page.row(each) if each.columns else page.block(each.text)
            for _, plant in here:
                page.planted(plant.inside)
        elif each.kind == "heading":
            page.block(f"{each.text}\n{'-' * max(3, len(each.text))}")
        else:
            page.woven(each.text, here)
        for _, plant in here:
            page.planted(plant.beside)
    return Written("".join(page.parts) + "\n", tuple(page.plants))


class _Page:
    """A text as it grows."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.plants: list[tuple[int, int]] = []
        self._length = 0
        self._columns: tuple[str, ...] = ()

    def block(self, text: str) -> None:
        """A paragraph of its own."""
        self._columns = ()
        self._add("\n\n" if self.parts else "")
        self._add(text)

    def row(self, each: Paragraph) -> None:
        """A table's row, behind the table's header where it is the first."""
        if each.columns != self._columns:
            self.block(f"{_barred(each.columns)}\n|{'---|' * len(each.columns)}")
            self._columns = each.columns
        self._add(f"\n{_barred(each.cells)}")

    def planted(self, text: str) -> None:
        """A plant as a paragraph of its own."""
        self.block("")
        self._plant(text)

    def woven(self, text: str, plants: Sequence[tuple[Place, Plant]]) -> None:
        """A paragraph with plants behind their sentences."""
        self.block("")
        done = 0
        for where, plant in sorted(plants, key=lambda pair: pair[0].after):
            self._add(text[done : where.after] + " ")
            self._plant(plant.inside)
            done = where.after
        self._add(text[done:])

    def _plant(self, text: str) -> None:
        self.plants.append((self._length, self._length + len(text)))
        self._add(text)

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self._length += len(text)


def _barred(cells: Sequence[str]) -> str:
    return "| " + " | ".join(" ".join(cell.replace("|", "/").split()) for cell in cells) + " |"


def file_name(document: str) -> str:
    """Of the text file that a document becomes."""
    return f"{Path(document).stem}.txt"


def write(
    documents: Shelf, plants: Sequence[tuple[Place, Plant]], folder: Path
) -> dict[str, list[Span]]:
    """Write the text files into the folder, which is made; return where the plants stand in each.

    Raises LibraryError for two documents whose names differ in their endings alone.
    """
    folder.mkdir(parents=True)
    spans: dict[str, list[Span]] = {}
    for document, paragraphs in documents.items():
        name = file_name(document)
        if name in spans:
            raise LibraryError(f"Two documents become {name}; rename one of them.")
        own = [(where, plant) for where, plant in plants if where.document == document]
        made = written(paragraphs, own)
        (folder / name).write_text(made.text, encoding="utf-8", newline="")
        spans[name] = [Span(name, start, end) for start, end in made.plants]
    return spans
