"""Reading what was found: which sentences answer the question, with which words, or none.

The model is the packaged MiniLM with a second adapter, trained by training/reader.
"""

from app.reading.evidence import Evidence, Phrase, Picked, gathered
from app.reading.model import Reader
from app.reading.types import ChunkReading, Part, PassageReading, Reads, Span

__all__ = [
    "ChunkReading",
    "Evidence",
    "Part",
    "PassageReading",
    "Phrase",
    "Picked",
    "Reader",
    "Reads",
    "Span",
    "gathered",
]
