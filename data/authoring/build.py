"""Rebuild the PDF and Word samples from their texts: `python -m data.authoring.build`."""

from __future__ import annotations

from pathlib import Path

from data.authoring.markup import parse
from data.authoring.pdf import PdfLayout
from data.authoring.word import write_word

_HERE = Path(__file__).resolve().parent
SAMPLES = _HERE.parent / "samples"


def main() -> None:
    """Write every sample that has a source in text/ and print its size."""
    SAMPLES.mkdir(exist_ok=True)
    for source in sorted((_HERE / "text").glob("*.txt")):
        manuscript = parse(source)
        path = SAMPLES / manuscript.meta["output"]
        if path.suffix == ".docx":
            write_word(manuscript, path)
            print(f"{path.name}: {path.stat().st_size} bytes")
        else:
            pages = PdfLayout(manuscript).write(path)
            print(f"{path.name}: {pages} pages, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
