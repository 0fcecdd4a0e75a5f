"""Word documents put together part by part, for what python-docx cannot write."""

from __future__ import annotations

import zipfile
from pathlib import Path

from ingest.readers.base import Reading
from tests.ingest.readers.check import checked

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
NAMES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in (
        ("w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
        ("w14", "http://schemas.microsoft.com/office/word/2010/wordml"),
        ("w15", "http://schemas.microsoft.com/office/word/2012/wordml"),
        ("m", "http://schemas.openxmlformats.org/officeDocument/2006/math"),
        ("mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
        ("wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
        ("a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
        ("c", "http://schemas.openxmlformats.org/drawingml/2006/chart"),
        ("dgm", "http://schemas.openxmlformats.org/drawingml/2006/diagram"),
        ("v", "urn:schemas-microsoft-com:vml"),
        ("o", "urn:schemas-microsoft-com:office:office"),
        ("r", RELATIONS),
    )
)
ROOTS = {
    "styles": "styles",
    "numbering": "numbering",
    "settings": "settings",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
    "commentsExtended": "commentsEx",
    "header": "hdr",
    "footer": "ftr",
}


def paragraph(content: str, properties: str = "") -> str:
    """A w:p; plain text is put into a run."""
    run = content if content.startswith("<") else f"<w:r><w:t>{content}</w:t></w:r>"
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}</w:p>"


def listed(content: str, name: int, level: int = 0) -> str:
    """A paragraph in the list `name`."""
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{name}"/></w:numPr>'
    return paragraph(content, place)


def build(path: Path, body: str, parts: dict[str, str] | None = None) -> Path:
    """Write a document. parts: by kind (a key of ROOTS), their content; by name, a whole part."""
    whole = {"word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"}
    related = []
    for kind, content in (parts or {}).items():
        root = ROOTS.get(kind)
        if root is None:
            whole[kind] = content
            related.append((kind.removeprefix("word/"), kind.split("/")[1].rstrip("s")))
            continue
        prefix = "w15" if kind == "commentsExtended" else "w"
        whole[f"word/{kind}.xml"] = f"<{prefix}:{root} {NAMES}>{content}</{prefix}:{root}>"
        related.append((f"{kind}.xml", kind))
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for at, (target, kind) in enumerate(related, start=1)
    )
    whole["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>'
    )
    whole["_rels/.rels"] = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" '
        f'Type="{RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in whole.items():
            archive.writestr(name, content)
    return path


def read_back(folder: Path, body: str, parts: dict[str, str] | None = None) -> Reading:
    """Write a document and read it."""
    return checked(build(folder / "a.docx", body, parts))
