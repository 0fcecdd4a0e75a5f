"""Pages of PDFs are drawn in processes of their own, with limits."""

from ingest.drawing.drawer import Drawer
from ingest.drawing.types import Box, Drawn, Part

__all__ = ["Box", "Drawer", "Drawn", "Part"]
