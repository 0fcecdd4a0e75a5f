"""A library of a few made files, and what opens them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]  # it ships no types

from app.sources import Draws, Sources
from app.types import Actor
from indexes.catalog import Catalog
from indexes.errors import ReadError
from ingest.drawing import Drawn, Part
from ingest.originals import Originals
from ingest.walk import gather
from tests.fakes import DirectOpener
from tests.world import library

ME = Actor("local")


@dataclass(slots=True)
class PaperDrawer:
    """Draws nothing: a page of 600 by 800 points, on which no character's place is known."""

    refuses: bool = False

    def start(self) -> None:
        """Nothing is to be made ready."""

    def draw(self, path: Path, page: int, parts: Sequence[Part] = ()) -> Drawn:
        if self.refuses:
            raise ReadError("drawing it took more than 10 s of processor time")
        return Drawn(b"PNG", 600.0, 800.0, (None,) * len(parts))


@dataclass(frozen=True, slots=True)
class House:
    """The library in `home` and its Sources."""

    home: Path
    catalog: Catalog
    sources: Sources

    @classmethod
    def of(cls, folder: Path, drawer: Draws | None = None, owner: str = ME.id) -> House:
        """Let all files of `folder`/files in, for `owner`."""
        home = folder / "home"
        report = library(home, DirectOpener()).add(gather([folder / "files"]), "default", owner)
        assert not [each for each in report.outcomes if each.status == "failed"], report.outcomes
        catalog = Catalog(home / "footnote.sqlite3")
        sources = Sources(catalog, Originals(home / "originals"), drawer or PaperDrawer())
        return cls(home, catalog, sources)

    def id(self, name: str) -> str:
        (document,) = self.catalog.find(name)
        return document.id

    def span(self, name: str, words: str) -> tuple[str, int, int]:
        """The document's id, and where the words stand in its text."""
        found = self.id(name)
        start = self.catalog.text(found).index(words)
        return found, start, start + len(words)


def files(folder: Path) -> Path:
    """The folder whose files are let in."""
    made = folder / "files"
    made.mkdir(exist_ok=True)
    return made


def pdf(path: Path, *pages: Sequence[str]) -> Path:
    """A PDF of pages of 600 by 800 points, their lines in Helvetica 12 from (72, 700) down."""
    canvas = Canvas(str(path), pagesize=(600, 800))
    for lines in pages:
        canvas.setFont("Helvetica", 12)
        for number, line in enumerate(lines):
            canvas.drawString(72, 700 - 20 * number, line)
        canvas.showPage()
    canvas.save()
    return path
