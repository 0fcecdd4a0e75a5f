"""A small folder of real files that change, and libraries to put it into."""

from __future__ import annotations

import io
import random
import tempfile
import zipfile
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cache
from pathlib import Path

import docx
import numpy as np
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from indexes.builds import Builds
from indexes.catalog import Catalog
from indexes.windows import Vectors
from indexes.words import stems
from indexes.writer import CatalogWriter
from ingest.originals import Originals
from ingest.pipeline import Library
from ingest.prepare import Opener
from ingest.store import Store
from ingest.walk import gather
from tests.fakes import HashingEmbedder
from tests.invariants import Look, Stored, assert_nothing_left_over, assert_sound, look_at

VERSIONS = 3
QUESTIONS = ("otters lantern", "which buoy was painted in Sorrel Hill", "tide table of the pilot")
_THINGS = ("buoy", "lantern", "sluice", "ferry", "otters", "pilot", "anchor", "net", "gull", "oar")
_PLACES = ("Sorrel Hill", "Tamsin Quay", "Upper Wend", "Halmsund", "Marrow Point", "Easter Lock")
_ACTS = ("was painted", "was sold", "waited for the tide", "was counted twice", "came back late")


class QuickEmbedder(HashingEmbedder):
    """The same vectors, each word's direction computed once."""

    def _vector(self, text: str) -> Vectors:
        total = np.sum([_direction(word, self.dimension) for word in sorted(stems(text))], axis=0)
        total = np.full(self.dimension, 1e-3, np.float32) + total
        return np.asarray(total / np.linalg.norm(total), np.float32)


@cache
def _direction(word: str, dimension: int) -> Vectors:
    return HashingEmbedder(dimension=dimension)._vector(word)


EMBEDDERS = {"narrow": QuickEmbedder("narrow", 48), "wide": QuickEmbedder("wide", 64)}


def embedder_of(look: Look) -> HashingEmbedder:
    """The model that a library says it was embedded with."""
    return EMBEDDERS[look.catalog.embedder() or "narrow"]


def sentences(seed: str, count: int) -> list[str]:
    chosen = random.Random(seed)
    return [
        f"In week {week} the {chosen.choice(_THINGS)} of {chosen.choice(_PLACES)} "
        f"{chosen.choice(_ACTS)} beside the {chosen.choice(_THINGS)}, as note {seed} says."
        for week in range(count)
    ]


def contents(version: int) -> dict[str, bytes]:
    """Name -> bytes of a file of every kind."""
    said = {name: sentences(f"{name}{version}", 3 + 2 * version) for name in "abcdefgh"}
    rows = "\n".join(f'{week},"{remark}"' for week, remark in enumerate(said["b"]))
    return {
        "log.txt": "\n\n".join(sentences(f"log{version}", 12)).encode(),
        "notes.md": ("# Notes\n\n" + "\n\n".join(said["a"])).encode(),
        "stock.csv": f"week,remark\n{rows}".encode(),
        "page.html": f"<title>Page</title><p>{'</p><p>'.join(said['c'])}</p>".encode(),
        "letter.docx": _docx(said["d"]),
        "report.pdf": _pdf(said["e"]),
        "mail.eml": _mail(said["f"], "\n\n".join(said["g"])),
        "old.zip": _zip({"one.txt": said["g"][0], "deep/two.md": "\n\n".join(said["h"])}),
    }


def _docx(paragraphs: list[str]) -> bytes:
    file, made = docx.Document(), io.BytesIO()
    for paragraph in paragraphs:
        file.add_paragraph(paragraph)
    file.save(made)
    return made.getvalue()


def _pdf(lines: list[str]) -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, invariant=True)
    for line in lines:
        canvas.drawString(60, 700, line[:60])
        canvas.drawString(60, 685, line[60:])
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def _mail(paragraphs: list[str], attached: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.org", "b@example.org", "Weekly notes"
    mail.set_content("\n\n".join(paragraphs))
    mail.add_attachment(attached.encode(), "text", "plain", filename="attached.txt")
    mail.set_boundary("part-of-the-weekly-notes")
    return mail.as_bytes()


def _zip(members: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 5, 6, 7, 8, 10)), text)
    return made.getvalue()


@dataclass(frozen=True, slots=True)
class Reference:
    """What undisturbed ingests store. documents: by id. inside: bytes of a file -> (rest of the
    source, id) of each document that it gives."""

    documents: dict[str, Stored]
    inside: dict[bytes, tuple[tuple[str, str], ...]]


def refer(folder: Path, opener: Opener, versions: list[dict[str, bytes]]) -> Reference:
    """Ingest every version of every file once, undisturbed."""
    for number, version in enumerate(versions):
        put(folder / "files" / str(number), version)
    ingest(folder / "home", folder / "files", opener)
    with look_at(folder / "home") as look:
        places = look.catalog.places("default", "local")
        documents = {d: look.stored(d) for d in look.catalog.ready_ids()}
    inside = {}
    for number, version in enumerate(versions):
        for name, data in version.items():
            path = str(folder / "files" / str(number) / name)
            inside[data] = tuple((s[len(path) :], d) for s, d in places if s.startswith(path))
            assert inside[data], name
    return Reference(documents, inside)


def put(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)


def library(home: Path, opener: Opener, model: str = "") -> Library:
    """A library with the model that it was embedded with, or the one named."""
    catalog = Catalog(home / "footnote.sqlite3")
    embedder = EMBEDDERS[model or catalog.embedder() or "narrow"]
    store = Store(
        catalog, CatalogWriter(catalog), Builds(home / "builds"), Originals(home / "originals"),
        lambda: embedder,
    )  # fmt: skip
    return Library(home, store, opener)


def ingest(home: Path, folder: Path, opener: Opener, model: str = "") -> None:
    """Ingest a folder in this process; every file must go in. No connection stays open."""
    made = library(home, opener, model)
    report = made.add(gather([folder]), "default", "local")
    failed = [(each.source, each.reason) for each in report.outcomes if each.status == "failed"]
    assert not failed, failed
    made._store.catalog.database.close()


def notes(count: int, prefix: str = "n", length: int = 40) -> dict[str, bytes]:
    """Text files of `length` sentences each."""
    return {
        f"{prefix}{i:02}.txt": "\n\n".join(sentences(f"{prefix}{i}", length)).encode()
        for i in range(count)
    }


def assert_whole(home: Path, folder: Path, opener: Opener) -> None:
    """The library holds exactly the folder's files, each as an undisturbed ingest stores it."""
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    with tempfile.TemporaryDirectory() as beside:
        reference = refer(Path(beside), opener, [files])
    with look_at(home) as look:
        assert set(look.places()) == {str(path) for path in folder.iterdir()}
        assert_sound(look, reference.documents, embedder_of(look), QUESTIONS)
    assert_nothing_left_over(home)
