"""What stands behind a citation: the page, text or table with the supporting sentence marked."""

from app.sources.sources import Draws, Sources
from app.sources.types import (
    Body,
    Box,
    Original,
    PageImage,
    Passage,
    Reading,
    Segment,
    Source,
    Table,
)

__all__ = [
    "Body",
    "Box",
    "Draws",
    "Original",
    "PageImage",
    "Passage",
    "Reading",
    "Segment",
    "Source",
    "Sources",
    "Table",
]
