from __future__ import annotations

from pathlib import Path

from ingest.readers.base import Reading
from tests.ingest.readers.check import block_of, checked, texts


def _read(folder: Path, name: str, text: str) -> Reading:
    path = folder / name
    path.write_bytes(text.encode())
    return checked(path)


def test_restructured_text_has_headings_by_their_lines(tmp_path: Path) -> None:
    reading = _read(
        tmp_path,
        "guide.rst",
        "=======\nHarbour\n=======\n\nIntro.\n\nCranes\n------\n\nThey lift.\n\n"
        "Small ones\n~~~~~~~~~~\n\nTwo tons.\n\nQuays\n-----\n\n* long\n* short\n",
    )
    assert reading.title == "Harbour"
    assert reading.media_type == "text/x-rst"
    assert block_of(reading, "Two tons").headings == ("Harbour", "Cranes", "Small ones")
    assert block_of(reading, "short").headings == ("Harbour", "Quays")
    assert texts(reading, "heading") == ["Harbour", "Cranes", "Small ones", "Quays"]


def test_asciidoc_has_headings_by_their_marks(tmp_path: Path) -> None:
    reading = _read(tmp_path, "guide.adoc", "= Harbour\n\nIntro.\n\n== Cranes\n\nThey lift.\n")
    assert block_of(reading, "They lift").headings == ("Harbour", "Cranes")


def test_latex_has_headings_by_its_commands(tmp_path: Path) -> None:
    reading = _read(
        tmp_path,
        "guide.tex",
        "\\documentclass{article}\n\\begin{document}\n\\section{Harbour}\nIntro.\n\n"
        "\\subsection*{Cranes}\nThey lift.\n\\end{document}\n",
    )
    assert reading.title == "Harbour"
    assert block_of(reading, "They lift").headings == ("Harbour", "Cranes")
    assert not any("documentclass" in text for text in texts(reading))


def test_text_without_headings_is_all_there(tmp_path: Path) -> None:
    assert texts(_read(tmp_path, "a.rst", "One.\n\nTwo.\n")) == ["One.", "Two."]
