"""Files to text in the simplest usual way, as tutorials do it: no layout, no offsets."""

from __future__ import annotations

from pathlib import Path

import docx
from bs4 import BeautifulSoup
from docx.table import Table
from langchain_core.documents import Document
from pypdf import PdfReader


def load(path: Path) -> list[Document]:
    """Return one document per page of a PDF, and one for a whole file of any other format."""
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        texts = [page.extract_text() for page in PdfReader(path).pages]
    elif suffix == ".docx":
        texts = [_docx(path)]
    else:
        text = path.read_text(encoding="utf-8", errors="replace")
        markup = suffix in (".html", ".htm")
        texts = [BeautifulSoup(text, "lxml").get_text() if markup else text]
    return [
        Document(page_content=text, metadata={"source": path.name, "page": number})
        for number, text in enumerate(texts, start=1)
    ]


def _docx(path: Path) -> str:
    lines: list[str] = []
    for block in docx.Document(str(path)).iter_inner_content():
        if isinstance(block, Table):
            lines += ["\t".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            lines.append(block.text)
    return "\n".join(lines)
